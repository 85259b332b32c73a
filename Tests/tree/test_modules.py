"""Walls between modules: what each target's files import of the project's own."""

import re

import pytest

from package_manifest import reachable, targets
from swift_source import blanked

IMPORT = re.compile(r"^(?:@\w+ )?(?:\w+ )?import (?:(?:struct|class|enum|func) )?(\w+)", re.MULTILINE)
BESIDES = {"SnugServer": {"SnugWeb"}, "SnugStore": {"CSQLite"}}
"""Modules that a library may import besides SnugChat: the server carries the web client, the store sets SQLite up."""


@pytest.fixture(scope="module")
def known(repository):
    return targets(repository)


def may_import(target, known):
    """The other modules of the project that a target may import. Executables and tests: what the package says."""
    if target.kind == "regular" and target.folder.startswith("Sources/"):
        return {"SnugChat"} | BESIDES.get(target.name, set())
    return {known[name].module for name in reachable(target, known)}


def test_no_module_knows_another_but_the_rules(repository, known):
    own = {each.module for each in known.values() if each.kind != "system"}
    climbs = [
        f"{name} imports {module}"
        for target in known.values() for name in repository.under(target.folder, ".swift")
        for module in set(IMPORT.findall(blanked(repository.text(name)))) & own - {target.module}
        if module not in may_import(target, known)]
    assert not climbs


def test_the_package_says_no_more_than_that(known):
    libraries = [each for each in known.values() if each.kind == "regular" and each.folder.startswith("Sources/")]
    systems = {each.name for each in known.values() if each.kind == "system"}
    assert [f"{each.name} depends on {name}" for each in libraries
            for name in each.dependencies - systems - may_import(each, known)] == []
