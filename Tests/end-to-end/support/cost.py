"""What a server costs the machine that it runs on."""

import os
import re
import time
from pathlib import Path


def resident_megabytes(process):
    """RSS of the server."""
    with open(f"/proc/{process.pid}/status", encoding="utf-8") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS")) / 1_024


def cpu_seconds(process):
    """The processor time that the server has used."""
    with open(f"/proc/{process.pid}/stat", encoding="ascii") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cpu_until_quiet(process, within=120.0):
    """The processor time at a moment when the server has nothing more to do."""
    deadline, last = time.monotonic() + within, cpu_seconds(process)
    while time.monotonic() < deadline:
        time.sleep(1)
        now = cpu_seconds(process)
        if now - last < 0.1:
            return now
        last = now
    raise AssertionError(f"it was busy for {within} s")


def wake_ups(process):
    """How often each of its threads has gone to sleep, and so been woken (proc_pid_status(5)), by the thread's number."""
    return {
        task.name: int(re.search(r"^voluntary_ctxt_switches:\s+(\d+)$", (task / "status").read_text(), re.MULTILINE)[1])
        for task in Path(f"/proc/{process.pid}/task").iterdir()}


def woken(before, after):
    """How often threads have been woken between two such looks; those that have ended meanwhile took their number along."""
    return sum(count - before.get(thread, 0) for thread, count in after.items())
