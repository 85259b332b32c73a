"""The service as the package installs it, for one test alone: `/var/lib/snug` and `/etc/snug` stand in mounts of their own.

Its server runs as its own user. systemd's commands, `sudo` and the like are stand-ins that do what the commands of
`snug check` need of them. Nothing of it is seen outside of the mounts. It takes root.
"""

import json
import os
import subprocess
import textwrap

from .fixes import assert_typed_or_told
from .ports import free_port
from .snug import binary, environment

USER = "snug"
TOOLS = "/run/tools"
PROGRAM = f"{TOOLS}/snug"

STAND_INS = {
    "sudo": 'exec "$@"',
    # The editor is a person who writes what the test says.
    "sudoedit": 'printf "%s\\n" "$EDITED" > "$1"',
    "systemctl": f"""
        case "$1" in
        show)
          printf 'LoadState=loaded\\nActiveState=failed\\nSubState=failed\\nNRestarts=0\\nInvocationID=1\\n'
          echo "ReadWritePaths=$(sed -n 's/^ReadWritePaths=//p' /etc/systemd/system/snug.service.d/*.conf 2> /dev/null)";;
        start | restart)
          "$0" stop
          set -a; . /etc/snug/snug.env; set +a
          mkdir -p /run/snug-credentials && cp /etc/snug/smtp-password /run/snug-credentials/smtp-password
          chown -R {USER} /run/snug-credentials
          : > /run/journal
          limit=$(cat /etc/systemd/system/snug.service.d/*.conf 2> /dev/null | sed -n 's/^LimitNOFILE=//p' | tail -n 1)
          ulimit -n "${{limit:-65536}}" 2> /dev/null || ulimit -n "$(ulimit -Hn)"
          HOME=/var/lib/snug STATE_DIRECTORY=/var/lib/snug CREDENTIALS_DIRECTORY=/run/snug-credentials \\
            setsid setpriv --reuid={USER} --regid={USER} --clear-groups {TOOLS}/snug serve \\
            >> /run/journal 2>&1 < /dev/null & echo $! > /run/snug.pid
          for _ in $(seq 200); do
            grep -q '^Listening on' /run/journal && exit 0
            kill -0 $! 2> /dev/null || exit 1
            sleep 0.05
          done
          exit 1;;
        stop) if [ -e /run/snug.pid ]; then
          kill "$(cat /run/snug.pid)" 2> /dev/null
          while kill -0 "$(cat /run/snug.pid)" 2> /dev/null; do sleep 0.05; done
          fi
          rm -f /run/snug.pid;;
        esac""",
    "journalctl": "cat /run/journal 2> /dev/null",
}


