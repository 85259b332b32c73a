"""The maintainer scripts by themselves, run as root in mounts of their own: no box, no dpkg, and no systemd but a stand-in."""

import os
import subprocess
import textwrap
from pathlib import Path

SCRIPTS = Path(__file__).parent.parent.parent / "systemd" / "debian"

STAND_INS = {
    # Each does what the test has written for it, and else nothing, successfully.
    name: f'[ ! -e "/run/stand-ins/{name}" ] || . "/run/stand-ins/{name}"'
    for name in ("systemctl", "journalctl", "hostname", "deb-systemd-invoke", "deb-systemd-helper", "systemd-sysusers",
                 "systemd-tmpfiles")
}
# The service is up, unless a test has it otherwise.
STAND_INS["systemctl"] = f'[ -e /run/stand-ins/systemctl ] || case "$*" in *ActiveState*) echo active;; esac; {STAND_INS["systemctl"]}'


class Maintainer:
    """`/etc`, `/var/lib` and `/run` are this test's alone, with an account and folders as the package makes them."""

    def __init__(self, folder):
        self.tools = folder / "tools"

    def __enter__(self):
        self.tools.mkdir()
        for name, script in STAND_INS.items():
            (self.tools / name).write_text(f"#!/bin/sh\n{script}\n")
            (self.tools / name).chmod(0o755)
        (self.tools / "snug").touch()
        # A shell that lives in the mounts; its standard input is what keeps them.
        self._shell = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "bash", "-ec", textwrap.dedent("""
                cp -rp "$0" /dev/shm/tools-$$
                mount -t tmpfs tmpfs /var/lib
                mount -t tmpfs tmpfs /run
                mkdir -p /run/upper /run/work /run/stand-ins /run/systemd/system
                mv /dev/shm/tools-$$ /run/tools
                # Others may not go through the folders that the binary is built in.
                mount --bind "$1" /run/tools/snug
                mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/upper,workdir=/run/work /etc
                echo snug:x:64999: >>/etc/group
                echo snug:x:64999:64999::/var/lib/snug:/usr/sbin/nologin >>/etc/passwd
                install -d -o snug -g snug -m 700 /var/lib/snug /var/lib/snug/backups
                install -d /etc/snug
                : >/etc/snug/snug.env
                echo ready
                read -r _"""), self.tools, os.environ["SNUG_BINARY"]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._shell.stdout.readline() == "ready\n"
        return self

    def __exit__(self, *_):
        self._shell.stdin.close()
        self._shell.wait(10)

    def type(self, command, within=60):
        """What root types: its exit code, and what it said on both streams."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SNUG_")}
        return subprocess.run(
            ["nsenter", "--target", str(self._shell.pid), "--mount", "--wd=/", "bash", "-c", command],
            env=kept | {"PATH": "/run/tools:/usr/sbin:/usr/bin:/sbin:/bin"}, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=within, check=False)

    def does(self, command):
        """What root types, which succeeds: what it said."""
        done = self.type(command)
        assert done.returncode == 0, (command, done.stdout)
        return done.stdout

    def as_service(self, command):
        return self.does(f"runuser -u snug -- sh -ec {_quoted(command)}")

    def stand_in(self, name, script):
        self.does(f"cat >/run/stand-ins/{name} <<'END'\n{script}\nEND")

    def run(self, script, *arguments):
        """One of the package's scripts."""
        return self.type(f"sh {SCRIPTS / script} {' '.join(arguments)}")

    def files(self, folder="/var/lib/snug"):
        return self.does(f"find {folder}/ -type f | sort").split("\n")[:-1]


def _quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"
