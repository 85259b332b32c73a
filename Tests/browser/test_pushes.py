"""Pushes to the service worker of Chromium, and the settings that turn them on, tell of their devices and end them."""

import json

import pytest
from playwright.sync_api import expect

from parts import entry, look, post
from support.deadline import eventually
from support.push_service import PushService
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess

# A browser's part in pushes, for a subscription that the push service of these tests knows. It outlives a reload.
PUSHES = """([subscription, answer]) => {
    const kept = () => JSON.parse(localStorage.getItem("test-subscription"));
    const made = (given) => given && ({
        toJSON: () => given.subscription,
        options: { applicationServerKey: Uint8Array.from(atob(given.key.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0)).buffer },
        async unsubscribe() { localStorage.removeItem("test-subscription"); },
    });
    window.PushManager.prototype.getSubscription = async () => made(kept());
    window.PushManager.prototype.subscribe = async ({ applicationServerKey: key }) => {
        if (answer) throw new DOMException("Registration failed", answer);
        localStorage.setItem("test-subscription", JSON.stringify({ subscription, key }));
        return made(kept());
    };
}"""
# Headless Chromium grants no notifications to a page that asks.
LEAVE = """
    localStorage.setItem("test-permission", localStorage.getItem("test-permission") ?? "default");
    Object.defineProperty(Notification, "permission", { get: () => localStorage.getItem("test-permission"), configurable: true });
    Notification.requestPermission = async () => {
        localStorage.setItem("test-permission", "granted");
        return "granted";
    };
"""


@pytest.fixture
def service():
    with PushService() as service:
        yield service


@pytest.fixture
def server(tmp_path, service):
    with SnugProcess(tmp_path, *BEHIND_PROXY, *service.flags) as process:
        yield SnugServer(process.start())


def with_pushes(visitor, browser, answer=None):
    """Gives the visitor's pages the part of a browser in pushes."""
    visitor.context.add_init_script(
        f"if (location.protocol !== 'about:') {{ ({PUSHES})({json.dumps([browser.subscription, answer])}); {LEAVE} }}")
    return visitor


def known(person):
    return person.get("/api/v1/me/push").body["subscriptions"]


@pytest.fixture
def his(visitor, service, person):
    """A person's browser, at their settings, and its part at the push service."""
    browser = service.browser("his")
    one = with_pushes(visitor(), browser)
    one.come_in(person, "/#/settings")
    return one


def turn_on(visitor):
    """The part of the settings about notifications, once pushes come to this browser."""
    section = visitor.section("Notifications")
    section.get_by_role("button", name="Turn on notifications").click()
    expect(section.get_by_text("This device")).to_be_visible()
    expect(section.get_by_label("Also while this page is closed")).to_be_checked()
    return section


class Worker:
    """The visitor's service worker, with the browser's own way of handing it a push."""

    def __init__(self, visitor):
        self._visitor = visitor
        visitor.context.grant_permissions(["notifications"], origin=visitor.server.process.origin)
        self._devtools = visitor.context.new_cdp_session(visitor.page)
        self._registrations = []
        self._devtools.on("ServiceWorker.workerRegistrationUpdated", lambda event: (
            self._registrations.extend(event["registrations"])))
        self._devtools.send("ServiceWorker.enable")

    def find(self):
        """Once the page has one."""
        page = self._visitor.page
        page.evaluate("async () => { await navigator.serviceWorker.ready }")
        eventually(lambda: page.evaluate("1") and self._registrations, "its registration")
        return self

    def push(self, words):
        """`words` as the server sends them, or any text."""
        self._devtools.send("ServiceWorker.deliverPushMessage", {
            "origin": self._visitor.server.process.origin, "registrationId": self._registrations[-1]["registrationId"],
            "data": words if isinstance(words, str) else json.dumps(words)})

    def shown(self):
        return self._visitor.page.evaluate("""async () => (await (await navigator.serviceWorker.ready).getNotifications())
            .map(({ title, body, tag, silent, data }) => ({ title, body, tag, silent, ...data }))""")

    def wait(self, is_wanted):
        return eventually(lambda: is_wanted(self.shown()) and self.shown(), "the notifications")

    def press(self, tag):
        """A headless browser has no notifications that one could press."""
        worker = self._visitor.context.service_workers[0]
        worker.evaluate("""async (tag) => {
            const [notification] = await registration.getNotifications({ tag });
            dispatchEvent(new NotificationEvent("notificationclick", { notification }));
        }""", tag)


