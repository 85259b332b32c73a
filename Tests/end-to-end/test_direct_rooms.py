"""Two people who meet: their room shows to the other once something was said there."""

import pytest

pytestmark = pytest.mark.main


@pytest.fixture
def pair(server):
    """Two who have not met; made anew for each test."""
    pair.number = getattr(pair, "number", 0) + 1
    return server.register(f"Ada{pair.number}"), server.register(f"Ben{pair.number}")


def meet(maker, other):
    answer = maker.post("/api/v1/rooms", {"kind": "direct", "member_ids": [other.id]})
    assert answer.status in (200, 201), answer.body
    return answer


def rooms(person):
    return {room["id"]: room for room in person.get("/api/v1/rooms").body["rooms"]}


def originals(person):
    """The rooms that the original app lists."""
    return [room["room_id"] for room in person.get(f"/rooms?user_id={person.id}").body]


def say(person, room, content):
    answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": content})
    assert answer.status == 201, answer.body
    return answer.body


def test_a_direct_room_shows_to_its_maker_at_once_and_to_the_other_with_the_first_word(pair):
    """In no list, no hello and on no socket before; then the room, then the message, on each of the other's sockets."""
    ada, ben = pair
    with ada.socket() as hers, ben.socket() as phone, ben.socket() as laptop:
        for socket in (hers, phone, laptop):
            socket.wait_for(type="hello")
        room = meet(ada, ben).body["id"]
        assert hers.wait_for(type="room")["room"]["id"] == room
        assert room in rooms(ada) and rooms(ada)[room]["user_id"] == ben.id
        assert room not in rooms(ben) and room not in originals(ben)
        with ben.socket() as later:
            assert later.wait_for(type="hello")["rooms"] == {}
            said = say(ada, room, "hi")
            for socket in (phone, laptop, later):
                assert socket.wait_for(type="message", room_id=room) == said
                kinds = [frame["type"] for frame in socket.frames if frame["type"] in ("room", "message")]
                assert kinds == ["room", "message"], "nothing of it came before the first word"
                shown = socket.wait_for(type="room")["room"]
                assert (shown["id"], shown["name"], shown["user_id"]) == (room, ada.name, ada.id)
                assert (shown["last_seq"], shown["unread"], shown["last_message"]) == (0, 0, None)
        second = say(ada, room, "are you there?")
        assert phone.wait_for(type="message", seq=2) == second
        assert [frame["type"] for frame in phone.frames].count("room") == 1
    listed = rooms(ben)[room]
    assert (listed["unread"], listed["last_seq"], listed["user_id"], listed["name"]) == (2, 2, ada.id, ada.name)
    assert room in originals(ben)


def test_a_first_word_by_socket_shows_the_room_to_the_other_too(pair):
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    with ada.socket() as hers, ben.socket() as his:
        assert str(room) in hers.wait_for(type="hello")["rooms"]
        his.wait_for(type="hello")
        hers.say(room, "hi", "first")
        hers.ack("first")
        his.wait_for(type="message", room_id=room, seq=1)
        assert [frame["type"] for frame in his.frames[1:] if frame["type"] != "presence"] == ["room", "message"]
        his.say(room, "hello", "answer")
        assert his.ack("answer")["seq"] == 2


def test_it_goes_on_showing_when_the_first_word_is_deleted(pair):
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    say(ada, room, "oh no")
    assert ada.delete(f"/api/v1/rooms/{room}/messages/1").status == 204
    assert rooms(ben)[room]["last_message"]["content"] == ""


def test_the_other_is_in_the_room_all_the_same(pair):
    """Whoever has its number may look, read, listen as the original app does, and speak first."""
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    seen = ben.get(f"/api/v1/rooms/{room}")
    assert seen.status == 200
    assert sorted(member["user_id"] for member in seen.body["members"]) == [ada.id, ben.id]
    assert ben.get(f"/api/v1/rooms/{room}/messages").body == {"messages": [], "has_more": False}
    assert room not in rooms(ben), "looking does not show it"
    with ben.socket(f"/ws/{room}/{ben.id}") as app, ben.socket() as his:
        assert app.receive() == {"status": "connected"}
        his.wait_for(type="hello")
        app.send(content="hi")
        app.wait_for(room_id=room, content="hi")
        assert his.wait_for(type="room")["room"]["id"] == room
        his.wait_for(type="message", room_id=room, seq=1)
    assert room in rooms(ben)


