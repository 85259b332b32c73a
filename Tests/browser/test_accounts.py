"""Whose page it is: two accounts in one browser, sessions that end, and what is left on the device."""

import re
import time

import pytest
from playwright.sync_api import expect

from parts import ask_to_sign_out, composer, entry, kept, menu, post, refusing, row, said, say, second_tab, wait_for_worker, wait_until_kept
from support.deadline import eventually

DRAFTS = "Object.keys(localStorage).filter((key) => key.startsWith('drafts-'))"


def session_cookie(server, person):
    return {"name": "snug_session", "value": person.token, "url": server.process.origin}


def wait_until_noted(page):
    """Until the page has heard that its session was renewed."""
    page.wait_for_function("() => localStorage.getItem('renewed-at')")


@pytest.fixture
def two(server, person, ben, visitor):
    """A browser with two tabs of one person, each in the same room; and a room of Ben's alone."""
    room = server.room(person, ben, name="Kitchen")
    post(person, room, "Is the kettle on?")
    bens = server.room(ben, name="Bens")
    browser = visitor()
    browser.come_in(person, f"/#/room/{room}")
    # Later, the answer would bring this session back after another one.
    wait_until_noted(browser.page)
    return browser, second_tab(browser, room), room, bens


def test_a_tab_follows_who_signs_in_in_another_and_sends_nothing_in_their_name(two, server, person, ben):
    browser, second, room, bens = two
    # What the first person writes cannot be sent before the browser is the second one's.
    second.route_web_socket(re.compile("/ws$"), lambda _: None)
    second.reload()
    expect(row(second, "Is the kettle on?")).to_be_visible()
    browser.page.goto("about:blank")
    say(second, "Only for mine")
    wait_until_kept(second, "outbox", "Only for mine")
    browser.page.context.add_cookies([session_cookie(server, ben)])
    browser.page.goto(server.process.origin)
    for page in [browser.page, second]:
        expect(page.locator(".whoami-me")).to_have_text(re.compile("Ben$"))
    expect(entry(second, "Bens")).to_be_visible()
    expect(row(second, "Only for mine")).to_have_count(0)
    assert "Only for mine" not in said(person, room)
    eventually(lambda: kept(second, "outbox") == [], "an empty outbox")


def test_a_page_that_hears_only_from_the_server_that_it_is_someone_elses_starts_anew(server, person, ben, at):
    room = server.room(person, ben, name="Kitchen")
    page = at(person, room)
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible()
    say(page, "In whose name?")
    page.context.add_cookies([session_cookie(server, ben)])
    page.context.set_offline(False)
    expect(page.locator(".whoami-me")).to_have_text(re.compile("Ben$"), timeout=40_000)
    assert "In whose name?" not in said(person, room)
    assert "In whose name?" not in page.content()


def test_a_second_session_of_ones_own_starts_the_page_anew_too(server, person, at):
    room = server.room(person, name="Kitchen")
    page = at(person, room)
    expect(composer(page)).to_be_visible()
    page.evaluate("window.isOld = true")
    page.context.set_offline(True)
    expect(page.get_by_text("No connection.")).to_be_visible()
    page.context.add_cookies([session_cookie(server, server.sign_in(person))])
    page.context.set_offline(False)
    page.wait_for_function("() => !window.isOld", timeout=40_000)
    page.wait_for_selector(".shell")


def test_nothing_is_readable_on_a_device_that_was_signed_out_elsewhere(server, person, visitor):
    room = server.room(server.owner, person, name="Kitchen")
    post(server.owner, room, "The key is under the mat")
    guest = visitor()
    guest.come_in(person, f"/#/room/{room}")
    page = guest.page
    expect(row(page, "The key is under the mat")).to_be_visible()
    wait_for_worker(page)
    composer(page).fill("A draft of mine")
    wait_until_kept(page, "snapshots", "The key is under the mat")
    page.goto("about:blank")
    assert person.post("/api/v1/auth/logout").status == 204
    page.goto(server.process.origin + "/#/")
    page.get_by_label("E-mail", exact=True).wait_for()
    eventually(lambda: kept(page, "snapshots") == [] and kept(page, "outbox") == [], "nothing kept")
    assert page.evaluate(DRAFTS) == []
    guest.context.set_offline(True)
    page.reload()
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    assert "Kitchen" not in page.content()


