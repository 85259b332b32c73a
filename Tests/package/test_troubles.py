"""What a box does with a service that cannot run, and with a package whose service is not as it was."""

import pytest

from support.deadline import eventually

DROP_IN = "/run/systemd/system/snug.service.d/trouble.conf"


@pytest.fixture(scope="module", autouse=True)
def told(box, packages):
    return box.install(packages[0])


@pytest.fixture
def trouble(box):
    """Starts the service with lines that are wrong; it is as it was afterwards."""
    def start(*lines):
        box.write(DROP_IN, "\n".join(["[Service]", *lines, ""]))
        box.run("systemctl", "daemon-reload")
        box.run("systemctl", "restart", "snug", check=False)

    yield start
    box.run("rm", "-f", DROP_IN)
    box.run("systemctl", "daemon-reload")
    box.run("systemctl", "reset-failed", "snug")
    box.run("systemctl", "start", "snug")


def test_a_sandbox_that_cannot_be_made_is_one_failure(box, trouble):
    """226, the usual one in a container within a container: monitors see that it failed, and the journal stays short."""
    trouble("BindPaths=/nonexistent")
    eventually(lambda: box.shown("ActiveState") == "failed", "a failure", within=20)
    assert box.shown("ExecMainStatus") == "226" and box.shown("NRestarts") == "0"


def test_a_crash_in_the_first_moment_is_given_up(box, trouble):
    """Before it could count its starts; not at once, and not never."""
    trouble("ExecStart=", "ExecStart=/bin/sh -c 'kill -SEGV $$$$'")
    eventually(lambda: box.shown("ActiveState") == "failed", "a failure", within=120)
    assert 10 < int(box.shown("NRestarts")) <= 70


def test_a_package_without_its_unit_can_be_removed(box, packages):
    box.run("systemctl", "stop", "snug")
    box.run("rm", "/lib/systemd/system/snug.service")
    box.run("systemctl", "daemon-reload")
    box.run("dpkg", "--remove", "snug")
    box.install(packages[0])
    assert box.shown("ActiveState") == "active"


def test_a_server_that_policy_forbids_to_start_is_not_announced(box, packages):
    box.write("/usr/sbin/policy-rc.d", "#!/bin/sh\nexit 101\n")
    box.run("chmod", "755", "/usr/sbin/policy-rc.d")
    box.run("systemctl", "stop", "snug")
    assert "Snug is running" not in box.install(packages[1])
    box.run("rm", "/usr/sbin/policy-rc.d")
    assert box.shown("ActiveState") == "inactive"


def test_without_a_journal_the_link_is_printed(box, packages):
    box.write("/etc/systemd/journald.conf.d/none.conf", "[Journal]\nStorage=none\n")
    box.run("systemctl", "restart", "systemd-journald")
    assert "/setup#" in box.run("dpkg", "--install", f"/packages/{packages[1].name}")
    box.run("rm", "/etc/systemd/journald.conf.d/none.conf")
    box.run("systemctl", "restart", "systemd-journald")
