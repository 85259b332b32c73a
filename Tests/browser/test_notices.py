"""Being told of new messages while nobody looks at the page: by one tab, once, and only of what is wanted."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from parts import ask_to_sign_out, entry, look, post, row
from support.deadline import eventually

# Notifications and tones as the page makes them, in place of those that one would see and hear.
STAND_INS = """
    window.told = [];
    window.tones = 0;
    window.Notification = class {
        static get permission() { return localStorage.getItem("test-permission") ?? "default"; }
        static async requestPermission() {
            localStorage.setItem("test-asked", "yes");
            localStorage.setItem("test-permission", localStorage.getItem("test-answer") ?? "granted");
            return this.permission;
        }
        constructor(title, options) {
            Object.assign(this, { title, ...options });
            told.push(this);
        }
        close() { this.isClosed = true; }
    };
    window.AudioContext = class {
        state = "running";
        currentTime = 0;
        destination = {};
        async resume() {}
        async close() {}
    };
    class Node {
        gain = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
        connect(next) { return next; }
        stop() {}
    }
    window.GainNode = Node;
    window.OscillatorNode = class extends Node {
        start() { tones += 1; }
    };
"""
NOTES = 2
# A browser that shows notifications by the service worker alone, and keeps them over a reload.
KEPT_BY_THE_BROWSER = """
    const kept = () => JSON.parse(localStorage.getItem("test-shown") ?? "[]");
    const keep = (shown) => localStorage.setItem("test-shown", JSON.stringify(shown));
    window.Notification = class {
        static permission = "granted";
        constructor() { throw new TypeError("Illegal constructor"); }
    };
    // An empty page has none.
    if (navigator.serviceWorker) navigator.serviceWorker.getRegistration = async () => ({
        showNotification: async (title, { tag, body }) => keep([...kept(), { tag, body }]),
        getNotifications: async () => kept().map(({ tag }) => ({ tag, close: () => keep(kept().filter((each) => each.tag !== tag)) })),
    });
"""


@pytest.fixture
def watched(visitor, person):
    """A browser of that person's, whose notifications and tones are counted."""
    visitor = visitor()
    visitor.context.add_init_script(STAND_INS)
    visitor.come_in(person)
    return visitor


def allow(page):
    page.evaluate("""() => {
        localStorage.setItem("test-permission", "granted");
        localStorage.setItem("notices", "on");
    }""")


def look_away(page):
    page.evaluate("""() => {
        Object.defineProperty(document, "visibilityState", { get: () => "hidden", configurable: true });
        document.hasFocus = () => false;
        document.dispatchEvent(new Event("visibilitychange"));
    }""")


def told(*pages):
    """What was told on all of them together."""
    return [each for page in pages for each in page.evaluate(
        "told.map(({ title, body, tag, isClosed = false }) => ({ title, body, tag, isClosed }))")]


def until_told(count, *pages):
    eventually(lambda: len(told(*pages)) >= count, f"{count} notifications")
    return told(*pages)


