"""The index of words through kills, another version's entries and damage: nothing is lost that is searched for, and
nothing found that is not there (SECURITY 49)."""

import contextlib
import json
import os
import random
import sqlite3

import pytest

from support.deadline import eventually
from support.rows import rows
from support.searches import await_index, found, say, search, write
from support.server import SnugServer
from support.snug import SnugProcess, run

KILLS = int(os.environ.get("SNUG_SEARCH_KILLS", "8"))
SEED = int(os.environ.get("SNUG_KILLS_SEED", random.randrange(2 ** 32)))
MESSAGES = 8_000

pytestmark = pytest.mark.security(49)


def indexed(process):
    """The last message that is in the index; 0 where that is of another version, or has none."""
    noted = rows(process.database, "SELECT value FROM settings WHERE name = 'last.message.indexed'")
    return int(noted[0][0].split(" ")[1]) if noted else 0


def held(process, word):
    """The numbers of the messages that the index itself has under a word."""
    return [number for number, in rows(
        process.database, "SELECT rowid FROM message_search WHERE message_search MATCH ?", f'"{word}"')]


def changed(process, *statements):
    """Changes in the file of a server that has stopped."""
    with contextlib.closing(sqlite3.connect(process.database)) as connection:
        for statement, values in statements:
            connection.execute(statement, values)
        connection.commit()


def test_kills_while_the_index_is_filled_lose_nothing_and_leave_nothing_of_what_is_gone(tmp_path):
    print(f"\nSNUG_KILLS_SEED={SEED}")
    draw = random.Random(SEED)
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        alma = server.register("Alma")
        room = server.room(alma)
        write(process, room, alma, [f"apple pear{number}" for number in range(MESSAGES)])
        there = set(range(1, MESSAGES + 1))
        for _ in range(KILLS):
            before = indexed(process)
            say(alma, room, "more")
            eventually(lambda: indexed(process) > before or indexed(process) >= MESSAGES, "a piece of the index", within=60)
            for seq in draw.sample(sorted(there), 3):
                path = f"/api/v1/rooms/{room}/messages/{seq}"
                answer = alma.delete(path) if draw.random() < 0.5 else alma.patch(path, {"content": "plum"})
                assert answer.status in (200, 204)
                there.discard(seq)
            process.kill()
            process.start()
        await_index(process, alma, room)
        assert len(found(alma, "apple", limit=50)) == len(held(process, "apple")) == len(there)
        gone = next(seq for seq in range(1, MESSAGES + 1) if seq not in there)
        assert found(alma, f"\"pear{gone - 1}\"") == held(process, f"pear{gone - 1}") == []
        process.terminate()
        ended = run("check", "db", "--database", process.database)
        assert "search" not in ended.stdout, ended.stdout


def test_entries_of_another_version_are_replaced_while_it_is_served(tmp_path):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        alma = server.register("Alma")
        room = server.room(alma)
        say(alma, room, "the first apple")
        write(process, room, alma, [f"pear{number}" for number in range(MESSAGES)])
        await_index(process, alma, room)
        process.terminate()
        changed(
            process, ("UPDATE settings SET value = '0-before 9' WHERE name = 'last.message.indexed'", ()),
            ("INSERT INTO message_search (rowid, words, facts) VALUES (1, 'ghost', ?)", (f"r{room} u{alma.id}",)))
        process.start()
        # Before, while and after it is made anew: a page ends early, and the next goes on.
        while indexed(process) < MESSAGES:
            assert found(alma, "apple") == ["the first apple"]
        assert len(search(alma, "apple").body["results"]) == 1, "the index is asked"
        assert found(alma, "ghost") == held(process, "ghost") == []


def test_an_index_that_lacks_a_message_is_told_by_the_checks_and_made_anew_at_the_next_start(tmp_path):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        alma = server.register("Alma")
        room = server.room(alma)
        (lost,) = say(alma, room, "marzipan")
        await_index(process, alma, room)
        process.terminate()
        changed(process, (
            "INSERT INTO message_search (message_search, rowid, words, facts) VALUES ('delete', ?, 'marzipan', ?)",
            (lost["id"], f"r{room} u{alma.id}")))
        assert held(process, "marzipan") == []
        ended = run("check", "db", "--database", process.database, "--json")
        (finding,) = [each for each in json.loads(ended.stdout)["findings"] if each["level"] != "ok"]
        assert (finding["id"], finding["level"]) == ("db.search", "warning")
        process.start()
        eventually(lambda: held(process, "marzipan") == [lost["id"]], "an index that holds it again")
        assert "The search lacked a message" in process.errors
