"""A clock that was wrong for a while, either way: nobody is locked out by it and nothing stops (SECURITY.md, line 40).

Each world is served at the right time, then at a wrong one, then at the right one again; in some the server is stopped
in between, in others its clock jumps while it runs.
"""

import re
import time
from datetime import datetime, timezone

import pytest

from support.authenticator import Authenticator
from support.client import Client
from support.deadline import eventually
from support.plain_relay import PlainRelay
from support.rows import rows
from support.server import PASSWORD, SnugServer
from support.snug import BEHIND_PROXY, SnugProcess, run
from support.wrong_clock import DAY, HOUR, WrongClock

pytestmark = pytest.mark.security(40)

JUMPS = {"3 hours ahead": 3 * HOUR, "a day ahead": DAY, "a day behind": -DAY, "4,000 days ahead": 4_000 * DAY}
DAYS = {name: jump for name, jump in JUMPS.items() if abs(jump) == DAY}
SESSIONS = 30 * DAY
"""Seconds for which a session lasts."""
STRANGER = "203.0.113.5"
PASSKEYS = "/api/v1/auth/passkeys"
RATE = 1
"""Messages a second; ten seconds' worth may come at once."""
ACTS = 1
"""Acts a minute; ten minutes' worth may come at once."""


class World(SnugServer):
    """A server with a clock of its own, and what happened there while that was wrong."""

    def __init__(self, process, clock, jump, is_restarted):
        self.clock, self.jump, self.is_restarted = clock, jump, is_restarted
        super().__init__(process)
        self.ada, self.ben = self.register("Ada"), self.register("Ben")
        self.lobby = self.room(self.owner, self.ada, self.ben, name="Lobby")
        self.attic = self.room(self.owner, self.ada, self.ben, name="Attic")
        self.say(self.ada, self.lobby)
        self.passkey = Authenticator()
        self.add_passkey(self.ada, self.passkey)
        self.invite = self.owner.post("/api/v1/invites", {}).body["token"]
        self.first_copy = self.owner.post("/api/v1/admin/backups").body["name"]
        self.listener = None if is_restarted else self.ada.socket()

    @property
    def guest(self):
        """Someone at an address of whom nothing is known."""
        return super().guest.at("198.51.100.7")

    @property
    def stranger(self):
        return super().guest.at(STRANGER)

    def set_clock(self, ahead):
        set_clock(self.process, self.clock, ahead, self.is_restarted)

    def say(self, person, room, words="hello"):
        answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": words})
        assert answer.status == 201, answer.body
        return answer.body

    def add_passkey(self, person, authenticator):
        options = person.post(f"{PASSKEYS}/register/options")
        if options.status == 200:
            made = authenticator.make(options.body["publicKey"], self.process.origin)
            options = person.post(f"{PASSKEYS}/register", made | {"name": "Key ring"})
        return options

    def challenge(self):
        return self.guest.post(f"{PASSKEYS}/login/options").body["publicKey"]

    def passkey_sign_in(self, challenge):
        return self.guest.post(f"{PASSKEYS}/login", self.passkey.get(challenge, self.process.origin))

    def copies(self):
        return {path.name for path in (self.process.database.parent / "backups").glob("*.db")}

    def guess(self, times):
        """A stranger's tries at a login link: the statuses."""
        return [self.stranger.post("/api/v1/auth/link", {"token": "1-wrong"}).status for _ in range(times)]

    def make_rooms(self, person, most):
        """Makes rooms until that is too many: how many."""
        for made in range(most):
            if person.post("/api/v1/rooms", {"kind": "group", "name": "Shed", "member_ids": []}).status == 429:
                return made
        return most

    def shout(self, person, most):
        """Sends messages until that is too many: how many."""
        for sent in range(most):
            answer = person.post(f"/api/v1/rooms/{self.attic}/messages", {"content": "hey"})
            if answer.status == 429:
                return sent
        return most

    def live_wrongly(self):
        """Does at the wrong time all that leaves moments behind."""
        self.early_sessions = [person.get("/api/v1/me").status for person in (self.owner, self.ada, self.ben)]
        self.made_copies = self.copies()
        self.owner_then = self.sign_in(self.owner)
        self.ada_then = self.sign_in(self.ada)
        # Tries, right and wrong: for an account, for its codes, from a network.
        assert self.guest.post("/api/v1/auth/login", {"email": self.ben.email, "password": "wrong one"}).status == 401
        self.code_from("/api/v1/auth/login", {"email": self.ben.email, "password": PASSWORD})
        for _ in range(5):
            self.guest.post("/api/v1/auth/verify", {"email": self.ben.email, "code": "no"})
        # Passes while it is wrong: five mails to an address, three at a stranger's asking.
        self.reset_codes = [self.code_from("/api/v1/auth/password/forgot", {"email": self.ben.email})]
        for minutes in (2, 4, 6):
            with self.clock.later(minutes * 60):
                self.guest.post("/api/v1/auth/password/forgot", {"email": self.ben.email})
        self.guesses = self.guess(101)
        self.last_code = self.code_from("/api/v1/auth/login", {"email": self.ada.email, "password": PASSWORD})
        self.asked_wrongly = self.challenge()
        self.passkey_then = self.passkey_sign_in(self.challenge()).status
        self.invite_then = self.owner_then.post("/api/v1/invites", {}).body["token"]
        self.made_rooms = self.make_rooms(self.ada_then, 10 * ACTS + 5)
        self.said_then = self.say(self.owner_then, self.attic, "ahead")
        self.shouted = self.shout(self.ada_then, 10 * RATE + 15)
        with self.ada_then.socket() as socket:
            socket.wait_for(type="hello")
        if self.listener and self.is_session_alive_then:
            self.listener.wait_for(type="message", content="ahead")
        elif self.listener:
            # The server looks once in a few seconds: the clock stays wrong until then.
            self.listener_end = self.listener.until_closed()

    @property
    def is_session_alive_then(self):
        return self.jump < SESSIONS


