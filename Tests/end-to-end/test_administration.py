"""What administrators see of the server: its rooms, and who is signed in from where."""

import json
import re

import pytest

from support.addresses import new_address
from support.snug import BEHIND_PROXY

pytestmark = pytest.mark.main

ROOMS = "/api/v1/admin/rooms"
SESSIONS = "/api/v1/admin/sessions"
LISTS = (ROOMS, SESSIONS)


@pytest.fixture(scope="module")
def server_flags():
    return BEHIND_PROXY


@pytest.fixture(scope="module")
def server(server):
    """With two members and an administrator."""
    server.ada, server.ben, server.cleo = (
        server.register(name, guest=server.guest.at(new_address())) for name in ("Ada", "Ben", "Cleo"))
    assert server.owner.patch(f"/api/v1/users/{server.cleo.id}", {"role": "admin"}).status == 200
    return server


def assert_refused(answer, status, code):
    assert (answer.status, answer.body.get("code")) == (status, code), answer.body


def latest(server):
    return server.owner.get("/api/v1/audit?limit=1").body["entries"][0]


@pytest.mark.parametrize("path", LISTS)
def test_the_lists_are_for_administrators(server, path):
    assert_refused(server.ada.get(path), 403, "forbidden")
    assert_refused(server.guest.get(path), 401, "unauthenticated")
    assert server.cleo.get(path).status == 200
    assert server.owner.get(path).status == 200


def test_who_may_not_is_told_so_whatever_they_send(server):
    """Every call with a body, or bounds to its list, that the document says is for administrators."""
    document = server.guest.get("/api/openapi.json").body
    calls = [
        (method.upper(), path) for path, item in document["paths"].items() for method, call in item.items()
        if call["tags"] == ["Administration"] and path != "/api/v1/invites/look"]
    assert len(calls) > 10
    for method, path in calls:
        path = re.sub(r"\{\w+\}", "1", path)
        for answer in (
                server.ada.call(method, f"{path}?limit=x", raw=b"{"),
                server.ada.call(method, path, raw=b"[]", headers={"Content-Type": "text/plain"})):
            assert (answer.status, answer.body["code"]) == (403, "forbidden"), (method, path, answer.body)


@pytest.mark.parametrize("path, query, field", [
    (ROOMS, "after=x", "after"), (ROOMS, "limit=0", "limit"), (ROOMS, "limit=many", "limit"),
    (SESSIONS, "before=x", "before"), (SESSIONS, "user_id=me", "user_id"), (SESSIONS, "limit=-1", "limit"),
])
def test_a_question_that_makes_no_sense_is_refused_by_name(server, path, query, field):
    answer = server.owner.get(f"{path}?{query}")
    assert_refused(answer, 422, "invalid")
    assert [each["field"] for each in answer.body["errors"]] == [field]


# Rooms

def rooms_of(server):
    return {room["id"]: room for room in server.owner.get(f"{ROOMS}?limit=200").body["rooms"]}


def test_every_room_is_listed_and_nothing_of_what_is_said_there(server):
    """Those that the administrator is not in too; of one of two people not even whose it is."""
    attic = server.room(server.ada, server.ben, name="Attic")
    lobby = server.room(server.ada, kind="open", name="Lobby")
    talk = server.room(server.ada, server.ben, kind="direct")
    for word in ("one", "two"):
        assert server.ben.post(f"/api/v1/rooms/{attic}/messages", {"content": f"secret {word}"}).status == 201
    answer = server.owner.get(f"{ROOMS}?limit=200")
    assert "secret" not in json.dumps(answer.body)
    found = rooms_of(server)
    said = server.ada.history(attic)[-1]
    assert found[attic] == {
        "id": attic, "name": "Attic", "kind": "group", "created_by": server.ada.id,
        "created_at": found[attic]["created_at"], "last_seq": 2, "member_count": 2,
        "last_activity_at": said["timestamp"]}
    assert (found[lobby]["kind"], found[lobby]["member_count"], found[lobby]["last_seq"]) == ("open", 1, 0)
    assert (found[talk]["kind"], found[talk]["name"], found[talk]["created_by"]) == ("direct", "", None)


