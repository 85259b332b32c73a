"""A message to thousands of browsers at once: each is told once, and nobody who talks elsewhere waits for it."""

import contextlib
import os
import sqlite3
import threading
import time

import pytest

from support.cost import resident_megabytes
from support.deadline import eventually
from support.push_service import PushService
from support.server import SnugServer
from support.snug import SnugProcess

pytestmark = [pytest.mark.alone, pytest.mark.file]

BROWSERS = int(os.environ.get("SNUG_PUSHES", "2500"))
"""More than are queued in one transaction, twice over."""
WITHIN = 60 + BROWSERS / 20


@pytest.fixture
def service():
    with PushService() as service:
        yield service


@pytest.fixture
def process(tmp_path, service):
    with SnugProcess(tmp_path, *service.flags, "--message-rate", "0") as process:
        yield process


class Crowd:
    """A room in which thousands listen, each by a browser of the service."""

    def __init__(self, process, service):
        self.process, self.service = process, service
        server = SnugServer(process.start())
        self.ada, self.ben = server.register("Ada"), server.register("Ben")
        self.room, self.elsewhere = server.room(self.ada), server.room(self.ben, name="Shed")
        assert process.terminate() == 0
        self.browser = service.browser("crowd")
        self._come()
        process.start()
        for person in (self.ada, self.ben):
            person.port = process.port

    def _come(self):
        """They come by a way of their own: each would hash a password."""
        keys = self.browser.secrets
        with contextlib.closing(sqlite3.connect(self.process.database)) as db, db:
            first = db.execute("SELECT max(id) FROM users").fetchone()[0] + 1
            now, end = int(time.time() * 1e6), int((time.time() + 86_400) * 1e6)
            for id in range(first, first + BROWSERS):
                db.execute(
                    "INSERT INTO users (id, name, name_folded, email, password, role, created_at)"
                    " VALUES (?, ?, ?, ?, 'x', 'member', ?)", (id, f"P{id}", f"p{id}", f"p{id}@example.org", now))
                session = db.execute(
                    "INSERT INTO sessions (user_id, created_at, last_seen, expires_at, device, address)"
                    " VALUES (?, ?, ?, ?, 'd', '127.0.0.1')", (id, now, now, end)).lastrowid
                db.execute(
                    "INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq)"
                    " VALUES (?, ?, 'member', ?, 0)",
                    (self.room, id, now))
                db.execute(
                    "INSERT INTO push_subscriptions"
                    " (session_id, endpoint, public_key, secret, language, since_id, created_at)"
                    " VALUES (?, ?, ?, ?, 'en', 0, ?)", (session, f"{self.browser.endpoint}-{id}", *keys, now))

    def say(self, text):
        assert self.ada.post(f"/api/v1/rooms/{self.room}/messages", {"content": text}).status == 201

    def told(self, since=0):
        """How often each browser was told."""
        counts = {}
        for request in self.service.requests[since:]:
            counts[request.path] = counts.get(request.path, 0) + 1
        return counts

    def wait_for_all(self, since=0):
        eventually(lambda: len(self.told(since)) == BROWSERS, f"pushes to {BROWSERS} browsers", WITHIN)

    @contextlib.contextmanager
    def acks(self):
        """The seconds that Ben, who talks elsewhere all the while, waits for each of his words."""
        waits, is_over = [], threading.Event()

        def talk():
            while not is_over.wait(0.02):
                began = time.monotonic()
                assert self.ben.post(f"/api/v1/rooms/{self.elsewhere}/messages", {"content": "x"}).status == 201
                waits.append(time.monotonic() - began)

        talker = threading.Thread(target=talk)
        talker.start()
        yield waits
        is_over.set()
        talker.join()


def worst(waits):
    """The longest of all but one in a hundred, in milliseconds."""
    return sorted(waits)[len(waits) * 99 // 100] * 1_000


def test_each_of_thousands_is_told_once(process, service):
    crowd = Crowd(process, service)
    with crowd.acks() as calm:
        eventually(lambda: len(calm) > 100, "a hundred words", 60)
    before = resident_megabytes(process)
    began = time.monotonic()
    with crowd.acks() as meanwhile:
        crowd.say("To all of you")
        crowd.wait_for_all()
    took = time.monotonic() - began
    print(
        f"{BROWSERS} browsers told in {took:.1f} s, {BROWSERS / took:.0f} a second; "
        f"memory {before:.0f} MB before, {resident_megabytes(process):.0f} after; "
        f"ack p99 {worst(calm):.1f} ms before, {worst(meanwhile):.1f} meanwhile")
    assert set(crowd.told().values()) == {1}
    for request in service.requests[:: BROWSERS // 20]:
        assert crowd.browser.opened(request)["body"] == "Ada: To all of you"


def test_none_of_thousands_is_forgotten_when_the_server_is_killed(process, service):
    """Whenever that is: while it is decided who is told, or while they are."""
    crowd = Crowd(process, service)
    for number, told in enumerate((1, BROWSERS // 3, BROWSERS * 2 // 3)):
        since = len(service.requests)
        crowd.say(f"word {number}")
        eventually(lambda since=since, told=told: len(service.requests) >= since + told, f"{told} pushes", WITHIN)
        process.kill()
        process.start()
        crowd.ada.port = process.port
        crowd.wait_for_all(since)
        again = sum(crowd.told(since).values()) - BROWSERS
        print(f"killed after {told}: {again} told twice")
