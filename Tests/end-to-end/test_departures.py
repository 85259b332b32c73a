"""Comings and goings: who is out of a room hears why and by whom, and the others hear who did it."""

import pytest

pytestmark = pytest.mark.main


@pytest.fixture(scope="module")
def people(server):
    return [server.register(name) for name in ("Ada", "Ben", "Cleo")]


def test_whoever_is_out_hears_why_by_whom_and_of_which_room(server, people):
    ada, ben, cleo = people
    room = server.room(ada, ben, cleo, name="Kitchen")
    with ada.socket() as hers, ben.socket() as his, cleo.socket() as cleos:
        for socket in (hers, his, cleos):
            socket.wait_for(type="hello")
        assert ben.delete(f"/api/v1/rooms/{room}/members/{ben.id}").status == 204
        assert his.wait_for(type="room_left") == {
            "type": "room_left", "room_id": room, "reason": "left", "name": "Kitchen"}
        assert "by" not in hers.wait_for(type="member", joined=False)
        assert ada.post(f"/api/v1/rooms/{room}/members", {"user_id": ben.id}).status == 201
        assert cleos.wait_for(type="member", joined=True)["by"] == ada.id
        assert ada.delete(f"/api/v1/rooms/{room}/members/{cleo.id}").status == 204
        assert cleos.wait_for(type="room_left") == {
            "type": "room_left", "room_id": room, "reason": "removed", "by": ada.id, "name": "Kitchen"}
        assert his.wait_for(type="member", joined=False)["by"] == ada.id
        his.frames.clear()
        assert server.owner.delete(f"/api/v1/rooms/{room}").status == 204
        for socket in (hers, his):
            assert socket.wait_for(type="room_left") == {
                "type": "room_left", "room_id": room, "reason": "deleted", "by": server.owner.id, "name": "Kitchen"}


def test_whoever_joins_by_themselves_was_added_by_nobody(server, people):
    ada, ben, _ = people
    room = server.room(ada, kind="open", name="Garden")
    with ada.socket() as hers:
        hers.wait_for(type="hello")
        assert ben.post(f"/api/v1/rooms/{room}/members", {"user_id": ben.id}).status == 201
        assert "by" not in hers.wait_for(type="member", room_id=room)


def test_two_who_have_talked_each_leave_and_neither_deletes(server):
    ada, ben = server.register("Adele"), server.register("Bernd")

    def meet():
        return ada.post("/api/v1/rooms", {"kind": "direct", "member_ids": [ben.id]}).body["id"]

    assert ada.delete(f"/api/v1/rooms/{meet()}").status == 204, "nothing was ever said there"
    room = meet()
    assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": "hi"}).status == 201
    for person in (ada, ben):
        answer = person.delete(f"/api/v1/rooms/{room}")
        assert (answer.status, answer.body["code"]) == (403, "forbidden")
    with ada.socket() as hers:
        hers.wait_for(type="hello")
        assert ada.delete(f"/api/v1/rooms/{room}/members/{ada.id}").status == 204
        assert hers.wait_for(type="room_left") == {"type": "room_left", "room_id": room, "reason": "left"}
    assert [each["id"] for each in ben.get("/api/v1/rooms").body["rooms"]] == [room]
