"""The search among messages: the ways to it, its filters, its results and the way back to them, and all that may go wrong."""

import json
import re

import pytest
from playwright.sync_api import expect

from found import Finder, messages_of, refuse
from parts import ask_to_sign_out, called, composer, post, row, stop_clock
from sent_files import photo, send, upload
from support.deadline import eventually

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
LAST = "Object.keys(localStorage).filter((key) => key.startsWith('last-searches')).map((key) => localStorage.getItem(key)).join()"


def field(page):
    return page.get_by_role("combobox", name="Search messages")


def results(page):
    return page.locator("a.result")


def texts(page):
    return page.locator(".result-text")


def filters(page):
    return page.get_by_role("group", name="Narrow the search")


def option(page, name):
    return page.get_by_role("option", name=name, exact=True)


@pytest.fixture
def kitchen(server, person, ben):
    room = server.room(person, ben, name="Kitchen")
    post(ben, room, "Who is making tea?", "There is green tea in the cupboard.")
    post(person, room, "Coffee for me")
    return room


@pytest.fixture
def garden(server, person, ben):
    room = server.room(person, ben, name="Garden party")
    post(ben, room, "Bring tea to the garden")
    return room


@pytest.fixture
def searching(visitor, person):
    """Someone at the search, which finds what was said in these rooms."""
    def searching(*rooms, address="/#/search", **options):
        one = visitor(**options)
        one.finder = Finder(one.page, *messages_of(person, *rooms))
        one.come_in(person, address)
        expect(field(one.page)).to_be_focused()
        return one

    return searching


def test_a_word_finds_messages_the_newest_first_with_room_person_and_day(searching, kitchen, garden):
    one = searching(kitchen, garden)
    page = one.page
    field(page).fill("tea")
    expect(texts(page)).to_have_text(["Bring tea to the garden", "There is green tea in the cupboard.", "Who is making tea?"])
    expect(page.locator(".result-place")).to_have_text([re.compile("Garden party Today"), re.compile("Kitchen Today")])
    expect(page.locator(".result-text mark")).to_have_text(["tea"] * 3)
    expect(page.locator(".result-author").first).to_have_text("Ben")
    expect(page.get_by_role("main").get_by_role("status")).to_have_text("3 results")
    expect(page.get_by_text("This is all.")).to_be_visible()
    expect(page).to_have_title(re.compile("Search · "))
    # What is typed quickly is asked for once.
    field(page).fill("")
    before = len(one.finder.asked)
    field(page).press_sequentially("coffee", delay=20)
    expect(texts(page)).to_have_text(["Coffee for me"])
    assert len(one.finder.asked) <= before + 2
    assert one.finder.asked[-1] == {"q": "coffee", "limit": "20"}
    # Nor is it asked for again by Enter, or for another space.
    asked = len(one.finder.asked)
    field(page).press_sequentially(" ")
    field(page).press("Enter")
    field(page).fill("coffee  for")
    eventually(lambda: page.evaluate("0") or len(one.finder.asked) == asked + 1, "one question more")


def test_a_result_is_opened_in_its_room_and_one_comes_back_to_where_one_was(searching, server, person, ben):
    room = server.room(person, ben, name="Shed")
    post(ben, room, *(f"Tea number {number}" for number in range(60)))
    one = searching(room)
    page = one.page
    field(page).fill("tea")
    expect(results(page)).to_have_count(20)
    for count in [40, 60]:
        page.locator(".page-body").evaluate("(body) => body.scrollTo(0, body.scrollHeight)")
        expect(results(page)).to_have_count(count)
    expect(page.get_by_text("This is all.")).to_be_attached()
    assert [each.get("before") for each in one.finder.asked[:2]] == [None, str(one.finder.messages[40]["id"])]
    asked = len(one.finder.asked)
    link = results(page).filter(has_text=re.compile("Tea number 30$"))
    link.focus()
    place = page.locator(".page-body").evaluate("(body) => body.scrollTop")
    link.press("Enter")
    one.is_at(f"/#/room/{room}/message/31")
    expect(row(page, "Tea number 30")).to_be_focused()
    page.go_back()
    expect(link).to_be_focused()
    expect(field(page)).to_have_value("tea")
    assert page.locator(".page-body").evaluate("(body) => body.scrollTop") == place
    assert len(one.finder.asked) == asked
    # Up and down lead from one to the next, and up from the first to the field.
    page.keyboard.press("ArrowDown")
    expect(results(page).filter(has_text=re.compile("Tea number 29$"))).to_be_focused()
    results(page).first.focus()
    page.keyboard.press("ArrowUp")
    expect(field(page)).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(results(page).first).to_be_focused()
    # After a reload the same is looked for.
    page.reload()
    expect(results(page)).to_have_count(20)
    expect(field(page)).to_have_value("tea")


