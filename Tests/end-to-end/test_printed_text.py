"""What commands print of a database and its folder: texts that came there past every check act on no terminal."""

import contextlib
import itertools
import json
import os
import socket
import sqlite3
import subprocess

import pytest

from support.server import SnugServer
from support.snug import binary, environment, run

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


@pytest.mark.security(47)
def test_no_mail_passes_for_a_complaint_in_the_journal(process):
    """Each line of it is information to the journal, whatever it begins with; what the server complains of is an error."""
    server = SnugServer(process)
    name = "<3>Error: /etc/sudoers cannot be read."
    assert server.owner.patch("/api/v1/admin/settings", {"site.name": name}).status == 200
    assert process.terminate() == 0
    stream, ours = socket.socketpair()
    with ours.makefile(encoding="utf-8") as journal, stream, ours:
        inode = os.fstat(stream.fileno())
        settings = {"stdout": stream, "stderr": stream, "stdin": subprocess.DEVNULL}
        variables = environment(JOURNAL_STREAM=f"{inode.st_dev}:{inode.st_ino}")
        command = [binary(), "serve", "--listen", f"127.0.0.1:{process.port}", "--database", process.database]
        with subprocess.Popen(command, env=variables, **settings) as serving:
            next(line for line in journal if line.startswith("Listening on"))
            assert server.owner.post("/api/v1/admin/test-mail").status == 200
            mail = list(itertools.takewhile(lambda line: "--- end of mail" not in line, journal))
            serving.terminate()
        printed = [line for line in mail if name in line]
        assert printed and all(line.startswith("<6>") for line in printed), mail
        subprocess.run([*command, "--message-rate", "lots"], env=variables, check=False, **settings)
        assert "<3>snug: --message-rate: “lots” is not" in next(line for line in journal if "lots" in line)
