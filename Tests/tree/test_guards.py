"""Nobody forgets to ask who calls: use cases take the caller, and routes leave refusing to them."""

import re

from chat_methods import public_methods
from swift_functions import functions
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


PAST_ACTS = re.compile(r"\bstore\.(?:write|submit)\b")
WITHOUT = {
    # A socket closes with its session, so what comes by one needs no second look.
    "submit", "markRead", "noteSeen", "noteUse",
    # A backup that was made is noted, whoever asked for it is by then.
    "takeBackup",
}


def test_whoever_acts_is_looked_at_again_by_the_writer(repository):
    """A use case that is handed a caller goes by `act(by:)`: the caller of a head may be another when its body comes."""
    past = []
    for name in repository.under("Sources/SnugChat", ".swift"):
        source = repository.text(name)
        code = blanked(source).splitlines()
        for each in functions(source):
            takes_caller = any(parameter.type == "Caller" for parameter in each.parameters)
            body = "\n".join(code[each.line - 1:each.line - 1 + each.lines])
            if takes_caller and each.name not in WITHOUT | {"act"} and PAST_ACTS.search(body):
                past.append(f"{name}:{each.line} {each.title}")
    assert not past, "\n".join(past)
