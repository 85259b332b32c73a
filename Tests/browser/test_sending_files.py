"""Files that are picked, pasted and dropped: said what cannot be sent, made small, sent once, in order, never lost."""

import io
import json
import re

import pytest
from PIL import Image
from playwright.sync_api import expect

from choosing import chosen, hold, pick, picture, refused, send, text, tray
from parts import composer, entry, kept, post, say, second_tab, wait_for_worker, wait_until_kept
from support.deadline import eventually

ATTACHMENTS = re.compile(r"/api/v1/rooms/\d+/attachments")
NO_LINE = lambda _: None  # noqa: E731
WS = re.compile("/ws$")
ORIENTATION, MAKE, GPS, LATITUDE = 0x0112, 0x010F, 0x8825, 2

def sent(person, room):
    """What was sent there, each with the names of its files."""
    return [(message["content"], [each["name"] for each in message.get("attachments", [])]) for message in person.history(room)]


def arrived(page, person, room, *messages):
    eventually(lambda: (page.wait_for_timeout(20), sent(person, room) == list(messages))[1], f"{messages}", within=30)


def attachments(person, room):
    return [each for message in person.history(room) for each in message.get("attachments", [])]


def bytes_of(person, address):
    answer = person.call("GET", address)
    assert answer.status == 200
    return answer.body


# What is chosen

def test_a_picked_picture_is_sent_with_its_text_its_description_and_a_small_one(page, ben, room):
    pick(page, picture(1_600, 1_200))
    chosen(page, "sea.png")
    page.get_by_role("button", name=re.compile("^Describe .*sea.png")).click()
    dialog = page.get_by_role("dialog", name="Describe the picture")
    dialog.get_by_label("What is to be seen").fill("The sea at noon")
    dialog.get_by_role("button", name="Save").click()
    expect(tray(page)).to_contain_text("Change description")
    composer(page).fill("Look!")
    composer(page).press("Enter")
    expect(tray(page)).to_have_count(0)
    arrived(page, ben, room, ("Look!", ["sea.png"]))
    [found] = attachments(ben, room)
    assert (found["type"], found["width"], found["height"], found["alt"]) == ("image/png", 1_600, 1_200, "The sea at noon")
    small = Image.open(io.BytesIO(bytes_of(ben, found["preview_url"])))
    assert small.size == (640, 480) and len(bytes_of(ben, found["preview_url"])) <= 100_000


def test_several_are_sent_in_their_order_without_a_text_and_one_that_was_taken_out_is_not(page, ben, room):
    pick(page, text("first.txt"), picture(), text("second.txt"))
    chosen(page, "first.txt", "sea.png", "second.txt")
    page.get_by_role("button", name=re.compile("^Remove .*sea.png")).click()
    chosen(page, "first.txt", "second.txt")
    # Where the focused one is gone, the next has the focus.
    assert "second.txt" in page.evaluate("document.activeElement.getAttribute('aria-label')")
    pick(page, text("third.txt"))
    chosen(page, "first.txt", "second.txt", "third.txt")
    send(page)
    arrived(page, ben, room, ("", ["first.txt", "second.txt", "third.txt"]))
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()


@pytest.mark.parametrize("place", [".timeline", ".composer-input", "nav"])
def test_a_dropped_file_goes_with_what_is_half_written(page, ben, room, tmp_path, place):
    file = tmp_path / "holiday.txt"
    file.write_text("Sand and sea")
    composer(page).fill("Half a sentence")
    step = hold(page, place, file)
    page.wait_for_function("() => getComputedStyle(document.querySelector('main.room'), '::after').content.includes('Drop to attach')")
    step("drop")
    chosen(page, "holiday.txt")
    page.wait_for_function("() => getComputedStyle(document.querySelector('main.room'), '::after').content === 'none'")
    expect(composer(page)).to_have_value("Half a sentence")
    send(page)
    arrived(page, ben, room, ("Half a sentence", ["holiday.txt"]))


