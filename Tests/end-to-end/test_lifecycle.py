"""Starting and stopping: exit codes that a script can tell apart, messages that a person can act on."""

import contextlib
import hashlib
import socket
import sqlite3
import subprocess

import pytest

from support.deadline import eventually
from support.rows import messages_of
from support.server import SnugServer
from support.snug import SnugProcess, binary, environment, run

WRONG_USAGE, DATABASE_UNUSABLE, TEMPORARY_FAILURE = 64, 74, 75


def fingerprint(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def serve(database, *flags, **settings):
    """A server that is expected not to come up."""
    return run("serve", "--listen", "127.0.0.1:0", "--database", database, *flags, **settings)


def make_database(path):
    """A database as a server leaves it that was stopped."""
    with SnugProcess(path.parent, database=path) as process:
        assert process.start().terminate() == 0


def test_sigterm_closes_sockets_and_leaves_one_tidy_file(process):
    """Each socket hears 1001, the process ends with 0 within ten seconds, and all is in the database file itself."""
    server = SnugServer(process)
    room = server.room(server.owner)
    sockets = [server.owner.socket() for _ in range(5)] + [server.owner.socket(f"/ws/{room}/{server.owner.id}")]
    for each in sockets:
        each.receive()
    sockets[0].say(room, "one last thing", "last")
    sockets[0].ack("last")
    assert process.terminate(within=10) == 0
    assert [each.until_closed() for each in sockets] == [1001] * len(sockets)
    wal = process.database.with_name(process.database.name + "-wal")
    assert not wal.exists() or wal.stat().st_size == 0
    assert [content for *_, content in messages_of(process.database, room)] == ["one last thing"]


def test_a_stop_in_the_middle_of_sending_loses_nothing_that_was_acknowledged(process):
    """Five times over: a socket with sends under way hears 1001 like any other, and every ack that came is in the
    file, in a log without gaps."""
    server = SnugServer(process)
    room = server.room(server.owner)
    acked = set()
    for life in range(5):
        with server.owner.socket() as talker:
            talker.wait_for(type="hello")
            for line in range(500):
                talker.say(room, f"line {line}", f"{life}-{line}")
            talker.ack(f"{life}-0")
            assert process.terminate(within=10) == 0
            assert talker.until_closed() == 1001
        acked |= {frame["client_id"] for frame in talker.frames if frame["type"] == "ack"}
        log = messages_of(process.database, room)
        assert [seq for seq, *_ in log] == list(range(1, len(log) + 1))
        assert acked <= {client_id for _, _, client_id, _ in log}
        process.start()


def test_a_restart_on_the_same_file_is_the_same_service(process):
    """Sessions and rooms are those of before, and nobody is asked to set it up again."""
    server = SnugServer(process)
    room = server.room(server.owner)
    assert process.terminate() == 0
    links = process.output.count("Set-up link:")
    process.start()
    assert server.owner.get(f"/api/v1/rooms/{room}").status == 200
    assert process.output.count("Set-up link:") == links


def test_the_database_is_for_this_user_alone(process):
    """Folder 0700, files 0600."""
    assert process.database.parent.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in process.files} == {0o600}


def test_a_database_that_another_snug_serves_is_refused(process):
    """75, as that one may end, and the file's name; the first one goes on serving."""
    before = fingerprint(process.database)
    second = serve(process.database)
    assert second.returncode == TEMPORARY_FAILURE
    assert str(process.database) in second.stderr
    assert fingerprint(process.database) == before
    SnugServer(process)


@pytest.mark.parametrize("content", [
    b"Dear diary, today I wrote a chat server.\n" * 10, b"x", b"SQLite format 3\0" + b"\xff" * 84,
], ids=["a diary", "one byte", "a damaged header"])
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, content):
    """74 and the file's name; it stays as it was, and nothing is put beside it."""
    file = tmp_path / "diary.txt"
    file.write_bytes(content)
    ended = serve(file)
    assert ended.returncode == DATABASE_UNUSABLE
    assert str(file) in ended.stderr
    assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_of_another_program_is_refused_and_left_alone(tmp_path):
    """74 and the file's name; it stays as it was."""
    file = tmp_path / "books.db"
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("CREATE TABLE books (title TEXT)")
    before = fingerprint(file)
    ended = serve(file)
    assert ended.returncode == DATABASE_UNUSABLE
    assert str(file) in ended.stderr
    assert fingerprint(file) == before
    assert list(tmp_path.iterdir()) == [file]


def test_a_database_of_a_newer_snug_is_refused_and_left_alone(tmp_path):
    """74, the file's name and what to do; it stays as it was."""
    file = tmp_path / "snug.db"
    make_database(file)
    with contextlib.closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA user_version = 9999")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = fingerprint(file)
    ended = serve(file)
    assert ended.returncode == DATABASE_UNUSABLE
    assert str(file) in ended.stderr and "newer" in ended.stderr
    assert fingerprint(file) == before


