"""A database that is gone while copies of it are there: a disk that is not mounted, a file that somebody moved."""

import json

import pytest

from support.snug import SnugProcess, run

UNUSABLE = 74


@pytest.fixture
def database(tmp_path):
    """One with a person in it, and a proven copy."""
    database = tmp_path / "data" / "snug.db"
    with SnugProcess(tmp_path, database=database) as process:
        process.start()
        assert run("user", "add", "--name", "Ada", "ada@example.org", "--database", database).returncode == 0
        assert process.terminate() == 0
    return database


def copies(folder):
    return sorted(folder.glob("snug-*.db"))


def lose(database):
    for path in database.parent.glob("snug.db*"):
        path.unlink()


@pytest.mark.parametrize("elsewhere", [False, True])
def test_no_server_begins_in_its_place(database, tmp_path, elsewhere):
    """FAULT: a new empty server with an open set-up link, whichever folder the copies are in."""
    folder = tmp_path / "kept" if elsewhere else database.parent / "backups"
    settings = {"SNUG_BACKUP_DIRECTORY": str(folder)} if elsewhere else {}
    assert run("backup", "create", "--database", database, **settings).returncode == 0
    copy, = copies(folder)
    lose(database)
    for command in (["serve", "--listen", "127.0.0.1:0"], ["user", "list"], ["setup-link"]):
        ended = run(*command, "--database", database, **settings)
        assert ended.returncode == UNUSABLE and f"snug restore {copy}" in ended.stderr, ended
        assert "Set-up link" not in ended.stdout and not database.exists()
    found = json.loads(run("check", "db", "--json", "--database", database, **settings).stdout)["findings"]
    assert f"snug restore {copy}" in found[-1]["fix"]
    assert run("restore", copy, "--database", database).returncode == 0
    assert "ada@example.org" in run("user", "list", "--database", database).stdout


def test_a_new_one_beside_copies_is_asked_for_and_takes_nothing_of_theirs(database):
    """FAULT: the copies of the empty one were the newest of each day, and made the real ones go."""
    assert run("backup", "create", "--database", database).returncode == 0
    copy, = copies(database.parent / "backups")
    lose(database)
    begun = run("new", "--database", database)
    assert begun.returncode == 0 and "snug setup-link" in begun.stdout
    again = run("new", "--database", database)
    assert again.returncode == 1 and "nothing was changed" in again.stderr
    assert "Set-up link: " in run("setup-link", "--database", database).stdout
    assert "No backup of this database" in run("check", "backup", "--database", database).stdout
    for _ in range(3):
        assert run("backup", "create", "--database", database).returncode == 0
    pruned = run("backup", "prune", "--keep", "1", "--database", database)
    assert pruned.returncode == 0 and str(copy) not in pruned.stdout
    assert copy in copies(database.parent / "backups") and len(copies(database.parent / "backups")) == 2
    assert "ok" in run("check", "backup", "--database", database).stdout
