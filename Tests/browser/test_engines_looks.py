"""Firefox and WebKitGTK, in English and German: every page and state passes axe, and all of its text has room.

With SNUG_PICTURES each state is also put into that folder as a picture.
"""

import itertools
import os
from pathlib import Path

import pytest

from found import pieces
from parts import post
from support.addresses import new_address

friends = itertools.count(1)

DOOR = ["/#/", "/#/register", "/#/forgot", "/setup#token", "/invite#token", "/login#token", "/#/signed-out"]
LONG = "Wohnungseigentümergemeinschaftsversammlungsvorbereitungsausschuss"
SAID = """Hello, **bold** and `code`, with https://example.org/a/rather/long/path/that/does/not/break

> quoted

- one
- two

```
let x = 1 // a line of code that is wider than any phone
```"""
SIGHTS = [("en", 320, True), ("de", 320, False), ("de", 390, True), ("en", 1280, False)]
EXTREMES = [("de", 320, True), ("en", 1280, False)]


@pytest.fixture
def friend(server):
    """Someone who has said nothing yet, and so may."""
    return server.register(f"Friend{next(friends)}", guest=server.guest.at(new_address()))


class Beholder:
    """Looks at one state after the other, with whoever stands before it."""

    def __init__(self, one, name):
        self._one = one
        self._name = name
        self._count = 0

    def look(self):
        self._count += 1
        try:
            self._one.look()
        finally:
            if folder := os.environ.get("SNUG_PICTURES"):
                Path(folder).mkdir(parents=True, exist_ok=True)
                (Path(folder) / f"{self._name}-{self._count:02}.png").write_bytes(self._one.picture())


def sights(*sights):
    """The languages, widths and schemes in which the test is to be run."""
    return pytest.mark.parametrize("sight", sights, ids=lambda sight: "-".join(map(str, sight[:2])) + ("-dark" if sight[2] else "-light"))


@pytest.fixture
def beheld(request, sight, onlooker, server):
    one = onlooker(server, *sight)
    return one, Beholder(one, f"{request.node.callspec.id}-{request.node.originalname[5:]}")


# The server's answers to searches, in the place of its own.
FOUND = """
    const [results, ask] = [arguments[0], fetch];
    window.fetch = (address, ...more) => (address.startsWith("/api/v1/search?")
        ? Promise.resolve(new Response(JSON.stringify({ results, has_more: false }), { headers: { "Content-Type": "application/json" } }))
        : ask(address, ...more));
"""


@sights(*EXTREMES)
def test_the_door(beheld):
    one, beholder = beheld
    for address in DOOR:
        one.go(address)
        one.see("h1")
        beholder.look()
    one.go()
    one.fill("input[type=email]", None, "nobody@example.org")
    one.fill("input[type=password]", None, "not the one")
    one.click("form button.button")
    one.see("[role=alert]")
    beholder.look()


@sights(*SIGHTS)
def test_a_room_and_what_opens_over_it(beheld, server, person, friend):
    one, beholder = beheld
    room = server.room(person, friend, name=LONG)
    server.room(person, friend, name="Kitchen")
    post(friend, room, SAID)
    one.come_in(person)
    one.see(".rooms a", LONG)
    beholder.look()
    for open_it in [lambda: one.click(".rooms button", one.words["newRoom"]), lambda: one.press("Control", "k")]:
        open_it()
        one.see("dialog li")
        beholder.look()
        one.press("Escape")
        one.miss("dialog")
    one.click(".whoami-me")
    one.see("dialog .menu-item")
    beholder.look()
    one.click("dialog .menu-item", one.words["signOut"])
    one.see("dialog form button")
    beholder.look()
    one.press("Escape")
    one.miss("dialog")
    one.press("Control", "/")
    one.see("dialog", one.words["helpTitle"])
    beholder.look()
    one.press("Escape")
    one.miss("dialog")

    one.go(f"/#/room/{room}")
    one.row("Hello")
    one.say("The first arrives")
    # A line break that the page takes for text, and the server for none.
    one.say("\u0085")
    one.see(".failure", one.words["notSent"])
    assert len(one.all(".failure", "A message needs some text.")) == (one.words["signIn"] == "Sign in")
    beholder.look()
    one.click(".failure button", one.words["retry"])
    one.see(".failure", one.words["notSent"])
    one.menu("Hello")
    one.see(".menu")
    beholder.look()
    one.click(".menu-item", one.words["copyText"])
    one.see(".toast")
    beholder.look()
    one.click(".failure button", one.words["discard"])
    one.miss(".failure")
    one.menu("Hello")
    one.click(".menu button", one.words["moreEmoji"])
    one.see(".menu input")
    beholder.look()
    one.press("Escape")
    one.miss(".menu")
    one.fill(".composer textarea", None, "@")
    one.see("[role=option]")
    beholder.look()
    one.press("Escape")
    one.click(".author", friend.name)
    one.see(".person-card")
    beholder.look()
    one.press("Escape")
    one.miss("dialog")
    one.click(".room > .bar button")
    one.see(".menu")
    beholder.look()


