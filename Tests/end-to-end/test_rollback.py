"""`snug rollback`: the copy from before an upgrade, back in its place."""

import contextlib
import sqlite3

import pytest

from support.house import House
from support.rows import messages_of, rows
from support.snug import run


@pytest.fixture
def upgraded(server):
    """A database that a Snug of the future has upgraded to schema 900, with a message from before and one since."""
    house = House(server)
    room = house.room(house.owner)
    house.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "before"})
    copy = server.database.with_name("snug.db.before-schema-900")
    assert run("backup", "create", copy, "--database", server.database).returncode == 0
    house.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "since"})
    return server, house, room


def upgrade(server):
    assert server.terminate() == 0
    with contextlib.closing(sqlite3.connect(server.database)) as database, database:
        database.execute("PRAGMA user_version = 900")


def contents(database, room):
    return [content for *_, content in messages_of(database, room)]


def test_an_upgrade_is_taken_back_after_a_yes(upgraded):
    """It says what would be lost; no answer is a no; then the older Snug serves it, and the rest is kept."""
    server, house, room = upgraded
    upgrade(server)
    refused = run("backup", "create", "--database", server.database)
    assert refused.returncode == 74 and "newer Snug" in refused.stderr
    for answer in ("", "no\n"):
        ended = run("rollback", "--database", server.database, stdin=answer)
        assert ended.returncode == 1, ended.stderr
        assert "1 messages, 0 users, 0 rooms" in ended.stdout and "Nothing was changed" in ended.stdout
        assert contents(server.database, room) == ["before", "since"]
    ended = run("rollback", "--database", server.database, stdin="yes\n")
    assert ended.returncode == 0, ended.stderr
    [kept] = server.database.parent.glob("snug.db.before-restore-*")
    assert str(kept) in ended.stdout
    assert contents(kept, room) == ["before", "since"] and rows(kept, "PRAGMA user_version") == [(900,)]
    server.start()
    house.owner.port = server.port
    assert [message["content"] for message in house.owner.history(room)] == ["before"]


def test_there_is_nothing_to_take_back_twice(upgraded):
    """Once back, the same copy is not put over what has been written since."""
    server, _, room = upgraded
    upgrade(server)
    assert run("rollback", "--yes", "--database", server.database).returncode == 0
    ended = run("rollback", "--yes", "--database", server.database)
    assert ended.returncode == 74 and "no copy from before an upgrade" in ended.stderr
    assert contents(server.database, room) == ["before"]


def test_a_damaged_copy_stays_where_it_is(upgraded):
    server, _, room = upgraded
    upgrade(server)
    copy = server.database.with_name("snug.db.before-schema-900")
    copy.write_bytes(copy.read_bytes()[:-4096])
    ended = run("rollback", "--yes", "--database", server.database)
    assert ended.returncode == 74 and str(copy) in ended.stderr
    assert contents(server.database, room) == ["before", "since"]


def test_a_running_server_is_not_rolled_back(upgraded):
    server, house, room = upgraded
    ended = run("rollback", "--yes", "--database", server.database)
    assert ended.returncode == 74 and "in use" in ended.stderr
    assert len(house.owner.history(room)) == 2
