"""The list of rooms: filters, pins, drafts, each room's menu, and the ways to what is unread."""

import re

import pytest
from playwright.sync_api import expect

from parts import called, composer, entry, menu, post, row
from support.deadline import eventually

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True, "is_mobile": True}
NAMES = ["Attic", "Cellar", "Garden", "Hall", "Pantry", "Shed"]


@pytest.fixture
def house(server, person, ben):
    """Enough rooms for filters to be of use, by name."""
    return {name: server.room(person, ben, name=name) for name in NAMES}


def names(page):
    return page.locator(".room-item-name").all_text_contents()


def read_seq(person, room):
    return next(each["read_seq"] for each in person.get("/api/v1/rooms").body["rooms"] if each["id"] == room)


def room_menu(page, room):
    entry(page, room).hover()
    page.get_by_role("button", name=f"What to do with {room}").click()
    return page.get_by_role("dialog", name=f"What to do with {room}")


def mark_read(person, *rooms, seq):
    for room in rooms:
        assert person.post(f"/api/v1/rooms/{room}/read", {"seq": seq}).status == 204


def test_a_filter_shows_what_is_unread_people_or_rooms(house, server, person, ben, at):
    direct = server.room(person, ben, kind="direct", name=None)
    post(ben, direct, "Psst")
    post(ben, house["Hall"], "New here")
    mark_read(person, direct, seq=1)
    page = at(person)
    chips = page.get_by_role("group", name="Show in the list")
    expect(chips.get_by_role("button", name="All")).to_have_attribute("aria-pressed", "true")
    chips.get_by_role("button", name="People").click()
    expect(page.locator(".room-item-name")).to_have_text(["Ben"])
    chips.get_by_role("button", name="Rooms").click()
    expect(page.locator(".room-item-name")).to_have_count(len(NAMES))
    chips.get_by_role("button", name="Unread").click()
    expect(page.locator(".room-item-name")).to_have_text(["Hall"])
    # It stays while it is read.
    entry(page, "Hall").click()
    eventually(lambda: read_seq(person, house["Hall"]) == 1, "read")
    expect(page.locator(".room-item-name")).to_have_text(["Hall"])


def test_few_rooms_need_no_filter(server, person, ben, at):
    server.room(person, ben, name="Attic")
    page = at(person)
    expect(entry(page, "Attic")).to_be_visible()
    expect(page.get_by_role("group", name="Show in the list")).to_be_hidden()


def test_a_pinned_room_comes_first_on_all_devices_until_it_is_unpinned(house, server, person, ben, at):
    post(ben, house["Shed"], "The newest")
    desk, phone = at(person), at(person)
    for page in [desk, phone]:
        expect(page.locator(".room-item-name").first).to_have_text("Shed")
    room_menu(desk, "Garden").get_by_role("button", name="Pin to the top").click()
    for page in [desk, phone]:
        expect(page.locator(".room-item-name").first).to_have_text("Garden")
        expect(entry(page, "Garden").get_by_title("Pinned")).to_be_visible()
    room_menu(desk, "Garden").get_by_role("button", name="Unpin").click()
    for page in [desk, phone]:
        expect(page.locator(".room-item-name").first).to_have_text("Shed")


def test_a_draft_is_shown_in_the_list_of_every_tab_once_one_looks_elsewhere(house, person, at):
    page = at(person, house["Attic"])
    composer(page).fill("A letter that I never")
    sign = entry(page, "Attic").get_by_text("Draft:")
    expect(sign).to_be_hidden()
    entry(page, "Hall").click()
    expect(sign).to_be_visible()
    expect(entry(page, "Attic")).to_contain_text("A letter that I never")
    second = page.context.new_page()
    second.goto(page.url)
    expect(entry(second, "Attic")).to_contain_text("A letter that I never")
    # It outlives the tab.
    page.close()
    second.reload()
    expect(entry(second, "Attic")).to_contain_text("A letter that I never")
    entry(second, "Attic").click()
    composer(second).fill("")
    entry(second, "Hall").click()
    expect(entry(second, "Attic").get_by_text("Draft:")).to_be_hidden()


