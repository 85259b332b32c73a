"""One's own account: changed as a whole, and shown to others as far as one likes."""

import pytest

from support.deadline import eventually
from support.server import PASSWORD, SnugServer

pytestmark = pytest.mark.main

NEW_PASSWORD = "eleven green lampposts"


@pytest.fixture
def people(process):
    """Two people with a room, and its id."""
    server = SnugServer(process)
    ada, ben = server.register("Ada"), server.register("Ben")
    return server, ada, ben, server.room(ada, ben)


def seen(viewer, person):
    """What the directory shows of someone."""
    [found] = [user for user in viewer.get("/api/v1/users").body["users"] if user["id"] == person.id]
    return found["online"], found["last_seen"]


def test_a_password_is_kept_where_another_part_cannot_be(people):
    server, ada, _, _ = people
    answer = ada.patch("/api/v1/me", {
        "name": " ", "password": NEW_PASSWORD, "current_password": PASSWORD, "shows_reading": False})
    assert answer.status == 422 and [error["field"] for error in answer.body["errors"]] == ["name"]
    answer = ada.patch("/api/v1/me", {"name": "Adele", "password": NEW_PASSWORD, "current_password": "wrong"})
    assert answer.status == 401
    me = ada.get("/api/v1/me").body
    assert (me["name"], me["shows_presence"], me["shows_reading"]) == ("Ada", True, True)
    server.sign_in(ada)
    answer = ada.patch("/api/v1/me", {
        "name": "Adele", "password": NEW_PASSWORD, "current_password": PASSWORD, "shows_reading": False})
    assert answer.status == 200 and (answer.body["name"], answer.body["shows_reading"]) == ("Adele", False)
    ada.password = NEW_PASSWORD
    server.sign_in(ada)


def test_hours_without_notices_are_kept_and_taken_away(people):
    _, ada, _, _ = people
    night = {"from": "22:00", "to": "07:00", "time_zone": "Europe/Berlin"}
    assert ada.get("/api/v1/me").body["quiet"] is None
    assert ada.patch("/api/v1/me", {"quiet": night}).body["quiet"] == night
    assert ada.patch("/api/v1/me", {"shows_reading": True}).body["quiet"] == night
    for wrong in ({"to": "22:00"}, {"from": "25:00"}, {"from": "7:00"}, {"time_zone": "Europe/Nowhere"}, {"to": ""}):
        answer = ada.patch("/api/v1/me", {"quiet": night | wrong})
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, "quiet"), wrong
    assert ada.patch("/api/v1/me", {"quiet": {"from": "22:00"}}).status == 422
    assert ada.get("/api/v1/me").body["quiet"] == night
    assert ada.patch("/api/v1/me", {"quiet": None}).body["quiet"] is None


def test_whoever_hides_is_offline_to_others_everywhere(people):
    server, ada, ben, room = people
    with ada.socket() as hers, ben.socket() as his:
        hers.wait_for(type="hello")
        his.wait_for(type="hello")
        hers.wait_for(type="presence", user_id=ben.id, online=True)
        assert seen(ada, ben)[0] is True
        assert ben.patch("/api/v1/me", {"shows_presence": False}).body["shows_presence"] is False
        assert hers.wait_for(type="presence", user_id=ben.id, online=False)["last_seen"] is None
        for viewer in (ada, server.owner):
            assert seen(viewer, ben) == (False, None)
        members = ada.get(f"/api/v1/rooms/{room}").body["members"]
        assert {member["user_id"]: member["online"] for member in members} == {ada.id: True, ben.id: False}
        accounts = server.owner.get("/api/v1/accounts").body["accounts"]
        [his_account] = [account for account in accounts if account["id"] == ben.id]
        assert his_account["online"] is False and his_account["last_seen"]
        hers.frames.clear()
        with ben.socket() as another:
            another.wait_for(type="hello")
        ben.patch("/api/v1/me", {"name": "Benjamin"})
        user = hers.wait_for(type="user")["user"]
        assert user == {"id": ben.id, "name": "Benjamin", "last_seen": None, "online": False}
        ben.patch("/api/v1/me", {"shows_presence": True})
        hers.wait_for(type="presence", user_id=ben.id, online=True)
        assert [frame["type"] for frame in hers.frames] == ["user", "presence"]
        assert seen(ada, ben)[0] is True


