"""The settings as the administration shows and changes them: by their keys, with their origins, and without secrets."""

import json

import pytest

from support.addresses import new_address
from support.deadline import eventually
from support.rows import changing, rows
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

SETTINGS = "/api/v1/admin/settings"
FORM = {"name": "Dora", "email": "dora@example.org", "password": "ten warm blankets"}


@pytest.fixture
def variables(tmp_path):
    (tmp_path / "password").write_text("hunter2-from-a-file\n")
    return {"SNUG_SMTP_PASSWORD_FILE": str(tmp_path / "password"), "SNUG_LOG_LEVEL": "info"}


@pytest.fixture
def server(plain_process):
    """Set up, and told nothing but its port, its file, a relay's password and how much to log."""
    yield SnugServer(plain_process)
    assert "hunter2" not in plain_process.errors + plain_process.output


@pytest.fixture
def admin(server):
    """An administrator who is no owner."""
    assert server.owner.patch(SETTINGS, {"registration": "open"}).status == 200
    cleo = server.register("Cleo", guest=server.guest.at(new_address()))
    assert server.owner.patch(f"/api/v1/users/{cleo.id}", {"role": "admin"}).status == 200
    return cleo


def settings(person):
    answer = person.get(SETTINGS)
    assert answer.status == 200, answer.body
    return {each["key"]: each for each in answer.body["settings"]}


def change(server, **values):
    answer = server.owner.patch(SETTINGS, {name.replace("_", "."): value for name, value in values.items()})
    assert answer.status == 200, answer.body
    return {each["key"]: each for each in answer.body["settings"]}


def stored(server):
    """What administrators keep there: not what the server notes for itself."""
    return {name: value for name, value in rows(server.process.database, "SELECT name, value FROM settings")
            if not name.startswith(("last.", "log."))}


def noted(server):
    entries = server.owner.get("/api/v1/audit").body["entries"]
    return [(entry["actor_id"], entry["detail"]) for entry in entries if entry["act"] == "setting_changed"]


def assert_refused(answer, status, code):
    assert (answer.status, answer.body.get("code")) == (status, code), answer.body


def test_each_setting_is_shown_with_its_origin_as_the_command_shows_it(server):
    change(server, site_name="The Choir")
    found = settings(server.owner)
    assert found["site.name"] == {
        "key": "site.name", "value": "The Choir", "default": "Snug", "origin": "database", "place": None,
        "shape": "NAME", "meaning": found["site.name"]["meaning"], "secret": False, "writable": True,
        "takes_restart": False, "waiting": False}
    assert found["site.name"]["meaning"].startswith("The name")

    def of(key):
        return tuple(found[key][name] for name in ("value", "origin", "place", "writable"))

    assert of("message.rate") == ("30", "default", None, True)
    assert of("smtp.username") == (None, "unset", None, True)
    assert of("log.level") == ("info", "environment", "SNUG_LOG_LEVEL", False)
    assert of("listen") == (f"127.0.0.1:{found['listen']['value'].split(':')[1]}", "flag", "--listen", False)
    password = str(server.process.folder / "password")
    assert of("smtp.password") == (None, "file", password, False) and found["smtp.password"]["secret"]
    shown = json.loads(run("config", "show", "--json", "--database", server.process.database).stdout)
    assert list(shown) == sorted(found)


def test_administrators_see_the_settings_and_owners_change_them(server, admin):
    ada = server.register("Ada", guest=server.guest.at(new_address()))
    before = stored(server)
    assert_refused(server.guest.get(SETTINGS), 401, "unauthenticated")
    assert_refused(server.guest.patch(SETTINGS, {"site.name": "Mine"}), 401, "unauthenticated")
    assert_refused(ada.get(SETTINGS), 403, "forbidden")
    assert_refused(ada.patch(SETTINGS, {"site.name": "Mine"}), 403, "forbidden")
    assert_refused(admin.patch(SETTINGS, {"site.name": "Mine"}), 403, "forbidden")
    assert settings(admin)["site.name"]["value"] == "Snug"
    assert not any(each["writable"] for each in settings(admin).values())
    assert stored(server) == before


def test_a_change_holds_at_once_and_is_noted(server):
    assert server.guest.post("/api/v1/auth/register", FORM).status == 403
    found = change(server, registration="domain", registration_domains="example.org, example.com")
    assert (found["registration"]["value"], found["registration"]["origin"]) == ("domain", "database")
    assert server.guest.post("/api/v1/auth/register", FORM).status == 202
    assert "setting=registration value=domain" in server.process.errors
    assert change(server, registration=None)["registration"]["origin"] == "default"
    assert server.guest.post("/api/v1/auth/register", FORM | {"email": "e@example.org"}).status == 403
    olga = server.owner.id
    assert noted(server) == [(olga, "registration"), (olga, "registration.domains"), (olga, "registration")]
    change(server, registration=None)
    assert len(noted(server)) == 3, "what changes nothing is not noted"


