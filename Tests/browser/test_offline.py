"""Without a connection: the page opens, shows what was last there, takes what is written, and sends it once."""

import pytest

from parts import kept, say, wait_for_worker, wait_until_kept
from support.deadline import eventually

THREE = ["first offline", "second offline", "third offline"]


def wait_for_attempt(page):
    """Until the page has tried to connect once more, in vain."""
    with page.expect_websocket(timeout=40_000) as attempt:
        pass
    eventually(lambda: (page.wait_for_timeout(10), attempt.value.is_closed())[1], "the end of a vain attempt")


@pytest.fixture
def talk(server, person, visitor):
    """A person at a browser, in a room with the owner, who has said something."""
    room = server.room(server.owner, person, name="Kitchen")
    server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "Is the kettle on?"})
    guest = visitor()
    guest.come_in(person, f"/#/room/{room}")
    guest.page.get_by_text("Is the kettle on?").last.wait_for()
    wait_for_worker(guest.page)
    return guest, room


def test_written_offline_reloaded_offline_and_sent_once(server, talk):
    """Ten seconds without a connection, three messages, a reload in between: all three arrive, once, in order."""
    guest, room = talk
    page = guest.page
    say(page, "Yes, come in")
    eventually(lambda: any(m["content"] == "Yes, come in" for m in server.owner.history(room)), "the message")
    wait_until_kept(page, "snapshots", "Is the kettle on?", "Yes, come in")
    guest.context.set_offline(True)
    for text in THREE[:2]:
        say(page, text)
    wait_until_kept(page, "outbox", *THREE[:2])
    page.get_by_text("No connection. What you write will be sent later.").wait_for()
    page.reload()
    page.wait_for_selector(".shell")
    for text in ["Is the kettle on?", "Yes, come in", *THREE[:2]]:
        page.locator(".timeline").get_by_text(text).wait_for()
    say(page, THREE[2])
    wait_until_kept(page, "outbox", *THREE)
    wait_for_attempt(page)
    assert not any(message["content"] in THREE for message in server.owner.history(room))
    guest.context.set_offline(False)
    said = eventually(
        lambda: (found := [m["content"] for m in server.owner.history(room) if m["content"] in THREE])
        and len(found) >= 3 and found, "all three", within=40)
    assert said == THREE
    for text in THREE:
        assert page.locator(".timeline").get_by_text(text).count() == 1


def test_what_was_said_meanwhile_is_there_after_a_start_offline(server, talk):
    guest, room = talk
    page = guest.page
    wait_until_kept(page, "snapshots", "Is the kettle on?")
    guest.context.set_offline(True)
    page.reload()
    page.locator(".timeline").get_by_text("Is the kettle on?").wait_for()
    server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "Nobody there?"})
    guest.context.set_offline(False)
    page.locator(".timeline").get_by_text("Nobody there?").wait_for(timeout=40_000)


def test_nothing_is_kept_of_whoever_has_signed_out(talk):
    guest, _ = talk
    page = guest.page
    wait_until_kept(page, "snapshots", "Is the kettle on?")
    guest.go("/#/")
    page.wait_for_selector(".shell")
    guest.sign_out()
    assert kept(page, "snapshots") == []


def test_the_page_can_be_installed(server, talk):
    guest, _ = talk
    manifest = guest.page.evaluate(
        "fetch(document.querySelector('link[rel=manifest]').href).then((answer) => answer.json())")
    sizes = {(icon["sizes"], icon.get("purpose", "any")) for icon in manifest["icons"]}
    assert {("192x192", "any"), ("512x512", "any"), ("512x512", "maskable")} <= sizes
    base = guest.page.evaluate("new URL('.', document.querySelector('link[rel=manifest]').href).href")
    for icon in manifest["icons"]:
        assert guest.page.evaluate("(url) => fetch(url).then(({ status }) => status)", base + icon["src"]) == 200
