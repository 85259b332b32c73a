"""What whoever runs the server can look up later: who came in, how and from where, and what administrators did."""

import pytest

from support.addresses import new_address
from support.authenticator import Authenticator
from support.snug import BEHIND_PROXY, run

pytestmark = pytest.mark.main

AUDIT = "/api/v1/audit"


@pytest.fixture(scope="module")
def server_flags():
    return BEHIND_PROXY


class Trail:
    """What was noted since it began."""

    def __init__(self, server):
        self._server = server
        self._before = self._latest()

    def _latest(self):
        entries = self._server.owner.get(f"{AUDIT}?limit=1").body["entries"]
        return entries[0]["id"] if entries else 0

    @property
    def entries(self):
        """The oldest first."""
        page = self._server.owner.get(f"{AUDIT}?limit=200").body["entries"]
        return [entry for entry in reversed(page) if entry["id"] > self._before]

    def acts(self):
        return [(entry["act"], entry["actor_id"], entry["user_id"], entry["address"], entry["detail"])
                for entry in self.entries]


@pytest.fixture
def trail(server):
    return Trail(server)


def command(server, *arguments):
    ended = run(*arguments, "--database", server.process.database)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_the_set_up_is_the_first_entry(server):
    first = server.owner.get(f"{AUDIT}?limit=200").body["entries"][-1]
    assert first.keys() == {"id", "at", "act", "actor_id", "user_id", "address", "detail"}
    assert (first["act"], first["user_id"], first["address"]) == ("set_up", server.owner.id, "127.0.0.1")


@pytest.mark.security(37)
def test_ending_no_session_is_not_noted(server, trail):
    """A call that changes nothing can be made without end."""
    ida = server.register("Ida")
    server.sign_in(ida, server.guest)
    for _ in range(3):
        assert ida.delete("/api/v1/me/sessions").status == 204
    assert [act for act, *_ in trail.acts()].count("session_ended") == 1


def test_every_way_of_signing_in_and_out_is_noted(server, trail):
    """With the way and the address."""
    home, away = new_address(), new_address()
    ada = server.register("Ada", guest=server.guest.at(home))
    server.sign_in(ada, server.guest.at(away))
    options = ada.post("/api/v1/auth/passkeys/register/options").body["publicKey"]
    key = Authenticator()
    added = ada.post(
        "/api/v1/auth/passkeys/register", key.make(options, server.process.origin) | {"name": "Blue key"})
    assert added.status == 201
    asked = server.guest.post("/api/v1/auth/passkeys/login/options").body["publicKey"]
    by_key = server.guest.at(away).post("/api/v1/auth/passkeys/login", key.get(asked, server.process.origin))
    assert by_key.status == 200
    token = command(server, "user", "login-link", ada.email).split("#")[1].strip()
    by_link = server.guest.at(away).post("/api/v1/auth/link", {"token": token})
    assert by_link.status == 200
    assert ada.delete(f"/api/v1/me/passkeys/{added.body['id']}").status == 204
    assert server.person(by_link).at(away).post("/api/v1/auth/logout").status == 204
    assert trail.acts() == [
        ("user_added", None, ada.id, "", "registered"),
        ("signed_in", None, ada.id, home, "code"),
        ("signed_in", None, ada.id, away, "code"),
        ("passkey_added", ada.id, None, home, "Blue key"),
        ("signed_in", None, ada.id, away, "passkey"),
        ("login_link_made", None, ada.id, "", ""),
        ("signed_in", None, ada.id, away, "link"),
        ("passkey_removed", ada.id, None, home, "Blue key"),
        ("signed_out", ada.id, None, away, ""),
    ]


def test_ended_sessions_and_changed_passwords_are_noted(server, trail):
    ben = server.register("Ben")
    for _ in range(2):
        server.sign_in(ben)
    sessions = ben.get("/api/v1/me/sessions").body["sessions"]
    other = next(session["id"] for session in sessions if not session["current"])
    assert ben.delete(f"/api/v1/me/sessions/{other}").status == 204
    assert ben.delete("/api/v1/me/sessions").status == 204
    assert ben.patch(
        "/api/v1/me", {"password": "eleven green lampposts", "current_password": ben.password}).status == 200
    code = server.code_from("/api/v1/auth/password/forgot", {"email": ben.email})
    assert server.guest.post("/api/v1/auth/password/reset", {
        "email": ben.email, "code": code, "new_password": "twelve red bicycles"}).status == 204
    acts = [(act, actor, user) for act, actor, user, _, _ in trail.acts()]
    assert acts[-4:] == [
        ("session_ended", ben.id, None), ("session_ended", ben.id, None), ("password_changed", ben.id, None),
        ("password_reset", None, ben.id)]