def test_what_is_chosen_stays_while_one_looks_at_another_room_and_is_no_part_of_an_edit(page, server, person, ben, room):
    other = server.room(person, ben, name="Cellar")
    post(person, room, "Once more")
    pick(page, text())
    chosen(page, "notes.txt")
    entry(page, "Cellar").click()
    expect(page.get_by_role("textbox", name="Write to Cellar")).to_be_visible()
    expect(tray(page)).to_have_count(0)
    entry(page, "Attic").click()
    chosen(page, "notes.txt")
    composer(page).press("ArrowUp")
    expect(tray(page)).to_have_count(0)
    expect(page.get_by_role("button", name="Attach files")).to_have_count(0)
    composer(page).press("Escape")
    chosen(page, "notes.txt")
    send(page)
    arrived(page, ben, room, ("Once more", []), ("", ["notes.txt"]))
    assert sent(ben, other) == []


def test_one_who_sends_while_a_picture_is_made_ready_sends_it(page, ben, room):
    page.evaluate("""() => {
        const make = window.createImageBitmap;
        window.createImageBitmap = async (...of) => {
            await new Promise((go) => { window.go = go; });
            window.createImageBitmap = make;
            return make(...of);
        };
    }""")
    pick(page, picture(1_600, 1_200))
    expect(tray(page)).to_contain_text("Preparing")
    say(page, "Look!")
    page.wait_for_function("() => Boolean(window.go)")
    assert sent(ben, room) == []
    page.evaluate("go()")
    arrived(page, ben, room, ("Look!", ["sea.png"]))


# Pictures

def test_a_large_picture_is_made_smaller_upright_and_tells_nothing_of_its_camera(page, ben, room):
    exif = Image.Exif()
    exif[ORIENTATION], exif[MAKE] = 6, "Camera & Sons"
    exif.get_ifd(GPS)[LATITUDE] = (52.0, 31.0, 12.0)
    pick(page, picture(4_000, 3_000, "JPEG", "IMG_1.JPG", exif=exif))
    chosen(page, "IMG_1.webp")
    send(page)
    arrived(page, ben, room, ("", ["IMG_1.webp"]))
    [found] = attachments(ben, room)
    assert (found["width"], found["height"], found["type"]) == (1_920, 2_560, "image/webp")
    for address, size in [(found["url"], (1_920, 2_560)), (found["preview_url"], (480, 640))]:
        made = Image.open(io.BytesIO(bytes_of(ben, address)))
        assert made.size == size and not made.getexif()
        # Turned by a quarter, the upper left is at the upper right.
        corner = made.convert("RGB").getpixel((size[0] - 20, 20))
        assert corner[0] > 200 and corner[2] < 80, corner


def test_a_picture_that_moves_goes_as_it_is_and_so_does_one_that_the_browser_cannot_draw(page, ben, room):
    moving = picture(3_000, 20, "GIF", save_all=True, append_images=[Image.new("RGB", (3_000, 20), "orange")])
    unknown = {"name": "IMG_2.HEIC", "mimeType": "image/heic", "buffer": b"\0\0\0\x18ftypheic" + bytes(500)}
    pick(page, moving, unknown)
    chosen(page, "sea.gif", "IMG_2.HEIC")
    expect(tray(page).nth(1).get_by_role("button", name=re.compile("^Describe"))).to_have_count(0)
    send(page)
    arrived(page, ben, room, ("", ["sea.gif", "IMG_2.HEIC"]))
    gif, heic = attachments(ben, room)
    assert (gif["width"], gif["height"]) == (3_000, 20)
    assert Image.open(io.BytesIO(bytes_of(ben, gif["url"]))).n_frames == 2
    assert heic["size"] == len(unknown["buffer"])


def test_ten_files_go_with_a_message(page, ben, room):
    pick(page, *[text(f"{number}.txt") for number in range(12)])
    refused(page, "One message takes 10 files: 2 were left out.")
    chosen(page, *[f"{number}.txt" for number in range(10)])
    send(page)
    arrived(page, ben, room, ("", [f"{number}.txt" for number in range(10)]))


# On the way