def test_whoever_signs_out_is_told_what_is_not_sent_and_leaves_nothing(server, person, at):
    room = server.room(person, name="Kitchen")
    page = at(person, room)
    page.route_web_socket(re.compile("/ws$"), lambda _: None)
    page.reload()
    say(page, "Never sent")
    expect(row(page, "Never sent")).to_be_visible()
    composer(page).fill("Half a sentence")
    wait_until_kept(page, "outbox", "Never sent")
    dialog = ask_to_sign_out(page)
    expect(dialog).to_contain_text("1 message is not sent yet")
    dialog.get_by_role("button", name="Cancel").click()
    expect(row(page, "Never sent")).to_be_visible()
    ask_to_sign_out(page)
    dialog.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_label("E-mail", exact=True).wait_for()
    # The door waits for no database.
    eventually(lambda: kept(page, "outbox") == [], "nothing kept")
    assert page.evaluate(DRAFTS) == []


def test_whoever_signs_out_is_at_the_door_though_the_database_never_answers(server, person, visitor):
    one = visitor()
    one.context.add_init_script("IDBFactory.prototype.open = () => new EventTarget()")
    room = server.room(person, name="Attic")
    post(person, room, "Here is the key")
    one.come_in(person, f"/#/room/{room}")
    expect(row(one.page, "Here is the key")).to_be_visible()
    one.sign_out()
    expect(row(one.page, "Here is the key")).to_have_count(0)
    one.go()
    expect(one.page.get_by_label("E-mail", exact=True)).to_be_visible()


def test_the_count_on_the_icon_goes_with_whoever_signs_out(server, person, ben, visitor):
    post(ben, server.room(person, ben, name="Kitchen"), "Hello")
    guest = visitor()
    guest.page.add_init_script("""
        navigator.setAppBadge = async (count) => sessionStorage.setItem("badge", count);
        navigator.clearAppBadge = async () => sessionStorage.setItem("badge", "none");
    """)
    guest.come_in(person)
    eventually(lambda: guest.page.evaluate("sessionStorage.getItem('badge')") == "1", "the count")
    guest.sign_out()
    assert guest.page.evaluate("sessionStorage.getItem('badge')") == "none"


def test_a_sign_out_that_fails_takes_nothing(server, person, at):
    room = server.room(person, name="Kitchen")
    page = at(person, room)
    expect(composer(page)).to_be_visible()
    composer(page).fill("Half a sentence")
    wait_for_worker(page)
    page.context.set_offline(True)
    dialog = ask_to_sign_out(page)
    dialog.get_by_role("button", name="Sign out", exact=True).click()
    expect(dialog).to_contain_text("The server cannot be reached.")
    page.keyboard.press("Escape")
    # The dialog's entry in the history is left before the page is loaded anew.
    page.wait_for_function("() => !history.state?.cover")
    page.context.set_offline(False)
    page.reload()
    expect(composer(page)).to_have_value("Half a sentence")


def test_what_was_deleted_is_deleted_though_one_signs_out_at_once(server, person, ben, visitor):
    room = server.room(person, ben, name="Kitchen")
    guest = visitor()
    guest.come_in(person, f"/#/room/{room}")
    say(guest.page, "My password is hunter2")
    expect(guest.page.locator(".row[data-seq]", has_text="hunter2")).to_be_visible()
    menu(guest.page, "hunter2").get_by_role("button", name="Delete").click()
    expect(row(guest.page, "Message deleted")).to_be_visible()
    guest.sign_out()
    assert said(ben, room) == [""]


