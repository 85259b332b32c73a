"""What one writes belongs to the browser, not to a tab: two tabs show one draft, and the one that stays sends."""

import json
import re

import pytest
from playwright.sync_api import expect

from parts import ask_to_sign_out, called, composer, entry, kept, menu, post, row, said, say, second_tab, wait_until_kept
from support.deadline import eventually


@pytest.fixture
def two(server, person, ben, visitor):
    """Two tabs of one browser, in one room: the second has no connection to the server."""
    room = server.room(person, ben, name="Kitchen")
    post(ben, room, "Is the kettle on?")
    browser = visitor()
    browser.come_in(person, f"/#/room/{room}")
    return browser.page, second_tab(browser, room, has_connection=False), room


def test_a_draft_sent_in_one_tab_does_not_stand_in_the_other(two, ben):
    first, second, room = two
    composer(second).fill("Meet at eight?")
    expect(composer(first)).to_have_value("Meet at eight?")
    composer(first).press("Enter")
    expect(composer(second)).to_have_value("")
    composer(second).press("Enter")
    eventually(lambda: "Meet at eight?" in said(ben, room), "the message")
    eventually(lambda: kept(second, "outbox") == [], "an empty outbox")
    assert said(ben, room).count("Meet at eight?") == 1


def test_what_is_written_in_a_tab_without_a_connection_is_sent_by_one_that_has_it(two, ben):
    first, second, room = two
    for text in ["Sent later?", "And this?"]:
        say(second, text)
    eventually(lambda: "And this?" in said(ben, room), "the messages")
    for text in ["Sent later?", "And this?"]:
        expect(row(first, text)).to_have_count(1)
        expect(row(second, text)).to_have_count(1)
    eventually(lambda: kept(first, "outbox") == [], "an empty outbox")
    assert said(ben, room) == ["Is the kettle on?", "Sent later?", "And this?"]


def test_whoever_signs_out_is_told_what_waits_in_another_tab(two):
    first, second, _ = two
    first.route_web_socket(re.compile("/ws$"), lambda _: None)
    first.reload()
    say(second, "Never sent")
    wait_until_kept(second, "outbox", "Never sent")
    expect(ask_to_sign_out(first)).to_contain_text("1 message is not sent yet")


def copied(page):
    """What the page offers, taken."""
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.get_by_role("status").get_by_role("button", name="Copy text").click()
    page.wait_for_function("() => window.copied")
    return page.evaluate("window.copied")


def test_a_draft_for_a_room_that_one_is_removed_from_is_offered(server, person, ben, at):
    room = server.room(ben, person, name="Attic")
    page = at(person, room)
    composer(page).fill("Three paragraphs")
    assert ben.call("DELETE", f"/api/v1/rooms/{room}/members/{person.id}").status == 204
    expect(page.get_by_role("status").filter(has_text=f"You are no longer in “{called('Attic')}”.")).to_be_visible()
    assert copied(page) == "Three paragraphs"
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('drafts-'))") == []


def test_what_waits_for_a_room_that_is_gone_is_offered_at_the_next_start(server, person, ben, at):
    room = server.room(ben, person, name="Attic")
    page = at(person, room)
    page.route_web_socket(re.compile("/ws$"), lambda _: None)
    page.reload()
    say(page, "A long letter")
    composer(page).fill("Three paragraphs")
    wait_until_kept(page, "outbox", "A long letter")
    second = page.context.new_page()
    page.close()
    assert ben.call("DELETE", f"/api/v1/rooms/{room}/members/{person.id}").status == 204
    second.goto(server.process.origin + "/#/")
    expect(second.get_by_role("status").filter(has_text="You are no longer in a room")).to_be_visible()
    assert copied(second) == "A long letter\n\nThree paragraphs"
    eventually(lambda: kept(second, "outbox") == [], "an empty outbox")
    second.reload()
    second.wait_for_selector(".shell")
    expect(entry(second, "Attic")).to_have_count(0)
    assert second.get_by_role("status").filter(has_text="You are no longer in a room").count() == 0


def of_another_log(socket):
    """A connection to a server that has another log than it had."""
    server = socket.connect_to_server()

    def pass_on(text):
        frame = json.loads(text)
        socket.send(json.dumps(frame | {"epoch": "another"} if frame["type"] == "hello" else frame))

    server.on_message(pass_on)


def test_a_reply_to_a_message_of_another_log_is_a_plain_draft(server, person, ben, at):
    room = server.room(person, ben, name="Kitchen")
    post(ben, room, "Is the kettle on?")
    page = at(person, room)
    menu(page, "Is the kettle on?").get_by_role("button", name="Reply").click()
    composer(page).fill("Yes, I agree with that")
    expect(page.get_by_text(f"Reply to {called('Ben')}")).to_be_visible()
    page.reload()
    expect(page.get_by_text(f"Reply to {called('Ben')}")).to_be_visible()
    page.route_web_socket(re.compile("/ws$"), of_another_log)
    page.reload()
    expect(page.get_by_role("status").filter(has_text="Your draft answers or edits no message any more")).to_be_visible()
    expect(page.get_by_text(f"Reply to {called('Ben')}")).to_have_count(0)
    expect(composer(page)).to_have_value("Yes, I agree with that")
