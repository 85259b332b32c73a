"""`snug backup` while people write, and `snug restore`: one file, and it is the same service."""

import errno
import hashlib
import json
import os
import shutil
import subprocess

import pytest

from support.deadline import eventually
from support.preload import build
from support.rows import messages_of, rows
from support.server import SnugServer
from support.snug import SnugProcess, binary, environment, run
from support.writer import Writer


@pytest.fixture
def writers(process):
    """Four people who write into two rooms."""
    server = SnugServer(process)
    people = [server.register(name) for name in ("Rosa", "Sari", "Tibor", "Ute")]
    rooms = [server.room(people[0], people[1]), server.room(people[2], people[3])]
    writers = [Writer(person, rooms[index // 2]) for index, person in enumerate(people)]
    for writer in writers:
        writer.start()
    yield process, rooms, writers
    for writer in writers:
        writer.over.set()
        writer.join(10)


def test_a_backup_under_load_is_an_instant_of_the_whole(writers, tmp_path):
    """Sound by SQLite's own checks; of each room the first so many messages without a gap, all that were acknowledged
    before the command began among them; and a server on it knows the same tokens."""
    process, rooms, writers = writers
    eventually(lambda: all(len(writer.acked) >= 50 for writer in writers), "50 messages of each")
    before = [len(writer.acked) for writer in writers]
    copy = tmp_path / "copy" / "snug.db"
    copy.parent.mkdir()
    said = backup_while_they_write(process, writers, copy)

    assert_sound(copy)
    for room in rooms:
        copied, whole = messages_of(copy, room), messages_of(process.database, room)
        assert [seq for seq, *_ in copied] == list(range(1, len(copied) + 1))
        assert copied == whole[:len(copied)]
        assert rows(copy, "SELECT last_seq FROM rooms WHERE id = ?", room) == [(len(copied),)]
    kept = {client_id for room in rooms for _, _, client_id, _ in messages_of(copy, room)}
    for writer, count in zip(writers, before, strict=True):
        assert {message["client_id"] for message in writer.acked[:count]} <= kept
    assert f"{sum(len(messages_of(copy, room)) for room in rooms)} messages" in said and str(copy) in said

    restored = tmp_path / "restored"
    restored.mkdir()
    alone = shutil.copy(copy, tmp_path / "alone.db")
    ended = run("restore", alone, "--database", restored / "snug.db")
    assert ended.returncode == 0, ended.stderr
    with SnugProcess(restored, database=restored / "snug.db") as second:
        assert_same_service(second.start(), writers, copy)
        assert "Set-up link:" not in second.output


def backup_while_they_write(process, writers, copy):
    """The words of the command. Writing goes on after it, and is then over."""
    ended = run("backup", "create", copy, "--database", process.database)
    assert ended.returncode == 0, ended.stderr
    after = [len(writer.acked) for writer in writers]
    eventually(
        lambda: all(len(writer.acked) > count for writer, count in zip(writers, after, strict=True)),
        "writing goes on afterwards")
    for writer in writers:
        writer.over.set()
        writer.join(10)
        assert writer.failure is None
    return ended.stdout


def assert_sound(copy):
    """One file for its owner's eyes, whole by SQLite's own checks, and the receipt beside it."""
    receipt = copy.parent / "snug.db.json"
    assert sorted(copy.parent.iterdir()) == [copy, receipt], "a file and its receipt, and no half-written one"
    assert json.loads(receipt.read_text())["sha256"] == hashlib.sha256(copy.read_bytes()).hexdigest()
    assert copy.stat().st_mode & 0o777 == 0o600
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
    assert rows(copy, "PRAGMA foreign_key_check") == []


def assert_same_service(process, writers, copy):
    """The same tokens open it, what was said is there, and it goes on from there."""
    for writer in writers:
        writer.person.port = process.port
        assert writer.person.get("/api/v1/me").body["id"] == writer.person.id
        history = writer.person.history(writer.room)
        assert [message["content"] for message in history] == [
            content for *_, content in messages_of(copy, writer.room)]
    with writers[0].person.socket() as socket:
        socket.wait_for(type="hello")
        socket.say(writers[0].room, "and on it goes", "after-restore")
        assert socket.ack("after-restore")["seq"] == len(messages_of(copy, writers[0].room)) + 1


def test_a_backup_takes_the_place_of_the_one_before(process, tmp_path):
    """The same name again: replaced as a whole. Without a server running it works too."""
    server = SnugServer(process)
    copy = tmp_path / "copy.db"
    room = server.room(server.owner)
    for number in (1, 2):
        server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": f"number {number}"})
        assert run("backup", "create", copy, "--database", process.database).returncode == 0
        assert len(messages_of(copy, room)) == number
    assert process.terminate() == 0
    assert run("backup", "create", copy, "--database", process.database).returncode == 0
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]


def test_a_backup_that_cannot_be_written_leaves_the_old_one(process, tmp_path):
    """74, the destination's name, and whatever was there stays."""
    (tmp_path / "taken").write_text("a file")
    destination = tmp_path / "taken" / "copy.db"
    ended = run("backup", "create", destination, "--database", process.database)
    assert ended.returncode == 74
    assert str(destination) in ended.stderr
    assert (tmp_path / "taken").read_text() == "a file"


def test_backups_are_dated_listed_proven_and_pruned(process):
    """Beside the database, for their owner alone; one that was changed afterwards is told by its SHA-256."""
    SnugServer(process)
    folder = process.database.parent / "backups"
    folder.mkdir(mode=0o700)
    for day in range(1, 4):
        (folder / f"snug-2020-01-0{day}T020000Z.db").write_bytes(b"old")
    (folder / "notes.db").write_bytes(b"not ours")
    ended = run("backup", "create", "--database", process.database)
    assert ended.returncode == 0, ended.stderr
    [copy] = folder.glob("snug-202[1-9]*.db")
    assert copy.stat().st_mode & 0o777 == 0o600
    listed = run("backup", "list", "--database", process.database).stdout.splitlines()
    assert str(copy) in listed[1] and listed[1].endswith("yes")
    assert len(listed) == 5 and all(line.endswith("no") for line in listed[2:])

    def prune(keep):
        pruned = run("backup", "prune", "--keep", keep, "--database", process.database)
        assert pruned.returncode == 0, pruned.stderr
        return sorted(path.name for path in folder.glob("*.db"))
    assert len(prune(2)) == 5, "nothing goes for what is not proven"
    assert prune(1) == ["notes.db", copy.name]

    assert run("backup", "verify", copy).returncode == 0
    changed = bytearray(copy.read_bytes())
    changed[-1] ^= 1
    copy.write_bytes(changed)
    ended = run("backup", "verify", copy)
    assert ended.returncode == 74 and "SHA-256" in ended.stderr


def test_the_folder_of_backups_is_for_its_owner_alone(process):
    assert run("backup", "create", "--database", process.database).returncode == 0
    assert (process.database.parent / "backups").stat().st_mode & 0o777 == 0o700


def test_a_backup_goes_through_a_pipe(process, tmp_path):
    """`-`: the finished copy alone on standard output."""
    SnugServer(process)
    piped = tmp_path / "piped.db"
    with piped.open("wb") as output:
        ended = subprocess.run(
            [binary(), "backup", "create", "-", "--database", process.database],
            env=environment(), stdout=output, stderr=subprocess.PIPE, timeout=20, check=False)
    assert ended.returncode == 0, ended.stderr
    assert run("backup", "verify", piped).returncode == 0


def test_restore_waits_for_the_server_to_stop_and_keeps_what_was_there(process, tmp_path):
    """Refused while it runs; then the old token and passkeys hold, and the later message is in the kept file alone."""
    server = SnugServer(process)
    ada = server.owner
    room = server.room(ada)
    ada.post(f"/api/v1/rooms/{room}/messages", {"content": "before"})
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", process.database).returncode == 0
    ada.post(f"/api/v1/rooms/{room}/messages", {"content": "after"})
    refused = run("restore", copy, "--database", process.database)
    assert refused.returncode == 74 and "in use" in refused.stderr
    assert [message["content"] for message in ada.history(room)] == ["before", "after"]
    assert process.terminate() == 0

    ended = run("restore", copy, "--database", process.database)
    assert ended.returncode == 0, ended.stderr
    [kept] = process.database.parent.glob("snug.db.before-restore-*")
    assert str(kept) in ended.stdout
    assert [content for *_, content in messages_of(kept, room)] == ["before", "after"]
    for table in ("users", "sessions", "passkeys"):
        assert rows(process.database, f"SELECT * FROM {table}") == rows(copy, f"SELECT * FROM {table}")
    settings = "SELECT * FROM settings WHERE name NOT LIKE 'log.%'"
    assert rows(process.database, settings) == rows(copy, settings)
    process.start()
    ada.port = process.port
    assert [message["content"] for message in ada.history(room)] == ["before"]


def epoch_of(database):
    return rows(database, "SELECT value FROM settings WHERE name = 'log.epoch'")


@pytest.mark.security(35)
@pytest.mark.parametrize("sessions", ["kept", "ended"])
def test_a_restored_copy_is_another_log(process, tmp_path, sessions):
    """It has a name of its own, says what lives again, and signs everyone out if that is asked for."""
    server = SnugServer(process)
    ada = server.register("Ada")
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", process.database).returncode == 0
    latest = server.sign_in(ada)
    before = epoch_of(process.database)
    assert process.terminate() == 0
    flags = ["--end-sessions"] if sessions == "ended" else []
    ended = run("restore", copy, *flags, "--database", process.database)
    assert ended.returncode == 0, ended.stderr
    assert "invites used up" in ended.stdout
    assert ("2 sessions were ended" in ended.stdout) == (sessions == "ended")
    [(epoch,)] = epoch_of(process.database)
    assert len(epoch) == 22 and [(epoch,)] != before
    assert epoch_of(copy) == []
    process.start()
    for person in (ada, server.owner, latest):
        person.port = process.port
    assert {ada.get("/api/v1/me").status, server.owner.get("/api/v1/me").status} == {
        401 if sessions == "ended" else 200}
    server.sign_in(ada)
    assert latest.get("/api/v1/me").status == 401, "the lost session's number is given to nobody"


@pytest.mark.security(41)
def test_restore_works_where_two_names_cannot_be_exchanged(process, tmp_path):
    """A file system such as NFS: what was there is copied, and has a name at every moment."""
    server = SnugServer(process)
    room = server.room(server.owner)
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", process.database).returncode == 0
    server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "since"})
    assert process.terminate() == 0
    for code in (errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS):
        for kept in process.database.parent.glob("*.before-restore-*"):
            kept.unlink()
        ended = run(
            "restore", copy, "--database", process.database, LD_PRELOAD=str(build("steps", tmp_path)),
            STEPS_EXCHANGE=str(code))
        assert ended.returncode == 0, ended.stderr
        [kept] = process.database.parent.glob("snug.db.before-restore-*")
        assert rows(kept, "PRAGMA integrity_check") == [("ok",)]
        assert kept.stat().st_mode & 0o777 == 0o600
        assert messages_of(process.database, room) == []
        if code == errno.EINVAL:
            assert [content for *_, content in messages_of(kept, room)] == ["since"]
    assert not list(process.database.parent.glob("*.partial"))


