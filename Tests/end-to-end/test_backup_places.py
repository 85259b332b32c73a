"""Where a backup may be written: nothing that is not one is lost by it."""

import pytest

from support.server import SnugServer
from support.snug import SnugProcess, run

NOTES = b"The words of a whole year.\n" * 9


def keeps_what_is_said(server, process, room):
    """A message that is written now is in the database after a kill."""
    server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "still here"})
    process.kill()
    process.start()
    server.owner.port = process.port
    assert [message["content"] for message in server.owner.history(room)] == ["still here"]


@pytest.mark.security(41)
@pytest.mark.parametrize("name", ["snug.db", "snug.db-wal", "snug.db-shm", "linked.db", "hard.db"])
def test_a_backup_never_takes_the_place_of_its_database(process, name):
    """By whichever name the file in use is given, and with --force too: 74, and the server goes on."""
    server = SnugServer(process)
    room = server.room(server.owner)
    folder = process.database.parent
    (folder / "linked.db").symlink_to(process.database)
    (folder / "hard.db").hardlink_to(process.database)
    for force in ([], ["--force"]):
        ended = run("backup", "create", folder / name, *force, "--database", process.database)
        assert ended.returncode == 74 and "in use" in ended.stderr, ended.stderr
    (folder / "hard.db").unlink()
    keeps_what_is_said(server, process, room)


@pytest.mark.security(41)
def test_a_backup_takes_the_place_of_nothing_but_a_backup(process, tmp_path):
    """Another server's database stays whatever is said; other files unless --force is."""
    SnugServer(process)
    notes = tmp_path / "notes.txt"
    notes.write_bytes(NOTES)
    create = ["backup", "create", notes, "--database", process.database]
    refused = run(*create)
    assert refused.returncode == 74 and "--force" in refused.stderr
    assert notes.read_bytes() == NOTES
    assert run(*create, "--force").returncode == 0
    assert run("backup", "verify", notes).returncode == 0
    assert run(*create).returncode == 0, "one's own copy is made anew"

    (tmp_path / "other").mkdir()
    with SnugProcess(tmp_path / "other") as other:
        other.start()
        ended = run("backup", "create", other.database, "--force", "--database", process.database)
        assert ended.returncode == 74 and "is a database" in ended.stderr


@pytest.mark.security(41)
@pytest.mark.parametrize("part", ["-wal", "-shm", "-journal"])
def test_a_backup_never_takes_the_place_of_a_database_s_part(process, tmp_path, part):
    """Another server's, and one's own where the database is named by a link; there just now or not."""
    server = SnugServer(process)
    room = server.room(server.owner)
    linked = tmp_path / "linked.db"
    linked.symlink_to(process.database)
    (tmp_path / "other").mkdir()
    with SnugProcess(tmp_path / "other") as other:
        other.start()
        for source in (other.database, linked):
            destination = f"{process.database}{part}"
            ended = run("backup", "create", destination, "--force", "--database", source)
            assert ended.returncode == 74 and "in use" in ended.stderr, ended.stderr
    keeps_what_is_said(server, process, room)


@pytest.mark.security(41)
@pytest.mark.parametrize("name", ["copy.json", "copy.partial"])
def test_a_backup_writes_over_no_file_beside_its_own(process, tmp_path, name):
    """Where its receipt or its temporary file would be: another program's stays unless --force is said."""
    SnugServer(process)
    (tmp_path / name).write_bytes(NOTES)
    create = ["backup", "create", tmp_path / "copy", "--database", process.database]
    refused = run(*create)
    assert refused.returncode == 74 and str(tmp_path / name) in refused.stderr, refused.stderr
    assert (tmp_path / name).read_bytes() == NOTES
    assert not (tmp_path / "copy").exists()
    assert run(*create, "--force").returncode == 0
    assert run(*create).returncode == 0, "one's own receipt is made anew"


def test_the_backup_directory_is_a_folder_though_it_is_not_there_yet(process):
    SnugServer(process)
    folder = process.database.parent / "backups"
    ended = run("backup", "create", folder, "--database", process.database)
    assert ended.returncode == 0, ended.stderr
    assert len(list(folder.glob("snug-2*.db"))) == 1


def test_a_copy_that_cannot_be_looked_at_stops_no_backup(process):
    """A link to a disk that is not mounted."""
    SnugServer(process)
    folder = process.database.parent / "backups"
    folder.mkdir(mode=0o700)
    (folder / "snug-2020-01-01T000000Z.db").symlink_to("/nowhere/snug.db")
    assert run("backup", "create", "--database", process.database).returncode == 0
    listed = run("backup", "list", "--database", process.database)
    assert listed.returncode == 0 and " yes" in listed.stdout


def test_a_part_of_a_database_is_not_called_sound(process, tmp_path):
    """Copied while it was in use, the other part is in the log: restored, it would be an empty page."""
    SnugServer(process)
    process.kill()
    copy = tmp_path / "copied.db"
    copy.write_bytes(process.database.read_bytes())
    (tmp_path / "copied.db-wal").write_bytes(process.database.with_name("snug.db-wal").read_bytes())
    ended = run("backup", "verify", copy)
    assert ended.returncode == 74 and "a part of it is in" in ended.stderr


@pytest.mark.parametrize("command", [["backup", "verify"], ["restore"]])
@pytest.mark.parametrize("copy", ["-", "/dev/stdin"])
def test_a_backup_from_a_pipe_is_asked_for_as_a_file(tmp_path, command, copy):
    ended = run(*command, copy, stdin="SQLite", **{"SNUG_DATABASE": str(tmp_path / "snug.db")})
    assert ended.returncode == 64 and "Save it as a file" in ended.stderr
    assert not (tmp_path / "snug.db").exists()


def test_a_folder_gets_a_dated_backup(process, tmp_path):
    SnugServer(process)
    folder = tmp_path / "disk"
    folder.mkdir()
    ended = run("backup", "create", folder, "--database", process.database)
    assert ended.returncode == 0, ended.stderr
    [copy] = folder.glob("snug-2*.db")
    assert str(copy) in ended.stdout
    assert run("backup", "verify", copy).returncode == 0
