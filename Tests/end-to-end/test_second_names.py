"""A database with a second name: SQLite has a log for each, so by neither is anything done to it."""

import os
import subprocess

import pytest

from support.server import SnugServer
from support.snug import binary, environment, run


def commands(database, copy):
    yield "user", "list", "--database", database
    yield "backup", "create", copy, "--database", database
    yield "config", "set", "site.name", "Theirs", "--database", database


def assert_refused(ended, words):
    assert ended.returncode == 74 and words in ended.stderr, (ended.returncode, ended.stderr)


def test_a_hard_link_is_refused_by_either_name_and_named(process, tmp_path):
    SnugServer(process)
    other = process.database.with_name("other.db")
    other.hardlink_to(process.database)
    for one, second in ((process.database, other), (other, process.database)):
        for command in commands(one, tmp_path / "copy.db"):
            assert_refused(run(*command), f"has a second name, {second}")
    other.unlink()
    for command in commands(process.database, tmp_path / "copy.db"):
        assert run(*command).returncode == 0


def test_a_file_that_is_mounted_alone_is_refused_where_it_is_mounted(process, tmp_path):
    assert os.geteuid() == 0, "the suite runs as root, as Tests/run has it in its container"
    SnugServer(process)
    there = tmp_path / "a place" / "snug.db"
    there.parent.mkdir()
    there.touch()
    script = f"mount --bind '{process.database}' '{there}' && exec '{binary()}' user list --database '{there}'"
    ended = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script], env=environment(), capture_output=True, text=True, timeout=30,
        check=False)
    assert_refused(ended, "mounted by itself")
    assert sorted(name.name for name in there.parent.iterdir()) == ["snug.db"]


def test_a_database_that_is_open_by_a_mounted_name_is_refused_by_its_own(process, tmp_path):
    """The server, or any program, has the log beside the other name; here one that looks for no mount."""
    assert os.geteuid() == 0, "the suite runs as root, as Tests/run has it in its container"
    SnugServer(process)
    assert process.terminate() == 0
    there = tmp_path / "there.db"
    there.touch()
    program = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1], isolation_level=None)
file.execute("BEGIN")
file.execute("SELECT count(*) FROM users").fetchone()
print("open", flush=True)
sys.stdin.read()
"""
    script = f"mount --bind '{process.database}' '{there}' && exec python3 -c \"$PROGRAM\" '{there}'"
    with subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", script], env=environment(PROGRAM=program), stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout.readline() == "open\n"
        for command in commands(process.database, tmp_path / "copy.db"):
            assert_refused(run(*command), "in use by another name")
        reader.stdin.close()
        assert reader.wait(20) == 0
    assert run("user", "list", "--database", process.database).returncode == 0


@pytest.mark.parametrize("has_log", [False, True])
def test_what_an_earlier_restore_left_when_it_was_killed_is_put_right(process, has_log):
    """It gave the database its later name and moved its log before the copy took its place."""
    server = SnugServer(process)
    if has_log:
        process.kill()
    else:
        assert process.terminate() == 0
    kept = process.database.with_name(process.database.name + ".before-restore-2026-11-26T120000Z")
    kept.hardlink_to(process.database)
    log = process.database.with_name(process.database.name + "-wal")
    if log.exists():
        log.rename(kept.with_name(kept.name + "-wal"))
    process.start()
    server.owner.port = process.port
    assert server.owner.get("/api/v1/users").status == 200
    assert os.stat(process.database).st_nlink == 1
    assert not list(process.database.parent.glob("*before-restore*"))
