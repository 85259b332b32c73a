"""One's own account: another address, the first password, its end, and a new password that signs in."""

import re

import pytest
from websockets.exceptions import ConnectionClosed

from support.deadline import eventually
from support.rows import rows
from support.server import PASSWORD, SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

EMAIL = "/api/v1/me/email"
CLOSE = "/api/v1/me/close"
RESET = "/api/v1/auth/password/reset"


@pytest.fixture(scope="module")
def server(tmp_path_factory, relay):
    with SnugProcess(
            tmp_path_factory.mktemp("server"), "--registration", "open", *relay.flags, **relay.settings) as process:
        yield SnugServer(process.start(), mails=relay)


def me(person):
    answer = person.get("/api/v1/me")
    assert answer.status == 200, answer.body
    return answer.body


def ask(server, person, email, **form):
    return server.code_from(EMAIL, {"email": email, "current_password": person.password} | form, person)


def test_another_address_takes_the_place_of_the_first(server, relay):
    ada = server.register("Ada")
    code = ask(server, ada, "ada@snug.example")
    waiting = me(ada)
    assert (waiting["email"], waiting["new_email"]["email"]) == ("ada@example.org", "ada@snug.example")
    answer = ada.post(f"{EMAIL}/verify", {"code": f"{code[:3]} {code[3:]}"})
    assert (answer.status, answer.body["email"], answer.body["new_email"]) == (200, "ada@snug.example", None)
    assert answer.body == me(ada)
    eventually(lambda: [mail for mail in relay.to("ada@example.org") if "another address" in str(mail["Subject"])],
               "the mail to the address before")
    assert server.guest.post("/api/v1/auth/login", {"email": "ada@example.org", "password": PASSWORD}).status == 401
    assert server.guest.post("/api/v1/auth/login", {"email": "ada@snug.example", "password": PASSWORD}).status == 202


@pytest.mark.security(7)
def test_the_address_before_takes_the_account_back(server, relay):
    kim = server.register("Kim")
    code = ask(server, kim, "thief@snug.example")
    assert kim.post(f"{EMAIL}/verify", {"code": code}).status == 200
    mail = eventually(lambda: [mail for mail in relay.to("kim@example.org") if "another address" in str(mail["Subject"])],
                      "the mail to the address before")[-1]
    token = re.search(r"/login#(\S+)", mail.get_body(("plain",)).get_content()).group(1)
    with kim.socket() as socket:
        socket.wait_for(type="hello")
        answer = server.guest.post("/api/v1/auth/link", {"token": token})
        assert (answer.status, answer.body["user"]["email"]) == (200, "kim@example.org")
        assert closing(socket) == (4401, "ended")
    assert kim.get("/api/v1/me").status == 401
    back = server.person(answer)
    assert me(back)["has_password"] is False
    assert back.patch("/api/v1/me", {"password": "eleven soft pillows"}).status == 200
    for email, password, status in (
            ("thief@snug.example", PASSWORD, 401), ("kim@example.org", PASSWORD, 401),
            ("kim@example.org", "eleven soft pillows", 202)):
        form = {"email": email, "password": password}
        assert server.guest.post("/api/v1/auth/login", form).status == status, form
    assert server.guest.post("/api/v1/auth/link", {"token": token}).body["code"] == "invalid_login_link"


