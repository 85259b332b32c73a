"""What commands write into the system's own log (syslog(3)): nothing."""

import os
import socket
import subprocess

import pytest

from support.snug import binary, environment, run


@pytest.fixture
def log(tmp_path):
    """The socket that the system's log listens on in a box of one's own."""
    devices = tmp_path / "devices"
    devices.mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as log:
        log.bind(str(devices / "log"))
        os.chmod(devices / "log", 0o666)
        log.setblocking(False)
        yield log


def test_a_command_of_root_says_nothing_there(tmp_path, log):
    """FAULT: each acts as the database's owner, who may not raise a thread's priority, and libdispatch said so."""
    folder = tmp_path / "data"
    folder.mkdir()
    assert run("new", "--database", folder / "snug.db").returncode == 0
    subprocess.run(["chown", "-R", "daemon:", folder], check=True)
    script = """
        cd "$1"
        for device in null zero random urandom; do touch "$device" && mount --bind "/dev/$device" "$device"; done
        mount --rbind "$1" /dev
        # Where its owner gets at it.
        mount --bind "$3" /mnt
        exec "$2" user add --name Ada ada@example.org --database /mnt/snug.db"""
    ended = subprocess.run(
        ["unshare", "--mount", "--propagation", "private", "sh", "-ec", script, "sh", tmp_path / "devices", binary(),
         folder],
        env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=30, check=False)
    assert ended.returncode == 0, ended.stderr
    with pytest.raises(BlockingIOError):
        said = log.recv(4096)
        pytest.fail(f"said: {said}")
