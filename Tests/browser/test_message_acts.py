"""What is done with a message: reactions, answers and who reacted, by a mouse, by the keyboard, by a finger; and emoji."""

import itertools
import re
import time

import pytest
from playwright.sync_api import expect

from parts import ACTIONS, composer, menu, post, row
from support.deadline import eventually
from test_reading import PHONE, hold

TOOLS = "Quick actions"


@pytest.fixture
def garden(server, person, ben):
    room = server.room(person, ben, name="Garden")
    post(ben, room, "Who waters the tomatoes?", "And the beans?")
    return room


def swipe(page, element, by, start=40):
    """A finger that comes down there and goes across the page, a little at a time."""
    box = element.bounding_box()
    x, y = box["x"] + start, box["y"] + 14
    devtools = page.context.new_cdp_session(page)
    touch = lambda kind, points: devtools.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    touch("touchStart", [{"x": x, "y": y}])
    for step in range(1, 9):
        touch("touchMove", [{"x": x + by[0] * step / 8, "y": y + by[1] * step / 8}])
    touch("touchEnd", [])


def test_a_mouse_on_a_message_finds_three_reactions_and_an_answer(at, garden, person, ben):
    page, theirs = at(person, garden), at(ben, garden)
    row(page, "tomatoes").hover()
    tools = page.get_by_role("toolbar", name=TOOLS)
    tools.get_by_role("button", name="React with ❤️").click()
    expect(row(theirs, "tomatoes").locator(".reaction-count")).to_have_text("1")
    row(page, "tomatoes").hover()
    expect(tools.get_by_role("button", name="React with ❤️")).to_have_attribute("aria-pressed", "true")
    tools.get_by_role("button", name="React with ❤️").click()
    expect(row(theirs, "tomatoes").locator(".reaction")).to_have_count(0)
    row(page, "beans").hover()
    expect(tools).to_have_count(1)
    tools.get_by_role("button", name="Reply").click()
    expect(page.locator(".composer-context")).to_contain_text("And the beans?")
    expect(composer(page)).to_be_focused()


def test_the_tools_of_a_message_are_one_stop_of_the_keyboard_along_which_arrows_go(at, garden, person):
    page = at(person, garden)
    expect(row(page, "beans")).to_be_visible()
    for _ in range(2):
        page.keyboard.press("Shift+Tab")
    more = row(page, "beans").get_by_role("button", name=ACTIONS)
    expect(more).to_be_focused()
    tools = page.get_by_role("toolbar", name=TOOLS)
    tools.wait_for()
    page.keyboard.press("ArrowLeft")
    expect(tools.get_by_role("button", name="Reply")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(more).to_be_focused()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    expect(tools.get_by_role("button", name="React with 👍")).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "beans").locator(".reaction")).to_be_visible()


def test_a_finger_that_goes_across_answers_and_one_that_scrolls_does_not(at, server, garden, person, ben):
    post(ben, garden, *(f"Line {number}" for number in range(30)))
    page = at(person, garden, **PHONE)
    page.evaluate("document.documentElement.addEventListener('touchmove', () => {}, { passive: true })")
    bubble = row(page, "Line 29").locator(".bubble")
    expect(bubble).to_be_visible()
    # The part that knows of it comes with the first finger.
    bubble.tap()
    page.wait_for_function("() => performance.getEntriesByType('resource').some(({ name }) => name.endsWith('/message/row-acts.js'))")
    swipe(page, row(page, "Line 28").locator(".bubble"), (10, -120))
    swipe(page, row(page, "Line 28").locator(".bubble"), (30, 0))
    expect(page.locator(".composer-context")).to_be_hidden()
    swipe(page, row(page, "Line 28").locator(".bubble"), (120, 4), start=12)
    expect(page.locator(".composer-context")).to_contain_text("Line 28")
    expect(page.locator(".swipe-sign")).to_have_count(0)
    assert row(page, "Line 28").locator(".bubble").evaluate("(bubble) => bubble.style.transform") == ""
    # In another room the first finger does.
    other = server.room(person, ben, name="Orchard")
    post(ben, other, "The pears are ripe")
    page.evaluate("id => { location.hash = `#/room/${id}`; }", other)
    expect(row(page, "pears")).to_be_visible()
    swipe(page, row(page, "pears").locator(".bubble"), (120, 4), start=12)
    expect(page.locator(".composer-context")).to_contain_text("The pears are ripe")


