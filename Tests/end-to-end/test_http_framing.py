"""HTTP that is slow, ambiguous or endless (SECURITY.md, line 28; RFC 9112 §6, §7, §9.3)."""

import socket
import time

import pytest

from support.client import Client
from support.deadline import eventually
from support.raw_http import raw_exchange
from support.snug import SnugProcess

CROWD = 1_000
HALVES = [
    b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{",
    b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
    b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n",
    b"",
]


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    with SnugProcess(tmp_path_factory.mktemp("framing")) as process:
        yield process.start()
        assert process.terminate() == 0


@pytest.mark.security(28)
def test_a_thousand_slow_clients_leave_an_honest_one_served(process):
    """Each sends a little and then a byte now and then."""
    crowd = []
    try:
        for number in range(CROWD):
            crowd.append(socket.create_connection(("127.0.0.1", process.port)))
            crowd[-1].sendall(HALVES[number % len(HALVES)])
        longest = 0.0
        for _ in range(20):
            for connection in crowd[::7]:
                try:
                    connection.sendall(b"a")
                except OSError:
                    pass
            started = time.monotonic()
            assert Client(process.port).get("/healthz").status == 200
            assert Client(process.port).get("/").status == 200
            longest = max(longest, time.monotonic() - started)
        print(f"\nlongest honest answer beside {CROWD} slow ones: {longest * 1_000:.0f} ms")
        assert longest < 1
    finally:
        for connection in crowd:
            connection.close()
    eventually(lambda: Client(process.port).get("/readyz").status == 200, "well afterwards")


@pytest.mark.security(28)
def test_whoever_does_not_finish_a_request_is_hung_up_on(process):
    """In twenty seconds, however steadily it drips."""
    slow = {half: socket.create_connection(("127.0.0.1", process.port)) for half in HALVES}
    for half, connection in slow.items():
        connection.sendall(half)
    started = time.monotonic()
    gone = {}
    while len(gone) < len(slow) and time.monotonic() - started < 35:
        time.sleep(1)
        for half, connection in slow.items():
            if half in gone:
                continue
            try:
                if half:
                    connection.sendall(b"a")
                connection.setblocking(False)
                if connection.recv(4_096) == b"":
                    gone[half] = time.monotonic() - started
            except BlockingIOError:
                connection.setblocking(True)
            except OSError:
                gone[half] = time.monotonic() - started
    print("\n" + "\n".join(f"{gone.get(half, float('inf')):5.1f} s  {half[:40]!r}" for half in HALVES))
    assert len(gone) == len(HALVES)


LOGIN = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
SMUGGLED = b"GET /smuggled HTTP/1.1\r\nHost: x\r\n\r\n"
AMBIGUOUS = {
    "both lengths": b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "two lengths": b"Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}",
    "a list of lengths": b"Content-Length: 2, 40\r\n\r\n{}",
    "a signed length": b"Content-Length: +2\r\n\r\n{}",
    "a negative length": b"Content-Length: -2\r\n\r\n{}",
    "a length in hexadecimal": b"Content-Length: 0x2\r\n\r\n{}",
    "a length with a space": b"Content-Length : 2\r\n\r\n{}",
    "an endless length": b"Content-Length: 99999999999999999999\r\n\r\n{}",
    "another coding last": b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
    "a coding nobody knows": b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "chunked twice": b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a chunk size that is no number": b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a chunk size too big to be one": b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}\r\n0\r\n\r\n",
    "a chunk longer than it says": b"Transfer-Encoding: chunked\r\n\r\n1\r\n{}XX\r\n0\r\n\r\n",
    "a folded line": b"X-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\n{}",
    "a name with a space": b"X Name: a\r\nContent-Length: 2\r\n\r\n{}",
    "a bare line feed in a value": b"X-Name: a\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n{}",
    "a NUL in a value": b"X-Name: a\x00b\r\nContent-Length: 2\r\n\r\n{}",
}


@pytest.mark.security(28)
@pytest.mark.parametrize("fields", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_what_could_be_read_in_two_ways_is_read_in_none(process, fields):
    """Refused, or read in the one way that RFC 9112 gives; the request hidden behind it is never answered: there is at
    most one answer, or the connection is closed after what could not be read."""
    answer = raw_exchange(process.port, LOGIN + fields + SMUGGLED)
    heads = [line for line in answer.split(b"\r\n") if line.startswith(b"HTTP/1.1 ")]
    assert b"/smuggled" not in answer
    assert len(heads) <= 1 or all(b" 4" in head for head in heads), heads
    assert not any(b" 5" in head[:12] or b" 200" in head for head in heads), heads
    assert Client(process.port).get("/healthz").status == 200


@pytest.mark.security(28)
@pytest.mark.parametrize("head", [
    b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
    b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    b"A" * 200_000,
], ids=["many fields", "a long target", "a long field", "no end at all"])
def test_an_endless_head_is_refused(process, head):
    answer = raw_exchange(process.port, head)
    assert answer == b"" or answer.split(b" ")[1] in (b"400", b"414", b"431"), answer[:200]
    assert Client(process.port).get("/healthz").status == 200
