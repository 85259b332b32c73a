"""How answers leave: whole however slowly they are taken, and in a bounded amount of memory (SECURITY.md, line 38)."""

import contextlib
import http.client
import io
import json
import socket
import time

import pytest

from support.cost import cpu_until_quiet, resident_megabytes
from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess

CONTENT = "x" * 16_000
PAGE = 200
IDLE = 60
"""Seconds after which a quiet connection is closed (Limits.requestIdleTimeout)."""
AT_ONCE = 32
"""Long answers to one user at once (Limits.answersPerUserMax)."""
SLOW_READERS_MEGABYTES = 64


class House:
    """People, a room full of long messages, and its log as bytes."""

    def __init__(self, process):
        self.process, self.server = process, SnugServer(process)
        self.people = [self.server.owner] + [self.server.register(name) for name in ("Ada", "Ben", "Cleo")]
        self.room = self.server.room(*self.people)
        self.path = f"/api/v1/rooms/{self.room}/messages"
        with self.server.owner.socket() as sender:
            for number in range(PAGE):
                sender.say(self.room, f"{number} {CONTENT}", f"long-{number}")
                sender.ack(f"long-{number}")
                sender.frames.clear()
        self.page = f"{self.path}?limit={PAGE}"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    flags = ("--registration", "open", "--message-rate", "0")
    with SnugProcess(tmp_path_factory.mktemp("answers"), *flags) as process:
        yield House(process.start())


def ask(person, path, headers=""):
    """A connection on which this was asked for, whose reader has taken nothing yet."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
    connection.connect(("127.0.0.1", person.port))
    connection.sendall(
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {person.token}\r\n{headers}\r\n".encode())
    return connection


def begun(connection):
    """The status of an answer that is beginning to come."""
    connection.settimeout(20)
    line = b""
    while len(line) < 12:
        line += part_of(connection, 12 - len(line))
    return int(line[9:12])


def part_of(connection, most):
    """The next bytes of an answer that has not ended."""
    part = connection.recv(most)
    assert part, "the connection was closed before the answer's end"
    return part


def plain(person, path, **headers):
    """An answer's headers and its bytes as they came."""
    connection = http.client.HTTPConnection("127.0.0.1", person.port, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", path, headers={"Authorization": f"Bearer {person.token}"} | headers)
        response = connection.getresponse()
        assert response.status == 200
        return response.headers, response.read()


def body_of(received):
    """The body of an answer, out of its frame."""
    class Received:
        def makefile(self, _):
            return io.BytesIO(received)

    response = http.client.HTTPResponse(Received())
    response.begin()
    return response.read()


@pytest.mark.security(38)
def test_slow_readers_of_long_answers_cost_little_and_each_user_has_so_many(house):
    ada = house.people[1]
    assert len(ada.get(house.page).body["messages"]) == PAGE
    cpu_until_quiet(house.process)
    before = resident_megabytes(house.process)
    readers = [ask(person, house.page) for person in house.people for _ in range(AT_ONCE)]
    assert {begun(reader) for reader in readers} == {200}
    cpu_until_quiet(house.process)
    after = resident_megabytes(house.process)
    print(f"\nRSS {before:.1f} MB, {after:.1f} MB with {len(readers)} slow readers of a page each")
    refused = ada.get(house.page)
    assert (refused.status, refused.body["code"], refused.headers["Retry-After"]) == (503, "busy", "1")
    assert ada.get(f"{house.path}?limit=1").status == 200, "short answers are not counted"
    for reader in readers:
        reader.close()
    assert after - before < SLOW_READERS_MEGABYTES
    eventually(lambda: ada.get(house.page).status == 200, "a place again")


@pytest.mark.security(38)
def test_an_answer_is_cut_by_no_length_of_time_while_it_is_taken(house):
    """A page that takes longer than a quiet connection may last, on a connection that is of use afterwards."""
    ben = house.people[2]
    size = len(plain(ben, house.page)[1])
    with contextlib.closing(ask(ben, house.page)) as connection:
        connection.settimeout(10)
        began, received = time.monotonic(), b""
        while (passed := time.monotonic() - began) < IDLE + 5:
            # So much a second that it is all there a little later.
            while len(received) < size * passed / (IDLE + 10):
                received += part_of(connection, 4_096)
            time.sleep(0.1)
        while not received.endswith(b"\r\n0\r\n\r\n"):
            received += part_of(connection, 65_536)
        assert len(json.loads(body_of(received))["messages"]) == PAGE
        connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert connection.recv(12) == b"HTTP/1.1 200"
