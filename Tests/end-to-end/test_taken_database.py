"""A database that is taken away while it is served: nothing is acknowledged that nobody could find again."""

import shutil

import pytest

from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess, run

TOLD = "was removed, moved or replaced"


def remove(process):
    for file in process.files:
        file.unlink()


def replace(process):
    """Another server's database comes by its name."""
    other = process.folder / "other"
    other.mkdir()
    SnugProcess(other).start().terminate()
    process.database.rename(process.folder / "old.db")
    (other / "data" / "snug.db").rename(process.database)


def move_folder(process):
    process.database.parent.rename(process.folder / "moved")


@pytest.mark.parametrize("take_away", [remove, replace, move_folder])
def test_a_lost_database_takes_no_messages(process, take_away):
    """503 for all that reads and writes, and one line in the log, though nobody asks for anything."""
    server = SnugServer(process)
    room = server.room(server.owner)
    messages = f"/api/v1/rooms/{room}/messages"
    assert server.owner.post(messages, {"content": "before"}).status == 201
    take_away(process)
    eventually(lambda: TOLD in process.errors, "a line about the file", within=3)
    assert server.owner.post(messages, {"content": "after"}).status == 503
    assert server.owner.get(messages).status == 503
    eventually(lambda: server.guest.get("/readyz").status == 503, "readyz", within=10)
    assert run("healthcheck", "--listen", f"127.0.0.1:{process.port}", "--database", process.database).returncode == 1
    assert process.errors.count(TOLD) == 1


def test_a_database_that_is_put_back_serves_again(process):
    server = SnugServer(process)
    room = server.room(server.owner)
    kept = process.folder / "kept"
    process.database.parent.rename(kept)
    eventually(lambda: TOLD in process.errors, "a line about the file", within=3)
    shutil.move(kept, process.database.parent)
    answer = server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "again"})
    assert answer.status == 201
    eventually(lambda: server.guest.get("/readyz").status == 200, "readyz", within=20)
