"""What the installed server takes of a small box: memory where there is no more of it, and wake-ups where nothing
happens."""

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

import memory_limit
from installed_server import open_doors
from steady_sender import SteadySender
from support.cost import woken
from support.deadline import eventually

MEMORY_MIN = 64 << 20
"""Bytes: the least that README.md asks for."""
WAKE_UPS_MAX = 2
"""A second."""
REST = 20
"""Seconds."""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def server(box, packages):
    # Sign-ins come from many addresses: each has a price of its own.
    return open_doors(box, box.install(packages[0]), "SNUG_TRUSTED_PROXIES=127.0.0.1", "SNUG_MESSAGE_RATE=0")


@pytest.fixture
def group(box, server):
    """The group that holds the server from here on, pages of its program with it: this comes from a disk, as it does on
    any box but this one, whose files are in memory."""
    program = "/var/lib/snug/bin/snug"
    box.run("install", "-d", "-m", "755", "/var/lib/snug/bin")
    box.run("dd", "if=/usr/bin/snug", f"of={program}", "bs=1M", "oflag=direct", "conv=fsync")
    box.run("chmod", "755", program)
    drop_in = "/run/systemd/system/snug.service.d/program.conf"
    box.write(drop_in, f"[Service]\nExecStart=\nExecStart={program} serve\n")
    box.run("systemctl", "daemon-reload")
    try:
        with memory_limit.around_server(box, MEMORY_MIN) as group:
            yield group
            box.run("rm", drop_in)
            box.run("systemctl", "daemon-reload")
    except memory_limit.NoGroup as reason:
        if os.environ.get("SNUG_TEST_BOX") != "optional":
            raise
        pytest.skip(f"the memory cannot be limited here: {reason}")


def sign_ins(server, number, start):
    """What as many strangers are answered, who try a password at once."""
    def sign_in(index):
        guest = server.guest.at(f"192.0.2.{start + index}")
        form = {"email": f"stranger{start + index}@example.org", "password": "eleven green apples"}
        return guest.post("/api/v1/auth/login", form).status

    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(sign_in, range(number)))


def test_64_mb_are_enough_while_strangers_sign_in(box, server, group):
    """Two at once, eight at once, and eight again while somebody writes: nobody is told that there is no memory, and the
    kernel ends nothing."""
    before = box.server
    answers = [sign_ins(server, 2, 1), sign_ins(server, 8, 10)]
    alma = server.owner
    sender = SteadySender(alma, server.room(alma), 100)
    sender.start()
    eventually(lambda: len(sender.acknowledged) > 100, "somebody who writes", within=30)
    answers.append(sign_ins(server, 8, 20))
    sender.is_done.set()
    sender.join(30)
    print(f"at most {group.peak / 2**20:.1f} of {MEMORY_MIN / 2**20:.0f} MB in its control group, "
          f"{len(sender.acknowledged)} messages; strangers were answered {answers}")
    assert all(status in (202, 401) for each in answers for status in each), answers
    assert group.kills == 0
    assert box.server == before


def test_it_sleeps_while_nothing_happens(box, server):
    """Every thread's waking counts, its timers' and the watchdog's with it."""
    def wake_ups():
        said = box.run("sh", "-c", f"grep ^voluntary_ctxt_switches /proc/{box.server}/task/*/status")
        return {thread: int(count) for thread, count in re.findall(r"/task/(\d+)/status:\w+:\s+(\d+)", said)}

    box.run("systemctl", "restart", "snug")
    # What a start leaves to do is done.
    time.sleep(5)
    before = wake_ups()
    time.sleep(REST)
    rate = woken(before, wake_ups()) / REST
    print(f"{rate:.2f} wake-ups a second at rest")
    assert rate <= WAKE_UPS_MAX
