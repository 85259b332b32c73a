"""How soon a killed server is back while people write, and what that costs them: nothing."""

import contextlib
import http.client
import os
import signal
import statistics
import time

import pytest

import twin
from installed_server import open_doors
from steady_sender import SteadySender
from support.deadline import eventually

KILLS = int(os.environ.get("SNUG_BOX_KILLS", "10"))
MESSAGES_A_SECOND = 500
BACK_MAX = 0.3
"""Seconds from the kill to the first answer, in the median, on a machine that nobody else uses."""
TWIN = 0.05
"""Seconds in which such a machine brings a program back that does nothing."""


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def server(box, packages):
    return open_doors(box, box.install(packages[0]), "SNUG_MESSAGE_RATE=0")


def answers(box):
    with contextlib.suppress(OSError, http.client.HTTPException):
        connection = http.client.HTTPConnection("127.0.0.1", box.port, timeout=5)
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    return False


def seconds_until(condition, what):
    start = time.monotonic()
    while not condition():
        assert time.monotonic() - start < 30, what
        time.sleep(0.001)
    return time.monotonic() - start


def back_after_kill(box, program, is_back):
    """Kills a program from outside; the seconds until it is back."""
    killed = eventually(lambda: box.process_outside(program), program)
    os.kill(killed, signal.SIGKILL)
    return seconds_until(lambda: box.process_outside(program) not in (0, killed) and is_back(), f"{program} back")


def spread(seconds):
    return "/".join(f"{1000 * of(seconds):.0f}" for of in (min, statistics.median, max)) + " ms (min/median/max)"


def test_it_is_back_within_300_ms_of_a_kill_and_nothing_acknowledged_is_lost(box, server):
    """The bound grows with what the same kill takes of a program that does nothing, killed in turn with the server."""
    alma = server.register("Alma")
    room = server.room(server.owner, alma)
    twin.start(box)
    sender = SteadySender(alma, room, MESSAGES_A_SECOND)
    sender.start()
    took, twins = [], []
    for _ in range(KILLS):
        acknowledged = len(sender.acknowledged)
        eventually(lambda: len(sender.acknowledged) > acknowledged + MESSAGES_A_SECOND / 2, "the sender", within=30)
        took.append(back_after_kill(box, "snug", lambda: answers(box)))
        twins.append(back_after_kill(box, "sleep", lambda: True))
    sender.is_done.set()
    sender.join(30)
    print(f"back {spread(took)} after {KILLS} kills at {MESSAGES_A_SECOND} messages/s, a program that does nothing "
          f"{spread(twins)}; {len(sender.acknowledged)} acknowledged")
    log = alma.history(room)
    assert [message["seq"] for message in log] == list(range(log[0]["seq"], log[0]["seq"] + len(log))), "a gap"
    there = {message["content"]: message["seq"] for message in log}
    assert len(there) == len(log), "a message stands there twice"
    assert sender.acknowledged.items() <= there.items(), "acknowledged and lost"
    assert statistics.median(took) < BACK_MAX * max(1, statistics.median(twins) / TWIN)


def test_what_systemd_cannot_run_is_not_tried_without_end(box, server):
    """It would be at once, many times a second: the binary that does not run is one failure in the journal."""
    box.run("chmod", "-x", "/usr/bin/snug")
    box.run("systemctl", "restart", "snug", check=False)
    box.run("chmod", "+x", "/usr/bin/snug")
    assert box.shown("ActiveState") == "failed" and box.shown("NRestarts") == "0"
    box.run("systemctl", "start", "snug")
    assert answers(box)
