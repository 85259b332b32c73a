"""Settings: from every source, shown without secrets, changed while the server runs."""

import json

import pytest

from support.deadline import eventually
from support.rows import changing
from support.server import SnugServer
from support.snug import SnugProcess, run

pytestmark = pytest.mark.main

WRONG_USAGE = 64


def config(process, *arguments, stdin=None, **settings):
    return run("config", *arguments, "--database", process.database, stdin=stdin, **settings)


def shown(process, **settings):
    ended = config(process, "show", "--json", **settings)
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


def test_each_setting_says_where_it_comes_from(process, tmp_path):
    """Environment, file and database in one list; a secret is not in it."""
    password = tmp_path / "password"
    password.write_text("hunter2-from-a-file\n")
    assert config(process, "set", "site.name", "The Choir").returncode == 0
    settings = {"SNUG_SMTP_HOST": "mail.example.org", "SNUG_SMTP_PASSWORD_FILE": str(password)}
    found = shown(process, **settings)
    assert found["site.name"] == {"value": "The Choir", "origin": "the database"}
    assert found["smtp.host"] == {"value": "mail.example.org", "origin": "SNUG_SMTP_HOST"}
    assert found["smtp.password"] == {"value": "(secret)", "origin": f"the file {password}"}
    assert found["message.rate"] == {"value": "30", "origin": "the default"}
    table = config(process, "show", "--origin", **settings).stdout
    assert "hunter2" not in table and "The Choir" in table and "SNUG_SMTP_HOST" in table


def test_a_value_is_checked_before_it_is_kept(process):
    for key, value in [("registration", "maybe"), ("session.days", "0"), ("site.url", "chat"), ("message.rate", "fast")]:
        ended = config(process, "set", key, value)
        assert ended.returncode == WRONG_USAGE and key in ended.stderr, ended
    assert {entry["origin"] for entry in shown(process).values()} <= {"the default", "unset", "a flag"}


def test_an_unknown_setting_is_refused_with_the_nearest_name(process):
    ended = config(process, "set", "smtp.hots", "mail.example.org")
    assert ended.returncode == WRONG_USAGE
    assert "smtp.host" in ended.stderr
    assert config(process, "unset", "database").returncode == WRONG_USAGE


def test_a_secret_goes_in_by_standard_input_alone(process):
    refused = config(process, "set", "smtp.password", "on-the-command-line")
    assert refused.returncode == WRONG_USAGE and "standard input" in refused.stderr
    kept = config(process, "set", "smtp.password", "-", stdin="s3cret-word\n")
    assert kept.returncode == 0 and "s3cret-word" not in kept.stdout + kept.stderr
    assert shown(process)["smtp.password"] == {"value": "(secret)", "origin": "the database"}
    assert "s3cret-word" not in process.errors + process.output


def test_a_changed_setting_holds_within_a_second(plain_process):
    """Registration opens, the site has another name, and closes again, with nobody restarting anything."""
    server = SnugServer(plain_process)
    form = {"name": "Ben", "email": "ben@example.org", "password": "ten warm blankets"}
    assert server.guest.post("/api/v1/auth/register", form).status == 403
    assert config(plain_process, "set", "site.name", "The Choir").returncode == 0
    assert config(plain_process, "set", "registration", "open").returncode == 0
    eventually(lambda: server.guest.post("/api/v1/auth/register", form).status == 202, "registration is open")
    eventually(lambda: "The Choir" in plain_process.output, "a mail that carries the new name")
    assert config(plain_process, "unset", "registration").returncode == 0
    eventually(lambda: server.guest.post("/api/v1/auth/register", form).status == 403, "registration is closed")
    assert "setting=registration value=open" in plain_process.errors
    acts = [entry for entry in server.owner.get("/api/v1/audit").body["entries"] if entry["act"] == "setting_changed"]
    assert [entry["detail"] for entry in acts] == ["registration", "registration", "site.name"]


def test_a_socket_limit_holds_for_the_next_socket(plain_process):
    server = SnugServer(plain_process)
    with server.owner.socket() as first:
        first.wait_for(type="hello")
        assert config(plain_process, "set", "sockets.per.user", "1").returncode == 0
        eventually(lambda: "setting=sockets.per.user" in plain_process.errors, "the change in the log")
        assert server.owner.get("/ws", headers={
            "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA=="}).status == 429


def test_what_a_flag_says_is_not_changed_by_the_database(process):
    """The command says so as well as it can, and the server stays as it was told."""
    ended = config(process, "set", "registration", "closed", SNUG_REGISTRATION="open")
    assert "SNUG_REGISTRATION" in ended.stdout
    SnugServer(process).register("Ben")


def test_sighup_reads_files_again_and_says_what_waits(tmp_path):
    """A file that a variable names; a setting that waits for a restart is named, and holds after it."""
    level = tmp_path / "level"
    level.write_text("info")
    with SnugProcess(tmp_path, SNUG_LOG_LEVEL_FILE=str(level)) as process:
        process.start()
        level.write_text("debug")
        process.reload()
        eventually(lambda: "setting=log.level value=debug" in process.errors, "the change in the log")
        assert config(process, "set", "trusted.proxies", "192.0.2.7").returncode == 0
        process.reload()
        eventually(lambda: "waits for a restart setting=trusted.proxies" in process.errors, "what waits")
        level.write_text("loud")
        process.reload()
        eventually(lambda: "those from before hold" in process.errors, "a refusal of what is wrong")
        assert process.terminate() == 0


def test_a_wrong_value_in_the_database_stops_the_start_and_says_how_to_mend_it(tmp_path):
    with SnugProcess(tmp_path) as process:
        process.start()
        assert process.terminate() == 0
        with changing(process.database) as database:
            database.execute("INSERT INTO settings VALUES ('session.days', 'soon')")
        ended = run("serve", "--listen", "127.0.0.1:0", "--database", process.database)
        assert ended.returncode == WRONG_USAGE
        assert "snug config unset session.days" in ended.stderr
        assert config(process, "unset", "session.days").returncode == 0
        process.start()


def test_a_misspelt_variable_is_told_at_the_start(tmp_path):
    with SnugProcess(tmp_path, SNUG_SMTP_HSOT="mail.example.org") as process:
        process.start()
        assert "SNUG_SMTP_HSOT is not a setting" in process.errors
        assert "did you mean SNUG_SMTP_HOST?" in process.errors


def test_a_misspelt_finding_is_told_at_the_start(tmp_path):
    """Once, with the name that was meant; it is no reason not to start."""
    with SnugProcess(tmp_path, SNUG_CHECK_IGNORE="smtp.none,clock.drift,nonsense.of.old") as process:
        process.start()
        words = "warning check.ignore names what is no finding: clock.drift (did you mean clock.drifts?), nonsense.of.old"
        assert [line for line in process.errors.splitlines() if "check.ignore" in line and line.endswith(words)], process.errors
        assert process.errors.count("check.ignore") == 1


@pytest.mark.parametrize("form", ["text", "json", "journald"])
def test_the_log_is_written_as_asked(tmp_path, form):
    with SnugProcess(tmp_path, "--log-format", form) as process:
        process.start()
        assert process.terminate() == 0
        lines = process.errors.splitlines()
        if form == "json":
            assert all({"time", "level", "message"} <= json.loads(line).keys() for line in lines)
        elif form == "journald":
            assert all(line[0] == "<" and line[1].isdigit() and line[2] == ">" for line in lines)
        else:
            assert all(line[:2] == "20" and "Z " in line for line in lines)
        assert any("No mail server" in line for line in lines)
