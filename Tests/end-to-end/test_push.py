"""Browsers are told by pushes of what is said while nobody looks: whom, once, and what they can read of it."""

import time

import pytest

from support.deadline import eventually
from support.push_service import PushService, claims_of
from support.server import SnugServer
from support.snug import SnugProcess

pytestmark = pytest.mark.main

AFTER = 4.0
"""Seconds in which a message can be read before anybody is told."""


@pytest.fixture
def service():
    with PushService() as service:
        yield service


@pytest.fixture
def server(tmp_path, service):
    with SnugProcess(tmp_path, *service.flags) as process:
        yield SnugServer(process.start())


def say(person, room, text):
    """The message's number."""
    answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": text})
    assert answer.status == 201, answer.body
    return answer.body["seq"]


def known(person):
    """The subscriptions of a person, by their ids."""
    answer = person.get("/api/v1/me/push")
    assert answer.status == 200, answer.body
    return {each["id"]: each for each in answer.body["subscriptions"]}


def test_a_message_reaches_a_browser_that_can_alone_read_it(server, service):
    """By a request as the services ask for it, padded, and signed by the key that the site shows."""
    ada, ben = server.register("Ada"), server.register("Ben")
    room = server.room(ada, ben)
    hers, his = service.browser("ada"), service.browser("ben")
    hers.subscribe(ada)
    id = his.subscribe(ben)
    began = time.monotonic()
    seq = say(ada, room, "The kettle is on. ☕")
    assert his.wait() == [{
        "room_id": room, "seq": seq, "epoch": ben.get("/api/v1/rooms").body["epoch"], "title": "Kitchen",
        "body": "Ada: The kettle is on. ☕", "url": f"/#/room/{room}", "unread": 1}]
    [request] = his.requests
    assert request.at - began >= AFTER
    headers = request.headers
    assert headers["content-encoding"] == "aes128gcm"
    assert 86_400 - 60 < int(headers["ttl"]) <= 86_400, "what is left of a day since it was queued"
    assert headers["urgency"] == "normal" and len(headers["topic"]) == 22
    assert (len(request.body) - 103) % 256 == 0 and "kettle" not in request.body.decode("latin-1")
    key = server.guest.get("/api/v1/site").body["push_key"]
    claims = claims_of(request, key)
    assert claims["aud"] == f"http://{service.place}" and claims["sub"].startswith("mailto:")
    assert 0 < claims["exp"] - time.time() <= 24 * 3600
    eventually(lambda: known(ben)[id]["accepted_at"], "the note that it was taken")
    assert hers.requests == []
    say(ada, room, "And off.")
    his.wait(2)
    assert his.requests[1].headers["topic"] == headers["topic"]


def test_what_is_said_between_two_is_urgent_and_named_after_the_other(server, service):
    ada, ben = server.register("Ada"), server.register("Ben")
    room = server.room(ada, ben, kind="direct", name=None)
    his = service.browser("ben")
    his.subscribe(ben)
    say(ada, room, "psst")
    push = his.wait()[0]
    assert push["title"] == "Ada" and push["body"] == "psst"
    assert his.requests[0].headers["urgency"] == "high"


def test_whoever_looks_or_reads_is_not_told(server, service):
    """Nor whoever has muted the room, or has quiet hours; the others hear of the same message."""
    names = ["Looker", "Reader", "Muter", "Sleeper", "Away"]
    people = {name: server.register(name) for name in names}
    browsers = {name: service.browser(name) for name in names}
    for name in names:
        browsers[name].subscribe(people[name])
    ada = server.register("Ada")
    room = server.room(ada, *people.values())
    assert people["Muter"].post(f"/api/v1/rooms/{room}/notify", {"notify": "nothing"}).status == 204
    # Two places where it is never day at once.
    hour = time.gmtime().tm_hour
    quiet = {"from": f"{(hour - 1) % 24:02}:00", "to": f"{(hour + 2) % 24:02}:00", "time_zone": "UTC"}
    assert people["Sleeper"].patch("/api/v1/me", {"quiet": quiet}).status == 200
    with people["Looker"].socket() as looking, people["Away"].socket() as away:
        for socket, visible in ((looking, True), (away, True), (away, False)):
            socket.send(type="visible", visible=visible)
            socket.send(type="ping")
            socket.wait_for(type="pong")
        seq = say(ada, room, "dinner!")
        assert people["Reader"].post(f"/api/v1/rooms/{room}/read", {"seq": seq}).status == 204
        assert browsers["Away"].wait()[0]["body"] == "Ada: dinner!"
    # Nobody looks any more.
    say(ada, room, "dessert!")
    browsers["Looker"].wait_for("Ada: dessert!")
    assert [push["body"] for push in browsers["Looker"].pushes] == ["Ada: dessert!"]
    assert [push["body"] for push in browsers["Reader"].wait()] == ["Ada: dessert!"]
    assert browsers["Muter"].requests == [] and browsers["Sleeper"].requests == []


def test_a_mention_is_told_where_nothing_else_is(server, service):
    ada, ben = server.register("Ada"), server.register("Ben")
    room = server.room(ada, ben)
    his = service.browser("ben")
    his.subscribe(ben)
    assert ben.post(f"/api/v1/rooms/{room}/notify", {"notify": "mentions"}).status == 204
    say(ada, room, "anyone?")
    say(ada, room, "@Ben?")
    say(ada, room, "hm")
    his.wait_for("Ada: @Ben?")
    assert len(his.requests) == 1 and his.requests[0].headers["urgency"] == "high"


