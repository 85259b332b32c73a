"""`snug backup` while people write: one file, and it is the same service."""

import shutil
import threading

import pytest

from deadline import eventually
from house import House
from rows import messages_of, rows
from snug import SnugProcess, run


class Writer(threading.Thread):
    """Sends one message after the other into its room until told to stop; keeps what was acknowledged."""

    def __init__(self, person, room):
        super().__init__(daemon=True)
        self.person, self.room = person, room
        self.acked = []
        self.over = threading.Event()
        self.failure = None

    def run(self):
        try:
            with self.person.socket() as socket:
                socket.wait_for(type="hello")
                while not self.over.is_set():
                    client_id = f"w-{self.person.id}-{len(self.acked)}"
                    socket.say(self.room, f"number {len(self.acked)}", client_id)
                    self.acked.append(socket.ack(client_id))
        except Exception as failure:
            self.failure = failure


@pytest.fixture
def writers(server):
    """Four people who write into two rooms."""
    house = House(server)
    people = [house.register(name) for name in ("Rosa", "Sari", "Tibor", "Ute")]
    rooms = [house.room(people[0], people[1]), house.room(people[2], people[3])]
    writers = [Writer(person, rooms[index // 2]) for index, person in enumerate(people)]
    for writer in writers:
        writer.start()
    yield server, rooms, writers
    for writer in writers:
        writer.over.set()
        writer.join(10)


def test_a_backup_under_load_is_an_instant_of_the_whole(writers, tmp_path):
    """Sound by SQLite's own checks; of each room the first so many messages without a gap, all that were acknowledged
    before the command began among them; and a server on it knows the same tokens."""
    server, rooms, writers = writers
    eventually(lambda: all(len(writer.acked) >= 50 for writer in writers), "50 messages of each")
    before = [len(writer.acked) for writer in writers]
    copy = tmp_path / "copy" / "snug.db"
    copy.parent.mkdir()
    ended = run("backup", copy, "--database", server.database)
    assert ended.returncode == 0, ended.stderr
    after = [len(writer.acked) for writer in writers]
    eventually(
        lambda: all(len(writer.acked) > count for writer, count in zip(writers, after, strict=True)),
        "writing goes on afterwards")
    for writer in writers:
        writer.over.set()
        writer.join(10)
        assert writer.failure is None

    assert list(copy.parent.iterdir()) == [copy], "one file, and no half-written one beside it"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]
    assert rows(copy, "PRAGMA foreign_key_check") == []
    for room in rooms:
        copied, whole = messages_of(copy, room), messages_of(server.database, room)
        assert [seq for seq, *_ in copied] == list(range(1, len(copied) + 1))
        assert copied == whole[:len(copied)]
        assert rows(copy, "SELECT last_seq FROM rooms WHERE id = ?", room) == [(len(copied),)]
    kept = {client_id for room in rooms for _, _, client_id, _ in messages_of(copy, room)}
    for writer, count in zip(writers, before, strict=True):
        assert {message["client_id"] for message in writer.acked[:count]} <= kept
    said = f"{sum(len(messages_of(copy, room)) for room in rooms)} messages"
    assert said in ended.stdout and str(copy) in ended.stdout

    restored = tmp_path / "restored"
    restored.mkdir()
    shutil.copy(copy, restored / "snug.db")
    with SnugProcess(restored, database=restored / "snug.db") as second:
        second.start()
        for writer in writers:
            writer.person.port = second.port
            assert writer.person.get("/api/v1/me").body["id"] == writer.person.id
            history = writer.person.history(writer.room)
            assert [message["content"] for message in history] == [
                content for *_, content in messages_of(copy, writer.room)]
        with writers[0].person.socket() as socket:
            socket.wait_for(type="hello")
            socket.say(rooms[0], "and on it goes", "after-restore")
            assert socket.ack("after-restore")["seq"] == len(messages_of(copy, rooms[0])) + 1
        assert "Set-up link:" not in second.output


def test_a_backup_takes_the_place_of_the_one_before(server, tmp_path):
    """The same name again: replaced as a whole. Without a server running it works too."""
    house = House(server)
    copy = tmp_path / "copy.db"
    room = house.room(house.owner)
    for number in (1, 2):
        house.owner.post(f"/api/v1/rooms/{room}/messages", {"content": f"number {number}"})
        assert run("backup", copy, "--database", server.database).returncode == 0
        assert len(messages_of(copy, room)) == number
    assert server.terminate() == 0
    assert run("backup", copy, "--database", server.database).returncode == 0
    assert rows(copy, "PRAGMA integrity_check") == [("ok",)]


def test_a_backup_that_cannot_be_written_leaves_the_old_one(server, tmp_path):
    """74, the destination's name, and whatever was there stays."""
    (tmp_path / "taken").write_text("a file")
    destination = tmp_path / "taken" / "copy.db"
    ended = run("backup", destination, "--database", server.database)
    assert ended.returncode == 74
    assert str(destination) in ended.stderr
    assert (tmp_path / "taken").read_text() == "a file"
