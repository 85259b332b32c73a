"""The backups that a running server makes: every night, when an administrator asks, and what it says when it cannot."""

import contextlib
import errno
import json
import os
import sqlite3
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.clock import last_tried
from support.deadline import eventually
from support.preload import build
from support.rows import rows
from support.server import SnugServer
from support.snug import SnugProcess, run

BACKUPS = "/api/v1/admin/backups"
DAY = 86_400


def copies(process):
    return sorted((process.database.parent / "backups").glob("snug-*.db"))


@pytest.fixture
def unwritable(tmp_path):
    """A server whose backups have no directory to go to."""
    (tmp_path / "taken").write_text("a file")
    with SnugProcess(tmp_path) as process:
        process.backups = tmp_path / "taken" / "backups"
        process.start()
        run("config", "set", "backup.directory", process.backups, "--database", process.database)
        eventually(lambda: "backup.directory" in process.errors, "the setting holds")
        yield process


def put_copy(path, database):
    """Puts a file there that counts as a proven copy of a database, by its receipt and the installation's secret."""
    secret = rows(database, "SELECT value FROM secrets WHERE name = 'installation'")
    with contextlib.closing(sqlite3.connect(path)) as copy, copy:
        copy.execute("CREATE TABLE secrets (name TEXT PRIMARY KEY, value BLOB)")
        copy.executemany("INSERT INTO secrets VALUES ('installation', ?)", secret)
    counts = dict.fromkeys(("schema", "users", "rooms", "messages"), 1)
    path.with_name(f"{path.name}.json").write_text(json.dumps({"bytes": path.stat().st_size, "sha256": "", **counts}))
    return path


def test_a_night_without_a_backup_is_made_up_for(process):
    """Proven, for the owner's eyes, and the oldest goes; a server that has just begun makes none."""
    server = SnugServer(process)
    assert copies(process) == []
    folder = process.database.parent / "backups"
    folder.mkdir(mode=0o700)
    for day in range(1, 15):
        put_copy(folder / f"snug-2020-01-{day:02}T023000Z.db", process.database)
    last_tried(process, 2 * DAY)
    eventually(lambda: rows(process.database, "SELECT 1 FROM settings WHERE name = 'last.backup'"), "a backup")
    eventually(lambda: len(copies(process)) == 14, "the oldest is gone")
    newest = copies(process)[-1]
    assert newest.stat().st_mode & 0o777 == 0o600
    assert run("backup", "verify", newest).returncode == 0
    owner = server.owner
    owner.port = process.port
    answer = owner.get(BACKUPS)
    assert answer.status == 200 and answer.body["last_failure"] is None
    assert len(answer.body["backups"]) == 14
    first, second = answer.body["backups"][:2]
    assert first["name"] == newest.name and first["proven"] and first["messages"] == 0
    assert first["bytes"] == newest.stat().st_size
    assert first["taken_at"][:10] == time.strftime("%Y-%m-%d", time.gmtime())
    assert second["proven"] and second["taken_at"] == "2020-01-14T02:30:00.000Z"

    last_tried(process, 0)
    assert len(copies(process)) == 14


def test_a_backup_that_cannot_be_noted_is_made_once(process):
    """Somebody holds the database's lock for writing: the copy counts, and the next look makes no other."""
    SnugServer(process)
    run("config", "set", "backup.time", "off", "--database", process.database)
    last_tried(process, 2 * DAY)
    with contextlib.closing(sqlite3.connect(process.database, isolation_level=None)) as other:
        other.execute("UPDATE settings SET value = '02:30' WHERE name = 'backup.time'")
        other.execute("BEGIN IMMEDIATE")
        eventually(lambda: "could not be noted" in process.errors, "a copy that is not noted", within=60)
        # It looks every half minute: the next look finds nothing to do.
        with pytest.raises(AssertionError, match="another"):
            eventually(lambda: process.errors.count("Backup made and proven") > 1, "another", within=40)
    assert len(copies(process)) == 1


@pytest.mark.parametrize("name", ["last.backup", "last.backup.try"])
@pytest.mark.parametrize("moment", [-(2**63), 2**63 - 1])
def test_a_moment_out_of_range_ends_no_server(process, name, moment):
    """A file from elsewhere may hold any number."""
    server = SnugServer(process)
    assert process.terminate() == 0
    with contextlib.closing(sqlite3.connect(process.database)) as database, database:
        database.execute("DELETE FROM settings WHERE name = ?", [name])
        database.execute("INSERT INTO settings (name, value) VALUES (?, ?)", (name, str(moment)))
    process.start()
    server.owner.port = process.port
    assert server.owner.get("/api/v1/admin/findings").status == 200
    assert server.owner.get(BACKUPS).status == 200
    assert run("check", "backup", "--database", process.database).returncode in (0, 1, 2)


