"""PostgreSQL from Debian: servers of one's own, in temporary folders, gone with this process however that ends."""

import contextlib
import functools
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from .deadline import eventually
from .ports import free_port

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
USER = "snug"
KEEPER = """
    folder=$1; shift
    trap '"$@" >/dev/null 2>&1; rm -rf "$folder"' EXIT
    read -r _
"""
"""A shell that outlives this process by what it does then: it reads from a pipe that nobody else holds."""


def as_postgres(*command):
    """A command as PostgreSQL takes it: never as root."""
    return [*(["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []), *map(str, command)]


def run(*command):
    """Runs one to its end."""
    ended = subprocess.run(
        as_postgres(*command), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        cwd="/", timeout=60, check=False)
    assert ended.returncode == 0, f"{command}: {ended.stdout}"


class Cluster:
    """One PostgreSQL server, on a port of this machine and a socket in its folder."""

    def __init__(self, *settings, of=None):
        """`settings` are those of `postgresql.conf`, as `name=value`; `of` makes it the standby of another one."""
        self.folder = Path(tempfile.mkdtemp(prefix="snug-postgres-", dir="/tmp"))
        self.data = self.folder / "data"
        self.port = free_port()
        self.settings = settings
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        control = as_postgres(PROGRAMS / "pg_ctl", "-D", self.data, "-m", "immediate", "stop")
        self._keeper = subprocess.Popen(
            ["sh", "-c", KEEPER, "sh", self.folder, *control], stdin=subprocess.PIPE, start_new_session=True)
        if of:
            name = f"application_name={self.folder.name}"
            run(PROGRAMS / "pg_basebackup", "-D", self.data, "-R", "-c", "fast", "-d", f"{of.address()} {name}")
        else:
            run(PROGRAMS / "initdb", "-D", self.data, "-U", USER, "-A", "trust", "-N", "--no-instructions",
                "--locale=C.UTF-8")
        self.start()
        self._numbers = itertools.count(1)

    def start(self):
        """Starts it, and returns once it takes connections."""
        options = [
            f"port={self.port}", f"unix_socket_directories={self.folder}", "listen_addresses=127.0.0.1",
            "max_connections=300", *self.settings]
        run(PROGRAMS / "pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "start", "-o",
            " ".join(f"-c {option}" for option in options))

    def address(self, database="postgres"):
        """libpq's words for one of its databases, by the socket."""
        return f"host={self.folder} port={self.port} user={USER} dbname={database}"

    def url(self, database):
        """What `snug` is given, by the socket."""
        return f"postgresql:///{database}?{urlencode({'host': self.folder, 'port': self.port, 'user': USER})}"

    def rows(self, query, *arguments, database="postgres"):
        """What a statement gives, each in a transaction of its own."""
        with psycopg.connect(self.address(database), autocommit=True) as connection:
            answer = connection.execute(query, arguments or None)
            return answer.fetchall() if answer.description else []

    def new_database(self):
        """The name of an empty one."""
        name = f"snug_{next(self._numbers)}"
        self.rows(f"CREATE DATABASE {name} TEMPLATE template0")
        return name

    @property
    def pid(self):
        """The process from which all others of it come."""
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def signal(self, number):
        """A signal for every process of it."""
        first = self.pid
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(first)], capture_output=True, text=True, check=False)
        # The first one before the others: it would start them again.
        for pid in [first, *map(int, listed.stdout.split())]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def kill(self):
        """`kill -9` of every process of it, as when its machine is gone."""
        first = self.pid
        self.signal(signal.SIGKILL)
        eventually(lambda: not Path(f"/proc/{first}").exists(), "the primary's end")

    def promote(self):
        """Makes a standby the primary, and returns once it takes writes."""
        run(PROGRAMS / "pg_ctl", "-D", self.data, "-w", "promote")

    def follows(self, standby):
        """Whether each commit waits for that standby."""
        return self.rows(
            "SELECT 1 FROM pg_stat_replication WHERE application_name = %s AND sync_state IN ('sync', 'quorum')",
            standby.folder.name)

    def stop(self):
        """Ends it, and takes its folder away."""
        self._keeper.stdin.close()
        self._keeper.wait(60)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()


@functools.cache
def shared():
    """The one whose databases are those of all servers of this process; it need not survive a power cut."""
    return Cluster("fsync=off", "full_page_writes=off")


class NewDatabase(str):
    """A URL that `snug` takes, of an empty database in the shared cluster."""

    def __new__(cls):
        name = shared().new_database()
        database = super().__new__(cls, shared().url(name))
        database.name = name
        return database

    def empty(self):
        """Has it be as it was when it was new."""
        self.drop()
        shared().rows(f"CREATE DATABASE {self.name} TEMPLATE template0")

    def drop(self):
        """Takes it away, whoever is in it."""
        shared().rows(f"DROP DATABASE {self.name} WITH (FORCE)")