def test_an_owner_or_a_command_gives_an_account_another_address(server, relay):
    lea, mia = server.register("Lea"), server.register("Mia")
    url = f"/api/v1/users/{lea.id}"
    assert mia.patch(url, {"email": "new@snug.example"}).status == 403
    assert server.owner.patch(url, {"email": mia.email}).body["code"] == "email_taken"
    assert server.owner.patch(url, {"email": "no address"}).body["errors"][0]["field"] == "email"
    assert server.owner.patch(f"/api/v1/users/{server.owner.id}", {"email": "new@snug.example"}).status == 403
    with lea.socket() as socket:
        socket.wait_for(type="hello")
        answer = server.owner.patch(url, {"email": "Lea@Snug.Example"})
        assert (answer.status, answer.body["email"]) == (200, "lea@snug.example")
        assert closing(socket) == (4401, "ended")
    eventually(lambda: [mail for mail in relay.to("lea@example.org") if "another address" in str(mail["Subject"])],
               "the mail to the address before")
    entry = server.owner.get("/api/v1/audit").body["entries"][0]
    assert (entry["act"], entry["actor_id"], entry["user_id"], entry["detail"]) == (
        "email_changed", server.owner.id, lea.id, "lea@example.org")
    where = ("--database", server.process.database)
    with mia.socket() as socket:
        socket.wait_for(type="hello")
        said = run("user", "email", "mia@example.org", "mia@snug.example", *where)
        assert "Mia has the address mia@snug.example." in said.stdout and "1 session ended" in said.stdout, said
        assert closing(socket) == (4401, "ended")
    eventually(lambda: [mail for mail in relay.to("mia@example.org") if "another address" in str(mail["Subject"])],
               "the mail of the command")
    refused = run("user", "email", "mia@snug.example", "lea@snug.example", *where)
    assert refused.returncode == 1 and "has an account already" in refused.stderr


@pytest.mark.security(4)
def test_an_address_that_is_anothers_is_answered_alike(server, relay):
    ben, cleo = server.register("Ben"), server.register("Cleo")
    free, taken = (ben.post(EMAIL, {"email": email, "current_password": PASSWORD}) for email in (
        "free@snug.example", cleo.email))
    assert (free.status, taken.status) == (202, 202)
    assert free.body | {"email": ""} == taken.body | {"email": ""}
    assert me(ben)["new_email"]["email"] == cleo.email
    told = eventually(lambda: [mail for mail in relay.to(cleo.email) if "Your address" in str(mail["Subject"])], "a mail")
    assert "Ben" not in told[0].get_body(("plain",)).get_content()
    assert ben.post(f"{EMAIL}/verify", {"code": "123456"}).body["code"] == "invalid_code"
    assert ben.delete(EMAIL).status == 204 and ben.delete(EMAIL).status == 204
    assert me(ben)["new_email"] is None


def test_another_address_takes_the_password(server):
    dora = server.register("Dora")
    form = {"email": "dora@snug.example"}
    without = dora.post(EMAIL, form)
    assert (without.status, without.body["errors"][0]["field"]) == (422, "current_password")
    assert dora.post(EMAIL, form | {"current_password": "wrong"}).body["code"] == "invalid_credentials"
    assert server.guest.post(EMAIL, form).status == 401


def test_the_first_password_is_chosen_by_whoever_came_by_a_link(server):
    added = server.owner.post("/api/v1/accounts", {"name": "Emil", "email": "emil@example.org"}).body
    emil = server.person(server.guest.post(
        "/api/v1/auth/link", {"token": added["login_link"]["url"].split("#")[1]}), PASSWORD)
    assert me(emil)["has_password"] is False
    answer = emil.patch("/api/v1/me", {"password": PASSWORD})
    assert (answer.status, answer.body["has_password"]) == (200, True)
    assert emil.patch("/api/v1/me", {"password": PASSWORD}).status == 422
    assert server.sign_in(emil).id == emil.id


def test_an_account_is_closed(server):
    """Sockets close with the reason; the others hear of it; name and words stay; the address is free."""
    finn, gina = server.register("Finn"), server.register("Gina")
    room = server.room(finn, gina, name="Attic")
    assert finn.post(f"/api/v1/rooms/{room}/messages", {"content": "Good bye"}).status == 201
    assert finn.post(CLOSE, {}).status == 422
    with finn.socket() as own, gina.socket() as socket:
        own.wait_for(type="hello")
        socket.wait_for(type="hello")
        answer = finn.post(CLOSE, {"current_password": PASSWORD})
        assert (answer.status, answer.headers["Clear-Site-Data"]) == (204, '"cache"')
        assert closing(own) == (4401, "closed")
        user = socket.wait_for(type="user")["user"]
        assert (user["id"], user["name"], user["deactivated"]) == (finn.id, "Finn", True)
        assert socket.wait_for(type="member", joined=False)["room_id"] == room
    assert finn.get("/api/v1/me").status == 401
    assert [message["content"] for message in gina.history(room)] == ["Good bye"]
    members = gina.get(f"/api/v1/rooms/{room}").body["members"]
    assert [(member["user_id"], member["role"]) for member in members] == [(gina.id, "owner")]
    account = next(each for each in server.owner.get("/api/v1/accounts?limit=200").body["accounts"]
                   if each["id"] == finn.id)
    assert (account["email"], account["deactivated"], account["closed"]) == ("", True, True)
    refused = server.owner.patch(f"/api/v1/users/{finn.id}", {"deactivated": False})
    assert (refused.status, refused.body["code"]) == (409, "account_closed")
    assert server.register("Finn").id != finn.id
    kept = rows(server.process.database, "SELECT * FROM users WHERE id = ?", finn.id)
    assert "finn@example.org" not in str(kept) and "scrypt" not in str(kept)


