"""Files that are chosen for a message stay chosen: over a reload, in another tab, until they are sent or put out."""

import re

import pytest
from playwright.sync_api import expect

from choosing import chosen, pick, picture, send, text, tray
from parts import ask_to_sign_out, composer, entry, kept
from support.deadline import eventually
from visitor import BrowserOnDisk, Visitor


@pytest.fixture
def page(page):
    page.on("dialog", lambda dialog: pytest.fail(f"The page asks: {dialog.type}"))
    return page


def named(page):
    """The names of the files that drafts name."""
    return page.evaluate("""() => Object.keys(localStorage).filter((key) => key.startsWith('drafts-'))
        .flatMap((key) => JSON.parse(localStorage[key]).files.map(({ name }) => name))""")


def until_kept(page, *names):
    eventually(lambda: named(page) == list(names), f"{names} in the draft")


def until_nothing_is_kept(page):
    eventually(lambda: named(page) == [] and kept(page, "chosen") == [], "an empty store")


def sent(person, room):
    return [(message["content"], [each["name"] for each in message.get("attachments", [])]) for message in person.history(room)]


def arrived(page, person, room, *messages):
    eventually(lambda: (page.wait_for_timeout(20), sent(person, room) == list(messages))[1], f"{messages}", within=30)


def original(page, name):
    return page.get_by_role("checkbox", name=re.compile(f"Original quality.*{name}"))


def test_a_reload_finds_what_was_chosen_described_and_written(page, ben, room):
    pick(page, text("first.txt"), picture(4_000, 3_000, "JPEG", "beach.jpg"), text("last.txt"))
    chosen(page, "first.txt", "beach.webp", "last.txt")
    page.get_by_role("button", name=re.compile("^Describe .*beach")).click()
    dialog = page.get_by_role("dialog", name="Describe the picture")
    dialog.get_by_label("What is to be seen").fill("The sea at noon")
    dialog.get_by_role("button", name="Save").click()
    original(page, "beach.webp").check()
    composer(page).fill("Half a sentence")
    until_kept(page, "first.txt", "beach.jpg", "last.txt")
    page.reload()
    chosen(page, "first.txt", "beach.jpg", "last.txt")
    expect(composer(page)).to_have_value("Half a sentence")
    expect(original(page, "beach.jpg")).to_be_checked()
    expect(page.get_by_role("button", name=re.compile("^Change description of .*beach"))).to_have_attribute("title", "The sea at noon")
    page.get_by_role("button", name=re.compile("^Remove .*first.txt")).click()
    until_kept(page, "beach.jpg", "last.txt")
    page.reload()
    chosen(page, "beach.jpg", "last.txt")
    send(page)
    arrived(page, ben, room, ("Half a sentence", ["beach.jpg", "last.txt"]))
    until_nothing_is_kept(page)
    page.reload()
    expect(composer(page)).to_have_value("")
    expect(tray(page)).to_have_count(0)


def test_a_tab_that_was_closed_leaves_what_was_chosen_to_the_next_and_the_list_tells_of_it(page, room):
    pick(page, picture(), picture(name="hill.png"))
    chosen(page, "sea.png", "hill.png")
    until_kept(page, "sea.png", "hill.png")
    address, next_page = page.url.split("#")[0], page.context.new_page()
    page.close()
    next_page.goto(f"{address}#/settings")
    expect(entry(next_page, "Attic")).to_contain_text("Draft:")
    expect(entry(next_page, "Attic")).to_contain_text("2 photos")
    entry(next_page, "Attic").click()
    chosen(next_page, "sea.png", "hill.png")


