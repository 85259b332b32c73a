"""The public methods of `Chat`, and whether each knows who calls.

Static functions are left out: they work on a store that is handed to them, and no route holds one.
"""

import re
from dataclasses import dataclass

from swift_functions import functions
from swift_source import blanked, closing

_BODY = re.compile(r"^(?:public )?(?:extension|struct) Chat\b[^{\n]*", re.MULTILINE)
_CALLERS = {"Caller", "Device"}
_SECRETS = {"token", "credential"}


@dataclass
class Method:
    place: str
    title: str
    is_guarded: bool


def public_methods(repository):
    """Every public method of `Chat`, those of its extensions too."""
    return [
        Method(f"{name}:{each.line}", each.title, _is_guarded(each))
        for name in repository.under("Sources/SnugChat", ".swift") for each in _methods(repository.text(name))]


def _methods(source):
    code = blanked(source)
    for body in _BODY.finditer(code):
        end = closing(code, code.index("{", body.start()))
        depth_of = _depths(code, body.end(), end)
        for each in functions(source, body.end(), end):
            is_method = "public" in each.modifiers and "static" not in each.modifiers and each.name != "init"
            if is_method and depth_of(each.start) == 1:
                yield each


def _depths(code, start, end):
    """How many braces are open at a place between `start` and `end`."""
    return lambda place: code.count("{", start, min(place, end)) - code.count("}", start, min(place, end))


def _is_guarded(method):
    return any(
        each.type in _CALLERS or each.type.startswith("String") and _SECRETS & {each.label, each.name}
        for each in method.parameters)
