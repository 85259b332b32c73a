"""Sessions: seen, ended one by one or together, and over at once for everyone they should be over for (SECURITY.md,
lines 7 and 17)."""

import contextlib
import datetime
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import InvalidStatus

from support.addresses import new_address
from support.authenticator import Authenticator
from support.client import Client
from support.clock import pass_time
from support.deadline import eventually
from support.rows import rows
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess, run

pytestmark = pytest.mark.main

SESSIONS = "/api/v1/me/sessions"
NEW_PASSWORD = "incorrect donkey capacitor paperclip 4242"
DAY = 86_400

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
SAFARI = ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
          "Version/18.5 Mobile/15E148 Safari/604.1")
EDGE = CHROME.replace("X11; Linux x86_64", "Windows NT 10.0; Win64; x64") + " Edg/142.0.0.0"


@pytest.fixture(scope="module")
def server_flags():
    return BEHIND_PROXY


@pytest.fixture
def command(server):
    def command(*arguments):
        ended = run(*arguments, "--database", server.process.database)
        assert ended.returncode == 0, ended.stderr
        return ended.stdout
    return command


class Watch:
    """Two sockets of a session, `/ws` and one room's, and how long after a moment they closed."""

    def __init__(self, server, person):
        self.sockets = [person.socket(), person.socket(f"/ws/{server.room(person)}/{person.id}")]
        for each in self.sockets:
            each.receive()

    def assert_closed(self, what, since):
        """4401 on both, within a second of `since`."""
        for each in self.sockets:
            left = max(0.0, since + 1 - time.monotonic())
            assert each.until_closed(within=left) == 4401
        print(f"\n{what}: sockets closed with 4401 after {(time.monotonic() - since) * 1_000:.0f} ms")

    def assert_open(self):
        for each in self.sockets[:1]:
            each.send(type="dance")
            each.wait_for(type="error")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for each in self.sockets:
            each.close()


def assert_over(*sessions):
    """No call, no renewal, no socket."""
    for session in sessions:
        assert session.get("/api/v1/me").status == 401
        assert session.post("/api/v1/auth/refresh").status == 401
        with pytest.raises(InvalidStatus) as refused:
            session.socket()
        assert refused.value.response.status_code == 401


def mails_about(server, person, words):
    return [mail for mail in server.mails.to(person.email) if words in mail]


def by_passkey(server, person):
    """Gives someone a passkey, and a way to sign in again and again that costs no hash and no mail."""
    options = person.post("/api/v1/auth/passkeys/register/options").body["publicKey"]
    key, origin = Authenticator("EdDSA"), server.process.origin
    assert person.post("/api/v1/auth/passkeys/register", key.make(options, origin)).status == 201

    def sign_in():
        asked = server.guest.post("/api/v1/auth/passkeys/login/options").body["publicKey"]
        answer = server.guest.post("/api/v1/auth/passkeys/login", key.get(asked, origin))
        assert answer.status == 200, answer.body
        return server.person(answer)
    return sign_in


# Seen

@pytest.mark.security(17)
@pytest.mark.parametrize("agent, words", [
    (FIREFOX, "Firefox on Windows"), (CHROME, "Chrome on Linux"), (SAFARI, "Safari on iPhone"),
    (EDGE, "Edge on Windows"), ("Dart/3.9 (dart:io)", "Flutter app"), ("curl/8.5.0", "curl"), ("", "Unknown device"),
    ("x" * 5_000, "x" * 40), ("<script>alert(1)</script>", "<script>alert"),
], ids=["Firefox", "Chrome", "Safari", "Edge", "the app", "curl", "nothing", "a long one", "markup"])
def test_a_session_names_its_device_in_words(server, command, agent, words):
    """What it says, shortened, as text."""
    token = command("user", "login-link", server.owner.email).split("#")[1].strip()
    address = new_address()
    guest = server.guest.at(address).on(agent)
    owner = server.person(guest.post("/api/v1/auth/link", {"token": token}), guest=guest)
    listed = owner.get(SESSIONS).body["sessions"]
    mine = [session for session in listed if session["current"]]
    assert len(mine) == 1
    assert mine[0].keys() >= {"id", "current", "device", "address", "created_at", "last_seen"}
    assert mine[0]["address"] == address
    assert mine[0]["device"].startswith(words[:13]) and len(mine[0]["device"]) <= 200
    if agent != "<script>alert(1)</script>":
        assert mine[0]["device"] == words


