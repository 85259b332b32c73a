"""Pictures of people: checked, stripped of what a camera wrote, and shown to everyone who is signed in."""

import http.client
import itertools

import pytest

from support.pictures import file, noise, pixels
from support.rows import changing
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}
STILL = ["camera.jpg", "progressive.jpg", "camera.png", "moving.png", "plain.webp", "lossless.webp", "camera.webp"]


numbers = itertools.count(1)


@pytest.fixture
def people(server):
    """Two who share a room, others for each test: one has a few pictures at once."""
    number = next(numbers)
    ada, ben = server.register(f"Ada{number}"), server.register(f"Ben{number}")
    server.room(ada, ben)
    return ada, ben


def put(person, content):
    return person.call("PUT", "/api/v1/me/picture", raw=content, headers={"Content-Type": "image/png"})


@pytest.mark.parametrize("name", STILL)
def test_every_format_comes_back_with_its_pixels_and_without_what_a_camera_wrote(people, name):
    ada, ben = people
    sent = file(name)
    answer = put(ben, sent)
    assert answer.status == 200, answer.body
    shown = ada.get(answer.body["picture_url"])
    assert (shown.status, shown.headers["Content-Type"]) == (200, TYPES[name.rpartition(".")[2]])
    assert pixels(shown.body) == pixels(sent)
    for word in (b"SNUG", b"EXIF", b"eXIf", b"XMP"):
        assert word not in shown.body
    # Which way up the camera was, and nothing else.
    assert shown.body.count(b"Exif") == (name == "camera.jpg")


@pytest.mark.security(48)
def test_a_picture_is_a_picture_and_nothing_else(people):
    ada, ben = people
    url = put(ben, file("camera.jpg") + b"<script>alert(1)</script>").body["picture_url"]
    shown = ada.get(url)
    assert b"script" not in shown.body
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    for content in (b"", b"GIF89a", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<!doctype html>"):
        assert put(ben, content).status == 415, content
    for content in (file("moving.webp"), file("camera.png")[:40], noise(8), b"\xff\xd8\xff\xe1\xff\xff"):
        answer = put(ben, content)
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, "picture")
    assert ben.get("/api/v1/me").body["picture_url"] == url


def test_it_may_be_kept_for_a_day_by_whoever_may_see_it(server, people):
    ada, ben = people
    url = put(ben, file("plain.webp")).body["picture_url"]
    shown = ada.get(url)
    assert shown.headers["Cache-Control"] == "private, max-age=86400"
    asked = {"If-None-Match": shown.headers["ETag"]}
    again = ada.get(url, headers=asked)
    assert (again.status, again.body) == (304, b"")
    head = ada.call("HEAD", url)
    assert (head.status, head.headers["Content-Length"]) == (200, str(len(shown.body)))
    assert server.guest.get(url).status == 401
    for other in (url[:-1] + ("0" if url[-1] != "0" else "1"), url.replace(f"/{ben.id}/", f"/{ada.id}/")):
        assert ada.get(other).status == 404 and ada.get(other, headers={"If-None-Match": "*"}).status == 404
    # Nothing of the picture is read to say that it is the same.
    with changing(server.process.database) as database:
        database.execute("DELETE FROM pictures WHERE user_id = ?", [ben.id])
    assert ada.get(url, headers=asked).status == 304
    assert ada.get(url).status == 404
    ben.delete("/api/v1/me/picture")
    assert ada.get(url, headers=asked).status == 404


def test_everyone_finds_the_address_where_they_find_the_person(server, people):
    ada, ben = people
    assert put(ben, file("plain.webp")).status == 200
    with ada.socket() as hers:
        hers.wait_for(type="hello")
        url = put(ben, file("camera.png")).body["picture_url"]
        assert hers.wait_for(type="user")["user"]["picture_url"] == url
        room = server.room(ada, ben)
        members = ada.get(f"/api/v1/rooms/{room}").body["members"]
        listed = ada.get(f"/api/v1/users?ids={ben.id}").body["users"]
        accounts = server.owner.get("/api/v1/accounts").body["accounts"]
        found = [each for each in members if each["user_id"] == ben.id] + listed + [
            each for each in accounts if each["id"] == ben.id]
        found += [ada.get(f"/api/v1/users/{ben.id}").body, ben.get("/api/v1/me").body]
        assert [each["picture_url"] for each in found] == [url] * 5
        hers.frames.clear()
        assert "picture_url" not in ben.delete("/api/v1/me/picture").body
        assert "picture_url" not in hers.wait_for(type="user")["user"]
    assert ada.get(url).status == 404


def test_an_administrator_takes_one_away(server, people):
    ada, ben = people
    url = put(ben, file("plain.webp")).body["picture_url"]
    assert ada.delete(f"/api/v1/users/{ben.id}/picture").status == 403
    for _ in range(2):
        assert server.owner.delete(f"/api/v1/users/{ben.id}/picture").status == 204
    assert server.owner.delete("/api/v1/users/99999/picture").status == 404
    assert ada.get(url).status == 404
    entries = server.owner.get("/api/v1/audit").body["entries"]
    assert [entry["user_id"] for entry in entries if entry["act"] == "picture_removed"] == [ben.id]


@pytest.mark.security(48)
def test_one_that_is_too_large_is_refused_before_it_comes(people):
    _, ben = people
    largest = noise(206)
    assert 120 * 1_024 < len(largest) < 128 * 1_024
    assert put(ben, largest).status == 200
    answer = put(ben, noise(220))
    assert (answer.status, answer.body["code"]) == (413, "too_large")
    # By its length alone, and where it gives none, at the bound.
    connection = http.client.HTTPConnection("127.0.0.1", ben.port, timeout=30)
    connection.putrequest("PUT", "/api/v1/me/picture")
    connection.putheader("Authorization", f"Bearer {ben.token}")
    connection.putheader("Content-Length", str(1 << 40))
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()
    chunks = (bytes(16_384) for _ in range(9))
    assert put(ben, chunks).status == 413


def test_changing_it_counts_as_an_act(tmp_path):
    with SnugProcess(tmp_path, "--act-rate", "0.2") as process:
        server = SnugServer(process.start())
        ben = server.register("Ben")
        names = ["plain.webp", "camera.png", "camera.jpg"]
        assert [put(ben, file(name)).status for name in names] == [200, 200, 429]
        assert put(ben, file("camera.png")).status == 200, "the same again changes nothing"


def test_a_backup_has_them_and_a_restore_brings_them_back(tmp_path):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        ben = server.register("Ben")
        url = put(ben, file("camera.jpg")).body["picture_url"]
        shown = ben.get(url).body
        copy = tmp_path / "copy.db"
        assert run("backup", "create", str(copy), "--database", process.database).returncode == 0
        ben.delete("/api/v1/me/picture")
        assert process.terminate() == 0
        process.make_way()
        assert run("restore", str(copy), "--force", "--database", process.database).returncode == 0
        process.start()
        assert ben.get(url).body == shown
        assert process.terminate() == 0
        with changing(process.database) as database:
            assert database.execute("SELECT type FROM pictures").fetchall() == [("image/jpeg",)]
