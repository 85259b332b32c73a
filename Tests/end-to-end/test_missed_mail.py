"""One mail tells of what somebody has missed: whom, when, and what it gives away; one click ends such mails."""

import http.client
import re

import pytest

from support.deadline import eventually
from support.plain_relay import PlainRelay
from support.push_service import PushService
from support.server import SnugServer
from support.snug import SnugProcess
from support.wrong_clock import WrongClock

pytestmark = pytest.mark.main

AFTER = 60
"""Seconds for which something stays unread before there is a mail."""

SETTLED = 60
"""Seconds after a start before anybody is looked at."""


@pytest.fixture
def relay():
    with PlainRelay() as relay:
        yield relay


class Town:
    """A server whose time passes as a test says."""

    def __init__(self, folder, relay, push_service):
        self.clock = WrongClock(folder)
        self.relay = relay
        self.process = SnugProcess(
            folder, *relay.flags, *push_service.flags, "--mail-missed-after", str(AFTER // 60), **self.clock.settings)
        self.process.start()
        self.server = SnugServer(self.process, relay)
        # Pushes to this one tell that it was decided who is told.
        self.witness = self.server.register("Witness")
        self.browser = push_service.browser("witness")
        self.browser.subscribe(self.witness)
        self.square = self.server.room(self.server.owner, self.witness, name="Square")
        self.passed = 0

    def decide(self, person, room, text):
        """Has somebody say something, and returns once it is decided who is told of it."""
        assert person.post(f"/api/v1/rooms/{room}/messages", {"content": text}).status == 201
        self.passed += 1
        said = self.server.owner.post(f"/api/v1/rooms/{self.square}/messages", {"content": f"tick {self.passed}"})
        assert said.status == 201
        self.browser.wait_for(f"Olga: tick {self.passed}")

    def pass_time(self, seconds=AFTER + 5):
        """Lets time pass, and has the server look who has missed something by then."""
        self.process.kill()
        self.clock.set(self.clock.ahead + seconds)
        self.process.start()
        # It looks first once pages have had time to come back.
        self.clock.set(self.clock.ahead + SETTLED)
        self.have_it_look()

    def have_it_look(self):
        """Has the server look who has missed something, by somebody who has not yet."""
        owner, other = self.server.owner, self.server.register(f"Turn{self.passed}")
        self.decide(owner, self.server.room(owner, other, kind="direct", name=None), "psst")

    def missed(self, person):
        """The mails that came for somebody about what they have missed."""
        return [mail for mail in self.relay.to(person.email) if "List-Unsubscribe" in mail]


@pytest.fixture
def town(tmp_path, relay):
    with PushService() as service:
        town = Town(tmp_path, relay, service)
        with town.process:
            yield town


def by_mail_program(process, method, path, body=None):
    """A request without a session, as mail programs make it: status, headers and body."""
    connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=20)
    fields = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
    connection.request(method, path, body, fields)
    answer = connection.getresponse()
    content = answer.read().decode()
    connection.close()
    return answer.status, answer.headers, content


def test_whoever_was_called_and_is_away_gets_one_mail_over_a_kill(town):
    server = town.server
    ada, ben, cleo = (server.register(name) for name in ("Ada", "Ben", "Cleo"))
    room = server.room(ada, ben, cleo, name="Böse\\r\\nBcc: x@example.org")
    town.decide(ada, room, "@Ben the kettle is on, @Cleo too")
    assert cleo.post(f"/api/v1/rooms/{room}/read", {"seq": 1}).status == 204
    assert town.missed(ben) == []
    town.pass_time()
    [mail] = eventually(lambda: town.missed(ben), "the mail")
    assert mail["Subject"] == "A message for you at Snug"
    assert mail["To"] == ben.email and mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"] and mail["Date"]
    assert "List-Unsubscribe-Post" not in mail, "one click takes https"
    headers = "\n".join(f"{name}: {value}" for name, value in mail.items())
    assert "Ada" not in headers and "Bcc" not in headers and "kettle" not in headers
    for kind in ("plain", "html"):
        text = mail.get_body((kind,)).get_content()
        assert "Ada" in text and "kettle" not in text
        assert set(re.findall(r"#/room/(\d+)", text)) == {str(room)}
    town.decide(ada, room, "@Ben again")
    town.pass_time()
    town.pass_time()
    assert len(town.missed(ben)) == 1 and town.missed(cleo) == []


def test_whoever_is_there_is_not_mailed(town):
    server = town.server
    ada, ben = server.register("Ada"), server.register("Ben")
    room = server.room(ada, ben, kind="direct", name=None)
    with ben.socket():
        town.decide(ada, room, "psst")
        town.clock.set(town.clock.ahead + 2 * AFTER)
        town.have_it_look()
        assert town.missed(ben) == []
    town.pass_time(2 * AFTER)
    eventually(lambda: town.missed(ben), "the mail")


def test_one_click_ends_them_and_looking_does_not(town):
    server = town.server
    ada, ben = server.register("Ada"), server.register("Ben")
    room = server.room(ada, ben, kind="direct", name=None)
    town.decide(ada, room, "psst")
    town.pass_time()
    [mail] = eventually(lambda: town.missed(ben), "the mail")
    link = re.fullmatch(r"<(\S+)>", mail["List-Unsubscribe"])[1]
    assert link in mail.get_body(("plain",)).get_content()
    path = link.removeprefix(town.process.origin)
    assert path.startswith("/unsubscribe/")
    for method in ("GET", "HEAD", "GET"):
        status, headers, page = by_mail_program(town.process, method, path)
        assert status == 200 and headers["Cache-Control"] == "no-store"
        assert method == "HEAD" or '<form method="post"><button' in page
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert ben.get("/api/v1/me").body["mails_missed"] is True
    status, headers, page = by_mail_program(town.process, "POST", path, "List-Unsubscribe=One-Click")
    assert status == 200 and "Location" not in headers and "Set-Cookie" not in headers
    assert "<form" not in page
    assert ben.get("/api/v1/me").body["mails_missed"] is False
    assert ada.get("/api/v1/me").body["mails_missed"] is True
    for wrong in (path[:-1], path + "A", f"/unsubscribe/{ada.id}." + path.partition(".")[2]):
        assert by_mail_program(town.process, "GET", wrong)[0] == 404
        assert by_mail_program(town.process, "POST", wrong, "List-Unsubscribe=One-Click")[0] == 404
    assert ada.get("/api/v1/me").body["mails_missed"] is True
    answer = server.guest.get("/api/v1/me", headers={"Authorization": f"Bearer {path.rpartition('/')[2]}"})
    assert answer.status == 401
    assert ben.post(f"/api/v1/rooms/{room}/read", {"seq": 1}).status == 204
    town.decide(ada, room, "psst again")
    town.pass_time()
    town.pass_time()
    assert len(town.missed(ben)) == 1
    assert ben.patch("/api/v1/me", {"mails_missed": True}).body["mails_missed"] is True
    assert ben.patch("/api/v1/me", {"mails_missed": "no"}).status == 422
    town.decide(ada, room, "and again")
    town.pass_time()
    eventually(lambda: len(town.missed(ben)) == 2, "another mail")