def test_what_administrators_do_is_noted(server, trail):
    """By the API with their id and address, by a command without."""
    owner, away = server.owner, new_address()
    cleo = server.register("Cleo")
    room = server.room(cleo)
    by = owner.at(away)
    for change in ({"role": "admin"}, {"role": "member"}, {"deactivated": True}, {"deactivated": False}):
        assert by.patch(f"/api/v1/users/{cleo.id}", change).status == 200
    made = by.post("/api/v1/invites", {"name": "For the choir"})
    assert by.delete(f"/api/v1/invites/{made.body['id']}").status == 204
    assert by.delete(f"/api/v1/rooms/{room}").status == 204
    command(server, "user", "role", cleo.email, "admin")
    command(server, "user", "deactivate", cleo.email)
    command(server, "user", "reactivate", cleo.email)
    command(server, "user", "logout", cleo.email)
    number = command(server, "invite", "create", "--name", "By hand").split(":")[0].split()[1]
    command(server, "invite", "revoke", number)
    command(server, "user", "add", "dora@example.org", "--name", "Dora")
    acts = trail.acts()[2:]
    assert [act for act in acts if act[1] == owner.id and act[3] == away] == acts[:7]
    assert [(act, user, detail) for act, _, user, _, detail in acts[:6]] == [
        ("role_changed", cleo.id, "admin, was member"), ("role_changed", cleo.id, "member, was admin"),
        ("user_deactivated", cleo.id, ""), ("user_reactivated", cleo.id, ""), ("invite_made", None, "For the choir"),
        ("invite_revoked", None, "For the choir")]
    assert acts[6][0] == "room_deleted"
    assert all(actor is None and address == "" for _, actor, _, address, _ in acts[7:])
    assert [(act, user) for act, _, user, _, _ in acts[7:13]] == [
        ("role_changed", cleo.id), ("user_deactivated", cleo.id), ("user_reactivated", cleo.id),
        ("session_ended", cleo.id), ("invite_made", None), ("invite_revoked", None)]
    assert [act for act, *_ in acts[13:]] == ["user_added", "login_link_made"]


def test_what_is_refused_or_changes_nothing_is_no_act(server, trail):
    dora = server.register("Flora")
    before = len(trail.entries)
    assert dora.patch(f"/api/v1/users/{server.owner.id}", {"role": "member"}).status == 403
    assert dora.post("/api/v1/invites", {}).status == 403
    assert server.owner.patch(f"/api/v1/users/{server.owner.id}", {"role": "member"}).status == 409
    assert server.owner.patch(f"/api/v1/users/{dora.id}", {"role": "member", "deactivated": False}).status == 200
    assert len(trail.entries) == before


def test_only_administrators_read_it_and_nobody_writes_it(server):
    gerd = server.register("Gerd")
    assert server.guest.get(AUDIT).status == 401
    assert gerd.get(AUDIT).status == 403
    assert server.owner.patch(f"/api/v1/users/{gerd.id}", {"role": "admin"}).status == 200
    assert gerd.get(AUDIT).status == 200
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        assert server.owner.call(method, AUDIT, {}).status == 405
    assert server.owner.delete(f"{AUDIT}/1").status == 404


def test_it_is_paged_newest_first(server):
    whole = server.owner.get(f"{AUDIT}?limit=200").body
    assert not whole["has_more"]
    ids = [entry["id"] for entry in whole["entries"]]
    assert ids == sorted(ids, reverse=True)
    paged, before = [], ""
    while True:
        page = server.owner.get(f"{AUDIT}?limit=7{before}").body
        assert len(page["entries"]) <= 7
        paged += [entry["id"] for entry in page["entries"]]
        if not page["has_more"]:
            break
        before = f"&before={paged[-1]}"
    assert paged == ids
    for query in ("limit=0", "limit=x", "before=x"):
        assert server.owner.get(f"{AUDIT}?{query}").status == 422


def test_it_keeps_no_secret(server):
    """Whatever the tests before did: no password, token, code or address of a mailbox."""
    text = str(server.owner.get(f"{AUDIT}?limit=200").body)
    for secret in (server.owner.password, "lampposts", "bicycles", "@example.org", server.owner.token):
        assert secret not in text
