"""A disk that is full or fails: clear errors to whoever writes, reading goes on, and it heals by itself (SECURITY.md,
line 34)."""

import contextlib
import errno
import os
import re
import sqlite3
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest

from support.deadline import eventually
from support.preload import build
from support.server import SnugServer
from support.snug import SnugProcess, run
from support.wrong_clock import DAY, WrongClock


class Talk:
    """Two people in a room, on a disk that can be made to fail."""

    def __init__(self, process):
        self.server = SnugServer(process.start())
        self.ada, self.ben = self.server.register("Ada"), self.server.register("Ben")
        self.room = self.server.room(self.ada, self.ben)
        self.path = f"/api/v1/rooms/{self.room}/messages"
        self.sockets = [self.ada.socket(), self.ben.socket()]
        for socket in self.sockets:
            socket.wait_for(type="hello")
        self.said = 0

    def say(self):
        """What a send is answered with."""
        self.said += 1
        client_id = f"c{self.said}"
        self.sockets[0].say(self.room, f"word {self.said}", client_id)
        return self.sockets[0].wait_for(lambda frame: frame.get("type") in ("ack", "error"), client_id=client_id)

    def assert_works(self):
        ack = self.say()
        assert ack["type"] == "ack", ack
        self.sockets[1].wait_for(type="message", seq=ack["message"]["seq"])
        assert self.ada.post(self.path, {"content": "by REST"}).status == 201

    def assert_fails(self, status, code):
        """Each way of writing says so; reading, and the sockets, go on."""
        refused = self.say()
        assert (refused["type"], refused["code"]) == ("error", code), refused
        answer = self.ada.post(self.path, {"content": "by REST"})
        assert (answer.status, answer.body["code"]) == (status, code)
        assert int(answer.headers["Retry-After"]) >= 1
        assert self.ben.get(f"/api/v1/rooms/{self.room}").status == 200
        assert len(self.ben.history(self.room)) == self.count
        with self.ben.socket() as another:
            another.wait_for(type="hello")
        assert self.ben.get("/healthz").status == 200

    @property
    def count(self):
        return self.ada.get(f"/api/v1/rooms/{self.room}").body["last_seq"]

    def close(self):
        for socket in self.sockets:
            socket.close()