def test_a_damaged_database_is_refused_by_name(tmp_path):
    """74 and the file's name where the first page is ours and the rest is not readable."""
    file = tmp_path / "snug.db"
    make_database(file)
    content = bytearray(file.read_bytes())
    content[100:] = b"\xa5" * (len(content) - 100)
    file.write_bytes(content)
    ended = serve(file)
    assert ended.returncode == DATABASE_UNUSABLE
    assert str(file) in ended.stderr


def test_a_folder_that_cannot_be_written_is_refused_by_name(tmp_path):
    """74 and the file's name: for a folder that is a file, a folder of the kernel's, and a file that is a folder."""
    (tmp_path / "taken").write_text("a file")
    for file in (tmp_path / "taken" / "snug.db", "/proc/snug/snug.db", "/proc/snug.db", tmp_path):
        ended = serve(file)
        assert ended.returncode == DATABASE_UNUSABLE, (file, ended.stderr)
        assert str(file) in ended.stderr
    assert (tmp_path / "taken").read_text() == "a file"


@pytest.mark.parametrize("flags, named", [
    (["--no-such-flag"], "--no-such-flag"),
    (["--listen", "somewhere"], "--listen"),
    (["--listen", "127.0.0.1:99999"], "--listen"),
    (["--registration", "maybe"], "--registration"),
    (["--database", "mysql://localhost/chat"], "database"),
    (["--site-url", "chat.example.org"], "--site-url"),
    (["--site-url", "https://chat.example.org/path"], "--site-url"),
    (["--message-rate", "fast"], "--message-rate"),
    (["--message-rate", "-1"], "--message-rate"),
    (["--sockets-per-user", "0"], "--sockets-per-user"),
    (["--session-days", "0"], "--session-days"),
    (["--log-level", "loud"], "--log-level"),
    (["--trusted-proxies", "everyone"], "--trusted-proxies"),
    (["--smtp-host", "localhost", "--smtp-tls", "perhaps"], "--smtp-tls"),
    (["--smtp-host", "localhost", "--smtp-port", "0"], "--smtp-port"),
    (["--smtp-host", "localhost", "--mail-from", "nobody"], "--mail-from"),
    (["--listen"], "--listen"),
    (["surplus"], "surplus"),
], ids=" ".join)
def test_wrong_usage_is_refused_by_name_and_makes_no_database(tmp_path, flags, named):
    """64 and the setting's name; no database is made."""
    ended = serve(tmp_path / "snug.db", *flags)
    assert ended.returncode == WRONG_USAGE, ended.stderr
    assert named in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_wrong_settings_in_the_environment_are_refused_unless_a_flag_counts(tmp_path):
    """The same for a variable as for its flag; a flag counts before a variable."""
    ended = serve(tmp_path / "snug.db", SNUG_REGISTRATION="maybe")
    assert ended.returncode == WRONG_USAGE
    assert "registration" in ended.stderr
    with SnugProcess(tmp_path, SNUG_REGISTRATION="maybe") as process:
        process.start()


def test_a_port_that_is_taken_is_named(tmp_path):
    """1, and the address."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        ended = run("serve", "--listen", address, "--database", tmp_path / "snug.db")
    assert ended.returncode == 1
    assert address in ended.stderr


@pytest.mark.parametrize("command", ["backup create", "setup-link"])
def test_commands_say_what_is_wrong_with_the_file(tmp_path, command):
    """74 and the file's name, and no file is made where there was none."""
    file = tmp_path / "missing.db"
    destination = [tmp_path / "copy.db"] if command == "backup create" else []
    ended = run(*command.split(), *destination, "--database", file)
    assert ended.returncode == DATABASE_UNUSABLE
    assert str(file) in ended.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_beside_backups_is_no_new_server(tmp_path):
    """74 and the latest copy, for the server and for commands; the file stays empty. Without copies it is a new one."""
    database = tmp_path / "data" / "snug.db"
    database.parent.mkdir()
    make_database(database)
    assert run("backup", "create", "--database", database).returncode == 0
    copy, = (database.parent / "backups").glob("*.db")
    for path in database.parent.glob("snug.db*"):
        path.unlink()
    database.touch()
    for ended in (serve(database), run("check", "db", "--database", database), run("setup-link", "--database", database)):
        assert ended.returncode != 0
        assert f"snug restore {copy}" in ended.stdout + ended.stderr
    assert serve(database).returncode == DATABASE_UNUSABLE
    assert database.read_bytes() == b""
    assert run("restore", copy, "--database", database).returncode == 0


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a few pages."""
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m,mode=700", "tmpfs", folder], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_disk_that_is_full_at_the_start_is_tried_again(small_disk):
    """75, not the 74 that systemd gives up on; with room again it starts."""
    database = small_disk / "snug.db"
    make_database(database)
    ballast = small_disk / "ballast"
    with contextlib.suppress(OSError), ballast.open("wb", buffering=0) as full:
        while full.write(b"x" * 512):
            pass
    ended = serve(database)
    assert ended.returncode == TEMPORARY_FAILURE, ended.stderr
    assert "the disk is full" in ended.stderr
    ballast.unlink()
    with SnugProcess(small_disk, database=database) as process:
        assert process.start().terminate() == 0
