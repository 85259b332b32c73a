"""Documentation comments and the grammar of their first words.

Swift's API Design Guidelines want a noun phrase for a type or property and a verb phrase for a function, so that a
comment can be read beside the name. A relative clause ("What a client may say") has to be read twice.
"""

import re
from dataclasses import dataclass

CLAUSES = {
    "What", "Whatever", "Who", "Whoever", "Whom", "Whomever", "Whose", "Which", "Whichever", "That", "Whether", "How",
    "When", "Whenever", "Where", "Wherever", "Why",
}
_DOCUMENTED = re.compile(r"\s*///")
_CALLABLE = re.compile(r"\b(func|init|subscript)\b")
_VERB = re.compile(r"[A-Z][a-z]+s(?<!ss)$")


@dataclass
class DocComment:
    summary: str
    """Its first line."""
    declaration: str
    """The line that it documents."""
    line: int

    @property
    def grammar(self):
        word = re.match(r"[\w'’]*", self.summary)[0]
        if self.summary.startswith("- "):
            return "fields alone"
        if word in CLAUSES:
            return "relative clause"
        if _CALLABLE.search(self.declaration) and _VERB.match(word):
            return "verb phrase"
        return "noun phrase or other"


def doc_comments(source):
    """Each block of `///` lines, in the order of the file."""
    lines = source.splitlines()
    for index, line in enumerate(lines):
        if _DOCUMENTED.match(line) and not (index and _DOCUMENTED.match(lines[index - 1])):
            yield DocComment(line.strip().removeprefix("///").strip(), _declaration(lines, index), index + 1)


def _declaration(lines, index):
    for line in lines[index:]:
        if line.strip() and not line.strip().startswith(("///", "@")):
            return line.strip()
    return ""