def set_clock(process, clock, ahead, is_restarted):
    if is_restarted:
        assert process.terminate() == 0
    clock.set(ahead)
    if is_restarted:
        process.start()


def seconds_from_now(moment):
    return (datetime.fromisoformat(moment) - datetime.now(timezone.utc)).total_seconds()


def ways(jumps):
    return [
        pytest.param((jump, is_restarted), id=f"{name}, {'over a restart' if is_restarted else 'while it runs'}")
        for name, jump in jumps.items() for is_restarted in (True, False)]


@pytest.fixture(scope="module", params=ways(JUMPS))
def world(request, tmp_path_factory):
    jump, is_restarted = request.param
    folder = tmp_path_factory.mktemp("world")
    clock = WrongClock(folder)
    flags = (*BEHIND_PROXY, "--message-rate", str(RATE), "--act-rate", str(ACTS), "--backup-keep", "3",
             "--backup-time", time.strftime("%H:%M", time.gmtime(time.time() + 12 * HOUR)))
    with SnugProcess(folder, *flags, **clock.settings) as process:
        world = World(process.start(), clock, jump, is_restarted)
        world.set_clock(jump)
        world.live_wrongly()
        world.set_clock(0)
        yield world


def test_sessions_end_no_earlier_and_no_later(world):
    """Those from before are alive again, and were while the clock was wrong, unless by it their time was over."""
    assert world.early_sessions == [200 if world.is_session_alive_then else 401] * 3
    for person in (world.owner, world.ben, world.ada):
        assert person.get("/api/v1/me").status == 200


def test_a_password_and_a_code_sign_in_whatever_was_tried(world):
    """Wrong passwords, a code that was guessed at five times: of another time."""
    assert world.sign_in(world.ben).get("/api/v1/me").status == 200


