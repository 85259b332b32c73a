"""The first room, the standing invite into it, and where people land who are new."""

import pytest

from support.client import Client
from support.deadline import eventually
from support.rows import rows
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

ROOMS = "/api/v1/rooms"
STANDING = "/api/v1/invites/standing"
OWNER = {"name": "Olga", "email": "olga@example.org", "password": "nine green bottles"}


@pytest.fixture
def server(process):
    """With the first room, and without a relay: an invite stands in for codes."""
    return SnugServer(process, first_room=True)


@pytest.fixture
def mailing(mailing_process, relay):
    return SnugServer(mailing_process, mails=relay, first_room=True)


def first_room(person):
    answer = person.get(ROOMS)
    assert answer.status == 200
    return answer.body["rooms"][0]


def standing(server):
    answer = server.owner.get(STANDING)
    assert answer.status == 200, answer.body
    return answer.body


def names(person):
    return [room["name"] for room in person.get(ROOMS).body["rooms"]]


@pytest.mark.parametrize("wish, site, name", [
    ("All of us", None, "All of us"), (None, "Lindqvist & Co", "Lindqvist & Co"), (None, None, "Everyone"),
    ("", None, "Everyone"),
])
def test_the_set_up_makes_the_first_room(tmp_path, wish, site, name):
    with SnugProcess(tmp_path, *(["--site-name", site] if site else [])) as process:
        guest = Client(process.start().port)
        answer = guest.post("/api/v1/setup", OWNER | {"token": process.setup_token()} | (
            {} if wish is None else {"room": wish}))
        assert answer.status == 201, answer.body
        room = first_room(Client(process.port, answer.body["access_token"]))
        assert (room["name"], room["kind"], room["welcomes"], room["member_count"]) == (name, "open", True, 1)


def test_a_first_room_that_cannot_be_is_refused_by_its_field(process):
    form = OWNER | {"token": process.setup_token(), "room": "x" * 101}
    answer = Client(process.port).post("/api/v1/setup", form)
    assert (answer.status, answer.body["errors"][0]["field"]) == (422, "room")
    assert Client(process.port).post("/api/v1/setup", form | {"room": "Hall"}).status == 201


def test_the_standing_invite_leads_into_it_and_the_others_hear(server):
    """It is there from the set-up on; looking at it tells where it leads."""
    made = standing(server)
    assert (made["standing"], made["room_ids"], made["uses_max"]) == (True, [], 10_000)
    assert made in server.owner.get("/api/v1/invites").body["invites"]
    look = server.guest.post("/api/v1/invites/look", {"invite": made["token"]})
    assert look.body["rooms"] == ["Everyone"]
    with server.owner.socket() as socket:
        socket.wait_for(type="hello")
        ada = server.register("Ada", invite=made["token"])
        heard = socket.wait_for(type="member")
        assert (heard["user"]["id"], heard["joined"]) == (ada.id, True)
    assert names(ada) == ["Everyone"]


def test_a_new_standing_invite_voids_the_one_before(server):
    before = standing(server)
    answer = server.owner.post(STANDING)
    assert answer.status == 201 and answer.body["standing"] is True
    assert standing(server) == answer.body != before
    look = server.guest.post("/api/v1/invites/look", {"invite": before["token"]})
    assert (look.status, look.body["code"]) == (403, "invalid_invite")
    assert server.owner.delete(f"/api/v1/invites/{answer.body['id']}").status == 204
    assert server.owner.get(STANDING).status == 404


def test_the_standing_invite_is_for_administrators(server):
    ada = server.register("Ada", invite=standing(server)["token"])
    for answer in (ada.get(STANDING), ada.post(STANDING), ada.post("/api/v1/invites/1/mail", {"email": "x@example.org"})):
        assert (answer.status, answer.body["code"]) == (403, "forbidden")


def test_another_room_welcomes_once_an_administrator_says_so(server):
    """One at a time, open ones alone; who is there hears it."""
    first = first_room(server.owner)
    token = standing(server)["token"]
    garden = server.room(server.owner, kind="open", name="Garden")
    attic = server.room(server.owner, name="Attic")
    ada = server.register("Ada", invite=token)
    assert ada.patch(f"{ROOMS}/{first['id']}", {"welcomes": False}).status == 403
    refused = server.owner.patch(f"{ROOMS}/{attic}", {"welcomes": True})
    assert (refused.status, refused.body["errors"][0]["field"]) == (422, "welcomes")
    with ada.socket() as socket:
        socket.wait_for(type="hello")
        answer = server.owner.patch(f"{ROOMS}/{garden}", {"name": "Winter garden", "welcomes": True})
        assert (answer.status, answer.body["name"], answer.body["welcomes"]) == (200, "Winter garden", True)
        assert "welcomes" not in socket.wait_for(type="room")["room"]
    assert names(server.register("Ben", invite=token)) == ["Winter garden"]
    assert [room.get("welcomes") for room in server.owner.get("/api/v1/admin/rooms").body["rooms"]] == [
        None, True, None]
    assert server.owner.delete(f"{ROOMS}/{garden}").status == 204
    assert names(server.register("Cleo", invite=token)) == []


def test_whoever_the_command_adds_lands_there_and_is_seen(server):
    with server.owner.socket() as socket:
        socket.wait_for(type="hello")
        added = run("user", "add", "dora@example.org", "--name", "Dora", "--database", server.process.database)
        assert added.returncode == 0, added.stderr
        assert socket.wait_for(type="member")["user"]["name"] == "Dora"
    link = run("user", "login-link", "dora@example.org", "--database", server.process.database).stdout.split("#")[1]
    answer = server.guest.post("/api/v1/auth/link", {"token": link.strip()})
    assert names(server.person(answer)) == ["Everyone"]


def test_an_invite_is_mailed(mailing, relay):
    """In the language of whoever invites; an address gets three, then no more for hours."""
    path = f"/api/v1/invites/{standing(mailing)['id']}/mail"
    answer = mailing.owner.post(path, {"email": "Newcomer@Example.org"}, headers={"Accept-Language": "de-DE,de"})
    assert (answer.status, answer.body) == (202, {"email": "newcomer@example.org"})
    mail = eventually(lambda: relay.to("newcomer@example.org"), "the mail")[0]
    assert str(mail["Subject"]) == "„Olga“ lädt dich zu Snug ein"
    for status in (202, 202, 429):
        assert mailing.owner.post(path, {"email": "newcomer@example.org"}).status == status
    assert mailing.owner.post("/api/v1/invites/999/mail", {"email": "n@example.org"}).status == 404
    assert mailing.owner.post(path, {"email": "nowhere"}).status == 422


def test_without_a_relay_no_invite_is_mailed(server):
    answer = server.owner.post(f"/api/v1/invites/{standing(server)['id']}/mail", {"email": "n@example.org"})
    assert (answer.status, answer.body["code"]) == (409, "no_relay")
    assert rows(server.process.database, "SELECT count(*) FROM mail_queue") == [(0,)]
