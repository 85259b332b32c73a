"""Who is in a room, what they are called, and who is here, while the page is open."""

import re

import pytest
from playwright.sync_api import expect

from parts import called, composer, entry, menu, post, row
from support.addresses import new_address


@pytest.fixture
def dana(server):
    number = new_address().rpartition(".")[2]
    return server.register(f"Dana{number}", guest=server.guest.at(new_address()))


def test_whoever_comes_into_a_room_is_there_at_once_and_gone_when_they_leave(server, person, ben, cleo, at):
    room = server.room(person, ben, name="Attic")
    page = at(person, room)
    subtitle = page.locator(".room-subtitle")
    expect(subtitle).to_have_text(f"{called('You')} and {called('Ben')}")
    assert person.post(f"/api/v1/rooms/{room}/members", {"user_id": cleo.id}).status == 201
    expect(subtitle).to_contain_text("Cleo")
    composer(page).press_sequentially("@Cle")
    expect(page.get_by_role("option", name="Cleo")).to_be_visible()
    expect(page.locator("#announcer")).to_have_text("1 suggestion")
    composer(page).fill("")
    post(person, room, "Welcome")
    assert cleo.post(f"/api/v1/rooms/{room}/read", {"seq": 1}).status == 204
    # As receipts come, at most one a second.
    expect(row(page, "Welcome")).to_be_visible()
    menu(page, "Welcome").get_by_role("button", name="Seen by").click()
    expect(page.get_by_role("dialog", name="What to do with this message")).to_contain_text("Cleo")
    page.keyboard.press("Escape")
    assert cleo.call("DELETE", f"/api/v1/rooms/{room}/members/{cleo.id}").status == 204
    expect(subtitle).to_have_text(f"{called('You')} and {called('Ben')}")


def test_a_new_name_is_everywhere_at_once(server, person, dana, at):
    room = server.room(person, dana, name="Attic")
    post(dana, room, "Hello")
    page = at(person, room)
    expect(row(page, "Hello")).to_contain_text(dana.name)
    assert dana.call("PATCH", "/api/v1/me", {"name": "Dolores"}).status == 200
    expect(row(page, "Hello")).to_contain_text("Dolores")
    expect(page.locator(".room-subtitle")).to_contain_text("Dolores")
    expect(entry(page, "Attic")).to_contain_text("Dolores: Hello")


def test_whoever_left_and_was_deactivated_keeps_their_name_in_what_they_said(server, person, dana, at):
    room = server.room(person, dana, name="Attic")
    post(dana, room, "So long")
    assert dana.call("DELETE", f"/api/v1/rooms/{room}/members/{dana.id}").status == 204
    assert server.owner.call("PATCH", f"/api/v1/users/{dana.id}", {"deactivated": True}).status == 200
    page = at(person, room)
    expect(row(page, "So long")).to_contain_text(dana.name)


def test_words_are_deleted_by_whom_the_room_passed_to_and_between_two_by_their_author_alone(server, person, dana, at):
    room = server.room(person, dana, name="Attic")
    assert person.call("DELETE", f"/api/v1/rooms/{room}/members/{person.id}").status == 204
    assert dana.post(f"/api/v1/rooms/{room}/members", {"user_id": person.id}).status == 201
    two = server.room(person, dana, kind="direct", name=None)
    for each in (room, two):
        post(person, each, "From the maker")
        post(dana, each, "From the other")
    for who, others, where in [(dana, "From the maker", room), (person, "From the other", room),
                               (dana, "From the maker", two), (person, "From the other", two)]:
        page = at(who, where)
        expect(page.locator(".room-subtitle")).not_to_be_empty()
        opened = menu(page, others)
        expect(opened.get_by_role("button", name="Copy link")).to_be_visible()
        expect(opened.get_by_role("button", name="Delete")).to_have_count(1 if (who, where) == (dana, room) else 0)
        page.close()


def test_nothing_is_written_to_someone_whose_account_is_out_of_use(server, person, dana, at):
    room = server.room(person, dana, kind="direct", name=None)
    post(dana, room, "So long")
    page = at(person, room)
    expect(composer(page)).to_be_visible()
    for out in [True, False, True]:
        assert server.owner.call("PATCH", f"/api/v1/users/{dana.id}", {"deactivated": out}).status == 200
        expect(page.get_by_text("nobody would read a new message")).to_have_count(1 if out else 0)
        expect(composer(page)).to_be_visible(visible=not out)
    expect(page.locator(".room-subtitle")).to_have_text("No longer here")
    page.reload()
    expect(page.get_by_text("nobody would read a new message")).to_be_visible()
    expect(page.locator(".room-subtitle")).to_have_text("No longer here")
    expect(composer(page)).to_be_hidden()


