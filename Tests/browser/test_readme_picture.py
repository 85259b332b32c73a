"""README's picture: a room in the page, as the real server shows it.

`SNUG_PICTURE=new` puts a new one in the place of the one that is there."""

import os
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from support.addresses import new_address

PICTURE = Path(__file__).parents[2] / ".github" / "room.png"
SIZE = (1200, 760)
BYTES_MAX = 150_000


@pytest.fixture(scope="module")
def server_flags():
    return ("--registration", "open", "--site-name", "Maple Street")


def drawing(ground, *shapes):
    """A face for somebody: ellipses on a ground, `(colour, x, y, width, height)` in a hundredth of it."""
    picture = Image.new("RGB", (256, 256), ground)
    for colour, x, y, width, height in shapes:
        ImageDraw.Draw(picture).ellipse([2.56 * (x - width / 2), 2.56 * (y - height / 2), 2.56 * (x + width / 2), 2.56 * (y + height / 2)], colour)
    file = BytesIO()
    picture.save(file, "PNG")
    return file.getvalue()


FACES = {
    "Ben": drawing("#bcdcf5", ("#f7d774", 70, 30, 30, 30), ("#7fa86b", 20, 105, 120, 90), ("#5d8a4c", 85, 115, 120, 90)),
    "Cleo": drawing("#fbe6d4", *(("#e0785a", 50 + x, 50 + y, 34, 34) for x, y in [(0, -22), (21, -7), (13, 18), (-13, 18), (-21, -7)]),
                    ("#f2c14e", 50, 50, 30, 30)),
    "Dora": drawing("#2f4858", ("#f6f0e4", 50, 50, 54, 54), ("#2f4858", 62, 42, 46, 46)),
}


def neighbours(server):
    """Ada, whose page it is, and the others."""
    people = [server.register(name, guest=server.guest.at(new_address())) for name in ("Ada", "Ben", "Cleo", "Dora")]
    for person in people:
        if face := FACES.get(person.name):
            assert person.call("PUT", "/api/v1/me/picture", raw=face, headers={"Content-Type": "image/png"}).status == 200
    return people


def conversation(server, ada, ben, cleo, dora):
    """A room called Allotment in which three have talked, and others beside it. Gives it, with the ages of rooms and messages in minutes."""
    ages = {}

    def talk(name, *words, kind="group", ago):
        author = words[0][0]
        maker = ada if author is not ada else ben
        room = server.room(maker, *({ada, ben, cleo, dora} - {maker} if kind != "direct" else {author}), name=name, kind=kind)
        for person, text in words:
            say(room, person, text)
        ages[room] = [ago] * len(words)
        return room

    def say(room, person, content, **more):
        answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": content} | more)
        assert answer.status == 201, answer.body
        return answer.body["seq"]

    def react(room, person, seq, emoji):
        assert person.call("PUT", f"/api/v1/rooms/{room}/messages/{seq}/reactions/{quote(emoji)}").status == 204

    everyone = talk("Everyone", (dora, "The water is off on Tuesday from eight to ten."), ago=1_500)
    books = talk("Books", (ben, "I am at chapter nine, no word about the end!"), ago=420)
    talk(None, (ben, "Thanks for the ladder"), (ada, "Any time 👋"), kind="direct", ago=95)
    talk("Street party", (dora, "Lanterns are ordered."), (dora, "@Ada can you ask the band?"), ago=38)
    choir = talk("Choir", (cleo, "See you on Thursday?"), ago=26)
    room = server.room(ada, ben, cleo, dora, name="Allotment")
    say(room, ben, "Morning! The first beans are up 🌱")
    beans = say(room, cleo, "Already? Mine sulk under the fleece. What did you do to them?")
    say(room, ben, "Nothing clever: soaked overnight, then *warm* soil. I kept you a handful of the seed.", reply_to=beans)
    thanks = say(room, cleo, "You are a treasure.")
    for person in (ben, ada):
        react(room, person, thanks, "❤️")
    react(room, dora, thanks, "🎉")
    say(room, ada, "Saturday, then: ten o'clock at the gate, I bring tea.\n- spades\n- the long hose\n- Cleo's fleece")
    hose = say(room, cleo, "@Ada can you take the hose? It is in my shed, key under the pot.")
    react(room, ada, hose, "👍")
    say(room, dora, "I bring cake. See #Street party for the tables.")
    ages[room] = [34, 31, 27, 24, 12, 6, 3]
    talk(None, (cleo, "Did you find the recipe?"), kind="direct", ago=1)
    for each in [everyone, books, choir, room]:
        assert ada.post(f"/api/v1/rooms/{each}/read", {"seq": len(ages[each])}).status == 204
    assert ada.post(f"/api/v1/rooms/{room}/pin", {"pinned": True}).status == 204
    assert ada.post(f"/api/v1/rooms/{choir}/notify", {"notify": "nothing"}).status == 204
    return room, ages


NOW = datetime(2026, 6, 12, 18, 42, tzinfo=UTC)


def with_ages(page, ages):
    """As if it were that evening, and all had been said over some time."""
    page.clock.set_fixed_time(NOW)

    def said(message):
        at = NOW - timedelta(minutes=ages[message["room_id"]][message["seq"] - 1])
        message["timestamp"] = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")

    def answer(route):
        response = route.fetch()
        body = response.json()
        for message in [*body.get("messages", []), *(each["last_message"] for each in body.get("rooms", []))]:
            said(message)
        route.fulfill(response=response, json=body)

    page.route(re.compile(r"/api/v1/rooms(\?|$|/\d+/messages\b)"), answer)


def test_the_picture_in_the_readme_is_of_this_page(visitor, server):
    ada, ben, cleo, dora = neighbours(server)
    room, ages = conversation(server, ada, ben, cleo, dora)
    with ben.socket(), cleo.socket() as typist:
        one = visitor(viewport={"width": SIZE[0], "height": SIZE[1]}, timezone_id="UTC")
        with_ages(one.page, ages)
        one.come_in(ada, f"/#/room/{room}")
        one.page.locator(".row", has_text="I bring cake.").wait_for()
        one.page.locator(".row .mention").first.wait_for()
        expect(one.page.locator(".row .avatar img").first).to_have_css("opacity", "1")
        expect(one.page.locator(".day-label span")).to_have_css("opacity", "0")
        typist.send(type="typing", room_id=room)
        expect(one.page.locator(".typing")).to_contain_text("is typing")
        taken = one.page.screenshot(animations="disabled", caret="hide")
    if os.environ.get("SNUG_PICTURE") == "new":
        small = BytesIO()
        Image.open(BytesIO(taken)).convert("P", palette=Image.Palette.ADAPTIVE, colors=256).save(
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
