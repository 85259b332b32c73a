"""What SECURITY.md promises and can be seen from outside; each test is marked with its line there."""

import base64
import contextlib
import hashlib
import hmac
import json
import re
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from support.authenticator import Authenticator
from support.client import Client, Socket
from support.deadline import eventually
from support.raw_http import raw_exchange
from support.relay import PASSWORD as RELAY_PASSWORD
from support.rows import rows
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

PASSWORD = "correct horse battery staple 8151"
NEW_PASSWORD = "incorrect donkey capacitor paperclip 4242"


# Passwords

@pytest.mark.security(1)
@pytest.mark.parametrize("password, is_accepted", [
    ("7 chars", False), ("8 chars.", True), ("x" * 63 + "y", True), ("x" * 127 + "y", True), ("x" * 128 + "y", False),
    ("пароль с пробелом 🙂", True),
], ids=["7", "8", "64", "128", "129", "any Unicode"])
def test_length_is_all_that_a_password_is_asked_for(server, password, is_accepted):
    answer = server.guest.post(
        "/api/v1/auth/register", {"name": "P", "email": "p@example.org", "password": password})
    assert answer.status == (202 if is_accepted else 422), answer.body


@pytest.mark.security(1)
def test_a_password_is_verified_whole(server):
    """The first 72 bytes of a password of 80 are not the password; nor is it with other case or a space more."""
    password = "Kilometre" * 9
    vera = server.register("Vera", password)
    for wrong in (password[:72], password.lower(), password + " ", " " + password):
        answer = server.guest.post("/api/v1/auth/login", {"email": vera.email, "password": wrong})
        assert (answer.status, answer.body["code"]) == (401, "invalid_credentials")
    server.sign_in(vera)


# Secrets

@pytest.mark.file
@pytest.mark.security(3, 12, 19)
def test_no_secret_is_in_a_file_or_a_log(tmp_path, relay):
    """After sign-ups, with and without invites, sign-ins by every way, resets by either API and sockets with the token
    in every place, the log at its most talkative: no clear password, no code, no token, no invite, no login link and
    no challenge in the log, in the database file or in what SQLite keeps beside it."""
    with SnugProcess(tmp_path, "--log-level", "trace", *relay.flags, **relay.settings) as process:
        server = SnugServer(process.start(), relay)
        setup_token = process.setup_token()
        walter = server.register("Walter", PASSWORD)
        server.sign_in(walter)
        server.guest.post("/api/v1/auth/login", {"email": walter.email, "password": PASSWORD + "x"})
        server.guest.post("/api/v1/auth/verify", {"email": walter.email, "code": "987654"})
        server.guest.post("/api/v1/auth/password/forgot", {"email": walter.email})
        reset_code = relay.code_for(walter.email, 3)
        answer = server.guest.post("/api/v1/auth/password/reset", {
            "email": walter.email, "code": reset_code, "new_password": NEW_PASSWORD})
        assert answer.status == 204, answer.body
        eventually(lambda: len(relay.to(walter.email)) == 4, "the mail about the change")
        walter.password = NEW_PASSWORD
        walter = server.sign_in(walter)
        room = server.room(walter, name="Vault")
        for path, options in ((f"/ws?token={walter.token}", {}),
                              ("/ws", {"subprotocols": [f"bearer.{walter.token}"]}),
                              (f"/ws/{room}/{walter.id}?token={walter.token}", {})):
            with Socket(process.port, path, **options) as socket:
                socket.receive()
        Client(process.port).get(f"/api/v1/me?token={walter.token}")
        with pytest.raises(InvalidStatus):
            Socket(process.port, f"/ws/9999/1?token={walter.token}")
        links = [*invites_used(server), *login_links_used(server, walter), *passkey_secrets(server, walter)]
        grant = original_reset_used(server, walter)
        process.kill()

        codes = {*relay.codes_for(walter.email), *relay.codes_for("invited0@example.org")}
        assert len(codes) >= 6
        secrets = {PASSWORD, NEW_PASSWORD, server.owner.password, RELAY_PASSWORD, walter.token,
                   walter.token.split(".")[2], server.owner.token.split(".")[2],
                   grant, *links, *(re.sub(r"^\d+-", "", link) for link in links)}
        assert process.errors.count("\n") > 10, "there is a log to look into"
        assert any(path.name.endswith("-wal") and path.stat().st_size for path in process.files), "and a WAL"
        contents = {path.name: path.read_bytes() for path in [*process.files, process.error_file]}
        contents["stdout, without the set-up link"] = process.output.replace(setup_token, "").encode()
        for name, content in contents.items():
            for secret in secrets | {setup_token}:
                assert secret.encode() not in content, f"{secret} in {name}"
            for code in codes:
                shown = rf"(?<!\d){code[:3]} ?{code[3:]}(?!\d)"
                assert not re.search(shown.encode(), content), f"code {code} in {name}"


