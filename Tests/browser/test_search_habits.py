"""The search as those use it who come from other chats: by habit, by thumb, by keys, by ear."""

import re

import pytest
from playwright.sync_api import expect

from found import messages_of, refuse
from parts import called, composer, post, row
from sent_files import send, upload
from support.deadline import eventually
from test_search import PHONE, field, filters, garden, kitchen, results, searching, texts  # noqa: F401 (fixtures)


def hollow(page):
    return page.get_by_role("main").locator(".hollow")


def test_a_name_that_nobody_bears_is_said_after_enter_and_finds_nothing(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    field(page).fill("tea from:nobody")
    field(page).press("Enter")
    expect(hollow(page)).to_have_text(f"Nobody here is called “{called('nobody')}”.")
    expect(results(page)).to_have_count(0)


@pytest.mark.parametrize("typed", ["tea from:@ben", "from:@Ben in:#kitchen tea", "from: ben tea", "in: Kitchen from:ben tea"])
def test_names_are_understood_as_other_chats_write_them(searching, kitchen, garden, ben, typed):
    one = searching(kitchen, garden)
    page = one.page
    field(page).fill(typed)
    field(page).press("Enter")
    expect(filters(page).get_by_role("button", name=f"From {called('Ben')}, remove")).to_be_visible()
    expect(field(page)).to_have_value("tea")
    eventually(lambda: page.evaluate("0") or one.finder.asked[-1].get("user_id") == str(ben.id), "the person's number")


def test_the_message_that_was_come_for_is_lit_where_nothing_shall_move_too(searching, kitchen):
    page = searching(kitchen, reduced_motion="reduce").page
    field(page).fill("coffee")
    results(page).click()
    expect(row(page, "Coffee for me")).to_be_focused()
    lit = page.locator(".flash > .bubble").evaluate("(bubble) => { const { animationDuration, animationTimingFunction } = getComputedStyle(bubble); return [animationDuration, animationTimingFunction]; }")
    assert lit == ["1.6s", "steps(1)"]


def test_a_broken_server_is_not_asked_again_and_again(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    one.finder.answer = lambda route, asked: refuse(route, 500, "internal", "Something went wrong here.")
    page.clock.install()
    field(page).fill("tea")
    page.clock.run_for(1_000)
    expect(hollow(page)).to_contain_text("Something went wrong here.")
    page.clock.run_for(60_000)
    expect(page.get_by_role("button", name="Try again")).to_be_visible()
    assert len(one.finder.asked) == 1


def test_of_many_files_those_that_were_found_are_seen(searching, server, person, ben):
    room = server.room(person, ben, name="Archive")
    send(ben, room, "The plans", *(upload(ben, room, f"{name}.txt", b"plan") for name in ["one", "two", "three", "grill", "five"]))
    page = searching(room).page
    field(page).fill("grill")
    expect(page.locator(".result-file")).to_have_text(["grill.txt", "one.txt", "two.txt"])
    expect(page.locator(".result-file mark")).to_have_text(["grill"])


def test_days_leave_a_phone_its_results(searching, kitchen):
    page = searching(kitchen, **PHONE).page
    field(page).fill("tea")
    days = page.get_by_role("group", name="Days", exact=True)
    toggle = filters(page).get_by_role("button", name="Days…")
    toggle.tap()
    days.get_by_role("button", name="30 days").tap()
    expect(days).to_be_hidden()
    expect(toggle).to_be_focused()
    toggle.tap()
    # What closes it stands where it is seen first.
    expect(filters(page).get_by_role("button").first).to_have_text("Days…")
    field(page).press_sequentially("s")
    expect(days).to_be_hidden()


def test_the_focus_stays_among_the_filters_when_days_are_taken_back(searching, kitchen):
    page = searching(kitchen).page
    field(page).fill("tea since:2020-01-01 ")
    filters(page).get_by_role("button", name=re.compile("^Since ")).press("Enter")
    expect(filters(page).get_by_role("button", name="Days…")).to_be_focused()


def test_results_are_headings_and_no_landmarks(searching, kitchen, garden):
    page = searching(kitchen, garden).page
    field(page).fill("tea")
    expect(results(page)).to_have_count(3)
    expect(page.get_by_role("main").get_by_role("heading", level=2)).to_have_count(2)
    expect(page.get_by_role("main").get_by_role("region")).to_have_count(0)


def test_enter_in_the_dialog_of_places_looks_among_messages_for_what_no_place_is_called(searching, garden):
    one = searching(garden)
    page = one.page
    one.go(f"/#/room/{garden}")
    expect(composer(page)).to_be_visible()
    page.keyboard.press("Control+K")
    page.get_by_role("dialog").get_by_role("searchbox").fill("tea")
    page.keyboard.press("Enter")
    one.is_at("/#/search")
    expect(field(page)).to_have_value("tea")
    expect(texts(page)).to_have_text(["Bring tea to the garden"])
    # Also where the search is in sight already; and the history keeps none of the words.
    page.keyboard.press("Control+K")
    page.get_by_role("dialog").get_by_role("searchbox").fill("garden")
    page.get_by_role("dialog").get_by_role("button", name="Search messages").click()
    expect(field(page)).to_have_value("garden")
    expect(texts(page)).to_have_count(1)
    assert page.evaluate("Object.keys(history.state ?? {})") == ["search"]
    # Without a word, the search stays.
    page.keyboard.press("Control+K")
    page.get_by_role("dialog").get_by_role("button", name="Search messages").click()
    expect(field(page)).to_have_value("garden")


def test_the_history_never_holds_words_that_were_typed_into_the_dialog(searching, garden):
    one = searching(garden)
    page = one.page
    one.go(f"/#/room/{garden}")
    page.keyboard.press("Control+K")
    page.evaluate("""() => {
        window.states = [];
        for (const name of ["pushState", "replaceState"]) {
            const real = history[name].bind(history);
            history[name] = (state, ...rest) => { states.push(JSON.stringify(state)); real(state, ...rest); };
        }
    }""")
    page.get_by_role("dialog").get_by_role("searchbox").fill("divorce")
    page.get_by_role("dialog").get_by_role("button", name="Search messages").click()
    expect(field(page)).to_have_value("divorce")
    assert not any("divorce" in (each or "") for each in page.evaluate("states"))
