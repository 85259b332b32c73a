"""The first day: whoever reads the console becomes the owner, and nobody else."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import InvalidStatus

from support.client import Client, Socket
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

OWNER = {"name": "Olga", "email": "olga@example.org", "password": "nine green bottles"}


def set_up(process, token, **more):
    return Client(process.port).post("/api/v1/setup", OWNER | {"token": token} | more)


def new_link(process):
    return run("setup-link", "--database", process.database, "--site-url", process.origin)


def test_the_link_makes_the_owner(process):
    """201, shaped as `/auth/verify`: a token that works and the user; the account is the owner's."""
    answer = set_up(process, process.setup_token())
    assert answer.status == 201
    assert answer.body.keys() == {"access_token", "token_type", "expires_at", "user"}
    assert answer.body["token_type"] == "Bearer"
    me = Client(process.port, answer.body["access_token"]).get("/api/v1/me")
    assert me.status == 200
    assert me.body["id"] == answer.body["user"]["id"]
    assert (me.body["name"], me.body["email"]) == (OWNER["name"], OWNER["email"])


def test_the_link_works_once(process):
    """The second time it is refused, whoever asks."""
    token = process.setup_token()
    assert set_up(process, token).status == 201
    assert set_up(process, token, email="mallory@example.org").status == 403


def test_two_at_once_one_wins(process):
    """Of eight people with the same link exactly one becomes the owner."""
    token = process.setup_token()
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(
            lambda number: set_up(process, token, email=f"owner{number}@example.org"), range(8)))
    assert sorted(answer.status for answer in answers) == [201] + [403] * 7
    winner = next(answer.body for answer in answers if answer.status == 201)
    listed = Client(process.port, winner["access_token"]).get("/api/v1/users").body["users"]
    assert [user["id"] for user in listed] == [winner["user"]["id"]]


@pytest.mark.parametrize("token", ["", "x", "A" * 32])
def test_a_made_up_token_is_refused(process, token):
    """403, and the link still works."""
    assert set_up(process, token).status == 403
    assert set_up(process, process.setup_token()).status == 201


def test_a_wrong_form_does_not_use_up_the_link(process):
    """422 with the fields; after correcting them it works."""
    answer = set_up(process, process.setup_token(), password="short", email="nowhere")
    assert answer.status == 422
    assert {error["field"] for error in answer.body["errors"]} == {"password", "email"}
    assert set_up(process, process.setup_token()).status == 201


def test_setup_link_prints_a_new_one(process):
    """`snug setup-link` beside the running server: the new link works, the old one is void."""
    old = process.setup_token()
    ended = new_link(process)
    assert ended.returncode == 0, ended.stderr
    new = re.fullmatch(rf"Set-up link: {process.origin}/setup#(\S+)\n", ended.stdout)[1]
    assert new != old
    assert set_up(process, old).status == 403
    assert set_up(process, new).status == 201


def test_setup_link_says_no_after_the_set_up(process):
    """It ends with 1 and says why; there is no second owner."""
    SnugServer(process)
    ended = new_link(process)
    assert ended.returncode == 1
    assert ended.stdout == "" and "owner" in ended.stderr


def test_before_the_set_up_nobody_registers(process):
    """403 `setup_required`, in both the API's words and the original app's, even where registration is open."""
    form = {"name": "Mallory", "email": "mallory@example.org", "password": "long enough"}
    answer = Client(process.port).post("/api/v1/auth/register", form)
    assert (answer.status, answer.body["code"]) == (403, "setup_required")
    answer = Client(process.port).post("/register", form | {"role": "admin"})
    assert answer.status == 403 and answer.body.keys() == {"error", "detail"}
    assert answer.body["error"] == "setup_required"
    assert "--- mail to" not in process.output


def test_there_is_no_default_account(process):
    """What others ship with does not sign in."""
    for name in ("admin", "root", "snug", "owner"):
        answer = Client(process.port).post("/api/v1/auth/login", {"email": f"{name}@localhost", "password": name})
        assert (answer.status, answer.body["code"]) == (401, "invalid_credentials")


@pytest.mark.parametrize("policy, code", [("closed", "registration_closed"), ("invite", "invalid_invite")])
def test_registration_that_is_not_open_says_why(tmp_path, policy, code):
    """403 with the reason."""
    with SnugProcess(tmp_path, "--registration", policy) as process:
        server = SnugServer(process.start())
        answer = server.guest.post(
            "/api/v1/auth/register", {"name": "N", "email": "n@example.org", "password": "long enough"})
        assert (answer.status, answer.body["code"]) == (403, code)


def test_registration_by_domain_lets_its_addresses_in_alone(tmp_path):
    """Addresses of the named domains get a code, others 403."""
    with SnugProcess(tmp_path, "--registration", "domain", "--registration-domains", "example.org,x.test") as process:
        server = SnugServer(process.start())
        server.register("Nora")
        answer = server.guest.post(
            "/api/v1/auth/register", {"name": "N", "email": "n@notexample.org", "password": "long enough"})
        assert (answer.status, answer.body["code"]) == (403, "registration_closed")