def invites_used(server):
    """Tokens of invites made by the API and by the command: listed, used, mangled, revoked, and one left unused."""
    made = [server.owner.post("/api/v1/invites", {"name": f"Number {nth}"}).body for nth in range(3)]
    tokens = [each["token"] for each in made]
    tokens.append(command(server, "invite", "create").split("#")[1].strip())
    command(server, "invite", "list")
    server.owner.get("/api/v1/invites")
    server.guest.get("/invite")
    for nth in (0, 3):
        server.register(f"Invited{nth}", PASSWORD, invite=tokens[nth])
    refused = server.guest.post("/api/v1/auth/register", {
        "name": "M", "email": "m@example.org", "password": PASSWORD, "invite": tokens[1][:-2]})
    assert refused.status == 403
    tokens.append(tokens[1][:-2])
    assert server.owner.delete(f"/api/v1/invites/{made[1]['id']}").status == 204
    return tokens


def login_links_used(server, person):
    """Of two links the second one is used, twice; and one is left unused."""
    first, second = (login_link(server, person.email) for _ in range(2))
    answers = [server.guest.post("/api/v1/auth/link", {"token": token}) for token in (first, second, second)]
    assert [answer.status for answer in answers] == [401, 200, 401]
    return [first, second, answers[1].body["access_token"].split(".")[2], login_link(server, person.email)]


def command(server, *arguments):
    ended = run(*arguments, "--database", server.process.database)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def login_link(server, email):
    return command(server, "user", "login-link", email).split("#")[1].strip()


def passkey_secrets(server, person):
    """A passkey is added and signs in; the challenge of a login that waits, and the token of the one that is done."""
    options = person.post("/api/v1/auth/passkeys/register/options").body["publicKey"]
    key = Authenticator()
    assert person.post("/api/v1/auth/passkeys/register", key.make(options, server.process.origin)).status == 201
    asked, waiting = (server.guest.post("/api/v1/auth/passkeys/login/options").body["publicKey"] for _ in range(2))
    answer = server.guest.post("/api/v1/auth/passkeys/login", key.get(asked, server.process.origin))
    assert answer.status == 200
    return [answer.body["access_token"].split(".")[2], waiting["challenge"]]


def original_reset_used(server, person):
    """The token that the original app holds between the code and the new password."""
    server.guest.post("/send-reset-otp", {"email": person.email})
    codes = eventually(lambda: server.mails.codes_for(person.email)[4:], "the second reset code")
    answer = server.guest.post("/verify-reset-otp", {"email": person.email, "otp": codes[0]})
    assert answer.status == 200, answer.body
    reset = {"email": person.email, "new_password": PASSWORD, "reset_token": answer.body["reset_token"]}
    assert server.guest.post("/reset-password", reset).status == 200
    return reset["reset_token"]


@pytest.mark.security(3)
def test_two_people_with_one_password_have_different_rows(server):
    for name in ("Xaver", "Yvonne"):
        server.register(name, PASSWORD)
    hashes = [password for password, in rows(
        server.process.database, "SELECT password FROM users WHERE name IN ('Xaver', 'Yvonne')")]
    assert len(set(hashes)) == 2
    assert all("scrypt" in each for each in hashes)


# Enumeration