def words(room, seq, body, **more):
    return {"room_id": room, "seq": seq, "epoch": "now", "title": "Attic", "body": body, "url": f"/#/room/{room}",
            "unread": 1} | more


def test_a_push_is_shown_once_for_each_room_whatever_it_says(visitor, server, person):
    one = visitor()
    one.come_in(person)
    worker = Worker(one).find()
    worker.push(words(7, 1, "Ben: Hello?"))
    worker.wait(lambda shown: shown == [
        {"title": "Attic", "body": "Ben: Hello?", "tag": "room-7", "silent": False, "url": "/#/room/7", "seq": 1, "epoch": "now",
         "unread": 1}])
    worker.push(words(7, 2, "Ben: Anyone?"))
    worker.push(words(8, 1, "Cleo: Hi", title="Cellar"))
    shown = worker.wait(lambda shown: len(shown) == 2)
    assert {each["tag"]: each["body"] for each in shown} == {"room-7": "Ben: Anyone?", "room-8": "Cleo: Hi"}
    worker.push("{")
    assert "New message" in [each["title"] for each in worker.wait(lambda shown: len(shown) == 3)]


def test_a_press_opens_the_room_in_the_window_that_is_open_without_loading_it_anew(visitor, server, person):
    attic = server.room(person, name="Attic")
    one = visitor()
    one.come_in(person)
    page = one.page
    worker = Worker(one).find()
    page.evaluate("window.isTheSame = true")
    worker.push(words(attic, 1, "Ben: Hello?"))
    worker.wait(len)
    worker.press(f"room-{attic}")
    expect(page.get_by_role("heading", name="Attic")).to_be_visible()
    assert page.evaluate("isTheSame") and page.url.endswith(f"/#/room/{attic}")
    assert worker.shown() == []


def test_a_message_that_the_page_has_told_of_makes_no_second_notification(visitor, service, server, person):
    """The page shows its own by the worker: the push takes its place, without a sound."""
    ben = server.register("Ben")
    attic = server.room(person, ben, name="Attic")
    one = visitor()
    one.come_in(person)
    worker = Worker(one).find()
    one.page.evaluate("localStorage.setItem('notices', 'on'); localStorage.setItem('push', 'on')")
    expect(entry(one.page, "Attic")).to_be_visible()
    look(one.page, is_focused=False)
    post(ben, attic, "Hello?")
    [shown] = worker.wait(len)
    assert (shown["tag"], shown["seq"], shown["body"]) == (f"room-{attic}", 1, "Ben: Hello?")
    worker.push(words(attic, 1, "Ben: Hello?", epoch=shown["epoch"]))
    [shown] = worker.wait(lambda shown: shown[0]["silent"])
    assert (shown["seq"], shown["body"], shown["epoch"]) == (1, "Ben: Hello?", person.get("/api/v1/rooms").body["epoch"])


def test_one_press_turns_pushes_on_and_a_test_shows_that_they_arrive(his, service, person):
    section = turn_on(his)
    device = section.get_by_role("listitem").filter(has_text="Unknown device")
    expect(device).to_contain_text("This device")
    expect(device).to_contain_text("Nothing sent yet")
    assert [each["current"] for each in known(person)] == [True]
    device.get_by_role("button", name="Send a test to Unknown device").click()
    assert eventually(lambda: service.requests, "a push")[0].path == "/his"
    expect(his.page.get_by_role("status").filter(has_text="accepted the test")).to_be_visible()
    expect(device).to_contain_text("Last push accepted: ")
    section.get_by_label("Also while this page is closed").uncheck()
    expect(device).to_be_hidden()
    assert known(person) == []
    assert his.page.evaluate("localStorage.getItem('test-subscription')") is None


def test_what_a_service_does_not_take_is_said_in_plain_words(his, service):
    section = turn_on(his)
    service.answers["/his"] = (403, {}, '{"reason":"BadJwtToken"}')
    section.get_by_role("button", name="Send a test to Unknown device").click()
    expect(section.get_by_role("listitem")).to_contain_text("Its push service does not know this server any more.")
    expect(section.get_by_role("listitem")).to_contain_text("(403 BadJwtToken)")
    service.answers["/his"] = 410
    section.get_by_role("button", name="Send a test to Unknown device").click()
    expect(his.page.get_by_role("status").filter(has_text="takes no pushes any more")).to_be_visible()
    # It is this browser, and is subscribed again.
    expect(section.get_by_role("listitem")).to_contain_text("Nothing sent yet")


