"""Files go where the database goes: into backups that are taken while files come in, to a blank box, and into a
database that an earlier Snug has made (SECURITY.md, line 35)."""

import contextlib
import hashlib
import random
import sqlite3
import subprocess
import threading

import pytest

from support.attachments import noise, picture, post, shared, upload, uploaded, used
from support.deadline import eventually
from support.earlier_schema import with_schema_of
from support.rows import rows
from support.server import SnugServer
from support.sharer import Sharer
from support.snug import SnugProcess, run

SHARERS = 3
INCREMENTAL = 2
BEFORE_FILES = 5
"""The schema that knew no files."""


@pytest.mark.security(35)
def test_a_backup_under_uploads_is_the_same_service_on_a_blank_box(tmp_path, process):
    """It holds every file that was acknowledged before, and each that it names bit for bit; nobody is refused meanwhile."""
    server = SnugServer(process)
    people = [server.register(f"Sharer{number}") for number in range(SHARERS)]
    room = server.room(server.owner, *people)
    photograph = shared(server.owner, room, picture("JPEG"), "photo.jpg", "image/jpeg")[0]
    seen = server.owner.get(photograph["url"]).body
    sharers = [Sharer(person, room, random.Random(person.id), (1_000, 3_000_000)) for person in people]
    for sharer in sharers:
        sharer.start()
    eventually(lambda: all(sharer.shared for sharer in sharers), "files of everyone", within=60)
    before = {number: kept for sharer in sharers for number, (kept, _) in dict(sharer.shared).items()}
    copy = tmp_path / "copy.db"
    made = run("backup", "create", copy, "--database", process.database, within=60)
    assert made.returncode == 0, made.stderr
    after = {number: kept for sharer in sharers for number, (kept, _) in dict(sharer.shared).items()}
    for sharer in sharers:
        sharer.over.set()
    for sharer in sharers:
        sharer.join(60)
        assert sharer.failure is None
    everything = {number: kept for sharer in sharers for number, kept in sharer.uploaded.items()}
    proven = run("backup", "verify", copy)
    assert proven.returncode == 0, proven.stderr
    assert process.terminate() == 0

    blank = tmp_path / "blank" / "snug.db"
    restored = run("restore", copy, "--database", blank, within=60)
    assert restored.returncode == 0, restored.stderr
    with SnugProcess(tmp_path / "blank", "--site-url", process.origin, database=blank) as second:
        second.start()
        owner = server.owner
        owner.port = second.port
        found = {file["id"]: file for message in owner.history(room) for file in message["attachments"]}
        assert owner.get(found.pop(photograph["id"])["url"]).body == seen
        assert before.keys() <= found.keys()
        for number, file in found.items():
            assert hashlib.sha256(owner.get(file["url"]).body).hexdigest() == everything[number]
        print(f"\n{len(before)} files before the backup, {len(after)} after, {len(found)} in it")
        again = uploaded(owner, room, noise(300_000), "again.bin")
        assert again["id"] > max(found), "no number is given again"
        assert post(owner, room, again).status == 201
        eventually(lambda: rows(blank, "SELECT count(*) FROM attachments WHERE completed_at IS NULL") == [(0,)],
                   "nothing half there", within=60)
        assert second.terminate() == 0
        with contextlib.closing(sqlite3.connect(blank)) as database:
            assert database.execute("PRAGMA auto_vacuum").fetchone() == (INCREMENTAL,)


def test_a_new_database_gives_back_what_is_free(process):
    assert rows(process.database, "PRAGMA auto_vacuum") == [(INCREMENTAL,)]


@pytest.mark.security(35)
def test_bytes_that_are_not_those_that_came_are_found(tmp_path, process):
    server = SnugServer(process)
    room = server.room(server.owner)
    shared(server.owner, room, noise(700_000), "a.bin")
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", process.database).returncode == 0
    assert run("backup", "verify", copy).returncode == 0
    assert run("check", "db", "--database", process.database).returncode == 0
    assert process.terminate() == 0
    with contextlib.closing(sqlite3.connect(process.database)) as database, database:
        database.execute("UPDATE attachment_chunks SET bytes = zeroblob(length(bytes)) WHERE id & 65535 = 1")
    found = run("check", "db", "--database", process.database)
    assert found.returncode != 0 and "has other bytes than those that came" in found.stdout + found.stderr
    made = run("backup", "create", tmp_path / "other.db", "--database", process.database)
    assert made.returncode != 0 and "has other bytes than those that came" in made.stderr


@pytest.fixture
def earlier(tmp_path):
    """A server that has talked, and its database as the Snug before files would have left it."""
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        room = server.room(server.owner)
        for number in range(50):
            assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": f"line {number} " * 100}).status == 201
        assert process.terminate() == 0
        now = process.database.with_name("now.db")
        process.database.rename(now)
        for beside in process.files:
            beside.unlink()
        with_schema_of(BEFORE_FILES, now, process.database)
        process.database.chmod(0o600)
        now.unlink()
        yield server, room


@pytest.mark.security(35)
def test_a_database_of_the_snug_before_takes_files(earlier):
    server, room = earlier
    process, ada = server.process, server.owner
    assert rows(process.database, "PRAGMA user_version") == [(BEFORE_FILES,)]
    assert rows(process.database, "PRAGMA auto_vacuum") == [(0,)]
    process.start()
    assert rows(process.database, "PRAGMA user_version")[0][0] > BEFORE_FILES
    assert rows(process.database, "PRAGMA auto_vacuum") == [(INCREMENTAL,)]
    assert [message["content"] for message in ada.history(room)] == [f"line {number} " * 100 for number in range(50)]
    assert all(not message.get("attachments") for message in ada.history(room))
    content = noise(700_000)
    file, seq = shared(ada, room, content, "a.bin")
    assert seq == 51 and ada.get(file["url"]).body == content
    assert process.terminate() == 0
    with contextlib.closing(sqlite3.connect(process.database)) as database:
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert database.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_an_upgrade_without_temporary_room_names_the_folder(tmp_path, earlier):
    database = earlier[0].process.database
    with contextlib.closing(sqlite3.connect(database)) as written, written:
        written.execute("UPDATE messages SET content = hex(randomblob(100000))")
    folder = tmp_path / "temporary"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], check=True)
    try:
        ended = run("serve", "--listen", "127.0.0.1:0", "--database", database, SQLITE_TMPDIR=str(folder))
    finally:
        subprocess.run(["umount", folder], check=True)
    assert ended.returncode == 75
    assert f"bytes to {folder}, where fewer are free" in ended.stderr
    assert rows(database, "PRAGMA user_version") == [(BEFORE_FILES,)]


@pytest.mark.security(33)
def test_an_upgrade_that_is_killed_is_taken_up_again(earlier):
    """At several moments of it: the file is whole each time, and the next start goes on."""
    server, room = earlier
    process = server.process
    for milliseconds in (20, 50, 80, 120, 200):
        process.begin()
        threading.Event().wait(milliseconds / 1_000)
        process.kill()
        with contextlib.closing(sqlite3.connect(process.database)) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    process.start()
    assert len(server.owner.history(room)) == 50
    assert rows(process.database, "PRAGMA auto_vacuum") == [(INCREMENTAL,)]
    assert upload(server.owner, room, noise(10), "a.bin").status == 201
    assert used(server.owner) == 10
