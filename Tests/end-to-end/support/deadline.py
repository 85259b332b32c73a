"""Waiting for a condition, never for a span of time."""

import time


def eventually(condition, what, within=10.0):
    """The first true value that `condition()` gives; fails with `what` when the deadline passes without one."""
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s: {what}")
        time.sleep(0.02)
