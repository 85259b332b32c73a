"""A file on its way in: it is described by its bytes, stripped of what a camera wrote, and leaves nothing where its
upload does not come to its end."""

import contextlib
import io
import time

import pytest
from PIL import Image, ImageOps

from support.attachments import (
    ATTACHMENTS, MP3, OGG, PDF, WAV, WEBM, Begun, exif, mp4, noise, picture, post, posted, upload, uploaded, used)
from support.deadline import eventually
from support.rows import rows

pytestmark = pytest.mark.main

SLOW_BYTES_A_SECOND = 8_192
PATIENCE = 20
"""Seconds after which an upload must have come at its least pace."""
PREVIEW_BYTES_MAX = 256 * 1_024


@pytest.fixture(scope="module")
def ada(server):
    return server.register("Ada")


@pytest.fixture(scope="module")
def ben(server):
    return server.register("Ben")


@pytest.fixture(scope="module")
def room(server, ada, ben):
    return server.room(ada, ben)


PICTURES = {
    "png": ("PNG", "image/png"), "jpg": ("JPEG", "image/jpeg"), "gif": ("GIF", "image/gif"),
    "webp": ("WEBP", "image/webp"), "avif": ("AVIF", "image/avif")}


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_told_with_its_size_and_sides(ada, room, name):
    form, kind = PICTURES[name]
    sent = picture(form, (80, 50))
    answer = upload(ada, room, sent, f"cat.{name}", kind, alt="a cat")
    assert answer.status == 201, answer.body
    number = answer.body["id"]
    shown = ada.get(f"{ATTACHMENTS}/{number}/cat.{name}")
    assert answer.body == {
        "id": number, "name": f"cat.{name}", "type": kind, "size": len(shown.body), "width": 80, "height": 50,
        "alt": "a cat", "url": f"{ATTACHMENTS}/{number}/cat.{name}"}
    assert seen(shown.body) == seen(sent)


@pytest.mark.parametrize("declared", ["image/jpeg", "text/html", "application/octet-stream", "image/svg+xml", "nonsense"])
def test_its_type_is_what_the_bytes_say(ada, room, declared):
    file = uploaded(ada, room, picture("PNG"), "cat.jpg", declared)
    assert (file["type"], file["width"], file["height"]) == ("image/png", 64, 48)


SOUNDS_AND_FILMS = {
    "a.mp4": (mp4(), "video/mp4", {"video/mp4"}), "a.webm": (WEBM, "video/webm", {"video/webm"}),
    "a.wav": (WAV, "audio/wav", {"audio/wav", "audio/x-wav", "audio/vnd.wave"}), "a.mp3": (MP3, "audio/mpeg", {"audio/mpeg"}),
    "a.ogg": (OGG, "audio/ogg", {"audio/ogg"}), "a.m4a": (mp4(b"M4A "), "audio/mp4", {"audio/mp4", "audio/x-m4a"}),
    "a.pdf": (PDF, "application/pdf", {"application/pdf"}),
    "a.bin": (noise(5_000), "application/octet-stream", {"application/octet-stream"})}


@pytest.mark.parametrize("name", SOUNDS_AND_FILMS)
def test_sounds_films_and_others_have_no_sides(ada, room, name):
    content, declared, kinds = SOUNDS_AND_FILMS[name]
    file = uploaded(ada, room, content, name, declared)
    assert file["type"] in kinds
    assert file.keys() == {"id", "name", "type", "size", "url"}
    assert ada.get(file["url"]).body == content
    assert file["size"] == len(content)


def seen(content):
    """What a viewer shows of a picture."""
    with Image.open(io.BytesIO(content)) as opened:
        upright = ImageOps.exif_transpose(opened)
        return upright.size, upright.convert("RGBA").tobytes()


@pytest.mark.security(25)
@pytest.mark.parametrize("form, options", [
    ("JPEG", {"exif": exif(), "comment": b"SnugComment"}), ("PNG", {"exif": exif()}),
    ("WEBP", {"exif": exif(), "lossless": True}), ("WEBP", {"exif": exif(), "xmp": b"<x:xmpmeta>SnugCamera</x:xmpmeta>"}),
    ("GIF", {"comment": b"SnugComment"}), ("AVIF", {"exif": exif()}),
], ids=["jpeg", "png", "webp lossless", "webp", "gif", "avif"])
def test_where_and_with_what_it_was_taken_goes_and_the_picture_stays(ada, room, form, options):
    sent = picture(form, (90, 70), **options)
    assert b"Snug" in sent
    file = uploaded(ada, room, sent, "taken", f"image/{form.lower()}")
    kept = ada.get(file["url"]).body
    assert seen(kept) == seen(sent)
    assert file["size"] == len(kept)
    for word in (b"SnugCamera", b"SnugModel", b"SnugComment", b"xmpmeta"):
        assert word not in kept
    with Image.open(io.BytesIO(kept)) as opened:
        assert not opened.getexif().get_ifd(0x8825)


