"""Three servers on one database are one Snug: what is done by one is felt at each of them within a second (PROTOCOL §6)."""

import contextlib
import itertools
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.deadline import eventually
from support.nodes import Nodes
from support.postgres import NewDatabase
from support.relay import wrong_code
from support.rows import messages_of, rows

WITHIN = 1.0
names = (f"Person{number}" for number in itertools.count(1))


@pytest.fixture(scope="module")
def nodes(tmp_path_factory, relay):
    with Nodes(tmp_path_factory.mktemp("nodes"), NewDatabase(), relay) as nodes:
        yield nodes
        for process in nodes.processes:
            assert process.terminate() == 0, process.errors[-2000:]


@pytest.fixture
def ada(nodes):
    return nodes.server.register(next(names))


@pytest.fixture
def ben(nodes):
    return nodes.server.register(next(names))


@contextlib.contextmanager
def sockets(nodes, person):
    """One of a person on each server, each greeted."""
    with contextlib.ExitStack() as stack:
        opened = [stack.enter_context(each.socket()) for each in nodes.everywhere(person)]
        for socket in opened:
            socket.wait_for(type="hello")
        yield opened


def soon(condition, what):
    return eventually(condition, what, within=WITHIN)


def test_what_is_said_by_one_is_heard_at_each_in_the_order_of_the_room(nodes, ada, ben):
    """However three talk at once, every socket hears the same numbers, one after the other, acknowledgements among
    them."""
    room = nodes.server.room(ada, ben)
    with sockets(nodes, ada) as hers, sockets(nodes, ben) as his:
        for number in range(30):
            for place, socket in enumerate([*hers, *his]):
                socket.say(room, f"{number} of {place}", f"{number}-{place % 3}")
        last = 30 * 6
        for socket in [*hers, *his]:
            socket.wait_for(lambda frame: (frame.get("message") or frame).get("seq") == last, within=20)
            heard = [
                (frame.get("message") or frame)["seq"] for frame in socket.frames
                if frame["type"] in ("message", "ack")]
            assert heard == list(range(1, last + 1))
    assert [seq for seq, *_ in messages_of(nodes.database, room)] == list(range(1, last + 1))


def test_the_same_sent_to_two_at_once_is_kept_once(nodes, ada, ben):
    room = nodes.server.room(ada, ben)
    path = f"/api/v1/rooms/{room}/messages"
    with ThreadPoolExecutor(3) as pool:
        for number in range(20):
            form = {"content": "twice", "client_id": f"twice-{number}"}
            answers = list(pool.map(lambda each: each.post(path, form), nodes.everywhere(ada)))
            assert {answer.status for answer in answers} <= {200, 201}
            assert {answer.body["seq"] for answer in answers} == {number + 1}
    assert len(messages_of(nodes.database, room)) == 20


@pytest.mark.security(21)
def test_whoever_is_removed_hears_nothing_more_at_any(nodes, ada, ben):
    room = nodes.server.room(ada, ben)
    with sockets(nodes, ben) as his:
        removed = time.monotonic()
        assert ada.delete(f"/api/v1/rooms/{room}/members/{ben.id}").status == 204
        for socket in his:
            left = socket.wait_for(type="room_left", room_id=room, within=removed + WITHIN - time.monotonic())
            assert left["reason"] == "removed"
        for each in nodes.everywhere(ada):
            assert each.post(f"/api/v1/rooms/{room}/messages", {"content": "among us"}).status == 201
        for each, socket in zip(nodes.everywhere(ben), his):
            assert each.get(f"/api/v1/rooms/{room}/messages").status == 404
            socket.say(room, "still here?", "after")
            assert socket.wait_for(type="error", client_id="after")["code"].endswith("not_found")
            assert not socket.messages(room)


def test_whoever_is_added_is_there_at_each(nodes, ada, ben):
    room = nodes.server.room(ada)
    with sockets(nodes, ben) as his:
        added = time.monotonic()
        assert ada.post(f"/api/v1/rooms/{room}/members", {"user_id": ben.id}).status == 201
        for socket in his:
            socket.wait_for(
                lambda frame: frame["room"]["id"] == room, type="room", within=added + WITHIN - time.monotonic())
        assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": "welcome"}).status == 201
        for socket in his:
            socket.wait_for(type="message", room_id=room, content="welcome")


