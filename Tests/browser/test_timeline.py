"""A long history: what is read stands still, and the page stays small, however far one scrolls."""

import pytest

ROWS_MAX = 300
SHIFT_MAX = 0.02
# Chromium gives positions in fractions of a pixel.
STEADY_PIXELS = 1

# Looks on at every frame: the most rows that ever stood in the page, and what Chromium says moved or took long.
WATCH = """() => {
    window.watch = { rows: 0, tasks: [], shifts: [] };
    const look = () => {
        watch.rows = Math.max(watch.rows, document.querySelectorAll(".row").length);
        requestAnimationFrame(look);
    };
    look();
    new PerformanceObserver((list) => watch.tasks.push(...list.getEntries().map((each) => each.duration)))
        .observe({ type: "longtask" });
    new PerformanceObserver((list) => watch.shifts.push(...list.getEntries().map((each) => each.value)))
        .observe({ type: "layout-shift" });
}"""

# Scrolls up frame by frame, no nearer to the top than `rest`, until that message stands in the page. What the reader looks at moves by as much as was
# scrolled, and not at all where rows come above or go below. Gives the greatest difference, and how often rows came.
SCROLL_UP = """async ({ until, step, rest }) => {
    const scroller = document.querySelector(".timeline");
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    const first = () => Number(document.querySelector(".row[data-seq]").dataset.seq);
    const edge = scroller.getBoundingClientRect().top;
    let worst = 0, loads = 0, waited = 0, before = first();
    const deadline = performance.now() + 120_000;
    while (before > until) {
        if (performance.now() > deadline) throw new Error(`no further than ${before}`);
        const rests = [...document.querySelectorAll(".row[data-seq]")]
            .find((row) => row.getBoundingClientRect().bottom > edge + 100);
        scroller.scrollTop -= Math.min(step, Math.max(0, scroller.scrollTop - rest));
        const top = rests.getBoundingClientRect().top;
        await frame();
        const now = first();
        const by = rests.isConnected ? rests.getBoundingClientRect().top - top : 0;
        worst = Math.max(worst, Math.abs(by));
        if (now !== before) loads++;
        before = now;
    }
    return { worst, loads };
}"""


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
    tasks = sorted(seen["tasks"], reverse=True)
    shift = sum(seen["shifts"])
    print(f"rows {seen['rows']}, layout shift {shift:.4f}, long tasks {len(tasks)}: {[round(task) for task in tasks[:5]]} ms")
    return seen["rows"], shift


# At the very top, and a little below it, a browser keeps other things in their place than in the midst of rows.
@pytest.mark.parametrize(("count", "rest"), [(2_100, 300), (400, 0), (400, 1), (400, 20)])
def test_what_is_read_stands_still_while_history_comes_above_it(reader, count, rest):
    page = reader(count)
    found = page.evaluate(SCROLL_UP, {"until": 60, "step": 200, "rest": rest})
    print(f"moved by at most {found['worst']:.2f} px over {found['loads']} loads")
    assert found["loads"] >= (count - 100) / 50
    assert found["worst"] <= STEADY_PIXELS
    rows, shift = watched(page)
    assert rows <= ROWS_MAX
    assert shift <= SHIFT_MAX


def test_ten_thousand_messages_leave_the_page_small(reader):
    page = reader(10_000)
    found = page.evaluate(SCROLL_UP, {"until": 60, "step": 1_200, "rest": 300})
    assert found["loads"] >= 100
    rows, shift = watched(page)
    assert rows <= ROWS_MAX
    assert shift <= SHIFT_MAX
