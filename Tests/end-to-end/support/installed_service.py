"""The installed service for one test: `/var/lib/snug` and `/etc/snug` as the package makes them, in mounts of its own.

Its server runs as another user; `systemctl`, `journalctl`, `sudo` and `sudoedit` are stand-ins that do what the commands
of `snug check` need of them. Nothing of it is seen outside of the mounts.
"""

import os
import subprocess
import textwrap

from .snug import binary, environment

STAND_INS = {
    "sudo": 'exec "$@"',
    # The editor is a person who writes what the test says.
    "sudoedit": 'printf "%s\\n" "$EDITED" > "$1"',
    "systemctl": """
        case "$1" in
        show) printf 'LoadState=loaded\\nActiveState=failed\\nSubState=failed\\nNRestarts=0\\n';;
        start | restart)
          "$0" stop
          set -a; . /etc/snug/snug.env; set +a
          mkdir -p /run/snug-credentials && cp /etc/snug/smtp-password /run/snug-credentials/smtp-password
          chown -R daemon /run/snug-credentials
          STATE_DIRECTORY=/var/lib/snug CREDENTIALS_DIRECTORY=/run/snug-credentials \
            setsid setpriv --reuid=daemon --regid=daemon --clear-groups /run/tools/snug serve \
            > /run/journal 2>&1 < /dev/null & echo $! > /run/snug.pid
          for _ in $(seq 200); do
            grep -q '^Listening on' /run/journal && exit 0
            kill -0 $! 2> /dev/null || exit 1
            sleep 0.05
          done;;
        stop) if [ -e /run/snug.pid ]; then
          kill "$(cat /run/snug.pid)" 2> /dev/null
          while kill -0 "$(cat /run/snug.pid)" 2> /dev/null; do sleep 0.05; done
          fi
          rm -f /run/snug.pid;;
        esac""",
    "journalctl": "cat /run/journal 2> /dev/null",
    "chgrp": 'shift; exec chown :daemon "$@"',
}


class InstalledService:
    """A box with the service on it, in which commands are typed."""

    def __init__(self, folder):
        self.tools = folder / "tools"

    def __enter__(self):
        self.tools.mkdir()
        for name, script in STAND_INS.items():
            (self.tools / name).write_text("#!/bin/bash\n" + textwrap.dedent(script) + "\n")
            (self.tools / name).chmod(0o755)
        (self.tools / "snug").touch()
        # A shell that lives in the mounts; its standard input is what keeps them.
        self._box = subprocess.Popen(
            ["unshare", "--mount", "--propagation", "private", "bash", "-ec", textwrap.dedent("""
                mount -t tmpfs tmpfs /var/lib
                mount -t tmpfs tmpfs /run
                # Where the service's user gets at them.
                mkdir /run/upper /run/work /run/tools
                cp -p "$0"/* /run/tools
                mount --bind "$1" /run/tools/snug
                mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/upper,workdir=/run/work /etc
                install -d -o daemon -g daemon -m 700 /var/lib/snug
                install -d -m 755 /etc/snug
                : > /etc/snug/snug.env
                install -m 600 /dev/null /etc/snug/smtp-password
                echo ready
                read -r _"""), self.tools, binary()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._box.stdout.readline() == "ready\n"
        return self

    def type(self, command, within=30, typed="", **settings):
        """Types a command as root: its exit code, and what it said on either stream."""
        return subprocess.run(
            ["nsenter", "--target", str(self._box.pid), "--mount", "bash", "-c", command],
            env=environment(PATH=f"/run/tools:{os.environ['PATH']}", **settings), input=typed,
            capture_output=True, text=True, timeout=within, check=False)

    def __exit__(self, *_):
        self.type("systemctl stop")
        self._box.stdin.close()
        self._box.wait(10)
