"""Whatever a client sends, it gets the status and code that PROTOCOL promises, and the server goes on serving."""

import contextlib
import json
from typing import NamedTuple

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from support.client import Client, Socket
from support.raw_http import raw_exchange

HUGE = 10 ** 19
DEEP = b"[" * 100_000 + b"]" * 100_000


class Scene(NamedTuple):
    """What paths and bodies can name."""

    mine: int
    """A group room of Kati and Lola; Kati made it and said one thing there."""
    direct: int
    """The direct room of the two."""
    foreign: int
    """A group room of Lola's that Kati is not in."""
    open: int
    """Lola's open room that Kati is not in."""
    kati: int
    lola: int


@pytest.fixture(scope="module")
def people(server):
    return server.register("Kati"), server.register("Lola")


@pytest.fixture(scope="module")
def scene(server, people):
    kati, lola = people
    scene = Scene(
        mine=server.room(kati, lola), direct=server.room(kati, lola, kind="direct"), foreign=server.room(lola),
        open=server.room(lola, kind="open"), kati=kati.id, lola=lola.id)
    for room, client_id in ((scene.mine, "used"), (scene.direct, "elsewhere")):
        answer = kati.post(f"/api/v1/rooms/{room}/messages", {"content": "here", "client_id": client_id})
        assert answer.status == 201
    return scene


@pytest.fixture
def caller(people):
    return people[0]


def assert_problem(answer, status, code):
    """A problem of RFC 9457, complete."""
    assert answer.status == status, answer
    assert answer.headers["Content-Type"].split(";")[0] == "application/problem+json"
    assert answer.body.keys() >= {"type", "title", "status", "detail", "code"}
    assert (answer.body["status"], answer.body["code"]) == (status, code)
    assert answer.body["detail"]
    if status == 422:
        assert answer.body["errors"], "a validation error names its fields"
        assert all(error.keys() == {"field", "message"} for error in answer.body["errors"])


def filled(value, scene):
    """The same with `{mine}`, `{kati}` … replaced by ids; alone, they become numbers."""
    if isinstance(value, dict):
        return {filled(key, scene): filled(each, scene) for key, each in value.items()}
    if isinstance(value, list):
        return [filled(each, scene) for each in value]
    if not isinstance(value, str) or "{" not in value:
        return value
    name = value[1:-1]
    return getattr(scene, name) if name in scene._fields else value.format_map(scene._asdict())


MESSAGES = "/api/v1/rooms/{mine}/messages"

