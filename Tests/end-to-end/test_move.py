"""`snug move` from a file into PostgreSQL and back, and backups of either restored into the other: the same service."""

import json

import pytest

from support.attachments import shared
from support.client import Client
from support.original_data import FORMS
from support.postgres import Cluster, NewDatabase
from support.rows import changing, rows
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.file


@pytest.fixture
def databases():
    """A function that makes an empty database of PostgreSQL."""
    made = []

    def make():
        made.append(NewDatabase())
        return made[-1]

    yield make
    for each in made:
        each.drop()


class Service:
    """People who talk and share a file on one database after another."""

    def __init__(self, folder):
        self.folder = folder
        self.file = folder / "first" / "snug.db"
        with self.on(self.file) as process:
            server = SnugServer(process)
            self.rosa, self.sari = server.register("Rosa"), server.register("Sari")
            self.room = server.room(self.rosa, self.sari)
            for index in range(20):
                self.say(self.rosa, f"number {index}")
            self.shared, _ = shared(self.sari, self.room, bytes(range(256)) * 2_500, "words.bin", "application/x-own")
            self.before = self.seen()

    def on(self, database):
        """A server on a database."""
        folder = self.folder / f"server-{len(list(self.folder.iterdir()))}"
        folder.mkdir()
        self.process = SnugProcess(folder, database=database)
        return self.process.start()

    def as_it_is(self, person):
        """A person, with the token that they have had since the beginning, on the server that runs now."""
        return Client(self.process.port, person.token)

    def say(self, person, words):
        answer = self.as_it_is(person).post(f"/api/v1/rooms/{self.room}/messages", {"content": words})
        assert answer.status == 201, answer.body

    def seen(self):
        """What each of the two gets."""
        def of(person):
            here = self.as_it_is(person)
            me = here.get("/api/v1/me").body
            rooms = here.get("/api/v1/rooms").body["rooms"]
            file = here.get(f"/api/v1/attachments/{self.shared['id']}")
            # The log is the same one, so that clients go on where they were.
            epoch = here.get("/api/v1/rooms").body["epoch"]
            ids = [each["id"] for each in rooms]
            return me["id"], me["name"], me["email"], epoch, ids, here.history(self.room), file.body
        return of(self.rosa), of(self.sari)

    def goes_on_on(self, database, words):
        """A server on a database serves the same as before, and more is said there."""
        with self.on(database) as process:
            assert self.seen() == self.before
            self.say(self.sari, words)
            self.before = self.seen()
            assert "Set-up link:" not in process.output
            assert process.terminate() == 0


def done(*arguments, within=60):
    """The words of a command that ended well."""
    ended = run(*arguments, within=within)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_a_service_goes_on_in_postgresql_and_comes_back(tmp_path, databases):
    """With the same tokens, numbers, files and settings, and not a row less; the places that were left stay as they
    were."""
    service = Service(tmp_path)
    database, back = databases(), tmp_path / "back.db"
    said = done("move", service.file, database)
    assert "2 users" not in said and "3 users" in said and "1 files" in said and str(service.file) in said
    service.goes_on_on(database, "said there")
    moved = json.loads(done("move", database, back, "--json"))
    assert moved["rows"]["messages"] == 22 and moved["rows"]["attachment_chunks"] == 3
    service.goes_on_on(back, "said here again")
    elsewhere = databases()
    done("move", database, elsewhere)
    # The tests' PostgreSQL need not survive a power cut.
    found = json.loads(run("check", "db", "--json", "--database", elsewhere).stdout)["findings"]
    assert [each["id"] for each in found] == ["db.unsafe"]


def test_nothing_is_moved_over_anything_or_from_under_a_server(tmp_path, databases):
    service = Service(tmp_path)
    database, back = databases(), tmp_path / "back.db"
    with service.on(service.file):
        ended = run("move", service.file, database)
        assert ended.returncode == 74 and "in use by another Snug" in ended.stderr
    done("move", service.file, database)
    for source, target, words in [
            (service.file, database, "not empty"), (database, service.file, "holds a database already"),
            (databases(), back, "is empty")]:
        ended = run("move", source, target)
        assert ended.returncode == 74 and words in ended.stderr and not ended.stdout
    with service.on(database):
        ended = run("move", database, back)
        assert ended.returncode == 74 and "Stop the servers there first" in ended.stderr
        ended = run("import", "original", *FORMS["copy"](tmp_path / "dump.sql"), "--database", database)
        assert ended.returncode == 74 and "Stop the servers there first" in ended.stderr
    assert not back.exists()
    both = run("move", service.file, back)
    assert both.returncode == 64 and "snug backup create" in both.stderr
    secret = run("move", service.file, "postgresql://snug:geheim@127.0.0.1/snug")
    assert secret.returncode == 64 and "geheim" not in secret.stderr


