"""Files in a room: a message names them, each is in one message, and whoever is there has them wherever the message is."""

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.attachments import ATTACHMENTS, Begun, noise, picture, post, posted, shared, upload, uploaded

pytestmark = pytest.mark.main

A_MESSAGE = 10
"""Files that one message may have."""

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


def messages(person, room, query=""):
    return person.get(f"/api/v1/rooms/{room}/messages{query}").body["messages"]


def listed(person, room, query=""):
    answer = person.get(f"/api/v1/rooms/{room}/attachments{query}")
    assert answer.status == 200, answer.body
    return answer.body["attachments"]


def assert_refused(answer):
    assert answer.status == 422, answer.body
    assert all(error["field"].partition(".")[0] == "attachment_ids" for error in answer.body["errors"]), answer.body


def test_a_message_has_its_files_in_order_wherever_it_is_read(server, ada, ben, room):
    """In the answer, in frames, in history, after a resume, among changes, and in the list of rooms."""
    files = [uploaded(ada, room, picture(seed=seed), f"{seed}.png") for seed in range(3)]
    files.reverse()
    with ben.socket() as his, ada.socket() as hers:
        for socket in (his, hers):
            socket.wait_for(type="hello")
        message = posted(ada, room, *files, content="Look")
        assert message["attachments"] == files
        frames = [socket.wait_for(type="message", room_id=room) for socket in (his, hers)]
        assert [frame["attachments"] for frame in frames] == [files, files]
        assert ben.call("PUT", f"/api/v1/rooms/{room}/messages/1/reactions/%F0%9F%91%8D").status == 204
        assert hers.wait_for(type="change")["message"]["attachments"] == files
    with ben.socket() as again:
        hello = again.wait_for(type="hello")
        again.send(type="resume", epoch=hello["epoch"], rooms={str(room): {"seq": 0, "rev": 0}})
        again.wait_for(type="resumed", room_id=room)
        assert [each["attachments"] for each in again.messages(room)] == [files]
        again.send(type="resume", epoch=hello["epoch"], rooms={str(room): {"seq": 1, "rev": 0}})
        assert again.wait_for(type="change")["message"]["attachments"] == files
    for query in ("", "?after=0", "?before=2", "?around=1"):
        assert messages(ben, room, query)[0]["attachments"] == files
    assert ben.get(f"/api/v1/rooms/{room}/changes?after_rev=0").body["messages"][0]["attachments"] == files
    [last] = [each["last_message"] for each in ben.get("/api/v1/rooms").body["rooms"] if each["id"] == room]
    assert last["attachments"] == files
    assert all(ben.get(file["url"]).status == 200 for file in files)


def test_a_message_needs_no_words_where_it_has_a_file(ada, ben, room):
    for number, content in enumerate(("", "  \n", "words")):
        file = uploaded(ada, room, picture())
        assert posted(ada, room, file, content=content)["seq"] == number + 1
    without = ada.post(f"/api/v1/rooms/{room}/messages", {"attachment_ids": [uploaded(ada, room, picture())["id"]]})
    assert without.status in (201, 422)
    for ids in ([], None):
        answer = ada.post(f"/api/v1/rooms/{room}/messages", {"content": "", "attachment_ids": ids})
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, "content")
    plain = ada.post(f"/api/v1/rooms/{room}/messages", {"content": "words", "attachment_ids": []})
    assert plain.status == 201 and not plain.body.get("attachments")


def test_a_file_goes_by_socket(ada, ben, room):
    files = [uploaded(ada, room, picture(seed=seed)) for seed in range(2)]
    ids = [file["id"] for file in files]
    with ada.socket() as hers, ben.socket() as his:
        hers.wait_for(type="hello")
        his.wait_for(type="hello")
        hers.say(room, "", "one", attachment_ids=ids)
        assert hers.ack("one")["attachments"] == files
        heard = his.wait_for(type="message", room_id=room)
        assert (heard["attachments"], heard["content"], heard["client_id"]) == (files, "", "one")
        for number, wrong in enumerate([ids[:1], [99_999], [0], [-1], "x", [str(ids[0])], {}, [None], [1.5]]):
            hers.say(room, "no", f"wrong-{number}", attachment_ids=wrong)
            error = hers.wait_for(type="error", client_id=f"wrong-{number}")
            assert error["detail"]
        assert ada.get(f"/api/v1/rooms/{room}").body["last_seq"] == 1


