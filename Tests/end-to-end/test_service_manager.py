"""What the service manager hears (sd_notify(3)), which `systemctl status` shows."""

import socket

from support.snug import SnugProcess


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
