"""A long history: what is read stands still, and the page stays small, however far one scrolls."""

import pytest
from playwright.sync_api import expect

from pace import Pace, tasks_of
from parts import post

ROWS_MAX = 300
SHIFT_MAX = 0.02
# Chromium gives positions in fractions of a pixel.
STEADY_PIXELS = 1
TASK_MILLISECONDS_MAX = 50

# Looks on at every frame: the most rows that ever stood in the page, and what Chromium says moved.
WATCH = """() => {
    window.watch = { rows: 0, shifts: [] };
    const look = () => {
        watch.rows = Math.max(watch.rows, document.querySelectorAll(".row").length);
        requestAnimationFrame(look);
    };
    look();
    new PerformanceObserver((list) => watch.shifts.push(...list.getEntries().map((each) => each.value)))
        .observe({ type: "layout-shift" });
}"""

# Goes to `rest` at once and stands there until older rows have come, again and again, until that message stands in the page.
# Gives the greatest difference in where the reader's row stands, and how often rows came. It scrolls only while none can
# come: between the rows and the frame in which a browser makes up for them, a script's scroll would undo that.
STAND_THERE = """async ({ until, rest }) => {
    const scroller = document.querySelector(".timeline");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const first = () => Number(document.querySelector(".row[data-seq]").dataset.seq);
    const edge = scroller.getBoundingClientRect().top;
    const deadline = performance.now() + 120_000;
    let worst = 0, loads = 0;
    while (first() > until) {
        const before = first();
        scroller.scrollTop = rest;
        const row = [...document.querySelectorAll(".row[data-seq]")]
            .find((each) => each.getBoundingClientRect().bottom > edge + 100);
        const top = row.getBoundingClientRect().top;
        let quiet = 0;
        while (first() === before || quiet < 5) {
            if (performance.now() > deadline) throw new Error(`no further than ${before}`);
            await frame();
            worst = Math.max(worst, Math.abs(row.getBoundingClientRect().top - top));
            quiet = first() === before ? 0 : quiet + 1;
        }
        loads++;
    }
    return { worst, loads };
}"""
FIRST = "Number(document.querySelector('.row[data-seq]').dataset.seq)"

# From `holdFrames()` on keeps back what comes over the page's connection, until `releaseFrames()`.
HOLD_FRAMES = """(() => {
    let held = null;
    window.hasHello = false;
    window.WebSocket = class extends WebSocket {
        constructor(...given) {
            super(...given);
            this.addEventListener("message", (event) => {
                hasHello = true;
                if (!held) return;
                event.stopImmediatePropagation();
                held.push(() => this.dispatchEvent(new MessageEvent("message", { data: event.data })));
            });
        }
    };
    window.holdFrames = () => { held = []; };
    window.heldFrames = () => held.length;
    window.releaseFrames = () => {
        const release = held;
        held = null;
        for (const each of release) each();
    };
})()"""


def wheel_up(page, until, pixels):
    """Turns the wheel, so much at a time, until that message stands in the page."""
    box = page.locator(".timeline").bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    for _ in range(5_000):
        if page.evaluate(FIRST) <= until:
            return
        page.mouse.wheel(0, -pixels)
    raise AssertionError(f"no further than {page.evaluate(FIRST)}")


def fill(person, room, count):
    """Says so much, of one line or several, in as little time as it takes."""
    with person.socket() as socket:
        for number in range(1, count + 1):
            lines = ["A word" if number % 3 else "A sentence that takes a little more room than a word does. " * (number % 5 + 1)]
            socket.say(room, f"{number}: " + "\n".join(lines * (number % 4 + 1)), f"fill-{room}-{number}")
            # As many at once as the server takes of one socket.
            if number % 100 == 0:
                socket.ack(f"fill-{room}-{number}", within=60)
        socket.ack(f"fill-{room}-{count}", within=60)


@pytest.fixture
def reader(visitor, server, person):
    """Someone in a room with a long history, which others told."""
    def reader(count):
        room = server.room(server.owner, name="Archive")
        fill(server.owner, room, count)
        assert server.owner.post(f"/api/v1/rooms/{room}/members", {"user_id": person.id}).status == 201
        one = visitor()
        one.come_in(person, f"/#/room/{room}")
        one.page.locator(f'[data-seq="{count}"]').wait_for()
        one.page.evaluate(WATCH)
        return one.page

    return reader


def watched(page):
    """Layout shift counts within windows of a second in the measure of the web's vitals; here all of it does."""
    seen = page.evaluate("watch")
    shift = sum(seen["shifts"])
    print(f"rows {seen['rows']}, layout shift {shift:.4f}")
    return seen["rows"], shift


# At the very top, and a little below it, a browser keeps other things in their place than in the midst of rows.
@pytest.mark.parametrize("rest", [300, 20, 1, 0])
def test_what_is_read_stands_still_while_history_comes_above_it(reader, rest):
    page = reader(400)
    found = page.evaluate(STAND_THERE, {"until": 60, "rest": rest})
    print(f"moved by at most {found['worst']:.2f} px over {found['loads']} loads")
    assert found["loads"] >= 6
    assert found["worst"] <= STEADY_PIXELS
    rows, shift = watched(page)
    assert rows <= ROWS_MAX
    assert shift <= SHIFT_MAX


@pytest.mark.parametrize("news", ["message", "read"])
def test_what_is_drawn_before_the_page_hears_of_a_scroll_undoes_it_not(visitor, server, person, ben, news):
    """A browser tells a page of a scroll with the next frame, and much may come before that."""
    room = server.room(person, ben, kind="direct", name=None)
    fill(person, room, 160)
    one = visitor()
    page = one.page
    page.add_init_script(HOLD_FRAMES)
    one.come_in(person, f"/#/room/{room}")
    page.locator('[data-seq="160"]').wait_for()
    page.wait_for_function("() => hasHello")
    page.evaluate("holdFrames()")
    if news == "message":
        post(ben, room, "News")
    else:
        assert ben.post(f"/api/v1/rooms/{room}/read", {"seq": 160}).status == 204
    page.wait_for_function("() => heldFrames() > 0")
    first = page.evaluate(FIRST)
    page.evaluate("""() => {
        document.querySelector(".timeline").scrollTop = 100;
        releaseFrames();
    }""")
    expect(page.locator(".row" if news == "message" else ".seen").filter(has_text="News" if news == "message" else "Seen")).to_have_count(1)
    page.wait_for_function(f"() => {FIRST} < {first}")
    assert page.evaluate("""() => {
        const { scrollHeight, scrollTop, clientHeight } = document.querySelector(".timeline");
        return scrollHeight - scrollTop - clientHeight > clientHeight;
    }""")


@pytest.mark.alone
@pytest.mark.parametrize(("count", "pixels"), [(1_100, 400), (10_000, 2_000)])
def test_history_comes_above_what_moves_under_the_wheel(reader, count, pixels):
    """And the page stays small."""
    page = reader(count)
    with tasks_of(page) as tasks:
        wheel_up(page, until=60, pixels=pixels)
    rows, shift = watched(page)
    print(f"longest task {tasks.longest:.0f} ms")
    assert 0 < tasks.longest <= TASK_MILLISECONDS_MAX * Pace(page).alone
    assert rows <= ROWS_MAX
    assert shift <= SHIFT_MAX
