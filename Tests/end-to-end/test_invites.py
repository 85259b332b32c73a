"""Invites, and who may make an account without one."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.clock import pass_time
from support.rows import rows
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

INVITES = "/api/v1/invites"
REGISTER = "/api/v1/auth/register"
WEEK = 7 * 86_400


@pytest.fixture(scope="module")
def server(tmp_path_factory, relay):
    """Registration takes an invite, and the code that goes over a relay."""
    folder = tmp_path_factory.mktemp("server")
    with SnugProcess(folder, "--registration", "invite", *relay.flags, **relay.settings) as process:
        yield SnugServer(process.start(), mails=relay)


@pytest.fixture
def inviting(tmp_path, relay):
    """The same for one test alone, which may let time pass."""
    with SnugProcess(tmp_path, "--registration", "invite", *relay.flags, **relay.settings) as process:
        yield SnugServer(process.start(), mails=relay)


def invite(server, **wishes):
    answer = server.owner.post(INVITES, wishes)
    assert answer.status == 201, answer.body
    return answer.body


def register(server, name, token, domain="example.org"):
    form = {"name": name, "email": f"{name.lower()}@{domain}", "password": "ten warm blankets"}
    return server.guest.post(REGISTER, form | ({} if token is None else {"invite": token}))


def assert_refused(answer, status, code):
    assert (answer.status, answer.body.get("code")) == (status, code), answer.body


def command(server, *arguments):
    return run("invite", *arguments, "--database", server.process.database)


# Made

def test_an_invite_is_made_with_a_link_and_listed_the_newest_first(server):
    """Good for one account and a week unless told otherwise, its link under the site's own address."""
    made = invite(server)
    assert made.keys() >= {"id", "name", "token", "url", "created_by", "created_at", "expires_at", "uses", "uses_max",
                           "room_ids"}
    assert (made["uses"], made["uses_max"], made["room_ids"], made["name"]) == (0, 1, [], "")
    assert made["created_by"] == server.owner.id
    assert made["url"] == f"{server.process.origin}/invite#{made['token']}"
    assert len(made["token"].split("-", 1)[1]) >= 22, "128 bits"
    assert made in server.owner.get(INVITES).body["invites"]
    named = invite(server, name="For the choir", uses=30, expires_in=3_600)
    assert (named["name"], named["uses_max"]) == ("For the choir", 30)
    assert [each["id"] for each in server.owner.get(INVITES).body["invites"]][:2] == [named["id"], made["id"]]


@pytest.mark.parametrize("wishes, field", [
    ({"uses": 0}, "uses"), ({"uses": -1}, "uses"), ({"uses": 10 ** 6}, "uses"), ({"uses": "many"}, "uses"),
    ({"expires_in": 0}, "expires_in"), ({"expires_in": -5}, "expires_in"), ({"expires_in": 10 ** 12}, "expires_in"),
    ({"name": "x" * 81}, "name"), ({"name": "a\nb"}, "name"), ({"room_ids": "1"}, "room_ids"),
    ({"room_ids": list(range(1, 1_100))}, "room_ids"),
], ids=str)
def test_an_invite_that_cannot_be_is_refused_by_its_field(server, wishes, field):
    answer = server.owner.post(INVITES, wishes)
    assert_refused(answer, 422, "invalid")
    assert answer.body["errors"][0]["field"].split(".")[0] == field


@pytest.mark.parametrize("field", ["uses", "expires_in", "room_ids"])
@pytest.mark.parametrize("number", [10 ** 19, -10 ** 19, 1.5, 1e300], ids=str)
def test_an_invite_with_a_number_beyond_all_numbers_cannot_be_made(server, field, number):
    assert_refused(server.owner.post(INVITES, {field: [number] if field == "room_ids" else number}), 422, "invalid")


