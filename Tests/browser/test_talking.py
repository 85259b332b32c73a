"""Two people talk, each in a browser of their own; one of them on two devices, and with the keyboard alone."""

import re

from playwright.sync_api import expect

from parts import called, composer, entry, menu, post, row, say, stop_clock
from support.addresses import new_address


def test_what_one_says_the_other_sees_and_who_is_there_and_typing(at, server, person, ben):
    room = server.room(person, ben, kind="direct", name=None)
    # It shows to Ben with the first word.
    assert person.post(f"/api/v1/rooms/{room}/messages", {"content": "Hello"}).status == 201
    ours, theirs = at(person, room), at(ben, room)
    expect(ours.locator(".room-subtitle")).to_have_text("Online")
    composer(theirs).press_sequentially("Good m")
    expect(ours.locator(".typing")).to_have_text(f"{called('Ben')} is typing…")
    say(theirs, "Good morning")
    expect(row(ours, "Good morning")).to_be_visible()
    expect(ours.locator(".typing")).to_have_text("")
    expect(theirs.locator(".seen")).to_have_text("Seen")
    say(ours, "You too")
    expect(row(theirs, "You too")).to_be_visible()
    expect(row(ours, "You too")).not_to_have_class(re.compile("sending"))
    theirs.context.close()
    # One who only loads the page anew was never gone.
    expect(ours.locator(".room-subtitle")).to_contain_text("Last seen")


def test_an_edit_a_reply_and_a_reaction_reach_the_other(at, server, person, ben):
    room = server.room(person, ben)
    ours, theirs = at(person, room), at(ben, room)
    say(ours, "Soup at sevn")
    menu(ours, "Soup at sevn").get_by_role("button", name="Edit").click()
    expect(ours.get_by_text("Editing your message")).to_be_visible()
    say(ours, "Soup at seven")
    expect(row(theirs, "Soup at seven")).to_contain_text("(edited)")
    expect(ours.locator(".composer-context")).to_be_hidden()

    menu(theirs, "Soup at seven").get_by_role("button", name="Reply").click()
    say(theirs, "I bring bread")
    quotation = row(ours, "I bring bread").get_by_role("button", name="In reply to")
    expect(quotation).to_contain_text("Soup at seven")
    quotation.click()
    expect(row(ours, "Soup at seven").first).to_be_focused()

    menu(ours, "I bring bread").get_by_role("button", name="🎉").click()
    reaction = row(theirs, "I bring bread").get_by_role("button", name=f"🎉 {person.name}")
    expect(reaction).to_have_attribute("aria-pressed", "false")
    reaction.click()
    expect(row(ours, "I bring bread").locator(".reaction-count")).to_have_text("2")
    row(ours, "I bring bread").locator(".reaction").click()
    expect(row(theirs, "I bring bread").get_by_role("button", name="🎉 You")).to_have_attribute("aria-pressed", "true")
    expect(row(theirs, "I bring bread").locator(".reaction-count")).to_have_text("1")


def test_a_message_is_deleted_unless_one_thinks_better_of_it(at, server, person, ben):
    room = server.room(person, ben)
    ours, theirs = at(person, room), at(ben, room)
    say(ours, "Kept after all")
    say(ours, "Gone for good")
    expect(row(theirs, "Gone for good")).to_be_visible()
    menu(ours, "Kept after all").get_by_role("button", name="Delete").click()
    ours.get_by_role("button", name="Undo").click()
    stop_clock(ours)
    menu(ours, "Gone for good").get_by_role("button", name="Delete").click()
    expect(row(ours, "Message deleted").get_by_role("button", name="Undo")).to_be_visible()
    # Until the time for second thoughts is over, the other one sees it.
    expect(row(theirs, "Gone for good")).to_be_visible()
    ours.clock.resume()
    expect(row(theirs, "Message deleted")).to_be_visible()
    expect(row(theirs, "Gone for good")).to_have_count(0)
    expect(row(theirs, "Kept after all")).to_be_visible()
    expect(row(ours, "Kept after all")).to_be_visible()
    expect(ours.get_by_role("button", name="Undo")).to_have_count(0)


