"""The server behind Debian's Caddy and nginx, each set up by nothing but what its guide says."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.authenticator import Authenticator
from support.deadline import eventually
from support.proxies import NAME, VISITOR_ADDRESS, Caddy, Nginx, Visitor
from support.server import SnugServer
from support.snug import SnugProcess, run

ORIGIN = f"https://{NAME}"
PASSKEYS = "/api/v1/auth/passkeys"
ELSEWHERE = "203.0.113.9"
"""The address that a forger claims."""


class Front:
    """A server, the proxy in front of it, and who comes by it."""

    def __init__(self, process, proxy):
        self.process, self.proxy = process, proxy
        self.server = SnugServer(process)
        self.owner = Visitor(proxy, self.server.owner.token)
        rosa = self.server.register("Rosa")
        self.rosa = Visitor(proxy, rosa.token)
        self.room = self.server.room(self.server.owner, rosa)

    @property
    def stranger(self):
        return Visitor(self.proxy)


@pytest.fixture(scope="module", params=[Caddy, Nginx], ids=["caddy", "nginx"])
def front(request, tmp_path_factory):
    proxy = request.param(tmp_path_factory.mktemp("proxy"))
    with SnugProcess(tmp_path_factory.mktemp("server"), **proxy.guide.settings) as process:
        try:
            yield Front(process.start(), proxy.start(process.port))
        finally:
            proxy.stop()


def talking(person, **options):
    socket = person.socket(**options)
    socket.wait_for(type="hello")
    return socket


def sign_in(front, headers):
    """Rosa's new session, begun by someone who sends these headers too."""
    guest = Visitor(front.proxy, headers=headers)
    form = {"email": "rosa@example.org", "password": "ten warm blankets"}
    code = front.server.code_from("/api/v1/auth/login", form, guest)
    answer = guest.post("/api/v1/auth/verify", {"email": form["email"], "code": code})
    assert answer.status == 200, answer.body
    return Visitor(front.proxy, answer.body["access_token"])


def test_people_talk_at_once(front):
    """What one says the other hears, and neither direction waits for more to come."""
    with talking(front.owner) as olga, talking(front.rosa) as rosa:
        for number in range(20):
            olga.say(front.room, f"number {number}", f"talk-{number}")
            olga.ack(f"talk-{number}", within=5)
            heard = rosa.wait_for(type="message", content=f"number {number}", within=5)
            assert heard["room_id"] == front.room


def test_snug_check_has_nothing_to_say_of_it(front, machine):
    """It comes by the proxy too, as a browser would."""
    checked = run(
        "check", "proxy", "--database", front.process.database, "--site-url", f"{ORIGIN}:{front.proxy.port}",
        NAMES_LEAD_HERE="1", SSL_CERT_FILE=str(front.proxy.certificate), **machine)
    assert checked.returncode == 0, checked.stdout
    assert f"{ORIGIN}:{front.proxy.port} leads here, for sockets too." in checked.stdout


def test_the_page_comes_over_https_with_its_headers(front):
    answer = front.stranger.get("/")
    assert answer.status == 200 and b"<html" in answer.body
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    assert len(answer.headers.get_all("Content-Security-Policy")) == 1


def test_a_forged_address_does_not_arrive(front):
    """Sessions and the audit trail show where a visitor is, not where they say they are."""
    for headers in ({}, {"X-Forwarded-For": ELSEWHERE}, {"X-Forwarded-For": f"{ELSEWHERE}, 127.0.0.1"},
                    {"X-Real-IP": ELSEWHERE, "Forwarded": f"for={ELSEWHERE}"}):
        session = sign_in(front, headers)
        sessions = session.get("/api/v1/me/sessions").body["sessions"]
        [current] = [one for one in sessions if one["current"]]
        assert current["address"] == VISITOR_ADDRESS, headers
    entries = front.owner.get("/api/v1/audit?limit=50").body["entries"]
    signed_in = [entry["address"] for entry in entries if entry["act"] == "signed_in"]
    assert signed_in[:4] == [VISITOR_ADDRESS] * 4
    assert ELSEWHERE not in json.dumps(entries)


def test_a_browser_gets_a_secure_cookie_by_its_passkey(front):
    """The passkey belongs to the name outside; the cookie opens a socket from that origin and from no other."""
    passkey = Authenticator()
    making = front.rosa.post(f"{PASSKEYS}/register/options").body["publicKey"]
    assert making["rp"]["id"] == NAME
    made = front.rosa.post(f"{PASSKEYS}/register", passkey.make(making, ORIGIN) | {"name": "Key ring"})
    assert made.status == 201, made.body
    asked = front.stranger.post(f"{PASSKEYS}/login/options").body["publicKey"]
    answer = front.stranger.post(
        f"{PASSKEYS}/login", passkey.get(asked, ORIGIN) | {"cookie": True}, headers={"Origin": ORIGIN})
    assert answer.status == 200, answer.body
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-snug_session=") and "; Secure" in cookie
    browser = Visitor(front.proxy, headers={"Cookie": cookie.split(";")[0]})
    talking(browser, origin=ORIGIN).close()
    with pytest.raises(Exception, match="HTTP 403"):
        talking(browser, origin="https://elsewhere.example")


def test_the_largest_file_passes_both_ways_and_a_larger_one_is_refused_by_snug_itself(front):
    """No limit of the proxy's own stands in the way, and the refusal is told before the file has come."""
    most = front.stranger.get("/api/v1/site").body["upload_max_bytes"]
    assert most == 25 << 20
    files = f"/api/v1/rooms/{front.room}/attachments?name=film.bin"
    sent = front.rosa.post(files, raw=b"\x01" * most, headers={"Content-Type": "application/octet-stream"})
    assert sent.status == 201, sent.body
    assert sent.body["size"] == most
    back = front.rosa.get(sent.body["url"])
    assert back.status == 200 and back.body == b"\x01" * most
    part = front.rosa.get(sent.body["url"], headers={"Range": f"bytes={most - 2}-"})
    assert part.status == 206 and part.body == b"\x01\x01"
    larger = front.rosa.post(files, raw=b"\x01" * (most + 1), headers={"Content-Type": "application/octet-stream"})
    assert larger.status == 413 and larger.headers["Content-Type"] == "application/problem+json"
    assert front.rosa.post(f"/api/v1/rooms/{front.room}/messages", {"content": "small again"}).status == 201


def test_a_restart_behind_it_is_a_short_pause(front):
    """Sockets are told, come back by the same way, and get what was said meanwhile."""
    with talking(front.rosa) as rosa:
        assert front.process.terminate() == 0
        assert rosa.until_closed() == 1001
    with ThreadPoolExecutor(1) as pool:
        early = pool.submit(front.stranger.get, "/healthz")
        front.process.start()
        assert early.result(20).status in ({200} if isinstance(front.proxy, Caddy) else {200, 502})
    eventually(lambda: front.stranger.get("/healthz").status == 200, "the server behind the proxy again")
    said = front.owner.post(f"/api/v1/rooms/{front.room}/messages", {"content": "while Rosa was away"}).body
    with talking(front.rosa) as rosa:
        rosa.send(type="resume", rooms={str(front.room): {"seq": said["seq"] - 1, "rev": 0}})
        rosa.wait_for(type="resumed", room_id=front.room)
        assert [message["content"] for message in rosa.messages(front.room)] == ["while Rosa was away"]
