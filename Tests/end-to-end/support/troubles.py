"""Ways in which an administrator breaks a box with the service on it, and what `sudo snug check` is to say of each.

A trouble is a generator: it breaks the box, yields a `Found`, and ends, or goes on to put right what no command could; where
something has to be there meanwhile, it yields once more when all is right.
"""

import os
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import certificates
from .deadline import eventually
from .relay import PASSWORD, USERNAME
from .reverse_proxy import ReverseProxy

SITE = "chat.example.org"
RELAY = "relay.example.org"
DATABASE = "/var/lib/snug/snug.db"
BACKUPS = "/var/lib/snug/backups"
SCRIPT = Path(__file__).with_name("box_ports.py")


@dataclass
class Found:
    """What the check is to find; what then is typed, and what a person does where no command can."""

    id: str
    level: str
    checks: str
    words: tuple = ()
    typed: str = ""
    edited: str = ""
    act: str = ""
    """What a person does instead of typing, in words, or after it."""
    is_typed: bool = True
    environment: dict = field(default_factory=dict)


class Breaker:
    """The box, with the things around it that a trouble takes."""

    def __init__(self, box, folder, relay, machine):
        self.box, self.folder, self.relay, self.machine = box, folder, relay, machine
        self.children = []

    def settings(self, *more):
        self.box.write(*(f"{name}={value}" for name, value in self.box.settings.items()), *more)

    def start(self):
        self.box.start()

    def fails_to_start(self):
        assert self.box.type("systemctl start snug").returncode != 0

    def remount(self, how):
        ended = self.box.type(f"mount -o remount,{how} /var/lib")
        assert ended.returncode == 0, ended

    def inside(self, path):
        return f"/proc/{self.box.pid}/root{path}"

    def mailing(self, host="localhost", port=None, **others):
        """The settings of a service that mails by the relay of the tests."""
        flags = dict(zip(self.relay.flags[::2], self.relay.flags[1::2], strict=True))
        self.box.write(*Path(flags["--smtp-ca-file"]).read_text().splitlines(), path="/etc/snug/ca.pem")
        values = {"HOST": host, "PORT": port or flags["--smtp-port"], "USERNAME": USERNAME,
                  "CA_FILE": "/etc/snug/ca.pem"} | others
        return [f"SNUG_SMTP_{name}={value}" for name, value in values.items() if value is not None]

    def password(self, text):
        self.box.write(text, path="/etc/snug/smtp-password")

    def pair(self, name="site", host=SITE, key_mode=640):
        """A certificate that the service has, and its files outside."""
        pair = certificates.make(self.folder, name, host=host)
        self.install(pair, key_mode)
        return pair

    def install(self, pair, key_mode=640):
        for file, name, mode in ((pair.certificate, "cert.pem", 644), (pair.key, "key.pem", key_mode)):
            ended = self.box.type(f"install -D -m {mode} -g snug {file} /etc/snug/tls/{name}")
            assert ended.returncode == 0, ended

    def with_tls(self, *more):
        self.settings(
            f"SNUG_SITE_URL=https://{SITE}", "SNUG_TLS_CERTIFICATE=/etc/snug/tls/cert.pem",
            "SNUG_TLS_KEY=/etc/snug/tls/key.pem", *more)

    def certbot_brings(self, pair):
        self.box.stand_in("certbot", "\n".join([
            f"install -m 644 {pair.certificate} /etc/snug/tls/cert.pem",
            f"install -m 640 -g snug {pair.key} /etc/snug/tls/key.pem"]))

    @contextmanager
    def proxied(self, pair, **how):
        """A proxy in front of the service, whose address is its."""
        with ReverseProxy(pair, **how) as proxy:
            proxy.target = self.box.port
            self.settings(f"SNUG_SITE_URL={proxy.origin}", "SNUG_TRUSTED_PROXIES=127.0.0.1")
            # The check looks as the service's user, who gets at no file of the test.
            self.box.write(*Path(pair.certificate).read_text().splitlines(), path="/etc/snug/proxy.pem")
            yield proxy, {"SSL_CERT_FILE": "/etc/snug/proxy.pem"}

    def in_the_box(self, *words):
        """A program of `box_ports` in there, once it is ready."""
        child = subprocess.Popen(
            ["nsenter", "--target", str(self.box.pid), "--mount", "--net", sys.executable, SCRIPT, *map(str, words)],
            stdout=subprocess.PIPE, text=True)
        self.children.append(child)
        assert child.stdout.readline() == "ready\n"
        return child

    def end(self):
        for child in self.children:
            child.kill()
            child.wait(10)