CALLS = [
    ("/api/v1/auth/register", {"name": "Zoe", "password": "a plain password"}, 202),
    ("/api/v1/auth/login", {"password": "not the password"}, 401),
    ("/api/v1/auth/code", {}, 202),
    ("/api/v1/auth/verify", {"code": "123456"}, 401),
    ("/api/v1/auth/password/forgot", {}, 202),
    ("/api/v1/auth/password/reset", {"code": "123456", "new_password": "a plain password"}, 401),
    ("/register", {"name": "Zoe", "password": "a plain password"}, 200),
    ("/login", {"password": "not the password"}, 401),
    ("/send-otp", {}, 200),
    ("/verify-otp", {"otp": "123456"}, 401),
    ("/send-reset-otp", {}, 200),
    ("/verify-reset-otp", {"otp": "123456"}, 401),
    ("/reset-password", {"new_password": "a plain password", "reset_token": "x"}, 400),
]


@pytest.mark.security(4)
@pytest.mark.parametrize("path, body, status", CALLS, ids=[path for path, *_ in CALLS])
def test_known_and_unknown_addresses_get_the_same_answer(server, path, body, status):
    """Status, headers and body are the same, asked once and once more; only the address itself differs."""
    name = "known" + re.sub(r"\W", "", path)
    known = server.register(name.capitalize()).email
    answers = {}
    for email in (known, known.replace("known", "other")):
        for time_asked in (1, 2):
            answer = server.guest.post(path, body | {"email": email})
            assert answer.status == status, answer.body
            # Each has an id of its own, drawn by chance.
            own = ("Date", "Content-Length", "X-Request-Id")
            fields = {key: value for key, value in answer.headers.items() if key not in own}
            text = json.dumps(answer.body).replace(email, "ADDRESS")
            answers.setdefault(time_asked, []).append((fields, re.sub(r"_in\": \d+", "_in\": SECONDS", text)))
            if path != "/api/v1/auth/code" and "resend_in" in text:
                assert 50 <= answer.body["resend_in"] <= 60 and 590 <= answer.body["expires_in"] <= 600
    for first, second in answers.values():
        assert first == second


@pytest.mark.security(4)
def test_the_owner_of_an_address_learns_of_a_second_registration(server):
    """The answer says nothing, the mail does; it holds no code, and the account stays as it was."""
    owner = server.owner
    answer = server.guest.post(
        "/api/v1/auth/register", {"name": "Mallory", "email": owner.email, "password": "mallory's password"})
    assert answer.status == 202
    mail = eventually(lambda: server.mails.to(owner.email), "the mail that says so")[0]
    assert "already have an account" in mail
    assert not re.search(r"(?<!\d)\d{3} ?\d{3}(?!\d)", mail)
    assert server.guest.post(
        "/api/v1/auth/login", {"email": owner.email, "password": "mallory's password"}).status == 401
    assert owner.get("/api/v1/me").body["name"] == owner.name


@pytest.mark.security(9)
def test_the_password_says_which_of_several_registrations_is_meant(server):
    """Whoever holds the mailbox does not end up with a password that someone else set, before or after."""
    form = {"name": "Bori", "email": "bori@example.org"}
    codes = []
    for password in ("mallory's password", "bori's own password", "eve's password"):
        codes.append(server.code_from("/api/v1/auth/register", form | {"password": password}))
    verify = "/api/v1/auth/verify"
    for code in codes:
        answer = server.guest.post(verify, {"email": form["email"], "code": code})
        assert (answer.status, answer.body["code"]) == (422, "password_required")
    answer = server.guest.post(
        verify, {"email": form["email"], "code": codes[1], "password": "bori's own password"})
    assert answer.status == 200, answer.body
    login = "/api/v1/auth/login"
    for stranger in ("mallory's password", "eve's password"):
        assert server.guest.post(login, {"email": form["email"], "password": stranger}).status == 401
    assert server.guest.post(login, {"email": form["email"], "password": "bori's own password"}).status == 202


# One-time codes

