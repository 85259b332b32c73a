"""Root at the terminal of a box with the service on it: every command means the service's database, and what is made there
is its user's."""

import pytest

from support.installed import USER, InstalledService
from support.snug import run

DATABASE = "/var/lib/snug/snug.db"


@pytest.fixture
def service(tmp_path):
    with InstalledService(tmp_path, SNUG_SITE_NAME="Ours") as service:
        yield service


def owners(service):
    """Whose the files of the service are."""
    return set(service.run("find", "/var/lib/snug", "-mindepth", 1, "-printf", "%u %m\n").stdout.split("\n")) - {""}


def test_every_command_means_the_service_and_says_so(service):
    service.start()
    for command in (["setup-link"], ["config", "show"], ["user", "list"], ["backup", "list"], ["invite", "list"]):
        ended = service.snug(*command)
        assert f"Database: {DATABASE}" in ended.stderr, command
        assert ended.returncode == 0, (command, ended.stderr)
    assert "Ours" in service.snug("config", "show").stdout
    assert "Database:" not in service.snug("user", "list", "--database", DATABASE).stderr
    assert owners(service) == {f"{USER} 600"}
    service.stop()


def test_what_root_makes_there_is_the_service_s(service):
    service.start()
    service.stop()
    for command in (["backup", "create"], ["user", "list"], ["config", "set", "site.name", "Theirs"]):
        assert service.snug(*command).returncode == 0, command
    assert owners(service) == {f"{USER} 600", f"{USER} 700"}
    service.start()
    listed = service.snug("backup", "list", user=USER).stdout
    assert "yes" in listed and " no" not in listed
    service.stop()


def test_a_place_that_root_names_there_is_the_service_s_too(service, tmp_path):
    """By its name, by a folder, by a link that leads there; a link that the service has laid leads root nowhere."""
    service.start()
    service.stop()
    outside = tmp_path / "outside"
    outside.mkdir(mode=0o700)
    service.run("ln", "-s", "/var/lib/snug/by-link.db", "/var/lib/way.db")
    for place in ("/var/lib/snug/backups", "/var/lib/snug/backups", "/var/lib/snug/named.db", "/var/lib/way.db"):
        assert service.snug("backup", "create", place).returncode == 0, place
    assert owners(service) == {f"{USER} 600", f"{USER} 700"}
    service.run("ln", "-s", outside / "planted", "/var/lib/snug/y.db", user=USER)
    assert service.snug("backup", "create", "/var/lib/snug/y.db").returncode == 74
    assert not (outside / "planted").exists()
    kept = service.snug("backup", "create", outside / "kept.db")
    assert kept.returncode == 0 and service.owner(outside / "kept.db") == "root 600"


def test_root_restores_a_copy_that_root_alone_can_read(service, tmp_path):
    service.start()
    assert service.snug("setup-link").returncode == 0
    copy = tmp_path / "kept" / "copy.db"
    copy.parent.mkdir(mode=0o700)
    assert service.snug("backup", "create", copy).returncode == 0
    running = service.snug("restore", copy)
    assert running.returncode == 74 and "in use" in running.stderr
    service.stop()

    ended = service.snug("restore", copy)
    assert ended.returncode == 0, ended.stderr
    assert f"{DATABASE} is now {copy}" in ended.stdout
    assert owners(service) == {f"{USER} 600"}
    service.start()
    service.stop()


def test_root_does_not_serve_in_the_service_s_place(service):
    ended = service.snug("serve")
    assert ended.returncode == 64 and "sudo systemctl start snug" in ended.stderr
    assert owners(service) == set()


def test_others_are_told_where_it_is_and_make_nothing(service):
    service.start()
    ended = service.snug("user", "list", user="nobody")
    assert ended.returncode == 74 and "sudo snug" in ended.stderr and DATABASE in ended.stderr
    service.stop()


def test_a_file_that_is_named_has_no_settings_of_the_service(service, tmp_path):
    service.start()
    service.stop()
    copy = tmp_path / "other.db"
    service.run("cp", DATABASE, copy)
    shown = service.snug("config", "show", "--database", copy)
    assert shown.returncode == 0, shown.stderr
    assert "Ours" not in shown.stdout


def test_without_a_service_root_works_where_it_stands(tmp_path):
    ended = run("user", "list", "--database", tmp_path / "none.db")
    assert ended.returncode == 74 and "there is no such file" in ended.stderr


@pytest.fixture
def stopped(service, tmp_path):
    """The service, stopped, and a copy of its database that root alone can read."""
    service.start()
    service.stop()
    copy = tmp_path / "copy.db"
    assert service.snug("backup", "create", copy).returncode == 0
    return service, copy


def test_a_restore_by_a_link_in_root_s_folder_is_the_service_s(stopped):
    service, copy = stopped
    link = "/var/lib/link.db"
    service.run("ln", "-s", DATABASE, link)
    ended = service.snug("restore", copy, "--database", link)
    assert ended.returncode == 0, ended.stderr
    assert owners(service) == {f"{USER} 600"}


def test_a_restore_into_a_folder_that_is_not_there_yet_is_the_service_s(stopped):
    service, copy = stopped
    ended = service.snug("restore", copy, "--database", "/var/lib/snug/deep/er/snug.db")
    assert ended.returncode == 0, ended.stderr
    assert owners(service) == {f"{USER} 600", f"{USER} 700"}


def test_a_restore_in_a_shared_folder_is_the_database_owner_s(stopped):
    service, copy = stopped
    service.run("sh", "-c", f"mv /var/lib/snug /var/lib/shared && chown root:{USER} /var/lib/shared && chmod 2770 /var/lib/shared")
    database = "/var/lib/shared/snug.db"
    for command in (["restore", copy], ["backup", "create"]):
        ended = service.snug(*command, "--database", database)
        assert ended.returncode == 0, ended.stderr
    for path in (database, "/var/lib/shared/backups"):
        assert service.owner(path).startswith(USER)


def test_a_receipt_that_may_not_be_read_is_no_reason_to_remove_a_copy(stopped):
    service, _ = stopped
    for _ in range(2):
        assert service.snug("backup", "create").returncode == 0
    newest = sorted(service.run("sh", "-c", "echo /var/lib/snug/backups/*.db").stdout.split())[-1]
    service.run("chown", "root:root", newest, f"{newest}.json")
    ended = service.snug("backup", "prune", "--keep", "1")
    assert ended.returncode == 0 and "Removed" not in ended.stdout, (ended.stdout, ended.stderr)


def test_a_pipe_gets_a_copy_where_root_has_a_temporary_folder_of_its_own(stopped, tmp_path):
    service, _ = stopped
    own = tmp_path / "own"
    service.run("install", "-d", "-m", 700, own)
    ended = service.run("sh", "-c", f"TMPDIR={own} snug backup create - > {tmp_path}/piped.db")
    assert ended.returncode == 0, ended.stderr
