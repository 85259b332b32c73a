"""Each call and each frame has a weight: the worst that one member does with it, which `weight/run` measures, or the
reason why there is none (SECURITY.md, line 37)."""

import re
import time
from collections import Counter
from pathlib import Path

import pytest

from support.client import Client
from weight.town import Town
from weight.weights import CALLS, FRAMES_BY_TYPE, WEIGHTS
from weight.wire import press

pytestmark = pytest.mark.security(37)

PROTOCOL = Path(__file__).parents[2] / "Sources" / "PROTOCOL.md"
METHODS = {"get", "put", "post", "patch", "delete"}
MISSED = {400, 404, 405, 415, 422}
"""Answers to a request that is not what it was meant to be."""
REFUSED = {"removePasskey", "endSession", "removeMember", "addPasskey"}
"""They are weighed by what is refused: what is not there, a passkey of nothing but letters."""


def named(weights):
    return {name.partition(",")[0] for name in weights}


def test_every_call_has_a_weight(process):
    paths = Client(process.port).get("/api/openapi.json").body["paths"]
    operations = {
        call["operationId"] for path in paths.values() for method, call in path.items() if method in METHODS}
    assert operations - named(CALLS) == set()


def test_every_frame_has_a_weight():
    [table] = re.findall(r"What the client says:\n\n(.*?)\n\n", PROTOCOL.read_text(), re.DOTALL)
    types = set(re.findall(r'^\| `\{"type":"(\w+)"', table, re.MULTILINE))
    assert types and types - named(FRAMES_BY_TYPE) == set()


def test_every_weight_presses_where_it_should(tmp_path_factory):
    """What is sent is taken for what it is meant to be: a call with its right form, a socket that opens."""
    town = Town(tmp_path_factory.mktemp("town"))
    pressed = {}
    with town.opened(tmp_path_factory.mktemp("opened") / "server") as process:
        until = time.monotonic() + 60
        for name, weight in WEIGHTS.items():
            tally = pressed[name] = Counter()
            # Hashing passwords takes its time.
            while not tally and time.monotonic() < until:
                press(process.port, weight.makers(town, tally)[:1], 0.1, tally)
    assert [name for name, tally in pressed.items() if not tally] == []
    missed = {name: tally for name, tally in pressed.items() if tally.keys() <= MISSED}
    assert named(missed) <= REFUSED, missed