def test_the_other_of_a_direct_room_is_known_though_the_last_word_is_ones_own(server, person, ben, at):
    room = server.room(person, ben, kind="direct", name=None)
    post(person, room, "Good night")
    page, theirs = at(person), at(ben)
    avatar = entry(page, "Ben").locator(".avatar")
    expect(avatar).to_have_class(re.compile(rf"round online tint-{ben.id % 8}"))
    expect(entry(page, "Ben")).to_contain_text("Online")
    entry(page, "Ben").click()
    expect(page.locator(".room-subtitle")).to_have_text("Online")
    theirs.context.close()
    expect(page.locator(".room-subtitle")).to_contain_text("Last seen")
    expect(avatar).not_to_have_class(re.compile("online"))


def test_nothing_untrue_is_said_of_when_the_other_was_here(server, person, dana, at):
    room = server.room(person, dana, kind="direct")
    post(person, room, "Are you there?")
    with dana.socket() as socket:
        socket.wait_for(type="hello")
    page = at(person, room)
    subtitle = page.locator(".room-subtitle")
    expect(subtitle).to_contain_text("Last seen")
    # Seen last before what they said last: by a client that holds no socket.
    page.route("**/api/v1/users?*", lambda route: seen_long_ago(route, dana.id))
    post(dana, room, "Yes!")
    page.reload()
    expect(subtitle).to_have_text(re.compile(r"Last seen (today )?(at )?\d"))
    page.route_web_socket(re.compile("/ws$"), lambda _: None)
    page.reload()
    expect(row(page, "Yes!")).to_be_visible()
    expect(subtitle).to_have_text("Just the two of you")


def seen_long_ago(route, person):
    """The list of people, one of whom was here years ago."""
    answer = route.fetch()
    people = answer.json()
    for each in people["users"]:
        if each["id"] == person:
            each["last_seen"] = "2020-01-01T12:00:00.000Z"
    route.fulfill(response=answer, json=people)


def test_ones_own_last_words_bear_a_mark_in_the_list_that_no_name_has(server, person, ben, at):
    room = server.room(person, ben, name="Pantry")
    post(ben, room, "You: this is me")
    page = at(person)
    pantry = entry(page, "Pantry")
    last, mark = pantry.locator(".room-item-last"), pantry.locator(".draft-sign")
    expect(last).to_have_text("Ben: You: this is me")
    expect(mark).to_be_hidden()
    post(person, room, "No, me")
    expect(pantry).to_contain_text("You: No, me")
    expect(last).to_have_text("No, me")
    assert mark.evaluate("mark => getComputedStyle(mark).fontWeight") > last.evaluate("last => getComputedStyle(last).fontWeight")


def test_a_muted_room_is_quiet_in_the_list_too(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    assert person.post(f"/api/v1/rooms/{room}/notify", {"notify": "nothing"}).status == 204
    post(ben, room, "One", "Two")
    page = at(person)
    attic = entry(page, "Attic")
    expect(attic).to_contain_text("Ben: Two")
    expect(attic.get_by_title("Muted")).to_be_visible()
    expect(attic.locator(".badge")).to_be_hidden()
    expect(attic).not_to_have_class(re.compile("unread"))
    expect(page).to_have_title("Snug")


def test_a_room_of_mentions_counts_its_mentions_alone(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    assert person.post(f"/api/v1/rooms/{room}/notify", {"notify": "mentions"}).status == 204
    post(ben, room, "One", f"@{person.name} two", "Three")
    page = at(person)
    expect(entry(page, "Attic").locator(".badge")).to_be_visible()
    expect(page).to_have_title("(1) Snug")


def test_times_stand_in_one_line_and_previews_take_the_rest(server, person, ben, at):
    for name in ["Attic", "Cellar"]:
        post(ben, server.room(person, ben, name=name), f"@{person.name} " + "a long word about the weather " * 9)
    quiet = server.room(person, ben, name="Pantry")
    post(person, quiet, "a long word about the weather " * 9)
    page = at(person)
    ends = [box["x"] + box["width"] for box in
            (entry(page, name).locator("time").bounding_box() for name in ["Attic", "Cellar", "Pantry"])]
    assert max(ends) - min(ends) <= 1
    text = entry(page, "Pantry").locator(".room-item-text").bounding_box()
    sign, last = (entry(page, "Pantry").locator(name).bounding_box() for name in [".draft-sign", ".room-item-last"])
    assert entry(page, "Attic").locator(".room-item-last").bounding_box()["x"] == text["x"]
    assert last["x"] + last["width"] >= text["x"] + text["width"] - 1 and last["x"] - sign["x"] - sign["width"] <= 6
