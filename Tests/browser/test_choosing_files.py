"""Files that are chosen for a message: taken wherever they are dropped or pasted, and said what cannot be sent."""

import re

from playwright.sync_api import expect

from choosing import chosen, drop, hold, pick, picture, refused, send, text, tray
from parts import composer, entry
from support.deadline import eventually

PASTE = """([target, kinds]) => {
    const clipboardData = new DataTransfer();
    for (const kind of kinds)
        if (kind === "picture") clipboardData.items.add(new File(["…"], "image.txt", { type: "text/x-picture" }));
        else clipboardData.setData(kind.startsWith("<") ? "text/html" : "text/plain", kind);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(target).dispatchEvent(event);
    return event.defaultPrevented;
}"""


def test_a_file_is_dropped_wherever_a_hand_lets_it_go(page, tmp_path):
    file = tmp_path / "holiday.txt"
    file.write_text("Sand and sea")
    composer(page).fill("Half a sentence")
    for number, place in enumerate([".timeline", ".composer-input", "nav"], start=1):
        step = hold(page, place, file)
        page.wait_for_function("() => getComputedStyle(document.querySelector('main.room'), '::after').content.includes('Drop to attach')")
        step("drop")
        page.wait_for_function("() => getComputedStyle(document.querySelector('main.room'), '::after').content === 'none'")
        chosen(page, *["holiday.txt"] * number)
    expect(composer(page)).to_have_value("Half a sentence")


def test_a_file_dropped_at_the_door_leaves_what_was_typed(visitor, tmp_path):
    file = tmp_path / "holiday.txt"
    file.write_text("Sand and sea")
    guest = visitor()
    guest.go()
    guest.page.get_by_label("E-mail", exact=True).fill("ada@example.org")
    drop(guest.page, ".auth", file)
    expect(guest.page.get_by_label("E-mail", exact=True)).to_have_value("ada@example.org")
    guest.is_at("/#/")


def test_a_pasted_picture_is_taken_and_a_text_with_one_is_pasted(page):
    assert page.evaluate(PASTE, [".composer-input", ["picture", "its text", "<b>its text</b>"]]) is False
    assert page.evaluate(PASTE, [".composer-input", ["just text"]]) is False
    assert page.evaluate(PASTE, [".composer-input", ["picture"]]) is True
    # A file that was copied in a Mac's Finder comes with its name.
    assert page.evaluate(PASTE, [".composer-input", ["picture", "image.txt"]]) is True
    # A picture that was copied from a page comes with the page's words for it.
    assert page.evaluate(PASTE, [".composer-input", ["picture", "<img src='image.txt'>"]]) is True
    chosen(page, "image.txt", "image.txt", "image.txt")


def test_what_is_chosen_can_be_described_and_taken_out(page):
    pick(page, text("first.txt"), picture(1_600, 1_200), text("last.txt"))
    chosen(page, "first.txt", "sea.png", "last.txt")
    expect(page.get_by_role("button", name=re.compile("^Describe"))).to_have_count(1)
    page.get_by_role("button", name=re.compile("^Describe .*sea.png")).click()
    dialog = page.get_by_role("dialog", name="Describe the picture")
    expect(dialog).to_contain_text("Whoever opens the picture reads it below.")
    dialog.get_by_label("What is to be seen").fill("The sea\nat noon")
    dialog.get_by_label("What is to be seen").press("Enter")
    expect(page.get_by_role("button", name=re.compile("^Change description of .*sea.png"))).to_have_attribute("title", "The sea at noon")
    expect(tray(page).nth(1)).to_contain_text("Change description")
    expect(page.get_by_role("button", name=re.compile("^Change description of .*sea.png"))).to_be_visible()
    page.get_by_role("button", name=re.compile("^Remove .*sea.png")).click()
    chosen(page, "first.txt", "last.txt")
    # Where the focused one is gone, the next has the focus.
    assert "last.txt" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    for name in ["last.txt", "first.txt"]:
        page.get_by_role("button", name=re.compile(f"^Remove .*{name}")).click()
    expect(composer(page)).to_be_focused()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()


def test_what_is_chosen_stays_while_one_looks_at_another_room(page, server, person):
    server.room(person, name="Cellar")
    pick(page, text())
    chosen(page, "notes.txt")
    entry(page, "Cellar").click()
    expect(page.get_by_role("textbox", name="Write to Cellar")).to_be_visible()
    expect(tray(page)).to_have_count(0)
    entry(page, "Attic").click()
    chosen(page, "notes.txt")


