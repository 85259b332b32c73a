"""Ten thousand frames that no client would send: each costs at most its own socket (SECURITY.md, lines 21 and 31)."""

import base64
import json
import os
import random
import socket
import struct

import pytest

from support.server import SnugServer
from support.snug import SnugProcess

FRAMES = 10_000
SEED = int(os.environ.get("SNUG_FUZZ_SEED", random.randrange(2 ** 32)))
WELL_FORMED = [
    {"type": "send", "room_id": 1, "content": "hi", "client_id": "a", "reply_to": 1},
    {"type": "resume", "rooms": {"1": {"seq": 0, "rev": 0}}},
    {"type": "typing", "room_id": 1},
    {"type": "read", "room_id": 1, "seq": 1},
]
STRANGE = [
    None, True, -1, 0, 1.5, 1e308, 2 ** 63, -2 ** 63, 10 ** 40, "", "x" * 20_000, "\0", "\ud800", [], {}, [[]] * 100,
    {"a": {"b": {"c": None}}}, "9" * 400,
]


class RawSocket:
    """A WebSocket that sends any bytes."""

    def __init__(self, person):
        self.connection = socket.create_connection(("127.0.0.1", person.port), timeout=5)
        key = base64.b64encode(os.urandom(16)).decode()
        self.connection.sendall((
            f"GET /ws HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {person.token}\r\nConnection: Upgrade\r\n"
            f"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n").encode())
        assert self.connection.recv(12) == b"HTTP/1.1 101"

    def send(self, frame):
        """Whether the server has not hung up yet."""
        try:
            self.connection.sendall(frame)
            self.connection.setblocking(False)
            while received := self.connection.recv(65_536):
                pass
            return received != b""
        except BlockingIOError:
            self.connection.settimeout(5)
            return True
        except OSError:
            return False


def masked(first, payload, length=None):
    """A frame, its length told wrongly if need be."""
    length = len(payload) if length is None else length
    if length < 126:
        head = struct.pack("!BB", first, 0x80 | length)
    elif length < 65_536:
        head = struct.pack("!BBH", first, 0xFE, length)
    else:
        head = struct.pack("!BBQ", first, 0xFF, length)
    mask = os.urandom(4)
    return head + mask + bytes(byte ^ mask[index % 4] for index, byte in enumerate(payload))


def mutated(draw, text):
    """A few bytes changed, lost or doubled."""
    text = bytearray(text)
    for _ in range(draw.randrange(1, 6)):
        at = draw.randrange(len(text) + 1)
        match draw.randrange(4):
            case 0:
                text[at:at + 1] = draw.randbytes(1)
            case 1:
                del text[at:at + draw.randrange(1, 10)]
            case 2:
                text[at:at] = draw.choice([b'"', b"{", b"[", b"\\u", b"\xff", b"\0", b"1e999", b"}" * 9])
            case 3:
                text[at:at] = text[:draw.randrange(1, 30)]
    return bytes(text)


def odd_frame(draw):
    well_formed = json.dumps(draw.choice(WELL_FORMED)).encode()
    match draw.randrange(8):
        case 0 | 1 | 2:
            return masked(0x81, mutated(draw, well_formed))
        case 3 | 4:
            frame = dict(draw.choice(WELL_FORMED))
            frame[draw.choice(list(frame))] = draw.choice(STRANGE)
            return masked(0x81, json.dumps(frame).encode("utf-8", "surrogatepass"))
        case 5:
            return masked(0x81, b"[" * draw.randrange(1, 20_000))
        case 6:
            return masked(draw.randrange(256), draw.randbytes(draw.randrange(200)))
        case _:
            return draw.choice([
                draw.randbytes(draw.randrange(1, 50)),
                masked(0x81, b"short", 2 ** 40), masked(0x81, b"short", 2 ** 63), struct.pack("!BB", 0x81, 5) + b"plain",
                masked(0x01, b"a") * 200, masked(0x89, bytes(126)), masked(0x88, b"\x03"), masked(0x88, draw.randbytes(40)),
            ])


@pytest.mark.security(21)
def test_fuzzed_frames_harm_their_own_socket_alone(tmp_path):
    print(f"\nSNUG_FUZZ_SEED={SEED}")
    draw = random.Random(SEED)
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        ada, mallory = server.register("Ada"), server.register("Mallory")
        room = server.room(ada, mallory)
        with ada.socket() as calm, ada.socket() as listener:
            for each in (calm, listener):
                each.wait_for(type="hello")
            bad, hung_up = RawSocket(mallory), 0
            for number in range(FRAMES):
                is_there = bad.send(odd_frame(draw))
                hung_up += not is_there
                # What is left of a frame would swallow those behind it.
                if not is_there or number % 5 == 0:
                    bad.connection.close()
                    bad = RawSocket(mallory)
                if number % 500 == 0:
                    calm.say(room, f"still here {number}", f"calm-{number}")
                    assert calm.ack(f"calm-{number}")
                    listener.wait_for(type="message", client_id=f"calm-{number}")
        print(f"{FRAMES} frames, {hung_up} sockets ended")
        assert 0 < hung_up < FRAMES
        said = [message["content"] for message in ada.history(room) if message["user_id"] == ada.id]
        assert said == [f"still here {number}" for number in range(0, FRAMES, 500)]
        assert process.terminate() == 0
        assert "Fatal error" not in process.errors
