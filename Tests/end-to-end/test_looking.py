"""Commands that look into a database leave it as it is: an older schema too, which a server or a change upgrades."""

import contextlib
import json
import sqlite3

import pytest

from support.deadline import eventually
from support.first_schema import of_first_schema
from support.preload import build
from support.snug import SnugProcess, run

UNUSABLE = 74
NEWEST = 9
LOOKS = [
    ["user", "list"], ["invite", "list"], ["config", "show"], ["check"], ["check", "db", "clock"], ["healthcheck"],
    ["backup", "list"], ["backup", "create"]]


@pytest.fixture
def older(tmp_path):
    """A database as the first Snug left it, which nobody serves."""
    database = tmp_path / "data" / "snug.db"
    database.parent.mkdir()
    of_first_schema(database)
    return database


def schema(database):
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return connection.execute("PRAGMA user_version").fetchone()[0]


def findings(database, *checks):
    ended = run("check", *checks, "--json", "--database", database)
    return ended.returncode, {found["id"]: found for found in json.loads(ended.stdout)["findings"]}


@pytest.mark.parametrize("words", LOOKS, ids="-".join)
def test_a_look_upgrades_nothing(older, words):
    """FAULT: the file was of the newest schema afterwards, without a word, and `snug rollback` undone."""
    ended = run(*words, "--database", older)
    assert schema(older) == 1, ended
    assert not list(older.parent.glob("*.before-*"))


@pytest.mark.parametrize("words", [["user", "list"], ["invite", "list"]], ids="-".join)
def test_a_list_of_an_older_database_says_who_upgrades_it(older, words):
    ended = run(*words, "--database", older)
    assert ended.returncode == UNUSABLE and f"has schema 1, and this Snug works with {NEWEST}" in ended.stderr, ended
    assert "left it as it is" in ended.stderr and not ended.stdout


def test_the_check_of_an_older_database_says_that_it_waits_for_its_upgrade(older):
    code, found = findings(older, "db")
    assert code == 1 and "snug serve" in found["db.older"]["fix"], found


def test_a_command_that_changes_something_upgrades_and_says_so(older):
    """FAULT: it did so in silence."""
    ended = run("user", "rename", "ada@example.org", "Ada L", "--database", older)
    assert ended.returncode == 0 and schema(older) == NEWEST, ended
    assert f"from schema 1 to {NEWEST}" in ended.stderr and f"{older}.before-schema-{NEWEST}" in ended.stderr
    ended = run("user", "list", "--database", older)
    assert ended.returncode == 0 and "Ada L" in ended.stdout and "schema" not in ended.stderr


def test_a_rollback_is_not_undone_by_a_look(older):
    assert run("user", "rename", "ada@example.org", "Ada L", "--database", older).returncode == 0
    assert run("rollback", "--yes", "--database", older).returncode == 0
    for words in LOOKS:
        run(*words, "--database", older)
    assert schema(older) == 1


def test_the_check_beside_an_upgrade_says_that_it_is_under_way(older, tmp_path):
    """FAULT: broken, and "Restart the server", which would have ended the upgrade."""
    with contextlib.closing(sqlite3.connect(older)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
    library = build("faults", tmp_path)
    faults = tmp_path / "faults"
    faults.write_text("stall 1")
    with SnugProcess(
            tmp_path, database=older, LD_PRELOAD=str(library), FAULTS=str(faults), FAULTS_FOLDER=str(older.parent)) as process:
        process.begin()
        eventually(lambda: "server.ok" in findings(older, "db", "server")[1], "the server, which upgrades the file")
        code, found = findings(older, "db", "server")
        assert code == 1 and "upgrading it just now" in found["db.older"]["what"], found
        assert "restart" not in found["db.older"]["fix"].lower() and found["server.ok"]
        faults.write_text("")
        process.wait_until_ready()
        assert findings(older, "db")[1].keys() == {"db.ok"}


def test_an_empty_file_is_made_a_database_by_no_look(tmp_path):
    """FAULT: `check` wrote a schema into it and said that every page was sound."""
    empty = tmp_path / "empty.db"
    empty.touch()
    for words in LOOKS:
        run(*words, "--database", empty)
        assert empty.stat().st_size == 0, words
    code, found = findings(empty, "db")
    assert code == 2 and "is empty" in found["db.unusable"]["what"], found