@pytest.mark.security(17)
def test_each_sees_the_own_sessions_alone(server):
    ada, ben = server.register("Ada"), server.register("Ben")
    phone = server.sign_in(ada, server.guest.on(SAFARI))
    ids = [session["id"] for session in ada.get(SESSIONS).body["sessions"]]
    assert len(ids) == 2
    assert ben.get(SESSIONS).body["sessions"][0]["id"] not in ids
    current = {session["id"]: session["current"] for session in phone.get(SESSIONS).body["sessions"]}
    assert sorted(current.values()) == [False, True]
    assert server.guest.get(SESSIONS).status == 401


# Ended

@pytest.mark.security(17)
def test_one_session_is_ended(server):
    """Its sockets and its token; the one that ended it, and others, go on. Nobody ends somebody else's."""
    cleo, dora = server.register("Cleo"), server.register("Dora")
    phone, laptop = server.sign_in(cleo, server.guest.on(SAFARI)), server.sign_in(cleo, server.guest.on(FIREFOX))
    by_device = {session["device"]: session["id"] for session in cleo.get(SESSIONS).body["sessions"]}
    phone_id = by_device["Safari on iPhone"]
    assert dora.delete(f"{SESSIONS}/{phone_id}").status == 404
    assert server.owner.delete(f"{SESSIONS}/{phone_id}").status == 404
    with Watch(server, phone) as ended, Watch(server, laptop) as stays:
        ended.assert_open()
        since = time.monotonic()
        assert cleo.delete(f"{SESSIONS}/{phone_id}").status == 204
        ended.assert_closed("one session ended", since)
        stays.assert_open()
    assert_over(phone)
    assert cleo.delete(f"{SESSIONS}/{phone_id}").status == 404
    assert phone_id not in [session["id"] for session in laptop.get(SESSIONS).body["sessions"]]


@pytest.mark.security(17)
def test_all_other_sessions_are_ended(server):
    edda = server.register("Edda")
    others = [server.sign_in(edda, server.guest.on(device)) for device in (SAFARI, FIREFOX)]
    with contextlib.ExitStack() as watches:
        ended = [watches.enter_context(Watch(server, other)) for other in others]
        own = watches.enter_context(Watch(server, edda))
        since = time.monotonic()
        assert edda.delete(SESSIONS).status == 204
        for watch in ended:
            watch.assert_closed("all other sessions ended", since)
        own.assert_open()
    assert_over(*others)
    assert len(edda.get(SESSIONS).body["sessions"]) == 1


@pytest.mark.security(17)
def test_a_browser_whose_session_was_ended_keeps_no_files(server):
    """They go with the next call of its cookie. Nobody else's cache is emptied, be it who has no session at all."""
    gus = server.register("Gus")
    cookie = {"Cookie": f"snug_session={server.sign_in(gus, server.guest.on(SAFARI)).token}"}
    alive = server.guest.get("/api/v1/me", headers=cookie)
    assert (alive.status, alive.headers["Clear-Site-Data"]) == (200, None)
    assert gus.delete(SESSIONS).status == 204
    for path in ("/api/v1/me", "/api/v1/attachments/1/cat.png"):
        over = server.guest.get(path, headers=cookie)
        assert (over.status, over.headers["Clear-Site-Data"]) == (401, '"cache"')
    for other in ({}, {"Authorization": "Bearer over"}, {"Cookie": "other=1"}):
        answer = server.guest.get("/api/v1/me", headers=other)
        assert (answer.status, answer.headers["Clear-Site-Data"]) == (401, None)


