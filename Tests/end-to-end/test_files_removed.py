"""What becomes of files when their message is edited or deleted, their room goes, or people leave: whoever may not see
them does not from that moment on, and soon after nothing of them is in the file (SECURITY.md, line 25)."""

import itertools
import os

import pytest

from support.attachments import ATTACHMENTS, Begun, noise, picture, post, posted, shared, uploaded, used
from support.deadline import eventually
from support.rows import rows
from support.server import PASSWORD, SnugServer

pytestmark = pytest.mark.main

numbers = itertools.count(1)


@pytest.fixture(scope="module")
def ada(server):
    return server.register("Ada")


@pytest.fixture(scope="module")
def ben(server):
    return server.register("Ben")


@pytest.fixture
def room(server, ada, ben):
    return server.room(ada, ben, name=f"Room {next(numbers)}")


def listed(person, room):
    return person.get(f"/api/v1/rooms/{room}/attachments").body["attachments"]


def test_words_beside_a_file_can_be_changed_and_taken_away(ada, ben, room):
    file = uploaded(ada, room, picture())
    path = f"/api/v1/rooms/{room}/messages/{posted(ada, room, file, content='Look')['seq']}"
    with ben.socket() as his:
        his.wait_for(type="hello")
        for content in ("Look here", ""):
            answer = ada.patch(path, {"content": content})
            assert (answer.status, answer.body["content"], answer.body["attachments"]) == (200, content, [file])
            change = his.wait_for(lambda frame: frame.get("message", {}).get("content") == content, type="change")
            assert change["message"]["attachments"] == [file]
    plain = posted(ada, room, content="only words")["seq"]
    assert ada.patch(f"/api/v1/rooms/{room}/messages/{plain}", {"content": ""}).status == 422
    assert ben.get(file["url"]).status == 200


@pytest.mark.security(25)
def test_a_deleted_message_takes_its_files_with_it_at_once(server, ada, ben, room):
    file = uploaded(ada, room, picture())
    small = uploaded(ada, room, picture(), preview_of=file["id"])
    other = uploaded(ada, room, noise(5_000), "a.bin")
    message = posted(ada, room, file, other, content="Look")
    kept = shared(ada, room, picture())[0]
    urls = [file["url"], other["url"], message["attachments"][0]["preview_url"], f"{ATTACHMENTS}/{small['id']}/x"]
    etag = ben.get(urls[0]).headers["ETag"]
    with ben.socket() as his:
        his.wait_for(type="hello")
        # The room is Ada's, so that she may.
        assert ada.delete(f"/api/v1/rooms/{room}/messages/{message['seq']}").status == 204
        told = his.wait_for(type="change")["message"]
        assert told["deleted_at"] and not told.get("attachments")
    for person in (ada, ben):
        assert [person.get(url).status for url in urls] == [404] * 4
        assert person.get(urls[0], headers={"If-None-Match": etag}).status == 404
        assert [each["id"] for each in listed(person, room)] == [kept["id"]]
        first = person.get(f"/api/v1/rooms/{room}/messages").body["messages"][0]
        assert first["content"] == "" and not first.get("attachments")
    again = post(ada, room, file, content="again")
    assert again.status == 422
    assert ben.get(kept["url"]).status == 200


def test_another_message_of_the_rooms_owner_can_be_deleted_by_them_alone(server, ada, ben, room):
    file, seq = shared(ada, room, picture())
    his, his_seq = shared(ben, room, picture())
    assert ben.delete(f"/api/v1/rooms/{room}/messages/{seq}").status == 403
    assert ben.get(file["url"]).status == 200
    assert ada.delete(f"/api/v1/rooms/{room}/messages/{his_seq}").status == 204
    assert ben.get(his["url"]).status == 404


def test_whoever_leaves_leaves_their_files_to_the_others(server, ada, ben, room):
    file, seq = shared(ben, room, picture())
    unsent = uploaded(ben, room, picture())
    assert ben.delete(f"/api/v1/rooms/{room}/members/{ben.id}").status == 204
    assert ada.get(file["url"]).status == 200
    assert [ben.get(each["url"]).status for each in (file, unsent)] == [404, 404]
    assert post(ben, room, unsent).status == 404
    assert ada.post(f"/api/v1/rooms/{room}/members", {"user_id": ben.id}).status == 201
    assert ben.get(file["url"]).status == 200