@pytest.mark.security(41)
def test_a_backup_for_a_pipe_leaves_nothing_when_it_is_killed(process, tmp_path):
    """Neither while it is handed on, nor, from the next call on, while it was being made."""
    SnugServer(process)
    place = tmp_path / "temporary"
    place.mkdir()
    (place / "snug-backup-dead").mkdir(mode=0o700)
    (place / "snug-backup-dead" / "snug.db.partial").write_bytes(b"a part")
    command = [binary(), "backup", "create", "-", "--database", process.database]
    with subprocess.Popen(
            command, env=environment(TMPDIR=str(place)), stdout=subprocess.PIPE, stderr=subprocess.PIPE) as piping:
        # Nobody reads the rest, so it waits there.
        assert piping.stdout.read(16) == b"SQLite format 3\0"
        assert list(place.iterdir()) == []
        piping.kill()
    assert list(place.iterdir()) == []


@pytest.mark.security(41)
def test_a_database_behind_a_symbolic_link_is_served_again_and_again(tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "data").mkdir()
    link, file = tmp_path / "data" / "snug.db", tmp_path / "disk" / "snug.db"
    link.symlink_to(file)
    with SnugProcess(tmp_path, database=link) as process:
        server = SnugServer(process.start())
        assert [path.name for path in sorted(file.parent.iterdir())] == ["snug.db", "snug.db-shm", "snug.db-wal"]
        assert process.terminate() == 0
        assert file.read_bytes()[68:72] == b"SNUG"
        process.start()
        room = server.room(server.owner)
        found = json.loads(run("check", "--json", "--database", link).stdout)
        assert "can be read by other users" not in str(found) and "no server" not in str(found).lower()
        copy = tmp_path / "copy.db"
        assert run("backup", "create", copy, "--database", link).returncode == 0
        refused = run("restore", copy, "--database", file)
        assert refused.returncode == 74 and "in use" in refused.stderr
        server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "since"})
        assert process.terminate() == 0
        assert run("restore", copy, "--database", link).returncode == 0
        assert os.readlink(link) == str(file)
        assert messages_of(link, room) == []
        process.start()