# Mail

def wrong_smtp_password(b):
    b.settings(*b.mailing())
    b.password("wrong")
    b.start()
    yield Found("smtp.password", "error", "smtp", ("535", "password"), typed=PASSWORD + "\n")


def relay_port_rejected(b):
    yield from _relay_on_465_alone(b)


def relay_port_dropped(b):
    yield from _relay_on_465_alone(b, dropped=[587])


def _relay_on_465_alone(b, dropped=()):
    pair = certificates.make(b.folder, "relay", host=RELAY)
    _other_network(b, pair)
    if dropped:
        b.in_the_box("drops", *dropped)
    b.in_the_box("takes", 465, pair.certificate, pair.key)
    b.start()
    yield Found("smtp.unreachable", "error", "smtp", ("port 465 is open",), edited=_implicit(b))


def relay_ports_all_dropped(b):
    pair = certificates.make(b.folder, "relay", host=RELAY)
    _other_network(b, pair)
    b.box.write(_implicit(b))
    drops = b.in_the_box("drops", 25, 465, 587)
    b.start()
    yield Found(
        "smtp.unreachable", "error", "smtp", ("Many providers block",), is_typed=False, act="the provider opens port 465")
    drops.kill()
    drops.wait(10)
    b.in_the_box("takes", 465, pair.certificate, pair.key)


def _other_network(b, pair):
    b.box.write("127.0.0.1 localhost", f"127.0.0.1 {RELAY}", path="/etc/hosts")
    b.box.write(*Path(pair.certificate).read_text().splitlines(), path="/etc/snug/ca.pem")
    b.settings(*_relay(587, "starttls"))


def _relay(port, tls):
    return [f"SNUG_SMTP_HOST={RELAY}", f"SNUG_SMTP_PORT={port}", f"SNUG_SMTP_TLS={tls}", "SNUG_SMTP_CA_FILE=/etc/snug/ca.pem",
            f"SNUG_MAIL_FROM=snug@{SITE}"]


def _implicit(b):
    lines = [f"{name}={value}" for name, value in b.box.settings.items()] + _relay(465, "implicit")
    return "\n".join(lines)


def relay_misspelt(b):
    b.settings(*b.mailing(host="relay.invalid"))
    b.password(PASSWORD)
    b.start()
    yield Found(
        "smtp.unreachable", "error", "smtp", ("name is not known",), is_typed=False, act="SNUG_SMTP_HOST spelt right; restart")
    b.settings(*b.mailing())
    b.start()


def relay_wrong_tls(b):
    b.settings(*b.mailing(TLS="implicit"))
    b.password(PASSWORD)
    b.start()
    yield Found(
        "smtp.certificate", "error", "smtp", ("smtp.tls",), is_typed=False, act="SNUG_SMTP_TLS=starttls; restart")
    b.settings(*b.mailing(TLS="starttls"))
    b.start()


def relay_private_authority(b):
    lines = b.mailing()
    b.settings(*(line for line in lines if "CA_FILE" not in line))
    b.password(PASSWORD)
    b.start()
    yield Found(
        "smtp.certificate", "error", "smtp", ("certificate is not trusted",), is_typed=False,
        act="`sudo snug config set smtp.ca.file /etc/snug/ca.pem`, as printed but for the name of the file")
    ended = b.box.type("sudo snug config set smtp.ca.file /etc/snug/ca.pem")
    assert ended.returncode == 0, ended


