"""How a server begins on PostgreSQL: which address it takes, what it waits for, and what it never shows."""

import json

import pytest

from support.deadline import eventually
from support.postgres import Cluster, NewDatabase, shared
from support.server import SnugServer
from support.snug import SnugProcess, run

SECRET = "geheim"



@pytest.fixture
def database():
    return NewDatabase()


def test_a_password_is_taken_from_no_command_line_and_shown_nowhere():
    """Every user of the machine sees a command's words; those of its environment are its own."""
    address = f"postgresql://snug:{SECRET}@127.0.0.1:1/snug"
    for command in ("serve", "check", "user list"):
        refused = run(*command.split(), "--database", address)
        assert refused.returncode == 64, refused
        assert "SNUG_DATABASE_FILE" in refused.stderr
        assert SECRET not in refused.stdout + refused.stderr
    unreachable = run("user", "list", SNUG_DATABASE=address)
    assert unreachable.returncode == 74
    assert "PostgreSQL cannot be reached" in unreachable.stderr
    assert "postgresql://snug@127.0.0.1:1/snug" in unreachable.stderr
    looked = run("check", SNUG_DATABASE=address)
    assert SECRET not in unreachable.stdout + unreachable.stderr + looked.stdout + looked.stderr


@pytest.mark.parametrize("address", [
    f"postgresql://snug:ge/{SECRET}@127.0.0.1:1/snug", f"postgresql://snug:ge@{SECRET}@127.0.0.1:1/snug",
    f"postgresql://snug:ge%ZZ{SECRET}@127.0.0.1:1/snug", f"nonsense=1 host=127.0.0.1 password={SECRET}",
    f"host=127.0.0.1 port={SECRET}"])
def test_a_password_with_a_sign_of_addresses_in_it_is_refused_at_once_and_shown_nowhere(address, tmp_path):
    """Read as libpq does, a part of it would be the server's name or port, which everything shows."""
    for command in ("serve --listen 127.0.0.1:0", "user list", "check", "check --json"):
        for words, variables in ((["--database", address], {}), ([], {"SNUG_DATABASE": address})):
            refused = run(*command.split(), *words, **variables)
            assert refused.returncode in (64, 2) and SECRET not in refused.stdout + refused.stderr, refused
            assert "%2F" in refused.stdout + refused.stderr
    refused = run("move", address, tmp_path / "snug.db")
    assert refused.returncode == 64 and SECRET not in refused.stdout + refused.stderr, refused


def test_a_role_that_may_make_nothing_is_told_what_it_lacks(database):
    """No later start would help."""
    shared().rows("DROP ROLE IF EXISTS guest")
    shared().rows("CREATE ROLE guest LOGIN")
    address = database.replace("user=snug", "user=guest")
    refused = run("serve", "--listen", "127.0.0.1:0", "--database", address)
    assert refused.returncode == 74 and "GRANT CREATE" in refused.stderr, refused


def test_a_database_with_any_table_of_another_program_is_left_as_it_is(database):
    shared().rows("CREATE TABLE messages (id int)", database=database.name)
    for command in ("serve --listen 127.0.0.1:0", "user list"):
        refused = run(*command.split(), SNUG_DATABASE=database)
        assert refused.returncode == 74 and "another program" in refused.stderr, refused


def test_what_is_neither_a_path_nor_an_address_of_postgresql_is_refused():
    refused = run("serve", "--database", f"mysql://snug:{SECRET}@127.0.0.1/snug")
    assert refused.returncode == 64
    assert "mysql://…" in refused.stderr and SECRET not in refused.stderr


def test_an_empty_database_is_begun_by_a_server_alone(database, tmp_path):
    for command in (["user", "list"], ["user", "add", "ada@example.org", "--name", "Ada"]):
        refused = run(*command, SNUG_DATABASE=database)
        assert refused.returncode == 74 and "is empty" in refused.stderr, refused
    assert shared().rows("SELECT 1 FROM pg_tables WHERE schemaname = 'public'", database=database.name) == []
    with SnugProcess(tmp_path, database=database) as process:
        process.start()
        assert run("user", "list", SNUG_DATABASE=database).returncode == 0