def pending_code(server, name):
    """Someone whose password was right, and the code that was mailed."""
    person = server.register(name)
    answer = server.guest.post("/api/v1/auth/login", {"email": person.email, "password": person.password})
    assert answer.status == 202
    return person, server.mails.code_for(person.email, 2)


def another(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def verify(server, person, code):
    return server.guest.post("/api/v1/auth/verify", {"email": person.email, "code": code})


@pytest.mark.security(10)
def test_a_code_is_good_once_also_for_fifty_at_once(server):
    person, code = pending_code(server, "Cora")
    with ThreadPoolExecutor(50) as pool:
        statuses = list(pool.map(lambda _: verify(server, person, code).status, range(50)))
    assert statuses.count(200) == 1
    assert set(statuses) <= {200, 401, 429}


@pytest.mark.security(10)
@pytest.mark.parametrize("name, typed", [("Dora", "{0} {1}"), ("Dina", "{0}-{1}"), ("Dita", " {0}{1} ")],
                         ids=["space", "dash", "around"])
def test_spaces_and_dashes_are_tolerated(server, name, typed):
    person, code = pending_code(server, name)
    assert verify(server, person, typed.format(code[:3], code[3:])).status == 200


@pytest.mark.security(11)
def test_the_fifth_wrong_try_voids_the_code(server):
    """Four times 401, then 429 with `Retry-After`, and from then on for the right code too."""
    person, code = pending_code(server, "Edit")
    answers = [verify(server, person, another(code)) for _ in range(5)]
    assert [answer.status for answer in answers] == [401] * 4 + [429]
    assert [answer.body["code"] for answer in answers] == ["invalid_code"] * 4 + ["too_many_attempts"]
    assert int(answers[4].headers["Retry-After"]) >= 1
    right = verify(server, person, code)
    assert (right.status, right.body["code"]) == (429, "too_many_attempts")


@pytest.mark.security(12)
def test_a_code_is_bound_to_its_purpose_and_account(server):
    """A reset code does not sign in, a login code does not reset, and neither works for somebody else."""
    first, login_code = pending_code(server, "Flora")
    second = server.register("Gitta")
    server.guest.post("/api/v1/auth/password/forgot", {"email": second.email})
    reset_code = server.mails.code_for(second.email, 2)
    assert verify(server, second, reset_code).status == 401
    assert verify(server, second, login_code).status == 401
    for person, code in ((first, login_code), (first, reset_code)):
        answer = server.guest.post("/api/v1/auth/password/reset", {
            "email": person.email, "code": code, "new_password": NEW_PASSWORD})
        assert answer.status == 401
    assert verify(server, first, login_code).status == 200


@pytest.mark.security(13)
def test_a_sign_in_does_not_wait_for_the_relay(tmp_path):
    """Where a relay takes the connection and then says nothing, login answers 202 all the same, at once."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with SnugProcess(tmp_path, "--smtp-host", "127.0.0.1", "--smtp-port", str(silent.getsockname()[1])) as process:
            server = SnugServer(process.start())
            started = time.monotonic()
            answer = server.guest.post(
                "/api/v1/auth/login", {"email": server.owner.email, "password": server.owner.password})
            assert answer.status == 202
            assert time.monotonic() - started < 5
            silent.settimeout(10)
            silent.accept()[0].close()


# Sessions and tokens

def part(value):
    return base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode().rstrip("=")


def unpart(text):
    return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def signed(header, payload, key=b""):
    """A token made with a key of the forger's."""
    text = f"{part(header)}.{part(payload)}"
    digest = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


FORGERIES = {
    "alg none": lambda head, body, tag: f"{part(head | {'alg': 'none'})}.{part(body)}.",
    "alg None with the signature": lambda head, body, tag: f"{part(head | {'alg': 'None'})}.{part(body)}.{tag}",
    "no signature": lambda head, body, tag: f"{part(head)}.{part(body)}.",
    "two parts": lambda head, body, tag: f"{part(head)}.{part(body)}",
    "another user": lambda head, body, tag: f"{part(head)}.{part(body | {'sub': '1'})}.{tag}",
    "a later end": lambda head, body, tag: f"{part(head)}.{part(body | {'exp': body['exp'] + 1})}.{tag}",
    "an empty key": lambda head, body, tag: signed(head, body),
    "a guessed key": lambda head, body, tag: signed(head, body, b"secret"),
    "HS512 in the header": lambda head, body, tag: f"{part(head | {'alg': 'HS512'})}.{part(body)}.{tag}",
    "RS256 in the header": lambda head, body, tag: signed(head | {"alg": "RS256"}, body, b"public key"),
    "a key in the header": lambda head, body, tag: signed(
        head | {"jwk": {"kty": "oct", "k": "c2VjcmV0"}}, body, b"secret"),
    "a key to fetch": lambda head, body, tag: signed(
        head | {"jku": "http://127.0.0.1:9/keys", "x5u": "http://127.0.0.1:9/keys"}, body, b"secret"),
    "a key id that is a file": lambda head, body, tag: signed(head | {"kid": "/dev/null"}, body),
}


@pytest.fixture(scope="module")
def holder(server):
    return server.register("Helga")


@pytest.mark.security(16)
def test_the_token_says_what_the_protocol_says(holder):
    header, payload = (unpart(text) for text in holder.token.split(".")[:2])
    assert header["alg"] == "HS256"
    assert payload.keys() >= {"iss", "sub", "sid", "iat", "exp"}
    assert (payload["iss"], payload["sub"]) == ("snug", str(holder.id))
    assert payload["exp"] - payload["iat"] == 30 * 86_400


@pytest.mark.security(16)
@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES.keys())
def test_a_forged_token_is_refused(holder, forge):
    """401 by header, query and subprotocol alike; the token that it was made from still works."""
    header, payload, tag = holder.token.split(".")
    forged = forge(unpart(header), unpart(payload), tag)
    assert Client(holder.port, forged).get("/api/v1/me").status == 401
    for path, options in ((f"/ws?token={forged}", {}), ("/ws", {"subprotocols": [f"bearer.{forged}"]})):
        with pytest.raises(InvalidStatus) as refused:
            Socket(holder.port, path, **options)
        assert refused.value.response.status_code == 401
    assert holder.get("/api/v1/me").status == 200


