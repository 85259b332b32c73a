"""The server is killed, and the power is cut, in the middle of uploads: every file that was acknowledged is there, bit
for bit, and of no other is anything left (SECURITY.md, line 33)."""

import contextlib
import hashlib
import os
import random
import sqlite3
import time

import pytest

from support.attachments import uploaded, used
from support.client import Client
from support.deadline import eventually
from support.power_cut import Disk, records
from support.preload import build
from support.rows import rows
from support.server import SnugServer
from support.sharer import Sharer
from support.snug import SnugProcess

KILLS = int(os.environ.get("SNUG_UPLOAD_KILLS", "10"))
CUTS = int(os.environ.get("SNUG_UPLOAD_POWER_CUTS", "100"))
SEED = int(os.environ.get("SNUG_KILLS_SEED", random.randrange(2 ** 32)))
SHARERS, FILES_RECORDED = 4, 24

pytestmark = pytest.mark.security(33)

ORPHANS = """SELECT count(*) FROM attachment_chunks WHERE id >> 16 NOT IN
    (SELECT id FROM attachments UNION ALL SELECT id FROM attachment_trash)"""


def digest(connection, number):
    """Of what a file's rows hold, in order."""
    pieces = connection.execute(
        "SELECT bytes FROM attachment_chunks WHERE id >> 16 = ? ORDER BY id", [number]).fetchall()
    return hashlib.sha256(b"".join(piece for piece, in pieces)).hexdigest()


def test_kills_lose_no_file_that_was_acknowledged_and_leave_none_half_there(tmp_path):
    print(f"\nSNUG_KILLS_SEED={SEED}")
    draw = random.Random(SEED)
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        people = [server.register(f"Killed{number}") for number in range(SHARERS)]
        room = server.room(server.owner, *people)
        sharers = [Sharer(person, room, random.Random(draw.random()), survives=True) for person in people]
        for sharer in sharers:
            sharer.start()
        for _ in range(KILLS):
            shared = sum(len(sharer.uploaded) for sharer in sharers)
            eventually(lambda: sum(len(sharer.uploaded) for sharer in sharers) > shared, "another file", within=60)
            time.sleep(draw.uniform(0, 0.2))
            process.kill()
            with contextlib.closing(sqlite3.connect(f"file:{process.database}?mode=ro", uri=True)) as file:
                assert file.execute("PRAGMA quick_check").fetchall() == [("ok",)]
                assert file.execute(ORPHANS).fetchone() == (0,), "each row of a file belongs to one"
            process.start()
        for sharer in sharers:
            sharer.over.set()
        for sharer in sharers:
            sharer.join(60)
            assert sharer.failure is None and not sharer.is_alive()

        history = {message["seq"]: message for message in server.owner.history(room)}
        named = [file["id"] for message in history.values() for file in message["attachments"]]
        assert len(named) == len(set(named)) == len(history), "each file is in one message"
        count = 0
        for sharer in sharers:
            for number, (kept, seq) in sharer.shared.items():
                [file] = history[seq]["attachments"]
                assert file["id"] == number
                assert hashlib.sha256(server.owner.get(file["url"]).body).hexdigest() == kept
                count += 1
        print(f"\n{KILLS} kills, {count} files acknowledged, none lost, none changed")
        assert count > KILLS
        # Nobody can finish what was cut off: it takes no room once the server has started again.
        whole = "SELECT count(*) FROM attachments WHERE completed_at IS NULL"
        eventually(lambda: rows(process.database, whole) == [(0,)], "nothing half there", within=60)
        assert sum(used(person) for person in people) == rows(
            process.database, "SELECT sum(length(bytes)) FROM attachment_chunks WHERE id >> 16 IN (SELECT id FROM attachments)"
        )[0][0]
        assert rows(process.database, "PRAGMA integrity_check") == [("ok",)]


