"""What systemd/postgresql.md tells administrators to type, typed as it stands there."""

import json
import re

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


def begin_beside_it(box):
    box.prompt(commands("One server") + commands("One server", 1))


def test_a_server_begins_on_postgresql_beside_it(box):
    begin_beside_it(box)
    assert not people(box)
    add(box, "ada@example.org", "Ada")
    assert people(box) == ["ada@example.org"]
    kept = box.prompt("sudo -u postgres psql -d snug -tAc 'SELECT email FROM users'")
    assert kept.split() == ["ada@example.org"]
    assert box.type("ls /var/lib/snug/snug.db").returncode != 0


def test_a_server_that_was_installed_and_that_nobody_is_on_begins_anew_there(box):
    """Installing starts it on a file."""
    box.start()
    begin_beside_it(box)
    assert not people(box)


def test_everything_moves_there_and_back_and_once_more(box):
    box.start()
    add(box, "ada@example.org", "Ada")
    box.prompt(commands("One server"))
    box.prompt(commands("Moving there and back"))
    assert people(box) == ["ada@example.org"]
    add(box, "ben@example.org", "Ben")
    box.prompt(commands("Moving there and back", 2))
    assert people(box) == ["ada@example.org", "ben@example.org"]
    assert box.type("grep DATABASE /etc/snug/snug.env").returncode != 0
    add(box, "cleo@example.org", "Cleo")
    box.prompt("".join(commands("Backups").splitlines(keepends=True)[:3]))
    box.prompt(commands("Moving there and back"))
    box.prompt(commands("Moving there and back", 2))
    assert people(box) == ["ada@example.org", "ben@example.org", "cleo@example.org"]
    # What was there before each time is there still.
    assert len(box.prompt("ls /var/lib/snug/before-*.db").split()) == 2


def test_no_server_goes_on_at_the_old_place(box):
    """FAULT: with the setting forgotten, what people wrote there was missed once it was remembered."""
    box.start()
    add(box, "ada@example.org", "Ada")
    box.prompt(commands("One server"))
    moved = commands("Moving there and back").splitlines(keepends=True)
    box.prompt("".join(moved[:2]))
    assert box.type("systemctl start snug").returncode != 0
    assert "was moved to postgresql:///snug" in box.type("journalctl").stdout
    refused = box.snug("user", "add", "ben@example.org", "--name", "Ben")
    assert refused.returncode == 74 and "snug move --undo /var/lib/snug/snug.db" in refused.stderr
    [finding] = [each for each in json.loads(box.snug("check", "db", "--json").stdout)["findings"]]
    assert "was moved to" in finding["what"]
    # Whoever gives the move up goes on.
    box.prompt("sudo snug move --undo /var/lib/snug/snug.db && sudo systemctl start snug")
    add(box, "ben@example.org", "Ben")


def test_no_server_begins_on_an_empty_database_where_there_are_people_in_a_file_or_backups(box):
    """FAULT: it began anew, and nobody was told that everything was elsewhere."""
    box.start()
    add(box, "ada@example.org", "Ada")
    box.prompt(commands("One server"))
    begun = commands("One server", 1).splitlines(keepends=True)
    assert box.type("".join(begun[:3])).returncode != 0
    assert "everything so far is in /var/lib/snug/snug.db" in box.type("journalctl").stdout
    box.prompt(commands("Moving there and back").splitlines()[1] + "\nsudo systemctl start snug")
    assert people(box) == ["ada@example.org"]
    box.prompt("sudo snug backup create")
    box.prompt("".join(commands("Backups").splitlines(keepends=True)[:3]))
    assert box.type("systemctl start snug").returncode != 0
    assert "there are backups of what was in one" in box.type("journalctl").stdout
    box.prompt("sudo snug new && sudo systemctl start snug")
    assert not people(box)


