"""`snug import original`: the data of the product that Snug replaces."""

import re
import statistics
import subprocess
import time
from pathlib import Path

import pytest

from support.client import Client
from support.console_mail import ConsoleMail
from support.deadline import eventually
from support.original_data import (
    BCRYPT, FORMS, LONG, OTHERS, PASSWORDS, SHA256, SMALL, STRANGE, TABLES, comma_separated, dump_of_databases,
    dump_with_copy,
)
from support.rows import rows
from support.snug import SnugProcess, binary, environment, run


def bring(files, database, *flags, owner="ann@example.org", **how):
    owner = ["--owner", owner] if owner else []
    return run("import", "original", *files, "--database", database, *owner, *flags, **how)


@pytest.fixture
def process(tmp_path):
    """One that is not running yet."""
    return SnugProcess(tmp_path)


def sign_in(process, mails, address, password):
    guest = Client(process.port)
    before = len(mails.codes_for(address))
    answer = guest.post("/api/v1/auth/login", {"email": address, "password": password})
    if answer.status != 202:
        return answer
    code = eventually(lambda: mails.codes_for(address)[before:], f"a code for {address}")[0]
    answer = guest.post("/api/v1/auth/verify", {"email": address, "code": code})
    assert answer.status == 200, answer.body
    return Client(process.port, answer.body["access_token"])


@pytest.mark.parametrize("form", FORMS)
def test_the_original_s_data_is_brought_over(process, tmp_path, form):
    """People with their passwords, rooms with who is in them, every word in its order; what could not be is told."""
    files = FORMS[form](tmp_path / ("data" if form == "csv" else "dump.sql"))
    ended = bring(files, process.database)
    assert ended.returncode == 0, ended.stderr
    for line in [
        "4 people, 3 rooms, 5 messages",
        "people left out, no e-mail address: 1 (6)",
        "people taken as one with an earlier one of the same address: 1 (5)",
        "people without a password that can be used, who get a new one by mail: 1 (3)",
        "administrators there, members here until snug user role says otherwise: 1 (7)",
        "names of people mended: 1 (3)",
        "rooms left out, nobody is in them: 1 (4)",
        "private rooms kept as groups, the two have a private one already: 1 (3)",
        "memberships left out, their person or room is not there: 2 (1, 9)",
        "messages left out, their room is not there: 1 (17)",
        "messages left out, their author is not there: 1 (13)",
        "messages left out, nothing is in them: 1 (14)",
        "messages cut in pieces, longer than a message may be: 1 (15)",
        "times that cannot be read, replaced by the one before: 1 (11)",
    ]:
        assert f"  {line}\n" in ended.stdout, ended.stdout
    assert LONG[:9] not in ended.stdout + ended.stderr and SHA256[:9] not in ended.stdout + ended.stderr

    process.start()
    with process:
        mails = ConsoleMail(process)
        seen = rows(process.database, "SELECT email, role, last_seen FROM users ORDER BY id")
        assert seen == [
            ("ann@example.org", "owner", 1_741_168_800_500_000), ("bo@example.org", "member", None),
            ("cy@example.org", "member", None), ("di@example.org", "member", None)]
        ann = sign_in(process, mails, "ann@example.org", PASSWORDS["ann@example.org"])
        assert ann.get("/api/v1/me").body["role"] == "owner"
        listed = {room["name"]: room for room in ann.get("/api/v1/rooms").body["rooms"]}
        assert {name: (room["kind"], room["unread"], room["member_count"]) for name, room in listed.items()} == {
            "Kitchen": ("group", 0, 3), "Bo": ("direct", 0, 2), "The two again": ("group", 0, 2)}
        kitchen = listed["Kitchen"]
        assert kitchen["created_at"] == "2025-03-01T09:00:00.000Z"
        messages = ann.get(f"/api/v1/rooms/{kitchen['id']}/messages").body["messages"]
        assert [message["seq"] for message in messages] == list(range(1, len(messages) + 1))
        assert [message["content"] for message in messages[:3]] == ["good morning", "it is me again", STRANGE]
        assert "".join(message["content"] for message in messages[3:]) == LONG
        assert [message["timestamp"] for message in messages[:4]] == [
            "2025-03-02T08:00:00.123Z", "2025-03-02T08:00:00.123Z", "2025-03-02T08:00:02.000Z", "2025-03-02T06:00:05.000Z"]
        assert messages[0]["user_id"] == messages[1]["user_id"]