@pytest.mark.security(17)
def test_the_own_session_is_ended_too(server):
    fritz = server.register("Fritz")
    own = fritz.get(SESSIONS).body["sessions"][0]["id"]
    assert fritz.delete(f"{SESSIONS}/{own}").status == 204
    assert_over(fritz)


@pytest.mark.security(17)
def test_a_socket_that_opens_while_its_session_ends_is_over_too(server):
    """Forty times: six sockets of a session open at the moment that it ends. Each is refused, or closed within a
    second; none stays."""
    sign_in = by_passkey(server, server.register("Ute"))
    opened = 0
    for attempt in range(40):
        session = sign_in()

        def open_one(number):
            time.sleep(number / 2_000)
            try:
                return session.socket()
            except InvalidStatus as refused:
                assert refused.response.status_code == 401
                return None

        with ThreadPoolExecutor(7) as pool:
            opening = [pool.submit(open_one, number) for number in range(6)]
            end = pool.submit(lambda: (time.sleep(attempt % 8 / 2_000), session.post("/api/v1/auth/logout"))[1])
            sockets = [socket for socket in (each.result() for each in opening) if socket]
            assert end.result().status == 204
        since = time.monotonic()
        opened += len(sockets)
        for each in sockets:
            with each:
                assert each.until_closed(within=max(0.01, since + 1 - time.monotonic())) == 4401
    print(f"\n{opened} sockets opened in time to be closed, {240 - opened} were refused")
    assert opened > 0


@pytest.mark.security(17)
@pytest.mark.parametrize("session", ["0", "-1", "x", "99999", str(10 ** 30)])
def test_a_session_that_is_not_there_is_404(server, session):
    assert server.owner.delete(f"{SESSIONS}/{session}").status == 404


# Deactivated

@pytest.mark.security(17)
def test_an_administrator_deactivates_someone(server, command):
    """Everything of theirs is over within a second: sessions, sockets, codes, ways in; until they are reactivated."""
    gerd = server.register("Gerd")
    other = server.sign_in(gerd)
    server.guest.post("/api/v1/auth/password/forgot", {"email": gerd.email})
    reset_code = eventually(lambda: server.mails.codes_for(gerd.email)[2:], "the reset code")[0]
    login_code = server.code_from("/api/v1/auth/login", {"email": gerd.email, "password": gerd.password})
    with Watch(server, gerd) as first, Watch(server, other) as second:
        since = time.monotonic()
        answer = server.owner.patch(f"/api/v1/users/{gerd.id}", {"deactivated": True})
        assert (answer.status, answer.body["deactivated"]) == (200, True)
        first.assert_closed("deactivated by an administrator", since)
        second.assert_closed("the other session", since)
    assert_over(gerd, other)
    assert_no_way_in(server, gerd)
    assert server.guest.post(
        "/api/v1/auth/verify", {"email": gerd.email, "code": login_code}).body["code"] == "invalid_code"
    assert server.guest.post("/api/v1/auth/password/reset", {
        "email": gerd.email, "code": reset_code, "new_password": NEW_PASSWORD}).body["code"] == "invalid_code"
    assert gerd.id not in [user["id"] for user in server.owner.get("/api/v1/users").body["users"]]

    assert server.owner.patch(f"/api/v1/users/{gerd.id}", {"deactivated": False}).status == 200
    assert_over(gerd, other)
    token = command("user", "login-link", gerd.email).split("#")[1].strip()
    assert server.guest.post("/api/v1/auth/link", {"token": token}).status == 200


def assert_no_way_in(server, person):
    """The right password is as wrong as another; nothing is mailed that opens anything."""
    codes = server.mails.codes_for(person.email)
    answer = server.guest.post("/api/v1/auth/login", {"email": person.email, "password": person.password})
    assert (answer.status, answer.body["code"]) == (401, "invalid_credentials")
    for path in ("/api/v1/auth/password/forgot", "/api/v1/auth/code"):
        assert server.guest.post(path, {"email": person.email}).status == 202
    assert server.mails.codes_for(person.email) == codes
    assert run("user", "login-link", person.email, "--database", server.process.database).returncode == 1


