"""A room's own page: who is in it, how loud it is, and the ways in and out."""

import re

import pytest
from playwright.sync_api import expect

from parts import called
from support.addresses import new_address


@pytest.fixture(scope="module")
def others(server):
    return [server.register(name, guest=server.guest.at(new_address())) for name in ["Ben", "Cleo"]]


def member(page, name):
    return page.get_by_role("region", name=re.compile("^Members")).get_by_role("listitem").filter(has_text=name)


def confirm(page, button):
    page.get_by_role("dialog").get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_focus_stays_at_a_member_who_comes_and_goes(visitor, server, person, others):
    ben, cleo = others
    room = server.room(person, ben, cleo)
    one = visitor()
    one.come_in(person, f"/#/room/{room}/about")
    name = member(one.page, "Ben").get_by_role("button", name="Ben", exact=True)
    name.focus()
    one.page.evaluate("""() => {
        globalThis.drawn = 0;
        const cleo = [...document.querySelectorAll('.entry')].find((each) => each.textContent.includes('Cleo'));
        new MutationObserver((changes) => { globalThis.drawn += changes.length; }).observe(cleo, { childList: true, subtree: true });
    }""")
    theirs = visitor()
    theirs.come_in(ben)
    expect(member(one.page, "Ben")).to_contain_text("Online")
    expect(name).to_be_focused()
    assert one.page.evaluate("drawn") == 0


def test_its_owner_brings_people_in_and_takes_them_out_with_the_keyboard_alone(visitor, server, person, others):
    ben, cleo = others
    room = server.room(person, ben)
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}")
    page = visitor.page
    page.get_by_role("link", name="About this room").press("Enter")
    expect(page.get_by_role("heading", name="About this room")).to_be_focused()
    expect(member(page, person.name)).to_contain_text("Owner")

    add = page.get_by_role("button", name="Add people")
    add.press("Enter")
    page.get_by_role("searchbox", name="Find people").fill("Cleo")
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
    page.get_by_role("dialog").get_by_role("button", name="Cleo").press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Add people").press("Enter")
    expect(member(page, "Cleo")).to_be_visible()
    # The server told of her before it answered.
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(add).to_be_focused()

    page.get_by_role("button", name="Remove Ben").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("They no longer see this room.")
    dialog.get_by_role("button", name="Remove", exact=True).press("Enter")
    expect(member(page, "Ben")).to_have_count(0)
    # The button that was pressed is gone.
    expect(page.get_by_role("heading", name=re.compile("^Members"))).to_be_focused()
    assert {each["user_id"] for each in person.get(f"/api/v1/rooms/{room}").body["members"]} == {person.id, cleo.id}
    assert ben.get(f"/api/v1/rooms/{room}").status == 404


def test_a_member_may_neither_rename_nor_delete_nor_remove(visitor, server, person, others):
    room = server.room(others[0], person)
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}/about")
    page = visitor.page
    expect(page.get_by_role("button", name="Leave this room")).to_be_visible()
    expect(page.get_by_role("button", name="Add people")).to_be_visible()
    for name in ["Delete this room", re.compile("^Remove "), "Save"]:
        expect(page.get_by_role("button", name=name)).to_have_count(0)


def test_a_new_name_stands_in_the_list_at_once(visitor, server, person):
    room = server.room(person)
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}/about")
    page = visitor.page
    name = page.get_by_label("Name of the room")
    expect(name).to_have_value("Kitchen")
    name.fill("Garden")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("navigation", name="Rooms").get_by_role("link", name="Garden")).to_be_visible()
    assert person.get(f"/api/v1/rooms/{room}").body["name"] == "Garden"


def test_how_loud_it_is_is_kept(visitor, server, person):
    room = server.room(person)
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}/about")
    page = visitor.page
    page.get_by_label("Everything").wait_for(state="attached")
    expect(page.get_by_label("Everything")).to_be_checked()
    page.get_by_label("Nothing").check(force=True)
    expect(page.get_by_role("main")).to_contain_text("It stays quiet")
    visitor.go(f"/#/room/{room}/about")
    expect(page.get_by_label("Nothing")).to_be_checked()
    assert person.get(f"/api/v1/rooms/{room}").body["muted"] is True


