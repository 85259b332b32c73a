"""Mends of `sudo snug check`, each typed as it is printed, beside the installed service: the check says ok after it.

Those of the troubles that administrators meet most are in `test_troubles`.
"""

import os
import shutil
import sqlite3
import time
from contextlib import closing

import pytest

from support.deadline import eventually
from support.installed import InstalledService

CONTAINER = ":/run/systemd/container:/.dockerenv:/run/.containerenv:"
TIME_SERVERS = "/lib/systemd/systemd-timesyncd:/usr/sbin/chronyd:/usr/sbin/ntpd:"
DATABASE = "/var/lib/snug/snug.db"


@pytest.fixture
def service(tmp_path):
    with InstalledService(tmp_path) as service:
        yield service


def test_a_folder_for_backups_that_the_sandbox_hides_is_opened(service):
    service.write(*(f"{name}={value}" for name, value in service.settings.items()), "SNUG_BACKUP_DIRECTORY=/srv/backups")
    service.start()
    shut = service.found("backup")["backup.unwritable"]
    assert shut["level"] == "error" and "/srv/backups" in shut["what"]
    service.mend(shut)
    assert service.found("backup server") == {}
    assert service.type("stat -c %U:%a /srv/backups").stdout == "snug:700\n"
    assert service.snug("backup", "create", user="snug", SNUG_BACKUP_DIRECTORY="/srv/backups").returncode == 0


def test_a_link_to_another_disk_in_place_of_the_backups_is_opened(service):
    """FAULT: ok, while each night's backup failed."""
    service.type("mkdir /srv/b && chown snug /srv/b && ln -s /srv/b /var/lib/snug/backups && chown -h snug /var/lib/snug/backups")
    service.start()
    shut = service.found("backup")["backup.unwritable"]
    assert "ReadWritePaths" in shut["fix"]


@pytest.mark.parametrize("missing, command", [
    (CONTAINER, "timedatectl"), (CONTAINER + TIME_SERVERS, "apt-get")])
def test_a_clock_that_nobody_keeps_right_is_given_a_keeper(service, machine, missing, command):
    service.start()
    service.stand_in(command, 'echo "$0 $*" >> /run/typed && touch /run/kept')
    # Under /run of its own, where all users get at it.
    service.run("cp", machine["LD_PRELOAD"], "/run/machine.so")
    as_machine = {"LD_PRELOAD": "/run/machine.so", "CLOCK_KEPT_BY": "/run/kept", "MISSING": missing}
    drifts = service.found("clock", **as_machine)["clock.drifts"]
    service.mend(drifts)
    typed = service.type("cat /run/typed").stdout
    assert typed == f"/run/tools/{'timedatectl set-ntp true' if command == 'timedatectl' else 'apt-get install --yes systemd-timesyncd'}\n"
    assert service.found("clock", **as_machine) == {}


def test_a_clock_in_a_container_is_nobodys_to_mend(service, machine):
    service.start()
    service.run("cp", machine["LD_PRELOAD"], "/run/machine.so")
    service.type("mkdir -p /run/systemd && touch /run/systemd/container")
    assert service.found("clock", LD_PRELOAD="/run/machine.so", CLOCK_KEPT_BY="/run/kept") == {}


