"""Pages at another address than the site's own: sent on, or told which address works (PROTOCOL §1)."""

import http.client

import pytest

from support.client import Client
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess

NAVIGATION = {"Sec-Fetch-Mode": "navigate", "Accept": "text/html,*/*"}
OLD_BROWSER = {"Accept": "text/html,application/xhtml+xml"}
PAGES = ["/", "/setup", "/invite", "/login"]
SITE = "https://chat.example.org"


@pytest.fixture(scope="module")
def unset(tmp_path_factory):
    """A server whose address nobody has set."""
    with SnugProcess(tmp_path_factory.mktemp("unset")) as process:
        yield process.start()


@pytest.fixture(scope="module")
def chosen(tmp_path_factory):
    """A server behind a proxy that it trusts, with an address outside."""
    with SnugProcess(tmp_path_factory.mktemp("set"), "--site-url", SITE, *BEHIND_PROXY) as process:
        yield process.start()


def opened(process, host, path="/", **headers):
    """The answer to somebody whose browser asks for a page there."""
    return Client(process.port).get(path, headers=NAVIGATION | {"Host": host} | headers)


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("headers", [NAVIGATION, OLD_BROWSER], ids=["fetch metadata", "an old browser"])
def test_without_an_address_a_page_elsewhere_says_which_one_works(unset, path, headers):
    port = unset.port
    for host in (f"127.0.0.1:{port}", f"192.168.1.10:{port}", "chat.example.org", f"localhost:{port + 1}", "localhost"):
        answer = Client(port).get(path, headers=headers | {"Host": host})
        assert answer.status == 421 and answer.headers["Cache-Control"] == "no-store"
        text = answer.body.decode()
        assert unset.origin in text and host in text and "site-url" in text
        assert "<script" not in text and "style=" not in text
    right = Client(port).get(path, headers=headers | {"Host": f"localhost:{port}"})
    assert right.status == 200 and b"app.js" in right.body


@pytest.mark.parametrize("host", ["x;$(reboot).example", "x&reboot.example", "x'.example", "!x.example"])
def test_the_notice_has_no_command_that_a_shell_would_take_apart(unset, host):
    answer = opened(unset, host)
    assert answer.status == 421
    assert '<pre class="command">snug config set site.url https://chat.example.org</pre>' in answer.body.decode()


def test_the_notice_speaks_german(unset):
    answer = opened(unset, "127.0.0.1", **{"Accept-Language": "de-DE,de;q=0.9,en;q=0.8"})
    assert b'<html lang="de">' in answer.body and "öffnen" in answer.body.decode()


def test_only_what_somebody_opens_is_told_so(unset, chosen):
    """Scripts and programs, health, calls and files are served wherever they are asked for."""
    for process in (unset, chosen):
        for path in ("/healthz", "/assets/app.css", "/sw.js", "/api/v1/me", "/api/openapi.json", "/metrics"):
            assert opened(process, "elsewhere.example", path).status in (200, 401, 404)
        for headers in ({}, {"Accept": "*/*"}, {"Sec-Fetch-Mode": "cors", "Accept": "text/html"}):
            answer = Client(process.port).get("/", headers=headers | {"Host": "elsewhere.example"})
            assert answer.status == 200


@pytest.mark.parametrize("path", [*PAGES, "/?from=mail&to=you"])
@pytest.mark.parametrize("host", ["127.0.0.1:8080", "chat.example.org:8080", "chat.example.org.", "CHAT2.example.org"])
def test_with_an_address_a_page_elsewhere_leads_there(chosen, path, host):
    answer = opened(chosen, host, path)
    assert (answer.status, answer.headers["Location"]) == (302, SITE + path)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["chat.example.org", "Chat.Example.ORG", "chat.example.org:443"])
def test_at_its_address_a_page_is_served(chosen, host):
    assert opened(chosen, host).status == 200


def test_nobody_is_sent_round_in_a_circle(chosen):
    """A proxy may hide the name that it was asked for."""
    cookie, statuses = {}, []
    for _ in range(3):
        answer = opened(chosen, "127.0.0.1:8080", **cookie)
        statuses.append(answer.status)
        if answer.status == 302:
            assert "Max-Age=10;" in answer.headers["Set-Cookie"]
            cookie = {"Cookie": answer.headers["Set-Cookie"].split(";")[0]}
    assert statuses == [302, 302, 200], "a person may come twice within seconds, a circle comes again"
    for nonsense in ("snug_sent_on=-9", "snug_sent_on=9223372036854775807"):
        assert opened(chosen, "127.0.0.1:8080", Cookie=nonsense).status == 200


def test_a_proxy_says_which_name_and_scheme_it_was_asked_for(chosen):
    assert opened(chosen, "127.0.0.1:8080", **{"X-Forwarded-Host": "chat.example.org"}).status == 200
    in_the_clear = {"Host": "chat.example.org", "X-Forwarded-Proto": "http"}
    answer = Client(chosen.port).get("/", headers=OLD_BROWSER | in_the_clear)
    assert (answer.status, answer.headers["Location"]) == (302, SITE + "/")
    over_tls = in_the_clear | {"X-Forwarded-Proto": "https"}
    assert Client(chosen.port).get("/", headers=OLD_BROWSER | over_tls).status == 200
    # A browser that says how it fetches does so over https alone, whatever the proxy believes.
    assert Client(chosen.port).get("/", headers=NAVIGATION | in_the_clear).status == 200


def test_a_stranger_says_neither(tmp_path):
    with SnugProcess(tmp_path, "--site-url", SITE) as process:
        process.start()
        assert opened(process, "elsewhere.example", **{"X-Forwarded-Host": "chat.example.org"}).status == 302
        assert opened(process, "chat.example.org", **{"X-Forwarded-Proto": "http"}).status == 200


def test_a_page_of_http_1_0_without_a_host_is_served(unset):
    connection = http.client.HTTPConnection("127.0.0.1", unset.port, timeout=10)
    connection._http_vsn, connection._http_vsn_str = 10, "HTTP/1.0"
    connection.request("GET", "/", headers=NAVIGATION)
    assert connection.getresponse().status == 200
    connection.close()


BASIC = {"Authorization": "Basic b2xnYTp4"}


@pytest.mark.security(19)
def test_a_cookie_counts_beside_what_a_proxy_asks_for(process):
    """With its `Origin`, for calls and sockets; a token of one's own still comes first."""
    owner = SnugServer(process).owner
    cookie = {"Cookie": f"snug_session={owner.token}"}
    browser = Client(process.port, headers=BASIC | cookie)
    assert browser.get("/api/v1/me").body["name"] == "Olga"
    renamed = {"name": "Olga the Second"}
    assert browser.patch("/api/v1/me", renamed).body["code"] == "bad_origin"
    assert browser.patch("/api/v1/me", renamed, headers={"Origin": process.origin}).status == 200
    with browser.socket(origin=process.origin) as socket:
        socket.wait_for(type="hello", user_id=owner.id)
    with pytest.raises(Exception, match="HTTP 403"):
        browser.socket(origin="https://elsewhere.example")
    assert Client(process.port, headers=BASIC).get("/api/v1/me").status == 401
    assert Client(process.port, "nonsense", headers=cookie).get("/api/v1/me").status == 401
