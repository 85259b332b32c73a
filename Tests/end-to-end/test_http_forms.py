"""HTTP of all ages and forms is answered at once, in the right version, and never by silence (PROTOCOL §1; SECURITY.md,
line 28).

Nothing here waits longer than ten seconds for an answer, where a body may take twenty.
"""

import base64
import json
import os
import socket
import ssl
import time
from pathlib import Path

import pytest

from support import certificates
from support.client import Client
from support.raw_http import RawConnection
from support.server import SnugServer
from support.snug import SnugProcess

pytestmark = pytest.mark.security(28)

LOGIN = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
STRANGER = json.dumps({"email": "nobody@example.org", "password": "long enough"}).encode()
LENGTH = b"Content-Length: %d\r\n" % len(STRANGER)
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with SnugProcess(tmp_path_factory.mktemp("forms")) as process:
        yield SnugServer(process.start())
        assert process.terminate() == 0


@pytest.fixture
def connection(server):
    with RawConnection(server.process.port) as connection:
        yield connection


def handshake(target="/ws", version="1.1", fields="", token=None):
    key = base64.b64encode(os.urandom(16)).decode()
    shown = f"Authorization: Bearer {token}\r\n" if token else ""
    return (
        f"GET {target} HTTP/{version}\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
        f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n{shown}{fields}\r\n").encode()


def assert_refused(connection, status, code):
    """With a problem, and the end of the connection."""
    answer = connection.answer()
    assert (answer.status, answer.body.get("code")) == (status, code), answer
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Content-Security-Policy"]
    assert answer.headers["Connection"] == "close"
    assert connection.is_over()


# Host and target

@pytest.mark.parametrize("head", [
    b"GET /healthz HTTP/1.1\r\n", b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: a\r\nHost: a\r\n", b"GET /healthz HTTP/1.1\r\nHost: a, b\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: a/b\r\n", b"GET /healthz HTTP/1.0\r\nHost: a\r\nHost: b\r\n",
    b"GET http://a/healthz HTTP/1.1\r\n", b"GET http:///healthz HTTP/1.1\r\nHost: a\r\n",
    b"GET ftp://a/healthz HTTP/1.1\r\nHost: a\r\n", b"GET http://u@a/healthz HTTP/1.1\r\nHost: a\r\n",
    b"GET * HTTP/1.1\r\nHost: a\r\n",
], ids=["no host", "two hosts", "one host twice", "a list of hosts", "no host's name", "two hosts in HTTP/1.0",
        "a host in the target alone", "no host in the target", "another scheme", "a user in the target",
        "a target for OPTIONS alone"])
def test_a_request_that_does_not_say_what_it_asks_whom_is_malformed(connection, head):
    connection.send(head + b"\r\n")
    assert_refused(connection, 400, "malformed_request")


@pytest.mark.parametrize("target", ["http://x", "HTTP://chat.example.org:8080", "https://[::1]"])
def test_a_target_in_absolute_form_is_its_path(server, target):
    """For calls, the original app's too, for pages and for sockets."""
    port, token = server.process.port, server.owner.token
    with RawConnection(port) as connection:
        connection.send(f"GET {target}/healthz HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert connection.answer().status == 200
        connection.send(f"GET {target}/users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        assert [person["name"] for person in connection.answer().body] == ["Olga"]
        connection.send(f"GET {target} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert b"<html" in connection.answer().body
        connection.send(handshake(f"{target}/ws?token={token}"))
        assert connection.answer().status == 101
    with RawConnection(port) as connection:
        connection.send(handshake(f"{target}/ws"))
        assert connection.answer().status == 401


@pytest.mark.parametrize("method", [b"CONNECT", b"TRACE", b"PROPFIND"])
def test_a_method_that_no_call_has_is_not_allowed(server, method):
    for path, status, allowed in ((b"/healthz", 405, "GET, HEAD"), (b"/nowhere", 404, None)):
        with RawConnection(server.process.port) as connection:
            connection.send(method + b" " + path + b" HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = connection.answer()
            assert (answer.status, answer.headers["Allow"]) == (status, allowed)


def test_nobody_is_connected_to_elsewhere(connection):
    connection.send(b"CONNECT localhost:22 HTTP/1.1\r\nHost: localhost:22\r\n\r\nSSH-2.0-x\r\n")
    assert_refused(connection, 400, "malformed_request")


# HTTP/1.0

@pytest.mark.parametrize("fields", [b"", b"Connection: keep-alive\r\n", b"Host: x\r\nConnection: Keep-Alive\r\n"])
@pytest.mark.parametrize("path", [b"/healthz", b"/", b"/api/openapi.json", b"/nowhere", b"/api/v1/me"])
def test_http_1_0_gets_its_answer_and_the_end_of_the_connection(connection, path, fields):
    connection.send(b"GET " + path + b" HTTP/1.0\r\n" + fields + b"\r\n")
    answer = connection.answer()
    assert answer.version == "HTTP/1.0" and answer.status in (200, 401, 404)
    assert "Transfer-Encoding" not in answer.headers and answer.body
    assert connection.is_over()


def test_http_1_0_sends_bodies_by_their_length_alone(server):
    old = LOGIN.replace(b"HTTP/1.1", b"HTTP/1.0")
    with RawConnection(server.process.port) as connection:
        connection.send(old + LENGTH + b"Expect: 100-continue\r\n\r\n" + STRANGER)
        assert connection.answer().status == 401
        assert connection.is_over()
    with RawConnection(server.process.port) as connection:
        connection.send(old + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        assert_refused(connection, 400, "malformed_request")


def test_http_1_0_gets_no_socket(server, connection):
    connection.send(handshake(version="1.0", token=server.owner.token))
    answer = connection.answer()
    assert (answer.version, answer.status) == ("HTTP/1.0", 426)
    assert connection.is_over()


# Expect

def test_a_body_that_waits_to_be_asked_for_is_asked_for(connection):
    """And the connection serves on."""
    connection.send(LOGIN + LENGTH + b"Expect: 100-Continue\r\n\r\n")
    assert connection.answer().status == 100
    connection.send(STRANGER)
    assert connection.answer().status == 401
    connection.send(LOGIN + LENGTH + b"Expect: 100-continue\r\n\r\n" + STRANGER)
    statuses = [connection.answer().status]
    # It may be asked for although it is there.
    statuses += [connection.answer().status] if statuses == [100] else []
    assert statuses[-1] == 401


@pytest.mark.parametrize("head, status", [
    (b"POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n", 401),
    (LOGIN + b"Content-Length: 300000\r\n", 413),
    (b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 100\r\n", 415),
    (b"POST /nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n", 404),
    (b"PUT /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n", 405),
], ids=["no session", "too long", "another type", "no such call", "another method"])
def test_a_body_that_nobody_will_read_is_not_asked_for(connection, head, status):
    connection.send(head + b"Expect: 100-continue\r\n\r\n")
    answer = connection.answer()
    assert (answer.status, answer.headers["Connection"]) == (status, "close")
    assert connection.is_over()


@pytest.mark.parametrize("expected", [b"200-ok", b"100-continue, 200-ok", b"x=y;z"])
def test_another_expectation_is_not_met(connection, expected):
    connection.send(LOGIN + LENGTH + b"Expect: " + expected + b"\r\n\r\n")
    assert_refused(connection, 417, "expectation_failed")


# Answers before bodies

@pytest.mark.parametrize("head, status", [
    (LOGIN + b"Content-Length: 300000\r\n\r\n{", 413),
    (b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n{", 413),
    (LOGIN + b"Content-Length: 99999999999999999\r\n\r\n{", 413),
    (b"POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n{", 401),
    (b"POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", 401),
    (b"POST /create-room HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n{", 401),
    (b"POST /api/v1/nowhere HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n{", 404),
    (b"PUT /api/v1/rooms HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n", 405),
    (b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 300000\r\n\r\n<", 415),
    (b"GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 300000\r\n\r\n{", 200),
], ids=["too long", "too long for the original app's call", "endless", "no session", "no session, in chunks",
        "no session for the original app's call", "no such call", "another method", "another type", "no need of a body"])
def test_what_the_head_settles_is_answered_before_the_body(connection, head, status):
    """And nothing behind it is read as a request."""
    connection.send(head)
    answer = connection.answer()
    assert (answer.status, answer.headers["Connection"]) == (status, "close")
    if status == 405:
        assert answer.headers["Allow"] == "GET, HEAD, POST"
    connection.send(b"}" * 1_000 + HEALTH)
    assert connection.is_over()


def test_every_call_that_needs_a_session_says_so_before_the_body(server):
    document = Client(server.process.port).get("/api/openapi.json").body
    asked = 0
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if operation.get("x-caller") == "everyone" or "requestBody" not in operation:
                continue
            target = path.replace("{", "1").replace("}", "")
            with RawConnection(server.process.port) as connection:
                connection.send(
                    f"{method.upper()} {target} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    "Content-Length: 1000\r\n\r\n{".encode())
                assert connection.answer().status == 401, (method, path)
            asked += 1
    assert asked >= 15


def test_a_short_body_behind_its_answer_leaves_the_connection_in_use(connection):
    """Browsers send head and body apart, and an answer may come between."""
    head = b"POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n"
    for _ in range(3):
        connection.send(head)
        answer = connection.answer()
        assert answer.status == 401 and "Connection" not in answer.headers
        connection.send(b"0123456789")
    connection.send(HEALTH)
    assert connection.answer().status == 200


@pytest.mark.parametrize("is_secure", [False, True], ids=["in the clear", "over TLS"])
def test_whoever_sends_a_huge_body_to_its_end_still_reads_the_answer(server, tmp_path, is_secure):
    """The answer is not lost to a reset: the server takes what still comes, for a while, and throws it away."""
    body = b"x" * 30_000_000
    request = LOGIN + b"Content-Length: %d\r\n\r\n" % len(body) + body
    if not is_secure:
        with RawConnection(server.process.port) as connection:
            connection.send(request)
            assert connection.answer().status == 413
            assert connection.is_over()
        return
    pair = certificates.make(tmp_path, "own")
    flags = ("--tls-certificate", str(pair.certificate), "--tls-key", str(pair.key))
    with SnugProcess(tmp_path, *flags, scheme="https") as process:
        context = ssl.create_default_context(cafile=pair.certificate)
        with RawConnection(process.start().port, context=context) as connection:
            connection.send(request)
            assert connection.answer().status == 413
            assert connection.is_over()


# Bodies that do not come

def test_a_body_that_does_not_come_is_a_timeout(server):
    """408 and the end, however it is framed and however steadily it drips; after an answer just the end."""
    slow = {
        "a length": LOGIN + b"Content-Length: 1000\r\n\r\n{",
        "chunks": LOGIN + b"Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        "asked for": LOGIN + b"Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n",
        "answered": b"POST /api/v1/rooms HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
    }
    connections = {name: RawConnection(server.process.port, within=40) for name in slow}
    for name, connection in connections.items():
        connection.send(slow[name])
    assert connections["asked for"].answer().status == 100
    assert connections["answered"].answer().status == 401
    for _ in range(10):
        time.sleep(1)
        for name in ("a length", "asked for"):
            connections[name].send(b" ")
    for name in ("a length", "chunks", "asked for"):
        assert_refused(connections[name], 408, "request_timeout")
    assert connections["answered"].is_over()
    for connection in connections.values():
        connection.__exit__()


@pytest.mark.parametrize("framing, part", [
    ("Content-Length: 1000", '{"content":"half"}'), ("Transfer-Encoding: chunked", '12\r\n{"content":"half"}\r\n'),
    ("Transfer-Encoding: chunked", '12\r\n{"content":"half"}\r\nzz\r\n'),
], ids=["a length", "chunks", "chunks that are none"])
def test_a_body_that_breaks_off_is_no_request(server, framing, part):
    """400, though what came would do for one."""
    owner = server.owner
    room = server.room(owner)
    with RawConnection(server.process.port) as connection:
        connection.send(
            f"POST /api/v1/rooms/{room}/messages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {owner.token}\r\n"
            f"Content-Type: application/json\r\n{framing}\r\n\r\n{part}".encode())
        connection.socket.shutdown(socket.SHUT_WR)
        assert_refused(connection, 400, "malformed_request")
    assert owner.history(room) == []


# Several requests

def test_requests_sent_at_once_are_answered_in_their_order(connection):
    connection.send(
        HEALTH + LOGIN + LENGTH + b"\r\n" + STRANGER + b"GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n" + HEALTH)
    assert [connection.answer().status for _ in range(4)] == [200, 401, 404, 200]
    connection.send(HEALTH)
    assert connection.answer().status == 200


@pytest.mark.parametrize("last", [b"GET / HTTP/1.1\r\n\r\n", b"nonsense\r\n\r\n", b"GET / HTTP/2.0\r\nHost: x\r\n\r\n"])
def test_a_malformed_request_behind_others_is_refused_after_their_answers(connection, last):
    connection.send(LOGIN + LENGTH + b"\r\n" + STRANGER + HEALTH + last)
    assert [connection.answer().status for _ in range(2)] == [401, 200]
    assert_refused(connection, 400, "malformed_request")


@pytest.mark.parametrize("close", [b"close", b"Close", b"TE, close"])
def test_close_is_understood_however_it_is_spelled(connection, close):
    """And a request behind it is not read."""
    connection.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: " + close + b"\r\n\r\n" + HEALTH)
    answer = connection.answer()
    assert (answer.status, answer.headers["Connection"]) == (200, "close")
    assert connection.is_over()


# Lines and sizes

@pytest.mark.parametrize("head", [
    b"GET /healthz HTTP/1.1\nHost: x\n\n", b"GET /healthz HTTP/1.1\r\nHost: x\n\r\n", b"GET /healthz\r\n\r\n",
    b"GET  /healthz HTTP/1.1\r\nHost: x\r\n\r\n", b"GET /healthz HTTP/1.1\r\nHost : x\r\n\r\n",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
], ids=["bare line feeds", "one bare line feed", "HTTP/0.9", "two spaces", "a space before the colon", "HTTP/2",
        "TLS"])
def test_what_is_hardly_http_1_is_answered_all_the_same(connection, head):
    """Nobody is left waiting for a line that is there already: what can be read in one way alone may be read so."""
    connection.send(head)
    assert connection.answer().status in (200, 400)


@pytest.mark.parametrize("head", [
    b"GET /" + b"a" * 40_000, b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"a" * 40_000,
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 5_000,
], ids=["a long target", "a long field", "many fields"])
def test_a_head_that_is_too_large_is_told_so(connection, head):
    connection.send(head)
    assert_refused(connection, 431, "head_too_large")


# Upgrades

@pytest.mark.parametrize("fields", [
    "Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n",
], ids=["a length", "chunks"])
def test_a_handshake_with_a_body_opens_no_socket(server, connection, fields):
    connection.send(handshake(fields=fields, token=server.owner.token))
    assert connection.answer().status == 426
    assert connection.is_over()


def test_what_comes_behind_a_refused_upgrade_is_not_kept(server):
    """Nobody reads it, so it must not fill the memory."""
    statm = Path(f"/proc/{server.process.pid}/statm")
    before = int(statm.read_text().split()[1])
    with RawConnection(server.process.port, within=5) as connection:
        connection.send(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n")
        assert connection.answer().status == 200
        sent = 0
        try:
            while sent < 64_000_000:
                sent += connection.socket.send(b"x" * 1_000_000)
        except OSError:
            pass
    pages = int(statm.read_text().split()[1]) - before
    assert pages * os.sysconf("SC_PAGE_SIZE") < 24_000_000
    assert Client(server.process.port).get("/healthz").status == 200