def test_restore_refuses_what_is_not_a_sound_backup_and_changes_nothing(process, tmp_path):
    """Another program's file, a damaged one, one whose receipt is another's: 74 and the database as it was."""
    SnugServer(process)
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", process.database).returncode == 0
    assert process.terminate() == 0
    before = process.database.read_bytes()
    (tmp_path / "text.db").write_text("no database" * 100)
    cut = tmp_path / "cut.db"
    cut.write_bytes(copy.read_bytes()[:-8192])
    swapped = tmp_path / "swapped.db"
    shutil.copy(copy, swapped)
    receipt = json.loads((tmp_path / "copy.db.json").read_text())
    (tmp_path / "swapped.db.json").write_text(json.dumps(receipt | {"sha256": "0" * 64}))
    for bad in (tmp_path / "text.db", cut, swapped, tmp_path / "missing.db"):
        ended = run("restore", bad, "--database", process.database)
        assert ended.returncode == 74 and str(bad) in ended.stderr, bad
        assert process.database.read_bytes() == before
        blank = tmp_path / "blank" / "snug.db"
        assert run("restore", bad, "--database", blank).returncode == 74
        assert not blank.parent.exists() or list(blank.parent.iterdir()) == []
    assert not list(process.database.parent.glob("*restor*"))
