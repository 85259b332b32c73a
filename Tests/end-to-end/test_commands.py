"""The commands' forms: help, misspelt names, JSON for programs, completions, the container's health check."""

import contextlib
import json
import socket
import sqlite3
import subprocess

import pytest

from support.deadline import eventually
from support.server import SnugServer
from support.snug import SnugProcess, binary, environment, run


def test_bare_snug_shows_help_and_makes_nothing(tmp_path, monkeypatch):
    """0, the commands, and no folder for a database."""
    monkeypatch.chdir(tmp_path)
    ended = run()
    assert ended.returncode == 0 and "SUBCOMMANDS" in ended.stdout
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("words", "said"), [
    (["serv"], "Did you mean serve?"),
    (["user", "lst"], "Did you mean list?"),
    (["help", "nonsense"], "has no command “nonsense”"),
    (["help", "backup", "vrify"], "Did you mean verify?"),
])
def test_a_misspelt_command_is_named_with_the_nearest(words, said):
    """64 and one line, for help too."""
    ended = run(*words)
    assert ended.returncode == 64, ended.stdout
    assert said in ended.stderr and "Usage" not in ended.stderr


def test_a_wrong_value_is_one_sentence(tmp_path):
    """Without a line on how the program is called, which helps nobody there."""
    ended = run("serve", "--database", tmp_path / "snug.db", SNUG_MESSAGE_RATE="lots")
    assert ended.returncode == 64
    assert len(ended.stderr.strip().splitlines()) == 1 and "“lots”" in ended.stderr


def test_verbs_that_list_or_make_speak_json(process):
    """One object or array each, with the names of the interface."""
    server = SnugServer(process)

    def said(*words):
        ended = run(*words, "--json", "--database", process.database)
        assert ended.returncode == 0, ended.stderr
        return json.loads(ended.stdout)

    owner, = said("user", "list")
    assert owner["role"] == "owner" and owner["email"] == server.owner.email and owner["deactivated"] is False
    assert "/login#" in said("user", "add", "ben@example.org", "--name", "Ben")["login_link"]
    assert "/login#" in said("user", "login-link", "ben@example.org")["link"]
    made = said("invite", "create", "--name", "Club")
    assert made == said("invite", "list")[0] and made["name"] == "Club" and "/invite#" in made["url"]
    copy = said("backup", "create")
    assert copy["proven"] and copy["receipt"]["users"] == 2
    assert said("backup", "list") == [copy]
    verified = json.loads(run("backup", "verify", copy["file"], "--json").stdout)
    assert verified["receipt"]["sha256"] == copy["receipt"]["sha256"]


def test_the_set_up_link_speaks_json(process):
    """The link alone."""
    ended = run("setup-link", "--json", "--database", process.database)
    assert "/setup#" in json.loads(ended.stdout)["link"]


def test_a_user_is_renamed_for_everyone(process):
    """The others' pages hear of it within a second, and the audit log has it."""
    server = SnugServer(process)
    ada = server.register("Ada")
    server.room(server.owner, ada)
    assert run("user", "rename", ada.email, "Ada L.", "--database", process.database).returncode == 0
    names = {user["name"] for user in json.loads(
        run("user", "list", "--json", "--database", process.database).stdout)}
    assert "Ada L." in names
    entries = server.owner.get("/api/v1/audit").body["entries"]
    assert [entry["detail"] for entry in entries if entry["act"] == "user_renamed"] == ["Ada L."]
    assert run("user", "rename", ada.email, "  ", "--database", process.database).returncode == 1


def test_a_health_check_ends_as_the_server_is(tmp_path):
    """0 beside a running server, found by its database alone; 1 and a sentence where none answers."""
    with SnugProcess(tmp_path) as process:
        process.start()
        assert run("healthcheck", "--database", process.database).stdout == "ok\n"
        assert process.terminate() == 0
        ended = run("healthcheck", "--listen", f"127.0.0.1:{process.port}", "--database", process.database)
    assert ended.returncode == 1 and "does not answer" in ended.stderr