def test_the_key_opens_it_from_a_room_for_that_room_and_leads_back_to_the_field(searching, kitchen, garden):
    one = searching(kitchen, garden)
    page = one.page
    one.go(f"/#/room/{kitchen}")
    expect(composer(page)).to_be_visible()
    page.keyboard.press("Control+Shift+F")
    one.is_at(f"/#/room/{kitchen}/search")
    expect(field(page)).to_be_focused()
    expect(filters(page).get_by_role("button", name=f"In {called('Kitchen')}, remove")).to_be_visible()
    field(page).press_sequentially("tea")
    expect(texts(page)).to_have_text(["There is green tea in the cupboard.", "Who is making tea?"])
    assert one.finder.asked[-1]["room_id"] == str(kitchen)
    results(page).first.focus()
    page.keyboard.press("Control+Shift+F")
    expect(field(page)).to_be_focused()
    assert page.evaluate("getSelection().toString()") == "tea"
    # A filter is taken back where there is no more text to take back.
    field(page).press("Home")
    field(page).press("Backspace")
    expect(texts(page)).to_have_count(3)
    expect(field(page)).to_have_value("tea")
    for _ in range(2):
        field(page).press("Escape")
    one.is_at(f"/#/room/{kitchen}")
    # From everywhere else it is for all rooms.
    one.go("/#/mentions")
    expect(page.get_by_role("heading", name="Mentions")).to_be_visible()
    page.keyboard.press("Meta+Shift+F")
    one.is_at("/#/search")


def test_a_phone_has_the_magnifier_and_the_field_within_reach_of_the_thumb(searching, kitchen, server, person):
    one = searching(kitchen, **PHONE)
    page = one.page
    one.go("/#/")
    link = page.get_by_role("link", name="Search", exact=True)
    expect(link).to_be_visible()
    box = link.bounding_box()
    assert box["y"] > 844 * 2 / 3 and min(box["width"], box["height"]) >= 44
    link.tap()
    expect(field(page)).to_be_focused()
    assert field(page).bounding_box()["y"] > 844 * 2 / 3
    filters(page).get_by_role("button", name="From…").tap()
    option(page, "Ben").tap()
    expect(filters(page).get_by_role("button", name=f"From {called('Ben')}, remove")).to_be_visible()
    expect(field(page)).to_be_focused()
    field(page).press_sequentially("tea")
    expect(texts(page)).to_have_count(2)
    for button in page.get_by_role("main").get_by_role("button").all():
        assert button.bounding_box()["height"] >= 44, button.inner_text()
    results(page).last.tap()
    one.is_at(f"/#/room/{kitchen}/message/1")
    page.go_back()
    expect(results(page).last).to_be_focused()
    # From a room the way is by its own page.
    one.go(f"/#/room/{kitchen}/about")
    page.get_by_role("link", name="Search in this room").tap()
    one.is_at(f"/#/room/{kitchen}/search")