INVALID_BODIES = [
    # name of the case, path, body, the field that is at fault
    ("content missing", MESSAGES, {}, "content"),
    ("content null", MESSAGES, {"content": None}, "content"),
    ("content a number", MESSAGES, {"content": 7}, "content"),
    ("content a list", MESSAGES, {"content": ["hi"]}, "content"),
    ("content empty", MESSAGES, {"content": ""}, "content"),
    ("content white space", MESSAGES, {"content": " \n\t\u2003 "}, "content"),
    ("content of 16,385 bytes", MESSAGES, {"content": "x" * 16_385}, "content"),
    ("content of 16,386 bytes in 8,193 characters", MESSAGES, {"content": "é" * 8_193}, "content"),
    ("client_id empty", MESSAGES, {"content": "hi", "client_id": ""}, "client_id"),
    ("client_id of 65 characters", MESSAGES, {"content": "hi", "client_id": "x" * 65}, "client_id"),
    ("client_id with a space", MESSAGES, {"content": "hi", "client_id": "a b"}, "client_id"),
    ("client_id not ASCII", MESSAGES, {"content": "hi", "client_id": "é"}, "client_id"),
    ("client_id a number", MESSAGES, {"content": "hi", "client_id": 5}, "client_id"),
    ("reply_to a message that is not there", MESSAGES, {"content": "hi", "reply_to": 9_999}, "reply_to"),
    ("reply_to zero", MESSAGES, {"content": "hi", "reply_to": 0}, "reply_to"),
    ("reply_to below zero", MESSAGES, {"content": "hi", "reply_to": -1}, "reply_to"),
    ("reply_to text", MESSAGES, {"content": "hi", "reply_to": "1"}, "reply_to"),
    ("attachment_ids of nobody's file", MESSAGES, {"content": "hi", "attachment_ids": [5]}, "attachment_ids"),
    ("kind unknown", "/api/v1/rooms", {"kind": "secret", "name": "X", "member_ids": []}, "kind"),
    ("kind missing", "/api/v1/rooms", {"name": "X", "member_ids": []}, "kind"),
    ("group without a name", "/api/v1/rooms", {"kind": "group", "member_ids": []}, "name"),
    ("group with a blank name", "/api/v1/rooms", {"kind": "group", "name": "  ", "member_ids": []}, "name"),
    ("direct with nobody", "/api/v1/rooms", {"kind": "direct", "member_ids": []}, "member_ids"),
    ("direct with oneself", "/api/v1/rooms", {"kind": "direct", "member_ids": ["{kati}"]}, "member_ids"),
    ("direct with two others", "/api/v1/rooms", {"kind": "direct", "member_ids": ["{lola}", 1]}, "member_ids"),
    ("a member nobody knows", "/api/v1/rooms",
     {"kind": "group", "name": "X", "member_ids": [9_999]}, "member_ids"),
    ("members not a list", "/api/v1/rooms", {"kind": "group", "name": "X", "member_ids": 1}, "member_ids"),
    ("seq missing", "/api/v1/rooms/{mine}/read", {}, "seq"),
    ("seq text", "/api/v1/rooms/{mine}/read", {"seq": "1"}, "seq"),
    ("adding nobody", "/api/v1/rooms/{mine}/members", {}, "user_id"),
    ("adding a user nobody knows", "/api/v1/rooms/{mine}/members", {"user_id": 9_999}, "user_id"),
    ("registering without a name", "/api/v1/auth/register",
     {"email": "n@example.org", "password": "long enough"}, "name"),
    ("registering without an address", "/api/v1/auth/register",
     {"name": "N", "email": "nowhere", "password": "long enough"}, "email"),
    ("a password of 7 characters", "/api/v1/auth/register",
     {"name": "N", "email": "n@example.org", "password": "7 chars"}, "password"),
    ("a password of 129 characters", "/api/v1/auth/register",
     {"name": "N", "email": "n@example.org", "password": "x" * 129}, "password"),
    ("a name with a line break", "/api/v1/auth/register",
     {"name": "N\r\nBcc: x@example.org", "email": "n@example.org", "password": "long enough"}, "name"),
    ("login without a password", "/api/v1/auth/login", {"email": "n@example.org"}, "password"),
    ("verify without a code", "/api/v1/auth/verify", {"email": "n@example.org"}, "code"),
]


@pytest.mark.parametrize(
    "path, body, field", [row[1:] for row in INVALID_BODIES], ids=[row[0] for row in INVALID_BODIES])
def test_a_field_that_is_wrong_is_named(caller, scene, path, body, field):
    """422 with the field and a message for a person."""
    answer = caller.post(filled(path, scene), filled(body, scene))
    assert_problem(answer, 422, "invalid")
    assert field in [error["field"].split(".")[0] for error in answer.body["errors"]]


@pytest.mark.parametrize("number", [HUGE, -HUGE, 1.5, 1e300], ids=["huge", "hugely negative", "fraction", "1e300"])
@pytest.mark.parametrize("path, field", [("members", "user_id"), ("read", "seq"), ("messages", "reply_to")])
def test_a_number_that_no_id_can_be_is_invalid(caller, scene, path, field, number):
    """Ids are whole and have 64 bits: anything else is 422, neither rounded nor an overflow."""
    answer = caller.post(f"/api/v1/rooms/{scene.mine}/{path}", {"content": "hi"} | {field: number})
    assert_problem(answer, 422, "invalid")


@pytest.mark.parametrize("raw", [
    b"", b"{", b"hello", b'{"content":"hi"', b'{"content":"hi"} and more', b'{"content":"\xff\xfe"}',
    b'{"content":"\xed\xa0\x80"}', b"{'content':'hi'}", b'{"content":hi}', b'{"content":"hi",}',
    b'{"content":"hi","x":[1,]}', b'{"content":"hi"/**/}', DEEP, b'{"content":"hi","x":' + DEEP + b"}",
], ids=["empty", "cut short", "plain text", "no end", "more behind", "not UTF-8", "a lone surrogate in UTF-8",
        "single quotes", "bare word", "a comma behind the last member", "a comma behind the last element", "a comment",
        "100,000 levels", "100,000 levels in an unknown field"])
def test_what_is_not_json_is_malformed(caller, scene, raw):
    """400, whatever it is; so is JSON nested deeper than anyone needs."""
    assert_problem(caller.post(f"/api/v1/rooms/{scene.mine}/messages", raw=raw), 400, "malformed_json")


