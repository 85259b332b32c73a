"""No file that is shared is a page or a program of this site: what is shown is of a known few kinds, by its own bytes,
and all else is put aside (SECURITY.md, line 25)."""

import pytest

from support.attachments import shared, upload
from support.hostile_files import PAGE, PUT_ASIDE, SHOWN

pytestmark = pytest.mark.security(25)

SHOWN_KINDS = {
    "image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "video/mp4", "video/webm", "audio/mpeg",
    "audio/ogg", "audio/wav", "audio/mp4"}


@pytest.fixture(scope="module")
def ada(server):
    return server.register("Ada")


@pytest.fixture(scope="module")
def room(server, ada):
    return server.room(ada, server.owner)


def policy(kind):
    """What the file may do by itself: be played, at the most."""
    if kind.startswith(("video/", "audio/")):
        return "default-src 'none'; media-src 'self'; sandbox allow-same-origin"
    return "default-src 'none'; sandbox"


def fetched(person, file):
    """What a browser gets, and how it is told to take it: alike for whole and parts."""
    whole = person.get(file["url"])
    assert whole.status == 200
    part = person.get(file["url"], headers={"Range": "bytes=0-9"})
    for answer in (whole, part, person.call("HEAD", file["url"])):
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == policy(whole.headers["Content-Type"])
        assert answer.headers["Content-Type"] == whole.headers["Content-Type"]
        assert answer.headers["Content-Disposition"] == whole.headers["Content-Disposition"]
        assert answer.headers["Content-Encoding"] is None
    return whole


@pytest.mark.parametrize("name", PUT_ASIDE)
def test_what_is_no_picture_sound_or_film_is_put_aside(server, ada, room, name):
    content, declared = PUT_ASIDE[name]
    answer = upload(ada, room, content, name, declared)
    if answer.status == 422:
        assert [error["field"] for error in answer.body["errors"]] == ["file"]
        return
    assert answer.status == 201, answer.body
    assert answer.body["type"] not in SHOWN_KINDS or "width" not in answer.body
    whole = fetched(ada, answer.body)
    assert whole.headers["Content-Disposition"].startswith("attachment;")
    kind = whole.headers["Content-Type"].partition(";")[0].strip()
    assert kind not in SHOWN_KINDS
    for word in ("html", "xml", "svg", "script", "css", "multipart", "mime", "flash", "manifest"):
        assert word not in kind, "nothing that a browser would run"
    assert whole.body == content


@pytest.mark.parametrize("name", SHOWN)
def test_what_is_two_things_is_one_of_them(server, ada, room, name):
    content, declared = SHOWN[name]
    file = shared(ada, room, content, name, declared)[0]
    whole = fetched(server.owner, file)
    kind = whole.headers["Content-Type"]
    if whole.headers["Content-Disposition"].startswith("inline;"):
        assert kind in SHOWN_KINDS and kind == file["type"]
    else:
        assert kind not in SHOWN_KINDS
    if name in ("polyglot.jpg", "polyglot.png"):
        assert PAGE not in whole.body and b"script" not in whole.body, "what is beside a picture is not kept"


@pytest.mark.parametrize("declared", [
    "text/html", "image/svg+xml", "text/html; charset=utf-7", "image/png\u00e9", "x" * 2_000, "image/png, text/html", ""])
def test_the_type_that_its_sender_claims_is_no_header_of_ours(ada, room, declared):
    answer = upload(ada, room, PAGE, "x.html", declared)
    assert answer.status in (201, 400, 422, 431), answer
    if answer.status == 201:
        kind = fetched(ada, answer.body).headers["Content-Type"]
        assert "html" not in kind and "svg" not in kind and len(kind) < 256