def test_people_and_rooms_are_completed_by_names_of_several_words_and_every_script(searching, server, person, ben, kitchen, garden):
    hall = server.room(person, ben, name="قاعة الشاي")
    direct = server.room(person, ben, kind="direct", name=None)
    post(ben, hall, "tea in the hall")
    post(person, direct, "tea for two")
    one = searching(kitchen, garden, hall, direct)
    page = one.page
    field(page).press_sequentially("tea from:b")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    expect(option(page, "Ben")).to_have_attribute("aria-selected", "true")
    assert field(page).get_attribute("aria-activedescendant") == option(page, "Ben").get_attribute("id")
    field(page).press("Enter")
    expect(field(page)).to_have_value("tea")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(texts(page)).to_have_count(4)
    assert one.finder.asked[-1] == {"q": "tea", "limit": "20", "user_id": str(ben.id)}
    field(page).press_sequentially(" in:Garden pa")
    expect(page.locator(".completion bdi")).to_have_text(["Garden party"])
    field(page).press("Tab")
    expect(texts(page)).to_have_text(["Bring tea to the garden"])
    # Another one takes its place, also where it is typed out.
    field(page).press_sequentially(" in:قاعة الشاي")
    field(page).press("Enter")
    field(page).press("Enter")
    expect(texts(page)).to_have_text(["tea in the hall"])
    filters(page).get_by_role("button", name=re.compile("^From")).click()
    filters(page).get_by_role("button", name=re.compile("^In .*remove")).click()
    field(page).press("End")
    field(page).press_sequentially(" from:me")
    field(page).press("Enter")
    expect(texts(page)).to_have_text(["tea for two"])
    expect(filters(page).get_by_role("button", name=f"From {called(person.name)}, remove")).to_be_visible()
    # The list is closed by Escape, and the text stays.
    field(page).press_sequentially(" in:")
    expect(page.get_by_role("option")).not_to_have_count(0)
    field(page).press("ArrowDown")
    expect(page.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    field(page).press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    expect(field(page)).to_have_value("tea in:")


def test_someone_whom_only_the_server_knows_is_found_and_an_unknown_one_is_named(searching, server, kitchen):
    stranger = server.register("Zora")
    one = searching(kitchen)
    page = one.page
    field(page).fill("tea from:Zora")
    field(page).press("Enter")
    expect(filters(page).get_by_role("button", name=f"From {called('Zora')}, remove")).to_be_visible()
    eventually(lambda: one.finder.asked and one.finder.asked[-1].get("user_id") == str(stranger.id), "the person's number")
    filters(page).get_by_role("button", name=re.compile("^From")).click()
    eventually(lambda: page.evaluate("0") or "user_id" not in one.finder.asked[-1], "the question without the person")
    asked = len(one.finder.asked)
    field(page).fill("tea in:Nowhere ")
    expect(page.get_by_role("main").locator(".hollow")).to_have_text(f"None of your rooms is called “{called('Nowhere')}”.")
    assert len(one.finder.asked) == asked


def test_files_pictures_and_links_are_found_by_their_names_and_kinds(searching, server, person, ben):
    room = server.room(person, ben, name="Archive")
    send(ben, room, "All of it", upload(ben, room, "tea-budget.pdf", b"%PDF-1.4 plan"), photo(ben, room, "tea.jpg"))
    post(ben, room, "See https://example.org/tea")
    one = searching(room)
    page = one.page
    field(page).fill("budget")
    expect(page.locator(".result-file")).to_have_text(["tea-budget.pdf", "tea.jpg"])
    expect(page.locator(".result-file mark")).to_have_text(["budget"])
    expect(texts(page)).to_have_text(["All of it"])
    field(page).fill("tea has:links ")
    expect(field(page)).to_have_value("tea")
    expect(texts(page)).to_have_text(["See https://example.org/tea"])
    filters(page).get_by_role("button", name="Links, remove").click()
    filters(page).get_by_role("button", name="Pictures").click()
    expect(texts(page)).to_have_text(["All of it"])
    assert one.finder.asked[-1]["has"] == "image"
    # Without a word there is a page of a room's files.
    field(page).fill("")
    expect(page.get_by_text("Add a word to search for.")).to_be_visible()
    one.go(f"/#/room/{room}/search")
    filters(page).get_by_role("button", name="Files").click()
    page.get_by_role("link", name="All pictures and files").click()
    one.is_at(f"/#/room/{room}/files")


def test_days_are_those_of_the_searcher(searching, kitchen):
    one = searching(kitchen, timezone_id="America/Los_Angeles")
    page = one.page
    # Six in the evening of the day before, in Los Angeles.
    for message, moment in zip(one.finder.messages, ["2026-11-20T02:00:00.000Z", "2026-11-20T12:00:00.000Z"]):
        message["timestamp"] = moment
    field(page).fill("tea on:2026-11-19 ")
    expect(texts(page)).to_have_text(["Who is making tea?"])
    assert {"since": "2026-11-19", "until": "2026-11-20"}.items() <= one.finder.asked[-1].items()
    filters(page).get_by_role("button", name=re.compile("19 Nov, remove")).click()
    expect(texts(page)).to_have_count(2)
    filters(page).get_by_role("button", name="Days…").click()
    days = page.get_by_role("group", name="Days", exact=True)
    days.get_by_label("From").fill("2026-11-20")
    expect(texts(page)).to_have_text(["There is green tea in the cupboard."])
    days.get_by_label("To").fill("2026-11-19")
    expect(days.get_by_label("From")).to_have_value("2026-11-19")
    expect(texts(page)).to_have_count(2)
    days.get_by_role("button", name="Any day").click()
    expect(filters(page).get_by_role("button", name=re.compile("remove"))).to_have_count(0)
    days.get_by_role("button", name="7 days").click()
    expect(filters(page).get_by_role("button", name=re.compile("^Since .*remove"))).to_be_visible()


def test_a_day_of_a_room_is_gone_to(searching, server, person, kitchen):
    one = searching(kitchen, address=f"/#/room/{kitchen}/search")
    page = one.page
    filters(page).get_by_role("button", name="Days…").click()
    page.get_by_role("group", name="Days", exact=True).get_by_role("button", name="Today").click()
    page.get_by_role("button", name=re.compile("^Go to ")).click()
    one.is_at(f"/#/room/{kitchen}/message/1")
    expect(row(page, "Who is making tea?")).to_be_focused()
    page.go_back()
    page.get_by_role("group", name="Days", exact=True).get_by_label("From").fill("2020-01-01")
    page.get_by_role("button", name=re.compile("^Go to ")).click()
    expect(page.get_by_text("Nothing was said on that day.")).to_be_visible()
    one.is_at(f"/#/room/{kitchen}/message/1")


def test_rooms_and_people_of_that_name_are_offered_at_once(searching, garden):
    one = searching(garden)
    page = one.page
    field(page).press_sequentially("gard")
    place = page.get_by_role("region", name="Rooms and people").get_by_role("link", name="Garden party")
    place.click()
    one.is_at(f"/#/room/{garden}")
    # The dialog that finds those leads to messages, with what was typed.
    page.keyboard.press("Control+K")
    page.get_by_role("dialog").get_by_role("searchbox").fill("tea")
    page.get_by_role("dialog").get_by_role("button", name="Search messages").click()
    one.is_at("/#/search")
    expect(field(page)).to_have_value("tea")
    expect(texts(page)).to_have_text(["Bring tea to the garden"])


def test_an_answer_that_comes_late_is_no_answer_any_more(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    held = []
    answer = one.finder.answer
    one.finder.answer = lambda route, asked: held.append((route, asked))
    field(page).fill("coffee")
    eventually(lambda: page.evaluate("0") or len(held) == 1, "the first question")
    field(page).fill("green")
    eventually(lambda: page.evaluate("0") or len(held) == 2, "the second question")
    answer(*held[1])
    expect(texts(page)).to_have_text(["There is green tea in the cupboard."])
    answer(*held[0])
    field(page).press("End")
    expect(texts(page)).to_have_text(["There is green tea in the cupboard."])


def test_nothing_found_says_what_may_help(searching, kitchen, garden):
    one = searching(kitchen, garden, address=f"/#/room/{kitchen}/search")
    page, help_with = one.page, one.page.get_by_role("main").locator(".search-helps")
    field(page).fill("garden")
    expect(page.get_by_role("heading", name="Nothing found")).to_be_visible()
    help_with.get_by_role("button", name="Search all rooms").click()
    expect(texts(page)).to_have_text(["Bring tea to the garden"])
    one.finder.answer = lambda route, asked: route.fulfill(json={"results": [], "has_more": False})
    field(page).fill("\"garden tea\" -milk")
    help_with.get_by_role("button", name="Leave nothing out").click()
    expect(field(page)).to_have_value("\"garden tea\"")
    help_with.get_by_role("button", name="Search the words apart").click()
    expect(field(page)).to_have_value("garden tea")
    expect(help_with.get_by_role("button")).to_have_count(0)
    filters(page).get_by_role("button", name="Files").click()
    help_with.get_by_role("button", name="Search without filters").click()
    expect(filters(page).get_by_role("button", name=re.compile("remove"))).to_have_count(0)


def test_a_search_that_has_looked_at_much_goes_on_further_back(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    answer = one.finder.answer
    oldest = min(each["id"] for each in one.finder.messages)

    def look_at_a_part(route, asked):
        before = int(asked.get("before", oldest + 30))
        if before > oldest + 1:
            return route.fulfill(json={"results": [], "has_more": True, "next": before - 4})
        answer(route, asked)

    one.finder.answer = look_at_a_part
    one.finder.messages = [each for each in one.finder.messages if each["id"] == oldest]
    field(page).fill("tea")
    expect(page.get_by_text("Nothing found so far.")).to_have_count(2)
    page.get_by_role("button", name="Search further back").click()
    expect(texts(page)).to_have_count(0)


def test_a_refused_search_is_told_in_the_server_s_words(searching, kitchen):
    one = searching(kitchen)
    page, answer = one.page, one.finder.answer
    one.finder.answer = lambda route, asked: refuse(route, 422, "invalid", "That is too long to look for.", field="q")
    field(page).fill("milk")
    expect(page.get_by_role("main").locator(".hollow")).to_have_text("That is too long to look for.")
    expect(page.get_by_role("main").get_by_role("button", name="Try again")).to_have_count(0)
    one.finder.answer = answer
    field(page).fill("tea")
    expect(texts(page)).to_have_count(2)


def test_a_search_that_finds_no_server_or_a_busy_one_goes_on_by_itself(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    answer = one.finder.answer
    refusals = [(429, "rate_limited"), (503, "busy")]

    def refuse_first(route, asked):
        if not refusals:
            return answer(route, asked)
        status, code = refusals.pop()
        refuse(route, status, code, "Too much.", retry_after=1)

    one.finder.answer = refuse_first
    field(page).fill("tea")
    expect(page.get_by_text("The search goes on in a moment.").first).to_be_visible()
    expect(texts(page)).to_have_count(2)
    one.finder.answer = lambda route, asked: route.abort()
    field(page).fill("green")
    expect(page.get_by_role("main").locator(".hollow")).to_contain_text("No connection.")
    one.finder.answer = answer
    page.get_by_role("button", name="Try again").click()
    expect(texts(page)).to_have_count(1)
    one.finder.answer = lambda route, asked: route.abort()
    field(page).fill("coffee")
    expect(page.get_by_role("main").locator(".hollow")).to_contain_text("No connection.")
    one.finder.answer = answer
    # As the browser tells of a connection that is there again.
    page.context.set_offline(True)
    page.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(texts(page)).to_have_text(["Coffee for me"])


def test_a_slow_answer_is_waited_for_in_words(searching, kitchen):
    one = searching(kitchen)
    page = one.page
    held = []
    answer = one.finder.answer
    one.finder.answer = lambda route, asked: held.append((route, asked))
    stop_clock(page)
    field(page).fill("tea")
    page.clock.run_for(300)
    expect(page.get_by_text("Searching…")).to_have_count(0)
    page.clock.run_for(500)
    expect(page.get_by_role("main").locator(".hollow")).to_have_text("Searching…")
    page.clock.run_for(6_000)
    expect(page.get_by_role("main").locator(".hollow")).to_contain_text("longer than usual")
    eventually(lambda: page.evaluate("0") or held, "the question")
    answer(*held[0])
    expect(texts(page)).to_have_count(2)


def test_what_is_deleted_or_edited_away_vanishes_from_the_results(searching, server, person, ben, kitchen, garden):
    one = searching(kitchen, garden)
    page = one.page
    field(page).fill("tea")
    expect(texts(page)).to_have_count(3)
    assert ben.call("DELETE", f"/api/v1/rooms/{kitchen}/messages/1").status == 204
    expect(texts(page)).to_have_text(["Bring tea to the garden", "There is green tea in the cupboard."])
    assert ben.patch(f"/api/v1/rooms/{kitchen}/messages/2", {"content": "There is black tea"}).status == 200
    expect(texts(page)).to_have_text(["Bring tea to the garden", "There is black tea"])
    expect(page.locator(".result-text mark")).to_have_count(2)
    results(page).first.click()
    one.is_at(f"/#/room/{garden}/message/1")
    # Also while another page is in sight.
    assert ben.patch(f"/api/v1/rooms/{kitchen}/messages/2", {"content": "There is no more"}).status == 200
    page.go_back()
    expect(texts(page)).to_have_text(["Bring tea to the garden"])
    assert ben.call("DELETE", f"/api/v1/rooms/{garden}/members/{person.id}").status in (204, 403)


def test_what_was_deleted_without_a_connection_vanishes_with_the_next_one(searching, ben, kitchen, garden):
    one = searching(kitchen, garden)
    page = one.page
    field(page).fill("tea")
    expect(texts(page)).to_have_count(3)
    page.context.set_offline(True)
    expect(page.get_by_text("No connection. What you write")).to_be_visible(timeout=40_000)
    assert ben.call("DELETE", f"/api/v1/rooms/{kitchen}/messages/1").status == 204
    one.finder.messages = [each for each in one.finder.messages if each["content"] != "Who is making tea?"]
    expect(texts(page)).to_have_count(3)
    page.context.set_offline(False)
    expect(texts(page)).to_have_text(["Bring tea to the garden", "There is green tea in the cupboard."])


def test_the_last_searches_stay_on_the_device_and_go_with_its_owner(searching, server, person, ben, kitchen):
    one = searching(kitchen)
    page = one.page
    told = []
    page.on("request", lambda request: told.append(request.url + (request.post_data or "")))
    recent = page.get_by_role("region", name="Recent searches")
    # A search that is only being typed is none yet.
    field(page).fill("gre")
    expect(texts(page)).to_have_count(1)
    field(page).fill("coffee")
    field(page).press("Enter")
    field(page).fill("tea from:Ben")
    field(page).press("Enter")
    field(page).press("Enter")
    expect(texts(page)).to_have_count(2)
    results(page).first.click()
    one.is_at(re.compile("/message/2$"))
    page.keyboard.press("Control+K")
    page.keyboard.press("Escape")
    one.go("/#/search")
    expect(recent.locator(".recent-search bdi:first-child")).to_have_text(["tea", "coffee"])
    expect(recent.locator(".tag")).to_have_text([f"From {called('Ben')}"])
    recent.get_by_role("button", name=re.compile("^tea")).click()
    expect(texts(page)).to_have_count(2)
    assert one.finder.asked[-1]["user_id"] == str(ben.id)
    field(page).press("Escape")
    filters(page).get_by_role("button", name=re.compile("remove")).click()
    recent.get_by_role("button", name="Forget coffee").click()
    expect(recent.locator(".recent-entry")).to_have_count(1)
    expect(recent.get_by_role("button", name=re.compile("^Forget tea"))).to_be_focused()
    assert "tea" in page.evaluate(LAST) and "coffee" not in page.evaluate(LAST)
    # The server hears of what is searched, and of no list of it.
    assert not any("recent" in each or "searches" in each for each in told)
    assert page.evaluate("Object.keys(history.state ?? {})") == ["search"]
    one.sign_out()
    assert page.evaluate(LAST) == ""
    one.finder.messages = []
    one.come_in(ben, "/#/search")
    expect(field(page)).to_be_focused()
    expect(recent).to_have_count(0)


def test_all_last_searches_are_forgotten_at_once(searching, kitchen):
    page = searching(kitchen).page
    for text in ["tea", "coffee"]:
        field(page).fill(text)
        field(page).press("Enter")
    field(page).fill("")
    page.get_by_role("button", name="Forget all").click()
    expect(page.get_by_role("region", name="Recent searches")).to_have_count(0)
    expect(field(page)).to_be_focused()
    assert page.evaluate(LAST) == ""


def test_the_search_speaks_german(visitor, person, kitchen):
    one = visitor(locale="de-DE")
    finder = Finder(one.page, *messages_of(person, kitchen))
    one.come_in(person, "/#/search")
    page = one.page
    input_ = page.get_by_role("combobox", name="Nachrichten suchen")
    input_.press_sequentially("tea von:b")
    page.get_by_role("option", name="Ben").click()
    expect(texts(page)).to_have_count(2)
    expect(page.get_by_role("button", name=f"Von {called('Ben')}, entfernen")).to_be_visible()
    expect(page.get_by_text("Das ist alles.")).to_be_visible()
    input_.fill("tea seit:1.1.2020 ")
    expect(page.get_by_role("button", name="Seit 1. Jan. 2020, entfernen")).to_be_visible()
    input_.fill("Quatsch")
    expect(page.get_by_role("heading", name="Nichts gefunden")).to_be_visible()
    assert finder.asked[-1]["since"] in ("2019-12-31", "2020-01-01")