class Recording:
    """A run in which files are sent: what was done to the disk, and which were acknowledged when."""

    def __init__(self, folder):
        self.log = folder / "record"
        data = folder / "server" / "data"
        (folder / "server").mkdir()
        with SnugProcess(
                folder / "server", LD_PRELOAD=str(build("recorder", folder)), RECORD_LOG=str(self.log),
                RECORD_FOLDER=str(data)) as process:
            server = SnugServer(process.start())
            self.owner = server.owner
            people = [server.register(f"Cut{number}") for number in range(3)]
            self.room = server.room(server.owner, *people)
            self.began = time.monotonic()
            sharers = [Sharer(person, self.room, random.Random(SEED + person.id), (200_000, 600_000)) for person in people]
            for sharer in sharers:
                sharer.start()
            eventually(lambda: sum(len(sharer.moments) for sharer in sharers) >= FILES_RECORDED, "files", within=60)
            for sharer in sharers:
                sharer.over.set()
            for sharer in sharers:
                sharer.join(30)
                assert sharer.failure is None
            process.kill()
        self.records = list(records(self.log))
        self.acknowledged = sorted(moment for sharer in sharers for moment in sharer.moments)

    def cuts(self, count, draw, keeps_syncs=True):
        """(moment of the last record before the cut, files) for cuts spread over the loaded part."""
        loaded = [number for number, record in enumerate(self.records) if record[0] > self.began]
        chosen = set(draw.sample(loaded, min(count, len(loaded))))
        disk = Disk(keeps_syncs)
        for number, (moment, *what) in enumerate(self.records):
            disk.do(*what)
            if number in chosen:
                yield moment, disk.after_cut(draw)


@pytest.fixture(scope="module")
def recording(tmp_path_factory):
    return Recording(tmp_path_factory.mktemp("recording"))


def lay_out(files, folder):
    """The files of a cut, in a folder of their own."""
    folder.mkdir(mode=0o700, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder / "snug.db"


def faults(recording, database, moment):
    """What is wrong with a database after a cut: files that are lost or changed, rows of none."""
    with contextlib.closing(sqlite3.connect(database)) as file:
        try:
            found = file.execute("PRAGMA quick_check").fetchall()
            if found != [("ok",)]:
                return [f"not whole: {found}"]
            wrong = [f"{number} lost" for at, number, kept in recording.acknowledged
                     if at < moment and digest(file, number) != kept]
            wrong += [f"{number} is complete and is not" for number, size in file.execute(
                "SELECT id, size FROM attachments WHERE completed_at IS NOT NULL").fetchall()
                if file.execute("SELECT sum(length(bytes)) FROM attachment_chunks WHERE id >> 16 = ?",
                                [number]).fetchone() != (size,)]
            return wrong + [f"{count} rows of no file" for count, in file.execute(ORPHANS) if count]
        except sqlite3.DatabaseError as error:
            return [str(error)]


def test_a_power_cut_loses_no_file_that_was_acknowledged(recording, tmp_path):
    print(f"\nSNUG_KILLS_SEED={SEED}")
    looked_at = 0
    for moment, files in recording.cuts(CUTS, random.Random(SEED)):
        assert faults(recording, lay_out(files, tmp_path / "cut"), moment) == []
        looked_at += 1
    print(f"{looked_at} cuts of {len(recording.records)} records, {len(recording.acknowledged)} files acknowledged")
    assert looked_at == CUTS


def test_the_same_cuts_lose_files_where_syncs_do_nothing(recording, tmp_path):
    """So the test above can fail."""
    assert any(faults(recording, lay_out(files, tmp_path / "cut"), moment)
               for moment, files in recording.cuts(CUTS, random.Random(SEED), keeps_syncs=False))


def test_the_server_serves_files_again_after_a_power_cut(recording, tmp_path):
    draw = random.Random(SEED)
    for number, (moment, files) in enumerate(recording.cuts(3, draw)):
        folder = tmp_path / str(number)
        folder.mkdir()
        with SnugProcess(folder, database=lay_out(files, folder / "data")) as process:
            owner = Client(process.start().port, recording.owner.token)
            addresses = {file["id"]: file["url"] for message in owner.history(recording.room)
                         for file in message["attachments"]}
            for at, each, kept in recording.acknowledged:
                if at < moment:
                    assert hashlib.sha256(owner.get(addresses[each]).body).hexdigest() == kept
            if addresses:
                uploaded(owner, recording.room, b"and on it goes", "next.txt", "text/plain")
            assert process.terminate() == 0