def test_administrators_alone_make_and_see_backups(process):
    server = SnugServer(process)
    ben = server.register("Ben")
    for answer in (ben.get(BACKUPS), ben.post(BACKUPS)):
        assert answer.status == 403 and answer.body["code"] == "forbidden"
    assert server.guest.post(BACKUPS).status == 401
    assert copies(process) == []
    made = server.owner.post(BACKUPS)
    assert made.status == 201 and made.body["proven"], made.body
    assert [copy.name for copy in copies(process)] == [made.body["name"]]
    assert server.owner.get(BACKUPS).body["backups"] == [made.body]
    # The server's locks are as they were: what is said next is durable, and a second server is kept off.
    room = server.room(server.owner, ben)
    assert ben.post(f"/api/v1/rooms/{room}/messages", {"content": "still here"}).status == 201
    assert run("restore", copies(process)[0], "--database", process.database).returncode == 74
    assert rows(process.database, "PRAGMA integrity_check") == [("ok",)]


def test_a_backup_that_fails_reaches_the_owner(unwritable):
    """In the log, in the list, and in one mail however often it fails; the next good one ends it."""
    process = unwritable
    server = SnugServer(process)
    for _ in range(3):
        assert server.owner.post(BACKUPS).status == 503
    mails = eventually(
        lambda: [mail for mail in server.mails.to("olga@example.org") if "backup" in mail], "a mail to the owner")
    assert str(process.backups) in " ".join(mails[0].split())
    assert str(process.backups) in server.owner.get(BACKUPS).body["last_failure"]
    assert "The backup failed" in process.errors
    assert rows(process.database, "SELECT count(*) FROM mail_queue") == [(0,)]
    assert len([mail for mail in server.mails.to("olga@example.org") if "backup" in mail]) == 1

    (process.backups.parent).unlink()
    last_tried(process, 3_700, failure="the disk was full")
    eventually(lambda: list(process.backups.glob("snug-*.db")), "it is tried again after an hour")
    owner = server.owner
    owner.port = process.port
    eventually(lambda: owner.get(BACKUPS).body["last_failure"] is None, "the failure is over")


def asked_for(server, count):
    answers = [server.owner.post(BACKUPS) for _ in range(count)]
    assert [answer.status for answer in answers] == [201] * count
    return [answer.body["name"] for answer in answers]


@pytest.mark.security(37)
def test_backups_that_are_asked_for_push_out_none_of_the_nights(process):
    """Of those asked for on one day the newest stays; how many there are is bounded, also over a restart; each is in
    the log of what administrators did."""
    server = SnugServer(process)
    folder = process.database.parent / "backups"
    folder.mkdir(mode=0o700)
    nights = [f"snug-2020-01-{day:02}T023000Z.db" for day in range(1, 15)]
    for name in nights:
        (folder / name).write_bytes(b"old")
    made = asked_for(server, 5)
    assert len(set(made)) == 5
    assert [copy.name for copy in copies(process)] == [*nights, made[-1]]
    assert process.terminate() == 0
    process.start()
    server.owner.port = process.port
    refused = server.owner.post(BACKUPS)
    assert refused.status == 429 and int(refused.headers["Retry-After"]) > 600
    assert len(copies(process)) == 15
    entries = server.owner.get("/api/v1/audit").body["entries"]
    assert [entry["detail"] for entry in entries if entry["act"] == "backup_made"] == made[::-1]
    assert {entry["actor_id"] for entry in entries if entry["act"] == "backup_made"} == {server.owner.id}


@pytest.mark.security(40)
def test_what_was_just_made_is_not_what_goes(process):
    """A file dated in the future lies there, and one backup is kept; the next night it is the one to go."""
    server = SnugServer(process)
    folder = process.database.parent / "backups"
    folder.mkdir(mode=0o700)
    future = put_copy(folder / "snug-2037-01-01T000000Z.db", process.database)
    run("config", "set", "backup.keep", "1", "--database", process.database)
    eventually(lambda: "backup.keep" in process.errors, "the setting holds")
    [made] = asked_for(server, 1)
    assert (folder / made).exists()
    last_tried(process, 2 * DAY)
    eventually(lambda: not future.exists(), "a backup of the night")
    assert (folder / made).exists() and len(copies(process)) == 2


@pytest.mark.security(40)
def test_a_try_that_lies_ahead_is_no_reason_to_wait(process):
    SnugServer(process)
    last_tried(process, -3 * DAY)
    eventually(lambda: copies(process), "a backup")