@pytest.mark.security(25)
def test_a_deleted_room_takes_all_its_files_with_it(server, ada, ben, room):
    before = used(ada)
    urls = [shared(ada, room, noise(300_000), f"{number}.bin")[0]["url"] for number in range(3)]
    unsent = uploaded(ada, room, picture())
    assert used(ada) > before
    assert ada.delete(f"/api/v1/rooms/{room}").status == 204
    for person in (ada, ben):
        assert [person.get(url).status for url in [*urls, unsent["url"]]] == [404] * 4
    assert ada.delete(f"{ATTACHMENTS}/{unsent['id']}").status in (204, 404)
    eventually(lambda: used(ada) == before, "the room that they took", within=30)


def test_a_closed_account_leaves_what_it_said(server, ada, room):
    cleo = server.register(f"Cleo{next(numbers)}")
    assert ada.post(f"/api/v1/rooms/{room}/members", {"user_id": cleo.id}).status == 201
    file = shared(cleo, room, picture())[0]
    unsent = uploaded(cleo, room, picture())
    assert cleo.post("/api/v1/me/close", {"current_password": PASSWORD}).status == 204
    assert ada.get(file["url"]).status == 200
    assert [each["user_id"] for each in listed(ada, room)] == [cleo.id]
    assert cleo.get(file["url"]).status == 401
    assert ada.get(unsent["url"]).status == 404


# What is in the file

MARK = b"nobody must find this "
SECRET = "a word that was said in confidence"


def marked(count):
    """Bytes in which a mark stands in every row and page, and no two of them are alike."""
    pieces = [MARK + str(number).encode() + os.urandom(400) for number in range(count // 430)]
    return b"\x01" + b"".join(pieces)


def is_tidied(process):
    """Whether nothing of what was taken away is left to be removed."""
    return rows(process.database, "SELECT (SELECT count(*) FROM attachment_trash) + (SELECT count(*) FROM"
                " attachment_chunks WHERE id >> 16 NOT IN (SELECT id FROM attachments))") == [(0,)]


def in_the_file(process, *words):
    """Which of the words stand in the database, or in what SQLite keeps beside it."""
    content = b"".join(path.read_bytes() for path in process.files)
    return [word for word in words if word in content]


@pytest.mark.file
@pytest.mark.security(25)
@pytest.mark.parametrize("way", ["message", "room", "taken back", "cut off"])
def test_nothing_of_what_was_deleted_is_left_in_the_file(process, way):
    """Neither its bytes nor what was said beside them, once the server has tidied up; and the file is smaller."""
    server = SnugServer(process)
    ada, room, other = server.owner, server.room(server.owner), server.room(server.owner)
    stays = shared(ada, other, noise(500_000), "stays.bin")[0]
    content = marked(6_000_000)
    if way == "cut off":
        with Begun(ada, room, len(content) + 1) as begun:
            begun.send(content)
            eventually(lambda: in_the_file(process, MARK), "some of it in the file")
    else:
        file = uploaded(ada, room, content, "holiday-of-the-confident.bin", alt=SECRET)
        if way != "taken back":
            seq = posted(ada, room, file, content=SECRET)["seq"]
        assert in_the_file(process, MARK, SECRET.encode(), b"holiday-of-the-confident") != []
        gone = {"message": f"/api/v1/rooms/{room}/messages/{{}}", "room": f"/api/v1/rooms/{room}",
                "taken back": f"{ATTACHMENTS}/{file['id']}"}[way]
        assert ada.delete(gone.format("" if way != "message" else seq)).status == 204
    eventually(lambda: is_tidied(process) and used(ada) == 500_000, "all of it removed", within=60)
    eventually(lambda: rows(process.database, "PRAGMA page_count")[0][0] * 4_096 < 3_000_000, "what is free given back", within=60)
    assert process.terminate() == 0
    assert in_the_file(process, MARK, SECRET.encode(), b"holiday-of-the-confident") == []
    process.start()
    assert ada.get(stays["url"]).body == noise(500_000)