@pytest.mark.parametrize("raw", [b"[]", b'"hi"', b"7", b"null", b"true"])
def test_json_that_is_no_object_is_invalid(caller, scene, raw):
    """It is JSON, of the wrong shape: 422."""
    assert_problem(caller.post(f"/api/v1/rooms/{scene.mine}/messages", raw=raw), 422, "invalid")


REFUSED = [
    # name of the case, method, path, body, status, code
    ("an unknown path", "GET", "/api/v1/nothing", None, 404, "not_found"),
    ("an unknown path outside the API", "GET", "/nothing", None, 404, "not_found"),
    ("a path that climbs", "GET", "/assets/..%2f..%2fetc%2fpasswd", None, 404, "not_found"),
    ("a room that is not there", "GET", "/api/v1/rooms/9999", None, 404, "not_found"),
    ("room zero", "GET", "/api/v1/rooms/0", None, 404, "not_found"),
    ("a room below zero", "GET", "/api/v1/rooms/-1", None, 404, "not_found"),
    ("a room that is no number", "GET", "/api/v1/rooms/kitchen", None, 404, "not_found"),
    ("a room with a huge number", "GET", f"/api/v1/rooms/{HUGE}", None, 404, "not_found"),
    ("someone else's room", "GET", "/api/v1/rooms/{foreign}", None, 404, "not_found"),
    ("its messages", "GET", "/api/v1/rooms/{foreign}/messages", None, 404, "not_found"),
    ("its changes", "GET", "/api/v1/rooms/{foreign}/changes", None, 404, "not_found"),
    ("writing there", "POST", "/api/v1/rooms/{foreign}/messages", {"content": "hi"}, 404, "not_found"),
    ("reading there", "POST", "/api/v1/rooms/{foreign}/read", {"seq": 1}, 404, "not_found"),
    ("coming in there", "POST", "/api/v1/rooms/{foreign}/members", {"user_id": "{kati}"}, 404, "not_found"),
    ("putting its maker out", "DELETE", "/api/v1/rooms/{foreign}/members/{lola}", None, 404, "not_found"),
    ("renaming it", "PATCH", "/api/v1/rooms/{foreign}", {"name": "Mine"}, 404, "not_found"),
    ("deleting it", "DELETE", "/api/v1/rooms/{foreign}", None, 404, "not_found"),
    ("an open room's messages", "GET", "/api/v1/rooms/{open}/messages", None, 403, "not_a_member"),
    ("writing into an open room", "POST", "/api/v1/rooms/{open}/messages", {"content": "hi"}, 403, "not_a_member"),
    ("a client_id of another room", "POST", MESSAGES,
     {"content": "hi", "client_id": "elsewhere"}, 409, "client_id_reused"),
    ("login by an unknown address", "POST", "/api/v1/auth/login",
     {"email": "nobody@example.org", "password": "long enough"}, 401, "invalid_credentials"),
    ("login by what is no address", "POST", "/api/v1/auth/login",
     {"email": "nobody", "password": "long enough"}, 401, "invalid_credentials"),
    ("a code for an unknown address", "POST", "/api/v1/auth/verify",
     {"email": "nobody@example.org", "code": "123456"}, 401, "invalid_code"),
    ("a wrong method", "DELETE", "/api/v1/rooms", None, 405, "method_not_allowed"),
    ("a wrong method on a message list", "PUT", MESSAGES, {"content": "hi"}, 405, "method_not_allowed"),
    ("reading a call", "GET", "/api/v1/auth/login", None, 405, "method_not_allowed"),
]