@pytest.fixture
def browser(process):
    """Set up with `"cookie": true`: the server, and what the browser keeps."""
    answer = set_up(process, process.setup_token(), cookie=True)
    assert answer.status == 201
    assert "access_token" not in answer.body and "token" not in answer.body
    return process, answer.headers["Set-Cookie"]


def pair(set_cookie):
    """What a browser sends back of a cookie."""
    return set_cookie.split(";")[0]


def attributes(set_cookie):
    return {attribute.strip().lower() for attribute in set_cookie.split(";")[1:]}


def test_the_cookie_over_plain_http_is_out_of_reach_of_scripts_and_other_sites(browser):
    """`snug_session`, out of reach of scripts and of other sites."""
    process, cookie = browser
    assert cookie.startswith("snug_session=")
    assert attributes(cookie) >= {"httponly", "samesite=strict", "path=/"}
    assert "secure" not in attributes(cookie)


def test_the_cookie_over_https_is_secure_and_pinned_to_its_host(tmp_path):
    """`__Host-snug_session`, with Secure and without Domain, by the site URL's scheme."""
    with SnugProcess(tmp_path, "--site-url", "https://chat.example.org") as process:
        process.start()
        cookie = set_up(process, process.setup_token(), cookie=True).headers["Set-Cookie"]
        assert cookie.startswith("__Host-snug_session=")
        assert attributes(cookie) >= {"secure", "httponly", "samesite=strict", "path=/"}
        assert not any(attribute.startswith("domain") for attribute in attributes(cookie))
        fields = {"Cookie": pair(cookie)}
        assert Client(process.port).get("/api/v1/me", headers=fields).status == 200
        assert Client(process.port).get(
            "/api/v1/me", headers={"Cookie": pair(cookie).removeprefix("__Host-")}).status == 401


FOREIGN = [
    {}, {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "{origin}.evil.example"},
    {"Origin": "{origin}/"}, {"Origin": "http://localhost"}, {"Origin": "http://127.0.0.1:{port}"},
    {"Origin": "https://localhost:{port}"},
]


@pytest.mark.parametrize("fields", FOREIGN, ids=lambda fields: fields.get("Origin", "none"))
def test_a_cookie_from_another_site_changes_nothing(browser, fields):
    """403 `bad_origin` for calls that change something and for sockets; only this site's exact Origin will do."""
    process, cookie = browser
    fields = {name: value.format(origin=process.origin, port=process.port) for name, value in fields.items()}
    fields["Cookie"] = pair(cookie)
    client = Client(process.port)
    for method, path, body in (
            ("POST", "/api/v1/rooms", {"kind": "group", "name": "X", "member_ids": []}),
            ("PATCH", "/api/v1/me", {"name": "Mallory"}),
            ("POST", "/api/v1/auth/logout", None),
            ("POST", "/create-room", {"room_name": "X", "user_ids": [1]})):
        answer = client.call(method, path, body, headers=fields)
        assert answer.status == 403, path
        assert answer.body.get("code", answer.body.get("error")) == "bad_origin"
    for path in ("/ws", "/ws/1/1"):
        with pytest.raises(InvalidStatus) as refused:
            Socket(process.port, path, headers=fields)
        assert refused.value.response.status_code == 403
        assert b"bad_origin" in refused.value.response.body
    me = client.get("/api/v1/me", headers={"Cookie": pair(cookie)})
    assert (me.status, me.body["name"]) == (200, OWNER["name"])
    rooms = client.get("/api/v1/rooms", headers={"Cookie": pair(cookie)}).body["rooms"]
    assert [room["name"] for room in rooms] == ["Everyone"]


def test_the_cookie_from_this_site_works(browser):
    """Calls and sockets with this site's Origin; signing out ends the session and clears the cookie."""
    process, cookie = browser
    fields = {"Cookie": f"other=1; {pair(cookie)}; more=2", "Origin": process.origin}
    client = Client(process.port)
    made = client.post("/api/v1/rooms", {"kind": "group", "name": "X", "member_ids": []}, headers=fields)
    assert made.status == 201
    with Socket(process.port, headers=fields) as socket:
        assert str(made.body["id"]) in socket.wait_for(type="hello")["rooms"]
        renewed = client.post("/api/v1/auth/refresh", headers=fields)
        assert renewed.status == 200
        assert "access_token" not in renewed.body and renewed.headers["Set-Cookie"].startswith("snug_session=")
        out = client.post("/api/v1/auth/logout", headers=fields)
        assert (out.status, out.headers["Clear-Site-Data"]) == (204, '"cache"')
        cleared = out.headers["Set-Cookie"]
        assert pair(cleared) == "snug_session=" and "max-age=0" in attributes(cleared)
        assert socket.until_closed() == 4401
    assert client.get("/api/v1/me", headers=fields).status == 401
