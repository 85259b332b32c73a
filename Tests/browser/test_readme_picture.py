"""README's picture: a room in the page, as the real server shows it.

`SNUG_PICTURE=new` puts a new one in the place of the one that is there."""

import os
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from support.addresses import new_address

PICTURE = Path(__file__).parents[2] / ".github" / "room.png"
SIZE = (1200, 760)
BYTES_MAX = 150_000


@pytest.fixture(scope="module")
def server_flags():
    return ("--registration", "open", "--site-name", "Snug")


def conversation(server, ada, ben, cleo):
    """A room called Allotment in which three have talked, and others beside it."""
    room = server.room(ada, ben, cleo, name="Allotment")

    def say(person, content, **more):
        answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": content} | more)
        assert answer.status == 201, answer.body
        return answer.body["seq"]

    def react(person, seq, emoji):
        assert person.call("PUT", f"/api/v1/rooms/{room}/messages/{seq}/reactions/{quote(emoji)}").status == 204

    say(ben, "Morning! The first beans are up 🌱")
    beans = say(cleo, "Already? Mine sulk under the fleece. What did you do to them?")
    say(ben, "Nothing clever: soaked overnight, then *warm* soil. I kept you a handful of the seed.", reply_to=beans)
    thanks = say(cleo, "You are a treasure.")
    react(ben, thanks, "❤️")
    react(ada, thanks, "❤️")
    say(ada, "Saturday, then: ten o'clock at the gate, I bring tea.\n- spades\n- the long hose\n- Cleo's fleece")
    yes = say(cleo, "@Ben can you take the hose? It is in my shed, key under the pot.")
    react(ben, yes, "👍")
    say(ben, "Will do.")
    for name, *others in [("Choir", ben), ("Street party", cleo)]:
        other = server.room(ada, *others, name=name)
        others[0].post(f"/api/v1/rooms/{other}/messages", {"content": "See you on Thursday?"})
    direct = server.room(ada, cleo, kind="direct", name=None)
    cleo.post(f"/api/v1/rooms/{direct}/messages", {"content": "Did you find the recipe?"})
    ada.post(f"/api/v1/rooms/{room}/read", {"seq": 7})
    return room


def test_the_picture_in_the_readme_is_of_this_page(visitor, server):
    ada, ben, cleo = (server.register(name, guest=server.guest.at(new_address())) for name in ("Ada", "Ben", "Cleo"))
    room = conversation(server, ada, ben, cleo)
    with ben.socket():
        one = visitor(viewport={"width": SIZE[0], "height": SIZE[1]})
        one.come_in(ada, f"/#/room/{room}")
        one.page.locator(".row", has_text="Will do.").wait_for()
        one.page.locator(".row .mention").first.wait_for()
        taken = one.page.screenshot(animations="disabled", caret="hide")
    if os.environ.get("SNUG_PICTURE") == "new":
        small = BytesIO()
        Image.open(BytesIO(taken)).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(
            small, "PNG", optimize=True)
        PICTURE.write_bytes(small.getvalue())
    kept = Image.open(PICTURE)
    assert PICTURE.stat().st_size <= BYTES_MAX
    assert kept.size == Image.open(BytesIO(taken)).size == SIZE
    assert likeness(kept, Image.open(BytesIO(taken))) > 0.9, "the page looks otherwise by now: SNUG_PICTURE=new"


def likeness(one, other):
    """The share of a coarse grid whose tiles have nearly the same grey in both."""
    tiles = [list(each.convert("L").resize((40, 25), Image.Resampling.BOX).get_flattened_data())
             for each in (one, other)]
    return sum(abs(a - b) < 16 for a, b in zip(*tiles)) / len(tiles[0])
