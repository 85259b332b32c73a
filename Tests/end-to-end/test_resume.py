"""Coming back costs the others nothing: not when someone asks for everything over and over, and not for their rooms
(SECURITY.md, lines 37 and 39)."""

import json

import pytest

from support.cost import cpu_seconds, cpu_until_quiet
from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

MESSAGES, CONTENT = 500, "x" * 16_000
SOCKETS, FRAMES = 4, 150
"""Each socket asks so often for the whole room."""


def fill(person, room):
    with person.socket() as sender:
        sender.wait_for(type="hello")
        for number in range(MESSAGES):
            sender.say(room, CONTENT, f"long-{number}")
            if number % 50 == 49:
                sender.ack(f"long-{number}")
                sender.frames.clear()


@pytest.mark.security(37, 39)
def test_asking_for_everything_over_and_over_costs_no_more_than_reading_it_a_few_times(tmp_path):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        mallory = server.register("Mallory")
        room, small = server.room(mallory, server.owner), server.room(mallory, name="Small")
        fill(mallory, room)
        start = cpu_until_quiet(process)
        assert len(mallory.history(room)) == MESSAGES
        reading = cpu_until_quiet(process) - start
        start = cpu_seconds(process)
        sockets = [mallory.socket() for _ in range(SOCKETS)]
        try:
            frame = json.dumps({"type": "resume", "rooms": {str(room): {"seq": 0}}})
            for _ in range(FRAMES):
                for each in sockets:
                    each.connection.send(frame)
            for each in sockets:
                # Rooms are caught up with one after the other.
                each.send(type="resume", rooms={str(small): {"seq": 0}})
            for each in sockets:
                each.wait_for(type="resumed", room_id=small, within=600)
                assert each.wait_for(type="resync", room_id=room)
            resuming = cpu_seconds(process) - start
        finally:
            for each in sockets:
                each.close()
        print(f"\n{reading:.2f} s of CPU to read the room once, {resuming:.2f} s for {SOCKETS * FRAMES} resume frames")
        assert resuming < 10 * max(reading, 0.1)


def test_each_room_asked_for_in_several_frames_is_caught_up_with_once(tmp_path):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        ada = server.register("Ada")
        rooms = [server.room(server.owner, ada, name=f"Room {number}") for number in range(60)]
        for room in rooms:
            assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "hi"}).status == 201
        with ada.socket() as socket:
            socket.wait_for(type="hello")
            for half in (rooms[:30], rooms[30:]):
                socket.send(type="resume", rooms={str(room): {"seq": 0, "rev": 0} for room in half})
            for room in rooms:
                socket.wait_for(type="resumed", room_id=room, last_seq=1)
            assert [message["room_id"] for message in socket.frames if message["type"] == "message"] == sorted(rooms)
            socket.send(type="resume", rooms={str(number): {"seq": 0} for number in range(1, 1_002)})
            assert socket.wait_for(type="error")["code"] == "invalid"


def test_whoever_is_there_when_the_server_stops_was_seen_then(tmp_path):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        ada = server.register("Ada")

        def last_seen():
            return server.owner.get("/api/v1/users?q=Ada").body["users"][0]["last_seen"]

        before = last_seen()
        with ada.socket() as socket:
            socket.wait_for(type="hello")
            assert process.terminate() == 0
        process.start()
        server.owner.port = process.port
        eventually(lambda: last_seen() > before, "a later last_seen")


def test_a_restored_copy_tells_that_it_is_another_log_and_has_what_was_lost_fetched(tmp_path):
    """`hello` and `GET /rooms` tell the same epoch, the same after a restart; a copy tells another."""
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        ada = server.register("Ada")
        room = server.room(server.owner, ada)

        def say(content):
            assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": content}).status == 201

        def epoch():
            with ada.socket() as socket:
                told = socket.wait_for(type="hello")["epoch"]
            assert ada.get("/api/v1/rooms").body["epoch"] == told
            return told

        say("kept")
        copy = tmp_path / "copy.db"
        assert run("backup", "create", copy, "--database", process.database).returncode == 0
        say("lost")
        before = epoch()
        process.terminate()
        process.start()
        ada.port = process.port
        assert epoch() == before
        process.terminate()
        process.make_way()
        assert run("restore", copy, "--database", process.database).returncode == 0
        process.start()
        ada.port = process.port
        after = epoch()
        assert after != before
        say("said instead")
        say("and more")
        with ada.socket() as socket:
            socket.wait_for(type="hello")
            positions = {str(room): {"seq": 2, "rev": 0}}
            socket.send(type="resume", epoch=before, rooms=positions)
            assert socket.wait_for(type="resync", room_id=room)["last_seq"] == 3
            socket.send(type="resume", epoch=after, rooms=positions)
            socket.wait_for(type="resumed", room_id=room)
            assert [message["content"] for message in socket.messages(room)] == ["and more"]
