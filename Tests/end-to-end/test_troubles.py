"""Forty troubles: what `sudo snug check` says of each, its exit code, the mend typed, and "ok" after it.

With SNUG_TROUBLES=FILE each is written there as a row of a table.
"""

import json
import os

import pytest

from support.fixes import assert_typed_or_told
from support.installed import InstalledService
from support.troubles import TROUBLES, Breaker, disk_quite_full, relay_port_dropped, relay_port_rejected, relay_ports_all_dropped

OWN_NETWORK = {relay_port_dropped, relay_port_rejected, relay_ports_all_dropped}
EXITS = {"error": 2, "warning": 1, "": 0}


def look(box, found):
    """The exit code, and what is found by its ids."""
    ended = box.type(f"snug check {found.checks} --json", **found.environment)
    assert ended.stdout, ended.stderr
    findings = json.loads(ended.stdout)["findings"]
    for finding in findings:
        assert_typed_or_told(finding)
    return ended.returncode, {each["id"]: each for each in findings}


def tell(*cells):
    if path := os.environ.get("SNUG_TROUBLES"):
        with open(path, "a", encoding="utf-8") as table:
            table.write("| " + " | ".join(str(cell).replace("|", "\\|") for cell in cells) + " |\n")


@pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)
def test_a_trouble_is_said_and_mended(trouble, tmp_path, relay, machine):
    how = {"files_max": 100} if trouble is disk_quite_full else {"has_own_network": trouble in OWN_NETWORK}
    with InstalledService(tmp_path, **how) as box:
        breaker = Breaker(box, tmp_path, relay, machine)
        try:
            steps = trouble(breaker)
            found = next(steps)
            code, findings = look(box, found)
            assert code == EXITS[found.level], findings
            finding = findings[found.id or f"{found.checks}.ok"]
            for word in found.words:
                assert word in " ".join(finding[part] for part in ("what", "why", "fix")), finding
            if found.is_typed:
                ended = box.type(finding["fix"], typed=found.typed, EDITED=found.edited)
                assert ended.returncode == 0, (finding, ended)
            next(steps, None)
            after, left = look(box, found)
            assert found.id not in left, left
            typed = f"`{finding['fix']}`" if found.is_typed else ""
            mend = "; ".join(filter(None, [typed, found.act]))
            said = f"{finding['id']}: {finding['what']} {finding['why']}".strip()
            rest = ", ".join(name for name, each in left.items() if each["level"] != "ok")
            tell(trouble.__name__.replace("_", " "), said, code, mend, rest or "ok")
        finally:
            breaker.end()
