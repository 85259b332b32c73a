"""`snug check`: nothing to say of a healthy server, and of a broken one what, why, and the command that mends it."""

import contextlib
import hashlib
import json
import os
import re
import resource
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from support import certificates
from support.deadline import eventually
from support.fixes import assert_typed_or_told
from support.ports import free_port
from support.relay import PASSWORD as RELAY_PASSWORD
from support.reverse_proxy import ReverseProxy
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess, binary, environment, run

CHECKS = ["server", "config", "db", "disk", "smtp", "push", "tls", "proxy", "backup", "clock", "limits"]
WELL, WARNINGS, BROKEN = 0, 1, 2
DAY = 86_400
FINDINGS, TEST_MAIL = "/api/v1/admin/findings", "/api/v1/admin/test-mail"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """The database of a server that ran once and stopped."""
    with SnugProcess(tmp_path_factory.mktemp("empty")) as process:
        process.start()
        assert process.terminate() == 0
        return process.database


@pytest.fixture
def database(empty, tmp_path):
    """One of a test's own."""
    (tmp_path / "data").mkdir(mode=0o700)
    return shutil.copy(empty, tmp_path / "data" / "snug.db")


@pytest.fixture
def closed_port():
    """One where nothing listens."""
    return free_port()


def look(database, *arguments, **settings):
    """The exit code and the findings of `snug check --json`."""
    ended = run("check", "--json", "--database", database, *arguments, **settings)
    assert not ended.stderr, ended.stderr
    report = json.loads(ended.stdout)
    assert set(report) == {"findings", "checked_at"}
    for finding in report["findings"]:
        assert set(finding) == {"id", "check", "level", "what", "why", "fix", "ignored"}
        assert finding["id"].startswith(finding["check"] + ".")
        assert finding["what"] and (finding["level"] == "ok") == (not finding["why"]) == (not finding["fix"]), finding
        assert_typed_or_told(finding)
    return ended.returncode, report["findings"]


def complaints(database, check, *arguments, **settings):
    """What one check complains of, each as its level, what, why and fix in one string."""
    code, findings = look(database, check, *arguments, **settings)
    assert {finding["check"] for finding in findings} == {check}
    found = [" | ".join(finding[part] for part in ("level", "what", "why", "fix"))
             for finding in findings if finding["level"] != "ok"]
    levels = {finding["level"] for finding in findings}
    assert code == (BROKEN if "error" in levels else WARNINGS if "warning" in levels else WELL)
    return found


def only(found, *words):
    """The one complaint, which has all these words."""
    assert len(found) == 1, found
    for word in words:
        assert word in found[0], found[0]


def mend(complaint, typed="secret\n"):
    """Types the command that a complaint ends with, as root, who needs no sudo, and what it then asks for."""
    command = complaint.rsplit(" | ", 1)[1].replace("sudo ", "")
    folder = os.path.dirname(binary())
    subprocess.run(
        ["bash", "-ec", command], env=environment(PATH=f"{folder}:{os.environ['PATH']}"), input=typed, text=True,
        check=True, timeout=30)


def change(database, query, *arguments):
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(query, arguments)


def set_note(database, name, value):
    change(database, "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", name, str(value))


def moment(days_ago):
    """In microseconds since 1970."""
    return round((time.time() - days_ago * DAY) * 1_000_000)


# Healthy

def test_a_healthy_server_has_nothing_to_mend(tmp_path, relay, machine):
    """0, a line for each check, beside the server whose settings it takes over; also with --json."""
    pair = certificates.make(tmp_path, "site")
    pair.key.chmod(0o600)
    with SnugProcess(tmp_path, *pair.flags, *relay.flags, scheme="https", **relay.settings) as process:
        process.start()
        ended = run("check", "--database", process.database, **machine)
        print(ended.stdout)
        assert ended.returncode == WELL, ended.stdout + ended.stderr
        assert [line.split()[:2] for line in ended.stdout.splitlines()] == [[check, "ok"] for check in CHECKS]
        assert re.search(rf"^server  ok +It runs since .* as process {process.pid}, version \d", ended.stdout)
        assert "for localhost, 127.0.0.1 holds until" in ended.stdout
        assert RELAY_PASSWORD not in ended.stdout
        code, findings = look(process.database, **machine)
        assert code == WELL and [finding["check"] for finding in findings] == CHECKS
        assert process.terminate() == 0


