"""A second process that does to the file what Litestream does: it reads for as long as it runs, so that nobody else
begins the log anew, and folds the log itself."""

import contextlib
import sqlite3

import pytest

from support.deadline import eventually
from support.rows import messages_of, rows
from support.server import SnugServer
from support.snug import run
from support.writer import Writer

ROUNDS = 5
LOG_BYTES = 4_100 * 4_120
"""A little more than Snug's own checkpoint waits for: 4,000 pages with their headers."""


class Replicator:
    """Litestream's steps, in its order (litestream.io, "How it works")."""

    def __init__(self, database):
        self._log = database.with_name(database.name + "-wal")
        self._connection = sqlite3.connect(database, timeout=5, isolation_level=None)
        self._connection.execute("PRAGMA wal_autocheckpoint = 0")
        self._connection.execute("CREATE TABLE IF NOT EXISTS _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER)")
        self._connection.execute("CREATE TABLE IF NOT EXISTS _litestream_lock (id INTEGER)")
        self.hold()

    def hold(self):
        self._connection.execute("BEGIN")
        self._connection.execute("SELECT count(*) FROM _litestream_seq").fetchone()

    def let_go(self):
        self._connection.execute("ROLLBACK")

    def checkpoint(self):
        """Lets go, folds the log, begins a new one by a write, and holds it."""
        self.let_go()
        # Where people write without a pause it may have to ask more than once.
        eventually(self._is_folded, "the log is folded", within=60)
        self._connection.execute(
            "INSERT INTO _litestream_seq (id, seq) VALUES (1, 1) ON CONFLICT (id) DO UPDATE SET seq = seq + 1")
        self.hold()

    def _is_folded(self):
        is_busy, _, _ = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not is_busy

    @property
    def log(self):
        """Which log it is: the salts in its header, other ones each time that it is begun anew (SQLite file format
        §4.1)."""
        return self._log.read_bytes()[16:24]

    @property
    def log_bytes(self):
        return self._log.stat().st_size

    def close(self):
        self._connection.close()


@pytest.fixture
def replicated(process):
    """A server with two people who write into one room, and the replicator beside it."""
    server = SnugServer(process)
    rosa = server.register("Rosa")
    room = server.room(server.owner, rosa)
    writers = [Writer(server.owner, room), Writer(rosa, room)]
    with contextlib.closing(Replicator(process.database)) as replicator:
        for writer in writers:
            writer.start()
        yield process, server, room, writers, replicator
        finish(writers)


def finish(writers):
    for writer in writers:
        writer.over.set()
        writer.join(40)


def acked(writers):
    return sorted(message["seq"] for writer in writers for message in writer.acked)


def kept(process, room):
    return [seq for seq, *_ in messages_of(process.database, room)]


def wait_for_long_log(replicator):
    eventually(lambda: replicator.log_bytes > LOG_BYTES, "a log of more than 4,000 pages", within=120)


def wait_for_more(writers):
    before = len(acked(writers))
    eventually(lambda: len(acked(writers)) > before + 20, "people write on", within=30)


def test_the_other_one_folds_the_log_and_nothing_is_lost(replicated):
    """While it is read the log grows and is not begun anew; each time the other process folds it people write on, and
    the file has everything that was acknowledged, in order and once."""
    process, _, room, writers, replicator = replicated
    wait_for_more(writers)
    for number in range(ROUNDS):
        log, written = replicator.log, process.database.stat().st_mtime_ns
        wait_for_long_log(replicator)
        wait_for_more(writers)
        # Of a later log one page is held, which the end of a commit in the one before may have folded already.
        if number == 0:
            eventually(lambda: process.database.stat().st_mtime_ns > written, "Snug has folded what it may meanwhile")
        assert replicator.log == log, "nobody else began it anew"
        replicator.checkpoint()
        assert replicator.log != log
        wait_for_more(writers)
    copy = run("backup", "create", "--database", process.database)
    assert copy.returncode == 0, copy.stderr
    finish(writers)
    assert [writer.failure for writer in writers] == [None, None]
    assert acked(writers) == kept(process, room) == list(range(1, len(acked(writers)) + 1))
    assert rows(process.database, "PRAGMA integrity_check") == [("ok",)]
    print(f"\n{len(acked(writers))} messages, {ROUNDS} checkpoints from beside; the longest wait for an ack "
          f"{max(writer.longest_wait for writer in writers) * 1_000:.0f} ms")


def test_a_server_stops_and_starts_while_it_is_read(replicated):
    """It does not wait for the reader, its log stays and is read at the next start."""
    process, server, room, writers, replicator = replicated
    wait_for_long_log(replicator)
    finish(writers)
    assert process.terminate(within=4) == 0, process.errors[-2000:]
    assert replicator.log_bytes > 0
    assert kept(process, room) == acked(writers)
    process.start()
    assert [message["seq"] for message in server.owner.history(room)] == acked(writers)


def test_a_server_killed_while_it_is_read_loses_nothing(replicated):
    process, server, room, writers, replicator = replicated
    wait_for_long_log(replicator)
    process.kill()
    finish(writers)
    replicator.checkpoint()
    process.start()
    seqs = [message["seq"] for message in server.owner.history(room)]
    assert seqs == list(range(1, len(seqs) + 1)) and set(acked(writers)) <= set(seqs)