class InstalledService:
    """A box with the service on it, in which commands are typed."""

    def __init__(self, folder, *, files_max=0, has_own_network=False, beside=None, **settings):
        """`files_max` bounds the files that fit on the disk of `/var/lib`; `beside` is another one in whose own network
        it stands; `settings` are those of snug.env."""
        self._folder = folder
        self._files_max = files_max
        self._spaces = ["--mount", "--net"] if has_own_network or beside else ["--mount"]
        self._makes_spaces = (
            ["nsenter", "--target", str(beside.pid), "--net", "unshare", "--mount"] if beside
            else ["unshare", *self._spaces])
        self.port = free_port()
        self.settings = {"SNUG_LISTEN": f"127.0.0.1:{self.port}"} | settings

    def __enter__(self):
        assert os.geteuid() == 0, "the suite runs as root, as Tests/run has it in its container"
        tools = self._folder / "tools"
        tools.mkdir()
        for name, script in STAND_INS.items():
            self._put(tools / name, script)
        (tools / "snug").touch()
        # A shell that lives in the mounts; its standard input is what keeps them.
        self._box = subprocess.Popen(
            [*self._makes_spaces, "--propagation", "private", "bash", "-ec", textwrap.dedent(f"""
                mount -t tmpfs -o nr_inodes={self._files_max} tmpfs /var/lib
                mount -t tmpfs tmpfs /run
                mount -t tmpfs tmpfs /srv
                mkdir -p /run/systemd/system
                # Where the service's user gets at them: others may not go through the folders that they are made in.
                mkdir /run/upper /run/work {TOOLS}
                cp -p "$0"/* {TOOLS}
                mount --bind "$1" {TOOLS}/snug
                mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/upper,workdir=/run/work /etc
                echo '{USER}:x:64990:64990::/var/lib/snug:/usr/sbin/nologin' >> /etc/passwd
                echo '{USER}:x:64990:' >> /etc/group
                install -d -o {USER} -g {USER} -m 700 /var/lib/snug
                install -d -m 755 /etc/snug
                install -m 600 /dev/null /etc/snug/smtp-password
                ip link set lo up
                echo ready
                read -r _"""), tools, binary()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert self._box.stdout.readline() == "ready\n"
        self.write(*(f"{name}={value}" for name, value in self.settings.items()))
        return self

    @property
    def pid(self):
        """A process that lives in there."""
        return self._box.pid

    @staticmethod
    def _put(path, script):
        path.write_text("#!/bin/bash\n" + textwrap.dedent(script) + "\n")
        path.chmod(0o755)

    def write(self, *lines, path="/etc/snug/snug.env"):
        """Writes a file in there."""
        assert self.type(f"cat > {path}", typed="".join(f"{line}\n" for line in lines)).returncode == 0

    def stand_in(self, name, script):
        """Has a command of the machine do what a script does."""
        self.write("#!/bin/bash", textwrap.dedent(script), path=f"{TOOLS}/{name}")
        assert self.type(f"chmod 755 {TOOLS}/{name}").returncode == 0

    def type(self, command, within=30, typed="", **settings):
        """Types a command as root: its exit code, and what it said on either stream."""
        return self.run("bash", "-c", command, within=within, stdin=typed, **settings)

    def way_in(self, user):
        """What stands before a program that is to run in there, as root where `user` is None."""
        way = ["nsenter", "--target", str(self._box.pid), *self._spaces, "--wd=/"]
        if user is None:
            return way
        return [*way, "setpriv", f"--reuid={user}", f"--regid={user if user == USER else 'nogroup'}", "--clear-groups"]

    def run(self, *command, user=None, within=30, stdin=None, **settings):
        """Runs a program in there, as root if nobody else is named."""
        return subprocess.run(
            [*self.way_in(user), *map(str, command)],
            env=environment(PATH=f"{TOOLS}:{os.environ['PATH']}", HOME="/root", **settings),
            input=stdin or "", capture_output=True, text=True, timeout=within, check=False)

    def snug(self, *arguments, **how):
        return self.run("snug", *arguments, **how)

    def found(self, checks, **variables):
        """The complaints of some checks by their ids; the exit code fits them."""
        ended = self.type(f"snug check {checks} --json", **variables)
        assert ended.stdout, ended.stderr
        complaints = {each["id"]: each for each in json.loads(ended.stdout)["findings"] if each["level"] != "ok"}
        for each in complaints.values():
            assert_typed_or_told(each)
        levels = {each["level"] for each in complaints.values()}
        assert ended.returncode == (2 if "error" in levels else 1 if levels else 0)
        return complaints

    def mend(self, finding, typed="", **variables):
        """Types the command that mends a finding as it is printed: what it said."""
        ended = self.type(finding["fix"], typed=typed, **variables)
        assert ended.returncode == 0, (finding, ended)
        return ended.stdout

    def owner(self, path):
        """The user and the mode of a file in there."""
        return self.run("stat", "-c", "%U %a", path).stdout.strip()

    @property
    def server_pid(self):
        return int(self.run("cat", "/run/snug.pid").stdout)

    def start(self):
        ended = self.type("systemctl start snug")
        assert ended.returncode == 0, self.type("journalctl").stdout

    def stop(self):
        assert self.type("systemctl stop snug").returncode == 0

    def __exit__(self, *_):
        self.stop()
        self._box.stdin.close()
        self._box.wait(10)