def test_the_other_who_asks_for_the_room_gets_the_same_one_and_sees_it(pair):
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    with ben.socket() as his:
        his.wait_for(type="hello")
        again = meet(ben, ada)
        assert (again.status, again.body["id"]) == (200, room)
        assert his.wait_for(type="room")["room"]["id"] == room
    assert room in rooms(ben)
    with ben.socket() as his:
        assert str(room) in his.wait_for(type="hello")["rooms"]


def test_a_client_catches_up_with_a_room_that_showed_while_it_was_away(pair):
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    with ben.socket() as his:
        his.wait_for(type="hello")
        his.send(type="resume", rooms={str(room): {"seq": 0, "rev": 0}})
        assert his.wait_for(type="error", room_id=room)["code"] == "not_found"
    said = say(ada, room, "hi")
    with ben.socket() as his:
        assert his.wait_for(type="hello")["rooms"][str(room)]["last_seq"] == 1
        his.send(type="resume", rooms={str(room): {"seq": 0, "rev": 0}})
        his.wait_for(type="resumed", room_id=room)
        assert his.messages(room) == [said]


def test_who_comes_back_finds_unread_what_was_said_meanwhile(pair):
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    say(ada, room, "hi")
    say(ben, room, "bye")
    assert ben.delete(f"/api/v1/rooms/{room}/members/{ben.id}").status == 204
    assert ben.get(f"/api/v1/rooms/{room}").status == 404
    say(ada, room, "wait")
    assert meet(ben, ada).status == 200
    assert (rooms(ben)[room]["read_seq"], rooms(ben)[room]["unread"]) == (2, 1)


def test_a_direct_room_tells_the_others_id_when_they_are_out_of_use_too(server, pair):
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    say(ada, room, "hi")
    assert server.owner.patch(f"/api/v1/users/{ben.id}", {"deactivated": True}).status == 200
    assert (rooms(ada)[room]["user_id"], rooms(ada)[room]["name"]) == (ben.id, ben.name)


def test_nothing_is_said_to_someone_whose_account_is_out_of_use(server, pair):
    """By no way in; what was said before stays, and both can talk again once it is in use."""
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    say(ada, room, "hi")
    assert "deactivated" not in rooms(ada)[room]
    for out in (lambda: server.owner.patch(f"/api/v1/users/{ben.id}", {"deactivated": True}),
                lambda: server.sign_in(ben).post("/api/v1/me/close", {"current_password": ben.password})):
        ended = out()
        assert ended.status in (200, 204), ended.body
        assert rooms(ada)[room]["deactivated"] is True
        assert ada.get(f"/api/v1/rooms/{room}").body["deactivated"] is True
        refused = ada.post(f"/api/v1/rooms/{room}/messages", {"content": "are you there?"})
        assert (refused.status, refused.body["code"]) == (409, "deactivated")
        with ada.socket() as socket:
            socket.wait_for(type="hello")
            socket.send(type="send", room_id=room, content="hello?", client_id="c1")
            error = socket.wait_for(type="error")
            assert (error["code"], error["client_id"]) == ("deactivated", "c1")
        assert ada.post("/send-message", {"room_id": room, "user_id": ada.id, "content": "?"}).status == 409
        if ended.status == 200:
            assert server.owner.patch(f"/api/v1/users/{ben.id}", {"deactivated": False}).status == 200
            assert "deactivated" not in rooms(ada)[room]
            say(ada, room, "welcome back")


@pytest.mark.parametrize("by", ["maker", "administrator"])
def test_of_two_who_talk_each_deletes_their_own_words_alone(server, pair, by):
    ada, ben = pair
    room = meet(ada, ben).body["id"]
    if by == "administrator":
        assert server.owner.patch(f"/api/v1/users/{ada.id}", {"role": "admin"}).status == 200
    say(ben, room, "you promised me 100")
    refused = ada.delete(f"/api/v1/rooms/{room}/messages/1")
    assert (refused.status, refused.body["detail"]) == (403, "Only its author deletes a message between two people.")
    assert [member["role"] for member in ada.get(f"/api/v1/rooms/{room}").body["members"]] == ["member", "member"]
    assert ben.delete(f"/api/v1/rooms/{room}/messages/1").status == 204