def test_a_backup_is_restored_into_postgresql_and_into_a_file(box):
    begin_beside_it(box)
    add(box, "ada@example.org", "Ada")
    made = box.snug("backup", "create", "--json")
    assert made.returncode == 0, made.stderr
    [copy] = box.prompt("ls /var/lib/snug/backups/*.db").split()
    add(box, "ben@example.org", "Ben")
    box.prompt(commands("Backups").replace("FILE", copy))
    assert people(box) == ["ada@example.org"]
    restored = box.snug("restore", copy, "--database", "/var/lib/snug/snug.db")
    assert restored.returncode == 0, restored.stderr
    listed = box.snug("user", "list", "--json", "--database", "/var/lib/snug/snug.db")
    assert [user["email"] for user in json.loads(listed.stdout)] == ["ada@example.org"]


def test_a_file_moves_to_another_machine_whose_certificate_is_known(tmp_path):
    with DatabaseBox(tmp_path / "db1", "10.0.0.1") as first, \
            DatabaseBox(tmp_path / "snug", "10.0.0.11", beside=first) as box:
        box.start()
        add(box, "ada@example.org", "Ada")
        first.prompt(commands("One server", 2), typed=f"{PASSWORD}\n" * 2)
        box.prompt(commands("Moving there and back", 1))
        assert people(box) == ["ada@example.org"]
        first.prompt(commands("One server", 4))
        box.write(first.prompt("cat /etc/postgresql/15/main/db1.crt"), path="/etc/snug/database.crt")
        box.prompt(commands("One server", 5))
        add(box, "ben@example.org", "Ben")
        # Another certificate is not believed.
        first.prompt(commands("One server", 4))
        refused = box.snug("user", "list")
        assert refused.returncode == 74 and "is not trusted" in refused.stderr, refused


def test_a_standby_takes_over(tmp_path):
    with DatabaseBox(tmp_path / "db1", "10.0.0.1") as first, \
            DatabaseBox(tmp_path / "db2", "10.0.0.2", beside=first) as second, \
            DatabaseBox(tmp_path / "snug", "10.0.0.11", beside=first) as box:
        first.prompt(commands("One server", 2), typed=f"{PASSWORD}\n" * 2)
        box.prompt(commands("One server", 3))
        add(box, "ada@example.org", "Ada")
        first.prompt(commands("A standby"), typed=f"{PASSWORD}\n" * 2)
        second.prompt(commands("A standby", 1), typed=f"{PASSWORD}\n")
        eventually(lambda: "quorum" in first.prompt(commands("A standby", 2)), "a standby that is waited for")
        box.prompt(commands("A standby", 3))
        add(box, "ben@example.org", "Ben")

        looked = box.snug("check", "db")
        assert looked.returncode == 0 and "at 10.0.0.1" in looked.stdout and "commits wait for" in looked.stdout, looked

        first.lose_database()
        first.prompt(commands("A standby", 4))
        second.prompt(commands("A standby", 5))
        eventually(lambda: box.type("snug healthcheck").returncode == 0, "the server well again", within=30)
        assert people(box) == ["ada@example.org", "ben@example.org"]
        add(box, "cleo@example.org", "Cleo")
        kept = second.prompt("sudo -u postgres psql -d snug -tAc 'SELECT email FROM users ORDER BY id'")
        assert kept.split() == ["ada@example.org", "ben@example.org", "cleo@example.org"]

        def back(lost, to):
            """The lost one comes back as the standby of the new one."""
            names = {"db1": "db2", "db2": "db1"} if lost is second else {}
            typed = re.sub("db[12]", lambda name: names.get(name[0], name[0]), commands("A standby", 6))
            lost.prompt(typed, typed=f"{PASSWORD}\n")
            eventually(lambda: "quorum" in to.prompt(commands("A standby", 2)), "the former primary follows")

        back(first, second)
        add(box, "dora@example.org", "Dora")
        # FAULT: what was rebuilt waits for a standby as its primary did, and for ever once that is lost.
        second.lose_database()
        second.prompt(commands("A standby", 4))
        first.prompt(commands("A standby", 5))
        eventually(lambda: box.type("snug healthcheck").returncode == 0, "the server well again", within=30)
        add(box, "emil@example.org", "Emil")
        back(second, first)
        add(box, "fritz@example.org", "Fritz")
