"""One person asks for more than anybody needs, and nobody else notices."""

import itertools
import time

import pytest
from websockets.exceptions import InvalidStatus

from support.server import SnugServer
from support.snug import SnugProcess

CALLS_AT_ONCE, CALLS_A_SECOND = 16_000, 500
SEARCH, CALLS_FOR_A_SEARCH = "/api/v1/users?q=zz", 65


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
