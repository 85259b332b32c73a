"""What can be said of the package without unpacking it."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
SYSTEMD = ROOT / "systemd"
SCRIPTS = [
    "systemd/build-deb", "systemd/debian/postinst", "systemd/debian/prerm", "systemd/debian/postrm",
    "Tests/package/run",
]
EXPOSURE_MAX = 1.1


@pytest.fixture(scope="module")
def commands():
    """What the commands say of themselves."""
    said = subprocess.run(
        [os.environ["SNUG_BINARY"], "--experimental-dump-help"], capture_output=True, check=True, timeout=20)
    return json.loads(said.stdout)["command"]


def test_the_environment_file_has_every_setting_with_its_default(commands):
    """Each flag of `snug serve` and the one secret, once, commented out; nothing that is not a setting."""
    serve = next(one for one in commands["subcommands"] if one["commandName"] == "serve")
    known = {"SNUG_SMTP_PASSWORD": ""}
    for argument in serve["arguments"]:
        name = argument["preferredName"]["name"]
        if argument["kind"] == "option":
            standard = re.search(r"\(default: ([^ )]+(?: [KMG]iB|(?:, [^ )]+)*))\)$", argument["abstract"])
            known["SNUG_" + name.upper().replace("-", "_")] = standard[1] if standard else ""
    lines = re.findall(r"^#?(SNUG_\w+)=(.*)$", (SYSTEMD / "snug.env").read_text(), re.MULTILINE)
    assert len(lines) == len(dict(lines)), "a setting stands there twice"
    assert dict(lines) == known
    assert not re.search(r"^[^#\n]", (SYSTEMD / "snug.env").read_text(), re.MULTILINE), "each line is a comment"


def test_the_unit_gives_a_stranger_little():
    """No line that systemd does not know, and the exposure that SECURITY promises."""
    said = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", SYSTEMD / "snug.service"],
        capture_output=True, text=True, check=True, timeout=20)
    assert not said.stderr, said.stderr
    score = float(re.search(r"Overall exposure level for snug.service: ([\d.]+)", said.stdout)[1])
    print(f"exposure {score}")
    assert score <= EXPOSURE_MAX


def test_the_unit_tries_nothing_without_end():
    """What systemd itself fails at (systemd.exec(5): 200 to 245) waits for a person, and so does what fails on and on
    before it can wait; thirty kills in a row do not get there."""
    unit = (SYSTEMD / "snug.service").read_text()
    final = " ".join(re.findall(r"^RestartPreventExitStatus=(.*)$", unit, re.MULTILINE)).split()
    assert {*map(str, range(200, 246)), "64", "74"} == set(final)
    limit = dict(re.findall(r"^StartLimit(\w+)=(\d+)$", unit, re.MULTILINE))
    assert int(limit["IntervalSec"]) > 0 and int(limit["Burst"]) > 2 * 30


@pytest.mark.parametrize("script", SCRIPTS)
def test_shell_scripts_are_sound(script):
    """ShellCheck has nothing to say."""
    said = subprocess.run(["shellcheck", ROOT / script], capture_output=True, text=True, check=False, timeout=60)
    assert said.returncode == 0, said.stdout


def test_every_command_has_a_page_that_man_can_set(commands, tmp_path):
    """One for the program and one for each command, without a word from groff."""
    subprocess.run(
        [SYSTEMD / "man-pages", "1.2.3", "2026-01-31", tmp_path], input=json.dumps({"command": commands}), text=True,
        check=True, timeout=20)
    names = {one["commandName"] for one in commands["subcommands"]} - {"help"}
    assert {page.name for page in tmp_path.iterdir()} == {"snug.1"} | {f"snug-{name}.1" for name in names} | {
        "snug.env.5"}
    for page in tmp_path.iterdir():
        said = subprocess.run(
            ["groff", "-man", "-Tutf8", "-ww", page], capture_output=True, text=True, check=True, timeout=20)
        assert not said.stderr, said.stderr
        assert "1.2.3" in said.stdout and ".SH EXAMPLES" in page.read_text()
    statuses = re.findall(r"^\.TP\n(\d+)$", (tmp_path / "snug.1").read_text(), re.MULTILINE)
    assert statuses == sorted(statuses, key=int), "exit codes stand in order"
    settings = (tmp_path / "snug.env.5").read_text()
    assert all(f"SNUG_{name}" in settings for name in ("LISTEN", "SITE_URL", "BACKUP_TIME"))
