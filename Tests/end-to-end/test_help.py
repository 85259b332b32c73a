"""People who cannot get in, and administrators who help them: waiting codes, login links, added accounts."""

import pytest

from support.deadline import eventually
from support.rows import rows
from support.server import PASSWORD, SnugServer
from support.snug import SnugProcess

pytestmark = pytest.mark.main

WAITING = "/api/v1/admin/waiting"
ACCOUNTS = "/api/v1/accounts"
LOGIN = "/api/v1/auth/login"


@pytest.fixture(scope="module")
def server(tmp_path_factory, relay):
    with SnugProcess(
            tmp_path_factory.mktemp("server"), "--registration", "open", *relay.flags, **relay.settings) as process:
        yield SnugServer(process.start(), mails=relay)


def waiting(server, email, person=None):
    answer = (person or server.owner).get(WAITING)
    assert answer.status == 200, answer.body
    return [each for each in answer.body["waiting"] if each["email"] == email]


def admin(server, name):
    person = server.register(name)
    assert server.owner.patch(f"/api/v1/users/{person.id}", {"role": "admin"}).status == 200
    return person


def test_administrators_see_who_waits_and_by_what_mail(server):
    ada = server.register("Ada")
    server.code_from(LOGIN, {"email": ada.email, "password": PASSWORD})
    form = {"name": "Wanda", "email": "wanda@example.org", "password": PASSWORD}
    server.code_from("/api/v1/auth/register", form)
    assert server.guest.post("/api/v1/auth/password/forgot", {"email": "nobody@example.org"}).status == 202
    known = eventually(
        lambda: [each for each in waiting(server, ada.email) if each["mail"] == "sent"], "the mail to be sent")[0]
    assert (known["name"], known["purpose"], known["user_id"]) == ("Ada", "login", ada.id)
    new = waiting(server, "wanda@example.org")[0]
    assert (new["name"], new["purpose"], new["user_id"]) == ("Wanda", "registration", None)
    assert not waiting(server, "nobody@example.org")
    assert "code" not in new
    assert ada.get(WAITING).status == 403


def test_without_a_relay_codes_are_printed(process):
    server = SnugServer(process)
    server.code_from(LOGIN, {"email": server.owner.email, "password": server.owner.password})
    assert eventually(
        lambda: [each for each in waiting(server, server.owner.email) if each["mail"] == "printed"], "it to be printed")


@pytest.mark.security(12)
def test_an_owner_hands_a_code_on(server):
    """It is as good as the mailed one, which is void; nobody else may, and not another owner's."""
    ben = server.register("Ben")
    anton = admin(server, "Anton")
    mailed = server.code_from(LOGIN, {"email": ben.email, "password": PASSWORD})
    path = f"{WAITING}/{waiting(server, ben.email)[0]['id']}/code"
    assert anton.post(path).status == 403
    answer = server.owner.post(path)
    assert answer.status == 201 and answer.body["email"] == ben.email
    assert "no-transform" in answer.headers["Cache-Control"]
    assert server.owner.post(path).status == 404
    assert waiting(server, ben.email)[0]["mail"] == "handed_on"
    if mailed != answer.body["code"]:
        refused = server.guest.post("/api/v1/auth/verify", {"email": ben.email, "code": mailed})
        assert refused.body["code"] == "invalid_code"
    assert server.verify(ben.email, answer.body["code"]).id == ben.id
    entry = server.owner.get("/api/v1/audit?limit=20").body["entries"]
    noted = next(each for each in entry if each["act"] == "code_handed_on")
    assert (noted["actor_id"], noted["user_id"], noted["detail"]) == (server.owner.id, ben.id, ben.email)

    otto = server.register("Otto")
    assert server.owner.patch(f"/api/v1/users/{otto.id}", {"role": "owner"}).status == 200
    server.code_from("/api/v1/auth/password/forgot", {"email": otto.email})
    assert server.owner.post(f"{WAITING}/{waiting(server, otto.email)[0]['id']}/code").status == 403
    assert server.owner.patch(f"/api/v1/users/{otto.id}", {"role": "member"}).status == 200


def test_a_login_link_is_made_for_whoever_is_locked_out(server):
    cleo, arne = server.register("Cleo"), admin(server, "Arne")
    answer = arne.post(f"/api/v1/users/{cleo.id}/login-link")
    assert answer.status == 201
    token = answer.body["url"].removeprefix(f"{server.process.origin}/login#")
    signed_in = server.guest.post("/api/v1/auth/link", {"token": token})
    assert (signed_in.status, signed_in.body["user"]["id"]) == (200, cleo.id)
    assert server.guest.post("/api/v1/auth/link", {"token": token}).status == 401
    assert arne.post(f"/api/v1/users/{server.owner.id}/login-link").status == 403
    assert cleo.post(f"/api/v1/users/{cleo.id}/login-link").status == 403
    assert arne.post("/api/v1/users/99999/login-link").status == 404
    assert server.owner.patch(f"/api/v1/users/{cleo.id}", {"deactivated": True}).status == 200
    refused = arne.post(f"/api/v1/users/{cleo.id}/login-link")
    assert (refused.status, refused.body["code"]) == (409, "deactivated")


