"""A restore that is killed at any of its steps: the old database with its log stands, or the new one, and the next one goes
through."""

import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess

import pytest

from support.preload import build
from support.rows import rows
from support.server import SnugServer
from support.snug import binary, environment, run

NAMES = "SELECT name FROM users WHERE id = 1"


@pytest.fixture
def restorable(process, tmp_path):
    """A stopped server whose owner got another name after the copy was made."""
    SnugServer(process)
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", process.database).returncode == 0
    assert process.terminate() == 0
    with contextlib.closing(sqlite3.connect(process.database)) as file:
        file.execute("UPDATE users SET name = 'Later' WHERE id = 1")
        file.commit()
    return process, copy, build("steps", tmp_path)


def restore(process, copy, library, **steps):
    """Runs a restore under the library, and returns how it ended."""
    return subprocess.run(
        [binary(), "restore", copy, "--database", process.database],
        env=environment(LD_PRELOAD=str(library), STEPS_FOLDER=str(process.database.parent), **steps),
        capture_output=True, text=True, timeout=30, check=False)


@pytest.mark.parametrize("exchange", [None, errno.EINVAL], ids=["exchanged", "copied"])
def test_it_leaves_the_old_or_the_new_one_and_no_second_name(restorable, tmp_path, exchange):
    process, copy, library = restorable
    steps = {} if exchange is None else {"STEPS_EXCHANGE": str(exchange)}
    folder, kept = process.database.parent, tmp_path / "as-it-was"
    shutil.copytree(folder, kept)
    then = rows(copy, NAMES)
    last = 0
    for kill in range(1, 100):
        shutil.rmtree(folder)
        shutil.copytree(kept, folder)
        ended = restore(process, copy, library, STEPS_KILL=str(kill), **steps)
        if ended.returncode == 0:
            last = kill - 1
            break
        assert ended.returncode == -9, ended.stderr
        assert os.stat(process.database).st_nlink == 1
        listed = run("user", "list", "--database", process.database)
        assert listed.returncode == 0, listed.stderr
        assert ("Later" in listed.stdout) != (then[0][0] in listed.stdout)
        again = restore(process, copy, library)
        assert again.returncode == 0, again.stderr
    assert last > 3
    kept_names = [name for name in os.listdir(folder) if "before-restore" in name]
    assert len(kept_names) == 1 and rows(folder / kept_names[0], NAMES) == [("Later",)]


def test_a_reader_of_the_old_one_is_named_and_nothing_is_moved(restorable):
    process, copy, _ = restorable
    with contextlib.closing(sqlite3.connect(process.database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute(NAMES).fetchone()
        with contextlib.closing(sqlite3.connect(process.database)) as writer:
            writer.execute("UPDATE users SET name = 'Latest' WHERE id = 1")
            writer.commit()
        before = sorted(os.listdir(process.database.parent))
        ended = run("restore", copy, "--database", process.database)
        assert ended.returncode == 74 and f"process {os.getpid()}" in ended.stderr, ended.stderr
        assert sorted(os.listdir(process.database.parent)) == before
    assert rows(process.database, NAMES) == [("Latest",)]
    assert run("restore", copy, "--database", process.database).returncode == 0


@pytest.mark.parametrize("code", [errno.EINVAL, errno.ESTALE])
def test_a_folder_that_cannot_be_synced_is_no_failure_of_a_restore(restorable, code):
    process, copy, library = restorable
    ended = restore(process, copy, library, STEPS_FOLDER_SYNC=str(code))
    assert ended.returncode == 0, ended.stderr
    assert "kept as" in ended.stdout
    assert ("run sync" in ended.stderr) == (code == errno.ESTALE)
