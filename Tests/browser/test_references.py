"""Rooms and messages that a text names: links, and cards with the messages."""

import re

from playwright.sync_api import expect

from parts import composer, post, row, say


def test_the_name_of_a_room_is_completed_and_leads_there(at, server, person, ben):
    garden, kitchen = server.room(person, ben, name="Garden"), server.room(person, ben, name="Kitchen")
    ours, theirs = at(person, garden), at(ben, garden)
    composer(ours).press_sequentially("Come to #Ki")
    expect(ours.get_by_role("option", name="Kitchen")).to_be_visible()
    ours.keyboard.press("Enter")
    ours.keyboard.press("Enter")
    for page in (ours, theirs):
        expect(page.get_by_role("link", name="#Kitchen", exact=True)).to_have_attribute("href", f"#/room/{kitchen}")
    theirs.get_by_role("link", name="#Kitchen", exact=True).click()
    expect(theirs.get_by_role("heading", level=1, name="Kitchen")).to_be_visible()


def test_a_link_to_a_message_shows_it_and_is_asked_for_once(visitor, server, person, ben):
    garden, kitchen = server.room(person, ben, name="Garden"), server.room(person, ben, name="Kitchen")
    secret = server.room(ben, name="Secret")
    post(ben, kitchen, "The soup is on")
    post(ben, secret, "Not for everyone")
    link = f"{server.process.origin}/#/room/{kitchen}/message/1"
    post(ben, garden, f"Look: {link}", f"{server.process.origin}/#/room/{secret}/message/1",
         f"{server.process.origin}/#/room/{kitchen}/message/99")
    visitor = visitor()
    asked = []
    visitor.page.on("request", lambda request: asked.append(request.url) if re.search("/messages\\?after=", request.url) else None)
    visitor.come_in(person, f"/#/room/{garden}")
    page = visitor.page
    card = row(page, "Look:").locator(".reference")
    expect(card).to_contain_text("The soup is on")
    expect(card).to_contain_text("Ben")
    expect(page.locator("p.reference")).to_have_text(["This message is not available to you."] * 2)
    expect(page.get_by_text("Not for everyone")).to_have_count(0)
    for number in range(3):
        post(ben, garden, f"And {number} #")
        expect(row(page, f"And {number}")).to_be_visible()
    page.evaluate("location.hash = '#/'")
    page.evaluate(f"location.hash = '#/room/{garden}'")
    expect(card).to_contain_text("The soup is on")
    assert len(asked) == 2, asked
    # It follows the message.
    assert ben.call("DELETE", f"/api/v1/rooms/{kitchen}/messages/1").status == 204
    expect(card).to_contain_text("Message deleted")
    card.click()
    visitor.is_at(f"/#/room/{kitchen}/message/1")


def test_a_link_to_a_room_is_copied_from_its_page(visitor, server, person):
    room = server.room(person, name="Garden")
    guest = visitor(permissions=["clipboard-read", "clipboard-write"])
    guest.come_in(person, f"/#/room/{room}/about")
    guest.page.get_by_role("button", name="Copy link to this room").click()
    expect(guest.page.locator(".toast")).to_have_text("Copied.")
    assert guest.page.evaluate("navigator.clipboard.readText()") == f"{server.process.origin}/#/room/{room}"
    guest.go(f"/#/room/{room}")
    say(guest.page, f"Here: {server.process.origin}/#/room/{room}")
    expect(guest.page.get_by_role("link", name="#Garden", exact=True)).to_be_visible()


def test_a_card_shows_what_became_of_its_message_while_there_was_no_connection(at, server, person, ben):
    garden, kitchen = server.room(person, ben, name="Garden"), server.room(person, ben, name="Kitchen")
    post(ben, kitchen, "The soup is on", "And so is the bread")
    post(ben, garden, f"Look: {server.process.origin}/#/room/{kitchen}/message/1")
    page = at(person, garden)
    card = row(page, "Look:").locator(".reference")
    expect(card).to_contain_text("The soup is on")
    page.context.set_offline(True)
    page.get_by_text("No connection. What you write will be sent later.").wait_for()
    assert ben.call("DELETE", f"/api/v1/rooms/{kitchen}/messages/1").status == 204
    page.context.set_offline(False)
    expect(card).to_contain_text("Message deleted")