@pytest.mark.security(25)
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_as_the_camera_was_held(ada, room, orientation):
    sent = picture("JPEG", (90, 60), exif=exif(orientation))
    file = uploaded(ada, room, sent, "portrait.jpg", "image/jpeg")
    assert (file["width"], file["height"]) == ((60, 90) if orientation > 4 else (90, 60))
    assert seen(ada.get(file["url"]).body) == seen(sent)


@pytest.mark.security(25)
def test_what_lies_behind_the_end_of_a_picture_is_not_kept(ada, room):
    for form in ("JPEG", "PNG"):
        file = uploaded(ada, room, picture(form) + b"<script>alert(1)</script>" + mp4(), "motion", f"image/{form.lower()}")
        assert b"script" not in ada.get(file["url"]).body


def test_a_film_keeps_no_place(ada, room):
    """The box that telephones write it into, below `moov`, is emptied or the whole is as it was."""
    place = (len(b"+52.5200+013.4050/") + 12).to_bytes(4, "big") + b"\xa9xyz" + b"\x00\x12\x15\xc7" + b"+52.5200+013.4050/"
    udta = (8 + len(place)).to_bytes(4, "big") + b"udta" + place
    moov = (8 + len(udta)).to_bytes(4, "big") + b"moov" + udta
    sent = mp4() + moov
    file = uploaded(ada, room, sent, "film.mp4", "video/mp4")
    kept = ada.get(file["url"]).body
    assert len(kept) == len(sent) == file["size"], "nothing in a film may move"


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF\0\0\0\0WEBP", b"<"])
def test_the_shortest_files_are_taken_or_refused(ada, room, content):
    """Whatever a beginning says: it is no picture with sides, and it comes back as it went."""
    answer = upload(ada, room, content, "short.png", "image/png")
    if answer.status == 422:
        assert [error["field"] for error in answer.body["errors"]] == ["file"]
    else:
        assert answer.status == 201 and "width" not in answer.body
        shown = ada.get(answer.body["url"])
        assert (shown.status, shown.body, shown.headers["Content-Length"]) == (200, content, str(len(content)))
        ranged = ada.get(answer.body["url"], headers={"Range": "bytes=0-"})
        assert ranged.status == (206 if content else 416)


@pytest.mark.parametrize("size, is_picture", [((50_000, 50_000), False), ((10_000, 10_000), True), ((0, 5), False)])
def test_a_picture_of_more_pixels_than_a_browser_takes_is_none(ada, room, size, is_picture):
    """A few bytes may claim 50,000 × 50,000: nobody's browser makes room for that."""
    width, height = (side.to_bytes(4, "big") for side in size)
    sent = picture("PNG")
    sent = sent[:16] + width + height + sent[24:]
    answer = upload(ada, room, sent, "bomb.png", "image/png")
    if answer.status == 422:
        assert not is_picture
        return
    assert answer.status == 201
    shown = ada.get(answer.body["url"])
    assert shown.headers["Content-Disposition"].startswith("inline") == is_picture
    assert ("width" in answer.body) == is_picture


def test_alt_text_is_kept_within_its_bounds(ada, room):
    assert uploaded(ada, room, picture(), alt="  Ein Kater 😀 auf <b>dem</b> Ofen  ")["alt"].strip() == \
        "Ein Kater 😀 auf <b>dem</b> Ofen"
    assert "alt" not in uploaded(ada, room, picture(), alt=" ")
    assert uploaded(ada, room, picture(), alt="x" * 500)["alt"] == "x" * 500
    answer = upload(ada, room, picture(), alt="x" * 6_000)
    assert (answer.status, [error["field"] for error in answer.body["errors"]]) == (422, ["alt"])


@pytest.mark.security(25)
def test_whoever_may_not_send_to_a_room_is_told_before_the_file_comes(server, ada, ben, room):
    others, unlocked = server.room(ben), server.room(ben, kind="open")
    stranger = server.guest
    stranger.token = "nobody"
    for person, where, status, code in [
            (ada, others, 404, "room_not_found"), (ada, 99_999, 404, "room_not_found"), (ada, unlocked, 403, "not_a_member"),
            (stranger, room, 401, "not_signed_in")]:
        with Begun(person, where, 1_000_000) as begun:
            answer = begun.answer()
        assert answer.status == status, answer
        if status != 401:
            assert answer.body["code"] in (code, "not_found"), answer.body
    cookie = {"Cookie": f"snug_session={ada.token}", "Content-Type": "image/png"}
    answer = server.guest.post(f"/api/v1/rooms/{room}/attachments?name=a.png", raw=picture(), headers=cookie)
    assert (answer.status, answer.body["code"]) == (403, "bad_origin")


def leftovers(server):
    """Rows of files that nobody can finish or find."""
    return rows(
        server.process.database,
        "SELECT count(*) FROM attachments WHERE completed_at IS NULL")[0][0]


@pytest.mark.security(25)
def test_an_upload_that_is_cut_off_leaves_nothing(server, ada, room):
    before = used(ada)
    for sent in (0, 1, 100_000, 999_999):
        with Begun(ada, room, 1_000_000) as begun:
            begun.send(noise(sent) if sent else b"")
    eventually(lambda: used(ada) == before and leftovers(server) == 0, "all of it gone", within=30)


