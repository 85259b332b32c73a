"""Names: nobody poses as the page's own words, or as somebody else by signs that are not seen."""

import json
from pathlib import Path

import pytest

from support.rows import changing
from support.server import PASSWORD, SnugServer

pytestmark = pytest.mark.main

VECTORS = json.loads((Path(__file__).parents[1] / "vectors/names.json").read_text())
REFUSED = VECTORS["nothing"] + VECTORS["page"] + VECTORS["posing"]


@pytest.fixture(scope="module")
def ann(server):
    return server.register("Ann")


def test_what_nobody_sees_is_left_out_of_a_name(ann):
    for vector in VECTORS["kept"]:
        answer = ann.patch("/api/v1/me", {"name": vector["typed"]})
        assert (answer.status, answer.body["name"]) == (200, vector["name"]), vector


def test_nobody_is_called_as_the_page_itself_says(ann):
    ann.patch("/api/v1/me", {"name": "Ann"})
    for name in REFUSED:
        answer = ann.patch("/api/v1/me", {"name": name})
        assert (answer.status, answer.body.get("code")) == (422, "invalid"), ascii(name)
        assert [error["field"] for error in answer.body["errors"]] == ["name"]
    assert ann.get("/api/v1/me").body["name"] == "Ann"


@pytest.mark.parametrize("name", ["You", "\u2800"])
def test_nor_does_an_account_begin_so(server, name):
    form = {"name": name, "email": "new@example.org", "password": PASSWORD}
    answer = server.guest.post("/api/v1/auth/register", form)
    assert (answer.status, [error["field"] for error in answer.body["errors"]]) == (422, ["name"])


def test_a_room_is_called_by_what_is_seen(server, ann):
    room = server.room(ann, kind="group", name="The\u200b attic\u3164")
    assert ann.get(f"/api/v1/rooms/{room}").body["name"] == "The attic"
    answer = ann.post("/api/v1/rooms", {"kind": "group", "name": "\u2800\u3164", "member_ids": []})
    assert (answer.status, [error["field"] for error in answer.body["errors"]]) == (422, ["name"])


def test_a_name_from_before_goes_on(process):
    """Whoever has had such a name keeps it until they choose another, and changes all else."""
    server = SnugServer(process)
    bob = server.register("Bob")
    with changing(process.database) as database:
        database.execute("UPDATE users SET name = 'You' WHERE id = ?", (bob.id,))
    server.sign_in(bob)
    assert bob.get("/api/v1/me").body["name"] == "You"
    answer = bob.patch("/api/v1/me", {"name": "You", "shows_reading": False})
    assert (answer.status, answer.body["name"], answer.body["shows_reading"]) == (200, "You", False)
    assert bob.patch("/api/v1/me", {"name": "Du"}).status == 422
    assert bob.patch("/api/v1/me", {"name": "Bob"}).body["name"] == "Bob"
