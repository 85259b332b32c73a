"""Files on the wire: what is answered before them, their pace, how they are served, and what they cost."""

import contextlib
import hashlib
import os
import socket
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from support.cost import resident_megabytes
from support.deadline import eventually
from support.raw_http import RawConnection
from support.server import SnugServer
from support.snug import SnugProcess

MOST = 1 << 20
"""Bytes of a file at most, in the house of these tests."""


class House:
    """A room of Ada and Ben, and Cleo, who is not in it."""

    def __init__(self, process):
        self.process = process
        self.server = SnugServer(process)
        self.ada, self.ben, self.cleo = (self.server.register(name) for name in ("Ada", "Ben", "Cleo"))
        self.room = self.server.room(self.ada, self.ben)

    def path(self, room=None, **query):
        fields = "&".join(f"{name}={quote(str(value))}" for name, value in query.items())
        return f"/api/v1/rooms/{room or self.room}/attachments?{fields}"

    def upload(self, content, name="notes.txt", person=None, kind="text/plain", **query):
        return (person or self.ada).post(self.path(name=name, **query), raw=content, headers={"Content-Type": kind})

    def sent(self, content, name="notes.txt", **more):
        """A file that a message of Ada's carries."""
        file = self.upload(content, name, **more)
        assert file.status == 201, file.body
        body = {"content": "", "attachment_ids": [file.body["id"]]}
        message = self.ada.post(f"/api/v1/rooms/{self.room}/messages", body)
        assert message.status == 201, message.body
        assert message.body["attachments"] == [file.body]
        return file.body

    def head(self, person, *fields, room=None):
        """The head of an upload, its body not sent."""
        lines = [f"POST {self.path(room, name='a.txt')} HTTP/1.1", "Host: localhost",
                 f"Authorization: Bearer {person.token}", *fields]
        return "\r\n".join([*lines, "\r\n"]).encode()


@pytest.fixture
def house(tmp_path):
    flags = ("--registration", "open", "--upload-max-bytes", str(MOST), "--storage-per-user", "3 MiB")
    with SnugProcess(tmp_path, *flags) as process:
        yield House(process.start())


def test_a_file_goes_there_and_comes_back(house):
    content = os.urandom(700_001)
    file = house.sent(content, "Zwei Kätzchen.bin")
    assert file["size"] == len(content)
    assert file["url"] == f"/api/v1/attachments/{file['id']}/Zwei%20K%C3%A4tzchen.bin"
    answer = house.ben.get(file["url"])
    assert (answer.status, answer.body) == (200, content)
    headers = answer.headers
    assert headers["ETag"] == f'"{hashlib.sha256(content).hexdigest()}"'
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["Content-Disposition"] == (
        "attachment; filename=\"Zwei K_tzchen.bin\"; filename*=UTF-8''Zwei%20K%C3%A4tzchen.bin")
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Accept-Ranges"] == "bytes"
    listed = house.ben.get(house.path(limit=10)).body
    assert [each["id"] for each in listed["attachments"]] == [file["id"]]
    assert listed["attachments"][0]["seq"] == 1 and not listed["has_more"]