@pytest.mark.security(17)
def test_a_session_that_is_ended_is_over_at_each(nodes, ada):
    phone = nodes.server.sign_in(ada)
    with sockets(nodes, phone) as open_sockets, ada.socket() as own:
        own.wait_for(type="hello")
        ended = time.monotonic()
        assert ada.delete("/api/v1/me/sessions").status == 204
        for socket in open_sockets:
            assert socket.until_closed(within=ended + WITHIN - time.monotonic()) == 4401
        for each in nodes.everywhere(phone):
            assert each.get("/api/v1/me").status == 401
        own.send(type="ping")
        own.wait_for(type="pong")


def test_whoever_is_deactivated_is_out_at_each_and_seen_so(nodes, ada, ben):
    nodes.server.room(ada, ben)
    account = f"/api/v1/users/{ben.id}"
    with sockets(nodes, ben) as his, sockets(nodes, ada) as hers:
        done = time.monotonic()
        assert nodes.server.owner.patch(account, {"deactivated": True}).status == 200
        for socket in his:
            assert socket.until_closed(within=done + WITHIN - time.monotonic()) == 4401
        for socket in hers:
            frame = socket.wait_for(
                lambda frame: frame["user"]["id"] == ben.id, type="user", within=done + WITHIN - time.monotonic())
            assert frame["user"]["deactivated"] is True


def test_a_role_counts_at_each_from_the_next_call_on(nodes, ada):
    account = f"/api/v1/users/{ada.id}"
    for role, status in [("admin", 200), ("member", 403), ("admin", 200)]:
        assert nodes.server.owner.patch(account, {"role": role}).status == 200
        assert [each.get("/api/v1/accounts").status for each in nodes.everywhere(ada)] == [status] * 3


def test_a_setting_holds_at_each(nodes):
    for name in ("The Choir", "Snug"):
        assert nodes.server.owner.patch("/api/v1/admin/settings", {"site.name": name}).status == 200
        for each in nodes.everywhere(nodes.server.guest):
            soon(lambda: each.get("/api/v1/site").body["name"] == name, "the name")


def test_what_one_has_read_is_read_at_each(nodes, ada, ben):
    room = nodes.server.room(ada, ben)
    assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": "read me"}).status == 201
    with sockets(nodes, ada) as hers:
        assert ben.post(f"/api/v1/rooms/{room}/read", {"seq": 1}).status in (200, 204)
        for socket in hers:
            socket.wait_for(type="read", room_id=room, user_id=ben.id, seq=1, within=2 * WITHIN)


def test_edits_and_reactions_are_seen_at_each(nodes, ada, ben):
    room = nodes.server.room(ada, ben)
    path = f"/api/v1/rooms/{room}/messages"
    with sockets(nodes, ben) as his:
        assert ada.post(path, {"content": "frist"}).status == 201
        by = nodes.everywhere(ada)
        assert by[1].patch(f"{path}/1", {"content": "first"}).status == 200
        assert by[2].call("PUT", f"{path}/1/reactions/%F0%9F%91%8D").status in (200, 204)
        assert by[0].delete(f"{path}/1").status in (200, 204)
        for socket in his:
            socket.wait_for(lambda frame: frame["message"].get("deleted_at"), type="change")
            revs = [frame["message"]["rev"] for frame in socket.frames if frame["type"] == "change"]
            # A node that hears of two at once tells of the message as it now is.
            assert revs == sorted(revs) and revs[-1] == 3, revs


@pytest.mark.security(11)
def test_tries_of_a_code_are_counted_over_all_of_them(nodes, ada, relay):
    """Five wrong ones void it, wherever each was made."""
    code = nodes.server.code_from("/api/v1/auth/login", {"email": ada.email, "password": ada.password})
    guests = itertools.cycle(nodes.everywhere(nodes.server.guest))
    form = {"email": ada.email, "code": wrong_code({code})}
    answers = [next(guests).post("/api/v1/auth/verify", form).status for _ in range(5)]
    assert answers == [401] * 4 + [429]
    assert next(guests).post("/api/v1/auth/verify", form | {"code": code}).status == 429


def test_each_mail_goes_out_once(nodes, relay):
    """Any of them may send it, and one alone does."""
    people = [nodes.server.register(next(names)) for _ in range(6)]
    guests = itertools.cycle(nodes.everywhere(nodes.server.guest))
    before = len(relay.mails)
    for person in people:
        form = {"email": person.email, "password": person.password}
        assert next(guests).post("/api/v1/auth/login", form).status == 202
    eventually(lambda: rows(nodes.database, "SELECT count(*) FROM mail_queue") == [(0,)], "all mails sent")
    assert sorted(address for address, _ in relay.mails[before:]) == sorted(person.email for person in people)


