"""What systemd/postgresql.md tells administrators to type, typed as it stands there."""

import json

import pytest

from support.deadline import eventually
from support.database_box import DatabaseBox
from support.guide import Guide

GUIDE = "postgresql.md"
PASSWORD = "seven grey geese"


def commands(heading, nth=0):
    return Guide(GUIDE, heading).blocks("sh")[nth].replace("PASSWORD", PASSWORD.replace(" ", "%20"))


def people(box):
    ended = box.snug("user", "list", "--json")
    assert ended.returncode == 0, ended.stderr
    return [user["email"] for user in json.loads(ended.stdout)]


def add(box, email, name):
    ended = box.snug("user", "add", email, "--name", name)
    assert ended.returncode == 0, ended.stderr


@pytest.fixture
def box(tmp_path):
    """Where there is neither a database nor a server yet."""
    with DatabaseBox(tmp_path / "box", "10.0.0.11") as box:
        yield box


def test_a_server_begins_on_postgresql_beside_it(box):
    box.prompt(commands("One server"))
    assert not people(box)
    add(box, "ada@example.org", "Ada")
    assert people(box) == ["ada@example.org"]
    kept = box.prompt("sudo -u postgres psql -d snug -tAc 'SELECT email FROM users'")
    assert kept.split() == ["ada@example.org"]
    assert box.type("ls /var/lib/snug/snug.db").returncode != 0


def test_everything_moves_there_and_back(box):
    box.start()
    add(box, "ada@example.org", "Ada")
    # As far as the database, that is.
    box.prompt("".join(commands("One server").splitlines(keepends=True)[:3]))
    box.prompt(commands("Moving there and back"))
    assert people(box) == ["ada@example.org"]
    add(box, "ben@example.org", "Ben")
    box.prompt(commands("Moving there and back", 1))
    assert people(box) == ["ada@example.org", "ben@example.org"]
    assert box.type("grep DATABASE /etc/snug/snug.env").returncode != 0


def test_a_backup_is_restored_into_postgresql_and_into_a_file(box):
    box.prompt(commands("One server"))
    add(box, "ada@example.org", "Ada")
    made = box.snug("backup", "create", "--json")
    assert made.returncode == 0, made.stderr
    [copy] = box.prompt("ls /var/lib/snug/backups/*.db").split()
    add(box, "ben@example.org", "Ben")
    box.stop()
    restored = box.snug("restore", copy)
    assert restored.returncode == 0, restored.stderr
    assert people(box) == ["ada@example.org"]
    restored = box.snug("restore", copy, "--database", "/var/lib/snug/snug.db")
    assert restored.returncode == 0, restored.stderr
    listed = box.snug("user", "list", "--json", "--database", "/var/lib/snug/snug.db")
    assert [user["email"] for user in json.loads(listed.stdout)] == ["ada@example.org"]


def test_a_standby_takes_over(tmp_path):
    with DatabaseBox(tmp_path / "db1", "10.0.0.1") as first, \
            DatabaseBox(tmp_path / "db2", "10.0.0.2", beside=first) as second, \
            DatabaseBox(tmp_path / "snug", "10.0.0.11", beside=first) as box:
        first.prompt(commands("One server", 1), typed=f"{PASSWORD}\n" * 2)
        box.prompt(commands("One server", 2))
        add(box, "ada@example.org", "Ada")
        first.prompt(commands("A standby"), typed=f"{PASSWORD}\n" * 2)
        second.prompt(commands("A standby", 1), typed=f"{PASSWORD}\n")
        eventually(lambda: "quorum" in first.prompt(commands("A standby", 2)), "a standby that is waited for")
        box.prompt(commands("A standby", 3))
        add(box, "ben@example.org", "Ben")

        first.lose_database()
        second.prompt(commands("A standby", 4))
        eventually(lambda: box.type("snug healthcheck").returncode == 0, "the server well again", within=30)
        assert people(box) == ["ada@example.org", "ben@example.org"]
        add(box, "cleo@example.org", "Cleo")
        kept = second.prompt("sudo -u postgres psql -d snug -tAc 'SELECT email FROM users ORDER BY id'")
        assert kept.split() == ["ada@example.org", "ben@example.org", "cleo@example.org"]

        # The lost one comes back as the standby of the new one, by the same steps with the names exchanged.
        back = commands("A standby", 1).replace("host=db1", "host=db2").replace("application_name=db2", "application_name=db1")
        first.prompt(back.replace("10.0.0.2", "10.0.0.1"), typed=f"{PASSWORD}\n")
        eventually(lambda: "quorum" in second.prompt(commands("A standby", 2)), "the former primary follows")
        add(box, "dora@example.org", "Dora")