def test_servers_that_begin_together_print_one_link(database, tmp_path):
    """Else whoever reads the log of the first would find its link void."""
    processes = []
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        processes.append(SnugProcess(tmp_path / name, "--site-url", "http://chat.localhost", database=database))
    with processes[0] as one, processes[1] as other:
        for process in (one, other):
            process.begin()
        for process in (one, other):
            process.wait_until_ready()
        assert one.setup_link == other.setup_link
        SnugServer(one)


def test_a_server_does_not_begin_by_the_name_of_one_that_is_there(database, tmp_path):
    """Each would do what the other has claimed. Once that one is gone, however it ended, the name is free."""
    with SnugProcess(tmp_path, "--node-name", "chat-1", database=database) as process:
        process.start()
        second = run("serve", "--listen", "127.0.0.1:0", "--node-name", "chat-1", "--database", database, within=60)
        assert second.returncode == 75, second
        assert "Another server that is called chat-1" in second.stderr
        looked = run("check", "server", SNUG_DATABASE=database)
        assert "It runs since" in looked.stdout, looked
        process.kill()
        process.start()


def test_a_server_waits_for_a_database_that_is_away_and_then_gives_up(tmp_path):
    """As after a power cut, when this machine is up before the database's."""
    with Cluster("fsync=off") as cluster:
        database = cluster.url(cluster.new_database())
        cluster.kill()
        with SnugProcess(tmp_path, database=database) as process:
            process.begin()
            eventually(lambda: "The database is waited for" in process.errors, "a line in the log")
            cluster.start()
            process.wait_until_ready()
        cluster.kill()
        late = run("serve", "--listen", "127.0.0.1:0", "--database", database, within=60)
        assert late.returncode == 75 and "PostgreSQL cannot be reached" in late.stderr, late


def test_what_no_waiting_mends_ends_the_start_with_the_command_that_does(database):
    """FAULT: it waited and was started again and again, and its words named no command."""
    database.drop()
    refused = run("serve", "--listen", "127.0.0.1:0", "--database", database, within=60)
    assert refused.returncode == 74, refused
    assert f"createdb --owner=snug --template=template0 --encoding=UTF8 --locale=C.UTF-8 {database.name}" in refused.stderr
    [finding] = json.loads(run("check", "db", "--json", SNUG_DATABASE=database).stdout)["findings"]
    assert finding["id"] == "db.unusable" and finding["fix"].startswith("sudo -u postgres createdb"), finding


def test_a_server_that_is_told_to_stop_while_it_waits_ends_well(tmp_path):
    """FAULT: it ended by a signal, and said that it was interrupted."""
    with SnugProcess(tmp_path, database="postgresql://snug@127.0.0.1:1/snug") as process:
        process.begin()
        eventually(lambda: "The database is waited for" in process.errors, "a line in the log")
        assert process.terminate() == 0
        assert "nothing was changed" not in process.errors


def test_a_check_says_what_it_can_while_the_database_is_away(tmp_path):
    """FAULT: it said that the server runs, and nothing of all that has no need of the database."""
    with Cluster("fsync=off") as cluster:
        database = cluster.url(cluster.new_database())
        with SnugProcess(tmp_path, database=database) as process:
            process.start()
            cluster.kill()
            found = json.loads(run("check", "--json", SNUG_DATABASE=database).stdout)["findings"]
    ids = [finding["id"] for finding in found]
    assert ids[:2] == ["server.waiting", "db.unusable"], found
    assert {finding["check"] for finding in found} >= {"config", "smtp", "tls", "clock", "limits"}
    assert found[0]["fix"] == "sudo systemctl start postgresql"
