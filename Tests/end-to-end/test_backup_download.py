"""A backup that an owner takes away: it comes whole, to them alone, and a piece at a time."""

import contextlib
import hashlib
import os
import socket
import sqlite3

import pytest

from support.clock import pass_time
from support.cost import resident_megabytes
from support.deadline import eventually
from support.rows import rows
from support.server import SnugServer

BACKUPS = "/api/v1/admin/backups"
RECENT = 600
LARGE = "snug-2020-01-01T023000Z.db"


@pytest.fixture
def server(process):
    return SnugServer(process)


@pytest.fixture
def copy(server):
    """The name of a copy, proven."""
    made = server.owner.post(BACKUPS)
    assert made.status == 201, made.body
    return made.body["name"]


def folder(server):
    return server.process.database.parent / "backups"


def downloads(server):
    return rows(server.process.database, "SELECT detail FROM audit WHERE act = 'backup_downloaded' ORDER BY id")


def put_large(server, megabytes=64):
    """A large file under the name of a copy, of which nothing is proven."""
    folder(server).mkdir(mode=0o700, exist_ok=True)
    content = os.urandom(1 << 20) * megabytes
    (folder(server) / LARGE).write_bytes(content)
    return content


@contextlib.contextmanager
def begun(server, name=LARGE):
    """A download whose head is here, and whose body nobody reads yet."""
    with contextlib.closing(socket.create_connection(("127.0.0.1", server.process.port), timeout=20)) as connection, \
            connection.makefile("rb") as stream:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 65_536)
        connection.sendall(
            f"GET {BACKUPS}/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Authorization: Bearer {server.owner.token}\r\n\r\n".encode())
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += stream.readline()
        yield head.decode(), stream


@pytest.mark.security(45)
def test_an_owner_takes_a_copy_away_and_the_log_says_so(server, copy, tmp_path):
    room = server.room(server.owner)
    assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "later"}).status == 201
    there = (folder(server) / copy).read_bytes()
    answer = server.owner.get(f"{BACKUPS}/{copy}")
    assert answer.status == 200 and answer.body == there
    assert answer.headers["Content-Type"] == "application/vnd.sqlite3"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{copy}"'
    assert answer.headers["Content-Length"] == str(len(there))
    assert answer.headers["ETag"] == f'"{hashlib.sha256(there).hexdigest()}"'
    assert "no-store" in answer.headers["Cache-Control"] and answer.headers["X-Content-Type-Options"] == "nosniff"
    (tmp_path / "taken.db").write_bytes(answer.body)
    with contextlib.closing(sqlite3.connect(tmp_path / "taken.db")) as taken:
        assert taken.execute("SELECT email FROM users").fetchall() == [(server.owner.email,)]
    assert downloads(server) == [(copy,)]
    entry = server.owner.get("/api/v1/audit").body["entries"][0]
    assert (entry["act"], entry["actor_id"], entry["detail"]) == ("backup_downloaded", server.owner.id, copy)


def test_a_look_takes_nothing(server, copy):
    answer = server.owner.call("HEAD", f"{BACKUPS}/{copy}")
    assert answer.status == 200 and answer.headers["Content-Length"] == str((folder(server) / copy).stat().st_size)
    assert downloads(server) == []


@pytest.mark.security(45)
def test_nobody_else_takes_it_away(server, copy):
    """No member, no administrator, no token in the address, and no session that somebody finds open."""
    place = f"{BACKUPS}/{copy}"
    ben = server.register("Ben")
    assert server.guest.get(place).status == 401
    assert server.guest.get(f"{place}?token={server.owner.token}").status == 401
    assert ben.get(place).status == 403
    assert server.owner.patch(f"/api/v1/users/{ben.id}", {"role": "admin"}).status == 200
    assert ben.get(BACKUPS).status == 200
    for method in ("GET", "HEAD"):
        assert ben.call(method, place).status == 403
    pass_time(server.process, RECENT + 1)
    late = server.owner.get(place)
    assert (late.status, late.body["code"]) == (403, "recent_sign_in_required")
    assert server.owner.call("HEAD", place).status == 403
    assert server.owner.get(f"{BACKUPS}/none").body["code"] == "recent_sign_in_required", "not even whether it is there"
    assert downloads(server) == []
    assert server.sign_in(server.owner).get(place).status == 200


