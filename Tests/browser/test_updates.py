"""New versions of the page, and servers that fail or hang while it is open."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parts import composer, entry, menu, row, wait_for_worker, wait_until_kept
from support.deadline import eventually
from visitor import Visitor

# The next version's worker rules the page.
IS_NEXT_IN_PLACE = """async () => {
    const { installing, waiting, active } = await navigator.serviceWorker.getRegistration();
    const isKept = (await caches.keys()).some((name) => name.includes("/next"));
    return isKept && !installing && !waiting && active.state === "activated" && active === navigator.serviceWorker.controller;
}"""
# Until what the page asked of its worker has been answered: answers come in order.
ASK_WORKER = """() => new Promise((resolve) => {
    navigator.serviceWorker.addEventListener("message", ({ data }) => resolve(data.folder), { once: true });
    navigator.serviceWorker.controller.postMessage("which version");
})"""
FOLDER = "new URL('.', document.querySelector('script[type=module]').src).pathname"
NEWS = "A new version is ready."


@pytest.fixture
def reader(front, chromium):
    """Makes a browser of the owner's, in that room and connected: `connections` are those on which a server has spoken."""
    visitors = []

    def reader(has_clock=False, **options):
        one = Visitor(chromium, front.server, **options)
        visitors.append(one)
        if has_clock:
            one.page.clock.install()
        one.connections = set()
        one.page.on("websocket", lambda socket: socket.on("framereceived", lambda _: one.connections.add(socket)))
        one.context.add_cookies([{"name": "snug_session", "value": front.server.owner.token, "url": front.origin}])
        one.page.goto(f"{front.origin}/#/room/{front.room}")
        expect(row(one.page, "Is the kettle on?")).to_be_visible()
        wait_for_connections(one, 1)
        return one

    yield reader
    for each in visitors:
        each.leave()
        assert each.errors == []


def wait_for_connections(one, count):
    """Until so many have been made: that the front is asked for one is not yet the server's word to the page."""
    eventually(lambda: (one.page.wait_for_timeout(10), len(one.connections) == count)[1], f"{count} connections")


def wait_for_next_worker(page):
    eventually(lambda: page.evaluate(IS_NEXT_IN_PLACE), "the next version's worker")
    # An answer of the one before may still be on its way.
    eventually(lambda: "/next" in page.evaluate(ASK_WORKER), "its word")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_open_page_is_told_of_a_new_version_and_works_on_meanwhile(front, reader, scheme):
    one = reader(color_scheme=scheme, bypass_csp=True)
    page = one.page
    wait_for_worker(page)
    expect(page.get_by_text(NEWS)).to_be_hidden()
    composer(page).fill("Half a sentence")
    front.bring_next_version()
    expect(page.get_by_text(NEWS)).to_be_visible(timeout=40_000)
    assert Axe().run(page).response["violations"] == []
    # It lies on nothing that one reads or presses.
    banner, timeline = page.locator(".banner.news").bounding_box(), page.locator(".timeline").bounding_box()
    assert banner["y"] + banner["height"] <= timeline["y"]
    # Parts that were not fetched yet are still to be had.
    menu(page, "Is the kettle on?").get_by_role("button", name="Reply").click()
    expect(page.locator(".composer-context")).to_be_visible()
    page.get_by_role("button", name="Later").click()
    expect(page.get_by_text(NEWS)).to_be_hidden()
    page.reload()
    expect(composer(page)).to_have_value("Half a sentence")
    assert "/next" in page.evaluate(FOLDER)


def test_other_files_of_the_same_version_are_found_at_a_connection(front, reader):
    one = reader(has_clock=True)
    page = one.page
    wait_for_worker(page)
    front.bring_next_version(is_called_so=False)
    wait_for_connections(one, 2)
    page.clock.run_for(61_000)
    expect(page.get_by_text(NEWS)).to_be_visible(timeout=40_000)