def failing(page, status, code, detail, times=99, **headers):
    """The server refuses uploads that often."""
    page.route(ATTACHMENTS, lambda route: route.fulfill(
        status=status, headers={"Content-Type": "application/problem+json", **headers}, body=json.dumps({"code": code, "detail": detail})), times=times)


def test_a_refusal_is_said_at_the_message_and_it_goes_once_it_is_sent_again(page, ben, room):
    failing(page, 413, "quota_exceeded", "Your files would have more than 10 MB together.", times=1)
    pick(page, text())
    chosen(page, "notes.txt")
    send(page)
    say(page, "Meanwhile")
    failure = page.locator(".failure").filter(has_text="Your files would have more than 10 MB together.")
    expect(failure).to_contain_text("notes.txt")
    arrived(page, ben, room, ("Meanwhile", []))
    failure.get_by_role("button", name="Retry").click()
    arrived(page, ben, room, ("Meanwhile", []), ("", ["notes.txt"]))


def test_a_busy_server_is_asked_again_and_what_was_written_after_it_waits(page, ben, room):
    failing(page, 503, "busy", "Busy.", times=2, **{"Retry-After": "1"})
    pick(page, text())
    chosen(page, "notes.txt")
    send(page)
    say(page, "Afterwards")
    arrived(page, ben, room, ("", ["notes.txt"]), ("Afterwards", []))


def test_an_upload_that_breaks_off_is_tried_again_and_at_last_asked_about(page, ben, room):
    page.route(ATTACHMENTS, lambda route: route.abort("connectionreset"), times=1)
    pick(page, text())
    chosen(page, "notes.txt")
    send(page)
    arrived(page, ben, room, ("", ["notes.txt"]))
    page.route(ATTACHMENTS, lambda route: route.abort("connectionreset"), times=3)
    pick(page, text("more.txt"))
    chosen(page, "more.txt")
    send(page)
    failure = page.locator(".failure").filter(has_text="It could not be uploaded.")
    failure.get_by_role("button", name="Retry").click(timeout=20_000)
    arrived(page, ben, room, ("", ["notes.txt"]), ("", ["more.txt"]))


def test_a_file_sent_without_a_connection_survives_a_reload_and_goes_once_in_its_turn(visitor, person, ben, room):
    browser = visitor()
    page = browser.page
    post(ben, room, "Is the kettle on?")
    browser.come_in(person, f"/#/room/{room}")
    wait_for_worker(page)
    wait_until_kept(page, "snapshots", "Is the kettle on?")
    browser.context.set_offline(True)
    say(page, "Before")
    pick(page, picture(1_600, 1_200), text())
    chosen(page, "sea.png", "notes.txt")
    send(page)
    say(page, "After")
    eventually(lambda: len(kept(page, "files")) == 2 and len(kept(page, "outbox")) == 3, "all of it kept")
    page.reload()
    expect(page.locator(".row img[src^='blob:']")).to_be_visible()
    browser.context.set_offline(False)
    arrived(page, ben, room, ("Is the kettle on?", []), ("Before", []), ("", ["sea.png", "notes.txt"]), ("After", []))
    eventually(lambda: kept(page, "files") == [] and kept(page, "outbox") == [], "nothing kept any more")
    assert Image.open(io.BytesIO(bytes_of(ben, attachments(ben, room)[0]["url"]))).size == (1_600, 1_200)


def test_what_was_chosen_with_a_connection_is_shown_and_sent_though_it_went_before(visitor, person, ben, room):
    browser = visitor(service_workers="block")
    page = browser.page
    browser.come_in(person, f"/#/room/{room}")
    pick(page, picture(), text())
    chosen(page, "sea.png", "notes.txt")
    browser.context.set_offline(True)
    send(page)
    expect(page.locator(".row img[src^='blob:']")).to_be_visible()
    expect(page.locator(".row .file-line")).to_contain_text("notes.txt")
    browser.context.set_offline(False)
    arrived(page, ben, room, ("", ["sea.png", "notes.txt"]))