def test_a_change_that_takes_a_restart_says_so_until_it_holds(server):
    found = change(server, trusted_proxies="192.0.2.7")["trusted.proxies"]
    assert (found["value"], found["takes_restart"], found["waiting"]) == ("192.0.2.7", True, True)
    assert settings(server.owner)["trusted.proxies"]["waiting"]
    assert not settings(server.owner)["site.name"]["takes_restart"]
    assert "waits for a restart setting=trusted.proxies" in server.process.errors
    assert server.process.terminate() == 0
    server.process.start()
    server.owner.port = server.process.port
    found = settings(server.owner)["trusted.proxies"]
    assert (found["value"], found["waiting"]) == ("192.0.2.7", False)


@pytest.mark.parametrize("changes, wrong", [
    ({"registration": "maybe"}, ["registration"]),
    ({"session.days": "0", "site.name": "Kept?", "message.rate": "fast"}, ["message.rate", "session.days"]),
    ({"site.name": ""}, ["site.name"]),
    ({"site.name": "a\nb"}, ["site.name"]),
    ({"site.name": "x" * 5_000}, ["site.name"]),
    ({"moon.phase": "full"}, ["moon.phase"]),
    ({"last.backup": "1"}, ["last.backup"]),
    ({"smtp-host": "mail.example.org"}, ["smtp-host"]),
    ({"message.rate": 3}, ["message.rate"]),
    ({"listen": "127.0.0.1:1"}, ["listen"]),
    ({"database": "/tmp/other.db"}, ["database"]),
    ({"tls.certificate": "/etc/passwd"}, ["tls.certificate"]),
    ({"backup.directory": "/etc"}, ["backup.directory"]),
    ({"smtp.ca.file": "/etc/passwd"}, ["smtp.ca.file"]),
    ({"log.level": "debug"}, ["log.level"]),
    ({"log.level": None}, ["log.level"]),
    ({"smtp.password": "other"}, ["smtp.password"]),
    # To whom a password goes that is kept on the server.
    ({"smtp.host": "mail.example.org", "smtp.port": "25", "smtp.tls": "none"}, ["smtp.host", "smtp.port", "smtp.tls"]),
], ids=lambda value: "+".join(value)[:40])
def test_what_cannot_be_is_refused_by_its_key_and_nothing_of_it_is_kept(server, changes, wrong):
    answer = server.owner.patch(SETTINGS, changes)
    assert_refused(answer, 422, "invalid")
    assert [each["field"] for each in answer.body["errors"]] == wrong
    assert stored(server) == {} and noted(server) == []


@pytest.mark.parametrize("body, status", [([], 422), ("x", 422), (None, 400)], ids=str)
def test_a_body_that_is_no_object_is_refused(server, body, status):
    raw = b"{" if body is None else json.dumps(body).encode()
    assert server.owner.call("PATCH", SETTINGS, raw=raw).status == status
    assert server.owner.patch(SETTINGS, {}).status == 200


def test_what_a_server_could_not_start_with_is_refused(server):
    """A wrong value of elsewhere keeps the others from being changed, until it is mended from here."""
    with changing(server.process.database) as database:
        database.execute("INSERT INTO settings VALUES ('session.days', 'soon')")
    answer = server.owner.patch(SETTINGS, {"site.name": "The Choir"})
    assert_refused(answer, 422, "invalid")
    assert "session-days" in answer.body["detail"]
    assert change(server, session_days="7")["session.days"]["value"] == "7"
    assert change(server, site_name="The Choir")["site.name"]["value"] == "The Choir"


def test_a_secret_goes_in_and_never_comes_out(tmp_path):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        assert settings(server.owner)["smtp.host"]["writable"]
        answer = server.owner.patch(SETTINGS, {"smtp.password": "s3cret-word"})
        found = settings(server.owner)["smtp.password"]
        assert (found["value"], found["origin"], found["secret"]) == (None, "database", True)
        assert stored(server) == {"smtp.password": "s3cret-word"}
        refused = server.owner.patch(SETTINGS, {"smtp.password": "s3cret\nword"})
        assert_refused(refused, 422, "invalid")
        said = json.dumps([answer.body, refused.body, server.owner.get("/api/v1/audit").body])
        assert "s3cret" not in said + process.errors + process.output


def test_many_changes_at_once_end_with_what_was_kept_last(server):
    """What is shown, what is kept and what is done are the same, however they cross with those of a command."""
    for _ in range(5):
        change(server, site_name="One")
        assert run("config", "set", "site.name", "Two", "--database", server.process.database).returncode == 0
        change(server, site_name="Three", registration="open")
    assert stored(server)["site.name"] == "Three"
    assert server.guest.post("/api/v1/auth/register", FORM).status == 202
    eventually(lambda: "Three" in server.process.output, "a mail in the latest name")