# The site's address

def site_with_unknown_name(b):
    b.settings("SNUG_SITE_URL=https://chat.invalid", "SNUG_TRUSTED_PROXIES=127.0.0.1")
    b.start()
    yield Found(
        "proxy.unreachable", "warning", "proxy", ("its name is not known",), is_typed=False,
        act="SNUG_SITE_URL spelt right; restart")
    b.settings()
    b.start()


def site_without_tls(b):
    b.settings(f"SNUG_SITE_URL=http://{SITE}")
    b.start()
    right = "\n".join([*(f"{name}={value}" for name, value in b.box.settings.items()), f"SNUG_SITE_URL=https://{SITE}"])
    yield Found("tls.none", "error", "tls", ("without TLS",), edited=right)


def site_with_a_path(b):
    b.settings(f"SNUG_SITE_URL=https://{SITE}/chat")
    b.fails_to_start()
    right = "\n".join([*(f"{name}={value}" for name, value in b.box.settings.items()), f"SNUG_SITE_URL=https://{SITE}"])
    yield Found("server.stopped", "error", "server", ("Its last words", "SNUG_SITE_URL"), edited=right)


# Disk and clock

def disk_nearly_full(b):
    b.start()
    environment = _disk(b, DISK_FREE_BYTES=str(8 << 20))
    yield Found("disk.full", "error", "disk", ("has room for",), environment=environment, act="what is found is removed")
    environment.clear()


def disk_low(b):
    b.start()
    environment = _disk(b, DISK_FREE_BYTES=str(256 << 20))
    yield Found("disk.low", "warning", "disk", ("left",), environment=environment, act="what is found is removed")
    environment.clear()


def disk_read_only(b):
    """The kernel makes it so under a server that runs."""
    b.start()
    environment = _disk(b, DISK_WRITABLE_ONCE="/run/writable")
    b.box.stand_in("mount", '/usr/bin/mount "$@" && touch /run/writable')
    yield Found("disk.read-only", "error", "disk", ("is read-only",), environment=environment)


def disk_read_only_and_stopped(b):
    """As after a start of the machine on a disk that fails."""
    b.start()
    b.box.stop()
    b.remount("ro")
    yield Found("disk.read-only", "error", "disk", ("is read-only",))


def no_room_for_a_backup(b):
    b.start()
    environment = _disk(b, DISK_FREE_BYTES=str(32 << 20))
    yield Found("backup.room", "warning", "backup", ("has room for",), environment=environment, act="what is found is removed")
    environment.clear()


def _disk(b, **how):
    """The settings of a program that takes the disk for such a one."""
    b.box.run("cp", b.machine["LD_PRELOAD"], "/run/machine.so")
    return {"LD_PRELOAD": "/run/machine.so"} | how


def few_descriptors(b):
    b.box.type("mkdir -p /etc/systemd/system/snug.service.d")
    b.box.write("[Service]", "LimitNOFILE=512", path="/etc/systemd/system/snug.service.d/a.conf")
    b.start()
    yield Found("limits.descriptors", "warning", "limits", ("At most 512",))


def memory_used_up(b):
    b.start()
    b.box.write("MemTotal: 900000 kB", "MemAvailable: 20000 kB", path="/run/meminfo")
    assert b.box.type("mount --bind /run/meminfo /proc/meminfo").returncode == 0
    yield Found("limits.memory", "warning", "limits", ("of memory are free",), act="what is found is ended")
    assert b.box.type("umount /proc/meminfo").returncode == 0


def disk_quite_full(b):
    b.start()
    assert b.box.type("mkdir /var/lib/other && touch /var/lib/other/{1..100}").returncode != 0
    yield Found("disk.full", "error", "disk", act="what is found is removed")
    b.box.type("rm -r /var/lib/other")


