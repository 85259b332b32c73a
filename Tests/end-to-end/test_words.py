"""What commands say of wrong words: what is wrong and what would be right, in one sentence."""

import contextlib
import shutil
import socket
import sqlite3

import pytest

from support.server import SnugServer
from support.snug import SnugProcess, run

SETTINGS = {
    "listen": ("8080", "an address and a port, such as 127.0.0.1:8080"),
    "site.url": ("http://chat.example.org/chat", "an origin such as https://chat.example.org, without a path"),
    "site.name": ("a\tb", "one line of text"),
    "registration": ("yes", "closed, invite, domain or open"),
    "registration.domains": ("example", "a list of mail domains such as example.org, example.com"),
    "session.days": ("9999", "a number from 1 to 3650"),
    "session.max.days": ("long", "a number from 1 to 3650"),
    "message.rate": ("lots", "a number from 0.01 to 10000, or 0 for no limit"),
    "act.rate": ("0.001", "a number from 0.01 to 10000, or 0 for no limit"),
    "sockets.per.user": ("0", "a number from 1 to 1000000"),
    "sockets.per.address": ("many", "a number from 1 to 1000000"),
    "trusted.proxies": ("proxy", "a list of addresses or CIDR blocks such as 127.0.0.1, 10.0.0.0/8"),
    "smtp.host": ("a b", "the name or the address of a host"),
    "smtp.port": ("mail", "a port, 1 to 65535"),
    "smtp.tls": ("ssl", "starttls, implicit or none"),
    "mail.from": ("me", "an address, or Name <address>"),
    "ehlo.name": ("a b", "the name or the address of a host"),
    "backup.time": ("25:00", "a time in UTC such as 02:30, or off"),
    "backup.keep": ("0", "a number from 1 to 10000"),
    "log.level": ("loud", "trace, debug, info, notice, warning, error or critical"),
    "log.format": ("xml", "text, json or journald"),
    "metrics.listen": ("0.0.0.0:9", "an address of this machine alone and a port, such as 127.0.0.1:9100"),
    "check.ignore": ("nonsense", "a list of findings such as smtp.none, clock.drifts"),
}


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """With Olga, who owns it, Ada, who was never here, and Ben, who is deactivated."""
    with SnugProcess(tmp_path_factory.mktemp("words")) as process:
        SnugServer(process.start())
        assert process.terminate() == 0
    for name in ("ada", "ben"):
        run("user", "add", f"{name}@example.org", "--name", name.title(), "--database", process.database)
    run("user", "deactivate", "ben@example.org", "--database", process.database)
    return process.database


def complaint(*words, code=None, **settings):
    """The one line that a command complains by."""
    ended = run(*words, **settings)
    assert ended.returncode != 0 and ended.stdout == "", ended
    assert code is None or ended.returncode == code, ended
    *notes, line = ended.stderr.strip().splitlines()
    assert line.startswith("snug: ") and "Usage" not in ended.stderr and not [n for n in notes if "error" in n], ended.stderr
    return line.removeprefix("snug: ")


@pytest.mark.parametrize("key", SETTINGS)
def test_a_wrong_setting_says_what_would_be_right(database, key):
    """By config set, and by a flag of the server."""
    value, right = SETTINGS[key]
    said = complaint("config", "set", key, value, "--database", database, code=64)
    shown = value.replace("\t", r"\u{9}")
    assert said == f"{key}: “{shown}” is not {right}."
    if key not in ("site.name", "check.ignore"):
        flag = key.replace(".", "-")
        said = complaint("serve", f"--{flag}", value, "--database", database, code=64)
        assert said == f"--{flag}: “{value}” is not {right}."


@pytest.mark.parametrize(("words", "right"), [
    (["--nonsense"], "Unknown option '--nonsense'. snug --help says"),
    (["user", "list", "extra"], "Unexpected argument 'extra'. snug user list --help says"),
    (["user", "add"], "Missing expected argument '<email>'. snug user add --help says"),
    (["user", "add", "nonsense", "--name", "X"], "it is not an e-mail address such as ada@example.org"),
    (["user", "add", "x@example.org", "--name", "X", "--role", "king"], "it is not owner, admin or member"),
    (["user", "deactivate", "nonsense"], "it is not an e-mail address such as ada@example.org"),
    (["user", "role", "ada@example.org", "king"], "it is not owner, admin or member"),
    (["invite", "create", "--days", "x"], "it is not a number from 1 to 365"),
    (["invite", "create", "--uses", "0"], "it is not a number from 1 to 10000"),
    (["invite", "create", "--room", "x"], "it is not a number from 1 on"),
    (["invite", "revoke", "x"], "it is not a number from 1 on"),
    (["check", "prox"], "Did you mean proxy?"),
    (["check", "--ignore", "smtp.nune"], "Did you mean smtp.none?"),
    (["check", "--send-test-mail", "x"], "it is not an e-mail address"),
    (["backup", "prune", "--keep", "0"], "it is not a number from 1 to 10000"),
    (["import", "original", "x.sql", "--owner", "x"], "it is not an e-mail address"),
    (["import", "original", "x.sql", "--time-zone", "Europe/Berlim"], "Did you mean Europe/Berlin?"),
], ids=lambda words: " ".join(words) if isinstance(words, list) else "")
def test_a_wrong_argument_says_what_would_be_right(words, right):
    assert right in complaint(*words, code=64)


