"""Files, and how a person chooses them: picked, dropped, held over the page."""

import io

from PIL import Image
from playwright.sync_api import expect


def drop(page, selector, *paths):
    """As a hand lets them go there, with all that the browser does then."""
    devtools = hold(page, selector, *paths)
    devtools("drop")


def hold(page, selector, *paths):
    """As a hand holds them over that place; gives what says the next step."""
    box = page.locator(selector).bounding_box()
    at = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    devtools = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    step = lambda name: devtools.send("Input.dispatchDragEvent", {"type": name, **at, "data": data})  # noqa: E731
    for name in ["dragEnter", "dragOver"]:
        step(name)
    return step


def picture(width=800, height=600, form="PNG", name=None, colour="teal", **saving):
    """A picture with a red corner at its upper left."""
    made = Image.new("RGB", (width, height), colour)
    made.paste("red", (0, 0, width // 4, height // 4))
    file = io.BytesIO()
    made.save(file, form, **saving)
    return {"name": name or f"sea.{form.lower()}", "mimeType": f"image/{form.lower()}", "buffer": file.getvalue()}


def text(name="notes.txt", content="Sand and sea"):
    return {"name": name, "mimeType": "text/plain", "buffer": content.encode()}


def pick(page, *files):
    page.locator("input[type=file]").set_input_files(list(files))


def tray(page):
    return page.get_by_role("list", name="Files to send").get_by_role("listitem")


def chosen(page, *names):
    """Until these are in the tray, ready to be sent."""
    expect(tray(page)).to_have_count(len(names))
    for item, name in zip(tray(page).all(), names):
        expect(item).to_contain_text(name)
        expect(item).not_to_contain_text("Preparing")


def refused(page, sentence):
    expect(page.get_by_role("alert").filter(has_text=sentence)).to_be_visible()


def send(page):
    page.get_by_role("button", name="Send", exact=True).click()