def assert_whole(process, talk):
    """What was acknowledged is there without gaps, and the file is sound."""
    seqs = [message["seq"] for message in talk.ben.history(talk.room)]
    assert seqs == list(range(1, len(seqs) + 1))
    talk.close()
    assert process.terminate() == 0
    with contextlib.closing(sqlite3.connect(process.database)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert "Fatal error" not in process.errors


@pytest.mark.security(34)
@pytest.mark.parametrize("fault, status, code", [
    (("write", errno.EIO), 503, "storage_failed"),
    (("write", errno.EROFS), 503, "storage_failed"),
    (("write", errno.ENOSPC), 507, "storage_full"),
    (("write", errno.EDQUOT), 503, "storage_failed"),
    (("sync", errno.EIO), 503, "storage_failed"),
], ids=["write error", "read-only", "no space", "over quota", "sync error"])
def test_a_failing_disk_is_told_of_and_heals(tmp_path, fault, status, code):
    faults = tmp_path / "faults"
    with SnugProcess(
            tmp_path, LD_PRELOAD=str(build("faults", tmp_path)), FAULTS=str(faults),
            FAULTS_FOLDER=str(tmp_path / "data")) as process:
        talk = Talk(process)
        talk.assert_works()
        for _ in range(2):
            faults.write_text(" ".join(map(str, fault)))
            talk.assert_fails(status, code)
            faults.unlink()
            talk.assert_works()
        assert_whole(process, talk)


@pytest.mark.parametrize("jump", [400 * DAY, -400 * DAY])
def test_a_trouble_lasts_as_long_as_it_does_whatever_becomes_of_the_clock(tmp_path, jump):
    """FAULT: "after=34560010 s", and after=0 s of one that was set back."""
    clock, faults = WrongClock(tmp_path), tmp_path / "faults"
    library = build("faults", tmp_path)
    data = tmp_path / "data"
    settings = clock.settings | {"FAULTS": str(faults), "FAULTS_FOLDER": str(data)}
    settings["LD_PRELOAD"] = f"{settings['LD_PRELOAD']}:{library}"
    with SnugProcess(tmp_path, database=data / "snug.db", **settings) as process:
        talk = Talk(process)
        faults.write_text(f"write {errno.ENOSPC}")
        assert talk.say()["code"] == "storage_full"
        eventually(lambda: told(process, "The disk is full"), "a line that it begins")
        clock.set(jump)
        # Some of the time that it lasts.
        eventually(lambda: is_unready(talk.ada, "storage_full"), "503 from /readyz", within=20)
        faults.write_text("")
        line, = eventually(lambda: told(process, "has room again"), "a line that it is over", within=30)
        assert 1 <= int(re.search(r"after=\D*(\d+) s", line)[1]) <= 60, line


@pytest.mark.security(34)
def test_a_disk_that_hangs_is_told_to_whoever_asks_if_the_server_is_ready(tmp_path):
    """Within seconds, and to all who ask; once the disk answers again, so does the server."""
    faults = tmp_path / "faults"
    with SnugProcess(
            tmp_path, LD_PRELOAD=str(build("faults", tmp_path)), FAULTS=str(faults),
            FAULTS_FOLDER=str(tmp_path / "data")) as process:
        guest = SnugServer(process.start()).guest
        faults.write_text("stall 1")
        eventually(lambda: is_unready(guest, "storage_failed"), "503 from /readyz", within=20)
        with ThreadPoolExecutor(20) as pool:
            answers = list(pool.map(lambda _: guest.get("/readyz").status, range(20)))
        assert answers == [503] * 20
        assert guest.get("/healthz").status == 200
        faults.unlink()
        eventually(lambda: guest.get("/readyz").status == 200, "200 from /readyz", within=20)
        assert process.terminate() == 0


def is_unready(guest, code):
    """Whether the server says that it is not ready, and why."""
    answer = guest.get("/readyz")
    if answer.status == 200:
        return False
    assert (answer.status, answer.body["code"]) == (503, code)
    assert set(answer.body["checks"].values()) - {"ok"}, "one of the checks fails"
    return True


def told(process, pattern):
    """The lines of the log above `info` that match."""
    return [line for line in process.errors.splitlines()
            if re.search(f" (notice|warning|error|critical) .*({pattern})", line)]


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 24 MB."""
    image, folder = tmp_path / "image", tmp_path / "disk"
    folder.mkdir()
    with image.open("wb") as file:
        file.truncate(24 << 20)
    subprocess.run(["mkfs.ext4", "-q", "-m", "0", image], check=True)
    subprocess.run(["mount", "-o", "loop", image, folder], check=True)
    yield folder
    subprocess.run(["umount", folder], check=True)


@pytest.mark.security(34)
def test_a_full_disk_is_told_of_and_heals(tmp_path, small_disk):
    """A real one: something else on it takes all the room."""
    with SnugProcess(tmp_path, database=small_disk / "data" / "snug.db") as process:
        talk = Talk(process)
        talk.assert_works()
        filler = small_disk / "filler"
        with filler.open("wb") as file, pytest.raises(OSError):
            while True:
                file.write(os.urandom(1 << 16))
                file.flush()
        # What the journal has room for still goes in.
        while (answer := talk.say())["type"] == "ack":
            pass
        assert answer["code"] == "storage_full"
        talk.assert_fails(507, "storage_full")
        for _ in range(20):
            assert talk.say()["type"] == "error"
        # A probe's outcome stands for five seconds.
        eventually(lambda: is_unready(talk.ada, "storage_full"), "503 from /readyz", within=20)
        assert talk.ada.get("/readyz").body["checks"] == {"database": "ok", "disk": "full"}
        filler.unlink()
        talk.assert_works()
        eventually(lambda: talk.ada.get("/readyz").status == 200, "200 from /readyz", within=20)
        assert talk.ada.get("/readyz").body == {"status": "ok", "checks": {"database": "ok", "disk": "ok"}}
        eventually(lambda: told(process, "has room again"), "a line that it is over", within=30)
        # One line when it began, one when it ended, and none for each request.
        assert [line.split(" ")[1] for line in told(process, "")] == ["warning", "error", "notice"], process.errors
        assert "readiness" not in run("config", "show", "--database", process.database).stdout
        assert_whole(process, talk)


def test_a_lock_held_by_another_program_is_told_of_once(process):
    """Each write waits its time and is refused; the log has a line when that begins and one when it is over."""
    guest = SnugServer(process).guest
    with contextlib.closing(sqlite3.connect(process.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        eventually(lambda: (answer := guest.get("/readyz")).status == 503
                   and answer.body["checks"]["database"] == "locked", "503 from /readyz", within=30)
        assert told(process, "locked by another program")
        other.execute("ROLLBACK")
    eventually(lambda: told(process, "no longer locked"), "a line that it is over", within=30)
    assert len(told(process, "locked")) == 2, process.errors
    assert guest.get("/readyz").status == 200