def test_a_backup_is_one_file_whatever_the_database_is(tmp_path, databases):
    """Made beside the server by a command and by the server itself, and restored into a file or into PostgreSQL."""
    service = Service(tmp_path)
    database = databases()
    done("move", service.file, database)
    copy = tmp_path / "copy.db"
    with service.on(database):
        said = done("backup", "create", copy, "--database", database)
        assert "21 messages" in said and "checked and synced" in said
        assert "sound" in done("backup", "verify", copy)
        service.before = service.seen()
    restored, elsewhere = tmp_path / "restored.db", databases()
    done("restore", copy, "--database", restored)
    # A restored copy is another log.
    with service.on(restored):
        restored_epoch = service.as_it_is(service.rosa).get("/api/v1/rooms").body["epoch"]
    service.before = tuple((*each[:3], restored_epoch, *each[4:]) for each in service.before)
    service.goes_on_on(restored, "from the file")
    ended = run("restore", copy, "--database", elsewhere, "--end-sessions", "--json")
    answer = json.loads(ended.stdout)
    assert answer["sessions_ended"] >= 3 and answer["receipt"]["messages"] == 21
    with service.on(elsewhere):
        assert service.as_it_is(service.rosa).get("/api/v1/me").status == 401
    again = run("restore", copy, "--database", elsewhere)
    assert again.returncode == 74 and "not empty" in again.stderr


def test_a_server_that_nobody_has_come_to_gives_way(tmp_path, databases):
    """The guide begins PostgreSQL with a server, and tells of moving below that."""
    service = Service(tmp_path)
    moved, restored = databases(), databases()
    for database in (moved, restored):
        with service.on(database) as process:
            assert process.terminate() == 0
    done("backup", "create", tmp_path / "copy.db", "--database", service.file)
    done("move", service.file, moved)
    service.goes_on_on(moved, "said there")
    done("restore", tmp_path / "copy.db", "--database", restored)
    with service.on(restored):
        assert service.as_it_is(service.rosa).get("/api/v1/me").status == 200


def test_what_is_damaged_is_not_taken_along(tmp_path, databases):
    """Else no backup could ever be made of it again, and the fault would name the copy."""
    service = Service(tmp_path)
    database, back = databases(), tmp_path / "back.db"
    done("move", service.file, database)
    with changing(database) as connection:
        connection.execute("DELETE FROM attachment_chunks WHERE n = 1 AND attachment_id = ?", (service.shared["id"],))
    for command in (["move", database, back], ["backup", "create", back, "--database", database]):
        ended = run(*command)
        assert ended.returncode == 74 and "lacks some of its bytes" in ended.stderr, ended
        assert "another backup" not in ended.stderr and not back.exists()
    found = json.loads(run("check", "db", "--json", "--database", database).stdout)["findings"]
    assert "db.damaged" in [each["id"] for each in found]
    with changing(service.file) as connection:
        connection.execute("DELETE FROM attachment_chunks WHERE id = (SELECT min(id) + 1 FROM attachment_chunks)")
    target = databases()
    ended = run("move", service.file, target)
    assert ended.returncode == 74 and f"{service.file} is damaged" in ended.stderr, ended
    assert rows(target, "SELECT 1 FROM pg_tables WHERE schemaname = 'public'") == []


def test_an_address_with_a_password_is_named_by_its_file(tmp_path, databases):
    service = Service(tmp_path)
    database, place = databases(), tmp_path / "database"
    place.write_text(f"{database}&password=geheim\n")
    said = done("move", service.file, place)
    assert "geheim" not in said and "postgresql://" in said
    done("move", place, tmp_path / "back.db")
    assert place.read_text().strip().endswith("geheim")


def test_no_move_gets_in_while_a_server_is_cut_off(tmp_path):
    service = Service(tmp_path)
    with Cluster("fsync=off") as cluster:
        database = cluster.url(cluster.new_database())
        done("move", service.file, database)
        with service.on(database):
            cluster.kill()
            cluster.start()
            ended = run("move", database, tmp_path / "back.db")
            assert ended.returncode == 74 and "Stop the servers there first" in ended.stderr, ended
