"""The real binary, as an administrator runs it."""

import atexit
import contextlib
import functools
import http.client
import os
import re
import shutil
import signal
import ssl
import subprocess
import tempfile
from pathlib import Path

from .deadline import eventually
from .ports import free_port
from .preload import build

BEHIND_PROXY = ("--trusted-proxies", "127.0.0.1")
"""Flags of a server that takes this machine for a proxy which it trusts: people can come from any address."""


def binary():
    """The binary under test; `Tests/run` names it."""
    return os.environ["SNUG_BINARY"]


class Passwords:
    """How servers and commands hash passwords: at next to no cost, as it was two thirds of the suite's time."""

    are_quick = True

    @staticmethod
    @functools.cache
    def library():
        """What makes them quick, for LD_PRELOAD, in a folder that every user may read."""
        folder = Path(tempfile.mkdtemp(prefix="snug-passwords-"))
        folder.chmod(0o755)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return str(build("passwords", folder))


@contextlib.contextmanager
def real_passwords():
    """Has what is started meanwhile hash them at their real cost."""
    Passwords.are_quick = False
    try:
        yield
    finally:
        Passwords.are_quick = True


def environment(**settings):
    """This process's environment without any setting of Snug's, and with the given ones."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SNUG_")}
    settings = kept | settings
    preloaded = [settings.get("LD_PRELOAD"), Passwords.are_quick and Passwords.library()]
    return settings | ({"LD_PRELOAD": ":".join(filter(None, preloaded))} if any(preloaded) else {})


def run(*arguments, within=20, stdin=None, **settings):
    """Runs a command of `snug` to its end: its exit code, and what it said on either stream."""
    return subprocess.run(
        [binary(), *map(str, arguments)],
        env=environment(**settings), input=stdin or "", capture_output=True, text=True, timeout=within, check=False)


class SnugProcess:
    """`snug serve` on a free port, with a database of its own and both output streams kept."""

    FLAGS = ("--registration", "open", "--message-rate", "0", "--act-rate", "0", "--sockets-per-user", "100")
    new_database = None
    """Makes the database of a server whose test names none, where that is not to be a file in its folder."""

    def __init__(self, folder, *flags, database=None, scheme="http", **settings):
        self.folder = Path(folder)
        self.scheme = scheme
        self._own_database = None if database or not self.new_database else type(self).new_database()
        self.database = database or self._own_database or self.folder / "data" / "snug.db"
        """A file's path, or the URL of a database of PostgreSQL."""
        self.output_file = self.folder / "stdout.log"
        self.error_file = self.folder / "stderr.log"
        self.port = free_port()
        self._child = None
        self._said_before = 0
        self._flags = (*self.FLAGS, *flags)
        # What lies beside a file's database lies in the same place where that is none.
        self._settings = {"STATE_DIRECTORY": str(self.folder / "data")} | settings

    def without_flags(self):
        """Only what the environment and the database say counts, besides the port and the file."""
        self._flags = ()

    def start(self):
        """Starts it, on the same port each time, and returns once it is ready."""
        self.begin()
        return self.wait_until_ready()

    def begin(self):
        """Starts it."""
        self._said_before = len(self.output)
        with self.output_file.open("ab") as output, self.error_file.open("ab") as errors:
            self._child = subprocess.Popen(
                [binary(), "serve", "--listen", f"127.0.0.1:{self.port}", "--database", self.database, *self._flags],
                env=environment(**self._settings), stdin=subprocess.DEVNULL, stdout=output, stderr=errors)

    def wait_until_ready(self):
        """Returns once it is, with its port known."""
        listening = eventually(
            lambda: self._found(rf"^Listening on {self.scheme}://127\.0\.0\.1:(\d+)$", self._said_before),
            "a line Listening on …")
        self.port = int(listening[1])
        eventually(self._is_ready, "200 from /readyz")
        return self

    def _found(self, pattern, start=0):
        if self._child.poll() is not None:
            raise AssertionError(f"snug ended with {self._child.returncode}: {self.errors[-2000:]}")
        return re.search(pattern, self.output[start:], re.MULTILINE)

    def _is_ready(self):
        if self.scheme == "https":
            # Whether its certificate is right is the tests' business.
            context = ssl._create_unverified_context()
            connection = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=5, context=context)
        else:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    @property
    def output(self):
        """What it printed to standard output, over all its starts."""
        return self.output_file.read_text() if self.output_file.exists() else ""

    @property
    def errors(self):
        """What it logged."""
        return self.error_file.read_text() if self.error_file.exists() else ""

    def make_way(self):
        """Leaves its place to a restore: PostgreSQL's takes one when it is empty, a file is kept beside the new one."""
        if self._own_database:
            self._own_database.empty()

    @property
    def origin(self):
        """The site's origin, as `site-url` has it by default."""
        return f"{self.scheme}://localhost:{self.port}"

    @property
    def files(self):
        """The database file and what SQLite keeps beside it."""
        return sorted(self.database.parent.glob(self.database.name + "*"))

    @property
    def setup_link(self):
        """The latest that it printed."""
        eventually(lambda: self._found(r"^Set-up link: "), "a line Set-up link: …")
        return re.findall(r"^Set-up link: (http\S+/setup#\S+)$", self.output, re.MULTILINE)[-1]

    def setup_token(self):
        return self.setup_link.split("#")[1]

    @property
    def pid(self):
        return self._child.pid

    @property
    def cpu_seconds(self):
        """The processor time that it has used since it was started."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory_at_most(self):
        """The most bytes of memory that it has had."""
        return int(re.search(r"^VmHWM:\s+(\d+) kB$", Path(f"/proc/{self.pid}/status").read_text(), re.MULTILINE)[1]) << 10

    def reload(self):
        """SIGHUP: settings and certificates are read again."""
        self._child.send_signal(signal.SIGHUP)

    def kill(self):
        """`kill -9`: no chance to write anything more."""
        self._child.kill()
        self._child.wait(10)

    def terminate(self, within=10):
        """SIGTERM; the exit code, which must come in time."""
        self._child.send_signal(signal.SIGTERM)
        return self._child.wait(within)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._child and self._child.poll() is None:
            self.kill()
        if self._own_database:
            self._own_database.drop()
