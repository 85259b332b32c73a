"""Files in a room: each has its place before it is there, opens in a viewer, and stands in the list of the room."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from parts import composer, entry, menu, post, row
from sent_files import large_picture, photo, picture, send, sound, upload
from support.deadline import eventually
from test_timeline import STAND_THERE, WATCH

MEDIA = Path(__file__).parents[1] / "vectors" / "media"
FILES = re.compile(r"/api/v1/attachments/")
STEADY_PIXELS = 1
SHIFT_MAX = 0.02


@pytest.fixture
def room(server, person, ben):
    return server.room(person, ben, name="Garden")


def pictures(page):
    return page.locator(".file-place.picture button")


def shown(image):
    """Until the browser has the picture."""
    expect(image).to_have_js_property("complete", True)
    assert image.evaluate("(image) => image.naturalWidth") > 0


def viewer(page):
    return page.locator("dialog.viewer")


def looks_at(page, name):
    """The viewer shows this picture, all of it having come."""
    expect(viewer(page).locator(".viewer-said")).to_have_text(name)
    expect(viewer(page).locator(".viewer-busy")).to_be_hidden()
    shown(viewer(page).locator("img"))


def touch(page, *steps):
    """Fingers at these points, `[[(x, y), …], …]`, one step after the other; then they are lifted."""
    devtools = page.context.new_cdp_session(page)
    for number, points in enumerate(steps):
        devtools.send("Input.dispatchTouchEvent", {
            "type": "touchMove" if number else "touchStart", "touchPoints": [{"x": x, "y": y, "id": index} for index, (x, y) in enumerate(points)]})
    devtools.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


# In the row


@pytest.mark.parametrize("width", [320, 1280])
def test_a_picture_has_its_place_before_it_is_there(at, visitor, server, person, ben, room, width):
    send(ben, room, "", photo(ben, room, width=1_200, height=900))
    send(ben, room, "", photo(ben, room, width=300, height=2_000), photo(ben, room), photo(ben, room))
    send(ben, room, "Below", upload(ben, room, "plan.pdf", b"%PDF-1.4 plan"), upload(ben, room, "tone.wav", sound(), "audio/wav"))
    one = visitor(viewport={"width": width, "height": 900})
    waiting = []
    is_held = True
    one.page.route(FILES, lambda route: waiting.append(route) if is_held else route.fallback())
    one.come_in(person, f"/#/room/{room}")
    page = one.page
    expect(pictures(page)).to_have_count(4)
    places = "[...document.querySelectorAll('.file-place, .bubble')].map((each) => JSON.stringify(each.getBoundingClientRect()))"
    before = page.evaluate(places)
    assert before[1] != before[2]
    is_held = False
    for route in waiting:
        route.fallback()
    for index in range(4):
        shown(pictures(page).nth(index).locator("img"))
    assert page.evaluate(places) == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_row_that_is_read_stands_still_while_history_with_pictures_comes_above_it(at, person, ben, room):
    attachments = [photo(ben, room, name=f"{number}.jpg", width=400 + number, height=300) for number in range(24)]
    for number in range(120):
        if number % 5 == 0:
            send(ben, room, "", attachments[number // 5])
        else:
            post(ben, room, f"Line {number}")
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": 120}).status == 204
    page = at(person, room)
    page.locator('[data-seq="120"]').wait_for()
    page.evaluate(WATCH)
    found = page.evaluate(STAND_THERE, {"until": 10, "rest": 200})
    assert found["loads"] >= 2
    assert found["worst"] <= STEADY_PIXELS
    assert sum(page.evaluate("watch.shifts")) <= SHIFT_MAX


def test_a_small_picture_is_fetched_and_a_large_one_without_any_when_it_is_pressed(at, visitor, person, ben, room):
    first = photo(ben, room, alt="The garden in the evening")
    large = upload(ben, room, "noise.png", large_picture(), "image/png")
    tiny = upload(ben, room, "dot.png", picture(20, 20, "PNG"), "image/png")
    for attachment in [first, large, tiny]:
        send(ben, room, "", attachment)
    one = visitor()
    asked = []
    one.page.on("request", lambda request: FILES.search(request.url) and asked.append(request.url.partition("attachments/")[2]))
    one.come_in(person, f"/#/room/{room}")
    page = one.page
    shown(page.get_by_role("img", name="The garden in the evening"))
    shown(page.get_by_role("img", name="Picture dot.png"))
    assert {each.partition("/")[0] for each in asked} == {str(first["id"] + 1), str(tiny["id"])}
    page.get_by_role("button", name=re.compile("^Show picture, 1.4 MB")).click()
    shown(page.get_by_role("img", name="Picture noise.png"))
    expect(viewer(page)).to_have_count(0)
    page.get_by_role("button", name="Picture noise.png").click()
    looks_at(page, "noise.png")


def test_films_and_sounds_are_fetched_when_they_are_played_and_play_on_while_others_react(at, person, ben, room):
    message = send(ben, room, "Listen", upload(ben, room, "tone.wav", sound(), "audio/wav", alt="A tone"))
    page = at(person, room)
    audio = page.locator("audio")
    expect(audio).to_have_attribute("aria-label", "A tone")
    expect(audio).to_have_attribute("preload", "none")
    # The line above it has the download, and a phone no space for both.
    expect(audio).to_have_attribute("controlslist", "noplaybackrate nodownload")
    audio.evaluate("(audio) => { audio.loop = true; return audio.play(); }")
    assert ben.call("PUT", f"/api/v1/rooms/{room}/messages/{message['seq']}/reactions/%F0%9F%91%8D").status in (200, 204)
    expect(row(page, "Listen").locator(".reaction")).to_be_visible()
    assert audio.evaluate("(audio) => !audio.paused && audio.isConnected")


FILM = """async () => {
    const canvas = document.createElement("canvas");
    const brush = canvas.getContext("2d");
    const recorder = new MediaRecorder(canvas.captureStream(20), { mimeType: "video/webm" });
    const parts = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((done) => { recorder.onstop = done; });
    recorder.start();
    for (let frame = 0; frame < 20; frame += 1) {
        brush.fillStyle = frame % 2 ? "red" : "blue";
        brush.fillRect(0, 0, 300, 150);
        await new Promise((done) => setTimeout(done, 50));
    }
    recorder.stop();
    await stopped;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return Array.from(bytes);
}"""
"""A second of a film, as the browser makes it."""


@pytest.mark.parametrize("kind", ["video/webm", "audio/wav"])
def test_films_and_sounds_play_in_a_tab_of_their_own(at, server, person, ben, room, kind):
    page = at(person, room)
    content = bytes(page.evaluate(FILM)) if kind == "video/webm" else sound()
    file = upload(ben, room, "played", content, kind)
    assert file["type"] == kind
    send(ben, room, "", file)
    page.goto(server.process.origin + file["url"])
    player = page.locator("video, audio")
    # Nothing runs there that would wait for it to begin.
    player.evaluate("(player) => { player.loop = true; player.play(); }")
    eventually(lambda: player.evaluate("(player) => player.currentTime") > 0, "it plays")


def test_a_film_stands_in_the_row_with_its_own_controls(at, person, ben, room):
    # A browser that cannot play it has a place for it all the same.
    attachment = upload(ben, room, "holiday.mp4", (MEDIA / "telephone.mp4").read_bytes(), "video/mp4")
    assert attachment["type"] == "video/mp4"
    send(ben, room, "", attachment)
    page = at(person, room)
    expect(page.locator(".file-place.video")).to_be_visible()
    assert page.locator(".file-place.video").bounding_box()["height"] > 100


def test_other_files_are_cards_that_download(at, person, ben, room):
    send(ben, room, "The minutes", upload(ben, room, "Übersicht 2026.pdf", b"%PDF-1.4 minutes"))
    page = at(person, room)
    card = page.get_by_role("link", name=re.compile("^Download Übersicht 2026.pdf, PDF · "))
    with page.expect_download() as download:
        card.click()
    assert download.value.suggested_filename == "Übersicht 2026.pdf"
    assert download.value.path().read_bytes() == b"%PDF-1.4 minutes"


def test_nothing_is_fetched_from_anywhere_else(visitor, person, ben, room):
    post(ben, room, "Look here")

    def lie(route):
        answer = route.fetch()
        body = answer.json()
        body["messages"][0]["attachments"] = [
            {"id": number, "name": "a.jpg", "type": kind, "size": 10, "width": 20, "height": 20, "url": url, "preview_url": url}
            for number, (kind, url) in enumerate([
                ("image/jpeg", "https://evil.example/a.jpg"), ("image/jpeg", "//evil.example/a.jpg"), ("image/jpeg", "/api/v1/attachments/5/../../me"),
                ("video/mp4", "https://evil.example/a.mp4"), ("audio/mpeg", "/api/v1/attachments/x/a.mp3"), ("text/html", "javascript:alert(1)")])]
        route.fulfill(response=answer, json=body)

    one = visitor()
    asked = []
    one.page.on("request", lambda request: asked.append(request.url))
    one.page.route(re.compile(r"/rooms/\d+/messages\?"), lie)
    one.come_in(person, f"/#/room/{room}")
    expect(one.page.get_by_text("This file is not there any more.")).to_have_count(5)
    expect(row(one.page, "Look here").get_by_role("link")).to_have_count(0)
    assert not [url for url in asked if "evil" in url or FILES.search(url) or url.endswith("/api/v1/attachments/5/../../me")]


def test_a_deleted_message_shows_no_files(at, person, ben, room):
    message = send(ben, room, "", photo(ben, room))
    page = at(person, room)
    expect(pictures(page)).to_have_count(1)
    assert ben.delete(f"/api/v1/rooms/{room}/messages/{message['seq']}").status == 204
    expect(page.locator(".tombstone")).to_be_visible()
    expect(page.locator(".file-place")).to_have_count(0)


def test_a_picture_that_does_not_come_says_so_and_comes_by_another_try(visitor, person, ben, room):
    send(ben, room, "", photo(ben, room))
    one = visitor()
    one.page.route(FILES, lambda route: route.abort())
    one.come_in(person, f"/#/room/{room}")
    page = one.page
    expect(page.locator(".file-missing")).to_contain_text("Could not be loaded.")
    page.unroute(FILES)
    page.get_by_role("button", name="Try again").click()
    shown(pictures(page).locator("img"))
    expect(pictures(page)).to_be_focused()


def test_a_picture_that_is_gone_says_so(visitor, person, ben, room):
    send(ben, room, "", photo(ben, room))
    one = visitor()
    one.page.route(FILES, lambda route: route.fulfill(status=404, body=""))
    one.come_in(person, f"/#/room/{room}")
    expect(one.page.locator(".file-missing")).to_contain_text("This file is not there any more.")


# In a line


@pytest.mark.parametrize(("locale", "said"), [("en-GB", "📷 3 photos"), ("de-DE", "📷 3 Fotos")])
def test_a_message_says_in_a_line_what_was_sent(visitor, server, person, ben, room, locale, said):
    message = send(ben, room, "", *(photo(ben, room) for _ in range(3)))
    answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": "Lovely", "reply_to": message["seq"]})
    assert answer.status == 201
    one = visitor(locale=locale)
    one.come_in(person, f"/#/room/{room}")
    expect(row(one.page, "Lovely").locator(".quotation-text")).to_have_text(said)
    send(ben, room, "", *(photo(ben, room) for _ in range(3)))
    expect(one.page.locator(".room-item-last")).to_have_text(f"Ben: {said}")


def test_what_came_is_said_to_those_who_hear_the_page(at, person, ben, room):
    page = at(person, room)
    expect(composer(page)).to_be_focused()
    send(ben, room, "", upload(ben, room, "plan.pdf", b"%PDF-1.4 plan"))
    expect(page.locator("#announcer")).to_have_text("Ben: 📎 plan.pdf")


def test_the_menu_of_a_message_with_one_file_downloads_it(at, person, ben, room):
    send(ben, room, "The plan", upload(ben, room, "plan.pdf", b"%PDF-1.4 plan"))
    page = at(person, room)
    with page.expect_download() as download:
        menu(page, "The plan").get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "plan.pdf"


def test_the_menu_of_a_message_with_several_files_downloads_them_all(at, person, ben, room):
    send(ben, room, "The plans", *(upload(ben, room, f"plan-{number}.pdf", b"%PDF-1.4 plan") for number in range(3)))
    page = at(person, room)
    names = []
    page.on("download", lambda download: names.append(download.suggested_filename))
    menu(page, "The plans").get_by_role("button", name="Download 3 files").click()
    eventually(lambda: (page.wait_for_timeout(20), len(names) == 3)[1], "three downloads")
    assert names == [f"plan-{number}.pdf" for number in range(3)]


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_name_has_two_lines(at, person, ben, room, width):
    name = "Minutes of the garden club.pdf"
    send(ben, room, "", upload(ben, room, name, b"%PDF-1.4 plan"), upload(ben, room, "plan.pdf", b"%PDF-1.4 plan"))
    page = at(person, room, viewport={"width": width, "height": 740})
    for place in [page.locator(".file-place"), page.locator(".file-entry")]:
        shown_name = place.locator(".file-name", has_text=name)
        expect(shown_name).to_be_visible()
        assert shown_name.evaluate("(name) => name.scrollHeight <= name.clientHeight + 1 && name.scrollWidth <= name.clientWidth")
        page.goto(page.url.partition("#")[0] + f"#/room/{room}/files")
        page.get_by_role("button", name="Other files").click()


# The viewer


@pytest.fixture
def album(person, ben, room):
    """Three pictures far back in the room, and two that its newest page has."""
    names = ["first.jpg", "second.jpg", "third.jpg"]
    for name in names:
        send(ben, room, "", photo(ben, room, name))
    post(ben, room, *(f"Line {number}" for number in range(60)))
    send(ben, room, "", photo(ben, room, "fourth.jpg"))
    send(ben, room, "", photo(ben, room, "fifth.jpg", alt="A cat"))
    assert person.post(f"/api/v1/rooms/{room}/read", {"seq": 65}).status == 204
    return room


def test_the_keyboard_is_enough_in_the_viewer(at, person, album):
    page = at(person, album)
    last = page.get_by_role("button", name="A cat")
    last.focus()
    page.keyboard.press("Enter")
    looks_at(page, "A cat")
    dialog = viewer(page)
    expect(dialog.get_by_role("heading")).to_have_text("Ben")
    expect(dialog.get_by_role("img", name="A cat")).to_be_visible()
    expect(dialog.locator("time")).to_have_text(re.compile("20\\d\\d"))
    expect(dialog.get_by_role("button", name="Next picture")).to_have_attribute("aria-disabled", "true")
    for name in ["fourth.jpg", "third.jpg", "second.jpg", "first.jpg"]:
        page.keyboard.press("ArrowLeft")
        looks_at(page, name)
    expect(dialog.get_by_role("button", name="Previous picture")).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("ArrowRight")
    looks_at(page, "second.jpg")
    whole = dialog.locator("img").bounding_box()
    for key, factor in [("+", 1.5), ("+", 2.25), ("-", 1.5), ("0", 1)]:
        page.keyboard.press(key)
        expect(dialog.locator("img")).to_have_css("transform", re.compile(rf"^matrix\({factor},"))
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    expect(dialog.locator(".viewer-said")).to_have_text("second.jpg")
    page.keyboard.press("0")
    expect(dialog.locator("img")).to_have_css("transform", re.compile(r"^matrix\(1,"))
    assert dialog.locator("img").bounding_box() == whole
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(last).to_be_focused()


def test_a_picture_says_its_place_in_its_message(at, person, ben, room):
    send(ben, room, "", photo(ben, room, "one.jpg"), photo(ben, room, "two.jpg"), photo(ben, room, "three.jpg"))
    send(ben, room, "", photo(ben, room, "alone.jpg"))
    page = at(person, room)
    pictures(page).nth(1).focus()
    page.keyboard.press("Enter")
    looks_at(page, "two.jpg")
    expect(viewer(page).locator(".viewer-caption")).to_contain_text("2 of 3")
    # The ring is at a button, and not about all of it.
    expect(viewer(page).get_by_role("button", name="Close")).to_be_focused()
    page.keyboard.press("ArrowRight")
    looks_at(page, "three.jpg")
    expect(viewer(page).locator(".viewer-caption")).to_contain_text("3 of 3")
    page.keyboard.press("ArrowRight")
    looks_at(page, "alone.jpg")
    expect(viewer(page).locator(".viewer-caption")).not_to_contain_text(" of ")


def test_back_closes_the_viewer_and_stays_in_the_room(at, person, album):
    page = at(person, album)
    page.get_by_role("button", name="A cat").click()
    looks_at(page, "A cat")
    page.go_back()
    expect(viewer(page)).to_have_count(0)
    expect(composer(page)).to_be_visible()


def test_fingers_swipe_enlarge_and_close(visitor, person, album):
    one = visitor(viewport={"width": 390, "height": 740}, has_touch=True, is_mobile=True, reduced_motion="reduce")
    one.come_in(person, f"/#/room/{album}")
    page = one.page
    page.get_by_role("button", name="A cat").tap()
    looks_at(page, "A cat")
    touch(page, [(100, 350)], [(180, 352)], [(290, 354)])
    looks_at(page, "fourth.jpg")
    touch(page, [(290, 350)], [(200, 352)], [(100, 354)])
    looks_at(page, "A cat")
    image = viewer(page).locator("img")
    touch(page, [(150, 350), (240, 350)], [(110, 350), (280, 350)], [(60, 350), (330, 350)])
    expect(image).to_have_css("transform", re.compile(r"^matrix\(3,"))
    touch(page, [(300, 350)], [(200, 350)], [(60, 350)])
    expect(viewer(page).locator(".viewer-said")).to_have_text("A cat")
    for scale in ["1", "2.5"]:
        touch(page, [(200, 350)])
        touch(page, [(200, 350)])
        expect(image).to_have_css("transform", re.compile(rf"^matrix\({scale},"))
    touch(page, [(200, 350)])
    touch(page, [(200, 350)])
    touch(page, [(200, 300)], [(202, 380)], [(202, 450)])
    expect(viewer(page)).to_have_count(0)


def test_the_wheel_enlarges_what_lies_under_it_and_a_press_beside_the_picture_closes(at, person, album):
    page = at(person, album)
    page.get_by_role("button", name="A cat").click()
    looks_at(page, "A cat")
    image = viewer(page).locator("img")
    box = image.bounding_box()
    x, y = box["x"] + box["width"] / 4, box["y"] + box["height"] / 4
    page.mouse.move(x, y)
    page.mouse.wheel(0, -400)
    expect(image).not_to_have_css("transform", re.compile(r"^matrix\(1,"))
    now = image.bounding_box()
    assert abs((x - now["x"]) / now["width"] - 0.25) < 0.01 and abs((y - now["y"]) / now["height"] - 0.25) < 0.01
    page.keyboard.press("0")
    expect(image).to_have_css("transform", re.compile(r"^matrix\(1,"))
    page.mouse.click(120, 150)
    expect(viewer(page)).to_have_count(0)


def test_what_its_sender_takes_back_is_looked_at_no_longer(at, person, ben, room):
    kept = send(ben, room, "", photo(ben, room, "kept.jpg"))
    message = send(ben, room, "", photo(ben, room, "regretted.jpg"))
    page = at(person, room)
    page.get_by_role("button", name="Picture regretted.jpg").click()
    looks_at(page, "regretted.jpg")
    for each, left in [(message, 1), (kept, 0)]:
        assert ben.delete(f"/api/v1/rooms/{room}/messages/{each['seq']}").status == 204
        expect(viewer(page)).to_have_count(left)
        if left:
            looks_at(page, "kept.jpg")


def test_a_picture_is_downloaded_from_the_viewer_and_its_message_shown(at, person, ben, album):
    page = at(person, album)
    page.get_by_role("button", name="A cat").click()
    looks_at(page, "A cat")
    for _ in range(3):
        page.keyboard.press("ArrowLeft")
    looks_at(page, "second.jpg")
    with page.expect_download() as download:
        viewer(page).get_by_role("link", name="Download").click()
    assert download.value.suggested_filename == "second.jpg"
    viewer(page).get_by_role("link", name="Show the message").click()
    expect(viewer(page)).to_have_count(0)
    expect(page.locator('[data-seq="2"]')).to_be_in_viewport()


def test_without_a_connection_the_small_picture_stays(visitor, person, ben, room):
    attachment = photo(ben, room)
    send(ben, room, "", attachment)
    one = visitor()
    one.page.route(re.compile(rf"/attachments/{attachment['id']}/"), lambda route: route.abort())
    one.come_in(person, f"/#/room/{room}")
    page = one.page
    pictures(page).click()
    expect(viewer(page)).to_contain_text("This is only a small version.")
    shown(viewer(page).locator("img"))
    page.unroute(re.compile(rf"/attachments/{attachment['id']}/"))
    viewer(page).get_by_role("button", name="Try again").click()
    looks_at(page, "garden.jpg")


# The list of a room


def test_the_files_of_a_room_are_listed_and_lead_to_their_messages(at, person, ben, album):
    send(ben, album, "The plan", upload(ben, album, "plan.pdf", b"%PDF-1.4 plan"))
    page = at(person, album)
    page.get_by_role("link", name="About this room").click()
    page.get_by_role("link", name="Show what was sent here").click()
    expect(page.get_by_role("heading", name="Pictures and files")).to_be_focused()
    tiles = page.locator(".room-files button.picture-frame")
    expect(tiles).to_have_count(5)
    expect(tiles.first.get_by_role("img")).to_have_attribute("alt", "A cat")
    tiles.nth(4).click()
    looks_at(page, "first.jpg")
    page.keyboard.press("ArrowRight")
    looks_at(page, "second.jpg")
    page.keyboard.press("Escape")
    expect(tiles.nth(4)).to_be_focused()
    page.get_by_role("button", name="Other files").click()
    expect(page.get_by_role("listitem").filter(has_text="plan.pdf")).to_be_visible()
    page.get_by_role("link", name=re.compile("^Ben, ")).click()
    expect(row(page, "The plan")).to_be_in_viewport()


def test_a_long_list_comes_page_by_page_and_past_files_of_the_other_kind(at, person, ben, room):
    for number in range(13):
        attachments = [upload(ben, room, f"{number}-{index}.txt", b"text") for index in range(10)]
        send(ben, room, "", *attachments[:9], photo(ben, room, f"{number}.jpg")) if number < 1 else send(ben, room, "", *attachments)
    page = at(person, None)
    page.goto(page.url.partition("#")[0] + f"#/room/{room}/files")
    expect(page.locator(".room-files li")).to_have_count(1)
    expect(page.locator(".room-files img")).to_have_attribute("alt", "Picture 0.jpg")
    page.get_by_role("button", name="Other files").click()
    expect(page.locator(".room-files li")).to_have_count(60)
    for count in [120, 129]:
        page.get_by_role("button", name="Show more").click()
        expect(page.locator(".room-files li")).to_have_count(count)
    expect(page.get_by_role("button", name="Show more")).to_be_hidden()


def test_a_room_without_files_says_so(at, person, room):
    page = at(person, None)
    page.goto(page.url.partition("#")[0] + f"#/room/{room}/files")
    expect(page.locator(".room-files")).to_contain_text("No pictures were sent here yet.")
    page.get_by_role("button", name="Other files").click()
    expect(page.locator(".room-files")).to_contain_text("No other files were sent here yet.")


def test_the_settings_say_how_much_ones_files_take(visitor, person, room):
    upload(person, room, "noise.bin", bytes(1_500_000))
    one = visitor()
    one.come_in(person, "/#/settings")
    expect(one.section("Storage")).to_contain_text(re.compile(r"Your files take 1\.4.MB of 1.GB\."))