def clock_ahead_and_back(b):
    """Backups were made while it was 400 days ahead."""
    b.start()
    assert b.box.snug("backup", "create").returncode == 0
    b.box.type(f"cd {BACKUPS} && for f in snug-*.db*; do mv $f ${{f/20??-/2099-}}; done")
    b.box.stop()
    _note(b, "last.backup", 4_070_000_000_000_000)
    _note(b, "last.backup.try", 4_070_000_000_000_000)
    # A server that runs makes one by itself.
    yield Found("backup.future", "warning", "backup", ("dated in the future",))


def _note(b, name, value):
    """Writes a note of the server's into its database."""
    script = ("import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); "
              "c.execute('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', sys.argv[2:]); c.commit()")
    _python(b, script, name, value)


def _python(b, script, *words):
    """Runs a script on the database, whose files stay the service's."""
    ended = b.box.run(sys.executable, "-c", script, DATABASE, *words)
    assert ended.returncode == 0, ended
    assert b.box.type("chown -R snug:snug /var/lib/snug").returncode == 0


# Certificates

def own_certificate_expired(b):
    certificates.ends(b.pair(), -1)
    b.install(certificates.Pair(b.folder / "site.pem", b.folder / "site.key"))
    b.with_tls()
    b.start()
    b.certbot_brings(certificates.make(b.folder, "new", host=SITE))
    yield Found("tls.invalid", "error", "tls", ("has expired",))


def own_certificate_ends_soon(b):
    certificates.ends(b.pair(), 5)
    b.install(certificates.Pair(b.folder / "site.pem", b.folder / "site.key"))
    b.with_tls()
    b.start()
    b.certbot_brings(certificates.make(b.folder, "new", host=SITE))
    yield Found("tls.ending", "warning", "tls", ("expires in 4 days",))


def proxys_certificate_expired(b):
    pair = certificates.make(b.folder, "proxy")
    certificates.ends(pair, -3)
    with b.proxied(pair) as (_, environment):
        b.start()
        yield Found(
            "proxy.invalid", "error", "proxy", ("expired on",), environment=environment, is_typed=False,
            act="`certbot renew` where the proxy is, which is loaded anew")
    pair = certificates.make(b.folder, "renewed")
    with b.proxied(pair):
        b.start()
        yield None


def key_of_another_certificate(b):
    b.with_tls()
    b.pair("other")
    other = certificates.make(b.folder, "site", host=SITE)
    assert b.box.type(f"install -m 644 {other.certificate} /etc/snug/tls/cert.pem").returncode == 0
    b.fails_to_start()
    yield Found(
        "tls.unusable", "error", "tls", ("is not the key of",), is_typed=False, act="the certificate's own key is put there")
    b.install(other)
    b.start()


def certificate_of_another_name(b):
    b.pair(host="other.example.org")
    b.with_tls()
    b.start()
    yield Found(
        "tls.other-name", "error", "tls", ("other.example.org", "not for chat.example.org"), is_typed=False,
        act="a certificate for the site's name is put there")
    b.pair("right")
    b.box.type("systemctl restart snug")


def site_in_the_clear_beside_a_certificate(b):
    b.pair()
    b.settings(
        f"SNUG_SITE_URL=http://{SITE}", "SNUG_TLS_CERTIFICATE=/etc/snug/tls/cert.pem", "SNUG_TLS_KEY=/etc/snug/tls/key.pem")
    b.start()
    right = b.box.type("cat /etc/snug/snug.env").stdout.replace("http://", "https://").strip()
    yield Found("tls.site", "error", "tls", ("begins with http:",), edited=right)


def site_in_the_clear_by_the_database(b):
    b.pair()
    b.start()
    assert b.box.snug("config", "set", "site.url", f"http://{SITE}").returncode == 0
    b.settings("SNUG_TLS_CERTIFICATE=/etc/snug/tls/cert.pem", "SNUG_TLS_KEY=/etc/snug/tls/key.pem")
    b.start()
    yield Found("tls.site", "error", "tls", ("begins with http:",))