def test_a_room_is_read_unread_and_muted_from_its_menu(house, server, person, ben, at):
    attic = house["Attic"]
    post(ben, attic, "One", "Two")
    page = at(person)
    room_menu(page, "Attic").get_by_role("button", name="Mark as read").click()
    eventually(lambda: read_seq(person, attic) == 2, "read")
    expect(entry(page, "Attic").locator(".badge")).to_be_hidden()
    room_menu(page, "Attic").get_by_role("button", name="Mark as unread").click()
    expect(entry(page, "Attic")).to_contain_text("1 unread")
    assert read_seq(person, attic) == 1
    room_menu(page, "Attic").get_by_role("button", name="Mute…").click()
    page.get_by_role("button", name="For good").click()
    expect(entry(page, "Attic").get_by_title("Muted")).to_be_visible()
    expect(entry(page, "Attic").locator(".badge")).to_be_hidden()
    room_menu(page, "Attic").get_by_role("button", name="Unmute: be told of everything").click()
    expect(entry(page, "Attic")).to_contain_text("1 unread")


def test_a_room_that_is_muted_for_a_time_keeps_the_level_before(house, person, at):
    attic = house["Attic"]
    assert person.post(f"/api/v1/rooms/{attic}/notify", {"notify": "mentions"}).status == 204
    page = at(person)
    room_menu(page, "Attic").get_by_role("button", name="Mute…").click()
    page.get_by_role("button", name="For an hour").click()
    expect(page.get_by_role("status").filter(has_text="then you are told when someone mentions you")).to_be_visible()
    room_menu(page, "Attic").get_by_role("button", name="Unmute: be told of mentions").click()
    expect(entry(page, "Attic").get_by_title("Muted")).to_be_hidden()
    room = next(each for each in person.get("/api/v1/rooms").body["rooms"] if each["id"] == attic)
    assert room["notify"] == "mentions" and "notify_until" not in room


def test_a_room_is_left_from_its_menu_which_the_right_button_opens_too(house, person, at):
    page = at(person)
    entry(page, "Shed").click(button="right")
    page.get_by_role("dialog", name="What to do with Shed").get_by_role("button", name="Leave this room").click()
    page.get_by_role("dialog").get_by_role("button", name="Leave this room").click()
    expect(entry(page, "Shed")).to_have_count(0)
    expect(page.get_by_role("status").filter(has_text=f"You have left “{called('Shed')}”.")).to_be_visible()


def test_what_lies_over_the_page_about_a_room_closes_once_that_room_is_gone(server, person, ben, at):
    shed, attic, den = [server.room(ben, person, name=name) for name in ["Shed", "Attic", "Den"]]
    page = at(person)

    def delete(room):
        assert ben.call("DELETE", f"/api/v1/rooms/{room}").status == 204
        expect(page.get_by_role("dialog")).to_have_count(0)

    expect(room_menu(page, "Shed")).to_be_visible()
    delete(shed)
    room_menu(page, "Attic").get_by_role("button", name="Leave this room").click()
    expect(page.get_by_role("dialog")).to_contain_text("To come back, you need someone inside")
    delete(attic)
    entry(page, "Den").click()
    page.get_by_role("button", name="Notifications: everything").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    delete(den)


def test_a_finger_that_rests_on_a_room_opens_its_menu_and_not_the_room(house, person, at):
    page = at(person, **PHONE)
    box = entry(page, "Hall").bounding_box()
    devtools = page.context.new_cdp_session(page)
    finger = [{"x": box["x"] + 80, "y": box["y"] + 20}]
    devtools.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": finger})
    expect(page.get_by_role("dialog", name="What to do with Hall")).to_be_visible()
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page.get_by_role("dialog", name="What to do with Hall")).to_be_visible()
    assert page.url.endswith("#/")


