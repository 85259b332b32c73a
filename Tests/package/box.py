"""A bare Debian 12 that has just booted, with a systemd of its own, in a container."""

import contextlib
import itertools
import os
import re
import signal
import subprocess
import time
from pathlib import Path

from support.deadline import eventually

ENVIRONMENT = ["env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive"]
LISTEN_PORT = 8080
_NUMBERS = itertools.count()


class Box:
    """Boots from a tree that it leaves as it is. It shares this process's network, which `Tests/package/run` has made
    one of its own: nothing outside is reached, and the server's standard port is free."""

    port = LISTEN_PORT

    def __init__(self, tree, packages, log, data=None):
        """`data` is a folder on a disk, in place of one in memory, for `/var/lib/snug`."""
        self._log = log.open("wb")
        self._container = subprocess.Popen(
            ["systemd-nspawn", "--quiet", "--boot", "--register=no", "--keep-unit", "--volatile=overlay",
             f"--machine=snug-{os.getpid()}-{next(_NUMBERS)}", f"--directory={tree}", f"--bind-ro={packages}:/packages",
             *([f"--bind={data}:/var/lib/snug"] if data else []), "--console=pipe"],
            stdin=subprocess.DEVNULL, stdout=self._log, stderr=subprocess.STDOUT)
        try:
            self.init = eventually(self._first_process, "the container's first process", within=30)
            """The number out here of its first process."""
            eventually(lambda: self.run("systemctl", "is-system-running", check=False) in ("running", "degraded"),
                       f"a system that has booted ({log})", within=60)
        except BaseException:
            self.stop()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def _first_process(self):
        return _child(self._container.pid, "systemd")

    def process_outside(self, program):
        """The number out here of a process that the box's systemd has started; 0 when there is none."""
        return _child(self.init, program) or 0

    def stop(self):
        """Asks it to power off, and does not insist on being asked twice."""
        if self._container.poll() is None:
            self._container.send_signal(signal.SIGTERM)
            try:
                self._container.wait(20)
            except subprocess.TimeoutExpired:
                self._container.kill()
                self._container.wait(10)
        self._log.close()

    def run(self, *command, check=True, text=None, within=120):
        """A command inside, as root: what it printed, its errors with it."""
        done = subprocess.run(
            ["nsenter", "--target", str(self.init), "--mount", "--uts", "--ipc", "--pid", *ENVIRONMENT, *command],
            input=text, stdin=None if text is not None else subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, timeout=within, check=False)
        assert not check or done.returncode == 0, f"{command}: {done.returncode}: {done.stdout[-3000:]}"
        return done.stdout.strip()

    def as_snug(self, *arguments):
        """A command of the service's own user, as README says it."""
        return self.run("runuser", "-u", "snug", "--", "snug", *arguments)

    def write(self, path, text):
        self.run("sh", "-c", 'mkdir -p "$(dirname "$0")" && cat >"$0"', path, text=text)

    def write_settings(self, *lines):
        """Adds lines to the server's settings, and starts it anew."""
        self.run("sh", "-c", "cat >>/etc/snug/snug.env && systemctl restart snug", text="\n".join([*lines, ""]))

    def has(self, path):
        return self.run("sh", "-c", 'test -e "$0" && echo yes || echo no', path) == "yes"

    def install(self, package):
        """`apt install ./snug_*.deb`, as README says it: what the person at the terminal reads."""
        return self.run("apt-get", "install", "--yes", f"/packages/{package.name}")

    @property
    def output(self):
        """What the server printed, from its journal."""
        return self.run("journalctl", "--unit", "snug", "--output", "cat", "--no-pager") + "\n"

    def setup_token(self):
        return re.findall(r"Set-up link: http\S+/setup#(\S+)", self.output)[-1]

    def shown(self, name):
        return self.run("systemctl", "show", "snug", "--property", name, "--value")

    @property
    def server(self):
        """The number of the server's process, inside; 0 when there is none."""
        return int(self.shown("MainPID"))

    def back_since(self, killed, within):
        """Waits until another process than `killed` is in service; the seconds that it took."""
        start = time.monotonic()
        eventually(
            lambda: self.server not in (0, killed) and self.shown("ActiveState") == "active",
            "the server back in service", within=within)
        return time.monotonic() - start

    def memory(self):
        """RSS and its anonymous part, in KiB."""
        status = self.run("cat", f"/proc/{self.server}/status")
        return tuple(int(re.search(rf"^{name}:\s+(\d+) kB$", status, re.MULTILINE)[1]) for name in ("VmRSS", "RssAnon"))


def _child(parent, program):
    """The number of a process's child that runs a program of this name."""
    with contextlib.suppress(OSError):
        for child in Path(f"/proc/{parent}/task/{parent}/children").read_text().split():
            # One that has just ended is gone before it could be looked at.
            with contextlib.suppress(OSError):
                if Path(f"/proc/{child}/comm").read_text().strip() == program:
                    return int(child)
    return None
