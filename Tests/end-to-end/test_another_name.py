"""A server that goes on under another name: what no longer works is said, at the restore and at the start."""

import json
import subprocess

from support.authenticator import Authenticator
from support.server import SnugServer
from support.snug import SnugProcess, binary, environment, run

PASSKEYS = "/api/v1/auth/passkeys"


def add_passkey(person, origin):
    options = person.post(f"{PASSKEYS}/register/options").body["publicKey"]
    made = person.post(f"{PASSKEYS}/register", Authenticator().make(options, origin) | {"name": "Key ring"})
    assert made.status == 201, made.body


def lost(database, **settings):
    """The finding on passkeys that do not work; None where there is none."""
    ended = run("check", "config", "--json", "--database", database, **settings)
    findings = json.loads(ended.stdout)["findings"]
    return next((finding for finding in findings if finding["id"] == "config.passkeys"), None)


def test_passkeys_of_the_former_name_are_named(process, tmp_path):
    owner = SnugServer(process).owner
    add_passkey(owner, process.origin)
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", process.database).returncode == 0

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    new = {"SNUG_SITE_URL": "https://new.example.org"}
    ended = run("restore", copy, "--database", elsewhere / "snug.db", **new)
    assert ended.returncode == 0, ended.stderr
    assert f"It ran at {process.origin}: its one passkey works under that name alone." in ended.stdout
    assert "Here site-url is https://new.example.org: people sign in with their passwords" in ended.stdout
    with SnugProcess(elsewhere, database=elsewhere / "snug.db", **new) as there:
        there.start()
        assert "The site has another name" in there.errors and process.origin in there.errors
        there.terminate()
        there.start()
        assert there.errors.count("The site has another name") == 1, "once is enough"


def test_a_restore_under_the_same_name_says_nothing_of_another(process, tmp_path):
    SnugServer(process)
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", process.database).returncode == 0
    ended = run("restore", copy, "--database", tmp_path / "snug.db")
    assert ended.returncode == 0 and "under that name" not in ended.stdout


def test_the_check_finds_passkeys_of_a_former_name_as_long_as_they_are_there(plain_process):
    """Before the first start under another name and after it; not those that are made under that one."""
    process = plain_process
    server = SnugServer(process)
    add_passkey(server.owner, process.origin)
    assert lost(process.database) is None
    process.terminate()
    elsewhere = f"http://elsewhere.localhost:{process.port}"
    assert run("config", "set", "site.url", elsewhere, "--database", process.database).returncode == 0
    complaint = lost(process.database)
    assert complaint["level"] == "warning"
    assert complaint["what"] == f"1 passkey was made under localhost, and the site is {elsewhere}."

    process.start()
    add_passkey(server.owner, elsewhere)
    assert lost(process.database)["what"] == complaint["what"], "the new one works"
    findings = server.owner.get("/api/v1/admin/findings").body["findings"]
    assert [finding["what"] for finding in findings if finding["id"] == "config.passkeys"] == [complaint["what"]]

    passkeys = server.owner.get("/api/v1/me").body["passkeys"]
    assert server.owner.delete(f"/api/v1/me/passkeys/{passkeys[0]['id']}").status == 204
    assert lost(process.database) is None
    process.terminate()
    assert run("config", "set", "site.url", process.origin, "--database", process.database).returncode == 0
    back = lost(process.database)
    assert "1 passkey was made under elsewhere.localhost" in back["what"]
    typed = subprocess.run(
        ["bash", "-ec", f'snug() {{ "{binary()}" "$@"; }}; {back["fix"]}'], env=environment(), check=False,
        timeout=20, capture_output=True, text=True)
    assert typed.returncode == 0, typed.stderr
    assert lost(process.database) is None