def test_a_finger_that_rests_on_a_reaction_sees_who_reacted_and_takes_nothing_away(at, garden, person, ben):
    for one in (person, ben):
        assert one.call("PUT", f"/api/v1/rooms/{garden}/messages/2/reactions/%F0%9F%91%8D").status == 204
    page = at(person, garden, **PHONE)
    reaction = row(page, "beans").locator(".reaction")
    expect(reaction).to_be_visible()
    page.clock.install()
    hold(page, reaction)
    sheet = page.get_by_role("dialog", name="Reactions")
    expect(sheet.get_by_role("listitem")).to_have_text([re.compile("You.*👍"), re.compile("Ben.*👍")])
    expect(reaction).to_have_attribute("aria-pressed", "true")
    sheet.get_by_role("button", name="Ben").tap()
    expect(page.locator(".person-name")).to_have_text("Ben")


def test_who_reacted_is_shown_to_a_mouse_and_to_the_focus(at, garden, person, ben):
    assert ben.call("PUT", f"/api/v1/rooms/{garden}/messages/2/reactions/%F0%9F%91%8D").status == 204
    page = at(person, garden)
    reaction = row(page, "beans").locator(".reaction")
    shown = "(reaction) => getComputedStyle(reaction, '::after').content"
    expect(reaction).to_be_visible()
    assert reaction.evaluate(shown) == "none"
    reaction.hover()
    page.wait_for_function("() => getComputedStyle(document.querySelector('.reaction'), '::after').content.includes('attr') "
                           "|| getComputedStyle(document.querySelector('.reaction'), '::after').content.includes('Ben')")


def test_the_message_that_a_sheet_is_about_stays_in_sight(at, garden, person, ben):
    page = at(person, garden, **PHONE)
    post(ben, garden, *(f"Line {number}" for number in range(12)), "The last one")
    expect(row(page, "The last one")).to_be_visible()
    page.clock.install()
    hold(page, row(page, "The last one").locator(".bubble"))
    sheet = page.get_by_role("dialog", name=ACTIONS)
    expect(sheet.locator(".menu-times")).to_contain_text(re.compile(r"\d{4} at \d"))
    lifted = page.locator(".lifted")
    expect(lifted).to_have_text(re.compile("The last one"))
    page.clock.run_for(500)
    box, below = lifted.bounding_box(), sheet.bounding_box()
    assert box["y"] >= 0 and box["y"] + box["height"] <= below["y"]
    page.keyboard.press("Escape")
    expect(lifted).to_have_count(0)


def test_all_emoji_are_found_at_the_composer_and_the_recent_ones_first(at, garden, person, ben):
    page = at(person, garden)
    composer(page).fill("Well done")
    page.get_by_role("button", name="Emoji", exact=True).click()
    picker = page.get_by_role("dialog", name="Emoji")
    expect(picker.get_by_role("tab")).to_have_count(9)
    picker.get_by_role("tab", name="Flags").click()
    expect(picker.get_by_role("button", name="flag: Albania")).to_have_count(1)
    search = picker.get_by_role("searchbox", name="Find an emoji")
    search.fill("clap")
    picker.get_by_role("button", name="Medium skin tone", exact=True).click()
    search.press("Enter")
    expect(picker).to_have_count(0)
    expect(composer(page)).to_have_value("Well done👏🏽")
    expect(composer(page)).to_be_focused()
    page.keyboard.press("Enter")
    expect(row(page, "Well done👏🏽")).to_be_visible()
    menu(page, "tomatoes").get_by_role("button", name="More emoji").click()
    expect(page.get_by_role("tab", name="Used last")).to_have_attribute("aria-selected", "true")
    page.get_by_role("tabpanel").get_by_role("button", name="clapping hands").click()
    expect(row(page, "tomatoes").locator(".reaction")).to_contain_text("👏🏽")


def test_the_keyboard_goes_through_the_picker_and_german_has_german_names(at, garden, person):
    page = at(person, garden, locale="de-DE")
    page.get_by_role("button", name="Emoji", exact=True).click()
    tabs = page.get_by_role("tab")
    tabs.first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Menschen")).to_be_focused()
    expect(page.get_by_role("tabpanel")).to_have_attribute("aria-label", "Menschen")
    page.get_by_role("searchbox").fill("bär")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Bär", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".composer-input")).to_have_value("🐻")