@pytest.mark.security(17)
def test_a_command_deactivates_someone_beside_the_running_server(server, command):
    """Live within a second of the command's end, sockets too."""
    hilde = server.register("Hilde")
    with Watch(server, hilde) as watch:
        assert command("user", "deactivate", hilde.email) == f"{hilde.email} is deactivated.\n"
        since = time.monotonic()
        assert hilde.get("/api/v1/me").status == 401, "calls look at the file each time"
        watch.assert_closed("snug user deactivate", since)
    assert_over(hilde)
    assert_no_way_in(server, hilde)
    row = next(line for line in command("user", "list").splitlines() if hilde.email in line)
    assert row.endswith("deactivated")
    command("user", "reactivate", hilde.email)
    assert_over(hilde)
    server.sign_in(hilde)


@pytest.mark.security(17)
def test_a_command_signs_someone_out_everywhere(server, command):
    ida = server.register("Ida")
    other = server.sign_in(ida)
    with Watch(server, ida) as watch:
        assert command("user", "logout", ida.email) == f"{ida.email}: 2 sessions ended.\n"
        watch.assert_closed("snug user logout", time.monotonic())
    assert_over(ida, other)
    server.sign_in(ida)


@pytest.mark.security(17)
@pytest.mark.parametrize("command", ["deactivate", "reactivate", "login-link", "logout"])
def test_a_command_for_nobody_says_so(server, command):
    ended = run("user", command, "nobody@example.org", "--database", server.process.database)
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "user" in ended.stderr


# Roles

@pytest.mark.security(17)
def test_a_role_holds_from_the_next_call_on(server, command):
    """Given and taken by an owner, or by a command; tokens and sockets stay."""
    jana = server.register("Jana")
    with Watch(server, jana) as watch:
        assert jana.get("/api/v1/audit").status == 403
        assert server.owner.patch(f"/api/v1/users/{jana.id}", {"role": "admin"}).body["role"] == "admin"
        assert jana.get("/api/v1/audit").status == 200
        assert jana.get("/api/v1/me").body["role"] == "admin"
        assert server.owner.patch(f"/api/v1/users/{jana.id}", {"role": "member"}).status == 200
        assert jana.get("/api/v1/audit").status == 403
        assert command("user", "role", jana.email, "admin") == f"{jana.email} is an admin.\n"
        assert jana.get("/api/v1/audit").status == 200
        command("user", "role", jana.email, "member")
        assert jana.get("/api/v1/audit").status == 403
        watch.assert_open()


@pytest.fixture(scope="module")
def ranks(server):
    """One of each role beside the owner of the server."""
    people = {role: server.register(role.capitalize()) for role in ("member", "admin", "owner")}
    for role, person in people.items():
        assert server.owner.patch(f"/api/v1/users/{person.id}", {"role": role}).status == 200
    return people


@pytest.mark.security(23)
@pytest.mark.parametrize("by, whom, change, status", [
    ("member", "member", {"role": "admin"}, 403), ("member", "admin", {"role": "member"}, 403),
    ("member", "owner", {"deactivated": True}, 403), ("member", "member", {"deactivated": False}, 403),
    ("admin", "owner", {"role": "member"}, 403), ("admin", "owner", {"deactivated": True}, 403),
    ("admin", "member", {"role": "owner"}, 403), ("admin", "admin", {"role": "owner"}, 403),
    ("admin", "member", {"role": "admin"}, 200), ("admin", "member", {"role": "member"}, 200),
    ("owner", "member", {"role": "captain"}, 422), ("owner", "member", {"role": 7}, 422),
    ("owner", "member", {"deactivated": "yes"}, 422), ("owner", "member", {}, 200),
], ids=lambda value: str(value))
def test_administrators_change_members_and_each_other_owners_everyone_members_nobody(ranks, by, whom, change, status):
    before = ranks["owner"].get("/api/v1/accounts").body["accounts"]
    answer = ranks[by].patch(f"/api/v1/users/{ranks[whom].id}", change)
    assert answer.status == status, answer.body
    if status != 200:
        after = ranks["owner"].get("/api/v1/accounts").body["accounts"]
        assert [(each["role"], each["deactivated"]) for each in after] == [
            (each["role"], each["deactivated"]) for each in before]


