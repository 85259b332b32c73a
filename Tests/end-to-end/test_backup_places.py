"""Where a backup may be written: nothing that is not one is lost by it."""

import pytest

from support.server import SnugServer
from support.snug import SnugProcess, run

NOTES = b"The words of a whole year.\n" * 9


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
    server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "still here"})
    process.kill()
    process.start()
    server.owner.port = process.port
    assert [message["content"] for message in server.owner.history(room)] == ["still here"]


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


def test_a_folder_gets_a_dated_backup(process, tmp_path):
    SnugServer(process)
    folder = tmp_path / "disk"
    folder.mkdir()
    ended = run("backup", "create", folder, "--database", process.database)
    assert ended.returncode == 0, ended.stderr
    [copy] = folder.glob("snug-2*.db")
    assert str(copy) in ended.stdout
    assert run("backup", "verify", copy).returncode == 0