def test_what_is_sent_in_a_tab_without_a_connection_is_uploaded_by_one_that_has_it(visitor, person, ben, room):
    post(ben, room, "Is the kettle on?")
    browser = visitor()
    browser.come_in(person, f"/#/room/{room}")
    second = second_tab(browser, room, has_connection=False)
    uploads = []
    browser.context.on("request", lambda request: ATTACHMENTS.search(request.url) and uploads.append(request.frame.page))
    pick(second, text())
    chosen(second, "notes.txt")
    send(second)
    arrived(second, ben, room, ("Is the kettle on?", []), ("", ["notes.txt"]))
    eventually(lambda: kept(second, "files") == [], "nothing kept any more")
    assert uploads == [browser.page]


def test_a_waiting_picture_stands_in_the_list_of_rooms_and_signing_out_forgets_it(visitor, server, person, room):
    browser = visitor()
    page = browser.page
    browser.context.route_web_socket(WS, NO_LINE)
    browser.come_in(person, f"/#/room/{room}")
    pick(page, picture())
    chosen(page, "sea.png")
    send(page)
    expect(entry(page, "Attic")).to_contain_text("📷")
    expect(entry(page, "Attic").get_by_title("Sending")).to_be_visible()
    eventually(lambda: len(kept(page, "files")) == 1, "the kept file")
    browser.sign_out()
    assert kept(page, "files") == [] and kept(page, "outbox") == []


def test_whoever_signs_out_leaves_no_files_on_the_server(visitor, server, person, room):
    browser = visitor()
    page = browser.page
    browser.come_in(person, f"/#/room/{room}")
    # The small picture of the second one, and so the message, stay on their way.
    page.route(re.compile("preview_of="), NO_LINE)
    pick(page, text(), picture(1_600, 1_200))
    chosen(page, "notes.txt", "sea.png")
    send(page)
    elsewhere = server.sign_in(person)
    used = lambda: elsewhere.get("/api/v1/me").body["storage"]["used"]  # noqa: E731
    eventually(lambda: (page.wait_for_timeout(20), used() > 1_000)[1], "both files on the server")
    browser.sign_out()
    assert used() == 0
    assert elsewhere.history(room) == []


def test_files_that_are_too_much_to_keep_live_as_long_as_the_page_which_says_so(visitor, person, ben, room):
    browser = visitor()
    page = browser.page
    browser.context.add_init_script("IDBObjectStore.prototype.put = () => { throw new DOMException('Full', 'QuotaExceededError'); };")
    browser.come_in(person, f"/#/room/{room}")
    release = []
    page.route(ATTACHMENTS, lambda route: release.append(route))
    pick(page, text())
    chosen(page, "notes.txt")
    send(page)
    expect(page.get_by_role("status").filter(has_text="These files are too much for your browser to keep.")).to_be_visible()
    eventually(lambda: (page.wait_for_timeout(10), release)[1], "the upload")
    release[0].continue_()
    arrived(page, ben, room, ("", ["notes.txt"]))


def test_whoever_takes_back_a_file_by_key_is_still_in_the_conversation(page):
    page.route(ATTACHMENTS, NO_LINE)
    pick(page, text("first.txt"), text("second.txt"))
    chosen(page, "first.txt", "second.txt")
    send(page)
    for name in ["first.txt", "second.txt"]:
        button = page.get_by_role("button", name=re.compile(f"(Cancel|Stop|Remove).*{name}"))
        button.focus()
        page.keyboard.press("Enter")
        expect(button).to_have_count(0)
        assert page.evaluate("Boolean(document.activeElement.closest('main'))")


def test_a_file_that_is_under_way_can_be_taken_back(page, ben, room):
    held = []
    page.route(ATTACHMENTS, lambda route: held.append(route), times=2)
    pick(page, text("first.txt"), text("second.txt"))
    chosen(page, "first.txt", "second.txt")
    send(page)
    eventually(lambda: (page.wait_for_timeout(10), len(held) == 2)[1], "both uploads")
    page.get_by_role("button", name=re.compile("(Cancel|Stop|Remove).*first.txt")).click()
    held[1].continue_()
    arrived(page, ben, room, ("", ["second.txt"]))
