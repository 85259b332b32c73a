"""Nobody forgets to ask who calls: use cases take the caller, and routes leave refusing to them."""

import re

from chat_methods import public_methods
from swift_source import blanked, line_of

ROLE_ASKED = re.compile(
    r"\brequireAdministrator\b|\brequireOwner\b"
    r"|\b(?:guard|if)\b[^{}]*\.role\b[^{}]*\{[^{}]*\b(?:throw|Refusal|ProblemError)\b")


def test_every_public_method_of_chat_knows_who_calls(repository):
    methods = public_methods(repository)
    assert methods
    unguarded = [f"{each.title} at {each.place}" for each in methods if not each.is_guarded]
    assert not unguarded, f"{len(unguarded)} of {len(methods)}:\n" + "\n".join(unguarded)


def test_no_route_asks_a_role_itself(repository):
    asked = []
    for name in repository.under("Sources/SnugServer", ".swift"):
        if name.startswith("Sources/SnugServer/Routes"):
            code = blanked(repository.text(name))
            asked += [f"{name}:{line_of(code, each.start())}" for each in ROLE_ASKED.finditer(code)]
    assert not asked, "\n".join(asked)