def test_a_code_of_the_wrong_time_is_no_good_and_holds_up_no_other(world):
    """The next comes at once, and from then on a minute lies between two again."""
    form = {"email": world.ada.email, "password": PASSWORD}
    stale = world.guest.post("/api/v1/auth/verify", {"email": world.ada.email, "code": world.last_code})
    assert (stale.status, stale.body["code"]) == (401, "code_expired")
    before = len(world.mails.codes_for(world.ada.email))
    answer = world.guest.post("/api/v1/auth/login", form)
    assert answer.status == 202 and 0 < answer.body["resend_in"] <= 60 and 0 < answer.body["expires_in"] <= 600
    code = world.next_code(world.ada.email, before)
    again = world.guest.post("/api/v1/auth/login", form)
    assert again.status == 202 and 0 < again.body["resend_in"] <= 60
    assert world.guest.post("/api/v1/auth/code", {"email": world.ada.email}).status == 202
    assert world.verify(world.ada.email, code).get("/api/v1/me").status == 200
    assert len(world.mails.codes_for(world.ada.email)) == before + 1


def test_a_password_can_be_reset_however_many_mails_were_asked_for(world):
    """A reset code of the wrong time is void; a new one comes and serves."""
    form = {"email": world.ben.email, "new_password": PASSWORD}
    reset = "/api/v1/auth/password/reset"
    assert world.guest.post(reset, form | {"code": world.reset_codes[0]}).status == 401
    code = world.code_from("/api/v1/auth/password/forgot", {"email": world.ben.email})
    assert world.guest.post(reset, form | {"code": code}).status == 204
    world.ben = world.sign_in(world.ben)


def test_a_network_is_not_shut_out_for_what_came_from_it(world):
    assert world.guesses == [401] * 100 + [429]
    assert world.guess(1) == [401]


def test_rooms_and_messages_can_be_made_however_many_there_were(world):
    assert 10 * ACTS - 10 <= world.made_rooms <= 10 * ACTS
    assert 10 * RATE <= world.shouted < 10 * RATE + 15
    assert world.make_rooms(world.ada, 3) == 3
    assert world.shout(world.ada, 3) == 3


def test_rooms_stand_in_the_order_in_which_they_were_written_in(world):
    """So do messages, whatever time they bear."""
    world.say(world.owner, world.lobby, "now")
    rooms = [room["id"] for room in world.owner.get("/api/v1/rooms").body["rooms"]]
    assert rooms.index(world.lobby) < rooms.index(world.attic)
    page = world.owner.get(f"/api/v1/rooms/{world.attic}/messages").body["messages"]
    assert [message["seq"] for message in page] == list(range(1, len(page) + 1))
    assert abs(seconds_from_now(world.said_then["timestamp"]) - world.jump) < 60


def test_passkeys_sign_in_and_their_challenges_keep_their_time(world):
    """One of the wrong time is over; a sign-in from then is not recent, and a new one is."""
    assert world.passkey_then == 200
    assert world.passkey_sign_in(world.asked_wrongly).status == 401
    signed_in = world.passkey_sign_in(world.challenge())
    assert signed_in.status == 200
    refused = world.add_passkey(world.ada_then, Authenticator())
    # By a clock that goes back twelve years a session of then has not begun.
    assert refused.status in (401, 403), refused.body
    assert world.add_passkey(world.person(signed_in), Authenticator()).status == 201


def test_invites_from_before_let_people_in(world):
    """Those from the wrong time do, or say that they are over; the next one does."""
    assert world.register("Finn", invite=world.invite).get("/api/v1/me").status == 200
    form = {"name": "Gus", "email": "gus@example.org", "password": PASSWORD, "invite": world.invite_then}
    assert world.guest.post("/api/v1/auth/register", form).status in (201, 202, 403)
    fresh = world.owner.post("/api/v1/invites", {}).body["token"]
    assert world.register("Hal", invite=fresh).get("/api/v1/me").status == 200


