"""Rooms at the top of one's list: for oneself alone, on all one's devices."""

import pytest

pytestmark = pytest.mark.main

LIMIT = 50


def test_a_room_is_pinned_on_all_of_ones_devices_and_on_nobody_elses(server):
    ada, ben = server.register("Ada"), server.register("Ben")
    room = server.room(ada, ben)

    def pinned(person):
        return [each["id"] for each in person.get("/api/v1/rooms").body["rooms"] if each["pinned"]]

    with ben.socket() as phone, ada.socket() as hers:
        for socket in (phone, hers):
            socket.wait_for(type="hello")
        for wanted in (True, False, True):
            assert ben.post(f"/api/v1/rooms/{room}/pin", {"pinned": wanted}).status == 204
            shown = phone.wait_for(lambda frame, wanted=wanted: frame["room"]["pinned"] is wanted, type="room")["room"]
            assert shown["id"] == room and "last_message" not in shown
            assert pinned(ben) == [room] * wanted
            phone.frames.clear()
        hers.send(type="ping")
        hers.wait_for(type="pong")
        assert "room" not in [frame["type"] for frame in hers.frames]
    assert pinned(ada) == []
    assert ben.get(f"/api/v1/rooms/{room}").body["pinned"] is True


def test_it_is_for_members_and_not_without_end(server):
    ada, ben = server.register("Alma"), server.register("Bert")
    garden = server.room(ada, kind="open", name="Garden")
    assert "pinned" not in ben.get(f"/api/v1/rooms/{garden}").body
    answer = ben.post(f"/api/v1/rooms/{garden}/pin", {"pinned": True})
    assert (answer.status, answer.body["code"]) == (403, "not_a_member")
    rooms = [server.room(ada, name=f"Den {number}") for number in range(LIMIT + 1)]
    assert {ada.post(f"/api/v1/rooms/{room}/pin", {"pinned": True}).status for room in rooms[:LIMIT]} == {204}
    answer = ada.post(f"/api/v1/rooms/{rooms[LIMIT]}/pin", {"pinned": True})
    assert (answer.status, answer.body["errors"][0]["field"]) == (422, "pinned")
    assert ada.post(f"/api/v1/rooms/{rooms[0]}/pin", {"pinned": False}).status == 204
    assert ada.post(f"/api/v1/rooms/{rooms[LIMIT]}/pin", {"pinned": True}).status == 204
