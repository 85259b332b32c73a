"""A server that nobody uses sleeps."""

import time

import pytest

from support.cost import wake_ups, woken
from support.deadline import eventually
from support.snug import SnugProcess

WAKE_UPS_MAX = 2
"""A second, over all threads; each is a moment in which the processor cannot sleep."""
SPAN = 10


@pytest.mark.parametrize("flags", [(), ("--metrics-listen", "127.0.0.1:0")], ids=["plain", "with metrics"])
def test_an_idle_server_is_hardly_ever_woken(tmp_path, flags):
    """Once what its start left to do is done."""
    with SnugProcess(tmp_path, *flags) as process:
        process.start()

        def is_quiet():
            before = wake_ups(process)
            time.sleep(SPAN)
            rates.append(woken(before, wake_ups(process)) / SPAN)
            return rates[-1] <= WAKE_UPS_MAX

        rates = []
        eventually(is_quiet, f"at most {WAKE_UPS_MAX} wake-ups a second: {rates}", within=3 * SPAN)
        print(f"{rates[-1]:.1f} wake-ups a second")
