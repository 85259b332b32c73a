"""Weighs everything, one after the other, each on a server of its own, and prints a table in Markdown."""

import argparse
import json
import math
import multiprocessing
import os
import tempfile
import time
from collections import Counter
from pathlib import Path

from .ledger import Ledger
from .town import Town
from .weights import weights
from .wire import press
from .witness import talk

LATE_MILLISECONDS, HEAVY_MEGABYTES = 100, 64
CALM = 1.0
"""Seconds in which the two talk before anyone presses."""


def _press(port, weight, town, seconds, answer):
    # A member's machine is another one: ours comes after the server and the two where there are too few processors.
    os.nice(5)
    tally = Counter()
    press(port, weight.makers(town, tally) if weight else [], seconds, tally)
    answer.send(dict(tally))


def weigh(town, weight, seconds, folder):
    """One row: what the two waited and what it cost, while one member did the worst; nobody did, without a weight."""
    start = multiprocessing.get_context("fork")
    with town.opened(folder) as process:
        ready, stop = start.Event(), start.Event()
        (heard, telling), (pressed, counting) = start.Pipe(False), start.Pipe(False)
        witness = start.Process(target=talk, args=(town, process.port, ready, stop, telling))
        witness.start()
        assert ready.wait(20), "the two do not get in"
        time.sleep(CALM)
        ledger = Ledger(process)
        member = start.Process(target=_press, args=(process.port, weight, town, seconds, counting))
        member.start()
        tally = pressed.recv() if pressed.poll(seconds + 60) else {"hung": 1}
        costs = ledger.close()
        stop.set()
        took, missed, resyncs, refused = heard.recv() if heard.poll(60) else ([], -1, 0, 0)
        for child in (member, witness):
            child.join(10)
            child.kill()
        assert process._child.poll() is None, process.errors[-2_000:]
        return costs | {
            "tally": tally, "took": took, "missed": missed, "resyncs": resyncs, "refused": refused}


def part(times, share):
    """The time, in milliseconds, that so large a share of them is not above."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] * 1_000 if ordered else math.inf


def by_count(counts):
    return sorted(counts.items(), key=lambda each: -each[1])


COLUMNS = [
    "", "bound", "done", "p50 ms", "p99 ms", "max ms", "not come", "resync", "refused", "CPU s", "RSS MB", "rows",
    "written MB", "files MB", ""]


def line(name, weight, row):
    # For what did not come one waits for ever; but whoever is told to fetch, having been behind, does that.
    took = row["took"] + [math.inf] * max(0, row["missed"] - row["resyncs"])
    p99 = part(took, 0.99)
    marks = []
    if p99 > LATE_MILLISECONDS:
        marks.append("**late**")
    if row["resident"] > HEAVY_MEGABYTES:
        marks.append("**heavy**")
    cells = [
        name, weight.bound if weight else "",
        ", ".join(f"{count:,} × {what}" for what, count in by_count(row["tally"])),
        f"{part(took, 0.5):.1f}", f"{p99:.1f}", f"{part(took, 1):.0f}", row["missed"] or "",
        row["resyncs"] or "", row["refused"] or "", f"{row['cpu']:.1f}", f"{row['resident']:+.0f}",
        ", ".join(f"{count:+,} {table}" for table, count in by_count(row["rows"])), f"{row['written']:.1f}",
        f"{row['grown']:+.1f}", " ".join(marks)]
    return f"| {' | '.join(map(str, cells))} |"


def main():
    arguments = argparse.ArgumentParser(prog="weight/run", description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="NAME", help="how rows begin that are wanted; all, without one")
    arguments.add_argument("--seconds", type=float, default=60, help="for which each is done (60)")
    arguments.add_argument("--json", type=Path, help="a file for the rows as they were measured")
    chosen = arguments.parse_args()
    kept = {}
    with tempfile.TemporaryDirectory(prefix="weight-") as folder:
        town_folder = Path(folder) / "town"
        town_folder.mkdir()
        town = Town(town_folder)
        chosen_weights = {
            name: weight for name, weight in weights(town.operations).items()
            if not chosen.names or any(name.startswith(wanted) for wanted in chosen.names)}
        load = os.getloadavg()[0]
        print(f"{chosen.seconds:.0f} s each, {os.cpu_count()} processors, load {load:.1f}, {time.ctime()}")
        print()
        print(f"| {' | '.join(COLUMNS)} |\n|{' --- |' * len(COLUMNS)}", flush=True)
        for name, weight in {"nobody": None, **chosen_weights}.items():
            here = Path(folder) / "server"
            row = kept[name] = weigh(town, weight, chosen.seconds, here)
            print(line(name, weight, row), flush=True)
    if chosen.json:
        chosen.json.write_text(json.dumps(kept))


if __name__ == "__main__":
    main()