def test_another_device_is_removed(his, service, server, person):
    elsewhere = service.browser("elsewhere")
    elsewhere.subscribe(server.sign_in(person))
    his.go("/#/settings")
    section = his.section("Notifications")
    section.get_by_role("button", name="Send nothing more to Unknown device").click()
    expect(his.page.get_by_role("status").filter(has_text="Nothing more is sent to Unknown device")).to_be_visible()
    expect(section.get_by_role("listitem")).to_have_count(0)
    expect(section.get_by_role("heading", name="Notifications", exact=True)).to_be_focused()
    assert known(person) == []


def test_a_browser_that_the_server_could_not_be_told_of_is_removed_by_another_press(his, person):
    section = turn_on(his)
    his.page.route("**/api/v1/me/push*", lambda route: route.abort())
    section.get_by_label("Also while this page is closed").uncheck()
    expect(section.get_by_role("alert").first).to_contain_text("cannot be reached")
    his.page.unroute("**/api/v1/me/push*")
    his.go("/#/")
    his.go("/#/settings")
    assert len(known(person)) == 1
    section.get_by_role("button", name="Send nothing more to Unknown device").click()
    expect(his.page.get_by_role("status").filter(has_text="Nothing more is sent to this device")).to_be_visible()
    assert known(person) == []


def test_a_browser_that_was_removed_on_another_device_stays_so_until_it_is_turned_on_again(his, service, server, person):
    section = turn_on(his)
    [before] = known(person)
    assert server.sign_in(person).delete(f"/api/v1/me/push/{before['id']}").status == 204
    his.page.reload()
    eventually(lambda: his.page.evaluate("localStorage.getItem('test-subscription')") is None, "it is given up")
    assert known(person) == []
    his.page.reload()
    wanted = section.get_by_label("Also while this page is closed")
    expect(wanted).not_to_be_checked()
    wanted.check()
    expect(section.get_by_text("This device")).to_be_visible()
    his.page.reload()
    expect(wanted).to_be_checked()
    assert len(known(person)) == 1


def test_a_page_that_starts_mends_what_was_lost_and_signing_out_ends_it(his, service, person):
    turn_on(his)
    [before] = known(person)
    assert person.delete(f"/api/v1/me/push/{before['id']}").status == 204
    his.page.reload()
    eventually(lambda: known(person), "it is known again")
    his.page.evaluate("""() => {
        const kept = JSON.parse(localStorage.getItem("test-subscription"));
        localStorage.setItem("test-subscription", JSON.stringify({ ...kept, key: "AAAA" }));
    }""")
    his.page.reload()
    key = person.get("/api/v1/site").body["push_key"]
    eventually(lambda: his.page.evaluate("JSON.parse(localStorage.getItem('test-subscription')).key") == key, "its new key")
    his.go("/#/")
    his.sign_out()
    eventually(lambda: his.page.evaluate("localStorage.getItem('test-subscription')") is None, "it is gone")


def test_without_leave_support_or_a_server_that_pushes_the_settings_say_what_is_so(his, server):
    section = turn_on(his)
    assert server.owner.patch("/api/v1/admin/settings", {"push": "off"}).status == 200
    his.go("/#/settings")
    expect(section).to_contain_text("whoever runs this server has turned pushes off")
    his.page.evaluate("localStorage.setItem('test-permission', 'denied')")
    his.go("/#/settings")
    expect(section).to_contain_text("press the sign before the address, then Notifications")
    his.page.evaluate("localStorage.setItem('test-permission', 'granted')")
    his.context.add_init_script("delete window.PushManager")
    his.go("/#/settings")
    expect(section).to_contain_text("only while this page is open in it")
    his.context.add_init_script("""
        delete window.Notification;
        Object.defineProperty(navigator, "standalone", { get: () => false });
    """)
    his.go("/#/settings")
    expect(section.get_by_role("listitem").filter(has_text="Choose “Add to Home Screen”.")).to_be_visible()


def test_a_browser_that_cannot_sign_up_says_so_and_is_told_while_the_page_is_open(visitor, service, person):
    one = with_pushes(visitor(), service.browser("his"), "AbortError")
    one.come_in(person, "/#/settings")
    section = one.section("Notifications")
    section.get_by_role("button", name="Turn on notifications").click()
    expect(section.get_by_role("alert")).to_contain_text("could not sign up with its push service")
    expect(section.get_by_label("Also while this page is closed")).not_to_be_checked()
    expect(section.get_by_label("Show notifications while I am not looking")).to_be_checked()