@pytest.mark.security(16)
def test_the_key_is_this_installations_own(server, process):
    """The owner's token of one server is nothing to another one."""
    other = SnugServer(process)
    assert Client(process.port, server.owner.token).get("/api/v1/me").status == 401
    assert other.owner.get("/api/v1/me").status == 200


@pytest.mark.security(17)
def test_signing_out_ends_the_session_everywhere_at_once(server):
    """401 from then on, and its sockets close with 4401 within a second; the user's other session goes on."""
    person = server.register("Irma")
    other = server.sign_in(person)
    room = server.room(person)
    with person.socket() as all_rooms, person.socket(f"/ws/{room}/{person.id}") as one_room, other.socket() as stays:
        for socket in (all_rooms, one_room, stays):
            socket.receive()
        assert person.post("/api/v1/auth/logout").status == 204
        assert all_rooms.until_closed(within=1) == 4401
        assert one_room.until_closed(within=1) == 4401
        assert person.get("/api/v1/me").status == 401
        assert person.post("/api/v1/auth/refresh").status == 401
        stays.say(room, "still here", "still-here")
        stays.ack("still-here")
    assert other.get("/api/v1/me").status == 200


@pytest.mark.security(7)
def test_a_password_change_ends_the_other_sessions_and_tells_the_owner(server):
    """It takes the current password; other sessions and their sockets end within a second; a mail goes out."""
    person = server.register("Jana")
    other = server.sign_in(person)
    assert person.call("PATCH", "/api/v1/me", {"password": NEW_PASSWORD}).status == 422
    wrong = person.call("PATCH", "/api/v1/me", {"password": NEW_PASSWORD, "current_password": "not this one"})
    assert 400 <= wrong.status < 500
    with person.socket() as own, other.socket() as others:
        for socket in (own, others):
            socket.receive()
        changed = person.call("PATCH", "/api/v1/me", {"password": NEW_PASSWORD, "current_password": person.password})
        assert changed.status == 200
        assert others.until_closed(within=1) == 4401
        assert other.get("/api/v1/me").status == 401
        assert person.get("/api/v1/me").status == 200
        own.send(type="dance")
        own.wait_for(type="error")
    eventually(lambda: any("changed" in mail for mail in server.mails.to(person.email)), "the mail about the change")