def test_a_broken_one_says_what_why_and_the_command(database, closed_port, machine):
    """In the terminal: the worst decides the exit code, and each complaint is three lines."""
    database.chmod(0o644)
    database.parent.chmod(0o755)
    ended = run(
        "check", "--database", database, "--smtp-host", "localhost", "--smtp-port", closed_port,
        "--site-url", "http://chat.example.org", "--listen", "127.0.0.1:8080", **machine)
    print(ended.stdout)
    assert ended.returncode == BROKEN
    assert f"chmod 600 {database}" in ended.stdout
    lines = ended.stdout.splitlines()
    heads = [line for line in lines if not line.startswith(" ")]
    broken = [line for line in heads if line.split()[1] != "ok"]
    assert len(lines) == len(heads) + 2 * len(broken)
    assert sum(line.strip().startswith("→ ") for line in lines) == len(broken) >= 4


def test_that_no_server_runs_is_told_first(tmp_path, database):
    """Where all is looked at, or that is asked: an outage, with what starts it."""
    only(complaints(database, "server"), "error", f"No server has {database} open", f"snug serve --database {database}")
    code, findings = look(database)
    assert code == BROKEN and findings[0]["id"] == "server.stopped"
    code, findings = look(tmp_path / "missing.db")
    assert code == BROKEN and [finding["id"] for finding in findings] == ["server.stopped", "db.unusable"]
    set_note(database, "smtp.port", "many")
    assert [finding["id"] for finding in look(database)[1]] == ["server.stopped", "config.unusable"]


def test_what_is_known_counts_for_nothing(database):
    """By a flag, or for ever by a setting: it is still listed."""
    assert look(database, "smtp")[0] == WARNINGS
    code, findings = look(database, "smtp", "--ignore", "smtp.none")
    assert code == WELL and [(finding["id"], finding["ignored"]) for finding in findings] == [("smtp.none", True)]
    assert look(database, "smtp", "--ignore", "smtp.clear")[0] == WARNINGS, "that is another one"
    told = run("check", "config", "--json", "--database", database, SNUG_CHECK_IGNORE="smtp.none,smtp.typo")
    assert "config.ignored" in [finding["id"] for finding in json.loads(told.stdout)["findings"]]
    silenced = run("check", "smtp", "--database", database, SNUG_CHECK_IGNORE="smtp.none,smtp.typo")
    assert silenced.returncode == 0, silenced.stdout
    assert run("config", "set", "check.ignore", "smtp.none, clock.drifts", "--database", database).returncode == 0
    ended = run("check", "smtp", "--database", database)
    assert ended.returncode == WELL and ended.stdout.split()[:2] == ["smtp", "ignored"] and "→" not in ended.stdout
    for arguments in (["check", "--ignore", "smtp.nonsense"], ["config", "set", "check.ignore", "smtp.nonsense"]):
        assert run(*arguments, "--database", database).returncode == 64


@pytest.mark.parametrize("arguments, named", [(["nonsense"], "limits"), (["--send-test-mail", "nobody"], "nobody")])
def test_wrong_usage_is_refused_by_name(database, arguments, named):
    ended = run("check", "--database", database, *arguments)
    assert ended.returncode == 64 and named in ended.stderr


# Settings

def test_settings_that_nobody_reads_or_that_contradict_are_told(database):
    only(complaints(database, "config", SNUG_SMPT_HOST="x"), "SNUG_SMPT_HOST is not a setting", "SNUG_SMTP_HOST")
    only(complaints(database, "config", "--session-days", "400"), "session.days")
    only(complaints(database, "config", "--registration", "domain"), "registration.domains")
    only(complaints(database, "config", "--listen", "0.0.0.0:8080"), "site.url https://")
    assert complaints(database, "config") == []


def test_a_setting_that_the_server_would_not_start_with_is_told(database):
    set_note(database, "smtp.port", "many")
    only(complaints(database, "config"), "error", "--smtp-port", "snug config unset smtp.port")


