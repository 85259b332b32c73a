"""Long work at a terminal: it says how far it is, Ctrl-C ends it cleanly, and a pipe hears nothing of it."""

import contextlib
import re
import signal
import socket
import sqlite3
from pathlib import Path

import pytest

from support.first_schema import of_first_schema
from support.original_data import SHA256, comma_separated
from support.preload import build
from support.snug import real_passwords, run
from support.terminal import Terminal

MEGABYTES = 8
WAIT = {"slow-sync": 250, "slow-read": 1}
"""Milliseconds that a sync of the disk takes longer, or a read."""


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    return build("faults", tmp_path_factory.mktemp("faults"))


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    """A database with some megabytes of messages, and a copy of it."""
    folder = tmp_path_factory.mktemp("filled")
    database, copy = folder / "snug.db", folder / "copy.db"
    database.touch(mode=0o600)
    assert run("user", "add", "ada@example.org", "--name", "Ada", "--role", "owner", "--database", database).returncode == 0
    fill(database)
    assert run("backup", "create", copy, "--database", database).returncode == 0
    return database, copy


def fill(database):
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            "INSERT INTO rooms (id, name, kind, created_by, created_at, last_seq, last_rev, last_activity_at)"
            " VALUES (1, 'Lobby', 'group', 1, 1, ?, 0, 1)", (MEGABYTES * 100,))
        connection.executemany(
            "INSERT INTO messages (room_id, seq, user_id, content, timestamp, client_id, rev) VALUES (1, ?, 1, ?, 1, NULL, 0)",
            ((seq, "x" * 10_000) for seq in range(1, MEGABYTES * 100 + 1)))
        connection.execute("INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq) VALUES (1, 1, 'owner', 1, 0)")


@pytest.fixture
def slow(tmp_path, library):
    """The settings of a disk that is slow at one call; some times slower still for work that must not end by itself."""
    def slow(call, times=1):
        (tmp_path / "faults").write_text(f"{call} {WAIT[call] * times}")
        return {"LD_PRELOAD": str(library), "FAULTS": str(tmp_path / "faults"), "FAULTS_FOLDER": "/"}
    return slow


def legacy(folder, people=12):
    """The files of people whose passwords must be hashed anew, which takes up to a third of a second each."""
    people = [(number, f"p{number}@example.org", SHA256) for number in range(1, people + 1)]
    comma_separated(folder, {
        "users": (["id", "email", "password"], people),
        "rooms": (["id", "name"], [(1, "Kitchen")]),
        "room_members": (["room_id", "user_id"], [(1, 1)]),
        "messages": (["id", "room_id", "user_id", "content"], [(1, 1, 1, "hello")]),
    })
    return folder


def commands(folder, database, copy):
    """Each long command with the slow call that makes it long here, and what its line says."""
    return {
        "backup create": (["backup", "create", folder / "made.db", "--database", database], "slow-sync", "Copying: "),
        "backup verify": (["backup", "verify", copy], "slow-read", "Checking every page: "),
        "restore": (["restore", copy, "--database", folder / "new.db"], "slow-read", "Checking every page: "),
        "check": (["check", "db", "--database", database], "slow-read", "Checking every page: "),
    }


NAMES = list(commands(Path(), Path(), Path()))


@pytest.mark.parametrize("name", NAMES)
def test_long_work_says_how_far_it_is(tmp_path, filled, slow, name):
    """One line, written over a few times a second after the first second, and gone before the last word."""
    words, call, said = commands(tmp_path, *filled)[name]
    with Terminal(*words, **slow(call)) as terminal:
        terminal.read_to_end()
    assert terminal.code == 0, terminal.text
    assert [line for line in terminal.statuses if line.startswith(said)], terminal.text
    assert not [line for line in terminal.screen if line.startswith(("Copying", "Checking", "Computing"))]
    moments = [moment for moment, piece in terminal.pieces if "\x1b[K" in piece]
    assert len(moments) <= (moments[-1] - moments[0]) / 0.2 + 3, "five times a second"
    assert "\x1b" not in re.sub(r"\x1b\[K", "", terminal.text), "no colour, no other movement"