def test_old_passwords_serve_once_and_are_then_kept_as_our_own(process, tmp_path):
    """No bare SHA-256 comes into the file; after a sign-in bcrypt is gone too. Other passwords get nobody in."""
    assert bring(dump_with_copy(tmp_path / "dump.sql"), process.database).returncode == 0
    kept = dict(rows(process.database, "SELECT email, password FROM users"))
    assert kept["ann@example.org"].startswith("$sha256$scrypt$") and kept["bo@example.org"] == BCRYPT
    assert SHA256.encode() not in process.database.read_bytes()
    process.start()
    with process:
        mails = ConsoleMail(process)
        for address, password in PASSWORDS.items():
            for wrong in ["Grandma knits 8", SHA256, BCRYPT, ""]:
                assert sign_in(process, mails, address, wrong).status in (401, 422)
            assert sign_in(process, mails, address, password).get("/api/v1/me").status == 200
            now = dict(rows(process.database, "SELECT email, password FROM users"))[address]
            assert now.startswith("$scrypt$"), now
            assert sign_in(process, mails, address, password).get("/api/v1/me").status == 200
        # Whoever has no password gets one by mail.
        assert sign_in(process, mails, "cy@example.org", "!").status == 401
        guest = Client(process.port)
        assert guest.post("/api/v1/auth/password/forgot", {"email": "cy@example.org"}).status == 202
        assert eventually(lambda: mails.codes_for("cy@example.org"), "a code for Cy")


def test_the_time_of_a_sign_in_does_not_tell_that_an_account_was_brought_over(process, tmp_path):
    """A cheap bcrypt takes no less time to refuse than an address that nobody has."""
    assert bring(dump_with_copy(tmp_path / "dump.sql"), process.database).returncode == 0
    process.start()
    took = {"bo@example.org": [], "nobody@example.org": []}
    with process:
        for address in list(took) * 4:
            began = time.perf_counter()
            answer = Client(process.port).post("/api/v1/auth/login", {"email": address, "password": "not the password"})
            took[address].append(time.perf_counter() - began)
            assert answer.status == 401, answer.body
    known, unknown = map(statistics.median, took.values())
    print(f"\nbcrypt {known * 1_000:.0f} ms, unknown {unknown * 1_000:.0f} ms")
    assert known > 0.7 * unknown


def test_a_rehearsal_says_the_same_and_changes_nothing(process, tmp_path):
    files = dump_with_copy(tmp_path / "dump.sql")
    rehearsed = bring(files, process.database, "--dry-run")
    assert rehearsed.returncode == 0, rehearsed.stderr
    assert not process.database.exists() and "Nothing was changed." in rehearsed.stdout
    report = [line for line in rehearsed.stdout.splitlines() if line.startswith("  ")]
    ended = bring(files, process.database)
    assert [line for line in ended.stdout.splitlines() if line.startswith("  ")] == report


def test_it_goes_into_a_database_without_rooms_and_without_a_server(process, tmp_path):
    """Beside a running server it is refused; an account that is there stays as it is; twice is refused."""
    files = dump_with_copy(tmp_path / "dump.sql")
    process.start()
    with process:
        form = {
            "token": process.setup_token(), "name": "Ann of now", "email": "ann@example.org",
            "password": "nine green bottles"}
        assert Client(process.port).post("/api/v1/setup", form).status == 201
        beside = bring(files, process.database, owner=None)
        assert beside.returncode == 74 and "in use by another Snug" in beside.stderr
        assert process.terminate() == 0
    ended = bring(files, process.database, owner=None)
    assert ended.returncode == 0, ended.stderr
    assert "people with an account here already, kept as it is: 2 (1, 5)" in ended.stdout
    assert rows(process.database, "SELECT name, role FROM users WHERE id = 1") == [("Ann of now", "owner")]
    assert rows(process.database, "SELECT act, detail FROM audit WHERE act = 'imported'") == [
        ("imported", "3 people, 3 rooms, 5 messages")]
    count = rows(process.database, "SELECT count(*) FROM messages")
    again = bring(files, process.database, owner=None)
    assert again.returncode == 1, again.stdout
    assert f"has rooms already (imported: 3 people, 3 rooms, 5 messages on {time.strftime('%Y-')}" in again.stderr
    assert rows(process.database, "SELECT count(*) FROM messages") == count


