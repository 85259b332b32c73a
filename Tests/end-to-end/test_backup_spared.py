"""What lies in the way of a backup or a restore stays as it is, and keeps none of the others from being made."""

import errno
import json
import os
import subprocess

import pytest

from support.preload import build
from support.server import SnugServer
from support.snug import binary, environment, run

NOTES = "mine\n"


@pytest.fixture
def stopped(process):
    """The path of the database of a server that was stopped."""
    SnugServer(process)
    assert process.terminate() == 0
    return process.database


def create(database, *arguments, **settings):
    return run("backup", "create", *arguments, "--database", database, **settings)


def copies(database):
    return sorted((database.parent / "backups").glob("snug-*.db"))


def assert_refused(ended, words):
    assert ended.returncode == 74 and words in ended.stderr, (ended.returncode, ended.stdout, ended.stderr)


def test_a_receipt_takes_the_place_of_no_other_file(stopped, tmp_path):
    notes = tmp_path / "chat.json"
    notes.write_text(NOTES)
    assert_refused(create(stopped, tmp_path / "chat"), "--force")
    assert notes.read_text() == NOTES and not (tmp_path / "chat").exists()
    assert create(stopped, tmp_path / "chat", "--force").returncode == 0
    assert json.loads(notes.read_text())["users"] == 1
    (tmp_path / "talk.json").mkdir()
    (tmp_path / "talk.json" / "notes").write_text(NOTES)
    for force in ([], ["--force"]):
        assert_refused(create(stopped, tmp_path / "talk", *force), "is not a file")
    assert (tmp_path / "talk.json" / "notes").read_text() == NOTES


@pytest.mark.parametrize("suffix", ["-journal", "-wal", "-shm", ".restoring", ".before-schema-9", ".before-restore-x.partial"])
def test_a_copy_gets_no_name_of_a_part_of_its_database(stopped, suffix):
    assert_refused(create(stopped, f"{stopped}{suffix}", "--force"), "a part of one")


def test_a_restored_database_that_was_not_started_yet_is_no_place_for_a_copy(stopped, tmp_path):
    assert create(stopped, tmp_path / "copy.db").returncode == 0
    restored = tmp_path / "restored.db"
    assert run("restore", tmp_path / "copy.db", "--database", restored).returncode == 0
    assert_refused(create(stopped, restored, "--force"), "is a database")


def test_a_restore_takes_the_place_of_a_database_alone(stopped, tmp_path):
    copy, other, notes, pipe = (tmp_path / name for name in ("copy.db", "other.db", "notes.txt", "pipe"))
    for path in (copy, other):
        assert create(stopped, path).returncode == 0
    notes.write_text(NOTES)
    os.mkfifo(pipe)
    assert_refused(run("restore", copy, "--database", notes), "--force")
    assert_refused(run("restore", copy, "--database", other), "--force")
    for force in ([], ["--force"]):
        assert_refused(run("restore", copy, "--database", pipe, *force), "is not a file")
    assert notes.read_text() == NOTES and pipe.is_fifo()
    assert run("backup", "verify", other).returncode == 0
    assert run("restore", copy, "--database", notes, "--force").returncode == 0
    [kept] = tmp_path.glob("notes.txt.before-restore-*")
    assert kept.read_text() == NOTES


def test_two_copies_of_one_second_get_two_names(stopped):
    makers = [
        subprocess.Popen(
            [binary(), "backup", "create", "--database", stopped], env=environment(), stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True) for _ in range(5)]
    for maker in makers:
        _, errors = maker.communicate(timeout=60)
        assert maker.returncode == 0, errors
    listed = json.loads(run("backup", "list", "--json", "--database", stopped).stdout)
    assert len(listed) == 5 and all(copy["proven"] for copy in listed)


def test_a_link_that_leads_nowhere_is_passed_over(stopped):
    assert create(stopped).returncode == 0
    link = stopped.parent / "backups" / "snug-2026-01-01T000000Z.db"
    link.symlink_to("/nowhere/snug.db")
    assert create(stopped).returncode == 0
    for command in (["list"], ["prune", "--keep", "1"]):
        ended = run("backup", *command, "--database", stopped)
        assert ended.returncode == 0, ended.stderr
    assert link.is_symlink() and len(copies(stopped)) == 2


def test_the_backup_directory_is_made_where_it_is_named_before_it_is_there(stopped):
    assert create(stopped, stopped.parent / "backups").returncode == 0
    assert len(copies(stopped)) == 1


def test_a_file_in_the_place_of_the_backup_directory_is_named_as_one(stopped):
    (stopped.parent / "backups").write_text(NOTES)
    for command in (["create"], ["list"], ["prune"]):
        assert_refused(run("backup", *command, "--database", stopped), "is no folder")


@pytest.mark.parametrize("code, status", [(errno.EINVAL, 0), (errno.ESTALE, 74)])
def test_a_folder_that_cannot_be_synced_leaves_no_copy_without_a_receipt(stopped, tmp_path, code, status):
    library = build("steps", tmp_path)
    ended = create(stopped, LD_PRELOAD=str(library), STEPS_FOLDER_SYNC=str(code))
    assert ended.returncode == status, ended.stderr
    names = os.listdir(stopped.parent / "backups")
    assert len(names) == (2 if status == 0 else 0), names