@sights(*EXTREMES)
def test_the_pages_beside_the_rooms(beheld, server, person):
    one, beholder = beheld
    room = server.room(server.owner, person, name=LONG)
    one.come_in(server.owner, f"/#/room/{room}/about")
    one.see("main li", person.name)
    beholder.look()
    one.click("main button", one.words["deleteRoom"])
    one.see("dialog")
    beholder.look()
    one.press("Escape")
    assert server.owner.post("/api/v1/invites/standing").status == 201
    post(person, room, f"@{server.owner.name} are you coming?")
    one.go("/#/mentions")
    one.see(".mention-entry")
    beholder.look()
    one.go("/#/settings")
    one.see("main li")
    one.click("main label", one.words["quietHoursOn"])
    one.click("main button", one.words["changeEmail"])
    beholder.look()
    one.click("main button", one.words["closeAccount"])
    one.see("dialog form")
    beholder.look()
    for part in ["", "/waiting", "/invites", "/mail", "/findings", "/settings"]:
        one.go(f"/#/admin{part}")
        one.see(".admin-part")
        one.miss("main", one.words["loading"])
        beholder.look()
    one.go("/#/admin/people")
    for label in ["addPerson", "changeAccount"]:
        one.click("main button", one.words[label])
        one.see("dialog")
        beholder.look()
        one.press("Escape")
        one.miss("dialog")


@sights(*SIGHTS)
def test_the_search(beheld, server, person, friend):
    one, beholder = beheld
    room = server.room(person, friend, name=LONG)
    post(friend, room, "Hello, is there any tea?", "tea " + "a" * 300, "قهوة tea")
    messages = person.get(f"/api/v1/rooms/{room}/messages").body["messages"]
    one.come_in(person, "/#/search")
    field = "input[role=combobox]"
    one.see(field)
    beholder.look()
    one.run(FOUND, [{"message": each, "snippet": pieces(each["content"], ["tea"])} for each in reversed(messages)])
    one.fill(field, None, "tea")
    one.see("a.result", "any tea?")
    beholder.look()
    one.type(" from:" + friend.name)
    one.see("[role=option]", friend.name)
    beholder.look()
    one.press("Enter")
    one.see(".chip.set", friend.name)
    one.see("a.result", "any tea?")
    one.click("button", one.words["filterDays"])
    one.see("#search-days")
    beholder.look()
    one.run("document.querySelector('.page-body').scrollTop = 1000")
    one.click("a.result", "any tea?")
    one.row("any tea?")
    one.run("history.back()")
    one.has_focus("a.result")
    one.run(FOUND, [])
    one.fill(field, None, "coffee")
    one.see("h2", one.words["nothingFound"])
    beholder.look()
    one.press("Enter")
    one.press("Escape")
    one.press("Escape")
    one.press("Control", "Shift", "f")
    one.see(".recent-entry", "coffee")
    beholder.look()
