"""Each call and each frame has a weight: the worst that one member does with it, which `weight/run` measures, or the
reason why there is none (SECURITY.md, line 37)."""

import re
from collections import Counter
from pathlib import Path

import pytest

from weight.town import Town, operations
from weight.weights import CALLS, FRAMES_BY_TYPE, weights
from weight.wire import press

pytestmark = pytest.mark.security(37)

PROTOCOL = Path(__file__).parents[2] / "Sources" / "PROTOCOL.md"
LONGEST = 20.0
"""Seconds for which an answer is waited for."""
MISSED = {400, 404, 405, 415, 422}
"""Answers to a request that is not what it was meant to be."""
REFUSED = {
    "removePasskey", "endSession", "removeMember", "addPasskey", "removeAttachment", "endPushSubscription", "testPush"}
"""They are weighed by what is refused: what is not there, a passkey of nothing but letters."""


def named(listed):
    return {name.partition(",")[0] for name in listed}


def test_every_call_has_a_weight(process):
    assert operations(process.port) - named(CALLS) == set()


def test_every_frame_has_a_weight():
    [table] = re.findall(r"What the client says:\n\n(.*?)\n\n", PROTOCOL.read_text(), re.DOTALL)
    types = set(re.findall(r'^\| `\{"type":"(\w+)"', table, re.MULTILINE))
    assert types and types - named(FRAMES_BY_TYPE) == set()


def test_every_weight_presses_where_it_should(tmp_path_factory):
    """What is sent is taken for what it is meant to be: a call with its right form, a socket that opens."""
    town = Town(tmp_path_factory.mktemp("town"), share=0.05)
    pressed = {}
    with town.opened(tmp_path_factory.mktemp("opened") / "server") as process:
        for name, weight in weights(town.operations).items():
            tally = pressed[name] = Counter()
            seconds = 0.1
            # A password's hash or a long answer takes its time, and a call may come before what it asks for is there.
            while tally.keys() <= (set() if named({name}) <= REFUSED else MISSED) and seconds < LONGEST:
                press(process.port, weight.makers(town, tally)[:1], seconds, tally)
                seconds *= 2
    assert [name for name, tally in pressed.items() if not tally] == []
    missed = {name: tally for name, tally in pressed.items() if tally.keys() <= MISSED}
    assert named(missed) <= REFUSED, missed