def test_an_account_is_added_and_its_link_mailed(server, relay):
    """In the words of whoever made it; no secret of it is kept in the database or the log."""
    form = {"name": "Dora", "email": "dora.lind@example.org"}
    answer = server.owner.post(ACCOUNTS, form, headers={"Accept-Language": "de"})
    assert answer.status == 201, answer.body
    assert (answer.body["role"], answer.body["mailed"], answer.body["deactivated"]) == ("member", True, False)
    url = answer.body["login_link"]["url"]
    mail = eventually(lambda: relay.to("dora.lind@example.org"), "the mail")[0]
    assert str(mail["Subject"]) == "Dein Konto bei Snug" and url in mail.get_body(("plain",)).get_content()
    taken = server.owner.post(ACCOUNTS, form)
    assert (taken.status, taken.body["code"]) == (409, "email_taken")
    secret = url.split("#")[1].split("-", 1)[1]
    for table in ("one_time_codes", "audit", "mail_queue"):
        assert not any(secret in str(row) for row in rows(server.process.database, f"SELECT * FROM {table}"))
    assert secret not in server.process.output
    signed_in = server.guest.post("/api/v1/auth/link", {"token": url.split("#")[1]})
    assert signed_in.body["user"]["name"] == "Dora"


def test_the_link_to_an_added_account_goes_out_again_and_elsewhere_until_someone_comes(server, relay):
    added = server.owner.post(ACCOUNTS, {"name": "Quirin", "email": "quirin@exmple.org"}).body
    assert added["awaited"] is True
    path = f"/api/v1/users/{added['id']}/welcome-link"
    again = server.owner.post(path, {"email": "quirin@example.org"})
    assert (again.status, again.body["email"], again.body["mailed"]) == (201, "quirin@example.org", True), again.body
    url = again.body["login_link"]["url"]
    mail = eventually(lambda: relay.to("quirin@example.org"), "the mail")[0]
    assert url in mail.get_body(("plain",)).get_content()
    old = added["login_link"]["url"]
    assert server.guest.post("/api/v1/auth/link", {"token": old.split("#")[1]}).status == 401
    for body, code in (({"email": server.owner.email}, "email_taken"), ({"email": "nowhere"}, "invalid")):
        refused = server.owner.post(path, body)
        assert refused.body["code"] == code
    assert server.guest.post("/api/v1/auth/link", {"token": url.split("#")[1]}).status == 200
    assert server.owner.post(path, {}).body["code"] == "has_come_in"
    account = [each for each in server.owner.get(f"{ACCOUNTS}?after={added['id'] - 1}").body["accounts"]][0]
    assert (account["id"], "awaited" in account) == (added["id"], False)


def test_other_roles_are_given_by_owners(server):
    anja = admin(server, "Anja")
    for role in ("admin", "owner"):
        assert anja.post(ACCOUNTS, {"name": "X", "email": "x@example.org", "role": role}).status == 403
    refused = server.owner.post(ACCOUNTS, {"name": "X", "email": "nowhere", "role": "king"})
    assert refused.status == 422
    made = server.owner.post(ACCOUNTS, {"name": "X", "email": "x@example.org", "role": "admin"})
    assert (made.status, made.body["role"]) == (201, "admin")


def test_a_link_does_not_rise_with_its_account(server):
    """Whoever made it would come in as more than they are."""
    anka = admin(server, "Anka")
    made = anka.post(ACCOUNTS, {"name": "Boss", "email": "boss@example.org"})
    assert made.status == 201, made.body
    boss, url = made.body["id"], made.body["login_link"]["url"]
    opened = anka.post(f"/api/v1/users/{boss}/login-link").body["url"]
    inside = server.person(server.guest.post("/api/v1/auth/link", {"token": opened.split("#")[1]}))
    assert inside.get("/api/v1/me").status == 200
    assert server.owner.patch(f"/api/v1/users/{boss}", {"role": "owner"}).status == 200
    assert server.guest.post("/api/v1/auth/link", {"token": url.split("#")[1]}).status == 401
    assert inside.get("/api/v1/me").status == 401
    assert server.owner.patch(f"/api/v1/users/{boss}", {"role": "member"}).status == 200