@pytest.mark.security(23)
@pytest.mark.parametrize("path", ["/api/v1/accounts", "/api/v1/audit", "/api/v1/invites"])
def test_members_are_refused_what_is_for_administrators(server, ranks, path):
    assert server.guest.get(path).status == 401
    assert ranks["member"].get(path).status == 403
    assert ranks["admin"].get(path).status == ranks["owner"].get(path).status == 200


@pytest.mark.security(17)
def test_the_last_owner_cannot_go(proxied):
    """Neither by the API nor by a command, not even two at the same moment; with another owner either can."""
    first, second = proxied.owner, proxied.register("Second")
    for change in ({"role": "admin"}, {"role": "member"}, {"deactivated": True}):
        answer = first.patch(f"/api/v1/users/{first.id}", change)
        assert (answer.status, answer.body["code"]) == (409, "last_owner")
    for arguments in (("role", first.email, "member"), ("deactivate", first.email)):
        ended = run("user", *arguments, "--database", proxied.process.database)
        assert (ended.returncode, ended.stdout) == (1, "") and "owner" in ended.stderr
    assert first.get("/api/v1/me").body["role"] == "owner"

    assert first.patch(f"/api/v1/users/{second.id}", {"role": "owner"}).status == 200
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(
            lambda person: person.patch(f"/api/v1/users/{person.id}", {"role": "member"}).status, (first, second)))
    assert sorted(answers) == [200, 409]
    assert rows(proxied.process.database, "SELECT count(*) FROM users WHERE role = 'owner'") == [(1,)]


@pytest.mark.security(17)
def test_a_deactivated_owner_is_no_owner(proxied):
    """The one who is left is the last one."""
    second = proxied.register("Second")
    assert proxied.owner.patch(f"/api/v1/users/{second.id}", {"role": "owner"}).status == 200
    assert proxied.owner.patch(f"/api/v1/users/{second.id}", {"deactivated": True}).status == 200
    answer = proxied.owner.patch(f"/api/v1/users/{proxied.owner.id}", {"role": "member"})
    assert (answer.status, answer.body["code"]) == (409, "last_owner")


# Passwords

@pytest.mark.security(7)
def test_a_reset_ends_every_session_and_tells_the_owner(server):
    """Two sessions with two sockets each close within a second; the mail comes; old password and old codes are void,
    the new password signs in."""
    karl = server.register("Karl")
    other = server.sign_in(karl)
    code = server.code_from("/api/v1/auth/password/forgot", {"email": karl.email})
    with Watch(server, karl) as first, Watch(server, other) as second:
        reset = {"email": karl.email, "code": code, "new_password": NEW_PASSWORD}
        assert server.guest.post("/api/v1/auth/password/reset", reset).status == 204
        since = time.monotonic()
        first.assert_closed("password reset", since)
        second.assert_closed("the other session", since)
    assert_over(karl, other)
    eventually(lambda: mails_about(server, karl, "was changed"), "the mail about the change")
    assert len(mails_about(server, karl, "was changed")) == 1
    assert server.guest.post("/api/v1/auth/password/reset", reset).status == 401, "the code is used"
    login = {"email": karl.email, "password": karl.password}
    assert server.guest.post("/api/v1/auth/login", login).status == 401
    karl.password = NEW_PASSWORD
    server.sign_in(karl)