def test_rooms_come_a_page_at_a_time(server):
    made = [server.room(server.ada, name=f"Room {number}") for number in range(5)]
    seen, after = [], made[0] - 1
    while True:
        page = server.owner.get(f"{ROOMS}?after={after}&limit=2").body
        assert 1 <= len(page["rooms"]) <= 2
        seen += [room["id"] for room in page["rooms"]]
        after = seen[-1]
        if not page["has_more"]:
            break
    assert seen == made
    assert server.owner.get(f"{ROOMS}?after={after}").body == {"rooms": [], "has_more": False}


def test_an_administrator_ends_a_room_from_outside(server):
    """With the call that there is for it; nobody else can."""
    room = server.room(server.ada, name="Cellar")
    assert_refused(server.ben.delete(f"/api/v1/rooms/{room}"), 404, "not_found")
    assert server.cleo.delete(f"/api/v1/rooms/{room}").status == 204
    assert room not in rooms_of(server)
    assert_refused(server.ada.get(f"/api/v1/rooms/{room}"), 404, "not_found")


# Sessions

def sessions(server, query="limit=200"):
    answer = server.owner.get(f"{SESSIONS}?{query}")
    assert answer.status == 200, answer.body
    return answer.body["sessions"]


def test_everyones_sessions_are_listed_the_latest_first(server):
    address = new_address()
    second = server.sign_in(server.ben, guest=server.guest.at(address))
    found = sessions(server)
    assert [each["id"] for each in found] == sorted((each["id"] for each in found), reverse=True)
    assert {each["name"] for each in found} == {"Olga", "Ada", "Ben", "Cleo"}
    mine = second.get("/api/v1/me/sessions").body["sessions"]
    current = next(each for each in mine if each["current"])
    assert current["address"] == address
    assert found[0] == current | {"current": False, "user_id": server.ben.id, "name": "Ben", "role": "member"}
    assert [each["name"] for each in found if each["current"]] == ["Olga"]
    assert second.post("/api/v1/auth/logout").status == 204
    assert current["id"] not in [each["id"] for each in sessions(server)]


def test_one_persons_sessions_come_a_page_at_a_time(server):
    for _ in range(2):
        server.sign_in(server.ada, guest=server.guest.at(new_address()))
    whole = [each["id"] for each in sessions(server, f"user_id={server.ada.id}")]
    assert len(whole) == 3
    page = server.owner.get(f"{SESSIONS}?user_id={server.ada.id}&limit=2").body
    assert ([each["id"] for each in page["sessions"]], page["has_more"]) == (whole[:2], True)
    rest = server.owner.get(f"{SESSIONS}?user_id={server.ada.id}&limit=2&before={whole[1]}").body
    assert ([each["id"] for each in rest["sessions"]], rest["has_more"]) == (whole[2:], False)
    assert sessions(server, "user_id=999999") == []


def test_an_administrator_ends_a_session_at_once(server):
    """Its calls and its open sockets; it is noted by whom, of whom and on what."""
    person = server.sign_in(server.ben, guest=server.guest.at(new_address()))
    newest = sessions(server, f"user_id={server.ben.id}")[0]
    with person.socket() as socket:
        socket.wait_for(type="hello")
        assert server.cleo.delete(f"{SESSIONS}/{newest['id']}").status == 204
        assert socket.until_closed(within=1) == 4401
    assert person.get("/api/v1/me").status == 401
    assert server.ben.get("/api/v1/me").status == 200
    entry = latest(server)
    assert (entry["act"], entry["actor_id"], entry["user_id"], entry["detail"]) == (
        "session_ended", server.cleo.id, server.ben.id, newest["device"])
    assert_refused(server.cleo.delete(f"{SESSIONS}/{newest['id']}"), 404, "not_found")


def test_only_administrators_end_a_session_and_only_owners_an_owners(server):
    """Nobody but administrators, and an owner's only an owner."""
    olga, ben = (sessions(server, f"user_id={person.id}")[0]["id"] for person in (server.owner, server.ben))
    assert_refused(server.guest.delete(f"{SESSIONS}/{ben}"), 401, "unauthenticated")
    for caller, session, status in ((server.ada, ben, 403), (server.ada, 999_999, 403), (server.cleo, olga, 403),
                                    (server.cleo, "x", 404), (server.cleo, 999_999, 404)):
        assert caller.delete(f"{SESSIONS}/{session}").status == status
    assert server.owner.get("/api/v1/me").status == server.ben.get("/api/v1/me").status == 200