def test_two_tabs_show_the_same_and_send_it_once(page, ben, room):
    first, second = page, page.context.new_page()
    second.goto(page.url)
    expect(composer(second)).to_be_visible()
    pick(first, text("first.txt"), text("last.txt"))
    chosen(first, "first.txt", "last.txt")
    chosen(second, "first.txt", "last.txt")
    pick(second, text("more.txt"))
    chosen(first, "first.txt", "last.txt", "more.txt")
    second.get_by_role("button", name=re.compile("^Remove .*last.txt")).click()
    chosen(first, "first.txt", "more.txt")
    send(first)
    arrived(first, ben, room, ("", ["first.txt", "more.txt"]))
    expect(tray(second)).to_have_count(0)
    expect(second.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    until_nothing_is_kept(second)
    second.reload()
    expect(composer(second)).to_be_visible()
    expect(tray(second)).to_have_count(0)


def test_nothing_is_left_once_one_has_signed_out(page):
    pick(page, text())
    chosen(page, "notes.txt")
    until_kept(page, "notes.txt")
    assert len(kept(page, "chosen")) == 1
    ask_to_sign_out(page).get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()
    eventually(lambda: kept(page, "chosen") == [], "an empty store")


LEAVE = """(left) => new Promise((resolve, reject) => {
    const opening = indexedDB.open("snug");
    opening.onsuccess = () => {
        const transaction = opening.result.transaction("chosen", "readwrite");
        for (const each of left) transaction.objectStore("chosen").put({ ...each, file: new File(["…"], "left.txt") });
        transaction.onerror = reject;
        transaction.oncomplete = () => {
            opening.result.close();
            resolve();
        };
    };
})"""


def test_what_another_account_left_goes_and_what_no_draft_names_a_day_later(page, person):
    now = page.evaluate("Date.now()")
    page.evaluate(LEAVE, [
        {"userId": person.id - 1, "key": "before", "at": now}, {"userId": person.id + 1, "key": "after", "at": now},
        {"userId": person.id, "key": "old", "at": 0}, {"userId": person.id, "key": "young", "at": now},
    ])
    keys = lambda: [each["key"] for each in kept(page, "chosen")]  # noqa: E731
    assert len(keys()) == 4
    page.reload()
    eventually(lambda: keys() == ["old", "young"], "one's own alone")
    pick(page, text())
    chosen(page, "notes.txt")
    until_kept(page, "notes.txt")
    eventually(lambda: "old" not in keys() and len(keys()) == 2 and "young" in keys(), "the young one")


def test_a_page_that_can_keep_nothing_asks_before_it_is_left(at, person, room):
    page = at(person)
    page.add_init_script("indexedDB.open = () => { throw new DOMException('No', 'SecurityError'); };")
    page.reload()
    entry(page, "Attic").click()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    composer(page).click()
    pick(page, text())
    chosen(page, "notes.txt")
    page.reload()
    assert asked == ["beforeunload"]
    expect(composer(page)).to_be_visible()
    expect(tray(page)).to_have_count(0)


# Bad luck

LATE = """{
    const open = indexedDB.open.bind(indexedDB);
    indexedDB.open = (...about) => {
        const opening = open(...about);
        if (sessionStorage.late && performance.now() < 3_000) Object.defineProperty(opening, "onsuccess", {
            set(opened) { opening.addEventListener("success", (event) => setTimeout(() => opened.call(opening, event), 3_000)); },
        });
        return opening;
    };
}"""


def test_a_store_that_is_late_once_loses_nothing(page, ben, room):
    page.add_init_script(LATE)
    pick(page, text("contract.txt"), text("plan.txt"))
    chosen(page, "contract.txt", "plan.txt")
    until_kept(page, "contract.txt", "plan.txt")
    page.evaluate("sessionStorage.late = '1'")
    page.reload()
    chosen(page, "contract.txt", "plan.txt")
    pick(page, text("more.txt"))
    until_kept(page, "contract.txt", "plan.txt", "more.txt")
    send(page)
    arrived(page, ben, room, ("", ["contract.txt", "plan.txt", "more.txt"]))


def test_what_is_sent_before_the_tray_is_there_goes_with_its_files(at, person, ben, room):
    # A worker that is there already hands the tray out by itself, past the test.
    page = at(person, room, service_workers="block")
    pick(page, text())
    chosen(page, "notes.txt")
    until_kept(page, "notes.txt")
    composer(page).fill("Here it is")
    held = []
    page.route("**/files/tray.js", lambda route: held.append(route))
    page.reload()
    expect(composer(page)).to_have_value("Here it is")
    eventually(lambda: (page.wait_for_timeout(10), held)[1], "the call for the tray")
    send(page)
    for route in held:
        route.continue_()
    arrived(page, ben, room, ("Here it is", ["notes.txt"]))


def test_what_a_tab_makes_ready_in_another_room_takes_nothing_from_its_neighbour(page, ben, person, room, server):
    cellar = server.room(person, ben, name="Cellar")
    second = page.context.new_page()
    second.goto(page.url)
    expect(composer(second)).to_be_visible()
    pick(second, *(picture(6_000, 4_500, "JPEG", f"large-{number}.jpg", quality=90) for number in range(3)))
    expect(tray(second)).to_have_count(3)
    second.evaluate(f"location.hash = '#/room/{cellar}'")
    expect(second.get_by_role("textbox", name="Write to Cellar")).to_be_visible()
    pick(page, text("contract.txt"))
    names = {"contract.txt", "large-0.jpg", "large-1.jpg", "large-2.jpg"}
    eventually(lambda: (second.wait_for_timeout(20), set(named(page)) == names)[1], "all four in the draft")
    expect(tray(page)).to_have_count(4)
    second.evaluate(f"location.hash = '#/room/{room}'")
    expect(tray(second)).to_have_count(4)


@pytest.mark.parametrize("becomes", ["another", "nothing"])
def test_what_was_chosen_goes_whatever_its_file_becomes(chromium, server, person, ben, room, tmp_path, becomes):
    file = tmp_path / "notes.txt"
    file.write_text("Sand and sea")
    one = Visitor(BrowserOnDisk(chromium, tmp_path / "profile"), server)
    one.come_in(person, f"/#/room/{room}")
    pick(one.page, file)
    chosen(one.page, "notes.txt")
    until_kept(one.page, "notes.txt")
    file.write_text("Another text, and longer") if becomes == "another" else file.unlink()
    send(one.page)
    arrived(one.page, ben, room, ("", ["notes.txt"]))
    message, = ben.history(room)
    answer = ben.call("GET", message["attachments"][0]["url"])
    assert answer.body in ("Sand and sea", b"Sand and sea")
    one.leave()
    assert one.errors == []


# As it is

def test_a_picture_goes_as_it_is_where_its_sender_says_so(page, ben, room):
    file = picture(4_000, 3_000, "JPEG", "beach.jpg", quality=95)
    pick(page, file, picture())
    chosen(page, "beach.webp", "sea.png")
    # One that is not made smaller goes as it is in any case.
    expect(page.get_by_role("checkbox")).to_have_count(1)
    original(page, "beach.webp").check()
    chosen(page, "beach.jpg", "sea.png")
    original(page, "beach.jpg").uncheck()
    chosen(page, "beach.webp", "sea.png")
    original(page, "beach.webp").focus()
    page.keyboard.press("Space")
    chosen(page, "beach.jpg", "sea.png")
    send(page)
    arrived(page, ben, room, ("", ["beach.jpg", "sea.png"]))
    [found, _] = [each for message in ben.history(room) for each in message["attachments"]]
    assert (found["type"], found["width"], found["height"]) == ("image/jpeg", 4_000, 3_000)
    assert ben.call("GET", found["url"]).body == file["buffer"]
    assert found["preview_url"]


def test_a_picture_that_is_too_large_as_it_is_stays_small_and_it_is_said_why(page):
    page.route("**/api/v1/site", lambda route: route.fulfill(json=route.fetch().json() | {"upload_max_bytes": 150_000}))
    file = picture(4_000, 3_000, "JPEG", "beach.jpg", quality=100)
    assert len(file["buffer"]) > 150_000
    pick(page, file)
    chosen(page, "beach.webp")
    original(page, "beach.webp").click()
    expect(page.get_by_role("alert").filter(has_text="This server takes up to 146 KB a file.")).to_be_visible()
    expect(original(page, "beach.webp")).not_to_be_checked()
    chosen(page, "beach.webp")