def test_a_button_calls_someone_by_name(at, garden, person):
    page = at(person, garden)
    composer(page).fill("Thanks")
    expect(page.locator(".room-subtitle")).to_contain_text("Ben")
    page.get_by_role("button", name="Mention someone").click()
    page.get_by_role("option", name="Ben").click()
    expect(composer(page)).to_have_value("Thanks @Ben ")
    composer(page).press("Enter")
    expect(page.locator(".row .mention")).to_have_text("@Ben")


def test_the_keyboard_of_a_phone_leaves_the_emoji_where_they_are(at, garden, person):
    page = at(person, garden, **PHONE)
    page.get_by_role("button", name="Emoji", exact=True).tap()
    picker = page.get_by_role("dialog", name="Emoji")
    search = picker.get_by_role("searchbox", name="Find an emoji")
    expect(picker.get_by_role("tab").first).to_be_focused()
    search.tap()
    page.set_viewport_size({"width": 390, "height": 480})
    search.fill("clap")
    expect(picker.get_by_role("button", name="clapping hands")).to_be_in_viewport()
    page.set_viewport_size({"width": 844, "height": 390})
    expect(picker).to_have_count(0)


def test_a_message_that_is_drawn_anew_under_the_finger_is_answered_all_the_same(at, garden, person, ben):
    page = at(person, garden, **PHONE)
    beans = row(page, "beans")
    beans.hover()
    expect(beans.locator(".row-bar")).to_have_count(1)
    box = beans.locator(".bubble").bounding_box()
    devtools = page.context.new_cdp_session(page)
    moments = itertools.count(time.time(), 0.01)
    touch = lambda kind, *xs: devtools.send("Input.dispatchTouchEvent", {
        "type": kind, "timestamp": next(moments),
        "touchPoints": [{"x": box["x"] + x, "y": box["y"] + 14} for x in xs],
    })
    touch("touchStart", 40)
    touch("touchMove", 60)
    assert ben.call("PUT", f"/api/v1/rooms/{garden}/messages/2/reactions/%F0%9F%91%8D").status == 204
    expect(beans.locator(".reaction")).to_be_visible()
    for x in range(70, 160, 10):
        touch("touchMove", x)
    touch("touchEnd")
    expect(page.locator(".composer-context")).to_contain_text("And the beans?")


def test_acts_that_come_late_stand_at_the_message_that_is_pointed_at_by_then(at, garden, person):
    page = at(person, garden, service_workers="block")
    held = []
    page.route("**/message/row-acts.js", lambda route: held.append(route))
    row(page, "tomatoes").hover()
    eventually(lambda: (page.wait_for_timeout(10), held)[1], "the acts")
    row(page, "beans").hover()
    held[0].continue_()
    expect(row(page, "beans").get_by_role("toolbar")).to_be_visible()
    expect(page.get_by_role("toolbar")).to_have_count(1)


def test_the_button_of_a_menu_lies_on_no_message_above(at, garden, person, ben):
    post(ben, garden, "And when the watering is over, and everyone has gone home, look at https://example.org/garden")
    post(ben, garden, "Good")
    page = at(person, garden)
    link = row(page, "everyone").get_by_role("link")
    link.hover()
    page.get_by_role("toolbar", name=TOOLS).wait_for()
    assert link.evaluate("""link => {
        const { left, right, top, bottom } = link.getClientRects()[link.getClientRects().length - 1];
        for (let x = left + 1; x < right; x += 2) for (let y = top + 1; y < bottom; y += 2) {
            const found = document.elementFromPoint(x, y);
            if (found.closest('.row') !== link.closest('.row')) return found.className;
        }
        return null;
    }""") is None


def test_the_acts_of_messages_come_with_the_next_touch_where_the_first_found_no_way(at, garden, person):
    page = at(person, garden, service_workers="block")
    page.route("**/message/row-acts.js", lambda route: route.abort())
    expect(row(page, "beans")).to_be_visible()
    with page.expect_event("requestfailed"):
        row(page, "beans").hover()
    page.unroute("**/message/row-acts.js")
    row(page, "tomatoes").hover()
    expect(page.get_by_role("toolbar", name=TOOLS)).to_be_visible()