def test_one_that_cannot_be_removed_keeps_no_other_from_going(stopped):
    folder = stopped.parent / "backups"
    for _ in range(3):
        assert create(stopped).returncode == 0
    oldest = copies(stopped)[1]
    subprocess.run(["chattr", "+i", oldest], check=True)
    try:
        ended = run("backup", "prune", "--keep", "1", "--database", stopped)
        assert_refused(ended, "cannot be removed")
        assert len(list(folder.glob("snug-*.db"))) == 2
    finally:
        subprocess.run(["chattr", "-i", oldest], check=True)


def test_a_copy_that_is_reached_by_a_link_has_its_receipt(stopped, tmp_path):
    real, link = tmp_path / "real" / "copy.db", tmp_path / "link.db"
    real.parent.mkdir()
    link.symlink_to(real)
    assert create(stopped, link).returncode == 0
    ended = run("backup", "verify", link)
    assert ended.returncode == 0 and "no receipt" not in ended.stdout, ended.stderr
    receipt = real.with_name("copy.db.json")
    receipt.write_text(json.dumps(json.loads(receipt.read_text()) | {"sha256": "0" * 64}))
    assert_refused(run("backup", "verify", link), "not what was copied")
    assert_refused(run("restore", link, "--database", tmp_path / "restored.db"), "not what was copied")


def test_a_relative_backup_directory_in_the_settings_begins_at_the_database(stopped):
    assert create(stopped, SNUG_BACKUP_DIRECTORY="copies").returncode == 0
    assert len(list((stopped.parent / "copies").glob("snug-*.db"))) == 1


def test_a_receipt_whose_copy_is_gone_goes_with_the_next_copy(stopped):
    """FAULT: a prune that was killed left it for good."""
    folder = stopped.parent / "backups"
    assert create(stopped).returncode == 0
    lonely, notes, link = (folder / name for name in (
        "snug-2026-01-01T000000Z.db.json", "notes.json", "snug-2026-01-02T000000Z.db"))
    for path in (lonely, notes, link.with_name(f"{link.name}.json")):
        path.write_text("{}")
    link.symlink_to("/nowhere/snug.db")
    assert create(stopped).returncode == 0
    assert not lonely.exists() and notes.exists() and link.with_name(f"{link.name}.json").exists()


def test_a_restore_that_the_disk_refuses_does_not_blame_the_backup(stopped, tmp_path):
    """FAULT: "bk.db cannot be used", of a disk with nothing of it."""
    copy, faults = tmp_path / "bk.db", tmp_path / "faults"
    assert create(stopped, copy).returncode == 0
    faults.write_text(f"sync {errno.EIO}")
    failing = {"LD_PRELOAD": str(build("faults", tmp_path)), "FAULTS": str(faults)}
    ended = run("restore", copy, "--database", stopped, FAULTS_FOLDER=str(stopped.parent), **failing)
    assert_refused(ended, f"{stopped.parent}/")
    assert "bk.db" not in ended.stderr
    faults.write_text(f"read {errno.EIO}")
    for command in (["backup", "verify", copy], ["restore", copy, "--database", stopped]):
        assert_refused(run(*command, FAULTS_FOLDER=str(copy), **failing), f"{copy} cannot be read")


def test_two_restores_of_one_second_keep_both(stopped, tmp_path):
    copy = tmp_path / "copy.db"
    assert create(stopped, copy).returncode == 0
    for _ in range(3):
        ended = run("restore", copy, "--database", stopped)
        assert ended.returncode == 0, ended.stderr
    assert len(list(stopped.parent.glob("snug.db.before-restore-*"))) == 3


def test_a_copy_with_a_log_of_its_own_is_verified_on_a_disk_that_is_read_only(stopped, tmp_path):
    """FAULT: "cannot be written", of something that only reads; as Litestream or a stopped server leave one."""
    folder = tmp_path / "read only"
    folder.mkdir()
    (folder / "c%64.db").write_bytes(stopped.read_bytes())
    assert (folder / "c%64.db").read_bytes()[18] == 2, "it is in WAL mode"
    script = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1" && shift && exec "$@"'
    ended = subprocess.run(
        ["unshare", "--mount", "sh", "-c", script, "sh", folder, binary(), "backup", "verify", folder / "c%64.db"],
        env=environment(), capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 0 and "sound" in ended.stdout, ended.stderr


def test_a_name_that_is_not_utf_8_is_refused(stopped, tmp_path):
    """FAULT: two such names were one file, named with U+FFFD."""
    ended = subprocess.run(
        [binary(), "backup", "create", os.fsencode(tmp_path) + b"/\xff.db", "--database", stopped],
        env=environment(), capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == 64 and "is not UTF-8" in ended.stderr, ended.stderr
    assert not list(tmp_path.glob("*.db"))
    kept = tmp_path / "\ufffd.db"
    assert create(stopped, kept).returncode == 0 and kept.exists()


def test_a_home_is_meant_by_every_path(stopped, tmp_path):
    """FAULT: `--database '~/x'` was the home's, `create '~/x'` a folder of that name."""
    home = {"CFFIXED_USER_HOME": str(tmp_path)}
    assert create(stopped, "~/copy.db", **home).returncode == 0
    assert run("backup", "verify", "~/copy.db", **home).returncode == 0
    assert run("restore", "~/copy.db", "--database", "~/new.db", **home).returncode == 0
    assert (tmp_path / "copy.db").exists() and (tmp_path / "new.db").exists()