@pytest.mark.parametrize(
    "method, path, body, status, code", [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_is_not_there_or_not_allowed_is_refused_with_its_own_word(caller, scene, method, path, body, status, code):
    """One status and one machine word for each."""
    answer = caller.call(method, filled(path, scene), filled(body, scene))
    assert_problem(answer, status, code)
    if status == 405:
        assert method not in answer.headers["Allow"].replace(" ", "").split(",")


def test_a_wrong_method_on_a_call_of_the_original_app_is_refused_in_its_form(caller):
    answer = caller.call("PUT", "/send-otp", {})
    assert (answer.status, answer.headers["Allow"], answer.headers["Content-Type"]) == (405, "POST", "application/json")
    assert answer.body["error"] == "method_not_allowed" and answer.body["detail"]


@pytest.mark.parametrize("method, path, body", [
    ("POST", "/api/v1/rooms/{direct}/members", {"user_id": 1}),
    ("PATCH", "/api/v1/rooms/{mine}", {"name": "Hers"}),
    ("DELETE", "/api/v1/rooms/{mine}", None),
    ("DELETE", "/api/v1/rooms/{mine}/members/{kati}", None),
], ids=["a third in a direct room", "renaming another's", "deleting another's", "putting its owner out"])
def test_a_member_may_not_do_everything(people, scene, method, path, body):
    """403 where the caller may see the room, but not do this to it."""
    assert people[1].call(method, filled(path, scene), body).status == 403


@pytest.mark.parametrize("query", ["limit=0", "limit=-1", "limit=many", f"limit={HUGE}", "after=x", f"before={HUGE}"])
def test_a_query_that_is_no_number_is_invalid(caller, scene, query):
    """422, not a default that hides the mistake."""
    assert_problem(caller.get(f"/api/v1/rooms/{scene.mine}/messages?{query}"), 422, "invalid")


@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "x" * 8_000], ids=["none", "empty", "x", "dots", "long"])
def test_without_a_valid_session_nothing_is_answered(caller, scene, token):
    """401 for every call that needs one, and for the sockets before the upgrade."""
    fields = {} if token is None else {"Authorization": f"Bearer {token}"}
    for method, path in (("GET", "/api/v1/me"), ("GET", "/api/v1/rooms"), ("GET", "/api/v1/rooms/9999"),
                         ("POST", f"/api/v1/rooms/{scene.mine}/messages"), ("POST", "/api/v1/auth/logout")):
        answer = Client(caller.port).call(method, path, headers=fields)
        assert_problem(answer, 401, "unauthenticated")
    with pytest.raises(InvalidStatus) as refused:
        Socket(caller.port, "/ws", headers=fields)
    assert refused.value.response.status_code == 401


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_another_content_type_is_refused(caller, scene, content_type):
    """415: a form of another site cannot pass for a call."""
    answer = caller.post(
        f"/api/v1/rooms/{scene.mine}/messages", {"content": "hi"}, headers={"Content-Type": content_type})
    assert_problem(answer, 415, "unsupported_media_type")


def test_a_compressed_body_is_not_read_as_if_it_were_plain(caller, scene):
    """415 (RFC 9110 §8.4); `identity` is none."""
    path = f"/api/v1/rooms/{scene.mine}/messages"
    answer = caller.post(path, {"content": "hi"}, headers={"Content-Encoding": "gzip"})
    assert_problem(answer, 415, "unsupported_media_type")
    assert caller.post(path, {"content": ""}, headers={"Content-Encoding": "identity"}).status == 422


def test_a_search_for_no_character_finds_nobody(caller):
    """U+0000 is in no name, and ends no search early."""
    assert_problem(caller.get("/api/v1/users?q=%00"), 422, "invalid")


@pytest.mark.parametrize("wrap", [lambda raw: raw, lambda raw: iter([raw])], ids=["with its length", "chunked"])
def test_a_body_that_is_too_large_is_refused(caller, scene, wrap):
    """413, however its length is told."""
    raw = b'{"content":"' + b"x" * 1_000_000 + b'"}'
    assert_problem(caller.post(f"/api/v1/rooms/{scene.mine}/messages", raw=wrap(raw)), 413, "too_large")


@pytest.mark.parametrize("request_bytes", [
    b"hello\r\n\r\n",
    b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: x\r\nNo colon here\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\nHost: x\r\n Folded: x\r\n\r\n",
    b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
    b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
    b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
], ids=["no request", "another version", "a header without colon", "a folded header", "a length below zero",
        "two lengths", "a length and chunks", "a chunk of no size"])
def test_what_is_not_http_ends_the_connection(caller, request_bytes):
    """400 and closed: nothing that follows can be taken for another request (request smuggling)."""
    assert raw_exchange(caller.port, request_bytes).startswith(b"HTTP/1.1 400 ")


def test_a_head_without_end_is_not_read_for_ever(caller):
    """Headers of more than any client needs end the connection with a 4xx or without a word."""
    answer = raw_exchange(caller.port, b"GET /healthz HTTP/1.1\r\n" + b"X-Filler: " + b"x" * 200_000)
    assert answer == b"" or answer.startswith(b"HTTP/1.1 4")


SEND = {"type": "send", "room_id": "{mine}", "content": "hi", "client_id": "c"}