@pytest.mark.security(23)
def test_invites_are_for_administrators(server):
    """A member neither makes, sees nor revokes one, an administrator does."""
    made = invite(server, uses=2)
    member, admin = (server.register(name, invite=made["token"]) for name in ("Mara", "Arne"))
    assert server.owner.patch(f"/api/v1/users/{admin.id}", {"role": "admin"}).status == 200
    for someone, status in ((server.guest, 401), (member, 403)):
        assert someone.post(INVITES, {}).status == status
        assert someone.get(INVITES).status == status
        assert someone.delete(f"{INVITES}/{made['id']}").status == status
    hers = admin.post(INVITES, {})
    assert (hers.status, hers.body["created_by"]) == (201, admin.id)
    assert admin.delete(f"{INVITES}/{hers.body['id']}").status == 204


@pytest.mark.security(23)
def test_the_link_of_anothers_invite_is_for_owners(server):
    """It may lead into rooms that an administrator cannot see."""
    made = invite(server, name="The board")
    admin = server.register("Aron", invite=invite(server)["token"])
    assert server.owner.patch(f"/api/v1/users/{admin.id}", {"role": "admin"}).status == 200
    own = admin.post(INVITES, {}).body
    shown = {each["id"]: each for each in admin.get(INVITES).body["invites"]}
    assert shown[made["id"]] == {key: value for key, value in made.items() if key not in ("token", "url")}
    assert shown[own["id"]] == own
    assert all(each in server.owner.get(INVITES).body["invites"] for each in (made, own))
    assert_refused(admin.post(f"{INVITES}/{made['id']}/mail", {"email": admin.email}), 403, "forbidden")


# Looked at

def look(server, token):
    return server.guest.post(f"{INVITES}/look", {"invite": token})


def test_whoever_holds_an_invite_sees_what_it_is_for(server):
    """Before registering, by names alone; looking uses nothing up."""
    kitchen, attic = server.room(server.owner, name="Kitchen"), server.room(server.owner, name="Attic", kind="open")
    made = invite(server, name="The neighbours", room_ids=[kitchen, attic])
    shown = {"name": "The neighbours", "invited_by": "Olga", "rooms": ["Kitchen", "Attic"],
             "expires_at": made["expires_at"], "code": True}
    for _ in range(3):
        answer = look(server, made["token"])
        assert (answer.status, answer.body) == (200, shown)
    assert server.owner.delete(f"/api/v1/rooms/{attic}").status == 204
    assert look(server, made["token"]).body == shown | {"rooms": ["Kitchen"]}
    server.register("Gast", invite=made["token"])
    assert_refused(look(server, made["token"]), 403, "invalid_invite")


def test_an_invite_that_opens_nothing_shows_nothing(server):
    """Revoked, made up, or no invite at all: one answer."""
    made = invite(server)
    assert server.owner.delete(f"{INVITES}/{made['id']}").status == 204
    for token in (made["token"], made["token"] + "x", "", "1-x", "x" * 10_000, "\u0000", "💌"):
        assert_refused(look(server, token), 403, "invalid_invite")
    assert_refused(server.guest.post(f"{INVITES}/look", {}), 422, "invalid")


def test_an_invite_says_that_no_code_is_needed_where_none_is_mailed(process):
    server = SnugServer(process)
    assert look(server, invite(server)["token"]).body["code"] is False


# Used

def test_an_invite_lets_in_as_many_as_it_says(server):
    """Counted when the address is proven, not when it is asked."""
    made = invite(server, uses=2)
    assert register(server, "Idle", made["token"]).status == 202
    for name in ("Ada", "Ben"):
        server.register(name, invite=made["token"])
    assert made["id"] not in [each["id"] for each in server.owner.get(INVITES).body["invites"]]
    assert_refused(register(server, "Cleo", made["token"]), 403, "invalid_invite")
    assert rows(server.process.database, "SELECT uses FROM invites WHERE id = ?", made["id"]) == [(2,)]


def test_the_uses_are_told(server):
    made = invite(server, uses=3)
    server.register("Dora", invite=made["token"])
    listed = {each["id"]: each for each in server.owner.get(INVITES).body["invites"]}
    assert (listed[made["id"]]["uses"], listed[made["id"]]["uses_max"]) == (1, 3)


