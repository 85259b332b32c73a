"""Files that are dropped or pasted: the page takes none yet, says so, and stays where it is."""

import pytest
from playwright.sync_api import expect

from parts import composer

PASTE = """([target, kinds]) => {
    const clipboardData = new DataTransfer();
    for (const kind of kinds)
        if (kind === "picture") clipboardData.items.add(new File(["…"], "image.png", { type: "image/png" }));
        else clipboardData.setData("text/plain", kind);
    const event = new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true });
    document.querySelector(target).dispatchEvent(event);
    return event.defaultPrevented;
}"""


def drop(page, file, selector):
    """As a hand lets it go there, with all that the browser does then."""
    box = page.locator(selector).bounding_box()
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools = page.context.new_cdp_session(page)
    for step in ["dragEnter", "dragOver", "drop"]:
        devtools.send("Input.dispatchDragEvent", {
            "type": step, **at, "data": {"items": [], "files": [str(file)], "dragOperationsMask": 1}})


@pytest.fixture
def file(tmp_path):
    file = tmp_path / "holiday.txt"
    file.write_text("Sand and sea")
    return file


def said(page, sentence="Files and pictures cannot be sent here yet."):
    expect(page.get_by_role("status").filter(has_text=sentence)).to_be_visible()


@pytest.mark.parametrize("place", [".timeline", ".composer-input", ".rooms-list, nav"])
def test_a_dropped_file_leaves_the_page_where_it_is_and_is_said_to_be_for_later(at, server, person, file, place):
    page = at(person, server.room(person, name="Attic"))
    composer(page).fill("Half a sentence")
    drop(page, file, place.split(", ")[-1])
    said(page)
    expect(composer(page)).to_have_value("Half a sentence")
    assert "/#/room/" in page.url


def test_a_file_dropped_at_the_door_leaves_what_was_typed(visitor, file):
    guest = visitor()
    guest.go()
    guest.page.get_by_label("E-mail", exact=True).fill("ada@example.org")
    drop(guest.page, file, ".auth")
    expect(guest.page.get_by_label("E-mail", exact=True)).to_have_value("ada@example.org")
    guest.is_at("/#/")


def test_a_pasted_picture_is_said_to_be_for_later_and_a_text_with_one_is_pasted(at, server, person):
    page = at(person, server.room(person, name="Attic"))
    expect(composer(page)).to_be_visible()
    assert page.evaluate(PASTE, [".composer-input", ["picture", "its text"]]) is False
    assert page.evaluate(PASTE, [".composer-input", ["just text"]]) is False
    assert page.evaluate(PASTE, [".composer-input", ["picture"]]) is True
    said(page)


def test_it_is_said_in_german_too(at, server, person, file):
    page = at(person, server.room(person, name="Dachboden"), locale="de-DE")
    page.locator(".timeline").wait_for()
    drop(page, file, ".timeline")
    said(page, "Dateien und Bilder lassen sich hier noch nicht senden.")
