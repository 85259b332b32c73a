"""Many people talk at once: order, uniqueness and durability hold."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from support.rows import assert_sound, messages_of
from support.server import SnugServer
from support.snug import SnugProcess

pytestmark = pytest.mark.main

PEOPLE = ROOMS = 8
DEVICES = 8
MESSAGES = 1_000


class Device:
    """One sender: a socket, and what it sends where."""

    def __init__(self, person, rooms, number):
        self.person, self.rooms, self.number = person, rooms, number
        self.socket = person.socket()
        self.socket.wait_for(type="hello")
        self.acks = {}

    def send(self, count):
        """Sends all without waiting, then waits for the acks."""
        for index in range(count):
            self.socket.say(self.rooms[index % len(self.rooms)], f"{self.number}: {index}", f"{self.number}-{index}")
        for index in range(count):
            client_id = f"{self.number}-{index}"
            self.acks[client_id] = self.socket.ack(client_id, within=60)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory):
    """Eight people with eight devices each have sent a thousand messages into eight rooms, two people in each room."""
    with SnugProcess(tmp_path_factory.mktemp("crowd")) as process:
        server = SnugServer(process.start())
        people = [server.register(f"Person{number}") for number in range(PEOPLE)]
        rooms = [server.room(people[number], people[(number + 1) % PEOPLE]) for number in range(ROOMS)]
        devices = [
            Device(person, [rooms[index], rooms[index - 1]], f"{person.id}-{device}")
            for index, person in enumerate(people) for device in range(DEVICES)]
        shares = [MESSAGES // len(devices) + (number < MESSAGES % len(devices)) for number in range(len(devices))]
        with ThreadPoolExecutor(len(devices)) as pool:
            list(pool.map(Device.send, devices, shares))
        yield process, rooms, devices
        for device in devices:
            device.socket.close()


def test_each_room_counts_its_messages_without_gaps(crowd):
    """Every room has seq 1, 2, 3 …, the same to both of its members, and together they have every message."""
    process, rooms, devices = crowd
    total = 0
    for index, room in enumerate(rooms):
        members = devices[index * DEVICES].person, devices[(index + 1) % PEOPLE * DEVICES].person
        history = members[0].history(room)
        assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
        assert members[1].history(room) == history
        total += len(history)
    assert total == MESSAGES


def test_every_socket_hears_the_others_in_order(crowd):
    """Each device got every message of its rooms but its own, in the order of the log; its own came as acks."""
    process, rooms, devices = crowd
    histories = {room: devices[index * DEVICES].person.history(room) for index, room in enumerate(rooms)}
    for device in devices:
        for room in device.rooms:
            expected = [message for message in histories[room] if message["client_id"] not in device.acks]
            device.socket.wait_for(type="message", room_id=room, seq=expected[-1]["seq"])
            assert device.socket.messages(room) == expected


def test_a_repeated_client_id_changes_nothing(crowd):
    """The same send again is answered with the first message, adds no row, moves no number and tells nobody."""
    process, rooms, devices = crowd
    device = devices[0]
    client_id, message = next(iter(device.acks.items()))
    room = message["room_id"]
    before = messages_of(process.database, room)
    with device.person.socket() as again, device.person.socket() as witness:
        for socket in (again, witness):
            socket.wait_for(type="hello")
        again.say(room, "something else", client_id)
        assert again.ack(client_id) == message
        answer = device.person.post(
            f"/api/v1/rooms/{room}/messages", {"content": "something else", "client_id": client_id})
        assert (answer.status, answer.body) == (200, message)
        assert messages_of(process.database, room) == before
        again.say(room, "a new one", f"after-{client_id}")
        new = again.ack(f"after-{client_id}")
        assert new["seq"] == len(before) + 1
        witness.wait_for(type="message", room_id=room)
        assert witness.messages(room) == [new], "nothing was broadcast for the repeats"


def test_one_client_id_from_eight_devices_at_once_is_one_message(crowd):
    """Whoever is first makes the message; all eight are told of that one."""
    process, rooms, devices = crowd
    of_one_person = devices[:DEVICES]
    room = rooms[0]
    before = messages_of(process.database, room)

    def send(device):
        device.socket.say(room, f"from {device.number}", "all-at-once")
        return device.socket.ack("all-at-once")

    with ThreadPoolExecutor(DEVICES) as pool:
        acks = list(pool.map(send, of_one_person))
    assert all(ack == acks[0] for ack in acks)
    assert acks[0]["seq"] == len(before) + 1
    assert len(messages_of(process.database, room)) == len(before) + 1


def test_every_acknowledged_message_is_in_the_file_after_kill_9(crowd):
    """The file that a killed server leaves behind has each acknowledged message with its number, and is sound.

    The last test of the file: the server is gone after it.
    """
    process, rooms, devices = crowd
    process.kill()
    assert_sound(process.database)
    for room in rooms:
        log = messages_of(process.database, room)
        assert [seq for seq, *_ in log] == list(range(1, len(log) + 1))
        assert len({(user, client_id) for _, user, client_id, _ in log}) == len(log)
    kept = {(room, row) for room in rooms for row in messages_of(process.database, room)}
    for device in devices:
        for client_id, message in device.acks.items():
            row = message["seq"], device.person.id, client_id, message["content"]
            assert (message["room_id"], row) in kept
