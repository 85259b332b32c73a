"""What one has written and the server does not have yet: kept or said to be at risk, shown in the list, in order, never lost."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parts import called, composer, entry, post, refusing, row, say, stop_clock
from support.deadline import eventually

NO_LINE = lambda _: None  # noqa: E731
WS = re.compile("/ws$")

REFUSED = {
    "storage that throws at a look": """
        Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('No', 'SecurityError'); } });""",
    "storage that is full": "Storage.prototype.setItem = () => { throw new DOMException('Full', 'QuotaExceededError'); };",
    "no channels": "delete window.BroadcastChannel;",
    "channels that throw": "window.BroadcastChannel = class { constructor() { throw new DOMException('No', 'SecurityError'); } };",
}
NO_DATABASE = """
    IDBObjectStore.prototype.put = () => { throw new DOMException('Full', 'QuotaExceededError'); };"""


def said(person, room):
    return [message["content"] for message in person.history(room)]


@pytest.mark.parametrize("script", REFUSED.values(), ids=REFUSED.keys())
def test_a_browser_that_keeps_nothing_is_good_enough(server, person, ben, visitor, script):
    room = server.room(person, ben, name="Kitchen")
    browser = visitor()
    browser.context.add_init_script(script)
    browser.come_in(person, f"/#/room/{room}")
    say(browser.page, "I am in")
    eventually(lambda: said(ben, room) == ["I am in"], "the message")
    expect(composer(browser.page)).to_have_value("")
    browser.go("/#/")
    browser.page.wait_for_selector(".shell")
    browser.sign_out()


def test_a_page_that_cannot_keep_a_message_says_so_and_asks_before_it_is_left(server, person, ben, visitor):
    room = server.room(person, ben, name="Kitchen")
    browser = visitor()
    page = browser.page
    browser.context.add_init_script(NO_DATABASE)
    browser.context.route_web_socket(WS, NO_LINE)
    browser.come_in(person, f"/#/room/{room}")
    expect(page.get_by_text("What you write will be sent later.")).to_be_visible()
    say(page, "Soon lost")
    expect(row(page, "Soon lost")).to_be_visible()
    expect(page.get_by_text("Your browser cannot keep what you write")).to_be_visible()
    asked = []

    def dismiss(dialog):
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", dismiss)
    page.reload()
    assert asked == ["beforeunload"]
    # The draft was not let go of either.
    expect(composer(page)).to_have_value("Soon lost")


def test_what_is_kept_asks_nobody(server, person, ben, visitor):
    room = server.room(person, ben, name="Kitchen")
    browser = visitor()
    browser.context.route_web_socket(WS, NO_LINE)
    browser.come_in(person, f"/#/room/{room}")
    page = browser.page
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    say(page, "Sent later")
    page.wait_for_function("() => !Object.keys(localStorage).some((key) => key.startsWith('drafts-'))")
    page.reload()
    expect(row(page, "Sent later")).to_be_visible()
    expect(composer(page)).to_have_value("")
    assert asked == []


def test_the_list_shows_what_waits_and_what_was_not_sent(server, person, ben, at):
    kitchen, attic = server.room(person, ben, name="Kitchen"), server.room(person, ben, name="Attic")
    post(ben, kitchen, "Is the kettle on?")
    page = at(person, kitchen)
    page.route_web_socket(WS, NO_LINE)
    page.reload()
    say(page, "Yes, come in")
    expect(entry(page, "Kitchen")).to_contain_text("You: Yes, come in")
    expect(entry(page, "Kitchen").get_by_title("Sending")).to_be_visible()
    page.unroute_all()
    page.context.route_web_socket(WS, refusing)
    other = page.context.new_page()
    page.close()
    other.goto(f"{server.process.origin}/#/room/{attic}")
    expect(entry(other, "Kitchen").get_by_title("Not sent.")).to_be_visible()
    expect(entry(other, "Kitchen")).to_contain_text("You: Yes, come in")
    entry(other, "Kitchen").click()
    row(other, "Yes, come in").get_by_role("button", name="Delete").click()
    expect(entry(other, "Kitchen")).to_contain_text("Is the kettle on?")
    expect(entry(other, "Kitchen").get_by_title("Not sent.")).to_be_hidden()


def test_a_refusal_that_passes_is_tried_again_in_order(server, person, ben, at):
    room = server.room(person, ben, name="Kitchen")
    refused = []

    def busy(socket):
        server = socket.connect_to_server()

        def pass_on(text):
            frame = json.loads(text)
            if frame["type"] != "send" or len(refused) == 2:
                return server.send(text)
            refused.append(frame["content"])
            return socket.send(json.dumps({
                "type": "error", "code": "rate_limited", "detail": "Slow down.", "client_id": frame["client_id"], "retry_after": 1}))

        socket.on_message(pass_on)

    page = at(person)
    page.context.route_web_socket(WS, busy)
    page.goto(f"{server.process.origin}/#/room/{room}")
    page.reload()
    for text in ["first", "second", "third"]:
        say(page, text)
    expect(page.locator(".row.sent")).to_have_count(3)
    assert said(ben, room) == ["first", "second", "third"]
    assert refused == ["first", "first"]
    assert page.locator(".failure").count() == 0


def test_a_text_of_control_characters_ends_no_connection(server, person, ben, at):
    room = server.room(person, ben, name="Kitchen")
    page = at(person, room)
    closed = []
    page.on("websocket", lambda socket: socket.on("close", lambda _: closed.append(socket.url)))
    page.reload()
    say(page, "a" + "\u0001" * 12_000 + "b\tc")
    eventually(lambda: said(ben, room) == ["ab\tc"], "the message")
    assert closed == []


def gone(server, ben, person, *names):
    """Rooms of those names that the person is not in any more."""
    for room in names:
        assert ben.call("DELETE", f"/api/v1/rooms/{room}/members/{person.id}").status == 204


@pytest.fixture
def two_gone(server, person, ben, visitor):
    """A browser with something unsent in each of two rooms, from both of which its person is removed."""
    rooms = [server.room(ben, person, name=name) for name in ("Attic", "Cellar")]

    def two_gone(**options):
        browser = visitor(**options)
        browser.come_in(person, f"/#/room/{rooms[0]}")
        for room, text in zip(rooms, ["A letter for the attic", "A letter for the cellar"]):
            browser.page.goto(f"{server.process.origin}/#/room/{room}")
            composer(browser.page).fill(text)
        gone(server, ben, person, *rooms)
        expect(offer(browser.page)).to_contain_text(f"You are no longer in “{called('Attic')}”.")
        return browser

    return two_gone


def offer(page):
    return page.get_by_role("status").filter(has_text="You are no longer in")


def test_offers_wait_for_each_other_and_for_an_answer(two_gone):
    browser = two_gone()
    page = browser.page
    page.evaluate("window.copied = []; navigator.clipboard.writeText = async (text) => { window.copied.push(text); }; null")
    offer(page).get_by_role("button", name="Copy text").click()
    expect(offer(page)).to_contain_text(f"“{called('Cellar')}”")
    assert page.evaluate("window.copied") == ["A letter for the attic"]
    # A reload loses nothing that nobody took.
    page.reload()
    expect(offer(page)).to_contain_text("You are no longer in a room")
    expect(offer(page).get_by_role("button", name="Delete")).to_be_visible()
    offer(page).get_by_role("button", name="Delete").click()
    expect(offer(page)).to_be_hidden()
    page.reload()
    page.wait_for_selector(".shell")
    page.wait_for_load_state("networkidle")
    expect(offer(page)).to_have_count(0)


def test_an_offer_that_cannot_be_copied_stays(two_gone):
    page = two_gone().page
    page.evaluate("navigator.clipboard.writeText = async () => { throw new Error('no'); }; document.execCommand = () => false;")
    offer(page).get_by_role("button", name="Copy text").click()
    expect(page.locator(".toast")).to_contain_text("does not let this page copy")
    expect(offer(page)).to_contain_text(f"“{called('Attic')}”")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_an_offer_can_be_read_and_covers_nothing(two_gone, scheme, width):
    browser = two_gone(viewport={"width": width, "height": 740}, color_scheme=scheme, bypass_csp=True)
    page = browser.page
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []
    boxes = [each.bounding_box() for each in page.locator(".banner:visible, .panes").all()]
    for above, below in zip(boxes, boxes[1:]):
        assert above["y"] + above["height"] <= below["y"] + 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [390, 1280])
def test_a_word_covers_no_message(server, person, ben, at, width):
    room = server.room(person, ben, name="Kitchen")
    post(ben, room, *[f"Message {number}" for number in range(40)])
    page = at(person, room, viewport={"width": width, "height": 740})
    row(page, "Message 39").wait_for()
    page.evaluate("navigator.clipboard.writeText = async () => {}")
    row(page, "Message 39").get_by_role("button", name="What to do with this message").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Copy text").press("Enter")
    toast = page.locator(".toast")
    expect(toast).to_be_visible()
    word, timeline = toast.bounding_box(), page.locator(".timeline").bounding_box()
    assert word["y"] + word["height"] <= max(timeline["y"], 60) + 1
    # It takes no press either.
    assert toast.evaluate("(node) => getComputedStyle(node).pointerEvents") == "none"


def test_without_a_connection_one_voice_says_so(server, person, ben, at):
    room = server.room(person, ben, name="Kitchen")
    post(ben, room, "Is the kettle on?")
    page = at(person, room)
    row(page, "Is the kettle on?").wait_for()
    # The menu's own part is here.
    row(page, "Is the kettle on?").hover()
    row(page, "Is the kettle on?").get_by_role("button", name="What to do with this message").click()
    page.keyboard.press("Escape")
    # The banner is there by itself after five seconds.
    stop_clock(page)
    page.context.set_offline(True)
    eventually(lambda: page.evaluate("!navigator.onLine"), "no connection")
    row(page, "Is the kettle on?").hover()
    row(page, "Is the kettle on?").get_by_role("button", name="What to do with this message").click()
    page.get_by_role("dialog").get_by_role("button", name="👍").click()
    expect(page.get_by_text("No connection.")).to_be_visible()
    expect(page.locator(".toast")).to_be_hidden()
    expect(page.get_by_text("The server cannot be reached")).to_be_hidden()