def test_a_health_check_says_which_part_fails(process):
    with contextlib.closing(sqlite3.connect(process.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        said = eventually(
            lambda: "answers 503: " in (said := run("healthcheck", "--database", process.database).stderr) and said,
            "a server that is not ready", within=30)
    assert '"checks":{"database":' in said


def test_a_port_in_the_database_is_the_one_that_is_asked_and_blamed(tmp_path):
    """Where no flag says otherwise: by the health check, and by a server that finds it taken."""
    database = tmp_path / "snug.db"
    SnugProcess(tmp_path, database=database).start().terminate()
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        assert run("config", "set", "listen", f"127.0.0.1:{port}", "--database", database).returncode == 0
        for command in (["serve"], ["check", "server"]):
            ended = run(*command, "--database", database)
            assert "8080" not in ended.stderr + ended.stdout, ended
        assert f"127.0.0.1:{port} cannot be listened on" in run("serve", "--database", database).stderr
    ended = run("healthcheck", "--database", database)
    assert ended.returncode == 1 and f"127.0.0.1:{port} does not answer" in ended.stderr


def test_half_of_a_pair_of_settings_is_told_of(process):
    """It is kept, as the other half may follow, with what a server would say."""
    ended = run("config", "set", "tls.certificate", "/etc/x.pem", "--database", process.database)
    assert ended.returncode == 0 and "go together" in ended.stderr
    assert "snug config unset tls.certificate" in ended.stderr
    ended = run("config", "set", "tls.key", "/etc/x.key", "--database", process.database)
    assert ended.returncode == 0 and "go together" not in ended.stderr


def test_a_file_in_a_setting_has_an_absolute_path(process):
    """Who reads it stands in another folder."""
    ended = run("config", "set", "backup.directory", "copies", "--database", process.database)
    assert ended.returncode == 64 and "absolute" in ended.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions_have_values_and_files(shell):
    """The names of checks, roles, settings and kinds of registration; file names where files are meant."""
    script = run("--generate-completion-script", shell).stdout
    for value in ("smtp.host", "closed", "implicit", "owner", "proxy"):
        assert value in script, value
    assert {"bash": "__snug_add_completions -f", "zsh": "_files", "fish": "-F"}[shell] in script


@pytest.mark.parametrize(("line", "offered"), [
    ("snug us", "user"), ("snug check prox", "proxy"), ("snug check --ignore smtp.no", "smtp.none"),
    ("snug user role ada@example.org ow", "owner"), ("snug config set smtp.ho", "smtp.host"),
    ("snug serve --registration cl", "closed"), ("snug backup create --js", "--json"), ("snug restore al", "alpha.db"),
    ("snug backup verify al", "alpha.db"), ("snug import original al", "alpha.db"), ("snug serve --tls-key al", "alpha.db"),
])
def test_bash_completes_verbs_values_and_files(tmp_path, line, offered):
    """As it does for whoever presses the tab key."""
    (tmp_path / "alpha.db").touch()
    (tmp_path / "snug").symlink_to(binary())
    (tmp_path / "script").write_text(run("--generate-completion-script", "bash").stdout)
    press = """
        source ./script
        COMP_LINE=$1 COMP_POINT=${#1}; read -ra COMP_WORDS <<< "$1"; COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _snug snug "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"; printf '%s\\n' "${COMPREPLY[@]}"
    """
    ended = subprocess.run(
        ["bash", "-c", press, "bash", line], cwd=tmp_path, env=environment() | {"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True, text=True, timeout=20, check=True)
    assert ended.stdout.split() == [offered], ended.stderr


def test_fish_completes_a_role_behind_an_address():
    """It counts only arguments that have completions: the address is the first, and has none to offer."""
    script = run("--generate-completion-script", "fish").stdout
    assert """"snug user role" -eq 2' -fka 'owner admin member'""" in script


def test_config_show_tells_what_is_in_effect(process):
    """What follows from other settings is shown with its value, not as unset."""
    ended = run("config", "show", "--json", "--database", process.database, SNUG_SMTP_TLS="implicit")
    shown = json.loads(ended.stdout)
    assert shown["smtp.port"] == {"origin": "the default", "value": "465"}
    assert shown["site.url"] == {"origin": "the default", "value": "http://localhost:8080"}
    assert shown["backup.directory"]["value"] == str(process.database.parent / "backups")
    assert shown["smtp.host"]["origin"] == "unset"
