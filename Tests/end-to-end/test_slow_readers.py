"""Readers that never read, in a busy room: they cost a bounded amount of memory, and nobody else's time (SECURITY.md,
lines 22 and 38)."""

import base64
import os
import socket
import statistics
import time

import pytest

from support.cost import cpu_until_quiet, resident_megabytes
from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess

READERS, CONTENT = 100, "x" * 8_000
FILLING, BUSY, CALM = 400, 1_500, 500
MEMBERS, RENAMES = 40, 200
HIGH_WATER = 256 * 1_024
"""Bytes that may wait for one of them (Limits.socketHighWaterBytes)."""


class SilentSocket:
    """A WebSocket whose client takes nothing from the kernel."""

    def __init__(self, person):
        self.connection = socket.socket()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self.connection.connect(("127.0.0.1", person.port))
        key = base64.b64encode(os.urandom(16)).decode()
        self.connection.sendall((
            f"GET /ws HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {person.token}\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
        assert self.connection.recv(12) == b"HTTP/1.1 101"

    def reads_until(self, words, within=20.0):
        """Whether this comes, once it reads again."""
        self.connection.settimeout(1)
        received, deadline = b"", time.monotonic() + within
        while time.monotonic() < deadline:
            try:
                received = received[-len(words):] + self.connection.recv(65_536)
            except TimeoutError:
                continue
            if words in received:
                return True
            if not received:
                return False
        return False


def talk(sender, listener, room, count, name):
    """Milliseconds from each send to the other's having it."""
    took = []
    for number in range(count):
        started = time.perf_counter()
        sender.say(room, CONTENT, f"{name}-{number}")
        while listener.receive().get("client_id") != f"{name}-{number}":
            pass
        listener.frames.clear()
        took.append((time.perf_counter() - started) * 1_000)
        sender.ack(f"{name}-{number}")
        sender.frames.clear()
    return took


def p99(times):
    return statistics.quantiles(times, n=100)[98]


@pytest.fixture(scope="module")
def besieged(tmp_path_factory):
    with SnugProcess(tmp_path_factory.mktemp("slow"), "--sockets-per-user", "1000") as process:
        yield SnugServer(process.start())


@pytest.mark.security(22)
def test_readers_that_never_read_cost_little_and_hold_up_nobody(besieged):
    process, owner = besieged.process, besieged.owner
    ada, lazy = besieged.register("Ada"), besieged.register("Lazy")
    room = besieged.room(owner, ada, lazy)
    with owner.socket() as sender, ada.socket() as listener:
        for each in (sender, listener):
            each.wait_for(type="hello")
        talk(sender, listener, room, FILLING, "warm")
        without = talk(sender, listener, room, CALM, "calm")
        before = resident_megabytes(process)
        silent = [SilentSocket(lazy) for _ in range(READERS)]
        talk(sender, listener, room, FILLING, "fill")
        filled = resident_megabytes(process)
        with_them = talk(sender, listener, room, BUSY, "busy")
        after = resident_megabytes(process)
        print(f"\nRSS {before:.1f} MB, {filled:.1f} MB with {READERS} silent readers, {after:.1f} MB "
              f"{BUSY * len(CONTENT) / 1e6:.0f} MB of messages later")
        print(f"others' p99: {p99(without):.2f} ms without them, {p99(with_them):.2f} ms with them; "
              f"medians {statistics.median(without):.2f} and {statistics.median(with_them):.2f} ms")
        assert filled - before < 2 * READERS * HIGH_WATER / 2 ** 20
        assert after - filled < 8, "it grows with what they do not read"
        for each in silent[:5]:
            assert each.reads_until(b'"type":"resync"'), "whoever reads again is told to fetch"
        for each in silent:
            each.connection.close()
    eventually(lambda: owner.get("/healthz").status == 200, "still there")


@pytest.mark.security(22, 38)
def test_what_others_do_with_a_room_waits_for_no_reader(besieged):
    process, owner = besieged.process, besieged.owner
    guest, lazy = besieged.register("Guest"), besieged.register("Drowsy")
    room = besieged.room(owner, lazy)
    silent = [SilentSocket(lazy) for _ in range(MEMBERS)]
    with owner.socket() as sender:
        for number in range(FILLING):
            sender.say(room, "y" * 16_000, f"drowsy-{number}")
            sender.ack(f"drowsy-{number}")
            sender.frames.clear()
    before = resident_megabytes(process)
    for number in range(RENAMES):
        assert owner.patch(f"/api/v1/rooms/{room}", {"name": f"Name {number}"}).status == 200
        if number % 4 == 0:
            members = f"/api/v1/rooms/{room}/members"
            assert owner.post(members, {"user_id": guest.id}).status == 201
            assert owner.delete(f"{members}/{guest.id}").status == 204
    cpu_until_quiet(process)
    after = resident_megabytes(process)
    print(f"\nRSS {before:.1f} MB, {after:.1f} MB after {RENAMES} new names before {MEMBERS} silent members")
    assert after - before < MEMBERS * HIGH_WATER / 2 ** 20, "it grows with what others do"
    for each in silent[:5]:
        assert each.reads_until(f'"name":"Name {RENAMES - 1}"'.encode()), "whoever reads again is shown the room"
    for each in silent:
        each.connection.close()