BAD_FRAMES = [
    # name of the case, frame, code
    ("no type", {"room_id": "{mine}"}, "invalid"),
    ("type a number", {"type": 7}, "invalid"),
    ("an unknown type", {"type": "dance"}, "unknown_type"),
    ("a list", [], "invalid"),
    ("send without anything", {"type": "send"}, "invalid"),
    ("content missing", {"type": "send", "room_id": "{mine}", "client_id": "c"}, "invalid"),
    ("content a number", SEND | {"content": 5}, "invalid"),
    ("content empty", SEND | {"content": ""}, "invalid"),
    ("content white space", SEND | {"content": " \n "}, "invalid"),
    ("content of 16,385 bytes", SEND | {"content": "x" * 16_385}, "invalid"),
    ("room_id text", SEND | {"room_id": "one"}, "invalid"),
    ("room_id huge", SEND | {"room_id": HUGE}, "invalid"),
    ("room_id a fraction", SEND | {"room_id": 1.5}, "invalid"),
    ("client_id of 65 characters", SEND | {"client_id": "x" * 65}, "invalid"),
    ("client_id with a slash", SEND | {"client_id": "a/b"}, "invalid"),
    ("reply_to a message that is not there", SEND | {"reply_to": 9_999}, "invalid"),
    ("a room that is not there", SEND | {"room_id": 9_999}, "not_found"),
    ("a room below zero", SEND | {"room_id": -1}, "not_found"),
    ("someone else's room", SEND | {"room_id": "{foreign}"}, "not_found"),
    ("an open room from outside", SEND | {"room_id": "{open}"}, "not_a_member"),
    ("a client_id of another room", SEND | {"client_id": "elsewhere"}, "client_id_reused"),
    ("resume without rooms", {"type": "resume"}, "invalid"),
    ("resume of a room that is no number", {"type": "resume", "rooms": {"x": {"seq": 1, "rev": 0}}}, "invalid"),
    ("resume without a seq", {"type": "resume", "rooms": {"{mine}": {}}}, "invalid"),
    ("resume of someone else's room", {"type": "resume", "rooms": {"{foreign}": {"seq": 0, "rev": 0}}}, "not_found"),
    ("read without seq", {"type": "read", "room_id": "{mine}"}, "invalid"),
    ("read in someone else's room", {"type": "read", "room_id": "{foreign}", "seq": 1}, "not_found"),
    ("typing in someone else's room", {"type": "typing", "room_id": "{foreign}"}, "not_found"),
    ("typing without a room", {"type": "typing"}, "invalid"),
]


@pytest.mark.parametrize("frame, code", [row[1:] for row in BAD_FRAMES], ids=[row[0] for row in BAD_FRAMES])
def test_a_bad_frame_is_answered_and_the_socket_stays(caller, scene, frame, code):
    """An `error` frame with its code, and the `client_id` where one was readable; then the same socket still works."""
    frame = filled(frame, scene)
    with caller.socket() as socket:
        socket.wait_for(type="hello")
        socket.connection.send(json.dumps(frame))
        error = socket.wait_for(type="error")
        assert error["code"] == code and error["detail"]
        if code not in ("invalid", "unknown_type") and "client_id" in frame:
            assert error["client_id"] == frame["client_id"]
        socket.say(scene.mine, "here", "used")
        assert socket.ack("used")["seq"] == 1


@pytest.mark.parametrize("frame", [
    {"type": "send", "room_id": "{mine}", "content": "x" * 16_385, "client_id": "too-long"},
    {"type": "send", "room_id": "{mine}", "content": "", "client_id": "empty"},
    {"type": "send", "room_id": "{mine}", "client_id": "nothing"},
    {"type": "send", "room_id": "{foreign}", "content": "hi", "client_id": "foreign"},
], ids=lambda frame: frame["client_id"])
def test_a_refused_send_says_which_one_it_was(caller, scene, frame):
    """The error carries the send's `client_id`, or the client would wait for ever."""
    with caller.socket() as socket:
        socket.wait_for(type="hello")
        socket.connection.send(json.dumps(filled(frame, scene)))
        socket.wait_for(type="error", client_id=frame["client_id"])


@pytest.mark.parametrize("text", [
    "hello", "", "{", '{"type":"send"', "[" * 30_000 + "]" * 30_000,
], ids=["plain text", "empty", "a brace", "cut short", "30,000 levels"])
def test_a_frame_that_is_not_json_is_answered_or_ends_its_socket(caller, text):
    """It answers `error` or closes with 1007."""
    with caller.socket() as socket:
        socket.wait_for(type="hello")
        socket.connection.send(text)
        socket.connection.send('{"type":"read"}')
        code = None if socket_answers_error(socket) else socket.until_closed()
        assert code in (None, 1007)