def test_of_many_with_the_last_use_one_gets_an_account(server):
    """Six prove their addresses at the same moment; the others are told, and have no account."""
    made = invite(server)
    people = [f"racer{number}" for number in range(6)]
    codes = {name: server.code_from(REGISTER, {
        "name": name, "email": f"{name}@example.org", "password": "ten warm blankets", "invite": made["token"]})
        for name in people}
    with ThreadPoolExecutor(len(people)) as pool:
        answers = list(pool.map(lambda name: server.guest.post(
            "/api/v1/auth/verify", {"email": f"{name}@example.org", "code": codes[name]}), people))
    assert sorted(answer.status for answer in answers) == [200] + [403] * 5
    assert {answer.body["code"] for answer in answers if answer.status == 403} == {"invalid_invite"}
    assert rows(server.process.database, "SELECT count(*) FROM users WHERE email LIKE 'racer%'") == [(1,)]
    assert rows(server.process.database, "SELECT uses FROM invites WHERE id = ?", made["id"]) == [(1,)]


@pytest.mark.parametrize("mangle", [
    lambda token: "", lambda token: "x", lambda token: token[:-1], lambda token: token + "x", lambda token: "-" + token,
    lambda token: token.split("-", 1)[0], lambda token: token.split("-", 1)[1],
    lambda token: "1" + token, lambda token: token.swapcase(), lambda token: " " + token,
    lambda token: "99999999999999999999-x", lambda token: "-1-x", lambda token: token.replace("-", "--", 1),
], ids=["empty", "x", "cut short", "more behind", "more before", "number alone", "secret alone", "another number",
        "other case", "a space", "huge number", "below zero", "two dashes"])
def test_a_made_up_invite_is_refused(server, mangle):
    made = invite(server)
    assert_refused(register(server, "Mallory", mangle(made["token"])), 403, "invalid_invite")


def test_an_invite_of_another_server_is_refused(server, inviting):
    """Of the same number."""
    theirs = [invite(inviting) for _ in range(3)]
    ours = {each["id"] for each in (invite(server), *server.owner.get(INVITES).body["invites"])}
    for each in theirs:
        assert_refused(register(server, "Mallory", each["token"]), 403, "invalid_invite")
    assert ours


# Over

def test_an_invite_expires(inviting):
    made = invite(inviting, expires_in=3_600)
    pass_time(inviting.process, 3_540)
    assert register(inviting, "Early", made["token"]).status == 202
    pass_time(inviting.process, 61)
    assert_refused(register(inviting, "Late", made["token"]), 403, "invalid_invite")
    assert inviting.owner.get(INVITES).body["invites"] == []


def test_an_invite_lasts_a_week_unless_told_otherwise(inviting):
    made = invite(inviting)
    pass_time(inviting.process, WEEK - 60)
    assert register(inviting, "Early", made["token"]).status == 202
    pass_time(inviting.process, 61)
    assert_refused(register(inviting, "Late", made["token"]), 403, "invalid_invite")


def test_an_invite_that_is_revoked_lets_nobody_in(server):
    """From then on for nobody, not even for who has registered by it and not proven the address yet."""
    made = invite(server, uses=5)
    form = {"name": "Slow", "email": "slow@example.org", "password": "ten warm blankets", "invite": made["token"]}
    code = server.code_from(REGISTER, form)
    assert server.owner.delete(f"{INVITES}/{made['id']}").status == 204
    assert_refused(register(server, "Late", made["token"]), 403, "invalid_invite")
    assert_refused(
        server.guest.post("/api/v1/auth/verify", {"email": form["email"], "code": code}), 403, "invalid_invite")
    assert server.owner.delete(f"{INVITES}/{made['id']}").status == 404
    assert made["id"] not in [each["id"] for each in server.owner.get(INVITES).body["invites"]]


def test_a_number_is_not_given_twice(server):
    """A revoked invite's token does not open the next one."""
    first = invite(server)
    assert server.owner.delete(f"{INVITES}/{first['id']}").status == 204
    second = invite(server)
    assert second["id"] > first["id"]
    assert_refused(register(server, "Late", first["token"]), 403, "invalid_invite")


# Rooms

