"""Folders that can be looked over, a README that can be read, and nothing left lying about."""

import re

from swift_source import blanked

SIDE_BY_SIDE_MAX = 20
README_WORDS_MAX = 700
TOP = {"Package.swift", "Sources", "Tests", "data", "systemd", "README.md", "LICENSE"}
LEFT = re.compile(r"\b(?:TODO|FIXME)\b")
TRAPS = re.compile(r"\btry!|\bfatalError\(")


def test_no_folder_of_sources_is_crowded(repository):
    counts = repository.side_by_side("Sources")
    assert {folder: count for folder, count in counts.items() if count > SIDE_BY_SIDE_MAX} == {}


def test_the_top_level_holds_what_it_should(repository):
    top = {name.partition("/")[0] for name in repository.files}
    assert {name for name in top if not name.startswith(".")} - TOP == set()


def test_the_readme_is_short(repository):
    words = len(repository.text("README.md").split())
    assert words <= README_WORDS_MAX, f"{words} words"


def test_nothing_is_left_to_do(repository):
    assert [name for name in repository.under("Sources") if LEFT.search(repository.text(name))] == []


def test_no_source_traps_on_purpose(repository):
    assert [name for name in repository.under("Sources", ".swift")
            if TRAPS.search(blanked(repository.text(name)))] == []