def test_whoever_is_mentioned_sees_it_in_the_list_of_rooms(at, server, person, ben, cleo):
    room = server.room(person, ben, cleo, name="Garden")
    ours, theirs, cleos = at(person, room), at(ben), at(cleo)
    composer(ours).press_sequentially("Hello @Be")
    option = ours.get_by_role("option", name="Ben")
    expect(option).to_have_attribute("aria-selected", "true")
    ours.keyboard.press("Enter")
    expect(composer(ours)).to_have_value("Hello @Ben ")
    ours.keyboard.press("Enter")
    expect(row(ours, "Hello")).to_be_visible()
    expect(entry(theirs, "Garden")).to_contain_text("1 unread, you are mentioned")
    expect(entry(cleos, "Garden")).to_contain_text("1 unread")
    expect(entry(cleos, "Garden")).not_to_contain_text("mentioned")


def test_everyone_is_called_only_after_a_second_press(at, server, person, ben, cleo):
    room = server.room(person, ben, cleo)
    ours, theirs = at(person, room), at(ben)
    expect(ours.locator(".room-subtitle")).to_contain_text("Cleo")
    say(ours, "@room dinner")
    expect(ours.get_by_role("alert").filter(has_text="This calls 2 people.")).to_be_visible()
    expect(ours.locator(".row")).to_have_count(0)
    ours.get_by_role("button", name="Send to everyone").click()
    expect(entry(theirs, "Kitchen").first).to_contain_text("you are mentioned")
    say(ours, "@room it is ready")
    expect(ours.get_by_role("alert").filter(has_text="This calls 2 people.")).to_be_visible()
    composer(ours).press("End")
    composer(ours).press_sequentially("!")
    composer(ours).press("Enter")
    expect(ours.get_by_role("alert").filter(has_text="This calls 2 people.")).to_be_visible()
    composer(ours).press("Enter")
    expect(row(ours, "it is ready!")).to_be_visible()


