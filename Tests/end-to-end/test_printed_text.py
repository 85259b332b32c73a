"""What commands print of a database and its folder: texts that came there past every check act on no terminal."""

import contextlib
import json
import sqlite3

import pytest

from support.server import SnugServer
from support.snug import run

HOSTILE = "Ada\x1b]0;owned\x07\nBen \x9b2J\u202e"


def acts_on_terminal(text):
    return [character for character in text if character != "\n" and (ord(character) < 32 or character in "\x7f\x9b\u202e\u2028")]


@pytest.fixture
def database(process):
    """A database without a server, in which a name and a setting are what no form would take."""
    SnugServer(process)
    assert process.terminate() == 0
    with contextlib.closing(sqlite3.connect(process.database)) as database:
        database.execute("UPDATE users SET name = ?", (HOSTILE,))
        database.execute("INSERT OR REPLACE INTO settings VALUES ('registration.domains', ?)", (HOSTILE,))
        database.commit()
    return process.database


@pytest.mark.security(47)
def test_a_name_is_a_cell_of_its_table(database):
    """With its line break and its control characters as numbers; the JSON says what it is."""
    listed = run("user", "list", "--database", database)
    assert listed.returncode == 0, listed.stderr
    assert acts_on_terminal(listed.stdout) == [] and len(listed.stdout.splitlines()) == 2
    assert r"Ada\u{1b}]0;owned\u{7}\u{a}Ben \u{9b}2J\u{202e}" in listed.stdout
    as_json = run("user", "list", "--json", "--database", database).stdout
    assert acts_on_terminal(as_json) == [] and HOSTILE in [user["name"] for user in json.loads(as_json)]
    shown = run("config", "show", "--database", database)
    assert acts_on_terminal(shown.stdout) == [] and r"\u{9b}2J" in shown.stdout


@pytest.mark.security(47)
def test_no_file_forges_a_finding(database):
    """Its name has lines that look like those of the check."""
    (database.parent / f"{database.name}.before-\n\nserver  ok       It runs since yesterday.\x1b[2J").touch()
    ended = run("check", "disk", "--database", database)
    assert acts_on_terminal(ended.stdout) == []
    assert [line.split()[0] for line in ended.stdout.splitlines() if not line.startswith(" ")].count("server") == 0
    complaint = run("backup", "verify", "nowhere\n\x1b[2Jserver  ok").stderr
    assert acts_on_terminal(complaint) == [] and complaint.startswith("snug: ") and "\nserver" not in complaint