def test_whoever_hides_their_reading_has_it_on_their_own_devices_alone(people):
    _, ada, ben, room = people
    for number in range(3):
        assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": str(number)}).status == 201

    def shown(viewer):
        members = viewer.get(f"/api/v1/rooms/{room}").body["members"]
        return {member["user_id"]: member["read_seq"] for member in members}[ben.id]

    with ada.socket() as hers, ben.socket() as phone, ben.socket() as laptop:
        for socket in (hers, phone, laptop):
            socket.wait_for(type="hello")
        phone.send(type="read", room_id=room, seq=1)
        hers.wait_for(type="read", user_id=ben.id, seq=1)
        ben.patch("/api/v1/me", {"shows_reading": False})
        phone.send(type="read", room_id=room, seq=2)
        laptop.wait_for(type="read", user_id=ben.id, seq=2)
        assert (shown(ada), shown(ben)) == (1, 2)
        ben.patch("/api/v1/me", {"shows_reading": True})
        assert shown(ada) == 2
        phone.send(type="read", room_id=room, seq=3)
        hers.wait_for(type="read", user_id=ben.id, seq=3)
        assert [frame["seq"] for frame in hers.frames if frame["type"] == "read" and frame["user_id"] == ben.id] == [
            1, 3]


def test_a_new_role_is_heard_by_whom_it_is_given_to_alone(people):
    server, ada, ben, _ = people
    with ada.socket() as hers, ben.socket() as his:
        for socket in (hers, his):
            socket.wait_for(type="hello")
        for role in ("admin", "member"):
            assert server.owner.patch(f"/api/v1/users/{ben.id}", {"role": role}).status == 200
            his.wait_for(lambda frame: frame["user"]["id"] == ben.id, type="user")
            assert ben.get("/api/v1/me").body["role"] == role
        assert ada.patch("/api/v1/me", {"name": "Adele"}).status == 200
        hers.wait_for(type="user")
        assert [frame["user"]["id"] for frame in hers.frames if frame["type"] == "user"] == [ada.id]


def test_everyone_hears_once_who_came_went_and_is_called_otherwise(people):
    server, ada, ben, room = people
    second = server.room(ada, ben, name="Pantry")
    cleo = server.register("Cleo")
    with ada.socket() as hers, ben.socket() as his, cleo.socket() as cleos:
        for socket in (hers, his, cleos):
            socket.wait_for(type="hello")
        assert ada.post(f"/api/v1/rooms/{room}/members", {"user_id": cleo.id}).status == 201
        for socket in (hers, his):
            came = socket.wait_for(type="member", room_id=room)
            assert (came["user"]["id"], came["user"]["name"], came["role"], came["joined"]) == (
                cleo.id, "Cleo", "member", True)
        assert cleos.wait_for(type="room")["room"]["id"] == room
        assert ada.delete(f"/api/v1/rooms/{room}/members/{ada.id}").status == 204
        for socket in (his, cleos):
            assert socket.wait_for(type="member", joined=False)["user"]["id"] == ada.id
            assert socket.wait_for(type="member", role="owner", joined=True)["user"]["id"] == ben.id
        hers.wait_for(type="room_left", room_id=room)
        assert ben.patch("/api/v1/me", {"name": "Benjamin"}).status == 200
        for socket in (hers, his, cleos):
            assert socket.wait_for(type="user")["user"]["name"] == "Benjamin"
        for out in (True, False):
            assert server.owner.patch(f"/api/v1/users/{cleo.id}", {"deactivated": out}).status == 200
            his.wait_for(lambda frame: frame["user"].get("deactivated", False) is out, type="user")
        assert server.owner.patch(f"/api/v1/users/{ada.id}", {"deactivated": True}).status == 200
        his.wait_for(lambda frame: frame["user"]["id"] == ada.id, type="user")
        assert [frame["user"]["id"] for frame in his.frames if frame["type"] == "user"] == [
            ben.id, cleo.id, cleo.id, ada.id], f"once each, though {second} is shared too"
    eventually(lambda: seen(server.owner, ben)[0] is False, "Ben's going")