@pytest.mark.security(25)
def test_what_is_written_behind_the_end_of_an_upload_is_no_part_of_it(server):
    eva = server.register("Eva")
    with Begun(eva, server.room(eva), 10) as begun:
        begun.send(noise(10) + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        answer = begun.answer()
        assert answer.status == 201, answer.body
        assert answer.body["size"] == 10
        assert begun.connection.answer().status == 200


def test_what_is_not_sent_yet_is_its_own_senders_alone(server, ada, ben, room):
    file = uploaded(ada, room, picture())
    assert ada.get(file["url"]).status == 200
    for person in (ben, server.owner):
        assert person.get(file["url"]).status == 404
        assert person.delete(f"{ATTACHMENTS}/{file['id']}").status == 404
    assert ada.get(file["url"]).status == 200


def test_what_is_not_sent_can_be_taken_back(ada, room):
    before = used(ada)
    file = uploaded(ada, room, noise(5_000), "a.bin")
    assert used(ada) >= before + 5_000
    answer = ada.delete(f"{ATTACHMENTS}/{file['id']}")
    assert (answer.status, answer.body) == (204, b"")
    assert used(ada) == before
    assert ada.get(file["url"]).status == 404
    assert ada.delete(f"{ATTACHMENTS}/{file['id']}").status == 404
    assert post(ada, room, file).status == 422
    sent = uploaded(ada, room, picture())
    posted(ada, room, sent)
    assert ada.delete(f"{ATTACHMENTS}/{sent['id']}").status in (403, 404, 409)
    assert ada.get(sent["url"]).status == 200


def test_a_small_picture_stands_for_another(ada, ben, room):
    file = uploaded(ada, room, picture(size=(400, 300)), "Käse 1.png")
    small = uploaded(ada, room, picture("WEBP", (40, 30)), "preview.webp", "image/webp", preview_of=file["id"])
    message = posted(ada, room, file)
    [told] = message["attachments"]
    assert told == file | {"preview_url": f"{ATTACHMENTS}/{small['id']}/{file['url'].rpartition('/')[2]}"}
    shown = ben.get(told["preview_url"])
    assert (shown.status, shown.headers["Content-Type"]) == (200, "image/webp")
    assert [each["id"] for each in ben.get(f"/api/v1/rooms/{room}/attachments").body["attachments"]][0] == file["id"]
    assert small["id"] not in [
        each["id"] for each in ben.get(f"/api/v1/rooms/{room}/attachments").body["attachments"]]


def test_a_small_picture_stands_for_nothing_else(server, ada, ben, room):
    """Of another unclaimed one of one's own in that room, a picture, and small."""
    file = uploaded(ada, room, picture())
    theirs = uploaded(ben, room, picture())
    elsewhere = uploaded(ada, server.room(ada), picture())
    sent = uploaded(ada, room, picture())
    posted(ada, room, sent)
    small = uploaded(ada, room, picture(), preview_of=file["id"])
    for number in (theirs["id"], elsewhere["id"], sent["id"], small["id"], 99_999, 0, "x"):
        answer = upload(ada, room, picture(), preview_of=number)
        assert answer.status == 422, (number, answer.body)
        assert [error["field"] for error in answer.body["errors"]] == ["preview_of"]
    other = uploaded(ada, room, picture())
    refused = upload(ada, room, noise(500), "a.bin", "image/png", preview_of=other["id"])
    assert refused.status == 422, "what is no picture stands for none"
    large = picture("PNG", (320, 280))
    assert len(large) > PREVIEW_BYTES_MAX
    assert upload(ada, room, large, preview_of=other["id"]).status in (413, 422)
    assert post(ada, room, small).status == 422, "it is sent with the one that it stands for"


@contextlib.contextmanager
def trickle(person, room, at_once):
    """An upload of which so much comes at once."""
    with Begun(person, room, 600_000, within=60) as begun:
        begun.send(noise(at_once) if at_once else b"")
        yield begun


def test_whoever_sends_too_slowly_gives_the_place_up(server, ada, ben, room):
    """At the least pace since the beginning; one that is ahead of it may rest."""
    before = used(ada)
    with trickle(ada, room, 0) as silent, trickle(ada, room, 0) as slow, trickle(ben, room, 400_000) as ahead:
        began, left = time.monotonic(), 200_000 - 1
        slow.connection.socket.setblocking(False)
        status = None
        while status is None and time.monotonic() < began + 3 * PATIENCE:
            with contextlib.suppress(BlockingIOError):
                slow.connection.socket.send(b"x" * 64)
            ahead.send(b"x")
            left -= 1
            with contextlib.suppress(BlockingIOError):
                status = slow.connection.socket.recv(12)
            time.sleep(0.1)
        took = time.monotonic() - began
        assert status == b"HTTP/1.1 408", status
        assert took > PATIENCE - 1, f"it has {PATIENCE} s to begin with"
        answer = silent.answer()
        assert answer.status == 408, answer
        ahead.send(b"x" * (left + 1))
        assert ahead.answer().status == 201
    eventually(lambda: used(ada) == before and leftovers(server) == 0, "all of it gone", within=30)