@pytest.mark.security(7)
def test_a_reset_ends_all_sessions(server):
    """204; every session of the user is over, sockets within a second."""
    person = server.register("Klara")
    with person.socket() as socket:
        socket.receive()
        server.guest.post("/api/v1/auth/password/forgot", {"email": person.email})
        answer = server.guest.post("/api/v1/auth/password/reset", {
            "email": person.email, "code": server.mails.code_for(person.email, 2), "new_password": NEW_PASSWORD})
        assert answer.status == 204
        assert socket.until_closed(within=1) == 4401
    assert person.get("/api/v1/me").status == 401
    person.password = NEW_PASSWORD
    server.sign_in(person)


# Rooms

@pytest.mark.security(20)
def test_a_socket_that_says_too_much_is_closed_and_others_stay(tmp_path):
    """At the rate that holds unless it is set: 30 messages a second, four frames for each, ten seconds' worth at once."""
    with SnugProcess(tmp_path, "--message-rate", "30") as process:
        owner = SnugServer(process.start()).owner
        with owner.socket() as chatty, owner.socket() as calm:
            for each in (chatty, calm):
                each.wait_for(type="hello")
            with contextlib.suppress(ConnectionClosed):
                for sent in range(3_000):
                    chatty.send(type="typing", room_id=1)
            assert chatty.until_closed() == 1008
            assert sent >= 1_000
            calm.send(type="nonsense")
            calm.wait_for(type="error")


@pytest.mark.security(20)
def test_one_address_holds_only_so_many_connections_that_are_no_sockets(tmp_path):
    """2,000; the rest is hung up on. Whoever is there goes on, and there is room again when they go."""
    with SnugProcess(tmp_path) as process:
        process.start()
        earlier = Client(process.port)
        held = [socket.create_connection(("127.0.0.1", process.port)) for _ in range(2_050)]
        try:
            def is_hung_up(connection):
                connection.setblocking(False)
                try:
                    return connection.recv(1) == b""
                except BlockingIOError:
                    return False
                except ConnectionResetError:
                    return True

            eventually(lambda: sum(map(is_hung_up, held)) >= 50, "the others hung up on")
            assert sum(map(is_hung_up, held)) == 50
        finally:
            for connection in held:
                connection.close()
        eventually(lambda: earlier.get("/healthz").status == 200, "room again")


@pytest.mark.security(21)
def test_whoever_is_removed_hears_nothing_more(server):
    """In a storm of messages a member is taken out: `room_left` on `/ws`, 4403 on the room's own socket, and no
    message with a number after that."""
    maker, member = server.register("Lea"), server.register("Mira")
    room = server.room(maker, member)
    with maker.socket() as talker, member.socket() as hers, member.socket(f"/ws/{room}/{member.id}") as her_room:
        for socket in (talker, hers, her_room):
            socket.receive()
        for number in range(500):
            talker.say(room, f"line {number}", f"storm-{number}")
        talker.ack("storm-20")
        assert maker.call("DELETE", f"/api/v1/rooms/{room}/members/{member.id}").status == 204
        bound = maker.get(f"/api/v1/rooms/{room}").body["last_seq"]
        talker.say(room, "among ourselves", "after")
        talker.ack("after")
        left_at = hers.frames.index(hers.wait_for(type="room_left", room_id=room))
        assert her_room.until_closed() == 4403
        hers.send(type="dance")
        hers.wait_for(type="error")
        assert not [frame for frame in hers.frames[left_at:] if frame["type"] == "message"]
        for socket in (hers, her_room):
            assert all(message["seq"] <= bound for message in socket.messages(room))
    assert member.get(f"/api/v1/rooms/{room}/messages").status == 404


