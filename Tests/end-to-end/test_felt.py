"""Commands beside a running server: it feels each within a second, and so do the people there."""

import pytest

from support.deadline import eventually
from support.server import SnugServer
from support.snug import run

pytestmark = pytest.mark.main

WITHIN = 1.0


@pytest.fixture
def server(plain_process):
    return SnugServer(plain_process)


def invited(server, name):
    """Somebody who has come by an invite: registration is closed."""
    invite = server.owner.post("/api/v1/invites", {"room_ids": []}).body
    return server.register(name, invite=invite["url"].split("#")[1])


def command(server, *words):
    ended = run(*words, "--database", server.process.database)
    assert ended.returncode == 0, ended.stderr
    return ended


def soon(condition, what):
    return eventually(condition, what, within=WITHIN)


def test_a_new_name_is_heard_by_those_who_share_a_room(server):
    ada = invited(server, "Ada")
    server.room(server.owner, ada)
    with server.owner.socket() as socket:
        socket.wait_for(type="hello")
        command(server, "user", "rename", ada.email, "Ada Lovelace")
        frame = socket.wait_for(type="user", within=WITHIN)
        assert frame["user"]["name"] == "Ada Lovelace"


def test_a_new_role_counts(server):
    ada = invited(server, "Ada")
    assert ada.get("/api/v1/accounts").status == 403
    with ada.socket() as socket:
        socket.wait_for(type="hello")
        command(server, "user", "role", ada.email, "admin")
        soon(lambda: ada.get("/api/v1/accounts").status == 200, "she is an administrator")
        socket.wait_for(lambda frame: frame["user"]["id"] == ada.id, type="user", within=WITHIN)
    command(server, "user", "role", ada.email, "member")
    soon(lambda: ada.get("/api/v1/accounts").status == 403, "she is none any more")


def test_whoever_is_deactivated_is_out_and_whoever_is_reactivated_may_come_in(server):
    ada = invited(server, "Ada")
    with ada.socket() as socket:
        socket.wait_for(type="hello")
        command(server, "user", "deactivate", ada.email)
        assert socket.until_closed(within=WITHIN) == 4401
    soon(lambda: ada.get("/api/v1/me").status == 401, "she is out")
    command(server, "user", "reactivate", ada.email)
    soon(lambda: server.sign_in(ada).get("/api/v1/me").status == 200, "she may come in")


def test_whoever_is_signed_out_is_out(server):
    ada = invited(server, "Ada")
    with ada.socket() as socket:
        socket.wait_for(type="hello")
        command(server, "user", "logout", ada.email)
        assert socket.until_closed(within=WITHIN) == 4401


def test_a_setting_holds(server):
    command(server, "config", "set", "site.name", "The Choir")
    soon(lambda: server.guest.get("/api/v1/site").body["name"] == "The Choir", "the name")
    command(server, "config", "unset", "site.name")
    soon(lambda: server.guest.get("/api/v1/site").body["name"] == "Snug", "the former name")


def test_an_invite_that_is_taken_back_opens_nothing(server):
    made = server.owner.post("/api/v1/invites", {"room_ids": []}).body
    token = {"invite": made["url"].split("#")[1]}
    assert server.guest.post("/api/v1/invites/look", token).status == 200
    command(server, "invite", "revoke", made["id"])
    soon(lambda: server.guest.post("/api/v1/invites/look", token).status == 403, "it opens nothing")
    assert server.owner.get("/api/v1/invites").body["invites"] == []


def test_an_account_that_goes_out_of_use_is_seen_by_those_who_share_a_room(server):
    ada = invited(server, "Ada")
    server.room(server.owner, ada)
    with server.owner.socket() as socket:
        socket.wait_for(type="hello")
        command(server, "user", "deactivate", ada.email)
        assert socket.wait_for(type="user", within=WITHIN)["user"]["deactivated"] is True
        command(server, "user", "reactivate", ada.email)
        socket.wait_for(lambda frame: "deactivated" not in frame["user"], type="user", within=WITHIN)