def test_what_a_killed_server_left_of_its_backups_goes_at_the_next_start(process):
    SnugServer(process)
    folder = process.database.parent / "backups"
    folder.mkdir(mode=0o700)
    process.kill()
    for ending in (".db.partial", ".db.partial-journal", ".db.json.partial"):
        (folder / f"snug-2026-01-01T023000Z{ending}").write_bytes(b"a part")
    process.start()
    eventually(lambda: list(folder.iterdir()) == [], "an empty folder")


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 80 MB for backups."""
    folder = tmp_path / "backups"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=80m", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.security(34)
def test_backups_do_not_fill_the_disk(tmp_path, small_disk):
    """The oldest of several goes where that makes room for the night's; else none is begun, and whoever asks for one
    and the owner are told."""
    with SnugProcess(tmp_path, "--backup-directory", small_disk) as process:
        server = SnugServer(process.start())
        [proven] = asked_for(server, 1)
        for day in (1, 2):
            (small_disk / f"snug-2020-01-{day:02}T023000Z.db").write_bytes(os.urandom(8 << 20))
        refused = server.owner.post(BACKUPS)
        assert refused.status == 507 and refused.body["code"] == "storage_full", refused.body
        assert "stay free" in server.owner.get(BACKUPS).body["last_failure"]
        eventually(
            lambda: [mail for mail in server.mails.to("olga@example.org") if "backup" in mail], "a mail to the owner")
        assert len(list(small_disk.glob("*.db"))) == 3 and not list(small_disk.glob("*.partial*"))

        last_tried(process, 2 * DAY)
        names = eventually(
            lambda: {copy.name for copy in small_disk.glob("*.db")} - {proven, "snug-2020-01-01T023000Z.db"},
            "the night's backup")
        assert "snug-2020-01-02T023000Z.db" in names
        assert "Backup removed to make room" in process.errors


@pytest.mark.security(34)
def test_a_copy_for_which_the_disk_is_full_in_the_midst_leaves_nothing(tmp_path):
    """Whoever asked for it is told, and the next is made as if nothing had been."""
    faults, folder = tmp_path / "faults", tmp_path / "data" / "backups"
    with SnugProcess(
            tmp_path, LD_PRELOAD=str(build("faults", tmp_path)), FAULTS=str(faults),
            FAULTS_FOLDER=str(folder)) as process:
        server = SnugServer(process.start())
        room = server.room(server.owner)
        with server.owner.socket() as socket:
            for number in range(400):
                socket.say(room, "x" * 16_000, f"long-{number}")
            socket.ack("long-399", within=60)
        faults.write_text("slow-sync 200")
        with ThreadPoolExecutor(1) as pool:
            refused = pool.submit(server.owner.post, BACKUPS)
            eventually(lambda: any(copy.stat().st_size for copy in folder.glob("*.db.partial")), "a part of the copy")
            # In one step: no write must find neither.
            (tmp_path / "full").write_text(f"write {errno.ENOSPC}")
            (tmp_path / "full").rename(faults)
        assert (refused.result().status, refused.result().body["code"]) == (507, "storage_full")
        assert list(folder.iterdir()) == []
        faults.unlink()
        asked_for(server, 1)


def damage(process, table):
    """Overwrites the root of a table that nobody reads in this test."""
    [(page,)] = rows(process.database, "SELECT rootpage FROM sqlite_schema WHERE name = ?", table)
    with process.database.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)


@pytest.mark.security(34)
def test_a_damaged_database_is_named_and_no_part_of_a_copy_stays(tmp_path):
    """Whoever asks for a backup, the owner's mail and the page say that the database is damaged and what to do, by day
    and by night; the folder is as empty as before."""
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        assert process.terminate() == 0
        damage(process, "passkeys")
        process.start()
        server.owner.port = process.port
        answer = server.owner.post(BACKUPS)
        assert (answer.status, answer.body["code"]) == (503, "backup_failed")
        said = answer.body["detail"]
        assert said.startswith(f"{process.database} is damaged (") and "snug restore" in said and "partial" not in said
        assert server.owner.get(BACKUPS).body["last_failure"] == said
        last_tried(process, 2 * DAY)
        eventually(lambda: process.errors.count("The backup failed") == 2, "the night's try")
        folder = process.database.parent / "backups"
        assert list(folder.iterdir()) == []


@pytest.mark.security(34)
def test_a_folder_that_cannot_be_used_is_told_with_its_reason(tmp_path):
    """No “storage trouble” that sends an owner to the owner."""
    (tmp_path / "file").write_text("x")
    with SnugProcess(tmp_path, "--backup-directory", tmp_path / "file") as process:
        server = SnugServer(process.start())
        answer = server.owner.post(BACKUPS)
        assert (answer.status, answer.body["code"]) == (503, "backup_failed")
        assert answer.body["detail"].startswith(f"{tmp_path / 'file'} is no folder")


@pytest.mark.security(34)
@pytest.mark.parametrize("call", ["write", "sync"])
def test_a_disk_that_fails_leaves_no_part_of_a_copy(tmp_path, call):
    """Neither the copy nor the journal that SQLite keeps beside it."""
    faults, folder = tmp_path / "faults", tmp_path / "data" / "backups"
    with SnugProcess(
            tmp_path, LD_PRELOAD=str(build("faults", tmp_path)), FAULTS=str(faults),
            FAULTS_FOLDER=str(folder)) as process:
        server = SnugServer(process.start())
        faults.write_text(f"{call} {errno.EIO}")
        for _ in range(3):
            assert server.owner.post(BACKUPS).status in (503, 507)
        assert list(folder.iterdir()) == []
        ended = run("backup", "create", "--database", process.database, LD_PRELOAD=str(tmp_path / "faults.so"),
                    FAULTS=str(faults), FAULTS_FOLDER=str(folder))
        assert ended.returncode == 74 and list(folder.iterdir()) == [], ended.stderr
