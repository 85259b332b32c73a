"""What the service manager hears (sd_notify(3)), which `systemctl status` shows."""

import socket
import subprocess

import pytest

from support.deadline import eventually
from support.ports import free_port
from support.snug import SnugProcess, binary, environment


def test_systemd_hears_what_the_server_is_doing(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(10)
        with SnugProcess(tmp_path, NOTIFY_SOCKET=str(tmp_path / "notify")) as process:
            process.start()
            assert manager.recv(4096).decode() == f"STATUS=Opening {process.database}"
            assert manager.recv(4096).decode() == f"READY=1\nSTATUS=Listening on 127.0.0.1:{process.port}"
            assert process.terminate() == 0
            assert manager.recv(4096).decode().startswith("STOPPING=1\nSTATUS=Stopping")


@pytest.fixture
def manager(tmp_path):
    """The socket of the service manager."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(10)
        yield manager


@pytest.fixture
def service(tmp_path, manager):
    """Starts the server as the unit does, in a runtime directory that lasts from one start to the next."""
    started = []

    def start(port):
        started.append(subprocess.Popen(
            [binary(), "serve", "--listen", f"127.0.0.1:{port}", "--database", tmp_path / "snug.db"],
            env=environment(RUNTIME_DIRECTORY=str(tmp_path), NOTIFY_SOCKET=str(tmp_path / "notify")),
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))
        return started[-1]

    yield start
    for process in started:
        process.kill()
        process.wait(10)


def row(folder):
    """The count of failed starts, in parts of one, and the reason of the latest."""
    try:
        return (folder / "failed-starts").read_text(encoding="utf-8").split("\n", 1)
    except FileNotFoundError:
        return None


def heard(manager, word):
    """The first thing that the manager hears which has the word in it."""
    while True:
        said = manager.recv(4096).decode()
        if word in said:
            return said


def test_a_start_that_fails_makes_the_later_ones_wait_and_says_for_what(tmp_path, manager, service):
    """The third waits a second for what kept the two before."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        for _ in range(2):
            assert service(port).wait(20) == 1
        service(port)
        said = heard(manager, "Waiting")
        assert said.startswith(f"STATUS=Waiting 1 s, as 2 starts in a row failed: 127.0.0.1:{port} cannot be listened on")


def test_a_start_that_is_killed_counts_as_one_that_failed(tmp_path, manager, service):
    """A crash in the first moment says nothing and is counted all the same."""
    (tmp_path / "failed-starts").write_text("64\n")
    process = service(free_port())
    heard(manager, "Waiting")
    process.kill()
    process.wait(10)
    assert row(tmp_path) == ["96", ""]


def test_a_stop_by_hand_ends_the_wait_and_the_row(tmp_path, manager, service):
    (tmp_path / "failed-starts").write_text("320\n")
    process = service(free_port())
    heard(manager, "Waiting 60 s")
    process.terminate()
    assert process.wait(5) == 0
    assert row(tmp_path) is None


def test_a_server_that_is_killed_in_service_is_back_at_once(tmp_path, manager, service):
    """It counts for a part; once it is told to stop, or has lasted, the row is over."""
    for parts in range(3):
        process = service(free_port())
        heard(manager, "READY")
        assert row(tmp_path) == [str(parts + 1), ""]
        process.kill()
        process.wait(10)
    process = service(free_port())
    heard(manager, "READY")
    eventually(lambda: row(tmp_path) is None, "the end of the row", within=30)
    process.terminate()
    assert process.wait(20) == 0