def test_one_leaves_after_a_word_of_warning_and_may_think_better_of_it(visitor, server, person, others):
    room = server.room(person, others[0])
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}/about")
    page = visitor.page
    leave = page.get_by_role("button", name="Leave this room")
    leave.click()
    page.keyboard.press("Escape")
    expect(leave).to_be_focused()
    leave.click()
    confirm(page, "Leave this room")
    expect(page.get_by_role("status").filter(has_text=f"You have left “{called('Kitchen')}”.")).to_be_visible()
    visitor.is_at("/#/")
    assert person.get(f"/api/v1/rooms/{room}").status == 404


def test_a_room_is_deleted_for_everyone_in_it(visitor, server, person, others):
    room = server.room(person, others[0])
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}/about")
    page = visitor.page
    page.get_by_role("button", name="Delete this room").click()
    expect(page.get_by_role("dialog")).to_contain_text("This cannot be undone.")
    confirm(page, "Delete this room")
    expect(page.get_by_role("status").filter(has_text=f"“{called('Kitchen')}” is deleted.")).to_be_visible()
    assert others[0].get(f"/api/v1/rooms/{room}").status == 404


def test_a_room_in_which_something_was_said_is_deleted_by_its_name_alone(visitor, server, person, others):
    room = server.room(person, others[0])
    assert person.post(f"/api/v1/rooms/{room}/messages", {"content": "Hello"}).status == 201
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}/about")
    page = visitor.page
    page.get_by_role("button", name="Delete this room").click()
    field = page.get_by_role("textbox", name=f"To delete it, type its name: {called('Kitchen')}")
    expect(field).to_be_focused()
    field.fill("kitchen")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("That is not the room’s name.")
    assert others[0].get(f"/api/v1/rooms/{room}").status == 200
    field.fill(" Kitchen ")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").filter(has_text=f"“{called('Kitchen')}” is deleted.")).to_be_visible()
    assert others[0].get(f"/api/v1/rooms/{room}").status == 404


def test_a_conversation_of_two_is_taken_from_ones_own_list_alone(visitor, server, person, others):
    room = server.room(person, others[0], kind="direct")
    assert person.post(f"/api/v1/rooms/{room}/messages", {"content": "Hello"}).status == 201
    guest = visitor()
    guest.come_in(person, f"/#/room/{room}/about")
    page = guest.page
    expect(page.get_by_role("button", name="Delete")).to_have_count(0)
    guest.section("In your list").get_by_role("button", name="Remove from my list").click()
    expect(page.get_by_role("dialog")).to_contain_text(f"Remove the conversation with {called(others[0].name)} from your list?")
    expect(page.get_by_role("dialog")).to_contain_text("Nothing is deleted")
    confirm(page, "Remove from my list")
    expect(page.get_by_role("status").filter(has_text="no longer in your list")).to_be_visible()
    expect(page.get_by_role("navigation", name="Rooms").get_by_role("link", name=others[0].name)).to_have_count(0)
    assert [each["content"] for each in others[0].history(room)] == ["Hello"]


def test_an_open_room_is_joined_from_its_address(visitor, server, person, others):
    room = server.room(others[0], kind="open", name="Lobby")
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}")
    page = visitor.page
    expect(page.get_by_role("alert")).to_contain_text("You are not in this room, but you may join it.")
    page.get_by_role("alert").get_by_role("link", name="About this room").click()
    expect(member(page, "Ben")).to_be_visible()
    page.get_by_role("button", name="Join this room").click()
    expect(page.get_by_role("textbox", name="Write to Lobby")).to_be_visible()
    visitor.is_at(f"/#/room/{room}")


def test_a_room_that_is_not_there_says_so(visitor, person):
    visitor = visitor()
    visitor.come_in(person, "/#/room/999999/about")
    expect(visitor.page.get_by_role("alert")).to_contain_text("There is no such room, or you are not in it.")
    expect(visitor.page.get_by_role("link", name="Go to your rooms")).to_be_visible()