@pytest.mark.security(7)
def test_a_refused_new_password_costs_nothing(server):
    """422, the code stays good, sessions stay, no mail."""
    lars = server.register("Lars")
    code = server.code_from("/api/v1/auth/password/forgot", {"email": lars.email})
    for password in ("7 chars", "password", "x" * 129, lars.email):
        answer = server.guest.post("/api/v1/auth/password/reset", {
            "email": lars.email, "code": code, "new_password": password})
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, "new_password")
    assert lars.get("/api/v1/me").status == 200
    assert not mails_about(server, lars, "was changed")
    assert server.guest.post("/api/v1/auth/password/reset", {
        "email": lars.email, "code": code, "new_password": NEW_PASSWORD}).status == 204


@pytest.mark.security(7)
def test_a_change_ends_the_others_and_keeps_the_own(server):
    mira = server.register("Mira")
    other = server.sign_in(mira)
    login_code = server.code_from("/api/v1/auth/login", {"email": mira.email, "password": mira.password})
    with Watch(server, other) as ended, Watch(server, mira) as own:
        change = {"password": NEW_PASSWORD, "current_password": mira.password}
        assert mira.patch("/api/v1/me", change).status == 200
        ended.assert_closed("password changed", time.monotonic())
        own.assert_open()
    assert_over(other)
    assert len(mira.get(SESSIONS).body["sessions"]) == 1
    eventually(lambda: mails_about(server, mira, "was changed"), "the mail about the change")
    answer = server.guest.post("/api/v1/auth/verify", {"email": mira.email, "code": login_code})
    assert answer.status == 401, "a sign-in begun with the old password is void"


@pytest.mark.security(7)
def test_the_current_password_is_not_guessed_by_a_stolen_session(server):
    """After some wrong tries 429, for the right one too; nothing has changed."""
    nora = server.register("Nora")
    change = {"password": NEW_PASSWORD, "current_password": "wrong password"}
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: nora.patch("/api/v1/me", change), range(12)))
    assert {answer.status for answer in answers} == {401, 429}
    assert {answer.body["code"] for answer in answers} == {"invalid_credentials", "rate_limited"}
    last = nora.patch("/api/v1/me", change | {"current_password": nora.password})
    assert last.status == 429 and int(last.headers["Retry-After"]) >= 1
    assert nora.get("/api/v1/me").status == 200, "a wrong password does not end the session"
    server.sign_in(nora)


@pytest.mark.security(7)
def test_the_owner_is_told_of_a_new_device(server):
    """A sign-in from a device or address that was not there before; not the first one, and none that is known."""
    home = server.guest.at(new_address()).on(FIREFOX)
    olaf = server.register("Olaf", guest=home)
    server.sign_in(olaf, home)
    assert not mails_about(server, olaf, "New sign-in")
    away = new_address()
    server.sign_in(olaf, home.at(away))
    mail = eventually(lambda: mails_about(server, olaf, "New sign-in"), "the mail about the new device")[0]
    assert "Firefox on Windows" in mail and away in mail
    server.sign_in(olaf, home.on(SAFARI))
    eventually(lambda: len(mails_about(server, olaf, "New sign-in")) == 2, "the mail about the phone")
    code_mails = len(server.mails.codes_for(olaf.email))
    assert len(server.mails.to(olaf.email)) == code_mails + 2


@pytest.mark.security(7)
def test_a_login_link_and_a_passkey_on_a_new_device_are_told_too(server, command):
    paula = server.register("Paula")
    token = command("user", "login-link", paula.email).split("#")[1].strip()
    assert server.guest.at(new_address()).post("/api/v1/auth/link", {"token": token}).status == 200
    eventually(lambda: mails_about(server, paula, "New sign-in"), "the mail about the new device")


# Login links

@pytest.mark.security(5)
def test_a_login_link_works_once_and_the_newest_alone(server, command):
    """Also for twenty at once; a wrong one is 401, and so is one for somebody else."""
    quirin = server.register("Quirin")
    first, second = (command("user", "login-link", quirin.email).split("#")[1].strip() for _ in range(2))
    for token in (first, second[:-1], second + "x", second.split("-", 1)[1], "", "-", "1-", "x-y",
                  f"{server.owner.id}-{second.split('-', 1)[1]}"):
        answer = server.guest.post("/api/v1/auth/link", {"token": token})
        assert (answer.status, answer.body["code"]) == (401, "invalid_login_link")
        if token == second[:-1]:
            second = command("user", "login-link", quirin.email).split("#")[1].strip()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: server.guest.post("/api/v1/auth/link", {"token": second}), range(20)))
    assert sorted(answer.status for answer in answers) == [200] + [401] * 19


