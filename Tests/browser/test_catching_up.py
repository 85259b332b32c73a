"""Coming back: what is unread is shown before it counts as read, and what has changed meanwhile is changed here."""

import re

import pytest
from playwright.sync_api import expect

from parts import called, composer, entry, look, post, row, say
from support.deadline import eventually

PAGES_MAX = 3
# What stood in sight for so long was seen.
SEEN_AFTER_MILLISECONDS = 1_000


def fill(person, room, first, last):
    """Says as much by one socket."""
    with person.socket() as socket:
        for number in range(first, last + 1):
            socket.say(room, f"Line {number}.", f"fill-{room}-{number}")
            if number % 100 == 0:
                socket.ack(f"fill-{room}-{number}", within=60)
        socket.ack(f"fill-{room}-{last}", within=60)


def read_seq(person, room):
    return next(each["read_seq"] for each in person.get("/api/v1/rooms").body["rooms"] if each["id"] == room)


def seqs(page):
    return page.evaluate("[...document.querySelectorAll('.row[data-seq]')].map((row) => Number(row.dataset.seq))")


def last_in_sight(page):
    return page.evaluate("""() => {
        const { bottom } = document.querySelector(".timeline").getBoundingClientRect();
        return [...document.querySelectorAll(".row[data-seq]")]
            .filter((row) => row.getBoundingClientRect().bottom <= bottom + 1).map((row) => Number(row.dataset.seq)).at(-1);
    }""")


@pytest.mark.parametrize("unread", [49, 50, 120, 260, 400])
def test_a_room_with_many_unread_begins_again_where_one_left_off(server, person, ben, at, unread):
    """Seen before, left for another, and come back to: nothing is marked read that was not shown."""
    room = server.room(person, ben, name="Attic")
    server.room(person, ben, name="Cellar")
    fill(ben, room, 1, 60)
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": 60}).status == 204
    page = at(person, room)
    expect(row(page, "Line 60.")).to_be_visible()
    entry(page, "Cellar").click()
    expect(page.get_by_role("heading", name="Cellar")).to_be_visible()
    fill(ben, room, 61, 60 + unread)
    expect(entry(page, "Attic")).to_contain_text(f"{unread} unread")
    entry(page, "Attic").click()
    line = page.locator(".row", has=page.locator(".new-line"))
    expect(line).to_contain_text("Line 61.")
    expect(line).to_be_in_viewport()
    expect(page.get_by_role("button", name="Go to the newest message")).to_be_visible()
    eventually(lambda: read_seq(person, room) == last_in_sight(page), "as far as one sees")
    # A glance at another room, and back.
    entry(page, "Cellar").click()
    expect(page.get_by_role("heading", name="Cellar")).to_be_visible()
    seen = read_seq(person, room)
    assert 60 < seen < 60 + unread
    entry(page, "Attic").click()
    expect(line).to_contain_text(f"Line {seen + 1}.")
    expect(line).to_be_in_viewport()