def test_a_picture_that_is_made_smaller_is_taken_out_by_its_new_name(page):
    pick(page, picture(4_000, 3_000, "JPEG"), text())
    chosen(page, "sea.webp", "notes.txt")
    expect(page.locator(".tray-hint")).to_contain_text("2 files")
    page.get_by_role("button", name=re.compile("^Remove .*sea.webp")).click()
    chosen(page, "notes.txt")


def test_what_is_sent_too_early_says_that_it_goes_by_itself(page):
    page.route("**/api/v1/site", lambda route: held.append(route))
    held = []
    pick(page, text())
    expect(tray(page)).to_contain_text("Preparing")
    send(page)
    expect(page.locator(".tray-hint")).to_have_text("Sent as soon as all is ready.")
    eventually(lambda: (page.wait_for_timeout(10), held)[1], "the question for the bounds")
    held[0].continue_()
    expect(tray(page)).to_have_count(0)


# What cannot be sent

def test_it_is_said_what_cannot_be_sent_and_the_rest_stays(page, tmp_path):
    page.route("**/api/v1/site", lambda route: route.fulfill(json=route.fetch().json() | {"upload_max_bytes": 1_024}))
    pick(page, text(), text("empty.txt", ""), text("long.txt", "x" * 2_000))
    chosen(page, "notes.txt")
    refused(page, "empty.txt")
    refused(page, re.compile("long.txt.* has 2.KB. This server takes up to 1.KB a file."))
    expect(page.locator(".tray-hint")).to_contain_text("Up to 1 KB a file")
    (tmp_path / "Photos").mkdir()
    drop(page, ".timeline", tmp_path / "Photos")
    refused(page, re.compile("Photos.* is a folder."))
    chosen(page, "notes.txt")


def test_what_is_left_of_ones_space_is_said_and_no_more_is_taken(at, person, room):
    page = at(person)
    page.route("**/api/v1/me", lambda route: route.fulfill(json=route.fetch().json() | {"storage": {"used": 994_880, "max": 1_000_000}}))
    page.reload()
    entry(page, "Attic").click()
    pick(page, text(), text("long.txt", "x" * 6_000))
    refused(page, re.compile("long.txt.* has 5.9.KB, and you have 5.KB left for your files."))
    expect(page.locator(".tray-hint")).to_contain_text("5 KB left for your files")
    chosen(page, "notes.txt")


def test_what_is_left_is_as_it_is_now(at, person, room):
    page = at(person)
    used = [0, 600_000]
    page.route("**/api/v1/me", lambda route: route.fulfill(json=route.fetch().json() | {"storage": {"used": used[0], "max": 1_000_000}}))
    page.reload()
    entry(page, "Attic").click()
    pick(page, text())
    expect(page.locator(".tray-hint")).to_contain_text("977 KB left for your files")
    used.pop(0)
    pick(page, text("more.txt"))
    expect(page.locator(".tray-hint")).to_contain_text("391 KB left for your files")


def test_a_server_without_files_says_so(page):
    page.route("**/api/v1/site", lambda route: route.fulfill(json=route.fetch().json() | {"upload_max_bytes": 0}))
    pick(page, text())
    refused(page, "This server takes no files.")
    expect(tray(page)).to_have_count(0)


def test_where_nobody_can_send_files_none_are_asked_for(at, person, room, tmp_path):
    page = at(person)
    page.route("**/api/v1/me", lambda route: route.fulfill(json=route.fetch().json() | {"storage": {"used": 0, "max": 0}}))
    page.reload()
    entry(page, "Attic").click()
    expect(composer(page)).to_be_visible()
    expect(page.get_by_role("button", name="Attach files")).to_have_count(0)
    file = tmp_path / "holiday.txt"
    file.write_text("Sand and sea")
    hold(page, ".timeline", file)
    page.wait_for_function("() => getComputedStyle(document.querySelector('main.room'), '::after').content === 'none'")


def test_it_is_said_in_german_too(at, person, room):
    page = at(person, room, locale="de-DE")
    page.get_by_role("button", name="Dateien anhängen").wait_for()
    pick(page, text("leer.txt", ""))
    refused(page, "ist leer.")