@pytest.mark.security(5)
def test_a_login_link_works_for_a_quarter_of_an_hour(proxied):
    """And names the server's own address."""
    def link():
        ended = run("user", "login-link", proxied.owner.email, "--database", proxied.process.database)
        return ended.stdout.split("Login link: ")[1].strip()

    early, site = link(), proxied.process.origin
    assert early.startswith(f"{site}/login#")
    pass_time(proxied.process, 14 * 60)
    assert proxied.guest.post("/api/v1/auth/link", {"token": early.split("#")[1]}).status == 200
    late = link()
    pass_time(proxied.process, 15 * 60)
    assert proxied.guest.post("/api/v1/auth/link", {"token": late.split("#")[1]}).status == 401


# Lifetimes

def seconds_until(expires_at):
    moment = datetime.datetime.fromisoformat(expires_at.replace("Z", "+00:00"))
    return (moment - datetime.datetime.now(datetime.timezone.utc)).total_seconds()


@pytest.mark.security(17)
def test_a_refresh_slides_the_end_up_to_an_absolute_one(tmp_path):
    """Ten days of use at a time with 14 days of idleness allowed, 30 in all: each renewal gives 14 days from now, the
    last one what is left, and then it is over however often it was renewed."""
    limits = ("--session-days", "14", "--session-max-days", "30")
    with SnugProcess(tmp_path, *limits) as process:
        server = SnugServer(process.start())
        person, left = server.owner, []
        for _ in range(3):
            pass_time(process, 10 * DAY - 10)
            answer = person.post("/api/v1/auth/refresh")
            assert answer.status == 200, answer.body
            left.append(round(seconds_until(answer.body["expires_at"]) / DAY, 2))
            person = server.person(answer)
            assert person.get("/api/v1/me").status == 200
        assert left == [14.0, 10.0, 0.0]
        pass_time(process, 60)
        assert person.get("/api/v1/me").status == 401
        assert person.post("/api/v1/auth/refresh").status == 401


@pytest.mark.security(17)
def test_a_session_that_rests_is_over(tmp_path):
    """Used a day before its end it lives; not used, it is over, its sockets too."""
    with SnugProcess(tmp_path, "--session-days", "14") as process:
        server = SnugServer(process.start())
        pass_time(process, 13 * DAY)
        assert server.owner.get("/api/v1/me").status == 200
        pass_time(process, DAY + 60)
        assert server.owner.get("/api/v1/me").status == 401
        with pytest.raises(InvalidStatus):
            server.owner.socket()


@pytest.mark.security(17)
def test_a_shorter_lifetime_holds_for_sessions_that_are_there(tmp_path):
    """Decided on later, and taken back."""
    with SnugProcess(tmp_path) as first:
        owner = SnugServer(first.start()).owner
        pass_time(first, 2 * DAY)
        assert first.terminate() == 0
        for limits, status in ((("--session-days", "1"), 401), (("--session-max-days", "1"), 401), ((), 200)):
            with SnugProcess(tmp_path, *limits, database=first.database) as process:
                assert Client(process.start().port, owner.token).get("/api/v1/me").status == status


@pytest.mark.security(17)
def test_sessions_of_one_account_are_bounded(server):
    """The oldest gives way to the hundred and first."""
    rosa = server.register("Rosa")
    sign_in = by_passkey(server, rosa)
    with Watch(server, rosa) as oldest:
        for _ in range(99):
            newest = sign_in()
        oldest.assert_open()
        newest = sign_in()
        oldest.assert_closed("the oldest of a hundred", time.monotonic())
    assert len(newest.get(SESSIONS).body["sessions"]) == 100
    assert rosa.get("/api/v1/me").status == 401
