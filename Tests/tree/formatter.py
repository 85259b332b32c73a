"""The rules of `swift format`: those that it knows, those that are on, and what it finds."""

import json
import re
import subprocess

OFF = {
    "AllPublicDeclarationsHaveDocumentation": "a plain stored property is documented only where that adds to its name",
    "AlwaysUseLowerCamelCase": "the bodies of requests and frames are decoded by properties named as in the JSON",
    "ValidateDocumentationComments": "a comment leaves out what the signature says already",
}
"""The rules that are off, each with its reason."""

_FINDING = re.compile(r"(?:error|warning): \[(\w+)\]|(?:error|warning): ")
SOURCES = ["Package.swift", "Sources", "Tests"]


def known_rules():
    """The rules of the installed formatter."""
    said = subprocess.run(["swift", "format", "dump-configuration"], check=True, capture_output=True)
    return set(json.loads(said.stdout)["rules"])


def configured_rules(repository):
    """Whether each rule that the project's configuration names is on."""
    return json.loads(repository.text(".swift-format")).get("rules", {})


def findings(repository, configuration):
    """What the lint says of the whole tree, as the names of the rules; `Layout` where it names none."""
    said = subprocess.run(
        ["swift", "format", "lint", "--strict", "--configuration", str(configuration), "--recursive", *SOURCES],
        cwd=repository.root, capture_output=True, text=True)
    return [found[1] or "Layout" for line in said.stderr.splitlines() if (found := _FINDING.search(line))]