def socket_answers_error(socket):
    """Whether the next frame is an error; false where the socket closes instead."""
    try:
        return socket.receive()["type"] == "error"
    except ConnectionClosed:
        return False


@pytest.mark.parametrize("message, options, code", [
    (b'{"type":"\xff\xfe"}', {"text": True}, 1007),
    ("x" * 65_537, {}, 1009),
    (["x" * 40_000, "x" * 40_000], {}, 1009),
    (["x"] * 10_000, {}, 1009),
], ids=["not UTF-8", "65,537 bytes", "fragments that add up", "ten thousand fragments"])
def test_a_message_that_is_not_text_or_too_big_ends_its_own_socket_alone(caller, message, options, code):
    """1007 for what is not UTF-8, 1009 for what is too big; only this socket ends."""
    with caller.socket() as socket, caller.socket() as witness:
        socket.wait_for(type="hello")
        with contextlib.suppress(ConnectionClosed):
            socket.connection.send(message, **options)
        assert socket.until_closed() == code
        witness.send(type="dance")
        witness.wait_for(type="error")


@pytest.mark.parametrize("path, status", [
    ("/ws/{mine}/{lola}", 403),
    ("/ws/{foreign}/{lola}", 403),
    ("/ws/9999/{lola}", 403),
    ("/ws/{foreign}/{kati}", 404),
    ("/ws/{open}/{kati}", 404),
    ("/ws/9999/{kati}", 404),
    ("/ws/0/{kati}", 404),
    (f"/ws/{HUGE}/{{kati}}", 404),
    ("/ws/kitchen/{kati}", 404),
    ("/ws/{mine}", 404),
    ("/ws/{mine}/{kati}/more", 404),
])
def test_a_rooms_own_socket_is_for_its_member_alone(caller, scene, path, status):
    """Another user 403, looked at first; a room that one is not in 404; both before the upgrade."""
    with pytest.raises(InvalidStatus) as refused:
        caller.socket(filled(path, scene))
    assert refused.value.response.status_code == status


@pytest.mark.parametrize("frame", [
    {"room_id": "{direct}", "user_id": "{kati}", "content": "hi"},
    {"room_id": "{mine}", "user_id": "{lola}", "content": "hi"},
    {"room_id": "one", "user_id": "{kati}", "content": "hi"},
    {"room_id": "{mine}", "user_id": "{kati}"},
    {"room_id": "{mine}", "user_id": "{kati}", "content": ""},
    {"room_id": "{mine}", "user_id": "{kati}", "content": 5},
    {"room_id": "{mine}", "user_id": "{kati}", "content": "x" * 16_385},
    [],
], ids=["another room", "another user", "a room that is no number", "no content", "empty content", "content a number",
        "content too long", "a list"])
def test_a_bad_frame_on_a_rooms_own_socket_is_answered_and_the_socket_stays(caller, scene, frame):
    """An `error` frame, and the socket stays."""
    with caller.socket(f"/ws/{scene.mine}/{scene.kati}") as socket:
        assert socket.receive() == {"status": "connected"}
        socket.connection.send(json.dumps(filled(frame, scene)))
        socket.wait_for(type="error")
        socket.send(room_id=scene.mine, user_id=scene.kati, content="here", client_id="used")
        socket.wait_for(client_id="used", seq=1)


def test_after_all_that_the_server_still_serves(caller, people, scene):
    """Nothing of it was stored, and 16,384 bytes still go through from one to the other, as sent."""
    largest = " e\u0301" + "é" * 8_189 + "\r\n"
    assert [message["content"] for message in caller.history(scene.mine)] == ["here"]
    with caller.socket() as hers, people[1].socket() as his:
        his.wait_for(type="hello")
        hers.say(scene.mine, largest, "largest")
        assert hers.ack("largest")["content"] == largest
        assert his.wait_for(type="message", client_id="largest")["content"] == largest
    assert [message["content"] for message in caller.history(scene.mine)] == ["here", largest]


def test_emoji_in_a_row_are_no_marks(server, scene, caller):
    """A client may escape whatever is not ASCII: each of them is two escapes then."""
    text = "😀" * 200
    answer = caller.post(f"/api/v1/rooms/{scene.mine}/messages", {"content": text})
    assert (answer.status, answer.body.get("content")) == (201, text), answer.body
    with caller.socket() as socket:
        socket.wait_for(type="hello")
        socket.say(scene.mine, text, "emoji")
        assert socket.wait_for(type="ack", client_id="emoji")["message"]["content"] == text
