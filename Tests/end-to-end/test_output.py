"""Output that nobody takes: a full disk, a closed descriptor, a pipe whose reader went."""

import contextlib
import fcntl
import os
import re
import signal
import sqlite3
import subprocess

import pytest

from support.client import Client
from support.deadline import eventually
from support.ports import free_port
from support.snug import binary, environment

FULL = "/dev/full"
"""The device on which every write fails as on a full disk (full(4))."""

SENTENCE = "snug: standard output cannot be written: No space left on device.\n"

COMMANDS = {
    "help": ["--help"],
    "version": ["--version"],
    "help of a command": ["help", "backup"],
    "check": ["check"],
    "check as JSON": ["check", "--json"],
    "settings": ["config", "show"],
    "people": ["user", "list"],
    "invites": ["invite", "list"],
    "a link to sign in": ["user", "login-link", "olga@example.org"],
    "a backup": ["backup", "create", "-"],
}


def command(process, arguments, **streams):
    takes_database = not {"--help", "--version", "help"} & set(arguments)
    database = ["--database", str(process.database)] if takes_database else []
    return subprocess.run(
        [binary(), *arguments, *database], env=environment(), stdin=subprocess.DEVNULL, timeout=60, check=False,
        **streams)


@pytest.fixture(scope="module")
def process(server):
    return server.process


@pytest.mark.security(41)
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_is_not_heard_says_so_and_fails(process, arguments):
    with open(FULL, "wb") as full:
        ended = command(process, arguments, stdout=full, stderr=subprocess.PIPE, text=True)
    assert ended.returncode not in (0, -13), "neither well nor by SIGPIPE"
    assert ended.stderr.endswith(SENTENCE)


@pytest.mark.security(41)
@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_command_whose_streams_are_closed_ends_by_itself(process, arguments):
    def close():
        os.close(0)
        os.close(1)
        os.close(2)

    assert command(process, arguments, preexec_fn=close).returncode >= 0
    assert process.database.read_bytes().startswith(b"SQLite format 3\0"), "no line went into the next file opened"


@pytest.mark.security(41)
def test_a_backup_whose_reader_goes_leaves_nothing_behind(process, tmp_path):
    ended = subprocess.run(
        ["bash", "-c", '"$0" backup create - --database "$1" | head -c 10 >/dev/null; echo ${PIPESTATUS[0]}', binary(),
         str(process.database)],
        env=environment(TMPDIR=str(tmp_path)), capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout == "1\n", "not killed"
    assert ended.stderr.startswith("snug: ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.security(34, 41)
@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_server_whose_stream_is_full_serves_on(tmp_path, stream):
    with open(FULL, "wb") as full, talkative(tmp_path, **{stream: full}) as (client, child):
        assert [client.get("/nowhere").status for _ in range(50)] == [404] * 50
        assert child.poll() is None


@pytest.mark.security(34, 41)
def test_a_server_whose_log_nobody_reads_answers_all_the_same(tmp_path):
    """Once the pipe is full, lines are dropped and nobody waits; whoever comes to read it is told how many."""
    with talkative(tmp_path, stderr=subprocess.PIPE) as (client, child):
        pipe = child.stderr.fileno()
        # It counts as full once its last page is begun (poll(2)).
        room = fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, 8192)
        with contextlib.closing(sqlite3.connect(tmp_path / "snug.db", isolation_level=None, timeout=10)) as database:
            def change(name):
                """Each is a line of the log, which is written before the next is read."""
                database.execute("INSERT OR REPLACE INTO settings VALUES ('site.name', ?)", [name])
                child.send_signal(signal.SIGHUP)
                eventually(lambda: client.get("/api/v1/site").body["name"] == name, f"the name {name}")

            for number in range(100):
                change(f"name {number}")
            os.set_blocking(pipe, False)
            log = child.stderr.read()
            assert room / 2 - 256 < len(log) <= room
            change("last name")
            change("very last name")
            log += eventually(child.stderr.read, "the next line")
        assert int(re.search(rb"\((\d+) lines could not be written\)", log)[1]) > 20


@contextlib.contextmanager
def talkative(folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **settings):
    """A server that logs all it does: a client, and the process."""
    client = Client(free_port())
    child = subprocess.Popen(
        [binary(), "serve", "--listen", f"127.0.0.1:{client.port}", "--database", folder / "snug.db",
         "--log-level", "trace"],
        env=environment(**settings), stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr)
    try:
        eventually(lambda: is_ready(client), "200 from /readyz")
        yield client, child
    finally:
        child.terminate()
        try:
            assert child.wait(10) >= 0, "no signal ended it"
        finally:
            child.kill()


def is_ready(client):
    try:
        return client.get("/readyz").status == 200
    except OSError:
        return False
