"""Mends of `sudo snug check`, each typed as it is printed, beside the installed service: the check says ok after it."""

import json
import os
import shutil
import sqlite3
import time
from contextlib import closing

import pytest

from support import certificates
from support.deadline import eventually
from support.installed import InstalledService

CONTAINER = ":/run/systemd/container:/.dockerenv:/run/.containerenv:"
TIME_SERVERS = "/lib/systemd/systemd-timesyncd:/usr/sbin/chronyd:/usr/sbin/ntpd:"
SITE = "chat.example.org"
DATABASE = "/var/lib/snug/snug.db"


@pytest.fixture
def service(tmp_path):
    with InstalledService(tmp_path) as service:
        yield service


def found(service, checks, **variables):
    """The complaints of some checks by their ids; the exit code fits them."""
    ended = service.type(f"snug check {checks} --json", **variables)
    assert ended.stdout, ended.stderr
    complaints = {each["id"]: each for each in json.loads(ended.stdout)["findings"] if each["level"] != "ok"}
    levels = {each["level"] for each in complaints.values()}
    assert ended.returncode == (2 if "error" in levels else 1 if levels else 0)
    return complaints


def mend(service, finding, typed="", **variables):
    ended = service.type(finding["fix"], typed=typed, **variables)
    assert ended.returncode == 0, (finding, ended)
    return ended.stdout


def test_a_folder_for_backups_that_the_sandbox_hides_is_opened(service):
    service.write(*(f"{name}={value}" for name, value in service.settings.items()), "SNUG_BACKUP_DIRECTORY=/srv/backups")
    service.start()
    shut = found(service, "backup")["backup.unwritable"]
    assert shut["level"] == "error" and "/srv/backups" in shut["what"]
    mend(service, shut)
    assert found(service, "backup server") == {}
    assert service.type("stat -c %U:%a /srv/backups").stdout == "snug:700\n"
    assert service.snug("backup", "create", user="snug", SNUG_BACKUP_DIRECTORY="/srv/backups").returncode == 0


@pytest.mark.parametrize("missing, command", [
    (CONTAINER, "timedatectl"), (CONTAINER + TIME_SERVERS, "apt-get")])
def test_a_clock_that_nobody_keeps_right_is_given_a_keeper(service, machine, missing, command):
    service.start()
    service.stand_in(command, 'echo "$0 $*" >> /run/typed && touch /run/kept')
    # Under /run of its own, where all users get at it.
    service.run("cp", machine["LD_PRELOAD"], "/run/machine.so")
    as_machine = {"LD_PRELOAD": "/run/machine.so", "CLOCK_KEPT_BY": "/run/kept", "MISSING": missing}
    drifts = found(service, "clock", **as_machine)["clock.drifts"]
    mend(service, drifts)
    typed = service.type("cat /run/typed").stdout
    assert typed == f"/run/tools/{'timedatectl set-ntp true' if command == 'timedatectl' else 'apt-get install --yes systemd-timesyncd'}\n"
    assert found(service, "clock", **as_machine) == {}


def test_a_clock_in_a_container_is_nobodys_to_mend(service, machine):
    service.start()
    service.run("cp", machine["LD_PRELOAD"], "/run/machine.so")
    service.type("mkdir -p /run/systemd && touch /run/systemd/container")
    assert found(service, "clock", LD_PRELOAD="/run/machine.so", CLOCK_KEPT_BY="/run/kept") == {}


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
    damaged = found(service, "db")["db.damaged"]
    assert copies[0] in damaged["fix"] and "2099" not in damaged["fix"]
    assert "  # from 20" in damaged["fix"] and damaged["fix"].endswith(" UTC, 0 messages")
    mend(service, damaged)
    assert found(service, "db server") == {}
    assert service.type(f"stat -c %U:%a {DATABASE}").stdout == "snug:600\n"


def inside(service, path):
    """A file of the box, as this process reaches it."""
    return f"/proc/{service.pid}/root{path}"


def test_a_header_that_is_gone_is_mended_by_the_newest_copy(service):
    service.start()
    assert service.snug("backup", "create").returncode == 0
    service.stop()
    with open(inside(service, DATABASE), "r+b") as file:
        file.write(b"\0" * 100)
    gone = found(service, "db")["db.unusable"]
    mend(service, gone)
    assert found(service, "db server") == {}


def test_a_full_disk_is_looked_into(tmp_path):
    """The command names what fills it; once that is gone, all is well."""
    with InstalledService(tmp_path, files_max=100) as service:
        service.start()
        assert found(service, "disk") == {}
        assert service.type("mkdir /var/lib/other && touch /var/lib/other/{1..100}").returncode != 0
        full = found(service, "disk")["disk.full"]
        assert full["level"] == "error"
        assert "/var/lib/other" in mend(service, full)
        service.type("rm -r /var/lib/other")
        assert found(service, "disk") == {}