def test_what_was_seen_is_read_and_the_rest_stays_new(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    fill(ben, room, 1, 120)
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": 20}).status == 204
    page = at(person, room)
    expect(page.locator(".row", has=page.locator(".new-line"))).to_contain_text("Line 21.")
    eventually(lambda: read_seq(person, room) == last_in_sight(page), "as far as one sees")
    seen = read_seq(person, room)
    assert 21 <= seen < 100
    expect(page).to_have_title(re.compile(r"^\(\d+\+?\) Attic"))
    newest = page.get_by_role("button", name="Go to the newest message")
    expect(newest).to_have_text(f"{120 - seen} new")
    expect(entry(page, "Attic")).to_contain_text(f"{120 - seen} unread")
    newest.click()
    eventually(lambda: read_seq(person, room) == 120, "all read")
    expect(page).to_have_title("Attic · Snug")


def test_the_new_line_moves_to_what_came_while_nobody_looked(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "First")
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": 1}).status == 204
    post(ben, room, "Second")
    page = at(person, room)
    line = page.locator(".row", has=page.locator(".new-line"))
    expect(line).to_contain_text("Second")
    eventually(lambda: read_seq(person, room) == 2, "the second is read")
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    post(ben, room, "Third")
    expect(line).to_contain_text("Third")
    expect(line).to_have_count(1)
    assert read_seq(person, room) == 2


def test_what_is_marked_unread_stays_so_while_the_room_stands_open(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "First", "Second", "Third")
    page = at(person, room)
    eventually(lambda: read_seq(person, room) == 3, "all read")
    assert person.post(f"/api/v1/rooms/{room}/unread", {"seq": 2}).status == 204
    expect(entry(page, "Attic")).to_contain_text("2 unread")
    # Drawn anew, with nothing new in it.
    assert ben.call("PUT", f"/api/v1/rooms/{room}/messages/1/reactions/%F0%9F%91%8D").status == 204
    expect(row(page, "First").locator(".reaction")).to_be_visible()
    page.wait_for_timeout(2 * SEEN_AFTER_MILLISECONDS)
    assert read_seq(person, room) == 1
    # Nor is it read by what comes, or by looking away and back.
    post(ben, room, "Fourth")
    expect(row(page, "Fourth")).to_be_visible()
    page.evaluate("for (const type of ['blur', 'focus']) dispatchEvent(new Event(type))")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(2 * SEEN_AFTER_MILLISECONDS)
    assert read_seq(person, room) == 1
    expect(entry(page, "Attic")).to_contain_text("3 unread")
    other = server.room(person, ben, name="Cellar")
    page.evaluate("id => { location.hash = `#/room/${id}`; }", other)
    expect(page.get_by_role("heading", name="Cellar")).to_be_visible()
    page.evaluate("id => { location.hash = `#/room/${id}`; }", room)
    eventually(lambda: read_seq(person, room) == 4, "seen once more")


def test_a_window_in_view_that_has_not_the_focus_reads_nothing(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    page = at(person, room)
    expect(composer(page)).to_be_visible()
    look(page, is_focused=False)
    post(ben, room, "Is anybody there?")
    expect(row(page, "Is anybody there?")).to_be_visible()
    page.wait_for_timeout(2 * SEEN_AFTER_MILLISECONDS)
    assert read_seq(person, room) == 0
    look(page, is_focused=True)
    eventually(lambda: read_seq(person, room) == 1, "seen")


def test_a_link_into_the_midst_of_what_is_unread_reads_nothing_before_it(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    fill(ben, room, 1, 120)
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": 3}).status == 204
    page = at(person, f"{room}/message/100")
    expect(row(page, "Line 100.")).to_be_focused()
    seen = read_seq(person, room)
    page.wait_for_timeout(2 * SEEN_AFTER_MILLISECONDS)
    assert read_seq(person, room) == seen < 80
    # Whoever wants to be at the end is done with what is before it.
    page.get_by_role("button", name="Go to the newest message").click()
    eventually(lambda: read_seq(person, room) == 120, "all read")


def test_a_last_message_deleted_and_edited_while_away_is_changed_in_the_list(server, person, ben, at):
    rooms = [server.room(person, ben, name=name) for name in ["Attic", "Cellar"]]
    for room in rooms:
        post(ben, room, "My password is hunter2")
    page = at(person)
    for name in ["Attic", "Cellar"]:
        expect(entry(page, name)).to_contain_text("hunter2")
    page.context.set_offline(True)
    assert ben.call("DELETE", f"/api/v1/rooms/{rooms[0]}/messages/1").status == 204
    assert ben.call("PATCH", f"/api/v1/rooms/{rooms[1]}/messages/1", {"content": "Never mind"}).status == 200
    page.context.set_offline(False)
    expect(entry(page, "Attic")).to_contain_text("Message deleted", timeout=40_000)
    expect(entry(page, "Cellar")).to_contain_text("Never mind")


def test_what_was_deleted_and_edited_while_away_is_so_in_the_room_too(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "My password is hunter2", "Soup at sevn")
    page = at(person, room)
    expect(row(page, "hunter2")).to_be_visible()
    page.context.set_offline(True)
    assert ben.call("DELETE", f"/api/v1/rooms/{room}/messages/1").status == 204
    assert ben.call("PATCH", f"/api/v1/rooms/{room}/messages/2", {"content": "Soup at seven"}).status == 200
    fill(ben, room, 3, 603)
    page.context.set_offline(False)
    expect(row(page, "Soup at seven")).to_be_visible(timeout=40_000)
    expect(row(page, "Message deleted")).to_be_visible()
    expect(row(page, "hunter2")).to_have_count(0)


def test_whoever_was_removed_while_away_is_told_and_keeps_what_they_wrote(server, person, ben, at):
    room = server.room(ben, person, name="Attic")
    post(ben, room, "Hello")
    page = at(person, room)
    expect(row(page, "Hello")).to_be_visible()
    page.context.set_offline(True)
    say(page, "A long letter")
    assert ben.call("DELETE", f"/api/v1/rooms/{room}/members/{person.id}").status == 204
    page.context.set_offline(False)
    told = page.get_by_role("status").filter(has_text=f"You are no longer in “{called('Attic')}”.")
    expect(told).to_be_visible(timeout=40_000)
    expect(told.get_by_role("button", name="Copy text")).to_be_visible()
    expect(page.get_by_role("heading", name="Pick a conversation")).to_be_visible()
    expect(entry(page, "Attic")).to_have_count(0)


def test_a_room_that_could_not_be_loaded_is_loaded_when_the_line_is_back(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    post(ben, room, "Hello")
    page = at(person)
    expect(entry(page, "Attic")).to_be_visible()
    page.context.set_offline(True)
    entry(page, "Attic").click()
    expect(page.get_by_text("Messages could not be loaded.")).to_be_visible()
    page.context.set_offline(False)
    expect(row(page, "Hello")).to_be_visible(timeout=40_000)
    expect(page.get_by_text("Messages could not be loaded.")).to_be_hidden()


def test_the_page_stays_small_however_much_is_said_while_one_reads_back(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    fill(ben, room, 1, 80)
    page = at(person, room)
    expect(row(page, "Line 80.")).to_be_visible()
    page.locator(".timeline").hover()
    page.mouse.wheel(0, -600)
    expect(page.get_by_role("button", name="Go to the newest message")).to_be_visible()
    fill(ben, room, 81, 800)
    expect(page.get_by_role("button", name="Go to the newest message")).to_contain_text("new")
    assert len(seqs(page)) <= 300
    page.get_by_role("button", name="Go to the newest message").click()
    expect(row(page, "Line 800.")).to_be_in_viewport()
    assert len(seqs(page)) <= 300


def test_ones_own_message_is_in_sight_though_one_read_back_without_a_connection(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    fill(ben, room, 1, 500)
    page = at(person)
    page.goto(server.process.origin + f"/#/room/{room}/message/100")
    expect(row(page, "Line 100.").first).to_be_visible()
    page.context.set_offline(True)
    page.get_by_role("button", name="Go to the newest message").click()
    expect(page.get_by_role("alert").filter(has_text="Messages could not be loaded.")).to_be_visible()
    say(page, "Still here")
    expect(row(page, "Still here")).to_be_in_viewport()
    page.context.set_offline(False)
    expect(page.locator(".row[data-seq]", has_text="Still here")).to_be_in_viewport(timeout=40_000)
    assert seqs(page)[-1] == 501
    expect(composer(page)).to_be_focused()


def test_answered_messages_from_beyond_the_page_are_fetched_together(server, person, ben, at):
    room = server.room(person, ben, name="Attic")
    fill(ben, room, 1, 60)
    for number in range(50):
        answer = {"content": f"Answer {number}", "reply_to": number + 1}
        assert ben.post(f"/api/v1/rooms/{room}/messages", answer).status == 201
    # The newest page has the answers alone.
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": 110}).status == 204
    page = at(person)
    asked = []
    page.on("request", lambda request: "/messages?" in request.url and asked.append(request.url))
    entry(page, "Attic").click()
    expect(row(page, "Answer 49")).to_contain_text("Line 50.")
    assert len(asked) <= PAGES_MAX, asked


def test_the_way_to_the_newest_message_is_gone_to_its_end(server, person, ben, at):
    """What comes meanwhile is drawn, and breaks nothing off."""
    room = server.room(person, ben, name="Attic")
    post(ben, room, *(f"Line {number}" for number in range(80)))
    page = at(person, room)
    expect(row(page, "Line 0").first).to_be_visible()
    page.keyboard.press("Control+End")
    post(ben, room, *(f"News {number}" for number in range(5)))
    expect(row(page, "News 4")).to_be_in_viewport()
    expect(page.get_by_role("button", name="Go to the newest message")).to_be_hidden()
    eventually(lambda: read_seq(person, room) == 85, "all read")
