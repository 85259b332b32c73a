"""The functions of a Swift file: their modifiers, parameters and lengths."""

import re
from dataclasses import dataclass

from swift_source import blanked, closing, line_of

_FUNCTION = re.compile(
    r"(?P<modifiers>[^\n{}]*?)\b(?:func\s+(?P<name>`[^`]+`|[^\s(<]+)|(?P<init>init[?!]?)(?=\s*[(<]))")
_CONTINUED = re.compile(r"\s*(?:->|throws\b|async\b|where\b|\{)")


@dataclass
class Parameter:
    label: str
    name: str
    type: str


@dataclass
class Function:
    name: str
    modifiers: set
    parameters: list
    line: int
    lines: int
    start: int
    """The place of its first character in the file."""

    @property
    def title(self):
        """As documentation writes it: `post(_:by:)`."""
        return f"{self.name}({''.join(f'{each.label}:' for each in self.parameters)})"


def functions(source, start=0, end=None):
    """Every function and initializer with a body, in the order of the file."""
    code = blanked(source)
    for found in _FUNCTION.finditer(code, start, len(code) if end is None else end):
        brackets = code.find("(", found.end())
        if brackets < 0:
            continue
        behind = closing(code, brackets)
        body = _body(code, behind)
        if body is None:
            continue
        first, last = line_of(code, found.start()), line_of(code, closing(code, body) - 1)
        yield Function(
            name=found["name"] or "init", modifiers=set(found["modifiers"].split()),
            parameters=[_parameter(each) for each in _split(code[brackets + 1:behind - 1], ",") if each.strip()],
            line=first, lines=last - first + 1, start=found.start())


def _body(code, place):
    """The place of the brace that opens a body; `None` for a requirement of a protocol."""
    while place < len(code):
        if code[place] == "{":
            return place
        if code[place] in "([":
            place = closing(code, place)
            continue
        if code[place] == "}" or code[place] == "\n" and not _CONTINUED.match(code, place):
            return None
        place += 1
    return None


def _parameter(text):
    names, _, rest = text.partition(":")
    label, *name = names.split()[-2:] if names.split() else [""]
    return Parameter(label=label, name=(name or [label])[0], type=_split(rest, "=")[0].strip())


def _split(text, mark):
    """The pieces between marks that stand in no bracket."""
    pieces, depth, start = [], 0, 0
    for place, character in enumerate(text):
        if character in "([{<":
            depth += 1
        elif character in ")]}" or character == ">" and text[place - 1] != "-":
            depth -= 1
        elif character == mark and depth == 0:
            pieces.append(text[start:place])
            start = place + 1
    return [*pieces, text[start:]]