def key_for_all_eyes(b):
    b.pair(key_mode=644)
    b.with_tls()
    b.start()
    yield Found("tls.strangers", "warning", "tls", ("can be read by every user",))


def key_unreadable(b):
    b.pair()
    assert b.box.type("chgrp root /etc/snug/tls/key.pem").returncode == 0
    b.with_tls()
    b.fails_to_start()
    yield Found("tls.unreadable", "error", "tls server", ("cannot be read by the server",))


def password_file_unreadable(b):
    b.box.write("secret", path="/etc/snug/secret")
    assert b.box.type("chmod 600 /etc/snug/secret").returncode == 0
    b.settings("SNUG_SMTP_PASSWORD_FILE=/etc/snug/secret")
    b.fails_to_start()
    yield Found("config.unreadable", "error", "config server", ("cannot be read by the server",))


# The database

def another_program_holds_the_file(b):
    b.start()
    b.box.type(
        f"setsid python3 -c 'import sqlite3, time; c = sqlite3.connect(\"{DATABASE}\", isolation_level=None); "
        "c.execute(\"BEGIN IMMEDIATE\"); open(\"/run/held\", \"w\"); time.sleep(60)' > /dev/null 2>&1 < /dev/null &")
    eventually(lambda: b.box.type("test -e /run/held").returncode == 0, "the lock")
    yield Found("db.locked", "error", "db", ("keeps everyone else from writing",))


def another_snug_holds_the_file(b):
    """It has the file by hand, so that the service does not start."""
    b.start()
    b.box.stop()
    b.box.type(
        f"setsid setpriv --reuid=snug --regid=snug --clear-groups snug serve --listen 127.0.0.1:0 --database {DATABASE}"
        " > /run/other 2>&1 < /dev/null & echo $! > /run/other.pid")
    eventually(lambda: "Listening" in b.box.type("cat /run/other").stdout, "the other one")
    b.fails_to_start()
    journal = b.box.type("journalctl").stdout
    assert "is in use by another Snug that is running. Stop that one first" in journal, journal
    yield Found("", "", "db", is_typed=False, act="its own words: stop that one first; it is stopped, the service started")
    b.box.type("kill $(cat /run/other.pid); while kill -0 $(cat /run/other.pid) 2> /dev/null; do sleep 0.05; done")
    b.start()


def page_corrupted(b):
    _with_backup(b)
    script = ("import sqlite3, sys, os; c = sqlite3.connect(sys.argv[1]); p = c.execute(\"SELECT rootpage FROM "
              "sqlite_master WHERE name = 'messages'\").fetchone()[0]; s = c.execute('PRAGMA page_size').fetchone()[0]; "
              "c.close(); f = open(sys.argv[1], 'r+b'); f.seek((p - 1) * s); f.write(os.urandom(s))")
    _python(b, script)
    yield Found("db.damaged", "error", "db", ("is damaged",))


def header_gone(b):
    _with_backup(b)
    with open(b.inside(DATABASE), "r+b") as file:
        file.write(b"\0" * 100)
    yield Found("db.unusable", "error", "db", ("is not a database",))