def test_a_damaged_page_is_mended_by_the_newest_copy_that_is_not_of_the_future(service, tmp_path):
    service.start()
    assert service.snug("backup", "create").returncode == 0
    service.stop()
    # As of a night with a clock that was ahead: it is the last by its name.
    assert service.type(
        "cd /var/lib/snug/backups && for f in snug-*.db*; do cp -p $f ${f/20??-/2099-}; done").returncode == 0
    copies = service.type("ls /var/lib/snug/backups/*.db").stdout.split()
    with closing(sqlite3.connect(shutil.copy(inside(service, copies[0]), tmp_path / "copy.db"))) as copy:
        page = copy.execute("SELECT rootpage FROM sqlite_master WHERE name = 'settings'").fetchone()[0]
        size = copy.execute("PRAGMA page_size").fetchone()[0]
    with open(inside(service, DATABASE), "r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
    damaged = service.found("db")["db.damaged"]
    assert copies[0] in damaged["fix"] and "2099" not in damaged["fix"]
    assert "  # from 20" in damaged["fix"] and damaged["fix"].endswith(" UTC, 0 messages")
    service.mend(damaged)
    assert service.found("db server") == {}
    assert service.type(f"stat -c %U:%a {DATABASE}").stdout == "snug:600\n"


def inside(service, path):
    """A file of the box, as this process reaches it."""
    return f"/proc/{service.pid}/root{path}"


def test_a_full_disk_is_looked_into(tmp_path):
    """The command names what fills it; once that is gone, all is well."""
    with InstalledService(tmp_path, files_max=100) as service:
        service.start()
        assert service.found("disk") == {}
        assert service.type("mkdir /var/lib/other && touch /var/lib/other/{1..100}").returncode != 0
        full = service.found("disk")["disk.full"]
        assert full["level"] == "error"
        assert "/var/lib/other" in service.mend(full)
        service.type("rm -r /var/lib/other")
        assert service.found("disk") == {}


def test_a_database_that_root_put_there_is_given_to_its_owner(service):
    """As `cp` leaves it."""
    service.start()
    service.stop()
    assert service.type(f"chown root:root {DATABASE}").returncode == 0
    assert service.type("systemctl start snug").returncode != 0
    complaints = service.found("server db")
    assert complaints["db.owner"]["level"] == "error"
    assert f"{DATABASE} belongs to root, and not to snug" in complaints["db.owner"]["what"]
    assert complaints["server.stopped"]["fix"].startswith(complaints["db.owner"]["fix"])
    service.mend(complaints["server.stopped"])
    assert service.found("server db") == {}


@pytest.mark.parametrize("part, commands", [
    ("", [["user", "list"], ["restore", "/srv/copy.db"]]), ("-wal", [["user", "list"]])], ids=["file", "log"])
def test_a_command_that_meets_a_file_of_roots_names_it_and_gives_it_back(service, part, commands):
    """FAULT: "Permission denied", or a disk that is read-only, of the command that would have mended it."""
    service.start()
    assert service.snug("backup", "create", "/srv/copy.db").returncode == 0
    service.stop()
    path = f"{DATABASE}{part}"
    assert service.type(f"touch {path} && chown root:root {path} && chmod 600 {path}").returncode == 0
    for command in commands:
        ended = service.snug(*command)
        assert ended.returncode == 74 and f"{path} belongs to root, and snug may not use it" in ended.stderr, ended
    assert service.found("db")["db.owner"]
    assert service.type(ended.stderr.strip().rpartition(": ")[2]).returncode == 0
    assert service.snug("user", "list").returncode == 0
    service.start()


def test_without_systemd_nobody_is_told_to_use_it(service):
    """FAULT: in a container every mend was `sudo systemctl …`."""
    service.start()
    service.stop()
    service.type(": > /run/journal; rm -r /run/systemd")
    found = service.found("server db config smtp")
    assert found["server.stopped"]["fix"] == f"snug serve --database {DATABASE}"
    assert not [each for each in found.values() if "systemctl" in each["fix"]], found


def test_a_backup_that_root_put_there_is_given_to_its_owner(service):
    service.start()
    assert service.snug("backup", "create").returncode == 0
    assert service.type("chown root:root /var/lib/snug/backups/*.db && chmod 600 /var/lib/snug/backups/*").returncode == 0
    stranger = service.found("db")["db.owner"]
    assert stranger["level"] == "warning" and "/var/lib/snug/backups/snug-" in stranger["what"]
    service.mend(stranger)
    assert service.found("db") == {}


def test_a_database_elsewhere_is_the_service_s_though_its_folder_is_not(service):
    """What is right is let be; what is not is given to whom the service runs as, and no other file with it."""
    elsewhere = "/srv/chat/snug.db"
    service.write(*(f"{name}={value}" for name, value in service.settings.items()), f"SNUG_DATABASE={elsewhere}")
    assert service.type("install -d -m 777 /srv/chat && touch /srv/chat/other").returncode == 0
    service.start()
    assert service.found("db server") == {}
    service.stop()
    assert service.type(f"chown root:root {elsewhere}").returncode == 0
    stranger = service.found("db")["db.owner"]
    assert stranger["fix"] == f"sudo chown -h --reference=/var/lib/snug {elsewhere}"
    service.mend(stranger)
    service.start()
    assert service.found("db server") == {}
    assert service.type("stat -c %U /srv/chat /srv/chat/other").stdout == "root\nroot\n"


def test_a_folder_of_backups_that_the_database_names_is_looked_at_before_root_gives_it_away(service):
    service.start()
    assert service.type("install -d -m 700 /srv/kept").returncode == 0
    assert service.snug("config", "set", "backup.directory", "/srv/kept").returncode == 0
    stranger = service.found("db")["db.owner"]
    assert stranger["level"] == "warning" and "/srv/kept belongs to root" in stranger["what"]
    assert stranger["fix"].startswith("ls -ld /srv/kept  # ")
    service.mend(stranger)
    service.type(stranger["fix"].partition(": ")[2])
    assert service.found("db") == {}


def test_settings_that_are_newer_than_the_server_are_taken_up(service):
    service.start()
    changed = time.time() + 4
    assert service.type(f"touch -d @{changed} /etc/snug/snug.env").returncode == 0
    waiting = service.found("server")["server.older-than-settings"]
    eventually(lambda: time.time() > changed, "the moment of the change")
    service.mend(waiting)
    assert service.found("server") == {}


def test_a_server_on_another_file_system_is_not_taken_for_the_service(service, tmp_path):
    """Numbers of files are given anew on each: the first files of two boxes have the same."""
    (tmp_path / "other").mkdir()
    with InstalledService(tmp_path / "other") as other:
        for box in (service, other):
            box.start()
        numbers = {box.type(f"stat -c %i {DATABASE}").stdout for box in (service, other)}
        assert len(numbers) == 1, "else there is nothing to be mistaken for"
        service.stop()
        service.type(": > /run/journal")
        assert set(service.found("server")) == {"server.stopped"}
        assert other.found("server") == {}