def test_what_was_deleted_is_deleted_when_the_page_is_hidden(server, person, ben, at):
    """A phone may never let it run again."""
    room = server.room(person, ben, name="Kitchen")
    page = at(person, room)
    say(page, "My password is hunter2")
    expect(page.locator(".row[data-seq]", has_text="hunter2")).to_be_visible()
    page.clock.install()
    menu(page, "hunter2").get_by_role("button", name="Delete").click()
    expect(row(page, "Message deleted")).to_be_visible()
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { get: () => "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
    }""")
    eventually(lambda: said(ben, room) == [""], "the deletion")


def test_a_draft_outlives_its_tab(server, person, at):
    room = server.room(person, name="Kitchen")
    page = at(person, room)
    composer(page).fill("Half a sentence")
    second = page.context.new_page()
    page.close()
    second.goto(server.process.origin + f"/#/room/{room}")
    expect(composer(second)).to_have_value("Half a sentence")


def test_whoever_is_here_now_and_then_stays_signed_in(server, person, visitor):
    guest = visitor()
    renewals = []
    guest.page.on("request", lambda request: request.url.endswith("/auth/refresh") and renewals.append(request))
    guest.come_in(person)
    eventually(lambda: (guest.page.wait_for_timeout(10), len(renewals) == 1)[1], "the renewal")
    assert renewals[0].response().status == 200
    wait_until_noted(guest.page)
    cookie = next(each for each in guest.context.cookies() if each["name"] == "snug_session")
    assert f"snug_session={cookie['value']};" in renewals[0].response().header_value("set-cookie")
    assert cookie["expires"] > time.time() + 29 * 86_400
    guest.page.reload()
    guest.page.wait_for_selector(".whoami")
    assert len(renewals) == 1, "once a day is enough"
    guest.page.evaluate("localStorage.setItem('renewed-at', Date.now() - 25 * 3_600_000)")
    guest.page.reload()
    eventually(lambda: (guest.page.wait_for_timeout(10), len(renewals) == 2)[1], "the next renewal")


def test_a_new_session_is_not_renewed_and_an_old_one_by_one_of_many_tabs(server, person, visitor):
    guest = visitor()
    renewals = []
    guest.context.on("request", lambda request: request.url.endswith("/auth/refresh") and renewals.append(request))
    guest.go()
    guest.sign_in(person)
    guest.page.reload()
    guest.page.wait_for_selector(".whoami")
    assert renewals == []
    pages = [guest.page, *(guest.context.new_page() for _ in range(4))]
    guest.page.evaluate("localStorage.setItem('renewed-at', Date.now() - 25 * 3_600_000)")
    guest.page.goto("about:blank")
    for page in pages:
        page.goto(f"{server.process.origin}/#/", wait_until="commit")
    for page in pages:
        page.wait_for_selector(".whoami")
    eventually(lambda: (guest.page.wait_for_timeout(10), len(renewals) >= 1)[1], "the renewal")
    for page in pages:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    pages[-1].evaluate("navigator.locks.request('renewed-at', () => {})")
    assert len(renewals) == 1


def test_a_message_given_up_in_one_tab_waits_in_no_other(server, person, ben, visitor):
    room = server.room(person, ben, name="Kitchen")
    browser = visitor()
    browser.context.route_web_socket(re.compile("/ws$"), refusing)
    browser.come_in(person, f"/#/room/{room}")
    say(browser.page, "On second thoughts")
    expect(row(browser.page, "On second thoughts")).to_contain_text("Not sent. Too fast.")
    expect(browser.page.locator("#announcer")).to_have_text("Not sent. Too fast.")
    second = browser.context.new_page()
    second.goto(server.process.origin + f"/#/room/{room}")
    expect(row(second, "On second thoughts")).to_contain_text("Not sent. Too fast.")
    row(browser.page, "On second thoughts").get_by_role("button", name="Delete").click()
    expect(row(second, "On second thoughts")).to_have_count(0)
    assert kept(second, "outbox") == []
