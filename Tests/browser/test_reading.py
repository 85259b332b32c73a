"""What is read, and with what: times, labels, links, dialogs, fingers, long and strange texts."""

import json
import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from pace import Pace, tasks_of
from parts import ACTIONS, called, composer, entry, kept, menu, post, row, say, wait_until_kept
from support.deadline import eventually

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TARGET_PIXELS = 44
TASK_MILLISECONDS_MAX = 50
CONTENT_BYTES_MAX = 16_384

# Of one kind of character as much as a message holds, between two letters, that no end is trimmed.
STRANGE = {
    "spaces": " ", "dots of an address": ".", "signs": "@", "brackets": "[", "backticks": "`", "stars": "*a", "emoji": "👍",
    # Fewer in a row than the server refuses.
    "combining marks": "a" + "\u0301" * 100,
}


def strange(piece):
    before = "http://a" if piece == "." else "a"
    return before + piece * ((CONTENT_BYTES_MAX - len(before) - 1) // len(piece.encode())) + "z"


def hold(page, element):
    """A finger that rests there until the clock of the page, which must be a test's, has gone on for a second."""
    box = element.bounding_box()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": box["x"] + 12, "y": box["y"] + 12}]})
    page.clock.run_for(1_000)
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


@pytest.mark.alone
def test_strange_messages_of_any_kind_keep_nobody_waiting(server, person, ben, at):
    for name, piece in STRANGE.items():
        post(ben, server.room(person, ben, name=name), strange(piece))
    room = server.room(person, ben, name="Attic")
    post(ben, room, "Hello")
    page = at(person, room)
    for name in STRANGE:
        expect(entry(page, name)).to_be_visible()
    expect(row(page, "Hello")).to_be_visible()
    with tasks_of(page) as tasks:
        for number in range(5):
            post(ben, room, f"Ordinary {number}")
            expect(row(page, f"Ordinary {number}")).to_be_visible()
    print(f"longest task {tasks.longest:.0f} ms")
    assert 0 < tasks.longest < TASK_MILLISECONDS_MAX * Pace(page).alone
    # They can be read, too.
    for name in STRANGE:
        entry(page, name).click()
        expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()
        page.locator(".row").get_by_role("button", name="Show all").click()
        expect(page.locator(".row .message-body")).to_contain_text("z")


@pytest.mark.alone
@pytest.mark.parametrize("piece", ["`a`", "*a* ", "> a\n\n", "- a\n"], ids=["code", "stress", "quotes", "lists"])
def test_a_message_of_many_parts_is_drawn_in_linear_time(server, person, ben, at, piece):
    """FAULT: each part made Chromium look through all before it for the direction of the whole."""
    room = server.room(person, ben, name="Attic")
    page = at(person, room)

    def drawn(bytes):
        text = piece * (bytes // len(piece.encode()))
        with tasks_of(page) as tasks:
            post(ben, room, f"{text}end of {bytes}")
            page.get_by_role("button", name="Show all").click()
            expect(page.locator(".row .message-body").last).to_contain_text(f"end of {bytes}")
        return tasks.longest
    quarter, whole = drawn(CONTENT_BYTES_MAX // 4), drawn(CONTENT_BYTES_MAX - 100)
    print(f"a quarter {quarter:.0f} ms, the whole {whole:.0f} ms")
    assert whole <= max(6 * quarter, TASK_MILLISECONDS_MAX * Pace(page).alone)


def test_no_menu_has_words_that_stand_for_nothing(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "Theirs")
    post(person, room, "Mine")
    page = at(person, room)
    for text in ["Theirs", "Mine"]:
        bare = menu(page, text).evaluate("(menu) => [...menu.childNodes].filter((node) => node.nodeType !== 1).length")
        assert bare == 0
        page.keyboard.press("Escape")


def test_each_message_of_a_group_has_its_time(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "First", "Second")
    page = at(person, room)
    expect(row(page, "Second")).not_to_have_class(re.compile("head"))
    time = row(page, "Second").locator("time.row-time")
    expect(time).to_have_css("opacity", "0")
    row(page, "Second").locator(".bubble").hover()
    expect(time).to_have_css("opacity", "1")
    expect(time).to_be_in_viewport()
    expect(time).to_have_attribute("title", re.compile(r"\d{4} at \d"))
    assert ben.call("PATCH", f"/api/v1/rooms/{room}/messages/2", {"content": "Second thoughts"}).status == 200
    expect(row(page, "Second").locator(".edited")).to_have_attribute("title", re.compile(r"\d{4} at \d"))
    expect(menu(page, "Second").locator(".menu-times")).to_contain_text("Edited")
    assert page.evaluate("document.querySelector('.timeline').scrollWidth <= document.querySelector('.timeline').clientWidth")


def test_the_day_lies_on_no_word_while_one_reads(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(person, room, *[f"Line {number}" for number in range(45)])
    page = at(person, room)
    label = page.locator(".day-label span").first
    page.locator(".timeline").hover()
    page.mouse.wheel(0, -700)
    expect(label).to_have_css("opacity", "1")
    expect(label).to_have_css("opacity", "0")
    page.mouse.wheel(0, -100)
    expect(label).to_have_css("opacity", "1")
    # In its own place it lies on nothing.
    page.mouse.wheel(0, -9_000)
    expect(page.get_by_text("This is where it began.")).to_be_in_viewport()
    expect(label).to_have_css("opacity", "1")


def a_day_earlier(last):
    """As if what was said up to that message had been said a day before."""
    def answer(route):
        response = route.fetch()
        body = response.json()
        for message in body["messages"]:
            if message["seq"] <= last:
                at = datetime.fromisoformat(message["timestamp"]) - timedelta(days=1)
                message["timestamp"] = at.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        route.fulfill(response=response, body=json.dumps(body))

    return answer


def test_of_several_days_the_one_that_lies_on_words_is_put_away(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(person, room, *[f"Line {number}" for number in range(45)])
    page = at(person)
    page.route(re.compile(r"/rooms/\d+/messages\b"), a_day_earlier(20))
    entry(page, "Attic").click()
    yesterday, today = (page.locator(".day-label span", has_text=day) for day in ("Yesterday", "Today"))
    expect(row(page, "Line 44")).to_be_in_viewport()
    expect(today).to_have_css("opacity", "0")
    page.locator(".timeline").hover()
    page.mouse.wheel(0, -9_000)
    expect(page.get_by_text("This is where it began.")).to_be_in_viewport()
    expect(yesterday).to_have_css("opacity", "1")


def test_a_link_to_a_message_here_stays_here_and_no_label_hides_where_a_link_leads(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    site = server.process.origin
    post(ben, room, "The one", f"Look: {site}/#/room/{room}/message/1", "[https://bank.example](https://evil.example)",
         "[the bank](https://evil.example/)")
    page = at(person, room)
    inner = row(page, "Look:").get_by_role("link", name=f"Message in {called('#Attic')}")
    expect(inner).to_have_attribute("href", f"#/room/{room}/message/1")
    expect(inner).not_to_have_attribute("target", "_blank")
    inner.click()
    expect(row(page, "The one").first).to_be_focused()
    assert len(page.context.pages) == 1
    shown = row(page, "bank.example").get_by_role("link")
    expect(shown).to_have_text("https://bank.example (evil.example)")
    expect(shown).to_have_attribute("href", "https://evil.example/")
    expect(row(page, "the bank").get_by_role("link")).to_have_attribute("target", "_blank")


def test_the_room_that_was_typed_is_the_one_that_enter_takes(server, person, ben, at):
    for name in ["Cellar", "Attic"]:
        post(ben, server.room(person, ben, name=name), "Hello")
    page = at(person)
    expect(entry(page, "Cellar")).to_be_visible()
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_role("dialog").get_by_role("searchbox").focus()
    page.keyboard.type("cellar", delay=25)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Cellar")).to_be_visible()


def test_rooms_are_found_without_a_connection_and_people_say_that_they_are_not(server, person, ben, at):
    for name in ["Cellar", "Attic"]:
        server.room(person, ben, name=name)
    page = at(person)
    expect(entry(page, "Cellar")).to_be_visible()
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_role("dialog").get_by_role("searchbox").fill("Olga")
    expect(page.get_by_role("dialog").get_by_role("button", name="Olga")).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("dialog").get_by_role("button", name="Olga").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("The server cannot be reached.")
    page.get_by_role("dialog").get_by_role("searchbox").fill("attic")
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Attic")).to_be_visible()


def test_the_enter_that_ends_a_composition_picks_nothing(server, person, ben, at):
    """Safari's has the code 229 and no other sign of it."""
    room = server.room(person, ben, name="Attic")
    server.room(person, ben, name="Cellar")
    page = at(person, room)
    page.keyboard.press("ControlOrMeta+k")
    expect(page.get_by_role("dialog").get_by_role("listitem")).not_to_have_count(0)
    ends = """(input) => input.dispatchEvent(
        new KeyboardEvent("keydown", { key: "Enter", keyCode: 229, bubbles: true, cancelable: true }))"""
    page.get_by_role("dialog").get_by_role("searchbox").evaluate(ends)
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Attic")).to_be_visible()
    composer(page).fill("なに")
    composer(page).evaluate(ends)
    expect(composer(page)).to_have_value("なに")


def test_keys_that_move_the_caret_are_left_to_whoever_writes(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "Hello")
    page = at(person, room)
    composer(page).fill("first line\nsecond line")
    composer(page).evaluate("(input) => input.setSelectionRange(3, 3)")
    page.keyboard.press("Control+End")
    expect(composer(page)).to_be_focused()
    assert composer(page).evaluate("(input) => input.selectionStart") == len("first line\nsecond line")


def test_what_is_typed_while_an_edit_is_saved_is_not_lost(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(person, room, "Soup at sevn")
    page = at(person, room)
    expect(row(page, "Soup")).to_be_visible()
    held = []
    page.route("**/messages/1", lambda route: held.append(route))
    composer(page).press("ArrowUp")
    composer(page).fill("Soup at seven")
    composer(page).press("Enter")
    expect(composer(page)).not_to_be_editable()
    eventually(lambda: (page.wait_for_timeout(10), held)[1], "the call")
    held[0].continue_()
    expect(composer(page)).to_be_editable()
    expect(composer(page)).to_have_value("")
    page.keyboard.type("Next")
    expect(composer(page)).to_have_value("Next")


def test_a_renamed_room_is_what_the_composer_writes_to(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    page = at(person, room)
    expect(page.get_by_role("textbox", name="Write to Attic")).to_be_visible()
    assert person.call("PATCH", f"/api/v1/rooms/{room}", {"name": "Loft"}).status == 200
    expect(page.get_by_role("textbox", name="Write to Loft")).to_be_visible()


@pytest.mark.parametrize("locale", ["en-GB", "de-DE"])
@pytest.mark.parametrize("width", [320, 640, 1280])
def test_no_row_of_the_help_lies_on_another(person, at, locale, width):
    page = at(person, locale=locale, viewport={"width": width, "height": 700})
    page.keyboard.press("Control+/")
    page.locator(".keys").wait_for()
    boxes = page.locator(".key-row").evaluate_all("""(rows) => rows.map((row) => {
        const inner = [...row.children].map((each) => each.getBoundingClientRect());
        const { top, bottom } = row.getBoundingClientRect();
        return { top, bottom, first: Math.min(...inner.map((each) => each.top)), last: Math.max(...inner.map((each) => each.bottom)) };
    })""")
    for box, following in zip(boxes, [*boxes[1:], None], strict=True):
        assert box["last"] <= box["bottom"] + 1 and box["first"] >= box["top"] - 1
        assert following is None or box["bottom"] <= following["top"] + 1


def test_what_is_said_is_said_within_a_dialog_too(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    page = at(person, room)
    expect(composer(page)).to_be_visible()
    page.keyboard.press("ControlOrMeta+k")
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    post(ben, room, "Is anyone there?")
    expect(dialog.locator("#announcer")).to_have_text("Ben: Is anyone there?")
    page.keyboard.press("Escape")
    expect(page.locator("body > #announcer")).to_have_count(1)
    expect(page.locator(".toast")).to_have_count(1)


def test_a_traveller_sees_one_zone(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "Hello")
    page = at(person, room)
    expect(row(page, "Hello")).to_be_visible()
    time = row(page, "Hello").locator("time").first
    before = time.inner_text()
    page.context.new_cdp_session(page).send("Emulation.setTimezoneOverride", {"timezoneId": "Asia/Kolkata"})
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(time).not_to_have_text(before)
    expect(entry(page, "Attic").locator("time")).to_have_text(time.inner_text())


def test_what_is_kept_is_kept_though_the_browser_closed_the_database(server, person, at):
    room = server.room(person, name="Attic")
    page = at(person, room)
    say(page, "Before")
    expect(page.locator(".row[data-seq]", has_text="Before")).to_be_visible()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Storage.clearDataForOrigin", {"origin": server.process.origin, "storageTypes": "indexeddb"})
    page.context.set_offline(True)
    say(page, "After")
    wait_until_kept(page, "outbox", "After")


def test_an_earlier_pages_rooms_stay_kept(server, person, ben, at):
    rooms = [server.room(person, ben, name=name) for name in ["Attic", "Cellar"]]
    for room in rooms:
        post(ben, room, f"Word {room}")
    page = at(person, rooms[0])
    expect(row(page, f"Word {rooms[0]}")).to_be_visible()

    def kept_rooms():
        return {each["roomId"] for snapshot in kept(page, "snapshots") for each in snapshot["timelines"]}

    eventually(lambda: kept_rooms() == {rooms[0]}, "the first room")
    page.goto("about:blank")
    page.goto(server.process.origin + f"/#/room/{rooms[1]}")
    expect(row(page, f"Word {rooms[1]}")).to_be_visible()
    eventually(lambda: kept_rooms() == set(rooms), "both rooms")


# Fingers


def test_a_finger_finds_the_menu_the_time_and_the_text(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "First", "See https://example.org/a and tell me")
    page = at(person, room, **PHONE)
    bubble = row(page, "and tell me").locator(".bubble")
    more = row(page, "and tell me").get_by_role("button", name=ACTIONS)
    expect(more).to_have_css("opacity", "0")
    bubble.tap(position={"x": 20, "y": 12})
    expect(more).to_have_css("opacity", "1")
    expect(row(page, "and tell me").locator("time.row-time")).to_have_css("opacity", "1")
    box = more.bounding_box()
    assert min(box["width"], box["height"]) >= TARGET_PIXELS and box["x"] + box["width"] <= PHONE["viewport"]["width"]
    more.tap()
    sheet = page.get_by_role("dialog", name=ACTIONS)
    expect(sheet.locator(".menu-times")).to_contain_text(re.compile(r"\d{4} at \d"))
    sheet.get_by_role("button", name="Select text").tap()
    text = page.get_by_role("dialog", name="Select text").locator(".message-body")
    expect(text).to_contain_text("and tell me")
    expect(text).not_to_have_css("user-select", "none")


def test_a_finger_that_rests_on_a_link_gets_the_browsers_menu_and_elsewhere_snugs(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "https://example.org/a", "Hello")
    page = at(person, room, **PHONE)
    expect(row(page, "Hello")).to_be_visible()
    page.clock.install()
    link, bubble = row(page, "example.org").get_by_role("link"), row(page, "Hello").locator(".bubble")
    # As Android asks for its own menu.
    is_left_alone = """(element) => element.dispatchEvent(
        new PointerEvent("contextmenu", { pointerType: "touch", bubbles: true, cancelable: true }))"""
    assert link.evaluate(is_left_alone) and not bubble.evaluate(is_left_alone)
    hold(page, link)
    expect(page.get_by_role("dialog", name=ACTIONS)).to_have_count(0)
    hold(page, bubble)
    expect(page.get_by_role("dialog", name=ACTIONS)).to_be_visible()


@pytest.mark.parametrize("width", [320, 390])
def test_what_a_finger_presses_is_large_enough(server, person, ben, at, width):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "Hello")
    assert ben.call("PUT", f"/api/v1/rooms/{room}/messages/1/reactions/%F0%9F%91%8D").status == 204
    page = at(person, room, **PHONE | {"viewport": {"width": width, "height": 700}})
    small = """(selector) => [...document.querySelectorAll(selector)].map((each) => each.getBoundingClientRect())
        .filter(({ width, height }) => width && Math.min(width, height) < 43.5).map(({ width, height }) => [width, height])"""
    expect(row(page, "Hello").locator(".reaction")).to_be_visible()
    assert page.evaluate(small, ".reaction, .composer textarea, .send-button, .icon-button, .row-more") == []
    page.clock.install()
    hold(page, row(page, "Hello").locator(".bubble"))
    sheet = page.get_by_role("dialog", name=ACTIONS)
    sheet.wait_for()
    assert page.evaluate(small, ".menu button") == []
    sheet.get_by_role("button", name="More emoji").tap()
    page.get_by_role("searchbox", name="Find an emoji").wait_for()
    assert page.evaluate(small, ".emoji-grid button") == []
    page.goto(server.process.origin + "/#/settings")
    page.get_by_role("heading", name="Settings").wait_for()
    assert page.evaluate(small, ".segment input, .segment span, .page-body .button") == []


def test_on_touch_a_keyboard_sends_with_its_command_key(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    page = at(person, room, **PHONE)
    composer(page).fill("One line")
    composer(page).press("Enter")
    expect(row(page, "One line")).to_have_count(0)
    composer(page).press("Control+Enter")
    expect(row(page, "One line")).to_be_visible()


def test_a_keyboard_that_lies_over_the_page_hides_no_composer(server, person, ben, at):
    """As Safari has it: the window keeps its size, the part that is seen does not."""
    room = server.room(person, ben, name="Attic")
    page = at(person, room, **PHONE)
    expect(composer(page)).to_be_visible()
    page.evaluate("""() => {
        Object.defineProperty(visualViewport, "height", { get: () => 500, configurable: true });
        Object.defineProperty(visualViewport, "offsetTop", { get: () => 40, configurable: true });
        visualViewport.dispatchEvent(new Event("resize"));
    }""")
    box = composer(page).bounding_box()
    assert 40 < box["y"] and box["y"] + box["height"] <= 540
    assert page.locator(".shell").bounding_box()["y"] == 40
    page.evaluate("""() => {
        delete visualViewport.height;
        delete visualViewport.offsetTop;
        visualViewport.dispatchEvent(new Event("resize"));
    }""")
    assert page.locator(".shell").bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}


def test_whoever_goes_on_while_the_rooms_are_still_loading_stays_there(server, person, visitor):
    room = server.room(person, name="Attic")
    guest = visitor()
    guest.page.route("**/api/v1/rooms", lambda route: (guest.page.evaluate(f"location.hash = '#/room/{room}'"), route.continue_()))
    guest.come_in(person)
    expect(entry(guest.page, "Attic")).to_have_attribute("aria-current", "page")
    expect(composer(guest.page)).to_be_visible()
