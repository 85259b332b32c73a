"""What a file is called: never a path, never a line of a header, never other than it looks; and it comes back as it was
given where it is none of these (SECURITY.md, line 25; RFC 6266, RFC 8187)."""

import re
import unicodedata
from urllib.parse import quote, unquote, unquote_to_bytes

import pytest

from support.attachments import ATTACHMENTS, noise, posted, upload, uploaded
from support.raw_http import RawConnection

pytestmark = pytest.mark.security(25)

NAME_BYTES_MAX = 255
DISPOSITION = re.compile(
    r"""(inline|attachment); filename="([\x20-\x21\x23-\x5b\x5d-\x7e]*)"(?:; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+))?""")
SEGMENT = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-F]{2})+")
"""A piece of a path (RFC 3986, pchar)."""


@pytest.fixture(scope="module")
def ada(server):
    return server.register("Ada")


@pytest.fixture(scope="module")
def room(server, ada):
    return server.room(ada, server.owner)


def assert_harmless(person, file):
    """A name that no system takes for more than a name, an address that leads to it, and a header that says it."""
    name = file["name"]
    assert name.strip() and name not in (".", "..")
    assert len(name.encode()) <= NAME_BYTES_MAX
    for character in name:
        assert unicodedata.category(character) not in ("Cc", "Zl", "Zp") and character not in "/\\", ascii(name)
        assert not "\u202a" <= character <= "\u202e" and not "\u2066" <= character <= "\u2069", ascii(name)
        assert character not in "\u200e\u200f\u061c", ascii(name)
    start = f"{ATTACHMENTS}/{file['id']}/"
    assert file["url"].startswith(start)
    segment = file["url"].removeprefix(start)
    assert SEGMENT.fullmatch(segment) and unquote(segment) == name
    shown = person.get(file["url"])
    assert shown.status == 200
    _, plain, encoded = DISPOSITION.fullmatch(shown.headers["Content-Disposition"]).groups()
    said = plain if encoded is None else unquote_to_bytes(encoded).decode()
    assert said == name
    assert plain.strip()
    return name


KEPT = [
    "cat.webp", "no extension", "Grüße aus Köln.jpeg", "猫と犬.png", "😀.gif", "naïve (1).tar.gz", "it's; a=b, c&d.txt",
    "100%.pdf", "%2e%2e%2fetc.txt", "a+b.txt", "#1?.txt", "résumé'.doc", "ملف.pdf", "[x]{y}<z>|^`~.txt", "-rf", "con.txt",
    "x" * 251 + ".png", "e\u0301.txt"]


@pytest.mark.parametrize("name", KEPT, ids=ascii)
def test_a_name_comes_back_as_it_was_given(server, ada, room, name):
    file = uploaded(ada, room, noise(40), name, "text/plain")
    assert unicodedata.normalize("NFC", assert_harmless(ada, file)) == unicodedata.normalize("NFC", name)
    posted(ada, room, file)
    assert_harmless(server.owner, file)


CHANGED = [
    "../../etc/passwd", "..", ".", "/", "//", "a/b/c.png", "..\\..\\boot.ini", "C:\\Users\\ada\\cat.png", "/etc/shadow",
    "gnp.\u202eexe", "\u2066x\u2069.png", "\u200f\u202dx.png", "a\r\nSet-Cookie: x=1.png", "a\nb.png", "a\0b.png", "\0",
    "a\tb.png", "a\x7fb.png", "a\x85b.png", "a\x1b[31mb.png", "line\u2028separator.png", 'say "hi".png', '"; x="y', " ",
    "\u3000", "", "cat.png ", " cat.png", "x" * 256, "x" * 1_000 + ".png", "猫" * 100 + ".png", "😀" * 70, "\ufeff.png"]


@pytest.mark.parametrize("name", CHANGED, ids=ascii)
def test_a_name_that_is_more_than_one_is_refused_or_made_harmless(ada, room, name):
    answer = upload(ada, room, noise(40), name, "text/plain")
    if answer.status == 422:
        assert [error["field"] for error in answer.body["errors"]] == ["name"]
    else:
        assert answer.status == 201, answer.body
        assert_harmless(ada, answer.body)


def test_a_file_without_a_name_gets_one_or_is_refused(ada, room):
    answer = upload(ada, room, noise(40), None, "text/plain")
    if answer.status == 422:
        assert [error["field"] for error in answer.body["errors"]] == ["name"]
    else:
        assert answer.status == 201 and assert_harmless(ada, answer.body)


@pytest.mark.parametrize("encoded", ["%FF%FE.png", "%", "%zz", "a%C0%AFb", "%ED%A0%80"])
def test_what_is_no_text_is_no_name(ada, room, encoded):
    with RawConnection(ada.port) as connection:
        connection.send((
            f"POST /api/v1/rooms/{room}/attachments?name={encoded} HTTP/1.1\r\nHost: localhost\r\n"
            f"Authorization: Bearer {ada.token}\r\nContent-Type: text/plain\r\nContent-Length: 2\r\n\r\nhi").encode())
        answer = connection.answer("POST")
    assert answer.status in (201, 400, 422), answer
    if answer.status == 201:
        assert_harmless(ada, answer.body)


def test_the_name_in_the_address_leads_nowhere_else(ada, room):
    """The number finds the file; whatever stands behind it is no path and no header."""
    file = uploaded(ada, room, noise(40), "cat.png", "text/plain")
    for name in ("other.html", "..%2F..%2Fetc%2Fpasswd", "%0d%0aX-Evil:%201", quote("猫"), "a" * 2_000, "%00", "%ff"):
        answer = ada.get(f"{ATTACHMENTS}/{file['id']}/{name}")
        assert answer.status in (200, 400, 404)
        assert "X-Evil" not in answer.headers
        if answer.status == 200:
            assert answer.body == noise(40)
            assert 'filename="cat.png"' in answer.headers["Content-Disposition"]
    for number in ("0", "-1", "99999", "x", str(10 ** 19), f"{file['id']}%00"):
        assert ada.get(f"{ATTACHMENTS}/{number}/cat.png").status in (400, 404)


@pytest.mark.parametrize("written, name", [
    ("a+b.txt", "a b.txt"), ("a%2Bb.txt", "a+b.txt"), ("a%20b.txt", "a b.txt"), ("a=b.txt", "a=b.txt"), ("%C3%A9.txt", "é.txt")])
def test_a_name_in_a_query_is_read_as_forms_write_it(ada, room, written, name):
    answer = ada.call("POST", f"/api/v1/rooms/{room}/attachments?name={written}&name=other", raw=b"x", headers={"Content-Type": "text/plain"})
    assert (answer.status, answer.body["name"]) == (201, name)


@pytest.mark.parametrize("written", ["%FF.txt", "%", "%2", "%zz.txt"])
def test_a_name_in_a_query_that_is_no_text_is_refused(ada, room, written):
    answer = ada.call("POST", f"/api/v1/rooms/{room}/attachments?name={written}", raw=b"x", headers={"Content-Type": "text/plain"})
    assert (answer.status, answer.body["code"]) == (422, "invalid")
    assert [error["field"] for error in answer.body["errors"]] == ["name"]
