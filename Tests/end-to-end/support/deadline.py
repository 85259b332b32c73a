"""Waiting for a condition, never for a span of time."""

import time

# A deadline is for what never comes: no machine may be too slow for it.
WITHIN = 20.0


def eventually(condition, what, within=WITHIN):
    """The first true value that `condition()` gives; fails with `what` when the deadline passes without one."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {what}")
        time.sleep(0.02)