def test_an_account_that_is_not_there_or_out_of_use_is_told_apart(database):
    where = ["--database", database]
    assert "nobody here has this address" in complaint("user", "login-link", "eve@example.org", *where, code=1)
    said = complaint("user", "login-link", "ben@example.org", *where, code=1)
    assert said == "ben@example.org is deactivated. First: snug user reactivate ben@example.org"


def test_whoever_never_came_was_never_seen(database):
    [line] = [line for line in run("user", "list", "--database", database).stdout.splitlines() if "Ada" in line]
    assert " never" in line


def test_a_port_that_is_taken_says_by_whom(database):
    with contextlib.closing(socket.create_server(("127.0.0.1", 0))) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        said = complaint("serve", "--listen", address, "--database", database, code=1)
        assert said.startswith(f"{address} cannot be listened on: ") and "(process " in said and "--listen" in said
        metrics = run("serve", "--listen", "127.0.0.1:0", "--metrics-listen", address, "--database", database)
    assert metrics.returncode == 1 and metrics.stderr.strip().endswith("Choose another with --metrics-listen.")
    for errors in (said, metrics.stderr):
        assert "errno" not in errors and "descriptor" not in errors


@pytest.mark.parametrize(("address", "says"), [
    ("192.0.2.1:8080", "this machine has no such address"), ("nohost.invalid:8080", "knows no address of that name")])
def test_an_address_of_another_machine_is_refused_in_words(database, address, says):
    assert says in complaint("serve", "--listen", address, "--database", database, code=1)


@pytest.fixture
def copy(tmp_path, database):
    path = tmp_path / "copy.db"
    assert run("backup", "create", path, "--database", database).returncode == 0
    return path


def spoil(path):
    """A page that nothing but a look at all of them comes upon."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        [page] = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'reactions'").fetchone()
        [size] = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)


@pytest.mark.parametrize("verb", [["backup", "verify"], ["restore"]], ids=" ".join)
def test_a_file_that_is_no_backup_is_named_as_such(tmp_path, copy, verb):
    """Not as a database that another flag would name."""
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "folder").mkdir()
    with contextlib.closing(sqlite3.connect(tmp_path / "foreign.db")) as foreign, foreign:
        foreign.execute("CREATE TABLE t (a)")
    damaged, unmatched = tmp_path / "damaged.db", tmp_path / "unmatched.db"
    shutil.copy(copy, damaged)
    spoil(damaged)
    shutil.copy(copy, unmatched)
    (tmp_path / "unmatched.db.json").write_text("{")
    where = ["--database", tmp_path / "new.db"] if verb == ["restore"] else []
    for name, says in {
            "notes.txt": "is no backup: it is not a database", "foreign.db": "is no backup: it is a database of another program",
            "folder": "is a folder", "missing.db": "there is no such file",
            "damaged.db": "Use another backup: snug backup list", "unmatched.db": "is not a backup's receipt"}.items():
        said = complaint(*verb, tmp_path / name, *where, code=74)
        assert says in said and "--database" not in said and "Keep a copy of it" not in said, said
    assert not (tmp_path / "new.db").exists()


def test_a_backup_of_a_damaged_database_says_that_the_database_is_damaged(tmp_path, copy):
    """And what to do; nothing of the copy stays."""
    damaged = tmp_path / "new.db"
    assert run("restore", copy, "--database", damaged).returncode == 0
    spoil(damaged)
    said = complaint("backup", "create", tmp_path / "made.db", "--database", damaged, code=74)
    assert said.startswith(f"{damaged} is damaged (") and "so no copy of it was kept" in said and "snug restore" in said
    assert "partial" not in said and not list(tmp_path.glob("made*"))


def test_a_folder_that_is_a_file_is_named_with_its_setting(tmp_path, database):
    (tmp_path / "file").write_text("x")
    for verb in ("create", "list", "prune"):
        said = complaint("backup", verb, "--backup-directory", tmp_path / "file", "--database", database, code=74)
        assert said.startswith(f"{tmp_path / 'file'} is no folder") and "backup.directory" in said


def test_a_database_that_another_program_holds_is_named(database):
    with contextlib.closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = complaint("user", "rename", "ada@example.org", "Ada L.", "--database", database, code=74)
    assert said == f"{database} is locked by another program. Close that program and try again."