@pytest.mark.security(25)
@pytest.mark.parametrize("content", [
    b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", b"<!doctype html><script>alert(1)</script>",
    b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", b"<?xml version='1.0'?><a/>", b"alert(1)", b""], ids=["svg", "html", "pdf", "xml", "js", "nothing"])
@pytest.mark.parametrize("kind", ["image/svg+xml", "text/html", "image/png"])
def test_what_a_browser_might_run_is_kept_and_never_shown(house, content, kind):
    file = house.sent(content, "a.html", kind=kind)
    answer = house.ben.get(file["url"])
    assert answer.status == 200 and answer.body == content
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment; ")


@pytest.mark.parametrize("asked, first, last", [
    ("bytes=0-0", 0, 0), ("bytes=0-1", 0, 1), ("bytes=-100", 599_900, 599_999), ("bytes=0-999999", 0, 599_999),
    ("bytes=262143-262144", 262_143, 262_144), ("bytes=599999-", 599_999, 599_999), ("bytes=262144-524287", 262_144, 524_287)])
def test_a_part_is_what_is_asked_for(house, asked, first, last):
    content = os.urandom(600_000)
    file = house.sent(content)
    answer = house.ben.get(file["url"], headers={"Range": asked})
    assert answer.status == 206 and answer.body == content[first:last + 1]
    assert answer.headers["Content-Range"] == f"bytes {first}-{last}/600000"
    assert answer.headers["Content-Length"] == str(last + 1 - first)


def test_the_conditions_of_a_request_hold(house):
    content = os.urandom(1_000)
    url = house.sent(content)["url"]
    tag = house.ben.get(url).headers["ETag"]
    for asked in ("bytes=1000-", "bytes=-0"):
        answer = house.ben.get(url, headers={"Range": asked})
        assert answer.status == 416 and answer.headers["Content-Range"] == "bytes */1000"
    for asked in ("bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=x-1"):
        answer = house.ben.get(url, headers={"Range": asked})
        assert answer.status == 200 and answer.body == content
    for condition, status in ((tag, 206), (f"W/{tag}", 200), ('"other"', 200)):
        assert house.ben.get(url, headers={"Range": "bytes=0-9", "If-Range": condition}).status == status
    for condition, status in ((tag, 304), (f"W/{tag}", 304), ("*", 304), (f'"other", {tag}', 304), ('"other"', 206)):
        answer = house.ben.get(url, headers={"If-None-Match": condition, "Range": "bytes=0-9"})
        assert answer.status == status and answer.headers["ETag"] == tag
    head = house.ben.call("HEAD", url, headers={"Range": "bytes=0-9"})
    assert head.status == 200 and head.body == b"" and head.headers["Content-Length"] == "1000"


@pytest.mark.security(25)
@pytest.mark.parametrize("fields, status, code", [
    ((), 411, "length_required"),
    (("Transfer-Encoding: chunked",), 411, "length_required"),
    ((f"Content-Length: {MOST + 1}",), 413, "too_large"),
    (("Content-Length: 18446744073709551615",), 413, "too_large"),
    (("Content-Length: 1000", "Content-Encoding: gzip"), 415, "unsupported_media_type"),
    (("Content-Length: 1000", "Content-Type: Multipart/Form-Data; boundary=x"), 415, "unsupported_media_type"),
], ids=["no length", "chunked", "one byte over", "far over", "compressed", "in a form"])
@pytest.mark.parametrize("expect", [(), ("Expect: 100-continue",)], ids=["", "100-continue"])
def test_what_the_head_settles_is_answered_before_the_body(house, fields, status, code, expect):
    with RawConnection(house.process.port) as connection:
        connection.send(house.head(house.ada, *fields, *(expect if fields else ())))
        answer = connection.answer("POST")
        assert (answer.status, answer.body["code"]) == (status, code)


@pytest.mark.security(25)
def test_strangers_and_full_houses_are_told_before_the_body(house):
    length = "Content-Length: 900000"
    for person, room, status, code in (
            (house.cleo, None, 404, "not_found"), (house.ada, 999_999, 404, "not_found")):
        with RawConnection(house.process.port) as connection:
            connection.send(house.head(person, length, room=room))
            answer = connection.answer("POST")
            assert (answer.status, answer.body["code"]) == (status, code)
            # What is still to come of the body is not read, so that the connection ends.
            assert answer.headers["Connection"] == "close" and connection.is_over()
    for _ in range(3):
        assert house.upload(os.urandom(MOST)).status == 201
    with RawConnection(house.process.port) as connection:
        connection.send(house.head(house.ada, "Content-Length: 1", "Expect: 100-continue"))
        answer = connection.answer("POST")
        assert (answer.status, answer.body["code"]) == (413, "quota_exceeded")
    assert house.ada.get("/api/v1/me").body["storage"] == {"used": 3 * MOST, "max": 3 * MOST}


def test_a_body_comes_once_it_is_asked_for(house):
    with RawConnection(house.process.port) as connection:
        connection.send(house.head(house.ada, "Content-Length: 5", "Expect: 100-continue"))
        assert connection.answer().status == 100
        connection.send(b"hello")
        assert connection.answer("POST").status == 201
        connection.send(house.head(house.ada, "Content-Length: 5") + b"again")
        assert connection.answer("POST").status == 201, "the connection goes on"


def test_an_early_answer_reaches_a_client_that_goes_on_sending(house):
    with RawConnection(house.process.port) as connection:
        connection.send(house.head(house.cleo, f"Content-Length: {MOST}"))
        connection.send(b"x" * MOST)
        assert connection.answer("POST").status == 404


def test_a_file_that_breaks_off_leaves_nothing(house):
    used = lambda: house.ada.get("/api/v1/me").body["storage"]["used"]
    with RawConnection(house.process.port) as connection:
        connection.send(house.head(house.ada, f"Content-Length: {MOST}") + b"x" * 600_000)
        eventually(lambda: used() == MOST, "its room is kept")
    eventually(lambda: used() == 0, "its room is free again")


@pytest.mark.security(25)
def test_whoever_is_removed_gets_no_more_of_it(house):
    content = os.urandom(MOST)
    file = house.sent(content)
    with contextlib.closing(socket.socket()) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", house.process.port))
        connection.sendall(
            f"GET {file['url']} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Authorization: Bearer {house.ben.token}\r\n\r\n".encode())
        begun = connection.recv(1_000)
        assert begun.startswith(b"HTTP/1.1 200")
        assert house.ada.delete(f"/api/v1/rooms/{house.room}/members/{house.ben.id}").status == 204
        rest = b""
        with contextlib.suppress(ConnectionResetError):
            while part := connection.recv(65_536):
                rest += part
        assert len(rest) < MOST - 262_144
    assert house.ben.get(file["url"]).status == 404
    assert house.ada.get(file["url"]).body == content


def test_a_message_without_text_is_read_by_the_original_app(house):
    house.ada.headers = {}
    with house.ben.socket(f"/ws/{house.room}/{house.ben.id}") as old, house.ben.socket() as new:
        assert old.wait_for(status="connected")
        new.wait_for(type="hello")
        house.sent(b"a", "list.txt")
        assert old.wait_for(type="message")["content"] == "📎 list.txt"
        assert new.wait_for(type="message")["content"] == ""
    assert [each["content"] for each in house.ben.get(f"/get-messages/{house.room}").body] == ["📎 list.txt"]
    assert house.ben.get("/rooms").body[0]["last_message"] == "📎 list.txt"


def test_no_files_are_taken_where_the_setting_says_so(house):
    assert house.ada.get("/api/v1/site").body["upload_max_bytes"] == MOST
    changed = house.server.owner.patch("/api/v1/admin/settings", {"storage": "1 KiB"})
    assert changed.status == 200, changed.body
    answer = eventually(lambda: (a := house.upload(b"x" * 2_000)).status == 507 and a, "it holds at once")
    assert answer.body["code"] == "storage_full" and answer.headers["Retry-After"]
    findings = house.server.owner.get("/api/v1/admin/findings").body["findings"]
    assert house.server.owner.get("/api/v1/admin/overview").body["files"] == {"used": 0, "max": 1_024}
    assert not [each for each in findings if each["id"].startswith("disk.files")]


@pytest.mark.security(37)
def test_many_slow_readers_and_senders_cost_little(tmp_path):
    """Fifty downloads that stand still, and eight uploads."""
    with SnugProcess(tmp_path, "--registration", "open") as process:
        house = House(process.start())
        content = os.urandom(8 << 20)
        url = house.sent(content)["url"]
        senders = [house.server.register(f"Sender{number}") for number in range(3)]
        for person in senders:
            body = {"user_id": person.id}
            assert house.ada.post(f"/api/v1/rooms/{house.room}/members", body).status == 201
        assert house.ben.get(url).body == content
        before = resident_megabytes(process)
        with contextlib.ExitStack() as stack:
            for _ in range(50):
                connection = stack.enter_context(contextlib.closing(socket.socket()))
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
                connection.settimeout(20)
                connection.connect(("127.0.0.1", process.port))
                connection.sendall(
                    f"GET {url} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {house.ben.token}\r\n\r\n".encode())
                assert connection.recv(12) == b"HTTP/1.1 200"
            with ThreadPoolExecutor(8) as pool:
                people = [person for person in senders for _ in range(3)][:8]
                answers = list(pool.map(lambda person: house.upload(content, person=person), people))
                assert {answer.status for answer in answers} == {201}
            after = resident_megabytes(process)
        print(f"\nRSS {before:.1f} MB, {after:.1f} MB with 50 silent readers and 8 uploads")
        assert after - before < 32
