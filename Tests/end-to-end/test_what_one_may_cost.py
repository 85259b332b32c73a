"""One person asks for more than anybody needs, and nobody else notices."""

import pytest

from support.server import SnugServer
from support.snug import SnugProcess


@pytest.fixture
def bounded(tmp_path):
    """A server with the message rate that it comes with."""
    with SnugProcess(tmp_path, "--message-rate", "30") as process:
        yield SnugServer(process.start())


@pytest.mark.security(37)
def test_nobody_fills_the_list_of_another_with_rooms(bounded):
    """A hundred rooms of one person are the most that others put someone into; the maker is told."""
    mallory, victim = bounded.register("Mallory"), bounded.register("Victim")
    form = {"kind": "group", "name": "Trap", "member_ids": [victim.id]}
    answers = [mallory.post("/api/v1/rooms", form) for _ in range(101)]
    assert [answer.status for answer in answers] == [201] * 100 + [422]
    assert answers[-1].body["code"] == "too_many_rooms"
    alone = mallory.post("/api/v1/rooms", {"kind": "group", "name": "Trap"}).body["id"]
    assert mallory.post(f"/api/v1/rooms/{alone}/members", {"user_id": victim.id}).status == 422
    assert len(victim.get("/api/v1/rooms").body["rooms"]) == 100
