"""A server that goes on under another name: what no longer works is said, at the restore and at the start."""

from support.authenticator import Authenticator
from support.server import SnugServer
from support.snug import SnugProcess, run

PASSKEYS = "/api/v1/auth/passkeys"


def test_passkeys_of_the_former_name_are_named(process, tmp_path):
    owner = SnugServer(process).owner
    options = owner.post(f"{PASSKEYS}/register/options").body["publicKey"]
    made = Authenticator().make(options, process.origin)
    assert owner.post(f"{PASSKEYS}/register", made | {"name": "Key ring"}).status == 201
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