@pytest.mark.security(23)
def test_fields_that_one_may_not_set_are_ignored(server):
    """`role`, `created_by`, `seq`, `user_id` in a body change nothing."""
    person = server.register("Nelli")
    assert person.call("PATCH", "/api/v1/me", {"name": "Nelli", "role": "owner", "id": 1}).body["role"] == "member"
    made = person.post("/api/v1/rooms", {
        "kind": "group", "name": "N", "member_ids": [], "created_by": server.owner.id, "last_seq": 7, "id": 99})
    assert (made.body["created_by"], made.body["last_seq"]) == (person.id, 0)
    sent = person.post(f"/api/v1/rooms/{made.body['id']}/messages", {
        "content": "hi", "seq": 40, "user_id": server.owner.id, "id": 1, "timestamp": "2001-01-01T00:00:00.000Z"})
    assert (sent.body["seq"], sent.body["user_id"]) == (1, person.id)
    assert not sent.body["timestamp"].startswith("2001")


# Headers

PROTECTED = [
    ("GET", "/"), ("GET", "/setup"), ("GET", "/healthz"), ("GET", "/api/v1/me"), ("GET", "/api/v1/nothing"),
    ("GET", "/nothing"), ("POST", "/api/v1/auth/login"), ("DELETE", "/api/v1/rooms"), ("POST", "/login"),
    ("HEAD", "/"), ("OPTIONS", "/api/v1/rooms"), ("GET", "/ws"),
]


@pytest.mark.security(24)
@pytest.mark.parametrize("method, path", PROTECTED, ids=" ".join)
def test_every_answer_carries_the_protecting_headers(server, method, path):
    """Errors included: an enforced CSP without `unsafe-*`, `nosniff`, no referrer, COOP; other sites get nothing."""
    headers = server.guest.call(method, path).headers
    policy = {name: values for name, *values in
              (directive.split() for directive in headers["Content-Security-Policy"].split(";") if directive.strip())}
    assert policy["frame-ancestors"] == ["'none'"]
    assert policy["default-src"] in (["'none'"], ["'self'"])
    # Text becomes no script by mistake: the page's one policy lets its service worker through.
    assert (policy["require-trusted-types-for"], policy["trusted-types"]) == (["'script'"], ["snug"])
    assert not any("unsafe" in value for values in policy.values() for value in values)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] is None, "over plain http it would mean nothing"
    assert headers["Access-Control-Allow-Origin"] is None


@pytest.mark.security(24)
def test_scripts_and_sheets_carry_a_policy_that_allows_nothing(server):
    """In a page its own policy holds for them; a worker's is the page's."""
    for path in ("/assets/app.js", "/assets/shell.js", "/assets/app.css"):
        headers = server.guest.call("GET", path).headers
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'", path
        assert headers["X-Content-Type-Options"] == "nosniff"
    for path in ("/sw.js", "/assets/icon.svg"):
        assert "script-src 'self'" in server.guest.call("GET", path).headers["Content-Security-Policy"], path


@pytest.mark.security(24)
def test_what_is_not_http_carries_them_too(server):
    """The answer to a request that could not be read is an answer as well."""
    answer = raw_exchange(server.process.port, b"hello\r\n\r\n").lower()
    assert answer.startswith(b"http/1.1 400")
    assert b"content-security-policy:" in answer and b"nosniff" in answer


@pytest.mark.security(24)
def test_hsts_is_sent_where_the_site_is_https(tmp_path):
    with SnugProcess(tmp_path, "--site-url", "https://chat.example.org") as process:
        process.start()
        for path in ("/", "/api/v1/me", "/nothing"):
            assert "max-age=" in Client(process.port).get(path).headers["Strict-Transport-Security"]


@pytest.mark.security(27)
def test_another_sites_preflight_gets_no_permission(server):
    """CORS is closed by default."""
    answer = server.guest.call("OPTIONS", "/api/v1/rooms", headers={
        "Origin": "https://evil.example", "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization"})
    assert not [name for name in answer.headers if name.lower().startswith("access-control-allow")]
