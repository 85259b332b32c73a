"""Two servers on one database push once, whoever said it where, and know who looks at the other."""

import time

import pytest

from support.deadline import eventually
from support.nodes import Nodes
from support.postgres import NewDatabase
from support.push_service import PushService

ROOMS = 12


@pytest.fixture(scope="module")
def service():
    with PushService() as service:
        yield service


@pytest.fixture(scope="module")
def nodes(tmp_path_factory, relay, service):
    settings = {"SNUG_PUSH_HOSTS": service.place}
    with Nodes(tmp_path_factory.mktemp("nodes"), NewDatabase(), relay, count=2, **settings) as nodes:
        yield nodes


def say(person, room, text):
    answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": text})
    assert answer.status == 201, answer.body


def test_each_message_is_pushed_by_one_of_them(nodes, service):
    ada, ben = nodes.server.register("Ada"), nodes.server.register("Ben")
    browser = service.browser("ben")
    browser.subscribe(ben)
    rooms = [nodes.server.room(ada, ben, name=f"Room {number}") for number in range(ROOMS)]
    for number, room in enumerate(rooms):
        say(nodes.everywhere(ada)[number % 2], room, f"hello {number}")
    pushes = browser.wait(ROOMS, within=60)
    say(ada, rooms[0], "the last")
    browser.wait_for("Ada: the last")
    # Whoever comes second has had its time by now.
    assert sorted(push["room_id"] for push in browser.pushes) == sorted([*rooms, rooms[0]])
    assert {push["body"] for push in pushes} == {f"Ada: hello {number}" for number in range(ROOMS)}


def test_whoever_looks_at_one_is_not_told_by_the_other(nodes, service):
    ada, ben, cleo = (nodes.server.register(name) for name in ("Dora", "Emil", "Fay"))
    his, hers = service.browser("emil"), service.browser("fay")
    his.subscribe(ben)
    hers.subscribe(cleo)
    room = nodes.server.room(ada, ben, cleo)
    for number in range(2):
        with nodes.everywhere(ben)[number].socket() as socket:
            socket.send(type="visible", visible=True)
            socket.send(type="ping")
            socket.wait_for(type="pong")
            say(ada, room, f"seen {number}")
            hers.wait_for(f"Dora: seen {number}")
    say(ada, room, "unseen")
    his.wait_for("Dora: unseen")
    assert len(his.requests) == 1


def test_one_goes_on_where_the_other_died(nodes, service):
    """Whichever of them it was that decides who is told."""
    ada, ben = nodes.server.register("Gil"), nodes.server.register("Hana")
    browser = service.browser("hana")
    browser.subscribe(ben)
    room = nodes.server.room(ada, ben)
    for number in range(2):
        say(ada, room, f"before {number}")
        nodes[1 - number].kill()
        other = ada.at_port(nodes[number].port)
        began = time.monotonic()
        say(other, room, f"after {number}")
        eventually(
            lambda: f"Gil: after {number}" in [push["body"] for push in browser.pushes], "the push", within=60)
        assert time.monotonic() - began < 60
        nodes[1 - number].start()
