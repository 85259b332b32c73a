"""A file on its way out: whole or in part, to members alone, at each read, and as no page of this site."""

import contextlib
import http.client
import socket

import pytest

from support.attachments import CHUNK, Begun, noise, picture, posted, shared, uploaded
from support.deadline import eventually

pytestmark = pytest.mark.main

SIZE = 2 * CHUNK + 5_000
LARGE = 24 << 20


@pytest.fixture(scope="module")
def ada(server):
    return server.register("Ada")


@pytest.fixture(scope="module")
def ben(server):
    return server.register("Ben")


@pytest.fixture(scope="module")
def room(server, ada, ben):
    return server.room(ada, ben)


@pytest.fixture(scope="module")
def content():
    return noise(SIZE)


@pytest.fixture(scope="module")
def url(ada, room, content):
    """The address of a file in three rows, which is no picture."""
    return shared(ada, room, content, "a.bin", "application/octet-stream")[0]["url"]


@pytest.fixture(scope="module")
def pictured(ada, room):
    return shared(ada, room, picture())[0]


HEADERS = {
    "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "private, no-cache", "Accept-Ranges": "bytes"}


def assert_guarded(answer):
    for name, value in HEADERS.items():
        assert answer.headers.get_all(name) == [value], (name, answer.headers.get_all(name))
    assert answer.headers["Content-Encoding"] is None
    etag = answer.headers["ETag"]
    assert etag.startswith('"') and etag.endswith('"') and len(etag) >= 34, "strong, and made of what is kept"


@pytest.mark.security(25)
def test_a_picture_is_shown_and_anything_else_is_put_aside(ada, ben, room, url, pictured, content):
    shown = ben.get(pictured["url"])
    assert shown.status == 200 and shown.headers["Content-Type"] == "image/png"
    assert shown.headers["Content-Disposition"] == "inline; filename=\"cat.png\"; filename*=UTF-8''cat.png"
    assert_guarded(shown)
    put_aside = ben.get(url)
    assert put_aside.body == content and put_aside.headers["Content-Type"] == "application/octet-stream"
    assert put_aside.headers["Content-Disposition"] == "attachment; filename=\"a.bin\"; filename*=UTF-8''a.bin"
    assert put_aside.headers["Content-Length"] == str(SIZE)
    assert_guarded(put_aside)
    assert shown.headers["ETag"] != put_aside.headers["ETag"]


def test_a_look_at_it_has_the_same_headers_and_no_body(ben, url, pictured):
    for each in (url, pictured["url"]):
        shown = ben.get(each)
        for more in ({}, {"Range": "bytes=0-1"}, {"Range": "bytes=999999999-"}):
            head = ben.call("HEAD", each, headers=more)
            assert (head.status, head.body) == (200, b"")
            varying = {"Date", "X-Request-Id", "Connection"}
            assert {name: value for name, value in head.headers.items() if name not in varying} == {
                name: value for name, value in shown.headers.items() if name not in varying}


PARTS = [
    ("bytes=0-0", 0, 0), ("bytes=0-1", 0, 1), ("bytes=-100", SIZE - 100, SIZE - 1), ("bytes=-1", SIZE - 1, SIZE - 1),
    ("bytes=0-999999999", 0, SIZE - 1), ("bytes=0-", 0, SIZE - 1), ("bytes=100-", 100, SIZE - 1),
    (f"bytes={CHUNK - 1}-{CHUNK}", CHUNK - 1, CHUNK), (f"bytes={CHUNK}-{2 * CHUNK - 1}", CHUNK, 2 * CHUNK - 1),
    (f"bytes={CHUNK - 10}-{2 * CHUNK + 10}", CHUNK - 10, 2 * CHUNK + 10), (f"bytes={SIZE - 1}-", SIZE - 1, SIZE - 1),
    (f"bytes={SIZE - 1}-{SIZE}", SIZE - 1, SIZE - 1), ("bytes=-999999999", 0, SIZE - 1),
    (f"bytes=-{SIZE}", 0, SIZE - 1), ("bytes=0-99999999999999999999", 0, SIZE - 1)]


@pytest.mark.parametrize("asked, first, last", PARTS)
def test_a_part_of_it(ben, url, content, asked, first, last):
    part = ben.get(url, headers={"Range": asked})
    assert (part.status, part.body) == (206, content[first:last + 1])
    assert part.headers["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert part.headers["Content-Length"] == str(last + 1 - first)
    assert_guarded(part)


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 9}", "bytes=999999999-", "bytes=-0"])
def test_a_part_behind_its_end_cannot_be_had(ben, url, asked):
    answer = ben.get(url, headers={"Range": asked})
    assert answer.status == 416 and answer.headers["Content-Range"] == f"bytes */{SIZE}"


@pytest.mark.parametrize("asked", [
    "bytes=5-2", "bytes=abc", "bytes=1-2,4-5", "bytes=0-1,", "items=0-1", "bytes=", "bytes", "bytes 0-1", "bytes=--1",
    "bytes=0x1-2", "bytes=1-2x", "bytes=-", "bytes=1.5-2", "bytes=+1-2", "bytes=\u0661-2", "bytes=1-2;q=1", ""])
def test_what_is_not_one_range_is_none(ben, url, content, asked):
    answer = ben.get(url, headers={"Range": asked.encode().decode("latin-1")})
    assert (answer.status, answer.body) == (200, content)
    assert answer.headers["Content-Range"] is None


def test_a_number_that_no_machine_counts_to_is_behind_the_end_or_no_range(ben, url, content):
    answer = ben.get(url, headers={"Range": "bytes=99999999999999999999-"})
    assert answer.status == 416 or (answer.status, answer.body) == (200, content)


def test_a_part_is_of_the_file_that_was_begun(ben, url, content):
    etag = ben.get(url).headers["ETag"]
    asked = {"Range": "bytes=10-19"}
    assert ben.get(url, headers=asked | {"If-Range": etag}).status == 206
    for other in (f"W/{etag}", '"other"', "Sat, 28 Nov 2026 02:27:00 GMT", "*", etag.strip('"')):
        answer = ben.get(url, headers=asked | {"If-Range": other})
        assert (answer.status, answer.body) == (200, content), other
    assert ben.get(url, headers={"If-Range": etag}).status == 200


def test_what_one_has_already_is_not_sent_again(ben, url, content):
    etag = ben.get(url).headers["ETag"]
    for known in (etag, f"W/{etag}", "*", f'"other", {etag}', f'"a","b" ,{etag}'):
        for more in ({}, {"Range": "bytes=0-1"}, {"Range": "bytes=999999999-"}):
            for method in ("GET", "HEAD"):
                answer = ben.call(method, url, headers={"If-None-Match": known} | more)
                assert (answer.status, answer.body) == (304, b""), (known, more)
                assert answer.headers["ETag"] == etag and answer.headers["Cache-Control"] == HEADERS["Cache-Control"]
    assert ben.get(url, headers={"If-None-Match": '"other"'}).body == content
    part = ben.get(url, headers={"If-None-Match": '"other"', "Range": "bytes=0-1"})
    assert part.status == 206


def test_the_same_file_has_the_same_tag_and_another_has_another(ada, room):
    tags = [ada.get(uploaded(ada, room, noise(5_000, seed), "a.bin")["url"]).headers["ETag"] for seed in (1, 1, 2)]
    assert tags[0] == tags[1] != tags[2]


@pytest.mark.security(25)
def test_it_is_its_rooms_members_alone_who_see_it(server, ada, ben, room, url):
    """No guest, no administrator, and nobody who was one; an answer without the file says nothing of it either."""
    etag = ben.get(url).headers["ETag"]
    asked = [{}, {"If-None-Match": etag}, {"If-None-Match": "*"}, {"Range": "bytes=0-1"}, {"Range": "bytes=999999999-"}]
    for method in ("GET", "HEAD"):
        for more in asked:
            assert server.guest.call(method, url, headers=more).status == 401
            assert server.owner.call(method, url, headers=more).status == 404
    cleo = server.register("Cleo")
    assert ada.post(f"/api/v1/rooms/{room}/members", {"user_id": cleo.id}).status == 201
    assert cleo.get(url).status == 200, "a new member sees the whole history"
    assert ada.delete(f"/api/v1/rooms/{room}/members/{cleo.id}").status == 204
    for method in ("GET", "HEAD"):
        for more in asked:
            answer = cleo.call(method, url, headers=more)
            assert answer.status == 404
            assert answer.headers["ETag"] is None and answer.headers["Content-Range"] is None
    assert cleo.get(f"/api/v1/rooms/{room}/attachments").status == 404


def test_an_open_rooms_files_are_its_members(server, ada, ben):
    room = server.room(ada, kind="open")
    url = shared(ada, room, picture())[0]["url"]
    assert ben.get(url).status in (403, 404)
    assert ben.get(f"/api/v1/rooms/{room}/attachments").status == 403
    assert ben.post(f"/api/v1/rooms/{room}/members", {"user_id": ben.id}).status == 201
    assert ben.get(url).status == 200


def test_a_browser_fetches_it_with_its_cookie(server, ben, pictured):
    guest = server.guest
    answer = guest.get(pictured["url"], headers={"Cookie": f"snug_session={ben.token}"})
    assert answer.status == 200
    assert guest.get(f"{pictured['url']}?token={ben.token}").status == 401, "no token in an address"


@contextlib.contextmanager
def begun(person, url):
    """A download whose head is here, and whose body nobody reads yet."""
    with contextlib.closing(socket.socket()) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", person.port))
        connection.sendall(
            f"GET {url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: Bearer {person.token}\r\n\r\n"
            .encode())
        response = http.client.HTTPResponse(connection)
        response.begin()
        assert response.status == 200
        yield response


def rest(response):
    """As much of a body as still comes."""
    taken = 0
    with contextlib.suppress(http.client.IncompleteRead, ConnectionError):
        while part := response.read(65_536):
            taken += len(part)
    return taken


@pytest.fixture(scope="module")
def large():
    return noise(LARGE)


def removed(server, ada, cleo, room, seq):
    assert ada.delete(f"/api/v1/rooms/{room}/members/{cleo.id}").status == 204


def left(server, ada, cleo, room, seq):
    assert cleo.delete(f"/api/v1/rooms/{room}/members/{cleo.id}").status == 204


def deleted(server, ada, cleo, room, seq):
    assert ada.delete(f"/api/v1/rooms/{room}/messages/{seq}").status == 204


def gone(server, ada, cleo, room, seq):
    assert ada.delete(f"/api/v1/rooms/{room}").status == 204


def signed_out(server, ada, cleo, room, seq):
    assert cleo.post("/api/v1/auth/logout").status == 204


@pytest.mark.security(25)
@pytest.mark.parametrize("end", [removed, left, deleted, gone, signed_out], ids=lambda end: end.__name__)
def test_whoever_may_no_longer_see_it_gets_no_more_of_it(server, ada, large, end):
    cleo = server.sign_in(server.register(f"Cleo{end.__name__}"))
    room = server.room(ada, cleo)
    file, seq = shared(ada, room, large, "film.bin", "application/octet-stream")
    with begun(cleo, file["url"]) as answer:
        assert answer.length == LARGE
        end(server, ada, cleo, room, seq)
        taken = rest(answer)
    assert taken < LARGE, f"{end.__name__} and all of it came"
    eventually(lambda: cleo.get(file["url"]).status in (401, 404), "nothing more")


def test_a_reader_who_stays_gets_all_of_it_however_slowly(server, ada, large):
    room = server.room(ada)
    file = shared(ada, room, large, "film.bin", "application/octet-stream")[0]
    with begun(ada, file["url"]) as answer:
        taken = answer.read(1)
        posted(ada, room, content="meanwhile")
        assert taken + answer.read() == large


def test_what_is_still_coming_cannot_be_fetched(ada, room):
    """Its number is the next, and nobody gets a part of it."""
    number = uploaded(ada, room, noise(10), "a.bin")["id"]
    with Begun(ada, room, 600_000, expects=True) as upload:
        assert upload.answer().status == 100
        upload.send(noise(500_000))
        for guess in range(number + 1, number + 4):
            assert ada.get(f"/api/v1/attachments/{guess}/cat.bin").status == 404
        upload.send(noise(100_000))
        assert upload.answer().status == 201
