"""Citations of the two contracts, PROTOCOL.md and SECURITY.md, and what these hold."""

import re
from dataclasses import dataclass

PROTOCOL, SECURITY = "Sources/PROTOCOL.md", "Tests/SECURITY.md"
CITING = ("Sources", "Tests", "systemd")

_LINE_END = re.compile(r"\s*\n[ \t]*(?:///?|#|--|\*)?[ \t]*")
_NUMBERS = r"((?:\d+)(?:(?:,| and|, and) ?\d+)*)"
_SECTIONS = re.compile(r"PROTOCOL(?:\.md)?,? ((?:§§? ?\d+(?:, ?| and | to )?)+)")
_LINES = [
    re.compile(rf"SECURITY(?:\.md)?,? lines? {_NUMBERS}"),
    re.compile(rf"pytest\.mark\.security\({_NUMBERS}"),
    re.compile(r"\btest_lines?_(\d+(?:_\d+)*)"),
]
_DOCUMENT = re.compile(r"(?<![$\w{])[A-Za-z][\w-]*\.md\b")
_PROMISE = re.compile(r"^(\d+)\. (.*?)(?=^\d+\. |^#|\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Citation:
    """A number that a file cites."""

    file: str
    number: int

    def __str__(self):
        return f"{self.file} cites {self.number}"


def protocol_sections(repository):
    """The numbers of PROTOCOL.md's sections."""
    return {int(each) for each in re.findall(r"^## (\d+)\b", repository.text(PROTOCOL), re.MULTILINE)}


def promises(repository):
    """The text of each numbered line of SECURITY.md."""
    return {int(number): text for number, text in _PROMISE.findall(repository.text(SECURITY))}


def holders(promise):
    """The test files that a promise names, as paths from the top."""
    return [f"Tests/{each}" for each in re.findall(r"`([\w+-]+/[\w.+-]+)`", promise.partition("\n")[2])]


def cited_sections(repository):
    """Each "PROTOCOL §N"."""
    return {Citation(file, number) for file, text in _texts(repository)
            for found in _SECTIONS.findall(text) for number in _numbers(found)}


def cited_lines(repository):
    """Each "SECURITY.md, line N", `security(N)` mark and `test_line_N` name."""
    return {Citation(file, number) for file, text in _texts(repository)
            for pattern in _LINES for found in pattern.findall(text) for number in _numbers(found)}


def cited_documents(repository):
    """Each Markdown file that is named anywhere, with the file that names it."""
    return {(file, name) for file, text in _texts(repository) for name in _DOCUMENT.findall(text)}


def _texts(repository):
    """What may cite: its text with wrapped lines joined. The contracts and these rules are left out."""
    for folder in CITING:
        for name in repository.under(folder):
            if name not in (PROTOCOL, SECURITY) and not name.startswith("Tests/tree/"):
                yield name, _LINE_END.sub(" ", repository.text(name))


def _numbers(text):
    return [int(each) for each in re.findall(r"\d+", text)]