def test_a_message_that_nobody_sees_come_is_told_once_and_leads_to_its_room(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    allow(page)
    expect(entry(page, "Attic")).to_be_visible()
    look_away(page)
    post(ben, attic, "Is **anyone** there?")
    assert until_told(1, page) == [{
        "title": "Attic", "body": "Ben: Is anyone there?", "tag": f"room-{attic}", "isClosed": False}]
    assert page.evaluate("tones") == NOTES
    page.evaluate("told[0].onclick()")
    expect(page.get_by_role("heading", name="Attic")).to_be_visible()
    expect(row(page, "Is anyone there?")).to_be_visible()
    assert told(page)[0]["isClosed"]


def test_a_notification_goes_once_its_room_is_read_elsewhere(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    allow(page)
    expect(entry(page, "Attic")).to_be_visible()
    look_away(page)
    post(ben, attic, "Hello?")
    until_told(1, page)
    assert person.post(f"/api/v1/rooms/{attic}/read", {"seq": 1}).status == 204
    eventually(lambda: told(page)[0]["isClosed"], "the notification is gone")


def test_a_notification_in_a_window_without_the_focus_that_has_the_room_open(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    allow(page)
    entry(page, "Attic").click()
    expect(page.get_by_role("heading", name="Attic")).to_be_visible()
    look(page, is_focused=False)
    post(ben, attic, "Hello?")
    assert until_told(1, page)[0]["body"] == "Ben: Hello?"
    look(page, is_focused=True)
    eventually(lambda: told(page)[0]["isClosed"], "the notification is gone")


def test_a_notification_keeps_no_words_that_were_taken_back(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    allow(page)
    expect(entry(page, "Attic")).to_be_visible()
    look_away(page)
    post(ben, attic, "My password is hunter2")
    until_told(1, page)
    tones = page.evaluate("tones")
    message = f"/api/v1/rooms/{attic}/messages/1"
    assert ben.patch(message, {"content": "My password is a secret"}).status == 200
    assert until_told(2, page)[1]["body"] == "Ben: My password is a secret"
    assert page.evaluate("[tones, told[1].silent, told[1].renotify]") == [tones, True, False]
    assert ben.delete(message).status == 204
    eventually(lambda: told(page)[1]["isClosed"], "the notification is gone")


def test_where_the_page_may_not_show_it_the_service_worker_does(watched, server, person, ben):
    """As on Android, where a page that makes a notification by itself is refused."""
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    allow(page)
    page.evaluate("""() => {
        window.Notification = class {
            static permission = "granted";
            constructor() { throw new TypeError("Illegal constructor"); }
        };
        navigator.serviceWorker.getRegistration = async () => ({
            showNotification: async (title, options) => told.push({ title, ...options, close() { this.isClosed = true; } }),
            getNotifications: async () => told,
        });
    }""")
    expect(entry(page, "Attic")).to_be_visible()
    look_away(page)
    post(ben, attic, "Hello?")
    assert until_told(1, page)[0]["body"] == "Ben: Hello?"
    assert page.evaluate("told[0].data.url") == f"/#/room/{attic}"
    assert person.post(f"/api/v1/rooms/{attic}/read", {"seq": 1}).status == 204
    eventually(lambda: told(page)[0]["isClosed"], "the notification is gone")


@pytest.fixture
def android(visitor, person):
    """The page of a browser that keeps notifications by itself."""
    visitor = visitor()
    visitor.context.add_init_script(STAND_INS + KEPT_BY_THE_BROWSER)
    visitor.come_in(person)
    allow(visitor.page)
    return visitor


def tags_shown(page):
    return page.evaluate("JSON.parse(localStorage.getItem('test-shown') ?? '[]').map(({ tag }) => tag)")


def be_told(page, ben, *rooms):
    """Shown by the browser, and the page loaded anew, which knows nothing of them by itself."""
    for name, room in rooms:
        expect(entry(page, name)).to_be_visible()
        look_away(page)
        post(ben, room, f"News of {name}")
        eventually(lambda tag=f"room-{room}": tag in tags_shown(page), "it is shown")
    page.reload()
    for name, _ in rooms:
        expect(entry(page, name)).to_contain_text(f"News of {name}")


def test_a_notification_from_before_a_reload_goes_once_its_room_is_read(android, server, person, ben):
    attic, cellar = server.room(person, ben, name="Attic"), server.room(person, ben, name="Cellar")
    page = android.page
    be_told(page, ben, ("Attic", attic), ("Cellar", cellar))
    assert person.post(f"/api/v1/rooms/{attic}/read", {"seq": 1}).status == 204
    eventually(lambda: tags_shown(page) == [f"room-{cellar}"], "that of the room that is read is gone")


def test_no_notification_outlives_the_sign_out(android, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = android.page
    be_told(page, ben, ("Attic", attic))
    ask_to_sign_out(page).get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_label("E-mail", exact=True)).to_be_visible()
    assert tags_shown(page) == []


def test_quiet_hours_that_are_set_on_another_device_hold_in_a_page_that_stands(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    allow(page)
    asked = []
    page.on("response", lambda answer: answer.url.endswith("/api/v1/me") and asked.append(answer))
    page.reload()
    eventually(lambda: page.evaluate("1") and len(asked) == 2, "the page's start and its connection ask")
    # Between any two looks at the clock a minute goes by, in which nothing was asked.
    page.evaluate("() => { let now = 0; performance.now = () => now += 3_600_000; }")
    expect(entry(page, "Attic")).to_be_visible()
    look_away(page)
    quiet = {"from": "00:00", "to": "23:59", "time_zone": "UTC"}
    assert person.patch("/api/v1/me", {"quiet": quiet}).status == 200
    with page.expect_response("**/api/v1/me"):
        post(ben, attic, "In the night")
    expect(entry(page, "Attic")).to_contain_text("In the night")
    assert person.patch("/api/v1/me", {"quiet": None}).status == 200
    post(ben, attic, "In the day")
    assert [each["body"] for each in until_told(1, page)] == ["Ben: In the day"]


def test_a_name_that_is_changed_in_one_tab_or_device_stands_in_all(watched, server, person):
    first = watched.page
    second = watched.context.new_page()
    second.goto(f"{server.process.origin}/#/")
    expect(second.locator(".whoami-me")).to_contain_text(person.name)
    watched.go("/#/settings")
    profile = watched.section("Profile")
    profile.get_by_label("Your name").fill("Ada Changed")
    profile.get_by_role("button", name="Save").click()
    for page in [first, second]:
        expect(page.locator(".whoami-me")).to_contain_text("Ada Changed")
    assert person.patch("/api/v1/me", {"name": person.name}).status == 200
    for page in [first, second]:
        expect(page.locator(".whoami-me")).to_contain_text(person.name)


def test_a_room_that_is_muted_for_a_time_counts_in_the_title_once_that_is_over(visitor, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    until = (datetime.now(UTC) + timedelta(hours=1)).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    assert person.post(f"/api/v1/rooms/{attic}/notify", {"notify": "nothing", "until": until}).status == 204
    post(ben, attic, "While it is muted")
    one = visitor()
    one.page.clock.install()
    one.come_in(person)
    expect(entry(one.page, "Attic").get_by_title("Muted")).to_be_visible()
    expect(one.page).not_to_have_title(re.compile(r"\(1\)"))
    one.page.clock.fast_forward("01:00:01")
    expect(entry(one.page, "Attic").get_by_title("Muted")).to_be_hidden()
    expect(one.page).to_have_title(re.compile(r"\(1\)"))


def test_nothing_is_told_of_what_one_sees_says_or_does_not_want(watched, server, person, ben):
    attic, cellar, pantry = (server.room(person, ben, name=name) for name in ["Attic", "Cellar", "Pantry"])
    assert person.post(f"/api/v1/rooms/{attic}/notify", {"notify": "nothing"}).status == 204
    assert person.post(f"/api/v1/rooms/{cellar}/notify", {"notify": "mentions"}).status == 204
    page = watched.page
    allow(page)
    expect(entry(page, "Pantry")).to_be_visible()
    post(ben, pantry, "Seen in the list")
    expect(entry(page, "Pantry")).to_contain_text("Seen in the list")
    look_away(page)
    post(ben, attic, f"@{person.name} muted")
    post(ben, cellar, "No mention")
    post(person, pantry, "My own")
    post(ben, cellar, f"@{person.name} a mention")
    # One that is told comes after all those that might have been.
    assert [each["body"] for each in until_told(1, page)] == [f"Ben: @{person.name} a mention"]


def test_of_several_tabs_one_tells_and_none_while_one_of_them_is_looked_at(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    first = watched.page
    allow(first)
    second = watched.context.new_page()
    second.goto(f"{server.process.origin}/#/")
    for page in [first, second]:
        expect(entry(page, "Attic")).to_be_visible()
    look_away(first)
    post(ben, attic, "Seen in the other tab")
    expect(entry(second, "Attic")).to_contain_text("Seen in the other tab")
    expect(entry(first, "Attic")).to_contain_text("Seen in the other tab")
    look_away(second)
    post(ben, attic, "Seen in none")
    assert [each["body"] for each in until_told(1, first, second)] == ["Ben: Seen in none"]
    assert first.evaluate("tones") + second.evaluate("tones") == NOTES


def test_notifications_are_asked_for_at_a_press_alone_and_each_part_can_be_off(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    watched.go("/#/settings")
    section = watched.section("Notifications")
    expect(section.get_by_role("button", name="Turn on notifications")).to_be_visible()
    assert page.evaluate("localStorage.getItem('test-asked')") is None
    section.get_by_role("button", name="Turn on notifications").click()
    shown = section.get_by_label("Show notifications while I am not looking")
    expect(shown).to_be_checked()
    section.get_by_role("button", name="Show one to try").click()
    assert until_told(1, page)[0]["body"] == "This is how Snug tells you of a new message."
    shown.uncheck()
    expect(section.get_by_role("button", name="Show one to try")).to_be_hidden()
    section.get_by_role("button", name="Listen").click()
    eventually(lambda: page.evaluate("tones") == NOTES, "the sound to try")
    look_away(page)
    post(ben, attic, "Heard, not shown")
    eventually(lambda: page.evaluate("tones") == 2 * NOTES, "the sound")
    assert len(told(page)) == 1
    section.get_by_label("Play a quiet sound").uncheck()
    shown.check()
    post(ben, attic, "Shown, not heard")
    until_told(2, page)
    assert page.evaluate("tones") == 2 * NOTES


def test_someone_whose_browser_says_no_is_told_how_to_allow_it(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    page.evaluate("localStorage.setItem('test-answer', 'denied')")
    watched.go(f"/#/room/{attic}")
    page.get_by_role("button", name="Notifications: everything").click()
    menu = page.get_by_role("dialog", name="Notifications in Attic")
    menu.get_by_role("button", name="Turn on notifications").click()
    expect(page.get_by_role("status").filter(has_text="Your browser blocks notifications")).to_be_visible()
    page.get_by_role("button", name="Notifications: everything").click()
    menu.get_by_role("link", name="How to allow them").click()
    expect(watched.section("Notifications")).to_contain_text("press the sign before the address")


def test_a_room_is_muted_for_a_time_from_its_bell(server, person, ben, at):
    attic = server.room(person, ben, name="Attic")
    page = at(person, attic)
    page.get_by_role("button", name="Notifications: everything").click()
    menu = page.get_by_role("dialog", name="Notifications in Attic")
    expect(menu.get_by_role("button", name="Everything")).to_have_attribute("aria-pressed", "true")
    menu.get_by_role("button", name="For eight hours").click()
    expect(page.get_by_role("status").filter(has_text="Muted until")).to_be_visible()
    bell = page.get_by_role("button", name="Notifications: nothing")
    expect(bell).to_be_focused()
    room = next(each for each in person.get("/api/v1/rooms").body["rooms"] if each["id"] == attic)
    assert room["notify"] == "nothing" and room["notify_until"]
    bell.click()
    expect(menu).to_contain_text("Muted until")
    menu.get_by_role("button", name="Mentions").click()
    expect(page.get_by_role("button", name="Notifications: mentions")).to_be_visible()
    room = next(each for each in person.get("/api/v1/rooms").body["rooms"] if each["id"] == attic)
    assert room["notify"] == "mentions" and "notify_until" not in room


def test_what_others_see_of_oneself_can_be_hidden(visitor, person, server):
    visitor = visitor()
    visitor.come_in(person, "/#/settings")
    privacy = visitor.section("Privacy")
    privacy.get_by_label("Show when I am online").uncheck()
    expect(visitor.page.get_by_role("status").filter(has_text="Saved.")).to_be_visible()
    privacy.get_by_label("Show how far I have read").uncheck()
    eventually(lambda: not person.get("/api/v1/me").body["shows_reading"], "reading is hidden")
    assert not person.get("/api/v1/me").body["shows_presence"]
    visitor.go("/#/settings")
    expect(privacy.get_by_label("Show when I am online")).not_to_be_checked()
    expect(privacy.get_by_label("Show when I am typing")).to_be_checked()


def test_a_switch_that_could_not_be_kept_goes_back(visitor, person):
    visitor = visitor()
    visitor.come_in(person, "/#/settings")
    visitor.page.route("**/api/v1/me", lambda route: (
        route.abort() if route.request.method == "PATCH" else route.continue_()))
    online = visitor.section("Privacy").get_by_label("Show when I am online")
    online.click()
    expect(visitor.page.get_by_role("status").filter(has_text="The server cannot be reached")).to_be_visible()
    expect(online).to_be_checked()


def test_quiet_hours_hold_in_the_page_from_when_they_are_set(watched, server, person, ben):
    attic = server.room(person, ben, name="Attic")
    page = watched.page
    allow(page)
    watched.go("/#/settings")
    hours = watched.section("Quiet hours")
    expect(hours.get_by_label("From")).to_be_hidden()
    hours.get_by_label("Be quiet at these hours").check()
    hours.get_by_label("From").fill("00:00")
    hours.get_by_label("To").fill("23:59")
    hours.get_by_label("To").blur()
    eventually(lambda: (person.get("/api/v1/me").body["quiet"] or {}).get("to") == "23:59", "they are kept")
    assert person.get("/api/v1/me").body["quiet"]["from"] == "00:00"
    expect(hours).to_contain_text("The times are those of ")
    look_away(page)
    post(ben, attic, "In the night")
    expect(entry(page, "Attic")).to_contain_text("In the night")
    hours.get_by_label("Be quiet at these hours").uncheck()
    eventually(lambda: person.get("/api/v1/me").body["quiet"] is None, "they are over")
    post(ben, attic, "In the day")
    assert [each["body"] for each in until_told(1, page)] == ["Ben: In the day"]


def test_quiet_hours_that_were_refused_go_back_and_of_several_changes_the_last_is_kept(watched, person):
    page = watched.page
    assert person.patch("/api/v1/me", {"quiet": {"from": "22:00", "to": "07:00", "time_zone": "UTC"}}).status == 200
    watched.go("/#/settings")
    hours = watched.section("Quiet hours")
    until, asked = hours.get_by_label("To"), []
    page.route("**/api/v1/me", lambda route: asked.append(route) if route.request.method == "PATCH" else route.continue_())
    for time in ["05:00", "05:10", "05:15"]:
        until.fill(time)
    eventually(lambda: page.evaluate("1") and len(asked) == 1, "one change is under way")
    asked[0].continue_()
    eventually(lambda: page.evaluate("1") and len(asked) == 2, "the last of those that waited")
    assert asked[1].request.post_data_json["quiet"]["to"] == "05:15"
    asked[1].abort()
    expect(until).to_have_value("05:00")
    expect(hours.get_by_label("Be quiet at these hours")).to_be_checked()