def test_copying_says_how_much_and_how_long_yet(tmp_path, filled, slow):
    """Megabytes of megabytes, in percent, and the seconds that are left."""
    words, call, _ = commands(tmp_path, *filled)["backup create"]
    with Terminal(*words, **slow(call)) as terminal:
        terminal.read_to_end()
    line = re.compile(r"Copying: \d+ [kM]B of \d+ [kM]B, (\d+) %, \d+ s left")
    shares = [int(found[1]) for status in terminal.statuses if (found := line.fullmatch(status))]
    assert len(shares) > 2 and shares == sorted(shares), terminal.statuses


@pytest.mark.parametrize("name", NAMES)
def test_nothing_of_it_goes_into_a_pipe(tmp_path, filled, slow, name):
    """The same words as ever, without a line about progress or a sequence for terminals."""
    words, call, said = commands(tmp_path, *filled)[name]
    ended = run(*words, within=60, **slow(call))
    assert ended.returncode == 0, ended.stderr
    assert said not in ended.stderr + ended.stdout and "\x1b" not in ended.stderr + ended.stdout


def test_a_program_that_reads_the_answer_gets_it_alone(tmp_path, filled, slow):
    """With standard output in a pipe the line is on the terminal, and JSON in the pipe."""
    words, call, said = commands(tmp_path, *filled)["backup create"]
    with Terminal(*words, "--json", has_output=False, **slow(call)) as terminal:
        terminal.read_to_end()
        assert terminal.output.startswith(b"{")
    assert said in terminal.text


@pytest.mark.parametrize("name", NAMES)
def test_ctrl_c_leaves_nothing_behind(tmp_path, filled, slow, name):
    """The line is clean, one sentence says so, the process ends by the signal, and no file of it stays."""
    words, call, said = commands(tmp_path, *filled)[name]
    slowly = slow(call, times=4)
    before = {path: path.stat().st_size for path in [*tmp_path.iterdir(), *filled[0].parent.glob("*.db")]}
    with Terminal(*words, **slowly) as terminal:
        terminal.read_until(lambda text: said in text)
        terminal.type_interrupt()
        terminal.read_to_end(within=10)
    assert terminal.code == -signal.SIGINT
    assert terminal.screen[-1] == "snug: interrupted; nothing was changed.", terminal.text
    assert {path: path.stat().st_size for path in [*tmp_path.iterdir(), *filled[0].parent.glob("*.db")]} == before


def test_a_narrow_terminal_is_not_overrun(tmp_path, filled, slow):
    """The line leaves out what does not fit."""
    words, call, _ = commands(tmp_path, *filled)["backup create"]
    with Terminal(*words, columns=20, **slow(call)) as terminal:
        terminal.read_to_end()
    assert terminal.statuses and max(map(len, terminal.statuses)) < 20


@pytest.mark.parametrize("settings", [{"TERM": "dumb"}, {"TERM": ""}], ids=["dumb", "unknown"])
def test_a_terminal_that_cannot_write_over_gets_whole_lines(tmp_path, filled, slow, settings):
    """Seldom, and without any sequence."""
    words, call, _ = commands(tmp_path, *filled)["backup create"]
    with Terminal(*words, **slow(call), **settings) as terminal:
        terminal.read_to_end()
    assert terminal.code == 0 and "\x1b" not in terminal.text
    assert len(terminal.text.splitlines()) <= 2, terminal.text


