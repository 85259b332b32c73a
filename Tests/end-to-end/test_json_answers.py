"""`--json`: every verb has it, and what it says is one JSON value for programs."""

import json
import re

import pytest

from support.original_data import SMALL, comma_separated
from support.postgres import NewDatabase
from support.server import SnugServer
from support.snug import SnugProcess, run

WITHOUT = {
    "snug serve": "it answers nobody: its log has --log-format json",
}
"""The verbs that do not speak JSON, each with the reason."""


def verbs(command, above=()):
    """The commands that do something, each with the names of its flags and options."""
    words = (*above, command["commandName"])
    below = [one for one in command.get("subcommands", []) if one["commandName"] != "help"]
    if below:
        return [verb for one in below for verb in verbs(one, words)]
    flags = {name["name"] for argument in command.get("arguments", []) for name in argument.get("names", [])}
    return [(" ".join(words), flags)]


@pytest.fixture(scope="module")
def tree():
    return dict(verbs(json.loads(run("--experimental-dump-help").stdout)["command"]))


def test_every_verb_speaks_json_or_has_a_reason_not_to(tree):
    assert len(tree) > 20
    assert {verb for verb, flags in tree.items() if "json" not in flags} == WITHOUT.keys()


@pytest.fixture(scope="module")
def said(tmp_path_factory):
    """What every verb says with --json, by its name: value, standard error, exit code."""
    folder = tmp_path_factory.mktemp("json")
    found = {}
    with SnugProcess(folder) as process:
        server = SnugServer(process.start())
        room = server.room(server.owner)

        def say(verb, *words, database=True, **settings):
            place = ("--database", process.database) if database else ()
            found[f"snug {verb}"] = run(*verb.split(), *words, "--json", *place, within=60, **settings)

        say("user add", "ben@example.org", "--name", "Ben")
        say("user rename", "ben@example.org", "Benjamin")
        say("user email", "ben@example.org", "ben@snug.example")
        say("user email", "ben@snug.example", "ben@example.org")
        say("user role", "ben@example.org", "admin")
        say("user login-link", "ben@example.org")
        say("user logout", "ben@example.org")
        say("user deactivate", "ben@example.org")
        say("user reactivate", "ben@example.org")
        say("user list")
        say("invite create", "--room", room)
        say("invite list")
        say("invite revoke", json.loads(found["snug invite create"].stdout)["id"])
        say("config set", "site.name", "Tea", SNUG_SITE_NAME="Coffee")
        say("config unset", "site.name")
        say("config show")
        say("check", "db")
        say("backup create")
        copy = json.loads(found["snug backup create"].stdout)["file"]
        say("backup list")
        say("backup prune")
        say("backup verify", copy, database=False)
        say("healthcheck")
        assert process.terminate() == 0
        say("restore", copy, "--end-sessions")
        made = folder / "made.db"
        run("backup", "create", made, "--database", process.database)
        made.rename(process.database.with_name("snug.db.before-schema-2"))
        say("rollback", "--yes")
        found["snug setup-link"] = run("setup-link", "--json", "--database", fresh(folder / "fresh.db"))
        found["snug new"] = run("new", "--json", "--database", folder / "new.db")
        found["snug import original"] = run(
            "import", "original", *comma_separated(folder / "csv", SMALL), "--owner", "ann@example.org", "--json",
            "--database", folder / "imported.db")
        database = NewDatabase()
        found["snug move"] = run("move", folder / "imported.db", database, "--json")
        database.drop()
    return found


def fresh(path):
    path.touch(mode=0o600)
    return path


def test_every_verb_was_tried(tree, said):
    assert said.keys() == tree.keys() - WITHOUT.keys()


def keys_and_moments(value):
    if isinstance(value, dict):
        for key, part in value.items():
            yield key, part
            yield from keys_and_moments(part)
    elif isinstance(value, list):
        for part in value:
            yield from keys_and_moments(part)


def test_an_answer_is_one_value_and_nothing_else(said):
    """An object for a thing, a list for a list, in `snake_case`; moments are RFC 3339; nothing is null."""
    for verb, ended in said.items():
        assert ended.returncode == 0, (verb, ended.stderr)
        value = json.loads(ended.stdout)
        assert isinstance(value, list if verb.endswith(" list") else dict), verb
        for key, part in keys_and_moments(value):
            # Settings are keys of their own, and a receipt's are those of its file.
            assert re.fullmatch(r"[a-z0-9_.]+|isOnDemand", key), (verb, key)
            assert part is not None, (verb, key)
            if key.endswith("_at") or key in ("last_seen", "time"):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", part), (verb, key, part)


def test_the_answers_have_what_a_program_asks_for(said):
    answer = {verb: json.loads(ended.stdout) for verb, ended in said.items()}
    assert answer["snug user rename"]["name"] == "Benjamin" and answer["snug user role"]["role"] == "admin"
    assert answer["snug user deactivate"]["deactivated"] and not answer["snug user reactivate"]["deactivated"]
    assert "last_seen" not in answer["snug user add"], "nobody was there yet"
    assert answer["snug user logout"] == {"sessions_ended": 0}
    assert answer["snug invite revoke"] == {"id": answer["snug invite create"]["id"]}
    assert answer["snug config set"] == {
        "key": "site.name", "value": "Coffee", "origin": "SNUG_SITE_NAME", "is_overridden": True, "takes_restart": False}
    assert answer["snug config unset"]["origin"] == "the default"
    assert answer["snug backup prune"] == {"removed": []}
    assert answer["snug healthcheck"] == {"ready": True}
    restored = answer["snug restore"]
    assert answer["snug user email"]["email"] == "ben@example.org"
    assert restored["accounts_reopened"] == restored["addresses_put_back"] == 0
    assert restored["receipt"]["users"] == 2 and restored["sessions_ended"] == 1 and "before-restore" in restored["kept"]
    assert answer["snug rollback"]["receipt"]["users"] == 2
    assert answer["snug move"]["rows"]["messages"] == 1
    imported = answer["snug import original"]
    assert (imported["people"], imported["messages"], imported["dry_run"]) == (1, 1, False)
    assert imported["remarks"] and all(remark["count"] for remark in imported["remarks"])


@pytest.mark.parametrize("words", [
    ["user", "login-link", "nobody@example.org"], ["invite", "revoke", "99"], ["backup", "verify", "/nowhere.db"],
    ["restore", "/nowhere.db"], ["rollback", "--yes"], ["config", "set", "nonsense", "1"],
], ids=" ".join)
def test_a_failure_is_a_sentence_and_no_json(tmp_path, words):
    """Standard output stays empty, so that nobody reads half an answer."""
    place = [] if words[:2] == ["backup", "verify"] else ["--database", fresh(tmp_path / "snug.db")]
    ended = run(*words, "--json", *place)
    assert ended.returncode not in (0, 2) and ended.stdout == "" and ended.stderr.startswith("snug: "), ended


@pytest.mark.parametrize("words", [["backup", "create", "-"], ["rollback"]], ids=" ".join)
def test_json_where_it_cannot_be_is_refused(tmp_path, words):
    """Standard output is the copy itself; a program cannot be asked."""
    ended = run(*words, "--json", "--database", fresh(tmp_path / "snug.db"))
    assert ended.returncode == 64 and "--json" in ended.stderr