def test_nobody_was_last_seen_in_days_to_come(world):
    """From the next time that they are here; while they are not, nobody can say."""
    with world.ada.socket() as socket:
        socket.wait_for(type="hello")

    def last_seen():
        people = world.owner.get("/api/v1/users").body["users"]
        [seen] = [person["last_seen"] for person in people if person["id"] == world.ada.id]
        return seen and -60 < seconds_from_now(seen) <= 2
    eventually(last_seen, "Ada was here just now")
    assert world.ada.get("/api/v1/me").status == 200
    [current] = [
        session for session in world.ada.get("/api/v1/me/sessions").body["sessions"] if session["current"]]
    assert seconds_from_now(current["last_seen"]) <= 2


def test_sockets_outlive_a_jump(world):
    """But where by the clock their session had come to its end; over a restart a new one is let in."""
    if world.is_restarted:
        with world.ada.socket() as socket:
            assert socket.wait_for(type="hello")
        return
    if not world.is_session_alive_then:
        assert world.listener_end == 4401
        return
    said = world.say(world.owner, world.lobby, "back again")
    assert world.listener.wait_for(type="message", content="back again")["seq"] == said["seq"]


def test_the_night_s_backup_is_made_and_no_good_one_goes(world):
    """One is made that is proven and dated rightly, without waiting for the wrong time to come."""
    def is_tried_today():
        [(last,)] = rows(world.process.database, "SELECT value FROM settings WHERE name = 'last.backup.try'")
        return abs(int(last) / 1_000_000 - time.time()) < 120
    if world.is_restarted:
        # One that runs looks twice a minute.
        eventually(is_tried_today, "the night's backup counts from now on", within=20)
    copies = world.copies()
    assert world.first_copy in copies
    assert world.made_copies <= copies
    made = world.owner.post("/api/v1/admin/backups")
    assert made.status == 201 and made.body["proven"], made.body
    assert made.body["name"] in world.copies()
    assert abs(seconds_from_now(made.body["taken_at"])) < 120
    assert run("backup", "verify", world.process.database.parent / "backups" / made.body["name"]).returncode == 0


@pytest.mark.parametrize("way", ways(DAYS))
def test_a_server_can_be_set_up(tmp_path, way):
    """By the link that it printed at the wrong time, or else by the next that is asked for."""
    jump, is_restarted = way
    clock = WrongClock(tmp_path)
    clock.set(jump)
    with SnugProcess(tmp_path, **clock.settings) as process:
        process.start()
        first = process.setup_token()
        set_clock(process, clock, 0, is_restarted)
        form = {"name": "Olga", "email": "olga@example.org", "password": "nine green bottles"}
        answer = Client(process.port).post("/api/v1/setup", form | {"token": first})
        if answer.status != 201:
            printed = run("setup-link", "--database", process.database)
            token = re.search(r"/setup#(\S+)", printed.stdout)[1]
            answer = Client(process.port).post("/api/v1/setup", form | {"token": token})
        assert answer.status == 201, answer.body


@pytest.mark.parametrize("way", ways(DAYS))
def test_mails_go_out(tmp_path, way):
    """One that the relay put off at the wrong time holds up none, and is sent or has had its time."""
    jump, is_restarted = way
    clock = WrongClock(tmp_path)
    with PlainRelay() as relay, SnugProcess(tmp_path, *relay.flags, **clock.settings) as process:
        server = SnugServer(process.start(), relay)
        ada, ben = server.register("Ada"), server.register("Ben")
        set_clock(process, clock, jump, is_restarted)
        relay.answers["RCPT"] = "451 later"
        tried = len(relay.said)
        assert server.guest.post("/api/v1/auth/login", {"email": ada.email, "password": PASSWORD}).status == 202
        eventually(lambda: [words for words in relay.said[tried:] if words.startswith("RCPT")], "a try")
        set_clock(process, clock, 0, is_restarted)
        relay.answers.clear()
        assert server.sign_in(ben).get("/api/v1/me").status == 200
        eventually(
            lambda: rows(process.database, "SELECT count(*) FROM mail_queue") == [(0,)], "an empty queue", within=20)
        assert server.sign_in(ada).get("/api/v1/me").status == 200