def test_a_send_that_is_repeated_is_the_same_message_with_the_same_files(server, ada, ben, room):
    file, other = (uploaded(ada, room, picture(seed=seed)) for seed in range(2))
    first = posted(ada, room, file, content="Look", client_id="once")
    with ben.socket() as his:
        his.wait_for(type="hello")
        for files in ([file], [], [other], [file, other]):
            again = post(ada, room, *files, content="Look", client_id="once")
            assert (again.status, again.body) == (200, first)
        with ada.socket() as hers:
            hers.wait_for(type="hello")
            hers.say(room, "", "once", attachment_ids=[file["id"]])
            assert hers.ack("once")["attachments"] == [file]
        second = posted(ada, room, other, content="and another")
        assert his.wait_for(type="message", room_id=room)["seq"] == second["seq"] == 2, "nothing was told twice"
    elsewhere = server.room(ada)
    answer = post(ada, elsewhere, uploaded(ada, elsewhere, picture()), client_id="once")
    assert (answer.status, answer.body["code"]) == (409, "client_id_reused")


@pytest.mark.security(25)
def test_only_ones_own_whole_files_of_that_room_can_be_sent_and_once(server, ada, ben, room):
    mine, theirs = uploaded(ada, room, picture()), uploaded(ben, room, picture())
    elsewhere = uploaded(ada, server.room(ada), picture())
    small = uploaded(ada, room, picture(), preview_of=mine["id"])
    sent = shared(ada, room, picture())[0]
    foreign = shared(ben, room, picture())[0]
    with Begun(ada, room, 1_000, expects=True) as under_way:
        assert under_way.answer().status == 100
        under_way.send(noise(500))
        incomplete = [{"id": small["id"] + number} for number in range(1, 8)]
        for wrong in [theirs, elsewhere, small, sent, foreign, {"id": 99_999}, {"id": 0}, {"id": -1}, *incomplete]:
            assert_refused(post(ada, room, wrong, content="no"))
            assert_refused(post(ada, room, mine, wrong, content="no"))
    assert_refused(post(ada, room, mine, mine))
    for ids in (["x"], "x", 5, [None], [1.5], {}):
        answer = ada.post(f"/api/v1/rooms/{room}/messages", {"content": "no", "attachment_ids": ids})
        assert answer.status == 422, answer.body
    assert ada.get(f"/api/v1/rooms/{room}").body["last_seq"] == 2, "nothing of it was said"
    assert [each["id"] for each in posted(ada, room, mine)["attachments"]] == [mine["id"]], "and nothing was taken"
    assert posted(ben, room, theirs)["attachments"] == [theirs]


def test_a_message_has_at_most_ten(ada, room):
    files = [uploaded(ada, room, noise(10, number), f"{number}.bin") for number in range(A_MESSAGE + 1)]
    assert_refused(post(ada, room, *files))
    assert posted(ada, room, *files[:-1])["attachments"] == files[:-1]
    assert posted(ada, room, files[-1])["attachments"] == files[-1:]


def test_of_messages_at_once_one_has_the_file(ada, room):
    file = uploaded(ada, room, picture())
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda number: post(ada, room, file, content=f"{number}"), range(8)))
    assert sorted(answer.status for answer in answers) == [201] + [422] * 7
    assert len(listed(ada, room)) == 1