def test_connections_one_after_the_other_look_for_new_files_once(front, reader):
    one = reader(has_clock=True)
    page = one.page
    wait_for_worker(page)
    for count in [2, 3, 4]:
        front.cut()
        wait_for_connections(one, count)
    asked = front.asked["/sw.js"]
    page.clock.run_for(61_000)
    eventually(lambda: front.asked["/sw.js"] > asked, "a look for new files")
    assert front.asked["/sw.js"] == asked + 1


def test_taking_a_new_version_reloads_no_other_tab(front, reader):
    one = reader()
    page = one.page
    wait_for_worker(page)
    second = one.context.new_page()
    second.goto(front.origin + "/#/settings")
    second.get_by_label("Current password").fill("half a password")
    front.bring_next_version()
    for each in [page, second]:
        expect(each.get_by_text(NEWS)).to_be_visible(timeout=40_000)
    page.get_by_role("button", name="Reload").click()
    page.wait_for_selector(".shell")
    assert "/next" in page.evaluate(FOLDER)
    expect(second.get_by_label("Current password")).to_have_value("half a password")


def test_a_page_of_the_new_version_is_offered_nothing(front, reader):
    page = reader().page
    wait_for_worker(page)
    front.bring_next_version()
    page.reload()
    expect(row(page, "Is the kettle on?")).to_be_visible()
    assert "/next" in page.evaluate(FOLDER)
    wait_for_next_worker(page)
    expect(page.get_by_text(NEWS)).to_be_hidden()


def test_without_a_worker_an_old_page_says_that_it_is_old(front, reader):
    page = reader(service_workers="block", bypass_csp=True).page
    front.bring_next_version()
    expect(page.get_by_text(NEWS)).to_be_visible(timeout=40_000)
    row(page, "Is the kettle on?").hover()
    row(page, "Is the kettle on?").get_by_role("button", name="What to do with this message").click()
    told = page.get_by_role("status").filter(has_text="Snug was updated meanwhile.")
    expect(told).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.locator(".rooms").get_by_role("button", name="New conversation").click()
    page.locator(".whoami-me").click()
    expect(told).to_be_visible()
    told.get_by_role("button", name="Reload").click()
    page.wait_for_function("() => !document.querySelector('.banner.news:not([hidden])')")
    page.locator(".whoami-me").click()
    page.get_by_role("dialog").get_by_role("link", name="Settings").click()
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()


def test_a_server_that_is_down_behind_its_proxy_is_no_connection(front, reader):
    page = reader().page
    wait_for_worker(page)
    wait_until_kept(page, "snapshots", "Is the kettle on?")
    front.is_down = True
    front.cut()
    page.reload()
    expect(row(page, "Is the kettle on?")).to_be_visible()
    expect(page.get_by_text("No connection. What you write will be sent later.")).to_be_visible()
    assert "refused" not in page.content()
    front.is_down = False
    expect(page.get_by_text("No connection.")).to_be_hidden(timeout=40_000)


def test_on_a_line_that_hangs_the_page_opens_soon_with_what_was_kept(front, reader):
    page = reader().page
    wait_for_worker(page)
    wait_until_kept(page, "snapshots", "Is the kettle on?")
    front.hang()
    page.reload()
    expect(row(page, "Is the kettle on?")).to_be_visible()
    # Sooner than a call is given up.
    assert page.evaluate("performance.now()") < 20_000
    front.go_on()
    expect(entry(page, "Kitchen")).to_be_visible()


def test_a_dead_line_is_noticed_though_nobody_says_so(front, reader):
    """A server, or a box on the way, that answers nothing any more and ends nothing."""
    page = reader(has_clock=True).page
    front.stall()
    page.clock.run_for(45_000)
    expect(page.get_by_text("No connection. What you write will be sent later.")).to_be_visible()
    front.flow()
    expect(page.get_by_text("No connection.")).to_be_hidden(timeout=40_000)