def test_an_import_counts_the_passwords(tmp_path):
    """They take longest; Ctrl-C leaves no database where none was."""
    database = tmp_path / "snug.db"
    words = ["--owner", "p1@example.org", "--database", database]
    with real_passwords(), Terminal("import", "original", legacy(tmp_path / "many", people=2_000), *words) as terminal:
        terminal.read_until(lambda text: "Making passwords ready" in text)
        terminal.type_interrupt()
        terminal.read_to_end(within=10)
    assert terminal.code == -signal.SIGINT
    with real_passwords(), Terminal("import", "original", legacy(tmp_path / "few", people=24), *words) as terminal:
        terminal.read_to_end()
    assert [line for line in terminal.statuses if re.match(r"Making passwords ready: \d+ of 24, \d+ %", line)]
    assert terminal.screen[0].startswith("Imported into"), terminal.screen


@pytest.mark.parametrize("words", [["user", "role", "ada@example.org", "owner"], ["serve", "--listen", "127.0.0.1:0"]], ids=["command", "start"])
def test_an_upgrade_says_how_far_it_is(tmp_path, slow, words):
    """By a command and at the start; interrupted, the file has its old schema, and no copy of it is left."""
    database = tmp_path / "data" / "snug.db"
    database.parent.mkdir()
    of_first_schema(database)
    fill(database)
    before = sorted(database.parent.glob("*.db*"))
    with Terminal(*words, "--database", database, **slow("slow-sync", times=4)) as terminal:
        terminal.read_until(lambda text: "Copying: " in text)
        terminal.type_interrupt()
        terminal.read_to_end(within=10)
    assert terminal.code == -signal.SIGINT
    with contextlib.closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    assert [path for path in sorted(database.parent.glob("*")) if path.suffix not in ("-wal", "-shm", ".db-wal", ".db-shm")] == before
    with Terminal(*words, "--database", database, **slow("slow-sync")) as terminal:
        terminal.read_until(lambda text: "Listening on" in text or "ada@example.org is" in text)
        assert [line for line in terminal.statuses if line.startswith("Copying: ")]
        assert not [line for line in terminal.screen if line.startswith("Copying")], terminal.screen


@pytest.mark.parametrize("moment", ["Waiting", "Copying: ", "The database is upgraded"])
def test_a_start_that_waited_for_those_before_it_stops_when_it_is_told_to(tmp_path, slow, moment):
    """In the wait, which is not called opening, in the upgrade that follows, and after it."""
    database = tmp_path / "data" / "snug.db"
    database.parent.mkdir()
    of_first_schema(database)
    (tmp_path / "failed-starts").write_text("64\n")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(tmp_path / "notify"))
        manager.settimeout(10)
        with Terminal(
            "serve", "--listen", "127.0.0.1:0", "--database", database, RUNTIME_DIRECTORY=str(tmp_path),
            NOTIFY_SOCKET=str(tmp_path / "notify"), **slow("slow-sync")) as terminal:
            assert manager.recv(4096).decode().startswith("STATUS=Waiting 1 s")
            if moment != "Waiting":
                terminal.read_until(lambda text: moment in text)
            terminal.terminate()
            terminal.read_to_end(within=2)
    assert terminal.code == (0 if moment == "Waiting" else -signal.SIGTERM), terminal.text
    assert "Listening on" not in terminal.text


def test_a_rollback_shows_the_proof_of_the_copy(tmp_path, filled, slow):
    """Then it asks on a clean line."""
    database, copy = filled
    mine = tmp_path / "data" / "snug.db"
    mine.parent.mkdir()
    for ending in ("", ".json"):
        mine.with_name(f"snug.db.before-schema-900{ending}").write_bytes(Path(f"{copy}{ending}").read_bytes())
    mine.write_bytes(database.read_bytes())
    with contextlib.closing(sqlite3.connect(mine)) as connection, connection:
        connection.execute("PRAGMA user_version = 900")
    with Terminal("rollback", "--database", mine, **slow("slow-read")) as terminal:
        terminal.read_until(lambda text: "Type yes:" in text)
        assert [line for line in terminal.statuses if line.startswith("Checking every page")]
        assert not [line for line in terminal.screen if line.startswith("Checking")]