@pytest.mark.parametrize("case, flags, says", [
    ("nobody owns it", {"owner": None}, "--owner ADDRESS (administrators were ann@example.org, di@example.org)"),
    ("a stranger is to own it", {"owner": "eve@example.org"}, "Nobody in the data has the address eve@example.org"),
])
def test_somebody_has_to_own_the_server(process, tmp_path, case, flags, says):
    ended = bring(dump_with_copy(tmp_path / "dump.sql"), process.database, **flags)
    assert ended.returncode == 1 and says in ended.stderr, ended.stderr
    assert rows(process.database, "SELECT count(*) FROM users") == [(0,)]


@pytest.mark.parametrize("names, says", [
    ({"toc.dat": b"PGDMP\x01\x0e", "2345.dat.gz": b"\x1f\x8b\x08"}, "pg_restore --file"),
    ({"users.csv": b"id;email;name\n1;ann@example.org;Ann\n"}, "is separated by ;. Write it with commas"),
    ({"notes.txt": b"hello"}, "holds none of the tables"),
], ids=["pg_dump -Fd", "semicolons", "something else"])
def test_a_folder_of_another_form_is_refused_with_what_to_do(process, tmp_path, names, says):
    folder = tmp_path / "folder"
    folder.mkdir()
    for name, contents in names.items():
        (folder / name).write_bytes(contents)
    ended = bring([folder], process.database)
    assert ended.returncode == 1 and says in ended.stderr, ended.stderr


def test_what_looks_like_no_value_is_a_word_where_people_wrote_it(process, tmp_path):
    """`\\N` without quotes: PostgreSQL writes it so in CSV where somebody said it, other programs for no value."""
    [folder] = comma_separated(tmp_path / "csv", SMALL | {
        "users": (["id", "email", "last_seen"], [(1, "ann@example.org", "\\N")]),
        "messages": (["id", "room_id", "user_id", "content"], [(1, 1, 1, "\\N"), (2, 1, "\\N", "from nobody")]),
    })
    assert "\\N\n" in (folder / "messages.csv").read_text().replace("\r", "")
    ended = bring([folder], process.database)
    assert ended.returncode == 0, ended.stderr
    assert "1 messages" in ended.stdout and "author is not there: 1 (2)" in ended.stdout
    assert rows(process.database, "SELECT content FROM messages") == [("\\N",)]
    assert rows(process.database, "SELECT last_seen FROM users") == [(None,)]


@pytest.mark.parametrize("name, contents, says", [
    ("none.sql", None, "cannot be read"),
    ("empty.sql", b"", "holds none of the tables"),
    ("packed.sql.gz", b"\x1f\x8b\x08", "Unpack it first"),
    ("own.sql", b"PGDMP\x01\x0e", "pg_restore --file"),
    ("own.tar", b"toc.dat\0\0", "pg_restore --file"),
    ("users.csv", b"id;email;name\n1;ann@example.org;Ann\n", "Write it with commas"),
    ("notes.csv", b"id\n1\n", "Its name tells what is in it"),
    ("users.csv", b"id,name\n1,Ann\n", "no column email"),
    ("users.csv", b'id,email\n1,"ann', "line 2: a quoted text does not end"),
    ("half.sql", b"COPY public.users (id, email) FROM stdin;\n1\tann@example.org\n", "COPY's rows do not end"),
    ("half.sql", b"INSERT INTO users (id, email) VALUES (1, 'ann", "a quoted text does not end"),
    ("half.sql", b"INSERT INTO users (id, email) VALUES (1", "an INSERT does not end"),
    ("other.sql", b"\xff\xfeS\x00E\x00T\x00", "is in UTF-16. Write it in UTF-8: iconv"),
    ("other.db", b"SQLite format 3\0", "is an SQLite database"),
    ("users.csv", b"id,email\n" + b"x" * (17 << 20), "a row of more than"),
])
def test_a_file_that_cannot_be_read_changes_nothing(process, tmp_path, name, contents, says):
    path = tmp_path / name
    if contents is not None:
        path.write_bytes(contents)
    ended = bring([path], process.database)
    assert ended.returncode == 1 and says in ended.stderr, ended.stderr
    assert not process.database.exists()