def test_the_running_servers_environment_counts(tmp_path):
    """What is typed into a shell knows nothing of the service's environment file; flags typed here count before it."""
    with SnugProcess(tmp_path, SNUG_SMPT_HOST="x", SNUG_SMTP_HOST="nowhere.invalid") as process:
        process.start()
        only(complaints(process.database, "config"), "SNUG_SMPT_HOST")
        only(complaints(process.database, "smtp"), "nowhere.invalid")
        only(complaints(process.database, "smtp", "--smtp-host", "elsewhere.invalid"), "elsewhere.invalid")


# Database and disk

def test_a_database_that_is_not_there_or_not_ours_is_told(tmp_path):
    only(complaints(tmp_path / "missing.db", "db"), "error", "missing.db", "--database")
    (tmp_path / "notes.txt").write_text("no database " * 100)
    only(complaints(tmp_path / "notes.txt", "db"), "error", "is not a database")


@pytest.mark.parametrize("table", ["messages", "settings"])
def test_a_damaged_database_is_found(database, table):
    """A page of rubbish is found, and the way back is named."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", [table]).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with open(database, "r+b") as file:
        file.seek((page - 1) * size)
        file.write(os.urandom(size))
    found = complaints(database, "db")
    assert found and "is damaged" in found[0] and "snug restore" in found[0]


def test_a_database_that_others_can_read_is_told(database):
    """Only where they can get at it."""
    database.chmod(0o644)
    database.parent.chmod(0o755)
    only(complaints(database, "disk"), "error", "can be read by other users", f"chmod 600 {database}")
    database.parent.chmod(0o700)
    assert complaints(database, "disk") == []


def test_a_lock_that_another_program_holds_is_told(tmp_path):
    """Its process is named; once that ends, all is well."""
    with SnugProcess(tmp_path) as process:
        process.start()
        script = "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); " \
            "c.execute('BEGIN IMMEDIATE'); print('held', flush=True); sys.stdin.read()"
        with subprocess.Popen(
                [sys.executable, "-c", script, process.database], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
            assert other.stdout.readline() == b"held\n"
            found = complaints(process.database, "db")
            only(found, "error", f"(process {other.pid}) keeps everyone else from writing", f"sudo kill {other.pid}")
            mend(found[0])
            other.wait(10)
        assert complaints(process.database, "db") == []


def test_what_restores_left_behind_is_told(database):
    """Each is a whole database."""
    shutil.copy(database, f"{database}.before-restore-2026-11-01T00-00-00Z")
    said = look(database, "disk")[1][0]["what"]
    assert "1 kept from before restores and upgrades" in said and "snug.db.before-restore-2026-11-01" in said


def test_what_belongs_to_a_kept_database_is_no_other_one(database):
    """FAULT: a receipt was counted as a database, and neither the log of one nor what a rollback needs was named."""
    restored, upgraded = (f"{database}.before-{what}" for what in ("restore-2026-11-01T000000Z", "schema-3"))
    for copy in (restored, upgraded):
        shutil.copy(database, copy)
    for part in (f"{restored}-wal", f"{upgraded}.json", f"{upgraded}.partial"):
        Path(part).write_text("a part")
    said = look(database, "disk")[1][0]["what"]
    assert "2 kept from before" in said and f"{Path(restored).name} with its -wal, {Path(upgraded).name}; snug rollback" in said
    assert ".json" not in said and ".partial" not in said


@pytest.mark.parametrize("free, level", [(300_000_000, "warning"), (30_000_000, "error"), (0, "error")])
def test_a_disk_that_is_nearly_full_is_told(database, machine, free, level):
    only(complaints(database, "disk", DISK_FREE_BYTES=str(free), **machine), level, str(database.parent), "du -x -h")


# Mail

def test_that_no_relay_is_set_is_told(database):
    only(complaints(database, "smtp"), "warning", "No mail server is set", "config set smtp.host")


def test_of_a_relay_that_works_nothing_is_said(database, relay):
    before = len(relay.mails)
    assert complaints(database, "smtp", *relay.flags, **relay.settings) == []
    assert len(relay.mails) == before, "nothing was sent to find out"


def test_a_relay_that_is_not_there_is_told(database, closed_port):
    only(complaints(database, "smtp", "--smtp-host", "127.0.0.1", "--smtp-port", closed_port),
         "error", f"127.0.0.1:{closed_port} cannot be reached: nothing listens there")
    only(complaints(database, "smtp", "--smtp-host", "relay.invalid"), "name is not known", "getent hosts relay.invalid")


def test_a_relay_that_does_not_let_us_in_is_told(database, relay):
    only(complaints(database, "smtp", *relay.flags, SNUG_SMTP_PASSWORD="wrong"),
         "error", "user name and password", "Start the server with SNUG_SMTP_PASSWORD=…")
    only(complaints(database, "smtp", *relay.flags), "error", "smtp.password is not", "config set smtp.password -")


def test_a_relay_with_a_strangers_certificate_is_told(database, relay):
    flags = relay.flags[:relay.flags.index("--smtp-ca-file")]
    only(complaints(database, "smtp", *flags, **relay.settings), "certificate is not trusted", f"snug config set smtp.ca.file FILE --database {database}")


def test_a_test_mail_comes_or_it_is_said_why_not(database, relay):
    """It comes; without a relay, or to one that does not take it, that is said."""
    code, findings = look(database, "--send-test-mail", "ada@example.org", *relay.flags, **relay.settings)
    assert code == WELL and {finding["check"] for finding in findings} == {"smtp"}
    mail = relay.to("ada@example.org")[-1]
    assert mail["Subject"] == "A test mail from Snug"
    assert "codes will arrive" in mail.get_body(("plain",)).get_content()
    assert look(database, "--send-test-mail", "ada@example.org")[0] == WARNINGS
    code, findings = look(database, "--send-test-mail", "ada@example.org", *relay.flags, SNUG_SMTP_PASSWORD="wrong")
    assert code == BROKEN and "The test mail to ada@example.org was not taken" in findings[-1]["what"]


# TLS

@pytest.mark.parametrize("days, level, words", [
    (-1, "error", "has expired"), (5, "warning", "expires in 4 days"), (30, None, None)])
def test_a_certificate_that_has_to_be_renewed_is_told(database, tmp_path, days, level, words):
    pair = certificates.make(tmp_path, "site", host="chat.example.org")
    certificates.ends(pair, days)
    found = complaints(database, "tls", *pair.flags, "--site-url", "https://chat.example.org")
    if level:
        only(found, level, words, "certbot renew")
    else:
        assert found == []


def test_a_certificate_that_does_not_fit_is_told(database, tmp_path):
    """Another's key, another's name, none at all, a key for all eyes."""
    pair = certificates.make(tmp_path, "site", host="chat.example.org")
    other = certificates.make(tmp_path, "other", host="*.example.org")
    site = ("--site-url", "https://chat.example.org")
    mixed = certificates.Pair(pair.certificate, other.key)
    only(complaints(database, "tls", *mixed.flags, *site), "error", "is not the key of", "--tls-key FILE")
    only(complaints(database, "tls", *pair.flags, "--site-url", "https://talk.example.org"),
         "error", "for chat.example.org", "not for talk.example.org")
    assert complaints(database, "tls", *other.flags, *site) == [], "the star stands for chat"
    only(complaints(database, "tls", *other.flags, "--site-url", "https://a.chat.example.org"), "not for a.chat")
    address = certificates.make(tmp_path, "address", host="localhost,IP:2001:db8::1")
    assert complaints(database, "tls", *address.flags, "--site-url", "https://[2001:db8::1]") == []
    pair.key.chmod(0o644)
    only(complaints(database, "tls", *pair.flags, *site), "warning", "can be read by every user", "chmod 640")
    pair.key.unlink()
    only(complaints(database, "tls", *pair.flags, *site), "error", "cannot be read")


def test_a_site_without_tls_is_told(database):
    only(complaints(database, "tls", "--site-url", "http://chat.example.org"), "error", "without TLS", "--site-url https://")
    assert complaints(database, "tls") == []


# The way from the outside

@pytest.fixture
def pair(tmp_path):
    return certificates.make(tmp_path, "proxy")


def behind(proxy, process):
    proxy.target = process.port
    return {"SSL_CERT_FILE": str(proxy.pair.certificate)}


def proxied_process(folder, proxy, *flags):
    return SnugProcess(folder, "--site-url", proxy.origin, *flags)


def test_of_a_proxy_that_is_set_up_well_nothing_is_said(tmp_path, pair):
    with ReverseProxy(pair) as proxy, proxied_process(tmp_path, proxy, *BEHIND_PROXY) as process:
        trust = behind(proxy, process.start())
        # The running server's environment has no such variable.
        assert complaints(process.database, "proxy", **trust) == []


def test_a_proxy_whose_certificate_is_not_renewed_is_told(tmp_path, pair):
    certificates.ends(pair, 5)
    with ReverseProxy(pair) as proxy, proxied_process(tmp_path, proxy, *BEHIND_PROXY) as process:
        trust = behind(proxy, process.start())
        only(complaints(process.database, "proxy", **trust), "warning", "expires in 4 days", "certbot renew")


def test_a_server_s_own_certificate_is_not_the_proxy_s_to_renew(tmp_path, machine):
    pair = certificates.make(tmp_path, "site", host="chat.example.org")
    certificates.ends(pair, 5)
    with SnugProcess(tmp_path, *pair.flags, scheme="https") as process:
        process.start()
        complaint, = complaints(
            process.database, "proxy", "--site-url", f"https://chat.example.org:{process.port}", NAMES_LEAD_HERE="1",
            SSL_CERT_FILE=str(pair.certificate), **machine)
        assert "expires in 4 days" in complaint and complaint.rsplit(" | ", 1)[1].startswith("sudo certbot renew  # ")


def test_a_proxy_whose_certificate_has_expired_is_told(tmp_path, pair):
    """Nobody gets through: that is no warning."""
    certificates.ends(pair, -3)
    with ReverseProxy(pair) as proxy, proxied_process(tmp_path, proxy, *BEHIND_PROXY) as process:
        trust = behind(proxy, process.start())
        expired = time.strftime("%Y-%m-%d", time.gmtime(time.time() - 3 * DAY))
        only(complaints(process.database, "proxy", **trust), "error", proxy.origin, f"expired on {expired}", "certbot renew")


def test_a_proxy_that_passes_no_websockets_is_told(tmp_path, pair):
    with ReverseProxy(pair, passes_upgrade=False) as proxy, \
            proxied_process(tmp_path, proxy, *BEHIND_PROXY) as process:
        trust = behind(proxy, process.start())
        only(
            complaints(process.database, "proxy", **trust), "error", "not for WebSockets: the answer was 426", "Upgrade")


def test_a_proxy_that_nobody_trusts_or_that_says_nothing_of_its_clients_is_told(tmp_path, pair):
    with ReverseProxy(pair) as proxy, proxied_process(tmp_path, proxy) as process:
        trust = behind(proxy, process.start())
        only(complaints(process.database, "proxy", **trust), "warning", "config set trusted.proxies")
        for address in ["192.0.2.7"] + 5 * ["127.0.0.1"]:
            change(process.database, "INSERT INTO audit (at, act, address, detail) VALUES (?, 'signed_in', ?, '')",
                   moment(0), address)
        only(complaints(process.database, "proxy", *BEHIND_PROXY, **trust), "warning", "127.0.0.1", "X-Forwarded-For")
        change(process.database, "UPDATE audit SET address = '192.0.2.8' WHERE id = (SELECT max(id) FROM audit)")
        assert complaints(process.database, "proxy", *BEHIND_PROXY, **trust) == []


def test_a_site_that_does_not_lead_here_is_told(tmp_path, pair, database, closed_port):
    with ReverseProxy(pair) as proxy:
        site = ("--site-url", proxy.origin)
        trust = {"SSL_CERT_FILE": str(pair.certificate)}
        only(complaints(database, "proxy", *BEHIND_PROXY, *site, **trust), "error", "does not lead here", "502")
        only(complaints(database, "proxy", *BEHIND_PROXY, *site), "warning", "certificate is not trusted", "curl -sS")
    nowhere = ("--site-url", f"https://localhost:{closed_port}")
    only(complaints(database, "proxy", *BEHIND_PROXY, *nowhere), "cannot be reached from here: nothing listens there")
    unknown = ("--site-url", "https://chat.invalid")
    only(complaints(database, "proxy", *BEHIND_PROXY, *unknown), "cannot be reached from here: its name is not known")


# Backup

def test_backups_that_are_missing_old_or_failed_are_told(database):
    backup = f"snug backup create --database {database}"
    change(database, "DELETE FROM settings WHERE name LIKE 'last.backup%'")
    set_note(database, "last.backup.try", moment(0))
    assert complaints(database, "backup") == [], "the first night is still to come"
    only(complaints(database, "backup", "--backup-time", "off"), "warning", "No backup", "--backup-time 02:30")
    set_note(database, "last.backup.try", moment(3))
    only(complaints(database, "backup"), "warning", "No backup", backup)
    set_note(database, "last.backup", moment(3))
    only(complaints(database, "backup"), "warning", "3 days old", backup)
    set_note(database, "last.backup.try", moment(0.01))
    set_note(database, "last.backup.failure", "the disk was full")
    only(complaints(database, "backup"), "error", "failed: the disk was full", backup)
    assert run("backup", "create", "--database", database).returncode == 0
    assert complaints(database, "backup") == [], "one by hand counts too"


def test_a_folder_for_backups_that_they_do_not_fit_into_is_told(database, machine):
    found = complaints(database, "backup", DISK_FREE_BYTES="1000000", **machine)
    only(found, "warning", str(database.parent), "has room for", "du -x -h")


def test_a_copy_without_its_receipt_is_compared_with_nothing(database, tmp_path):
    """That is said; a copy into a pipe has its receipt on standard error."""
    copy = tmp_path / "copy.db"
    assert run("backup", "create", copy, "--database", database).returncode == 0
    assert run("backup", "verify", copy).stdout.endswith("; sound.\n")
    (tmp_path / "copy.db.json").unlink()
    assert "sound (no receipt: SHA-256 not compared)." in run("backup", "verify", copy).stdout
    unproven = json.loads(run("backup", "verify", copy, "--json").stdout)
    assert unproven["proven"] is False and "receipt" not in unproven
    ended = subprocess.run(
        [binary(), "backup", "create", "-", "--database", database], env=environment(), capture_output=True,
        timeout=20, check=True)
    assert f"SHA-256: {hashlib.sha256(ended.stdout).hexdigest()}" in ended.stderr.decode()


# Mends: each command, typed as it is printed

@pytest.mark.parametrize("arguments, settings", [
    (["config"], {"registration": "domain"}),
    (["config"], {"session.days": "400"}),
    (["config"], {"listen": "0.0.0.0:8080"}),
    (["config"], {"smtp.port": "many"}),
    (["smtp"], {"smtp.username": "snug", "smtp.host": "localhost"}),
])
def test_a_setting_is_mended_by_the_command_that_is_printed(database, arguments, settings):
    for key, value in settings.items():
        set_note(database, key, value)
    found = complaints(database, *arguments)
    assert len(found) == 1, found
    mend(found[0])
    assert [line for line in complaints(database, *arguments) if line == found[0]] == []
    if arguments == ["config"]:
        assert complaints(database, *arguments) == []


def test_files_and_backups_are_mended_by_the_command_that_is_printed(database):
    database.chmod(0o644)
    database.parent.chmod(0o755)
    mend(complaints(database, "disk")[0])
    assert complaints(database, "disk") == []
    set_note(database, "last.backup.try", moment(3))
    mend(complaints(database, "backup")[0])
    assert complaints(database, "backup") == []
    set_note(database, "backup.time", "off")
    shutil.rmtree(database.parent / "backups")
    for _ in range(2):
        for complaint in complaints(database, "backup"):
            mend(complaint)
        assert run("backup", "create", "--database", database).returncode == 0
    assert complaints(database, "backup") == []


# Clock and limits

def test_a_clock_that_went_back_is_told(tmp_path, machine):
    with SnugProcess(tmp_path) as process:
        server = SnugServer(process.start())
        assert complaints(process.database, "clock", **machine) == []
        room = server.room(server.owner)
        assert server.owner.post(f"/api/v1/rooms/{room}/messages", {"content": "hi"}).status == 201
        change(process.database, "UPDATE messages SET timestamp = ?", moment(-1))
        drifting = complaints(process.database, "clock", CLOCK_KEPT_BY="/nobody", **machine)
        assert [("went back" in complaint) for complaint in drifting if "error" in complaint] == [True]
        # On a clock that is right again there is nothing to mend.
        only(complaints(process.database, "clock", **machine), "warning", "The clock was ahead", "passes by itself")


def test_too_few_descriptors_are_told(tmp_path, database):
    """Those of the server, where one runs, not of the shell that looks."""
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[1] >= 4_096, "these tests take a machine that allows them"
    assert complaints(database, "limits") == []
    ended = subprocess.run(
        ["prlimit", "--nofile=512:512", binary(), "check", "limits", "--database", database],
        env=environment(), capture_output=True, text=True, timeout=20, check=False)
    assert ended.returncode == WARNINGS and "512 files" in ended.stdout and "ulimit -n 4096" in ended.stdout
    with SnugProcess(tmp_path / "served", database=tmp_path / "served.db") as process:
        (tmp_path / "served").mkdir()
        process.start()
        subprocess.run(["prlimit", "--pid", str(process.pid), "--nofile=1000:1000"], check=True, timeout=10)
        only(complaints(process.database, "limits"), "At most 1000 files")


# For administrators, by REST

def test_administrators_see_the_same_findings(process):
    server = SnugServer(process)
    ben = server.register("Ben")
    answer = server.owner.get(FINDINGS)
    assert answer.status == 200 and set(answer.body) == {"findings", "checked_at"}
    assert list(dict.fromkeys(finding["check"] for finding in answer.body["findings"])) == CHECKS
    smtp = next(finding for finding in answer.body["findings"] if finding["check"] == "smtp")
    assert smtp["level"] == "warning" and "No mail server" in smtp["what"]
    assert f"snug config set smtp.host mail.example.org --database {process.database}" == smtp["fix"]
    assert answer.body["checked_at"].startswith(time.strftime("%Y-%m-", time.gmtime()))
    assert server.owner.get(FINDINGS).body == answer.body, "looking is not free: it stands for a while"
    for path, method in ((FINDINGS, "GET"), (TEST_MAIL, "POST")):
        assert ben.call(method, path).status == 403
        assert server.guest.call(method, path).status == 401


def test_an_administrator_sends_themselves_a_test_mail(tmp_path, relay):
    """Through the relay, at once; a wrong password is said; only so many."""
    with SnugProcess(tmp_path, *relay.flags, **relay.settings) as process:
        server = SnugServer(process.start(), mails=relay)
        before = len(relay.to(server.owner.email))
        answer = server.owner.post(TEST_MAIL)
        assert answer.status == 200, answer.body
        assert answer.body["sent_to"] == server.owner.email and answer.body["relay"].startswith("localhost:")
        assert len(relay.to(server.owner.email)) == before + 1
        assert run("config", "set", "smtp.port", "1", "--database", process.database).returncode == 0
        for _ in range(4):
            assert server.owner.post(TEST_MAIL).status == 200, "the flag counts before the database"
        refused = server.owner.post(TEST_MAIL)
        assert refused.status == 429 and int(refused.headers["Retry-After"]) > 0


def test_a_test_mail_that_nobody_takes(tmp_path, relay, closed_port):
    with SnugProcess(tmp_path, "--smtp-host", "localhost", "--smtp-port", str(closed_port)) as process:
        server = SnugServer(process.start())
        answer = server.owner.post(TEST_MAIL)
        assert answer.status == 502 and answer.body["code"] == "mail_not_taken"
        assert "nothing listens there" in answer.body["detail"]


def test_without_a_relay_a_test_mail_is_printed(process):
    server = SnugServer(process)
    answer = server.owner.post(TEST_MAIL)
    assert answer.status == 200 and answer.body == {"sent_to": server.owner.email, "relay": None}
    eventually(lambda: "Subject: A test mail from Snug" in process.output, "the mail on the console")
