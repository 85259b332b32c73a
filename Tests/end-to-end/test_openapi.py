"""The server's OpenAPI document is valid, and the server does as it says."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

DOCUMENT = "/api/openapi.json"

LEFT_OUT = {
    "closeAccount": "it ends the account that the run is signed in by",
    "logout": "it ends the session that the run is signed in by",
    "endSession": "it may end the session that the run is signed in by",
    "endAnySession": "it may end the session that the run is signed in by",
    "sendTestMail": "it tries relays that are made up, and says that they cannot be reached",
}
"""The operations that are not called at random, with the reason."""

EXAMPLES = 6
"""Cases that are made up for each operation, beside the ones at the bounds of its schema."""


@pytest.fixture(scope="module")
def document(server):
    return server.guest.get(DOCUMENT).body


@pytest.fixture(scope="module")
def room(server):
    """A room of the owner's and a member's, where something has been said."""
    kati = server.register("Kati")
    room = server.room(server.owner, kati)
    for content in ("hello", "world", "again"):
        assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": content}).status == 201
    return room


def operations(document):
    """Each with its method and path."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            yield method.upper(), path, operation


def filled(template):
    """The path with 1 for each of its parameters."""
    return re.sub(r"\{\w+\}", "1", template)


def test_the_document_is_openapi_3_1(document):
    """As the specification's own schema has it, references and examples included."""
    assert [error.message for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_example_is_what_its_schema_allows(document):
    """An author who copies one sends what the server takes."""
    examples = 0
    for _, _, operation in operations(document):
        for content in operation.get("requestBody", {}).get("content", {}).values():
            if not content:
                continue  # A file.
            schema = content["schema"] | {"components": document["components"]}
            Draft202012Validator(schema, validate_formats=True).validate(content["example"])
            examples += 1
    assert examples >= 27


def test_it_is_for_everyone_and_fetched_once(server):
    """Its tag spares sending it again, and it comes compressed."""
    answer = server.guest.get(DOCUMENT)
    assert answer.headers["Content-Type"] == "application/json"
    tag = answer.headers["ETag"]
    # A proxy that compresses makes the tag a weak one; a cache may name several.
    for known in (tag, f"W/{tag}", f'"x", {tag}', "*"):
        again = server.guest.get(DOCUMENT, headers={"If-None-Match": known})
        assert (again.status, again.body) == (304, b""), known
    assert server.guest.get(DOCUMENT, headers={"If-None-Match": '"x"'}).status == 200
    compressed = server.guest.call("HEAD", DOCUMENT, headers={"Accept-Encoding": "gzip"})
    assert compressed.headers["Content-Encoding"] == "gzip"
    assert answer.body["servers"] == [{"url": server.process.origin}]


def test_every_path_answers_the_documented_methods_and_no_other(server, document, contract):
    """405 names exactly the methods of the document, and `HEAD` beside `GET`."""
    for path in map(filled, document["paths"]):
        for method in {"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} - contract.methods(path):
            answer = server.guest.call(method, path)
            assert (answer.status, set(answer.headers["Allow"].split(", "))) == (405, contract.methods(path)), path


def test_a_call_that_needs_a_session_is_refused_without_one(server, document):
    """401 for each, and 403 for each that needs more than the caller is."""
    mara = server.register("Mara")
    for method, path, operation in operations(document):
        if path.startswith("/ws") or operation["x-caller"] == "everyone":
            continue
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("example")
        assert server.guest.call(method, filled(path), body).status == 401, path
        if operation["x-caller"] in ("administrator", "owner"):
            assert mara.call(method, filled(path), body).status == 403, path


def test_the_server_does_to_a_member_as_the_document_says(server, room, document, tmp_path):
    """Thousands of calls by schemathesis: no 5xx, no status, type, header or shape that is not documented.

    Paths lead to a room that the member is in, so that the calls there get further than 404.
    """
    names = {operation["operationId"] for _, _, operation in operations(document)}
    assert names > LEFT_OUT.keys()
    lola = server.register("Lola")
    assert server.owner.post(f"/api/v1/rooms/{room}/members", {"user_id": lola.id}).status == 201
    assert_it_does_as_documented(server, lola, tmp_path, {"path.room": room, "path.seq": 2})


def test_the_server_does_to_an_owner_as_the_document_says(server, tmp_path):
    """The same for what owners and administrators are told."""
    only = ["--include-tag", "Administration", "--include-tag", "People"]
    assert_it_does_as_documented(server, server.owner, tmp_path, {}, only)


def assert_it_does_as_documented(server, caller, folder, parameters, only=()):
    """A run against the server: seeded, bounded, one call at a time."""
    base = f"http://127.0.0.1:{server.process.port}"
    settings = folder / "schemathesis.toml"
    settings.write_text(configuration(parameters))
    left_out = [flag for name in LEFT_OUT for flag in ("--exclude-operation-id", name)]
    run = subprocess.run(
        [Path(sys.executable).with_name("st"), "--config-file", settings, "run", base + DOCUMENT, "--url", base,
         "--header", f"Authorization: Bearer {caller.token}", "--phases", "examples,coverage,fuzzing",
         "--max-examples", str(EXAMPLES), "--seed", "7", "--no-shrink", "--continue-on-failure",
         "--suppress-health-check", "all", "--warnings", "off", *only, *left_out],
        cwd=folder, capture_output=True, text=True, timeout=600, check=False)
    assert run.returncode == 0, run.stdout[-20_000:] + run.stderr[-2_000:]
    assert caller.get("/api/v1/me").status == 200, "the session that the run was signed in by is over"


def configuration(parameters):
    """Fixed parameters, and the statuses with which requests may be answered.

    A well-formed one may hear 422, too: not every rule can be said in JSON Schema (the commonest passwords, ids that
    exist), and 415: of a file it says nothing. A malformed one may hear 426: a socket's address looks at nothing of
    what is no handshake.
    """
    lines = ["[parameters]"] + [f"{json.dumps(name)} = {value}" for name, value in parameters.items()]
    for check, statuses in (
            ("positive_data_acceptance", ["2xx", 304, 400, 401, 403, 404, 409, 415, 422, 426, 429]),
            ("negative_data_rejection", [400, 401, 403, 404, 405, 409, 415, 422, 426, 429])):
        lines += [f"[checks.{check}]", f"expected-statuses = {json.dumps(statuses)}"]
    # Which methods a path takes is the business of a test above, which knows that pages share addresses with calls.
    for check in ("allow_header_conformance", "unsupported_method"):
        lines += [f"[checks.{check}]", "enabled = false"]
    return "\n".join([*lines, ""])