def test_the_schema_that_holds_all_four_tables_is_taken(process, tmp_path):
    """Other programs' tables of the same names are left aside, and told."""
    files = dump_of_databases(tmp_path / "dump.sql", {"chat": {"auth": OTHERS["auth"], "public": TABLES, **OTHERS}})
    ended = bring(files, process.database)
    assert ended.returncode == 0, ended.stderr
    assert "  4 people, 3 rooms, 5 messages\n" in ended.stdout
    assert "  left aside: database chat, schema realtime: messages\n" in ended.stdout
    assert "  left aside: database chat, schema auth: users (1)\n" in ended.stdout
    assert rows(process.database, "SELECT count(*) FROM users WHERE email = 'zoe@example.org'") == [(0,)]


@pytest.mark.parametrize("databases, chosen, flags", [
    ({"chat": {"public": TABLES}, "former": {"public": SMALL}}, "database former, schema public: users (1)",
     ["--from-database", "former"]),
    ({"chat": {"public": TABLES, "\"Former\"": SMALL}}, "database chat, schema Former: users (1)",
     ["--from-schema", "Former"]),
])
def test_of_two_that_hold_all_four_none_is_taken_until_one_is_chosen(process, tmp_path, databases, chosen, flags):
    """The refusal names them; nothing is imported, and never something of both."""
    files = dump_of_databases(tmp_path / "dump.sql", databases)
    for more in ([], ["--from-database", "nowhere"]):
        ended = bring(files, process.database, *more)
        assert ended.returncode == 1, ended.stdout
        assert "database chat, schema public: users" in ended.stderr and chosen.split(" (")[0] in ended.stderr
        assert not process.database.exists()
    ended = bring(files, process.database, *flags)
    assert ended.returncode == 0, ended.stderr
    assert rows(process.database, "SELECT content FROM messages") == [("from the former one",)]
    assert rows(process.database, "SELECT email FROM users") == [("ann@example.org",)]


def test_two_dumps_of_one_name_never_mix(process, tmp_path):
    """One behind the other in a file, or two files."""
    first = dump_of_databases(tmp_path / "first.sql", {"chat": {"public": TABLES}})[0]
    second = dump_of_databases(tmp_path / "second.sql", {"chat": {"public": SMALL}})[0]
    both = tmp_path / "both.sql"
    both.write_bytes(first.read_bytes() + second.read_bytes())
    for files in ([both], [first, second]):
        ended = bring(files, process.database)
        assert ended.returncode == 1 and "comes from two dumps" in ended.stderr, ended.stderr
        assert not process.database.exists()


