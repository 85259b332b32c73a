"""PostgreSQL's primary stands still, another takes its place, and it comes back: servers stay together at the new one,
and devices hear where what they know is gone (PROTOCOL §2 and §6)."""

import signal
import time

import pytest

from support.deadline import eventually
from support.nodes import Nodes
from support.postgres import Cluster
from support.snug import run

TOLD_WITHIN = 40.0
"""Seconds from the moment at which the primary stands still: heartbeats, the promotion, and a reserve."""


@pytest.fixture
def pair():
    """A primary, and a standby that nothing waits for."""
    with Cluster() as primary, Cluster(of=primary) as standby:
        yield primary, standby


def either(primary, standby, database):
    """The URL by which servers find whichever of two is the primary."""
    return f"postgresql://snug@127.0.0.1:{primary.port},127.0.0.1:{standby.port}/{database}"


def say(person, room, words):
    """Says something, again and again, until it is acknowledged."""
    with person.socket() as socket:
        socket.wait_for(type="hello")
        socket.say(room, words, words.replace(" ", "-"))
        return bool(socket.wait_for(lambda frame: frame["type"] in ("ack", "error"))["type"] == "ack")


def says(person, room, words):
    """Whether it was acknowledged."""
    try:
        return say(person, room, words)
    except (OSError, AssertionError, TimeoutError):
        return False


@pytest.mark.alone
def test_a_primary_that_stands_still_is_left_for_good(tmp_path, pair, relay):
    """FAULT: servers waited for it without end, and went back to it when it moved again."""
    primary, standby = pair
    database = primary.new_database()
    with Nodes(tmp_path, either(*pair, database), relay, count=2) as nodes:
        owner = nodes.server.owner
        room = nodes.server.room(owner)
        people = nodes.everywhere(owner)
        for number, person in enumerate(people):
            assert say(person, room, f"before {number}")
        caught_up = "SELECT 1 FROM pg_stat_replication WHERE replay_lsn = pg_current_wal_lsn()"
        eventually(lambda: primary.rows(caught_up), "a standby that has everything")
        primary.signal(signal.SIGSTOP)
        began = time.monotonic()
        standby.promote()
        for number, person in enumerate(people):
            eventually(lambda: says(person, room, f"after {number}"), "an acknowledgement", within=TOLD_WITHIN)
        print(f"acknowledged again at both {time.monotonic() - began:.1f} s after the primary stood still")
        primary.signal(signal.SIGCONT)
        # A command, and a server that starts, are shown both.
        added = run("user", "add", "--name", "Ben", "ben@example.org", "--database", nodes.database)
        assert added.returncode == 0 and "old primary" in added.stderr, added
        nodes[1].kill()
        nodes[1].start()
        for number, person in enumerate(people):
            assert says(person, room, f"still {number}")
        new = standby.rows("SELECT count(*) FROM messages", database=database)[0][0]
        assert new == 6 and primary.rows("SELECT count(*) FROM messages", database=database)[0][0] == 2
        assert standby.rows("SELECT 1 FROM users WHERE name = 'Ben'", database=database)
        assert "Another server is the database's primary" in nodes[0].errors
        assert "An old primary of the database takes writes" in nodes[1].errors
        alone = f"postgresql://snug@127.0.0.1:{primary.port}/{database}"
        assert run("user", "list", "--database", alone).returncode == 0, "an address that names no other"


@pytest.mark.alone
def test_devices_fetch_anew_where_commits_are_gone(tmp_path, pair, relay):
    """FAULT: the log kept its name, and devices what was in no log any more."""
    primary, standby = pair
    database = primary.new_database()
    with Nodes(tmp_path, either(*pair, database), relay, count=2) as nodes:
        owner = nodes.server.owner
        room = nodes.server.room(owner)
        people = nodes.everywhere(owner)
        assert say(owner, room, "kept")
        eventually(
            lambda: standby.rows("SELECT 1 FROM messages WHERE content = 'kept'", database=database), "what is kept")
        standby.rows("ALTER SYSTEM SET primary_conninfo = ''")
        standby.rows("SELECT pg_reload_conf()")
        eventually(lambda: not primary.rows("SELECT 1 FROM pg_stat_replication"), "a standby that hears nothing")
        with people[1].socket() as socket:
            first = socket.wait_for(type="hello")["epoch"]
            assert say(owner, room, "gone")
            socket.wait_for(type="message", content="gone")
            primary.kill()
            standby.promote()
            assert socket.until_closed(within=30) == 1012
        for number, person in enumerate(people):
            eventually(lambda: says(person, room, f"new {number}"), "an acknowledgement", within=TOLD_WITHIN)

        def epochs():
            return {person.get("/api/v1/rooms").body["epoch"] for person in people}

        eventually(lambda: first not in epochs(), "another name of the log")
        second = epochs()
        assert len(second) == 1
        with people[0].socket() as socket:
            assert {socket.wait_for(type="hello")["epoch"]} == second
            socket.send(type="resume", epoch=first, rooms={str(room): {"seq": 2, "rev": 0}})
            socket.wait_for(type="resync", room_id=room)
