"""How answers leave: whole however slowly they are taken, in a bounded amount of memory, compressed for whoever takes
gzip (SECURITY.md, line 38; PROTOCOL §1)."""

import contextlib
import gzip
import http.client
import io
import json
import socket
import time

import brotli
import pytest

from support.cost import cpu_until_quiet, resident_megabytes
from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess

CONTENT = "x" * 16_000
PAGE = 200
IDLE = 60
"""Seconds after which a quiet connection is closed (Limits.requestIdleTimeout)."""
AT_ONCE = 64
"""Long answers to one user at once (Limits.answersPerUserMax)."""
A_NETWORK_AT_ONCE = 500
"""Shorter answers to one network at once (Limits.answersPerNetworkMax)."""
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
    readers = [ask(person, house.page) for person in house.people[1:3] for _ in range(AT_ONCE)]
    assert {begun(reader) for reader in readers} == {200}
    cpu_until_quiet(house.process)
    after = resident_megabytes(house.process)
    print(f"\nRSS {before:.1f} MB, {after:.1f} MB with {len(readers)} slow readers of a page each")
    refused = ada.get(house.page)
    assert (refused.status, refused.body["code"], refused.headers["Retry-After"]) == (503, "busy", "1")
    assert ada.get(f"{house.path}?limit=3").status == 200, "shorter ones are not counted with them"
    for reader in readers:
        reader.close()
    assert after - before < SLOW_READERS_MEGABYTES
    eventually(lambda: ada.get(house.page).status == 200, "a place again")


@pytest.mark.security(38)
def test_slow_readers_of_shorter_answers_are_so_many_of_one_network(house):
    """Each has a connection of its own, as many as one address may open; small answers go out all the same."""
    cleo = house.people[3]
    path = f"{house.path}?limit=3"
    before = resident_megabytes(house.process)
    readers = [ask(cleo, path) for _ in range(A_NETWORK_AT_ONCE + 100)]
    statuses = [begun(reader) for reader in readers]
    after = resident_megabytes(house.process)
    print(f"\nRSS {before:.1f} MB, {after:.1f} MB with {len(readers)} slow readers of 48 KB each")
    assert set(statuses) <= {200, 503}
    assert after - before < SLOW_READERS_MEGABYTES
    assert cleo.get(f"{house.path}?limit=1").status == 200
    for reader in readers:
        reader.close()
    eventually(lambda: cleo.get(path).status == 200, "a place again")


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


def test_json_is_compressed_for_whoever_takes_gzip(house):
    """Short answers whole, long ones as they are made; the same bytes come out."""
    cleo = house.people[3]
    for path in (house.page, f"{house.path}?limit=2", "/api/v1/users?limit=200", "/rooms"):
        headers, identity = plain(cleo, path)
        assert headers["Content-Encoding"] is None
        if len(identity) <= 1_024:
            assert headers["Vary"] is None
            assert plain(cleo, path, **{"Accept-Encoding": "gzip"})[0]["Content-Encoding"] is None
            continue
        assert headers["Vary"] == "Accept-Encoding"
        for accepts in ("gzip", "br, gzip;q=0.5", "*"):
            headers, compressed = plain(cleo, path, **{"Accept-Encoding": accepts})
            assert (headers["Content-Encoding"], headers["Vary"]) == ("gzip", "Accept-Encoding")
            assert gzip.decompress(compressed) == identity
            assert len(compressed) < len(identity) / 2
        for refuses in ("gzip;q=0", "identity", "*;q=0, gzip;q=0", "br"):
            headers, same = plain(cleo, path, **{"Accept-Encoding": refuses})
            assert headers["Content-Encoding"] is None and same == identity


def test_files_come_by_brotli_to_whoever_takes_it(house):
    cleo = house.people[3]
    for path in ("/assets/app.js", "/assets/app.css", "/api/openapi.json"):
        headers, identity = plain(cleo, path)
        assert headers["Content-Encoding"] is None
        headers, by_gzip = plain(cleo, path, **{"Accept-Encoding": "gzip, br;q=0.9"})
        assert headers["Content-Encoding"] == "gzip"
        headers, by_brotli = plain(cleo, path, **{"Accept-Encoding": "gzip, deflate, br, zstd"})
        assert (headers["Content-Encoding"], headers["Vary"]) == ("br", "Accept-Encoding")
        assert brotli.decompress(by_brotli) == identity == gzip.decompress(by_gzip)
        assert len(by_brotli) < 0.95 * len(by_gzip)


def test_answers_that_hold_a_secret_are_never_compressed(house):
    owner = house.server.owner
    for number in range(8):
        assert owner.post("/api/v1/invites", {"name": f"Invite {number}"}).status == 201
    headers, listed = plain(owner, "/api/v1/invites", **{"Accept-Encoding": "gzip"})
    assert len(listed) > 1_024 and json.loads(listed)["invites"][0]["token"]
    assert headers["Content-Encoding"] is None and "no-transform" in headers["Cache-Control"]
    renewed = house.people[1].call("POST", "/api/v1/auth/refresh", headers={"Accept-Encoding": "gzip"})
    assert renewed.status == 200 and "no-transform" in renewed.headers["Cache-Control"]


def test_head_tells_what_get_would_and_the_connection_goes_on(house):
    """For short answers and long ones, compressed or not, as one connection after the other request."""
    cleo = house.people[3]
    connection = http.client.HTTPConnection("127.0.0.1", cleo.port, timeout=30)
    with contextlib.closing(connection):
        for path in (house.page, f"{house.path}?limit=2", "/api/openapi.json"):
            for accepts in ("identity", "gzip"):
                fields = {"Authorization": f"Bearer {cleo.token}", "Accept-Encoding": accepts}
                connection.request("GET", path, headers=fields)
                got = connection.getresponse()
                size = len(got.read())
                connection.request("HEAD", path, headers=fields)
                told = connection.getresponse()
                assert told.read() == b"" and told.status == got.status == 200
                assert told.headers["Content-Encoding"] == got.headers["Content-Encoding"]
                assert int(told.headers["Content-Length"]) == size