def test_a_push_ends_with_its_session(server, service):
    """However it ends; and what was deleted meanwhile is told nobody."""
    ada, ben = server.register("Ada"), server.register("Ben")
    elsewhere = server.sign_in(ben)
    room = server.room(ada, ben)
    first, second = service.browser("first"), service.browser("second")
    first.subscribe(ben)
    second.subscribe(elsewhere)
    assert [each["current"] for each in known(ben).values()] == [True, False]
    seq = say(ada, room, "gone")
    assert ada.delete(f"/api/v1/rooms/{room}/messages/{seq}").status in (200, 204)
    say(ada, room, "still there")
    assert elsewhere.post("/api/v1/auth/logout").status == 204
    assert [push["body"] for push in first.wait()] == ["Ada: still there"]
    assert second.requests == []
    assert len(known(ben)) == 1


def test_a_message_is_told_once_over_a_kill(server, service):
    """It was acknowledged, and its time had not come; then everything was told, and nothing is again."""
    ada, ben = server.register("Ada"), server.register("Ben")
    room = server.room(ada, ben)
    his = service.browser("ben")
    his.subscribe(ben)
    say(ada, room, "before")
    server.process.kill()
    server.process.start()
    assert [push["body"] for push in his.wait()] == ["Ada: before"]
    id = next(iter(known(ben)))
    eventually(lambda: known(ben)[id]["accepted_at"], "the note that it was taken")
    assert server.process.terminate() == 0
    server.process.start()
    say(ada, room, "after")
    his.wait_for("Ada: after")
    assert [push["body"] for push in his.pushes] == ["Ada: before", "Ada: after"]


def test_a_test_push_arrives_in_the_language_of_the_browser(server, service):
    ben = server.register("Ben")
    ben.headers = {"Accept-Language": "de-AT, en;q=0.5"}
    his = service.browser("ben")
    id = his.subscribe(ben)
    assert ben.post(f"/api/v1/me/push/{id}/test").status == 202
    assert his.wait()[0]["body"] == "Benachrichtigungen erreichen dieses Gerät."
    assert server.register("Ada").post(f"/api/v1/me/push/{id}/test").status == 404


def test_subscriptions_are_repeated_moved_bounded_and_ended(server, service):
    ada, ben = server.register("Ada"), server.register("Ben")
    browsers = [service.browser(f"{number}") for number in range(11)]
    ids = [browser.subscribe(ben) for browser in browsers]
    assert list(known(ben)) == ids[1:]
    assert browsers[5].subscribe(ben, status=200) == ids[5]
    moved = browsers[5].subscribe(ada)
    assert list(known(ada)) == [moved] and ids[5] not in known(ben)
    assert ben.delete(f"/api/v1/me/push/{moved}").status == 404
    assert ben.delete(f"/api/v1/me/push/{ids[7]}").status == 204
    assert ids[7] not in known(ben)


def test_a_session_hears_that_another_one_ended_its_subscription(server, service):
    ben, browser = server.register("Ben"), service.browser("ben")
    elsewhere = server.sign_in(ben)
    assert ben.get("/api/v1/me/push").body["ended"] is False
    assert elsewhere.delete(f"/api/v1/me/push/{browser.subscribe(ben)}").status == 204
    assert ben.get("/api/v1/me/push").body == {"subscriptions": [], "ended": True}
    assert elsewhere.get("/api/v1/me/push").body["ended"] is False
    browser.subscribe(ben)
    assert ben.get("/api/v1/me/push").body["ended"] is False


@pytest.mark.parametrize("endpoint", [
    "https://example.org/push", "http://127.0.0.1:1/push", "https://127.0.0.1/push", "https://[::1]/push",
    "https://169.254.169.254/latest/meta-data/", "https://fcm.googleapis.com/", "ftp://127.0.0.1/push", "push"])
def test_an_endpoint_elsewhere_is_refused(server, service, endpoint):
    """Here one place of this machine is allowed, and the public services are not."""
    ben = server.register("Ben")
    answer = ben.post("/api/v1/me/push", service.browser("ben").subscription | {"endpoint": endpoint})
    assert (answer.status, answer.body["code"]) == (422, "push_host")
    assert known(ben) == {}


def test_nothing_is_pushed_where_the_owner_says_so(server, service):
    """Nor what was said meanwhile, once it is again."""
    ada, ben = server.register("Ada"), server.register("Ben")
    room = server.room(ada, ben)
    his = service.browser("ben")
    id = his.subscribe(ben)
    change = lambda value: server.owner.patch("/api/v1/admin/settings", {"push": value}).status
    assert change("off") == 200
    assert server.guest.get("/api/v1/site").body["push_key"] is None
    refusals = [
        ben.post("/api/v1/me/push", his.subscription), ben.post(f"/api/v1/me/push/{id}/test")]
    assert [(each.status, each.body["code"]) for each in refusals] == [(409, "push_off")] * 2
    say(ada, room, "unheard")
    time.sleep(AFTER + 1)
    assert change("on") == 200
    say(ada, room, "heard")
    his.wait_for("Ada: heard")
    assert len(his.requests) == 1