def test_the_last_owner_stays(server):
    answer = server.owner.post(CLOSE, {"current_password": server.owner.password})
    assert (answer.status, answer.body["code"]) == (409, "last_owner")


def closing(socket):
    """The code and the reason that a socket is closed with."""
    while True:
        try:
            socket.receive()
        except ConnectionClosed as closed:
            return closed.rcvd.code, closed.rcvd.reason


def test_a_socket_is_closed_with_the_reason(server):
    hans = server.register("Hans")

    def another():
        """Another session of his, without a mail: an address gets five an hour."""
        link = server.owner.post(f"/api/v1/users/{hans.id}/login-link").body["url"]
        return server.person(server.guest.post("/api/v1/auth/link", {"token": link.split("#")[1]}), PASSWORD)

    def reason(act, person=None):
        other = person or another()
        with other.socket() as socket:
            socket.wait_for(type="hello")
            assert act(other).status in (200, 204)
            code, text = closing(socket)
            assert code == 4401
            return text

    def end_by_administrator(person):
        listed = server.owner.get(f"/api/v1/admin/sessions?user_id={hans.id}").body["sessions"]
        return server.owner.delete(f"/api/v1/admin/sessions/{listed[0]['id']}")

    assert reason(lambda person: person.post("/api/v1/auth/logout")) == "signed_out"
    assert reason(lambda person: hans.delete("/api/v1/me/sessions")) == "ended"
    assert reason(end_by_administrator) == "ended"
    assert reason(lambda person: hans.patch(
        "/api/v1/me", {"password": PASSWORD, "current_password": PASSWORD})) == "password_changed"
    assert reason(lambda person: server.owner.patch(
        f"/api/v1/users/{hans.id}", {"deactivated": True}), hans) == "deactivated"
    run("user", "reactivate", hans.email, "--database", server.process.database)
    with another().socket() as socket:
        socket.wait_for(type="hello")
        run("user", "deactivate", hans.email, "--database", server.process.database)
        assert closing(socket) == (4401, "deactivated")


def test_a_reset_signs_in_where_it_is_asked_to(server):
    ilse = server.register("Ilse")
    form = {"email": ilse.email, "new_password": "eleven soft pillows"}
    code = server.code_from("/api/v1/auth/password/forgot", {"email": ilse.email})
    answer = server.guest.post(RESET, form | {"code": code, "sign_in": True})
    assert (answer.status, answer.body["user"]["id"]) == (200, ilse.id)
    assert ilse.get("/api/v1/me").status == 401
    person = server.person(answer)
    assert len(person.get("/api/v1/me/sessions").body["sessions"]) == 1
    assert server.guest.post(RESET, form | {"code": code, "sign_in": True}).status == 401


def test_mails_speak_the_language_of_the_request(server, relay):
    jan = server.register("Jan", "ten warm blankets", server.guest._with("Accept-Language", "de-CH, en;q=0.5"))
    assert "ist dein Code für Snug" in str(relay.to(jan.email)[0]["Subject"])
    server.code_from("/api/v1/auth/password/forgot", {"email": jan.email}, server.guest._with("Accept-Language", "fr"))
    assert str(relay.to(jan.email)[-1]["Subject"]).endswith("is your Snug code")
