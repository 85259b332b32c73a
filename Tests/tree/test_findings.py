"""The table of findings for administrators has those of the code, each with its level."""

import re

TABLE = "systemd/findings.md"
TROUBLES = "Sources/SnugChat/Operations/Finding+Trouble.swift"
WORDS = {"error": "broken", "warning": "warning"}


def table(repository):
    """The levels by id."""
    rows = re.findall(r"^\| `([a-z.-]+)` \| ([a-z, ]+) \| \S.* \|$", repository.text(TABLE), re.M)
    return {name: set(levels.split(", ")) for name, levels in rows}


def names(repository):
    """The ids by their cases."""
    return dict(re.findall(r'^ {8}case (\w+) = "([a-z.-]+)"', repository.text(TROUBLES), re.M))


def test_every_finding_is_in_the_table_in_the_order_of_the_code(repository):
    assert list(table(repository)) == list(names(repository).values())


def test_levels_are_those_that_the_checks_give(repository):
    found = {}
    for file in repository.under("Sources/snug", ".swift"):
        for case, level in re.findall(r"\.(\w+),\s+\.(error|warning),", repository.text(file)):
            found.setdefault(case, set()).add(WORDS[level])
    known = {name: found[case] for case, name in names(repository).items() if case in found}
    assert len(known) > 40
    assert known == {name: levels for name, levels in table(repository).items() if name in known}


def test_every_finding_is_made_by_a_check(repository):
    checks = "".join(repository.text(file) for file in repository.under("Sources/snug", ".swift"))
    assert not [case for case in names(repository) if not re.search(rf"\.{case}\b", checks)]
