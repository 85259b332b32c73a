"""One person asks for more than anybody needs, and nobody else notices."""

import itertools
import time
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from websockets.exceptions import InvalidStatus

from support.rows import changing
from support.server import SnugServer
from support.snug import SnugProcess

CALLS_AT_ONCE, CALLS_A_SECOND = 16_000, 500
SEARCH, CALLS_FOR_A_SEARCH = "/api/v1/users?q=zz", 65
CROWD, BURST = 998, 300
"""People beside two in a group, and the messages that one person may send at once."""
CALLING = "@x " * 99 + "@room"


@pytest.fixture
def bounded(tmp_path):
    """A server with the message rate that it comes with."""
    with SnugProcess(tmp_path, "--message-rate", "30") as process:
        yield SnugServer(process.start())


@pytest.mark.security(37)
def test_asking_has_a_rate_for_each_person_over_all_devices(bounded):
    """Past it the answer is 429 to every call of that person, and to no one else's."""
    alma, bela = bounded.register("Alma"), bounded.register("Bela")
    devices = itertools.cycle([bela, bounded.sign_in(bela)])
    began, found = time.monotonic(), 0
    while (answer := next(devices).get(SEARCH)).status == 200:
        found += 1
        assert found < CALLS_AT_ONCE, "there is a rate"
    given_back = CALLS_A_SECOND * (time.monotonic() - began)
    assert found <= (CALLS_AT_ONCE + given_back) / CALLS_FOR_A_SEARCH + 1, "the devices share it"
    assert (answer.status, answer.body["code"]) == (429, "rate_limited")
    assert int(answer.headers["Retry-After"]) >= 1
    assert alma.get(SEARCH).status == 200


@pytest.mark.security(20, 37)
def test_opening_sockets_has_a_rate_and_whoever_passes_it_is_told_so(bounded):
    """429 with the time to wait, and never that this was no handshake."""
    alma, bela = bounded.register("Alma"), bounded.register("Bela")
    refused = []
    for _ in range(120):
        try:
            alma.socket().close()
        except InvalidStatus as refusal:
            refused.append(refusal.response)
    assert 20 <= len(refused) <= 85
    assert {(response.status_code, int(response.headers["Retry-After"]) >= 1) for response in refused} == {(429, True)}
    with bela.socket() as socket:
        socket.wait_for(type="hello")


@pytest.mark.security(37)
def test_nobody_fills_the_list_of_another_with_rooms(bounded):
    """Nine hundred rooms of one person are the most that others put someone into; the maker is told."""
    mallory, victim = bounded.register("Mallory"), bounded.register("Victim")
    form = {"kind": "group", "name": "Trap", "member_ids": [victim.id]}
    answers = [mallory.post("/api/v1/rooms", form) for _ in range(901)]
    assert [answer.status for answer in answers] == [201] * 900 + [422]
    assert answers[-1].body["code"] == "too_many_rooms"
    alone = mallory.post("/api/v1/rooms", {"kind": "group", "name": "Trap"}).body["id"]
    assert mallory.post(f"/api/v1/rooms/{alone}/members", {"user_id": victim.id}).status == 422
    assert len(victim.get("/api/v1/rooms").body["rooms"]) == 900


def add_crowd(process, like):
    """The ids of many more people, put in beside the server."""
    assert process.terminate() == 0
    with changing(process.database) as database:
        ids = [database.execute(
            "INSERT INTO users (name, name_folded, email, password, role, created_at) "
            "SELECT ?, ?, ?, password, role, created_at FROM users WHERE id = ?",
            (f"Person {number}", f"person {number}", f"person{number}@example.org", like.id)).lastrowid
            for number in range(CROWD)]
    process.start()
    return ids


@pytest.mark.security(37)
def test_a_burst_of_calls_in_a_crowd_holds_up_nobody_elsewhere(bounded):
    """Whom a message calls is looked up beside the writer, and everyone is one row: a thousand people called by three
    hundred messages, each with ninety-nine names besides, are no work that another room waits for."""
    mallory, alma, bela = (bounded.register(name) for name in ("Mallory", "Alma", "Bela"))
    crowd = add_crowd(bounded.process, alma)
    form = {"kind": "group", "name": "Plaza", "member_ids": [bela.id, *crowd]}
    plaza = mallory.post("/api/v1/rooms", form).body["id"]
    kiosk = bounded.room(alma, bela, name="Kiosk")
    waits = []
    with mallory.socket() as socket, ThreadPoolExecutor(1) as pool:
        socket.wait_for(type="hello")
        for number in range(BURST):
            socket.say(plaza, CALLING, f"burst-{number}")
        answers = pool.submit(lambda: [
            socket.wait_for(lambda frame: frame.get("type") in ("ack", "error"), within=60, client_id=f"burst-{number}")
            for number in range(BURST)])
        while not (waits and answers.done()):
            began = time.monotonic()
            assert alma.post(f"/api/v1/rooms/{kiosk}/messages", {"content": "hello"}).status == 201
            waits.append(time.monotonic() - began)
            wait([answers], timeout=0.02)
    taken = [answer for answer in answers.result() if answer["type"] == "ack"]
    print(f"\n{len(taken)} messages that call a crowd, and {len(waits)} elsewhere: the longest {max(waits):.3f} s")
    assert len(taken) > BURST - 20
    assert bela.get(f"/api/v1/rooms/{plaza}").body["last_seq"] == len(taken)
    assert max(waits) < 1