def test_an_invite_brings_into_rooms(server):
    """With the others told, and all of the room's history there to read."""
    kitchen, attic = server.room(server.owner, name="Kitchen"), server.room(server.owner, name="Attic", kind="open")
    server.room(server.owner, name="Cellar")
    answer = server.owner.post(f"/api/v1/rooms/{kitchen}/messages", {"content": "Soup is ready"})
    assert answer.status == 201
    made = invite(server, room_ids=[kitchen, attic, kitchen])
    assert made["room_ids"] == [kitchen, attic]
    edda = server.register("Edda", invite=made["token"])
    assert sorted(room["id"] for room in edda.get("/api/v1/rooms").body["rooms"]) == [kitchen, attic]
    assert [message["content"] for message in edda.history(kitchen)] == ["Soup is ready"]
    assert edda.id in [member["user_id"] for member in server.owner.get(f"/api/v1/rooms/{kitchen}").body["members"]]


def test_an_invite_to_a_room_that_was_deleted_meanwhile_leads_into_the_others(server):
    """Whoever comes is let in all the same, into the others."""
    kept, gone = server.room(server.owner, name="Kept"), server.room(server.owner, name="Gone")
    made = invite(server, room_ids=[kept, gone])
    assert server.owner.delete(f"/api/v1/rooms/{gone}").status == 204
    fritz = server.register("Fritz", invite=made["token"])
    assert [room["id"] for room in fritz.get("/api/v1/rooms").body["rooms"]] == [kept]


@pytest.mark.security(23)
def test_an_invite_opens_no_room_that_its_maker_is_not_in(server):
    """Administrators cannot look into others' rooms, nor send somebody there; nobody is put into a direct room."""
    member = server.register("Gerd", invite=invite(server)["token"])
    foreign, direct = server.room(member), server.room(server.owner, member, kind="direct")
    assert_refused(server.owner.post(INVITES, {"room_ids": [foreign]}), 404, "not_found")
    assert_refused(server.owner.post(INVITES, {"room_ids": [99_999]}), 404, "not_found")
    assert server.owner.post(INVITES, {"room_ids": [direct]}).status == 403


# Policies

POLICIES = [
    # registration, further flags, without an invite, from another domain, with an invite, with a made-up one
    ("closed", [], "registration_closed", "registration_closed", None, "invalid_invite"),
    ("invite", [], "invalid_invite", "invalid_invite", None, "invalid_invite"),
    ("domain", ["--registration-domains", "example.org,Example.Net"], None, "registration_closed", None,
     "invalid_invite"),
    ("open", [], None, None, None, "invalid_invite"),
]


@pytest.mark.parametrize("policy, flags, plain, elsewhere, invited, made_up", POLICIES, ids=[row[0] for row in POLICIES])
def test_the_policy_says_who_makes_an_account(tmp_path, relay, policy, flags, plain, elsewhere, invited, made_up):
    """None: 202. An invite opens every kind of registration."""
    with SnugProcess(tmp_path, "--registration", policy, *flags, *relay.flags, **relay.settings) as process:
        server = SnugServer(process.start(), mails=relay)
        token = invite(server, uses=9)["token"]
        for nth, (invite_token, domain, code) in enumerate((
                (None, "example.org", plain), (None, "example.net", plain), (None, "elsewhere.test", elsewhere),
                (None, "sub.example.org", elsewhere), (None, "example.org.elsewhere.test", elsewhere),
                (token, "elsewhere.test", invited), ("1-x", "example.org", made_up))):
            answer = register(server, f"P{nth}", invite_token, domain)
            assert (answer.status, answer.body.get("code")) == ((202, None) if code is None else (403, code)), domain
        form = {"name": "O", "email": "o@elsewhere.test", "password": "ten warm blankets", "role": "owner"}
        assert server.guest.post("/register", form).status == (403 if elsewhere else 200)