def test_rows_that_nobody_would_write_are_told_of_not_tripped_over(process, tmp_path):
    """Numbers out of range, bad UTF-8, NULs, short rows, names of a thousand characters."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "users.csv").write_bytes(
        b"\xef\xbb\xbfid,email,name\r\n1,ann@example.org," + b"N" * 1_000 + b"\r\n99999999999999999999,bo@example.org,Bo\r\n"
        b"2\r\n,,\r\n3,cy@example.org,C\xff\x00y\r\n3,di@example.org,Di\r\n")
    (tmp_path / "data" / "rooms.csv").write_bytes(b"id,created_at,is_private\n-1,infinity,maybe\n")
    (tmp_path / "data" / "room_members.csv").write_bytes(b"room_id,user_id\n-1,1\n-1,3\n")
    (tmp_path / "data" / "messages.csv").write_bytes(
        b"id,room_id,user_id,content,timestamp\n1,-1,1,\xff\xfe,2025-02-30 10:00:00\n2,-1,3,fine,2025-01-01\n3,-1,3,no\0thing,9999-12-31 23:59:60\n")
    ended = bring([tmp_path / "data"], process.database)
    assert ended.returncode == 0, ended.stderr
    assert "2 people, 1 rooms, 3 messages" in ended.stdout
    assert "rows left out, no readable id: 2" in ended.stdout
    assert "rows left out, their id was there already: 1 (3)" in ended.stdout
    assert "characters that cannot be read, which were replaced or left out: 3 (3, 1, 3)" in ended.stdout
    assert rows(process.database, "SELECT name, length(name) FROM users WHERE id = 1") == [("N" * 80, 80)]
    assert rows(process.database, "SELECT content FROM messages ORDER BY seq") == [
        ("\ufffd\ufffd",), ("fine",), ("nothing",)]


def test_a_large_dump_is_brought_over_whole(process, tmp_path):
    """A hundred thousand messages; the time is printed."""
    columns, _ = TABLES["messages"]
    messages = [(number, number % 3 + 1, number % 2 + 1, f"message {number}\n", "2025-03-02 08:00:00") for number in range(1, 100_001)]
    files = dump_with_copy(tmp_path / "dump.sql", {**TABLES, "messages": (columns, messages)})
    began = time.monotonic()
    ended = bring(files, process.database, within=120)
    assert ended.returncode == 0, ended.stderr
    print(f"\n100,000 messages, {files[0].stat().st_size / 1e6:.1f} MB, in {time.monotonic() - began:.1f} s")
    assert rows(process.database, "SELECT count(*), count(DISTINCT room_id) FROM messages") == [(100_000, 3)]
    assert rows(process.database, "SELECT min(seq), max(seq) - count(*) FROM messages GROUP BY room_id") == [(1, 0)] * 3


def peak_megabytes(importer):
    """How much memory a process ever held, once it has ended."""
    peak = 0
    while importer.poll() is None:
        found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{importer.pid}/status").read_text(), re.MULTILINE)
        peak = max(peak, int(found[1]) / 1_024 if found else 0)
        time.sleep(0.01)
    assert importer.returncode == 0
    return peak


@pytest.fixture
def long_history(tmp_path):
    """A dump with 45 MB in its messages."""
    columns, _ = TABLES["messages"]
    messages = [(number, 1, 1, "word " * 3_000, "2025-03-02 08:00:00") for number in range(1, 3_001)]
    return dump_with_copy(tmp_path / "long.sql", {**TABLES, "messages": (columns, messages)})[0]


@pytest.mark.parametrize("flags", [[], ["--dry-run"]])
def test_memory_does_not_grow_with_the_dump(tmp_path, long_history, flags):
    short = dump_with_copy(tmp_path / "short.sql")[0]
    peaks = []
    for file in [short, long_history]:
        database = tmp_path / file.stem / "snug.db"
        with subprocess.Popen(
                [binary(), "import", "original", file, "--database", database, "--owner", "ann@example.org", *flags],
                env=environment(TMPDIR=str(tmp_path)), stdout=subprocess.DEVNULL) as importer:
            peaks.append(peak_megabytes(importer))
    print(f"\nat most {peaks[0]:.0f} MB for a short dump, {peaks[1]:.0f} MB for one of 45 MB")
    assert 0 < peaks[1] < peaks[0] + 15


def test_nothing_of_what_was_read_stays_behind_a_kill(process, tmp_path, long_history):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with subprocess.Popen(
            [binary(), "import", "original", "-", "--database", process.database],
            env=environment(TMPDIR=str(scratch)), stdin=subprocess.PIPE) as importer:
        # More than SQLite keeps in memory, and no end.
        importer.stdin.write(long_history.read_bytes()[:20_000_000])
        importer.stdin.flush()
        importer.kill()
    assert list(scratch.iterdir()) == [] and not process.database.exists()


def test_a_kill_in_the_midst_leaves_the_database_as_it_was(process, long_history):
    """Killed once part of it is on the disk; the same import then brings everything."""
    log = process.database.with_name("snug.db-wal")
    with subprocess.Popen(
            [binary(), "import", "original", long_history, "--database", process.database,
             "--owner", "ann@example.org"],
            env=environment(), stdout=subprocess.PIPE) as importer:
        eventually(lambda: log.exists() and log.stat().st_size > 4_000_000, "a part of it in the log", within=60)
        importer.kill()
        assert importer.stdout.read() == b""
    for table in ["users", "rooms", "room_members", "messages", "audit"]:
        assert rows(process.database, f"SELECT count(*) FROM {table}") == [(0,)], table
    ended = bring([long_history], process.database, within=60)
    assert ended.returncode == 0 and "4 people, 3 rooms, 3000 messages" in ended.stdout, ended.stdout + ended.stderr