@pytest.mark.security(8)
def test_of_two_owners_who_go_at_once_one_stays(nodes):
    """Whoever would be the last is refused, whichever server they ask."""
    heir = nodes.server.register(next(names))
    owner = nodes.server.owner
    assert owner.patch(f"/api/v1/users/{heir.id}", {"role": "owner"}).status == 200
    ways = [(owner.at_port(nodes.ports[1]), heir), (heir.at_port(nodes.ports[2]), owner)]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(
            lambda way: way[0].patch(f"/api/v1/users/{way[1].id}", {"role": "member"}).status, ways))
    assert rows(nodes.database, "SELECT count(*) FROM users WHERE role = 'owner'") == [(1,)]
    assert sorted(done)[0] == 200
    # Whoever stayed makes the other one what they were.
    by, whom = (owner, heir) if rows(nodes.database, "SELECT role FROM users WHERE id = ?", owner.id) == [
        ("owner",)] else (heir, owner)
    assert by.patch(f"/api/v1/users/{whom.id}", {"role": "owner"}).status == 200


def test_a_file_sent_to_one_comes_from_each(nodes, ada, ben):
    room = nodes.server.room(ada, ben)
    content = bytes(range(256)) * 4_000
    sent = ada.post(
        f"/api/v1/rooms/{room}/attachments?name=noise.bin", raw=content,
        headers={"Content-Type": "application/octet-stream"})
    assert sent.status == 201, sent.body
    said = ada.at_port(nodes.ports[1]).post(
        f"/api/v1/rooms/{room}/messages", {"content": "", "attachment_ids": [sent.body["id"]]})
    assert said.status == 201, said.body
    for each in nodes.everywhere(ben):
        assert each.get(sent.body["url"]).body == content


def test_a_server_that_stops_says_so_and_the_others_go_on(nodes, ada, ben):
    room = nodes.server.room(ada, ben)
    with sockets(nodes, ben) as his:
        assert nodes[2].terminate() == 0
        assert his[2].until_closed() == 1001
        assert ada.post(f"/api/v1/rooms/{room}/messages", {"content": "two are left"}).status == 201
        for socket in his[:2]:
            socket.wait_for(type="message", room_id=room, seq=1, within=WITHIN)
        nodes[2].start()
        with ben.at_port(nodes.ports[2]).socket() as again:
            again.wait_for(type="hello")
            again.send(type="resume", rooms={str(room): {"seq": 0, "rev": 0}})
            again.wait_for(type="resumed", room_id=room, last_seq=1)


def test_people_are_seen_and_heard_typing_wherever_they_come_in(nodes, ada, ben):
    room = nodes.server.room(ada, ben)
    with sockets(nodes, ada) as hers:
        with nodes.everywhere(ben)[2].socket() as his:
            his.wait_for(type="hello")
            # Comings are told once a second.
            for socket in hers:
                socket.wait_for(type="presence", user_id=ben.id, online=True, within=1 + WITHIN)
            for each in nodes.everywhere(ada):
                assert each.get(f"/api/v1/users/{ben.id}").body["online"] is True
            typed = time.monotonic()
            his.send(type="typing", room_id=room)
            for socket in hers:
                socket.wait_for(
                    type="typing", room_id=room, user_id=ben.id, within=typed + WITHIN - time.monotonic())
        for socket in hers:
            gone = socket.wait_for(type="presence", user_id=ben.id, online=False, within=5 + 1 + 2 * WITHIN)
            assert gone["last_seen"]
        for each in nodes.everywhere(ada):
            assert each.get(f"/api/v1/users/{ben.id}").body["online"] is False


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGSTOP])
def test_people_of_a_server_that_is_gone_without_a_word_are_seen_to_have_left(nodes, ada, ben, ending):
    """Once it was not heard of for fifteen seconds, whether its machine is lost or only stands still."""
    nodes.server.room(ada, ben)
    lost = nodes[2]
    with sockets(nodes, ada) as hers, contextlib.ExitStack() as his:
        socket = his.enter_context(ben.at_port(nodes.ports[2]).socket())
        socket.wait_for(type="hello")
        for each in hers[:2]:
            each.wait_for(type="presence", user_id=ben.id, online=True, within=1 + WITHIN)
        os.kill(lost.pid, ending)
        try:
            for each in hers[:2]:
                gone = each.wait_for(type="presence", user_id=ben.id, online=False, within=15 + 5 + 1 + 2 * WITHIN)
                assert gone["last_seen"] is None
        finally:
            lost.kill()
    lost.start()