@pytest.mark.security(45)
def test_no_name_leads_to_another_file(server, copy):
    kept = folder(server)
    (kept / "snug-2020-01-02T023000Z.db").symlink_to(server.process.database)
    (kept / "snug-2020-01-03T023000Z.db").mkdir()
    os.mkfifo(kept / "snug-2020-01-04T023000Z.db")
    for name in [
            "snug-2020-01-02T023000Z.db", "snug-2020-01-03T023000Z.db", "snug-2020-01-04T023000Z.db",
            "snug-2020-01-05T023000Z.db", "..%2Fsnug.db", "%2e%2e%2fsnug.db", "../snug.db", "snug.db", f"{copy}.json",
            f"{copy}%00", f"{copy}%0A", f"..%2Fbackups%2F{copy}", f".%2F{copy}", "%FF"]:
        answer = server.owner.get(f"{BACKUPS}/{name}")
        assert answer.status == 404, (name, answer.status)
    assert downloads(server) == []


@pytest.mark.parametrize("asked, first, last", [
    ("bytes=100-199", 100, 199), ("bytes=100-", 100, None), ("bytes=-50", -50, None), ("bytes=0-0", 0, 0),
    ("bytes=4000-99999999999", 4_000, None)])
def test_what_broke_off_goes_on(server, copy, asked, first, last):
    there = (folder(server) / copy).read_bytes()
    tag = f'"{hashlib.sha256(there).hexdigest()}"'
    answer = server.owner.get(f"{BACKUPS}/{copy}", headers={"Range": asked, "If-Range": tag})
    start = first % len(there)
    end = len(there) - 1 if last is None else last
    assert answer.status == 206 and answer.body == there[start:end + 1]
    assert answer.headers["Content-Range"] == f"bytes {start}-{end}/{len(there)}"


@pytest.mark.parametrize("headers", [
    {"Range": "bytes=0-1,4-5"}, {"Range": "bytes=5-2"}, {"Range": "lines=0-1"}, {"Range": "bytes=-"},
    {"Range": "bytes=0-1", "If-Range": '"another"'}])
def test_a_range_that_cannot_be_had_gets_the_whole(server, copy, headers):
    answer = server.owner.get(f"{BACKUPS}/{copy}", headers=headers)
    assert answer.status == 200 and answer.body == (folder(server) / copy).read_bytes()


@pytest.mark.parametrize("asked", ["bytes=99999999999-", "bytes=-0", "bytes=99999999999999999999-"])
def test_a_range_behind_the_end_is_refused(server, copy, asked):
    size = len((folder(server) / copy).read_bytes())
    before = downloads(server)
    answer = server.owner.get(f"{BACKUPS}/{copy}", headers={"Range": asked})
    assert answer.status == 416 and answer.body["code"] == "range_not_satisfiable"
    assert answer.headers["Content-Range"] == f"bytes */{size}"
    assert downloads(server) == before


def test_a_copy_that_goes_meanwhile_still_comes_whole(server):
    content = put_large(server)
    with begun(server) as (head, stream):
        assert head.startswith("HTTP/1.1 200")
        (folder(server) / LARGE).unlink()
        assert stream.read() == content
    assert server.owner.get(f"{BACKUPS}/{LARGE}").status == 404


@pytest.mark.security(38, 45)
def test_a_slow_reader_costs_little_and_so_do_many(server):
    """Two at once; a third waits, in nobody's way, until one has ended."""
    put_large(server, megabytes=128)
    assert server.owner.get(BACKUPS).status == 200
    before = resident_megabytes(server.process)
    with begun(server) as (head, _):
        with begun(server) as (other, _):
            assert head.startswith("HTTP/1.1 200") and other.startswith("HTTP/1.1 200")
            refused = server.owner.get(f"{BACKUPS}/{LARGE}")
            assert (refused.status, refused.body["code"]) == (503, "busy")
            assert server.owner.call("HEAD", f"{BACKUPS}/{LARGE}").status == 503
            assert resident_megabytes(server.process) - before < 8
        eventually(lambda: server.owner.call("HEAD", f"{BACKUPS}/{LARGE}").status == 200, "a place")
    assert downloads(server) == [(LARGE,), (LARGE,)]


@pytest.mark.security(45)
def test_whoever_is_signed_out_meanwhile_gets_no_more(server):
    content = put_large(server)
    with begun(server) as (_, stream):
        assert server.owner.post("/api/v1/auth/logout").status == 204
        assert len(stream.read()) < len(content) // 2


@pytest.mark.security(37)
def test_so_many_are_taken_away_and_no_more(server, copy):
    answers = [server.owner.get(f"{BACKUPS}/{copy}") for _ in range(21)]
    assert [answer.status for answer in answers] == [200] * 20 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
    assert len(downloads(server)) == 20


def test_the_one_that_is_being_made_is_seen(server):
    """Nobody is in the middle of one; the answer to making it says what became of it."""
    assert server.owner.get(BACKUPS).body["making"] is None