def test_a_list_of_what_was_sent_is_newest_first_and_in_pages(ada, ben, room):
    files = []
    for number in range(5):
        two = [uploaded(person, room, noise(10), f"{number}.bin") for person in (ada, ada)]
        uploaded(ada, room, picture(), "unsent.png")
        message = posted(ada, room, *two)
        files += [file | {"seq": message["seq"], "user_id": ada.id, "timestamp": message["timestamp"]} for file in two]
    his = uploaded(ben, room, picture("JPEG"), "his.jpg", "image/jpeg", alt="his")
    message = posted(ben, room, his)
    files.append(his | {"seq": message["seq"], "user_id": ben.id, "timestamp": message["timestamp"]})
    files.reverse()
    for person in (ada, ben):
        answer = person.get(f"/api/v1/rooms/{room}/attachments")
        assert answer.body == {"attachments": files, "has_more": False}
    pages, before = [], ""
    while True:
        answer = ada.get(f"/api/v1/rooms/{room}/attachments?limit=4{before}")
        pages.append(answer.body["attachments"])
        if not answer.body["has_more"]:
            break
        before = f"&before={pages[-1][-1]['id']}"
    assert [len(page) for page in pages] == [4, 4, 3]
    assert sum(pages, []) == files
    assert listed(ada, room, f"?before={files[-1]['id']}") == []
    for query in ("?limit=0", "?limit=1000", "?limit=x", "?before=x", "?before=-1"):
        answer = ada.get(f"/api/v1/rooms/{room}/attachments{query}")
        assert answer.status in (200, 422)
        assert answer.status == 422 or len(answer.body["attachments"]) <= 200


@pytest.mark.security(25)
def test_a_list_is_for_members_alone(server, ada, room):
    cleo = server.register(f"Cleo{next(numbers)}")
    assert cleo.get(f"/api/v1/rooms/{room}/attachments").status == 404
    assert server.guest.get(f"/api/v1/rooms/{room}/attachments").status == 401
    assert ada.get("/api/v1/rooms/99999/attachments").status == 404


def test_a_direct_room_shows_itself_by_a_file_alone(server, ada):
    dora = server.register(f"Dora{next(numbers)}")
    room = server.room(ada, dora, kind="direct")
    upload(ada, room, picture())
    assert dora.get("/api/v1/rooms").body["rooms"] == []
    shared(ada, room, picture())
    assert [each["id"] for each in dora.get("/api/v1/rooms").body["rooms"]] == [room]


def test_the_original_app_reads_of_files_by_name(ada, ben, room):
    """Where there are no words; where there are, it reads these."""
    files = [uploaded(ada, room, picture(), name) for name in ("cat.png", "猫.png")]
    with ben.socket(f"/ws/{room}/{ben.id}") as his:
        his.wait_for(status="connected")
        posted(ada, room, *files)
        heard = his.wait_for(room_id=room)
        assert "cat.png" in heard["content"] and "猫.png" in heard["content"]
        [said] = ben.get(f"/get-messages/{room}").body
        assert said["content"] == heard["content"] and said["user_id"] == ada.id
        [entry] = [each for each in ben.get(f"/rooms?user_id={ben.id}").body if each["room_id"] == room]
        assert "cat.png" in entry["last_message"]
        posted(ada, room, uploaded(ada, room, picture()), content="words")
        his.wait_for(content="words")
        assert ben.get(f"/get-messages/{room}").body[-1]["content"] == "words"
    assert messages(ben, room)[0]["content"] == "", "others are told the truth"


def test_an_answer_to_a_file_and_a_call_beside_one(ada, ben, room):
    file, seq = shared(ada, room, picture())
    answered = posted(ben, room, uploaded(ben, room, picture()), reply_to=seq, content=f"@{ada.name} nice")
    assert answered["reply_to"] == seq and len(answered["attachments"]) == 1
    mention = ada.get("/api/v1/me/mentions").body["results"][0]["message"]
    assert mention["attachments"] == answered["attachments"]
    assert file["url"].startswith(ATTACHMENTS)
