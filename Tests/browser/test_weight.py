"""What a page costs to fetch, in either language, compressed and with its headers; and how soon it is there."""

import statistics

import pytest

from pace import Pace, tasks_of

pytestmark = pytest.mark.alone

KILOBYTE = 1_000
SENDS = 60
SHIFT_MAX = 0.02
FIRST_PAINT_MILLISECONDS_MAX = 1_000
ARRIVAL_MILLISECONDS_MAX = 50
TASK_MILLISECONDS_MAX = 50

# When the first message was painted, and what moved without being asked to.
WATCH = """
    window.watch = { first: null, shift: 0 };
    new PerformanceObserver((list) => list.getEntries().forEach((each) => {
        if (!each.hadRecentInput) watch.shift += each.value;
    })).observe({ type: "layout-shift", buffered: true });
    const look = () => {
        if (watch.first !== null) return;
        // What stands there in this frame is painted by the next.
        if (document.querySelector(".row")) requestAnimationFrame(() => { watch.first = performance.now(); });
        else requestAnimationFrame(look);
    };
    look();
"""
# Tells the time at which a row with that text came.
ARRIVALS = """() => {
    window.arrivals = {};
    new MutationObserver(() => {
        const said = [...document.querySelectorAll(".row")].at(-1)?.querySelector(".message-body")?.textContent;
        if (said && !(said in arrivals)) arrivals[said] = performance.timeOrigin + performance.now();
    }).observe(document.querySelector(".timeline"), { childList: true, subtree: true });
}"""


class Transfers:
    """Everything a page fetches: `(address, bytes on the wire)`."""

    def __init__(self, visitor):
        self._addresses = {}
        self.all = []
        devtools = visitor.context.new_cdp_session(visitor.page)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.send("Network.enable")

    def _answered(self, event):
        self._addresses[event["requestId"]] = event["response"]["url"]

    def _finished(self, event):
        self.all.append((self._addresses.get(event["requestId"], ""), event["encodedDataLength"]))

    def bytes(self, ending=""):
        return sum(size for address, size in self.all if address.endswith(ending))


@pytest.fixture(scope="module")
def table():
    """What was measured beside what is wanted, printed when all of it is known."""
    rows = []
    yield lambda what, wanted, measured: rows.append((what, wanted, measured))
    print("\n" + "\n".join(f"{what:<48} {wanted:>16} {measured:>12}" for what, wanted, measured in rows))


@pytest.fixture(params=["en-GB", "de-DE"])
def weighed(request, visitor):
    visitor = visitor(locale=request.param)
    return visitor, Transfers(visitor)


def kilobytes(size):
    return f"{size / KILOBYTE:.1f} KB"


def milliseconds(time):
    return f"{time:.0f} ms"


def test_the_sign_in_page_weighs_at_most_40_kilobytes(weighed, table):
    visitor, transfers = weighed
    visitor.go()
    visitor.page.locator("[name=email]").wait_for()
    visitor.page.wait_for_load_state("networkidle")
    assert transfers.bytes("/entry/auth.js") > 0
    table("sign-in page", "40 KB", kilobytes(transfers.bytes()))
    assert transfers.bytes() <= 40 * KILOBYTE


def test_a_room_with_fifty_messages_weighs_at_most_100_kilobytes(weighed, table, server, person):
    room = server.room(person)
    for number in range(50):
        assert person.post(f"/api/v1/rooms/{room}/messages", {"content": f"Message {number}"}).status == 201
    visitor, transfers = weighed
    visitor.page.add_init_script(WATCH)
    with tasks_of(visitor.page) as tasks:
        visitor.come_in(person, f"/#/room/{room}")
        visitor.page.locator(".row").nth(49).wait_for()
        visitor.page.wait_for_load_state("networkidle")
    watch, pace = visitor.page.evaluate("watch"), Pace(visitor.page)
    table("room of 50 messages", "100 KB", kilobytes(transfers.bytes()))
    table("  its JavaScript", "60 KB", kilobytes(transfers.bytes(".js")))
    table("  its stylesheet", "15 KB", kilobytes(transfers.bytes(".css")))
    table("  requests", "30", len(transfers.all))
    table("  first message painted, nothing kept before", f"1,000 ms × {pace.mean:.1f}", milliseconds(watch["first"]))
    table("  layout shift", SHIFT_MAX, f"{watch['shift']:.4f}")
    table("  longest task", f"{TASK_MILLISECONDS_MAX} ms × {pace.alone:.1f}", milliseconds(tasks.longest))
    assert 0 < watch["first"] <= FIRST_PAINT_MILLISECONDS_MAX * pace.mean
    assert 0 < tasks.longest <= TASK_MILLISECONDS_MAX * pace.alone
    assert watch["shift"] <= SHIFT_MAX
    assert 0 < transfers.bytes(".js") <= 60 * KILOBYTE
    assert 0 < transfers.bytes(".css") <= 15 * KILOBYTE
    assert transfers.bytes() <= 100 * KILOBYTE
    assert len(transfers.all) <= 30

    visitor.page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    visitor.page.wait_for_function("navigator.serviceWorker.controller !== null")
    transfers.all.clear()
    visitor.page.reload()
    visitor.page.locator(".row").nth(49).wait_for()
    visitor.page.wait_for_load_state("networkidle")
    fetched_again = [(address, size) for address, size in transfers.all if "/assets/" in address and size > 0]
    table("  files of a second visit", "0 KB", kilobytes(sum(size for _, size in fetched_again)))
    assert fetched_again == []


def test_what_one_sends_the_other_soon_sees(visitor, table, server, person):
    room = server.room(server.owner, person)
    ours, theirs = visitor(), visitor()
    ours.come_in(person, f"/#/room/{room}")
    theirs.come_in(server.owner, f"/#/room/{room}")
    for each in [ours, theirs]:
        each.page.get_by_text("The first word is yours").wait_for()
        each.page.evaluate(ARRIVALS)
    composer = ours.page.get_by_role("textbox", name="Write to Kitchen")
    took, own = [], []
    for number in range(SENDS):
        said = f"Number {number}"
        composer.fill(said)
        sent = composer.evaluate("""(input) => {
            const at = performance.timeOrigin + performance.now();
            input.form.requestSubmit();
            return at;
        }""")
        theirs.page.wait_for_function("(said) => said in arrivals", arg=said)
        took.append(theirs.page.evaluate("(said) => arrivals[said]", said) - sent)
        own.append(ours.page.evaluate("(said) => arrivals[said]", said) - sent)
    table(f"send → the other's row, median of {SENDS}", "", milliseconds(statistics.median(took)))
    pace = max(Pace(theirs.page).slow, Pace(ours.page).slow)
    slow = statistics.quantiles(took, n=20)[-1]
    table("send → the other's row, p95", f"{ARRIVAL_MILLISECONDS_MAX} ms × {pace:.1f}", milliseconds(slow))
    table("send → one's own row, p95", "17 ms", milliseconds(statistics.quantiles(own, n=20)[-1]))
    assert len(took) == SENDS and min(took) > 0
    assert slow <= ARRIVAL_MILLISECONDS_MAX * pace
