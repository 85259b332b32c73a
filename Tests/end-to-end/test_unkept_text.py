"""Text that not every database can keep is refused, or kept, wherever one can send it: never a fault of the store."""

import re
from random import Random
from urllib.parse import quote

import pytest

pytestmark = pytest.mark.main

MARKS = "".join(Random(7).choices([chr(code) for code in range(0x300, 0x370)], k=1_500))
"""Marks for one letter, in an order that cannot be told shorter."""

TEXTS = {
    "a NUL": "a\0b",
    "one character of 3,000 bytes": "a" + MARKS,
    "60 characters of 3,000 bytes": "a".join(MARKS[start:start + 25] for start in range(0, 1_500, 25)),
    "a mark first": "\u0301a",
}
"""PostgreSQL keeps no NUL, and no key of more than 2,700 bytes."""

LEFT_OUT = {"closeAccount", "logout", "endSession", "endAnySession", "sendTestMail"}
"""The calls that end the session that the run is signed in by, or go to a relay."""


def with_text(value, text):
    """Copies of a body, each with the text in the place of another of its strings."""
    if isinstance(value, str):
        yield text
    elif isinstance(value, dict):
        for name, each in value.items():
            for other in with_text(each, text):
                yield value | {name: other}
    elif isinstance(value, list) and value:
        for other in with_text(value[0], text):
            yield [other, *value[1:]]


def requests(document, text):
    """Each call of the document, with the text in one place where it takes any."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if path.startswith("/ws") or operation["operationId"] in LEFT_OUT:
                continue
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
            for other in with_text(body, text):
                yield method, filled(path), other
            for parameter in operation.get("parameters", []):
                name = parameter["name"]
                if parameter["in"] == "query":
                    yield method, f"{filled(path)}?{name}={quote(text[:2_000])}", body
                elif parameter["in"] == "path":
                    yield method, filled(path.replace(f"{{{name}}}", quote(text[:2_000]))), body


def filled(path):
    """The path with 1 for each of its parameters."""
    return "/".join("1" if part.startswith("{") else part for part in path.split("/"))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_call_makes_a_fault_of_text(proxied, text):
    """Every string of every body, query and path in turn, each time from another address."""
    document = proxied.guest.get("/api/openapi.json").body
    calls = 0
    for calls, (method, path, body) in enumerate(requests(document, text), 1):
        caller = proxied.owner.at(f"10.7.{calls // 250}.{calls % 250 + 1}")
        answer = caller.call(method.upper(), path, body)
        assert answer.status < 500, (method, path, body, answer)
    assert calls > 60
    assert not re.search(r"^\S+ error .*", proxied.process.errors, re.M)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
def test_no_stranger_makes_a_fault_of_what_is_typed_as_an_address(proxied, text):
    """It is counted as any other that nobody has, or is too many marks for any text."""
    guest = proxied.guest.at("10.7.9.1")
    for _ in range(2):
        answer = guest.post("/api/v1/auth/login", {"email": text, "password": "ten warm blankets"})
        assert (answer.status, answer.body["code"]) in {(401, "invalid_credentials"), (422, "invalid")}
