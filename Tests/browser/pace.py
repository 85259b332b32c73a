"""The machine's own pace, and the processor's time of what a page does.

What is promised in milliseconds holds for a quiet machine. On a slower one a bound stretches as far as the same work does
there, and where others use the machine too, what waits stretches as far as short work waits.
"""

import contextlib
import json
import statistics

PIECES = 40
PIECE_MILLISECONDS = 4.0
"""The time of one piece of work on a quiet machine: two shared processors of 2026."""

WORK = """(pieces) => new Promise((done) => {
    const times = [];
    const piece = () => {
        const began = performance.now();
        let sum = 0;
        for (let step = 0; step < 600_000; step += 1) sum = (sum * 31 + step) % 1_000_003;
        times.push(performance.now() - began + (sum < 0 ? 1 : 0));
        if (times.length < pieces) setTimeout(piece);
        else done(times);
    };
    piece();
})"""


class Pace:
    """By how much work in a page takes longer just now; each factor is 1 at least."""

    def __init__(self, page):
        self._times = page.evaluate(WORK, PIECES)

    def _factor(self, time):
        return max(1, time / PIECE_MILLISECONDS)

    @property
    def alone(self):
        """For the processor's time: as if nobody else were there."""
        return self._factor(min(self._times))

    @property
    def mean(self):
        """For what takes long, so that its waits average out."""
        return self._factor(statistics.mean(self._times))

    @property
    def slow(self):
        """For the slowest twentieth of short things."""
        return self._factor(statistics.quantiles(self._times, n=20)[-1])


class Tasks:
    """The tasks of a page's main thread while it was looked at, by the processor's time in milliseconds."""

    def __init__(self):
        self.times = []

    @property
    def longest(self):
        return max(self.times, default=0)

    def read(self, trace):
        events = json.loads(trace)["traceEvents"]
        threads = {(each["pid"], each["tid"]): each["args"]["name"] for each in events if each["name"] == "thread_name"}
        self.times = [
            each["tdur"] / 1_000 for each in events
            if each["name"] == "ThreadControllerImpl::RunTask" and "tdur" in each
            and threads.get((each["pid"], each["tid"])) == "CrRendererMain"]


@contextlib.contextmanager
def tasks_of(page):
    """Looks at the tasks of a page of Chromium's until the end of the block; pages beside it count too."""
    browser, tasks = page.context.browser, Tasks()
    browser.start_tracing(page=page, categories=["toplevel"])
    try:
        yield tasks
    finally:
        tasks.read(browser.stop_tracing())