def test_escape_reads_the_room_and_with_shift_all_of_them_once_one_says_so(house, server, person, ben, at):
    with ben.socket() as socket:
        for number in range(1, 81):
            socket.say(house["Attic"], f"Line {number}.", f"esc-{house['Attic']}-{number}")
        socket.ack(f"esc-{house['Attic']}-80", within=60)
    post(ben, house["Hall"], "One")
    post(ben, house["Shed"], "Two")
    page = at(person, house["Attic"])
    expect(row(page, "Line 1.")).to_be_visible()
    page.keyboard.press("Escape")
    eventually(lambda: read_seq(person, house["Attic"]) == 80, "the room is read")
    assert read_seq(person, house["Hall"]) == 0
    page.keyboard.press("Shift+Escape")
    dialog = page.get_by_role("dialog", name="Mark everything as read?")
    expect(dialog).to_contain_text("2 messages in 2 rooms")
    dialog.get_by_role("button", name="Cancel").click()
    assert read_seq(person, house["Hall"]) == 0
    page.keyboard.press("Shift+Escape")
    dialog.get_by_role("button", name="Mark as read").click()
    eventually(lambda: read_seq(person, house["Hall"]) == read_seq(person, house["Shed"]) == 1, "all is read")
    expect(page).to_have_title("Attic · Snug")


