"""What one has read, what is to be unread again, and what one wants to hear of."""

import datetime

import pytest

from support.clock import pass_time
from support.server import SnugServer

pytestmark = pytest.mark.main


@pytest.fixture(scope="module")
def server(server):
    server.ada, server.ben = server.register("Ada"), server.register("Ben")
    return server


@pytest.fixture
def room(server):
    """Of the two, with five messages by Ada; the fourth calls Ben."""
    room = server.room(server.ada, server.ben)
    for content in ("one", "two", "three", "@Ben four", "five"):
        answer = server.ada.post(f"/api/v1/rooms/{room}/messages", {"content": content})
        assert answer.status == 201, answer.body
    return room


def listed(person, room):
    return next(each for each in person.get("/api/v1/rooms").body["rooms"] if each["id"] == room)


def read(person, room, seq):
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": seq}).status == 204


def unread(person, room, seq):
    return person.post(f"/api/v1/rooms/{room}/unread", {"seq": seq})


def members(person, room):
    """What the members are shown to have read."""
    return {member["user_id"]: member["read_seq"]
            for member in person.get(f"/api/v1/rooms/{room}").body["members"]}


# Unread

def test_what_is_marked_as_unread_is_so_for_the_caller_alone(server, room):
    ada, ben = server.ada, server.ben
    read(ben, room, 5)
    assert (listed(ben, room)["unread"], listed(ben, room)["mentions"]) == (0, 0)
    assert unread(ben, room, 3).status == 204
    mine = listed(ben, room)
    assert (mine["read_seq"], mine["unread"], mine["mentions"]) == (2, 3, 1)
    assert members(ben, room)[ben.id] == 2
    assert members(ada, room)[ben.id] == 5, "others see how far it had been read"
    again = ada.post(f"/api/v1/rooms/{room}/members", {"user_id": ben.id})
    assert (again.status, again.body["read_seq"]) == (201, 5)
    with ben.socket() as socket:
        assert socket.wait_for(type="hello")["rooms"][str(room)]["read_seq"] == 2
    read(ben, room, 4)
    assert (listed(ben, room)["unread"], listed(ben, room)["mentions"]) == (1, 0)
    assert members(ada, room)[ben.id] == 5


def test_ones_own_devices_hear_of_it_and_others_hear_nothing(server, room):
    ada, ben = server.ada, server.ben
    with ada.socket() as hers, ben.socket() as phone:
        for socket in (hers, phone):
            socket.wait_for(type="hello")
        read(ben, room, 5)
        for socket in (hers, phone):
            socket.wait_for(type="read", room_id=room, user_id=ben.id, seq=5)
        assert unread(ben, room, 2).status == 204
        phone.wait_for(type="read", room_id=room, user_id=ben.id, seq=1)
        phone.send(type="read", room_id=room, seq=3)
        phone.wait_for(type="read", room_id=room, user_id=ben.id, seq=3)
        assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": "six"}).status == 201
        read(ben, room, 6)
        for socket in (hers, phone):
            socket.wait_for(type="read", room_id=room, user_id=ben.id, seq=6)
        assert [frame["seq"] for frame in hers.frames if frame["type"] == "read"
                and frame["user_id"] == ben.id] == [5, 6]
        assert [frame["seq"] for frame in phone.frames if frame["type"] == "read"] == [5, 1, 3, 6]


def test_a_number_outside_the_log_counts_as_its_nearer_end(server, room):
    read(server.ben, room, 5)
    for seq, left in ((-3, 5), (10 ** 15, 0), (1, 5), (6, 0), (0, 5)):
        assert unread(server.ben, room, seq).status == 204
        assert listed(server.ben, room)["unread"] == left, seq


def test_only_members_mark_anything(server, room):
    assert unread(server.owner, room, 1).status == 404
    assert unread(server.guest, room, 1).status == 401
    assert server.ben.post(f"/api/v1/rooms/{room}/unread", {}).status == 422
    assert server.ben.post(f"/api/v1/rooms/{room}/unread", {"seq": "1"}).status == 422


# Notices

def notify(person, room, **choice):
    return person.post(f"/api/v1/rooms/{room}/notify", choice)


def moment(seconds):
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def test_a_room_says_what_one_wants_to_hear_and_until_when(server, room):
    ben, until = server.ben, moment(3_600)
    with ben.socket() as socket:
        socket.wait_for(type="hello")
        for choice, shown in (
                ({"notify": "nothing", "until": until}, ("nothing", True, until, "everything")),
                ({"notify": "mentions"}, ("mentions", False, None, None)),
                ({"notify": "nothing", "until": until}, ("nothing", True, until, "mentions")),
                ({"notify": "nothing"}, ("nothing", True, None, None)),
                ({"notify": "everything", "until": until}, ("everything", False, None, None))):
            assert notify(ben, room, **choice).status == 204
            for each in (listed(ben, room), ben.get(f"/api/v1/rooms/{room}").body):
                assert (each["notify"], each["muted"], each.get("notify_until"), each.get("notify_after")) == shown
            socket.wait_for(lambda frame: frame["type"] == "room" and frame["room"]["notify"] == shown[0]
                            and frame["room"].get("notify_until") == shown[2]
                            and frame["room"].get("notify_after") == shown[3])
    assert listed(server.ada, room)["notify"] == "everything"


@pytest.mark.parametrize("until", [
    moment(-60), moment(400 * 86_400), "soon", "", "2027-01-01", "2027-02-30T00:00:00Z", 1_800_000_000],
    ids=["past", "too far", "a word", "empty", "a day", "no day", "a number"])
def test_an_end_that_is_none_is_refused(server, room, until):
    answer = notify(server.ben, room, notify="nothing", until=until)
    assert (answer.status, [each["field"] for each in answer.body["errors"]]) == (422, ["until"])
    assert listed(server.ben, room)["notify"] == "everything"


def test_when_its_time_is_over_what_was_heard_before_is_heard_again(process):
    server = SnugServer(process)
    room, other = server.room(server.owner), server.room(server.owner)
    assert notify(server.owner, other, notify="mentions").status == 204
    for each in (room, other):
        assert notify(server.owner, each, notify="nothing", until=moment(3_600)).status == 204
        assert listed(server.owner, each)["muted"] is True
    pass_time(process, 3_601)
    for each, level in ((room, "everything"), (other, "mentions")):
        after = listed(server.owner, each)
        assert (after["notify"], after["muted"], after.get("notify_until"), after.get("notify_after")) == (
            level, False, None, None)
