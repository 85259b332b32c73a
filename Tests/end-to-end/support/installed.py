"""The service as a package installs it, for a test alone: its folders stand in a mount namespace of their own."""

import pwd
import subprocess
import urllib.request

from .deadline import eventually
from .ports import free_port
from .snug import binary, environment

USER = "daemon"
"""Whoever the service runs as; its own user is made by the package alone."""


PROGRAM = "/var/lib/program"


class InstalledService:
    """/var/lib/snug and /etc/snug/snug.env as the package leaves them, and the server as their user. It takes root."""

    def __init__(self, folder, **settings):
        self.folder = folder
        self.port = free_port()
        self.settings = {"SNUG_LISTEN": f"127.0.0.1:{self.port}"} | settings
        (folder / "snug.env").write_text("".join(f"{name}={value}\n" for name, value in self.settings.items()))
        script = f"""
            set -e
            mount --make-rprivate /
            mount -t tmpfs tmpfs /var/lib
            install -d -m 700 -o {USER} -g {USER} /var/lib/snug
            # Others may not go through the folders that the binary is built in.
            touch {PROGRAM} && mount --bind {binary()} {PROGRAM}
            mkdir -p {folder}/upper {folder}/work
            mount -t tmpfs tmpfs {folder}/upper && mkdir {folder}/upper/new {folder}/upper/work
            mount -t overlay overlay -o lowerdir=/etc,upperdir={folder}/upper/new,workdir={folder}/upper/work /etc
            install -D -m 644 {folder}/snug.env /etc/snug/snug.env
            touch {folder}/ready
            exec sleep infinity
        """
        self._holder = subprocess.Popen(["unshare", "--mount", "sh", "-c", script], stderr=subprocess.PIPE)
        self.process = None
        eventually(lambda: (folder / "ready").exists() or self._holder.poll() is not None, "a namespace")
        assert self._holder.poll() is None, self._holder.stderr.read().decode()

    def way_in(self, user):
        way = ["nsenter", f"--mount=/proc/{self._holder.pid}/ns/mnt", "--wd=/"]
        if user is None:
            return way
        group = pwd.getpwnam(user).pw_gid
        return [*way, "setpriv", f"--reuid={user}", f"--regid={group}", "--clear-groups"]

    def run(self, *command, user=None, within=30, stdin=None):
        """Runs a command in there, as root if nobody else is named."""
        return subprocess.run(
            [*self.way_in(user), *map(str, command)], env=environment() | {"HOME": "/root"}, capture_output=True, text=True,
            timeout=within, check=False, input=stdin)

    def snug(self, *arguments, **how):
        return self.run(PROGRAM, *arguments, **how)

    def start(self):
        """Starts the server as systemd would."""
        self.process = subprocess.Popen(
            [*self.way_in(USER), PROGRAM, "serve"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env=environment() | {"STATE_DIRECTORY": "/var/lib/snug"} | self.settings)
        eventually(self._is_up, "the service answers")

    def _is_up(self):
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=1).status == 200
        except OSError:
            return False

    def stop(self):
        self.process.terminate()
        assert self.process.wait(timeout=20) == 0
        self.process = None

    def owner(self, path):
        """The user and the mode of a file in there."""
        return self.run("stat", "-c", "%U %a", path).stdout.strip()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in (self.process, self._holder):
            if process is not None:
                process.kill()
                process.wait()