def test_all_is_read_as_far_as_the_question_went_and_nothing_from_a_page_about_a_room(house, person, ben, at):
    post(ben, house["Hall"], "One")
    page = at(person)
    expect(entry(page, "Hall")).to_contain_text("One")
    page.goto(page.url.split("#")[0] + f"#/room/{house['Hall']}/about")
    expect(page.get_by_role("main").get_by_role("heading", name="Members")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Shift+Escape")
    dialog = page.get_by_role("dialog", name="Mark everything as read?")
    expect(dialog).to_contain_text("1 message in 1 room")
    post(ben, house["Hall"], "Two")
    expect(entry(page, "Hall")).to_contain_text("Two")
    dialog.get_by_role("button", name="Mark as read").click()
    eventually(lambda: read_seq(person, house["Hall"]) == 1, "the message that was asked about is read")
    expect(entry(page, "Hall")).to_contain_text("1 unread")


def test_escape_that_ends_an_answer_reads_nothing(house, person, ben, at):
    with ben.socket() as socket:
        for number in range(1, 81):
            socket.say(house["Attic"], f"Line {number}.", f"reply-{house['Attic']}-{number}")
        socket.ack(f"reply-{house['Attic']}-80", within=60)
    page = at(person, house["Attic"])
    menu(page, "Line 1.").get_by_role("button", name="Reply", exact=True).click()
    page.keyboard.press("Escape")
    expect(page.get_by_text(f"Reply to {called('Ben')}")).to_be_hidden()
    assert read_seq(person, house["Attic"]) < 80


def test_messages_are_unread_again_from_where_one_says(house, person, ben, at):
    attic = house["Attic"]
    post(ben, attic, "First", "Second", "Third")
    page = at(person, attic)
    eventually(lambda: read_seq(person, attic) == 3, "all read")
    menu(page, "Second").get_by_role("button", name="Unread from here").click()
    expect(entry(page, "Attic")).to_contain_text("2 unread")
    expect(page.locator(".row", has=page.locator(".new-line"))).to_contain_text("Second")
    assert read_seq(person, attic) == 1


def test_mentions_are_counted_and_one_is_led_to_each(house, person, ben, at):
    attic = house["Attic"]
    with ben.socket() as socket:
        for number in range(1, 121):
            text = f"@{person.name} number {number}" if number in (60, 100) else f"Line {number}."
            socket.say(attic, text, f"at-{attic}-{number}")
        socket.ack(f"at-{attic}-120", within=60)
    page = at(person, attic)
    expect(entry(page, "Attic").locator(".mention-sign")).to_be_visible()
    expect(page.get_by_role("link", name="2 mentions not read yet")).to_be_visible()
    to_next = page.get_by_role("button", name="Go to the next mention")
    for number in (60, 100, 60):
        to_next.click()
        expect(row(page, f"number {number}")).to_be_focused()
        expect(row(page, f"number {number}")).to_be_in_viewport()
    page.get_by_role("button", name="Go to the newest message").click()
    eventually(lambda: read_seq(person, attic) == 120, "all read")
    expect(to_next).to_be_hidden()
    expect(entry(page, "Attic").locator(".mention-sign")).to_be_hidden()


def test_the_list_of_mentions_leads_to_each_in_its_room(house, person, ben, at):
    post(ben, house["Attic"], f"@{person.name} the roof leaks")
    post(ben, house["Hall"], "Nothing for you", f"@{person.name} your coat")
    mark_read(person, house["Attic"], seq=1)
    page = at(person)
    page.get_by_role("link", name="1 mention not read yet").click()
    expect(page.get_by_role("heading", name="Mentions")).to_be_focused()
    entries = page.locator(".mention-entry")
    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text(re.compile(r"Hall.*Ben: @.* your coat", re.DOTALL))
    expect(entries.first).to_have_class(re.compile("unread"))
    expect(entries.last).not_to_have_class(re.compile("unread"))
    entries.first.click()
    expect(row(page, "your coat")).to_be_focused()


def test_a_desk_starts_in_the_room_that_one_was_in_and_a_phone_with_the_list(house, person, visitor):
    desk, phone = visitor(), visitor(**PHONE)
    for each in [desk, phone]:
        each.come_in(person, f"/#/room/{house['Hall']}")
        expect(each.page.get_by_role("heading", name="Hall")).to_be_visible()
        each.go("/")
    expect(desk.page.get_by_role("heading", name="Hall")).to_be_visible()
    expect(entry(phone.page, "Hall")).to_be_visible()
    phone.is_at("/#/")
    # Not where one has no place any more.
    assert person.call("DELETE", f"/api/v1/rooms/{house['Hall']}/members/{person.id}").status == 204
    desk.go("/")
    expect(desk.page.get_by_role("heading", name="Pick a conversation")).to_be_visible()


def test_the_arrow_back_to_the_list_adds_nothing_to_the_history(house, person, at):
    page = at(person, **PHONE)
    length = page.evaluate("history.length")
    for name in ["Hall", "Shed", "Hall"]:
        entry(page, name).click()
        expect(composer(page)).to_be_visible()
        page.get_by_role("link", name="Back to rooms").click()
        expect(entry(page, name)).to_be_visible()
    assert page.evaluate("history.length") == length + 1
    # From another room, the list is not behind: the arrow leads there all the same.
    entry(page, "Hall").click()
    page.evaluate(f"location.hash = '#/room/{house['Shed']}'")
    expect(page.get_by_role("heading", name="Shed")).to_be_visible()
    page.get_by_role("link", name="Back to rooms").click()
    expect(entry(page, "Shed")).to_be_visible()


def test_on_a_phone_a_conversation_is_begun_within_reach_of_the_thumb(house, person, at):
    page = at(person, **PHONE)
    button = page.get_by_role("button", name="New conversation")
    box = button.bounding_box()
    assert box["y"] > 800 * 0.75 and box["x"] > 390 / 2
    assert min(box["width"], box["height"]) >= 44
    button.click()
    expect(page.get_by_role("dialog", name="New conversation")).to_be_visible()


def test_the_compact_page_shows_more_rooms_and_messages(house, person, ben, visitor):
    post(ben, house["Attic"], "One", "Two")
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{house['Attic']}")
    page = visitor.page

    def heights():
        expect(row(page, "Two")).to_be_visible()
        return entry(page, "Attic").bounding_box()["height"], row(page, "Two").bounding_box()["height"]

    roomy = heights()
    visitor.go("/#/settings")
    visitor.section("Appearance").get_by_label("Compact").check(force=True)
    visitor.go(f"/#/room/{house['Attic']}")
    compact = heights()
    assert compact[0] <= 52 < roomy[0]
    assert compact[1] < roomy[1] - 6