def test_a_disk_without_room_is_looked_into(service, machine):
    service.start()
    service.run("cp", machine["LD_PRELOAD"], "/run/machine.so")
    service.type("mkdir /var/lib/other && head -c 3000000 /dev/zero > /var/lib/other/film")
    full = found(service, "disk", LD_PRELOAD="/run/machine.so", DISK_FREE_BYTES="1000000")["disk.full"]
    assert "/var/lib/other" in mend(service, full)
    assert found(service, "disk") == {}


def test_a_certificate_that_has_expired_is_renewed(service, tmp_path):
    """The server takes the new one up by itself."""
    old, new = (certificates.make(tmp_path, name, host=SITE) for name in ("old", "new"))
    certificates.ends(old, -1)
    put = "install -D -m 640 -g snug {} /etc/snug/tls/{}"
    for file, name in ((old.certificate, "cert.pem"), (old.key, "key.pem")):
        assert service.type(put.format(file, name)).returncode == 0
    service.write(
        *(f"{name}={value}" for name, value in service.settings.items()), f"SNUG_SITE_URL=https://{SITE}",
        "SNUG_TLS_CERTIFICATE=/etc/snug/tls/cert.pem", "SNUG_TLS_KEY=/etc/snug/tls/key.pem")
    service.start()
    service.stand_in("certbot", "\n".join(
        ['[ "$*" = renew ] || exit 64', put.format(new.key, "key.pem"), put.format(new.certificate, "cert.pem")]))
    invalid = found(service, "tls")["tls.invalid"]
    assert invalid["level"] == "error"
    mend(service, invalid)
    assert found(service, "tls") == {}


def test_a_key_that_the_server_may_not_read_is_let_be_read(service, tmp_path):
    pair = certificates.make(tmp_path, "site", host=SITE)
    assert service.type(f"install -D -m 644 {pair.certificate} /etc/snug/tls/cert.pem").returncode == 0
    assert service.type(f"install -D -m 600 {pair.key} /etc/snug/tls/key.pem").returncode == 0
    service.write(
        *(f"{name}={value}" for name, value in service.settings.items()), f"SNUG_SITE_URL=https://{SITE}",
        "SNUG_TLS_CERTIFICATE=/etc/snug/tls/cert.pem", "SNUG_TLS_KEY=/etc/snug/tls/key.pem")
    assert service.type("systemctl start snug").returncode != 0
    complaints = found(service, "server tls")
    assert set(complaints) == {"server.stopped", "tls.unreadable"}
    assert complaints["server.stopped"]["fix"] == complaints["tls.unreadable"]["fix"]
    mend(service, complaints["tls.unreadable"])
    assert found(service, "server tls") == {}


def test_a_database_that_root_put_there_is_given_to_its_owner(service):
    """As `cp` leaves it."""
    service.start()
    service.stop()
    assert service.type(f"chown root:root {DATABASE}").returncode == 0
    assert service.type("systemctl start snug").returncode != 0
    complaints = found(service, "server db")
    assert complaints["db.owner"]["level"] == "error"
    assert f"{DATABASE} belongs to root, and its folder to snug" in complaints["db.owner"]["what"]
    assert complaints["server.stopped"]["fix"].startswith(complaints["db.owner"]["fix"])
    mend(service, complaints["server.stopped"])
    assert found(service, "server db") == {}


def test_a_backup_that_root_put_there_is_given_to_its_owner(service):
    service.start()
    assert service.snug("backup", "create").returncode == 0
    assert service.type("chown root:root /var/lib/snug/backups/*.db && chmod 600 /var/lib/snug/backups/*").returncode == 0
    stranger = found(service, "db")["db.owner"]
    assert stranger["level"] == "warning" and "/var/lib/snug/backups/snug-" in stranger["what"]
    mend(service, stranger)
    assert found(service, "db") == {}


def test_settings_that_are_newer_than_the_server_are_taken_up(service):
    service.start()
    changed = time.time() + 4
    assert service.type(f"touch -d @{changed} /etc/snug/snug.env").returncode == 0
    waiting = found(service, "server")["server.older-than-settings"]
    eventually(lambda: time.time() > changed, "the moment of the change")
    mend(service, waiting)
    assert found(service, "server") == {}


def test_a_program_that_holds_the_database_is_ended(service):
    """As root, who may end anybody's."""
    service.start()
    service.type(
        f"setsid python3 -c 'import sqlite3, time; c = sqlite3.connect(\"{DATABASE}\", isolation_level=None); "
        "c.execute(\"BEGIN IMMEDIATE\"); open(\"/run/held\", \"w\"); time.sleep(60)' > /dev/null 2>&1 < /dev/null &")
    eventually(lambda: service.type("test -e /run/held").returncode == 0, "the lock")
    locked = found(service, "db")["db.locked"]
    assert locked["level"] == "error" and "python3 (process" in locked["what"]
    mend(service, locked)
    eventually(lambda: "db.locked" not in found(service, "db"), "the lock is gone")