def test_what_is_unread_is_counted_on_both_devices_and_read_on_both(at, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    cellar = server.room(person, ben, name="Cellar")
    desk, phone = at(person, cellar), at(server.sign_in(person, server.guest.at(new_address())))
    expect(desk).to_have_title("Cellar · Snug")
    for number in range(3):
        assert ben.post(f"/api/v1/rooms/{attic}/messages", {"content": f"Dust {number}"}).status == 201
    expect(desk).to_have_title("(3) Cellar · Snug")
    expect(phone).to_have_title("(3) Snug")
    for page in [desk, phone]:
        expect(entry(page, "Attic")).to_contain_text("3 unread")
        expect(entry(page, "Attic").locator(".badge [aria-hidden]")).to_have_text("3")
    entry(desk, "Attic").click()
    expect(row(desk, "Dust 2")).to_be_visible()
    expect(desk).to_have_title("Attic · Snug")
    expect(phone).to_have_title("Snug")
    for page in [desk, phone]:
        expect(entry(page, "Attic").locator(".badge")).to_be_hidden()
    # What is said on one device stands on the other, unread on neither.
    entry(phone, "Attic").click()
    say(desk, "Swept")
    expect(row(phone, "Swept")).to_be_visible()
    expect(phone).to_have_title("Attic · Snug")


def test_a_message_is_written_and_edited_with_the_keyboard_alone(at, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page, theirs = at(person, attic), at(ben, attic)
    keys = page.keyboard
    expect(composer(page)).to_be_focused()

    keys.type("First line")
    keys.press("Shift+Enter")
    keys.type("second line")
    keys.press("Enter")
    expect(row(theirs, "First line")).to_contain_text("second line")
    # Only a message that the server has can be edited.
    expect(page.locator(".row[data-seq]", has_text="First line")).to_be_visible()
    expect(composer(page)).to_be_focused()

    keys.press("ArrowUp")
    expect(composer(page)).to_have_value("First line\nsecond line")
    keys.press("Escape")
    expect(composer(page)).to_have_value("")
    keys.press("ArrowUp")
    keys.press("ControlOrMeta+a")
    keys.type("One line")
    keys.press("Enter")
    expect(row(theirs, "One line")).to_contain_text("(edited)")
    expect(composer(page)).to_have_value("")
    expect(composer(page)).to_be_focused()


def test_a_message_is_reacted_to_and_answered_with_the_keyboard_alone(at, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    assert person.post(f"/api/v1/rooms/{attic}/messages", {"content": "One line"}).status == 201
    page = at(person, attic)
    keys = page.keyboard
    expect(row(page, "One line")).to_be_visible()
    expect(composer(page)).to_be_focused()

    # Back from the composer, past the button beside it, to the last message's.
    more = row(page, "One line").get_by_role("button", name="What to do with this message")
    for _ in range(2):
        keys.press("Shift+Tab")
    expect(more).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("button", name="👍", exact=True)).to_be_focused()
    keys.press("Escape")
    expect(more).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("button", name="👍", exact=True)).to_be_focused()
    keys.press("Enter")
    expect(row(page, "One line").get_by_role("button", name="👍 You")).to_be_visible()
    # Its row was drawn anew.
    expect(more).to_be_focused()

    keys.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Reply").press("Enter")
    expect(composer(page)).to_be_focused()
    expect(page.locator(".composer-context")).to_be_visible()
    keys.press("Escape")
    expect(page.locator(".composer-context")).to_be_hidden()


def test_rooms_are_gone_through_with_the_keyboard_alone(at, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    cellar = server.room(person, ben, name="Cellar")
    page = at(person, attic)
    keys = page.keyboard
    expect(composer(page)).to_be_focused()

    keys.press("ControlOrMeta+k")
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    keys.press("Escape")
    expect(composer(page)).to_be_focused()
    keys.press("ControlOrMeta+k")
    expect(page.get_by_role("dialog").get_by_role("listitem")).not_to_have_count(0)
    keys.type("cell")
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
    keys.press("Enter")
    expect(page.get_by_role("heading", name="Cellar")).to_be_visible()
    expect(composer(page)).to_be_focused()
    assert page.url.endswith(f"/#/room/{cellar}")

    keys.press("Alt+ArrowUp")
    expect(page.get_by_role("heading", name="Attic")).to_be_visible()
    keys.press("ControlOrMeta+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    keys.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(composer(page)).to_be_focused()


def test_an_edit_of_what_was_deleted_meanwhile_stays_as_a_draft(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(person, room, "Soup at sevn")
    page = at(person, room)
    menu(page, "Soup").get_by_role("button", name="Edit").click()
    composer(page).fill("Soup at seven")
    assert person.call("DELETE", f"/api/v1/rooms/{room}/messages/1").status in {200, 204}
    expect(page.get_by_text("Message deleted").first).to_be_visible()
    composer(page).press("Enter")
    expect(page.locator(".composer-note")).to_contain_text("deleted")
    expect(page.locator(".composer-context")).to_be_hidden()
    expect(composer(page)).to_have_value("Soup at seven")
    composer(page).press("Enter")
    expect(row(page, "Soup at seven")).to_be_visible()


def test_the_one_before_a_message_that_waits_is_not_edited(server, person, at):
    room = server.room(person, name="Attic")
    post(person, room, "An older one")
    page = at(person, room)
    expect(row(page, "An older one")).to_be_visible()
    page.context.set_offline(True)
    say(page, "The newest")
    composer(page).press("ArrowUp")
    expect(composer(page)).to_have_value("")


def test_the_menu_of_a_message_goes_with_it(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "The key is under the mat")
    page = at(person, room)
    opened = menu(page, "under the mat")
    expect(opened).to_be_visible()
    assert ben.call("DELETE", f"/api/v1/rooms/{room}/messages/1").status in {200, 204}
    expect(opened).to_have_count(0)


def test_a_room_that_one_is_not_in_does_not_go_on_loading(server, person, ben, at):
    page = at(person, server.room(ben, name="Bens own"))
    expect(page.get_by_text("There is no such room, or you are not in it.")).to_be_visible()
    expect(page.get_by_text("Loading…")).to_have_count(0)
