"""The search as those use it who come from other chats: by habit, by thumb, by keys, by ear."""

import re

import pytest
from playwright.sync_api import expect

from found import messages_of, refuse
from parts import called, composer, post, row
from sent_files import photo, send, upload
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
    eventually(lambda: page.evaluate("0") or one.finder.asked and one.finder.asked[-1].get("user_id") == str(ben.id), "the person's number")


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
    expect(filters(page).get_by_role("button", name=re.compile("^Since "))).to_be_in_viewport(ratio=1)
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
    expect(composer(page)).to_be_visible()
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


def test_a_name_that_nobody_bears_finds_nothing_without_enter_either(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    field(page).press_sequentially("tea from:nobody")
    expect(hollow(page)).to_have_text(f"Nobody here is called “{called('nobody')}”.")
    expect(results(page)).to_have_count(0)
    # Names that go on are only being typed.
    field(page).fill("tea from:be")
    expect(results(page)).to_have_count(2)
    field(page).fill("tea in:Nowh")
    expect(hollow(page)).to_have_text(f"None of your rooms is called “{called('Nowh')}”.")


@pytest.mark.parametrize("options", [PHONE, {}], ids=["phone", "desk"])
def test_the_arrow_of_the_room_leads_back_to_the_results_in_every_engine(searching, kitchen, garden, options):
    one = searching(kitchen, garden, **options)
    page = one.page
    # As before Safari 26.2 and Firefox 147.
    page.evaluate("Object.defineProperty(window, 'navigation', { value: undefined })")
    field(page).fill("tea")
    expect(results(page)).to_have_count(3)
    asked = len(one.finder.asked)
    arrow = page.get_by_role("link", name="Back to the search")
    results(page).last.click()
    one.is_at(f"/#/room/{kitchen}/message/1")
    length = page.evaluate("history.length")
    arrow.click()
    one.is_at("/#/search")
    expect(results(page).last).to_be_focused()
    assert page.evaluate("history.length") == length
    # Also once one has gone on in that room.
    results(page).nth(1).click()
    one.is_at(f"/#/room/{kitchen}/message/2")
    expect(arrow).to_be_visible()
    page.evaluate(f"location.hash = '#/room/{kitchen}/message/1'")
    expect(row(page, "Who is making tea?")).to_be_focused()
    arrow.click()
    one.is_at("/#/search")
    expect(field(page)).to_have_value("tea")
    expect(results(page).nth(1)).to_be_focused()
    assert len(one.finder.asked) == asked
    # A room that one went to by another way has its own.
    page.evaluate(f"location.hash = '#/room/{garden}'")
    expect(row(page, "Bring tea to the garden")).to_be_visible()
    expect(arrow).to_have_count(0)


def test_a_number_that_is_no_day_is_named(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    field(page).fill("tea before:11/05/2026 ")
    expect(hollow(page)).to_have_text(f"“{called('before:11/05/2026')}” names no day. Days are written like 2026-11-01.")
    assert not one.finder.asked
    field(page).fill("tea since:2020 ")
    expect(texts(page)).to_have_count(2)


def test_those_of_the_room_and_of_direct_rooms_are_offered_first(searching, server, person, ben, kitchen):
    aki = server.register("Aki")
    zora = server.register("Zora")
    server.room(person, aki, name="Elsewhere")
    server.room(person, zora, kind="direct", name=None)
    one = searching(kitchen)
    page = one.page
    one.go(f"/#/room/{kitchen}")
    expect(row(page, "Coffee for me")).to_be_visible()
    page.keyboard.press("Control+Shift+F")
    field(page).press_sequentially("from:")
    names = page.locator(".completion bdi")
    expect(names.first).to_have_text("Ben")
    expect(names.nth(1)).to_have_text("Zora")
    expect(names.nth(2)).to_have_text(f"{called(person.name)} (you)")


def test_pictures_are_seen_among_the_results(searching, server, person, ben):
    room = server.room(person, ben, name="Archive")
    send(ben, room, "Tea outside", photo(ben, room, "garden.jpg"), upload(ben, room, "plan.pdf", b"%PDF-1.4 plan"))
    page = searching(room).page
    field(page).fill("tea")
    expect(page.locator(".result-file")).to_have_count(2)
    expect(page.locator(".result-file img")).to_have_count(1)
    eventually(lambda: page.locator(".result-file img").evaluate("(image) => image.complete && image.naturalWidth"), "the picture")


def test_the_ways_to_search_begin_one(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    ways = page.get_by_role("region", name="Ways to search")
    ways.get_by_role("button", name=re.compile("^from:")).click()
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("from:")
    expect(page.get_by_role("option").filter(has_text="Ben")).to_be_visible()
    field(page).press("Escape")
    field(page).press("Escape")
    ways.get_by_role("button", name=re.compile("garden party")).click()
    field(page).press_sequentially("making tea")
    expect(field(page)).to_have_value("\"making tea\"")
    field(page).press("Escape")
    ways.get_by_role("button", name=re.compile("-milk")).click()
    field(page).press_sequentially("tea")
    expect(field(page)).to_have_value("tea -")
    expect(results(page)).to_have_count(2)


def test_in_one_room_the_days_stand_alone_above_the_results(searching, kitchen):
    page = searching(kitchen, address=f"/#/room/{kitchen}/search").page
    field(page).fill("tea")
    expect(page.locator(".result-place")).to_have_text(["Today"])
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("2 results")
    expect(page.get_by_role("main").get_by_role("status")).to_be_visible()


@pytest.mark.parametrize("typed, said", [
    ("\U0001F389", "Emoji are not searched for. Add a word."), ("-green", "Add a word to search for."), ("\"", "Add a word to search for."),
])
def test_what_has_no_word_is_not_asked_for(searching, kitchen, typed, said):
    one = searching(kitchen)
    page = one.page
    field(page).fill(typed)
    expect(hollow(page)).to_have_text(said)
    assert not one.finder.asked
    # It is no search to come back to.
    field(page).press("Enter")
    field(page).fill("")
    expect(page.get_by_role("region", name="Ways to search")).to_be_visible()
    expect(page.get_by_role("region", name="Recent searches")).to_have_count(0)


def test_a_kind_that_is_taken_back_keeps_the_focus(searching, kitchen):
    page = searching(kitchen).page
    field(page).fill("tea")
    filters(page).get_by_role("button", name="Pictures").press("Enter")
    expect(filters(page).get_by_role("button", name="Pictures, remove")).to_be_focused()
    page.keyboard.press("Enter")
    expect(filters(page).get_by_role("button", name="Pictures")).to_be_focused()


def test_people_without_a_room_are_among_the_places(searching, server, person, kitchen):
    mara = server.register("Mara")
    server.room(person, mara, name="Choir")
    one = searching(kitchen)
    page = one.page
    one.go("/#/search")
    # The page knows whom it has seen.
    field(page).press_sequentially("from:Mar")
    expect(page.get_by_role("option", name="Mara")).to_be_visible()
    field(page).press("Escape")
    field(page).fill("mar")
    page.get_by_role("region", name="Rooms and people").get_by_role("button", name="Mara").click()
    expect(composer(page)).to_be_visible()
    expect(page.locator(".room-title h1")).to_have_text("Mara")


def test_a_filter_bears_the_name_that_its_room_has_now(searching, person, kitchen):
    page = searching(kitchen, address=f"/#/room/{kitchen}/search").page
    field(page).fill("tea")
    field(page).press("Enter")
    expect(filters(page).get_by_role("button", name=f"In {called('Kitchen')}, remove")).to_be_visible()
    assert person.patch(f"/api/v1/rooms/{kitchen}", {"name": "Scullery"}).status == 200
    expect(filters(page).get_by_role("button", name=f"In {called('Scullery')}, remove")).to_be_visible()
    field(page).fill("")
    expect(page.get_by_role("region", name="Recent searches").locator(".tag")).to_have_text([f"In {called('Scullery')}"])


def test_messages_of_those_who_are_here_no_more_are_found_by_their_names(searching, server, person):
    gonzo = server.register("Gonzo")
    room = server.room(person, gonzo, name="Stage")
    post(gonzo, room, "Tea with a trumpet")
    assert server.owner.patch(f"/api/v1/users/{gonzo.id}", {"deactivated": True}).status == 200
    one = searching(room)
    page = one.page
    field(page).fill("tea")
    expect(page.locator(".result-author")).to_have_text("Gonzo")
    field(page).fill("tea from:Gon")
    expect(page.get_by_role("option")).to_have_text(re.compile("Gonzo.*no longer here"))
    field(page).press("Enter")
    expect(filters(page).get_by_role("button", name=f"From {called('Gonzo')}, remove")).to_be_visible()
    expect(texts(page)).to_have_text(["Tea with a trumpet"])
