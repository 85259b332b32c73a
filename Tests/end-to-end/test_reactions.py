"""Reactions as people see them: one picture is one reaction, however a keyboard spells it."""

from urllib.parse import quote

import pytest

pytestmark = pytest.mark.main

BARE, COLOURED = "\u2764", "\u2764\ufe0f"


@pytest.fixture
def message(server):
    room = server.room(server.owner)
    assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "hi"}).status == 201
    return f"/api/v1/rooms/{room}/messages/1"


def reactions(person, message):
    room = message.rpartition("/messages")[0]
    return person.get(f"{room}/messages").body["messages"][0].get("reactions", [])


@pytest.mark.parametrize("first, second", [(BARE, COLOURED), (COLOURED, BARE)], ids=["bare first", "coloured first"])
def test_an_emoji_is_one_reaction_with_and_without_its_variation_selector(server, message, first, second):
    """Shown as it came first; either spelling puts it and takes it back."""
    owner = server.owner
    for emoji in (first, second, first):
        assert owner.call("PUT", f"{message}/reactions/{quote(emoji)}").status == 204
        assert reactions(owner, message) == [{"emoji": first, "user_ids": [owner.id]}]
    assert owner.delete(f"{message}/reactions/{quote(second)}").status == 204
    assert reactions(owner, message) == []
    assert owner.delete(f"{message}/reactions/{quote(first)}").status == 204


@pytest.mark.parametrize("with_selector", ["5\ufe0f\u20e3", "\u00a9\ufe0f", "\U0001f441\ufe0f\u200d\U0001f5e8\ufe0f"])
def test_both_spellings_are_taken_for_every_emoji_that_has_two(server, message, with_selector):
    without = with_selector.replace("\ufe0f", "")
    assert server.owner.call("PUT", f"{message}/reactions/{quote(without)}").status == 204
    assert server.owner.delete(f"{message}/reactions/{quote(with_selector)}").status == 204
    assert reactions(server.owner, message) == []
