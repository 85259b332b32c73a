"""The parts of the page that tests look at and press."""

import json
import re

from playwright.sync_api import expect

from support.deadline import eventually

ACTIONS = "What to do with this message"
KEPT = """(name) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("snug");
    opening.onerror = () => reject(opening.error);
    opening.onsuccess = () => {
        const all = opening.result.transaction(name).objectStore(name).getAll();
        all.onerror = () => reject(all.error);
        all.onsuccess = () => {
            opening.result.close();
            resolve(all.result);
        };
    };
})"""


def called(name):
    """A name as it stands within a sentence: it may be written in either direction, and turns nothing beside it."""
    return f"\u2068{name}\u2069"


def composer(page):
    return page.get_by_role("textbox", name=re.compile("^Write to"))


def say(page, text):
    composer(page).fill(text)
    composer(page).press("Enter")


def row(page, text):
    """The messages with this text in one of their parts; the time stands right behind what was said, and is none."""
    parts = page.locator(":not(.row, .bubble:not(.tombstone), .row-time)").filter(has_text=text)
    return page.locator(".row").filter(has=parts)


def ask_to_sign_out(page):
    """By the menu behind one's own name; gives the dialog that asks whether it is meant."""
    page.locator(".whoami-me").click()
    page.get_by_role("dialog").get_by_role("button", name="Sign out", exact=True).click()
    return page.get_by_role("dialog", name="Sign out?")


def menu(page, text):
    """Opens the menu of a message."""
    row(page, text).hover()
    row(page, text).get_by_role("button", name=ACTIONS).click()
    return page.get_by_role("dialog", name=ACTIONS)


def entry(page, room):
    """A room in the list of rooms."""
    return page.get_by_role("navigation", name="Rooms").get_by_role("link", name=room)


def second_tab(browser, room, *, has_connection=True):
    """Another tab of that browser, in that room, in which something was said; without a connection, if so."""
    second = browser.context.new_page()
    if not has_connection:
        second.route_web_socket(re.compile("/ws$"), lambda _: None)
    second.goto(f"{browser.server.process.origin}/#/room/{room}")
    for page in [browser.page, second]:
        expect(row(page, "Is the kettle on?")).to_be_visible()
    return second


def said(person, room):
    """What that person finds said in a room."""
    return [message["content"] for message in person.history(room)]


def post(person, room, *texts):
    """Says this by REST, in UTF-8 as browsers do."""
    for text in texts:
        said = json.dumps({"content": text}, ensure_ascii=False).encode()
        answer = person.call("POST", f"/api/v1/rooms/{room}/messages", raw=said)
        assert answer.status == 201, answer.body


def look(page, *, is_focused):
    """The window, which stays in view, gets the focus or loses it."""
    page.evaluate(f"""() => {{
        document.hasFocus = () => {json.dumps(is_focused)};
        dispatchEvent(new Event({json.dumps("focus" if is_focused else "blur")}));
    }}""")


def stop_clock(page):
    """Nothing that takes its time happens in the page any more, until its clock goes on or is told to run."""
    page.clock.install()
    page.clock.pause_at(page.evaluate("Date.now() / 1_000") + 10)


def refusing(socket):
    """A connection on which nothing can be said."""
    server = socket.connect_to_server()

    def pass_on(text):
        frame = json.loads(text)
        if frame["type"] != "send":
            return server.send(text)
        return socket.send(json.dumps(
            {"type": "error", "code": "too_fast", "detail": "Too fast.", "client_id": frame["client_id"]}))

    socket.on_message(pass_on)


def kept(page, store):
    """Everything in one store of the page's database."""
    return page.evaluate(KEPT, store)


def wait_for_worker(page):
    """Until the page's files are kept."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")


def wait_until_kept(page, store, *texts):
    """Until all of it is in the page's database, where a reload finds it."""
    def is_kept():
        entries = json.dumps(kept(page, store))
        return all(text in entries for text in texts)
    eventually(is_kept, f"{texts} in {store}")