def file_truncated(b):
    _with_backup(b)
    size = os.stat(b.inside(DATABASE)).st_size
    os.truncate(b.inside(DATABASE), size // 8_192 * 4_096)
    yield Found("db.damaged", "error", "db", ("damaged",))


def _with_backup(b):
    b.start()
    assert b.box.snug("backup", "create").returncode == 0
    b.box.stop()


def log_is_root_s(b):
    """As of a command that was run as root and killed."""
    b.start()
    assert b.box.type(f"chown root:root {DATABASE}-wal {DATABASE}-shm && chmod 600 {DATABASE}*").returncode == 0
    yield Found("db.owner", "error", "db", (f"{DATABASE}-wal belongs to root, and not to snug",))


def backups_are_root_s(b):
    b.start()
    assert b.box.snug("backup", "create").returncode == 0
    assert b.box.type(f"chown -R root:root {BACKUPS}").returncode == 0
    yield Found("db.owner", "warning", "db", (f"{BACKUPS} belongs to root, and not to snug",))


def lost_by_a_purge(b):
    """Where no copy could be made it moves the database, with its log, among the backups."""
    b.start()
    b.box.type("kill -9 $(cat /run/snug.pid)")
    assert b.box.type(
        f"install -d -o snug -g snug -m 700 {BACKUPS} && cd /var/lib/snug && for part in snug.db*;"
        f" do mv $part {BACKUPS}/purged-$part; done && test -s {BACKUPS}/purged-snug.db-wal").returncode == 0
    b.fails_to_start()
    yield Found("db.unusable", "error", "db", ("but there are backups", "what a purge kept"))


def owner_is_root(b):
    b.start()
    b.box.stop()
    assert b.box.type(f"chown root:root {DATABASE}").returncode == 0
    b.fails_to_start()
    yield Found("db.owner", "error", "db", ("belongs to root",))


# Backups

def backups_deleted(b):
    b.start()
    assert b.box.snug("backup", "create").returncode == 0
    b.box.type(f"rm -r {BACKUPS}")
    _note(b, "last.backup", 1_700_000_000_000_000)
    yield Found("backup.gone", "warning", "backup", ("is not in",))


def backup_failed(b):
    b.start()
    _note(b, "last.backup.failure", "the disk was full")
    yield Found("backup.failed", "error", "backup", ("the disk was full",))


def backups_never_made(b):
    b.start()
    _note(b, "last.backup.try", 1_700_000_000_000_000)
    yield Found("backup.none", "warning", "backup", ("No backup",))


# The proxy

def proxy_without_upgrade(b):
    yield from _proxy(
        b, {"passes_upgrade": False}, "proxy.sockets", ("not for WebSockets: the answer was 426", "Upgrade"),
        "the two lines are put into the proxy's settings")


def proxy_to_a_wrong_port(b):
    pair = certificates.make(b.folder, "proxy")
    with b.proxied(pair) as (proxy, environment):
        b.start()
        proxy.target = None
        yield Found(
            "proxy.elsewhere", "error", "proxy", ("502",), environment=environment, is_typed=False,
            act="the port is put right in the proxy's settings")
        proxy.target = b.box.port
        yield None


def server_down_behind_the_proxy(b):
    b.start()
    b.box.stop()
    b.box.type(": > /run/journal")
    yield Found("server.stopped", "error", "server", ("It does not run",))


def _proxy(b, how, name, words, act):
    pair = certificates.make(b.folder, "proxy")
    with b.proxied(pair, **how) as (_, environment):
        b.start()
        yield Found(name, "error", "proxy", words, environment=environment, is_typed=False, act=act)
    with b.proxied(pair):
        b.start()
        yield None


TROUBLES = [
    wrong_smtp_password, relay_port_dropped, relay_port_rejected, relay_ports_all_dropped, relay_misspelt, relay_wrong_tls,
    relay_private_authority, site_with_unknown_name, site_without_tls, site_with_a_path, disk_nearly_full, disk_quite_full, disk_low,
    disk_read_only, disk_read_only_and_stopped, no_room_for_a_backup, few_descriptors, memory_used_up,
    clock_ahead_and_back, own_certificate_expired, proxys_certificate_expired, own_certificate_ends_soon,
    certificate_of_another_name, site_in_the_clear_beside_a_certificate, site_in_the_clear_by_the_database,
    key_of_another_certificate, key_for_all_eyes, key_unreadable, password_file_unreadable, another_snug_holds_the_file,
    another_program_holds_the_file, page_corrupted, header_gone, file_truncated, backups_deleted, backup_failed,
    backups_never_made, proxy_without_upgrade, proxy_to_a_wrong_port, server_down_behind_the_proxy, owner_is_root,
    log_is_root_s, backups_are_root_s, lost_by_a_purge,
]
