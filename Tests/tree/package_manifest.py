"""The targets of Package.swift and the modules that each may see."""

import json
import subprocess
from dataclasses import dataclass, field


@dataclass
class Target:
    name: str
    kind: str
    """`regular`, `executable`, `test` or `system`."""
    folder: str
    dependencies: set = field(default_factory=set)
    """Other targets of this package."""

    @property
    def module(self):
        return self.name.replace("-", "_")


def targets(repository):
    """The targets by name, as the package manager reads them."""
    manifest = json.loads(subprocess.run(
        ["swift", "package", "dump-package"], cwd=repository.root, check=True, capture_output=True).stdout)
    found = {each["name"]: _target(each) for each in manifest["targets"]}
    for each in found.values():
        each.dependencies &= found.keys()
    return found


def reachable(target, known):
    """The targets that one depends on, directly or by way of others."""
    seen, waiting = set(), list(target.dependencies)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting += known[name].dependencies
    return seen


def _target(described):
    parent = "Tests" if described["type"] == "test" else "Sources"
    names = {next(iter(each.values()))[0] for each in described["dependencies"] if "product" not in each}
    return Target(
        described["name"], described["type"], described.get("path") or f"{parent}/{described['name']}", names)