@pytest.mark.parametrize("policy", ["closed", "invite", "domain", "open"])
def test_without_a_relay_an_invite_needs_no_code(tmp_path, policy):
    """Nobody waits for a mail that nobody sends; an address that has an account is not told of."""
    with SnugProcess(tmp_path, "--registration", policy) as process:
        server = SnugServer(process.start())
        kitchen = server.room(server.owner, name="Kitchen")
        token = invite(server, uses=2, room_ids=[kitchen])["token"]
        answer = register(server, "Ilse", token)
        assert answer.status == 201 and answer.body["user"]["name"] == "Ilse", answer.body
        ilse = server.person(answer, "ten warm blankets")
        assert [room["id"] for room in ilse.get("/api/v1/rooms").body["rooms"]] == [kitchen]
        assert register(server, "Olga", token).status == 202
        cookie = server.guest.post(REGISTER, {
            "name": "Jo", "email": "jo@example.org", "password": "ten warm blankets", "invite": token, "cookie": True})
        assert cookie.status == 201 and "access_token" not in cookie.body
        assert "HttpOnly" in cookie.headers["Set-Cookie"]
        assert_refused(register(server, "Late", token), 403, "invalid_invite")


# Commands

def test_the_command_makes_an_invite_that_works_at_once(server):
    """Beside the running server, which shows it; with rooms, uses and days."""
    kitchen = server.room(server.owner, name="Kitchen")
    ended = command(server, "create", "--name", "By hand", "--uses", "2", "--days", "3", "--room", kitchen)
    assert ended.returncode == 0, ended.stderr
    number, url = re.fullmatch(r"Invite (\d+): (\S+)\n", ended.stdout).groups()
    listed = {each["id"]: each for each in server.owner.get(INVITES).body["invites"]}[int(number)]
    assert (listed["name"], listed["uses_max"], listed["room_ids"]) == ("By hand", 2, [kitchen])
    assert listed["url"] == url and url.startswith(f"{server.process.origin}/invite#")
    hilde = server.register("Hilde", invite=url.split("#")[1])
    assert [room["id"] for room in hilde.get("/api/v1/rooms").body["rooms"]] == [kitchen]

    row = next(line for line in command(server, "list").stdout.splitlines() if line.startswith(f"{number} "))
    assert "By hand" in row and "1 of 2" in row and row.endswith(url)


def test_the_command_takes_an_invite_back(server):
    made = invite(server)
    ended = command(server, "revoke", made["id"])
    assert (ended.returncode, ended.stdout) == (0, f"Invite {made['id']} is revoked.\n")
    assert_refused(register(server, "Late", made["token"]), 403, "invalid_invite")
    ended = command(server, "revoke", made["id"])
    assert (ended.returncode, ended.stdout) == (1, "") and "invite" in ended.stderr
    assert f"\n{made['id']} " not in command(server, "list").stdout


@pytest.mark.parametrize("arguments, code", [
    (["--days", "0"], 64), (["--days", "366"], 64), (["--days", "soon"], 64), (["--uses", "0"], 64),
    (["--uses", "1000000"], 64), (["--room", "99999"], 1), (["--name", "a\nb"], 1),
], ids=str)
def test_the_command_says_what_cannot_be(server, arguments, code):
    before = server.owner.get(INVITES).body
    ended = command(server, "create", *arguments)
    assert (ended.returncode, ended.stdout) == (code, "") and ended.stderr
    assert server.owner.get(INVITES).body == before


def test_the_command_wants_an_owner(process):
    """Before the set-up nobody can invite."""
    ended = run("invite", "create", "--database", process.database)
    assert (ended.returncode, ended.stdout) == (1, "") and "owner" in ended.stderr


def test_an_account_made_by_the_command_is_entered_by_its_link_alone(server):
    """`snug user add`: its link signs in, with the name and role that it was given; the address has one account."""
    ended = run("user", "add", "Ida@Example.org", "--name", "Ida", "--role", "admin", "--database",
                server.process.database)
    assert ended.returncode == 0, ended.stderr
    answer = server.guest.post("/api/v1/auth/link", {"token": ended.stdout.split("#")[1].strip()})
    assert answer.status == 200
    me = server.person(answer).get("/api/v1/me").body
    assert (me["name"], me["email"], me["role"]) == ("Ida", "ida@example.org", "admin")
    again = run("user", "add", "ida@example.org", "--name", "Ida", "--database", server.process.database)
    assert again.returncode == 1 and again.stdout == ""
    for password in ("", "!", "none"):
        assert_refused(server.guest.post(
            "/api/v1/auth/login", {"email": "ida@example.org", "password": password}), 401, "invalid_credentials")
