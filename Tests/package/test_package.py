"""From a bare Debian 12 to people talking, and what happens to them when the box does what boxes do. The tests are one
story, in this order."""

import contextlib
import re
import time

import pytest

from installed_server import open_doors
from support.client import Client
from support.deadline import eventually

SOCKETS = 200
SOCKETS_OF_ONE = 15


@pytest.fixture(scope="module")
def told(box, packages):
    """What apt printed when the package was installed."""
    return box.install(packages[0])


@pytest.fixture(scope="module")
def server(box, told):
    return open_doors(box, told)


@pytest.fixture(scope="module")
def talk(server):
    """Two people, and the room that they talk in."""
    alma = server.register("Alma")
    return server.owner, alma, server.room(server.owner, alma)


def resumed(person, room, seq):
    """Comes back as clients do, and tells what it missed."""
    def try_again():
        with contextlib.suppress(OSError):
            return person.socket()
    socket = eventually(try_again, "a connection")
    socket.send(type="resume", rooms={str(room): {"seq": seq, "rev": 0}})
    socket.wait_for(type="resumed", room_id=room)
    return [message["seq"] for message in socket.messages(room)]


def say(person, room, words):
    """The number of a message that was acknowledged."""
    socket = person.socket()
    socket.wait_for(type="hello")
    socket.say(room, words, re.sub(r"\W", "-", words))
    return socket.ack(re.sub(r"\W", "-", words))["seq"]


def test_installing_starts_the_server_and_prints_the_link(box, told):
    """It is in service when apt is done, starts with the box, and says how to begin."""
    assert "http://localhost:8080/setup#" in told
    assert box.shown("ActiveState") == "active"
    assert box.run("systemctl", "is-enabled", "snug") == "enabled"
    assert Client(box.port).get("/readyz").status == 200


def test_its_data_and_process_belong_to_it_alone(box, told):
    """A user of its own without a shell; files for no other eyes; nothing in the process's arguments."""
    assert box.run("stat", "-c", "%U %a", "/var/lib/snug", "/var/lib/snug/backups", "/var/lib/snug/snug.db").split(
        "\n") == ["snug 700", "snug 700", "snug 600"]
    assert box.run("ps", "-o", "user=,args=", "-p", str(box.server)).split() == ["snug", "/usr/bin/snug", "serve"]
    assert box.run("getent", "passwd", "snug").endswith(":/usr/sbin/nologin")


def test_the_manual_and_the_completions_are_there(box, told):
    """A page for the program and one for each command, and the words for three shells."""
    files = box.run("dpkg", "--listfiles", "snug").split("\n")
    commands = set(re.findall(r"^  ([a-z][a-z-]+)", box.run("snug", "--help").split("SUBCOMMANDS:")[1], re.MULTILINE))
    pages = {name for name in re.findall(r"man1/snug-([a-z-]+)\.1\.gz", "\n".join(files))}
    assert pages and pages == commands
    for folder in ("bash-completion/completions/snug", "zsh/vendor-completions/_snug", "fish/vendor_completions.d/snug.fish"):
        assert f"/usr/share/{folder}" in files


def test_its_users_commands_find_its_database(box, talk):
    """Without being told where it is, by the settings of `/etc/snug/snug.env`; so do root's."""
    assert "alma@example.org" in box.as_snug("user", "list")
    shown = box.as_snug("config", "show", "--origin")
    assert re.search(r"registration +open +SNUG_REGISTRATION", shown), shown
    for command in ("user list", "config show --origin"):
        assert box.run("sh", "-c", f"cd /root && snug {command}") == box.as_snug(*command.split())


def test_people_talk_through_the_installed_server(talk):
    """The owner by the link that apt printed, another by a code from the journal; what one says the other hears."""
    olga, alma, room = talk
    hers = alma.socket()
    hers.wait_for(type="hello")
    say(olga, room, "Hello Alma")
    assert hers.wait_for(type="message")["content"] == "Hello Alma"


def test_its_journal_has_one_link_and_no_noise(box, told):
    """The link that apt printed is the one in the journal, and every line is the server's own or systemd's of it."""
    assert box.setup_token() == re.search(r"setup#(\S+)", told)[1]
    assert "priority" not in box.output, box.output


def test_killed_it_is_back_at_once(box, talk):
    """`kill -9`, and everything acknowledged is there."""
    olga, alma, room = talk
    seq = say(olga, room, "before the kill")
    killed = box.server
    box.run("kill", "-KILL", str(killed))
    box.back_since(killed, within=10)
    assert seq in resumed(alma, room, seq - 1)


def test_a_file_that_cannot_be_used_is_not_tried_for_ever(box, talk):
    """A damaged file is one failure in the journal; what heals by itself, a port in use, is tried less and less often."""
    box.run("systemctl", "stop", "snug")
    box.run("mv", "/var/lib/snug/snug.db", "/var/lib/snug/aside.db")
    box.run("sh", "-c", "echo 'Dear diary' >/var/lib/snug/snug.db; chown snug:snug /var/lib/snug/snug.db")
    box.run("systemctl", "start", "snug", check=False)
    assert box.shown("ActiveState") == "failed" and box.shown("NRestarts") == "0"
    box.run("mv", "/var/lib/snug/aside.db", "/var/lib/snug/snug.db")
    box.run("systemctl", "start", "snug")
    assert box.shown("ActiveState") == "active"


def test_a_reload_cuts_nobody_off(box, talk):
    """`systemctl reload snug` reads settings and certificates again in the same process."""
    olga, _, room = talk
    before, socket = box.server, olga.socket()
    socket.wait_for(type="hello")
    box.run("systemctl", "reload", "snug")
    socket.say(room, "still here", "after-reload")
    socket.ack("after-reload")
    assert box.server == before


def test_a_stuck_server_is_replaced_by_the_watchdog(box, talk):
    """A process that stopped is killed and started anew, without anybody at the box."""
    olga, alma, room = talk
    seq = say(olga, room, "before it got stuck")
    box.write("/run/systemd/system/snug.service.d/impatient.conf", "[Service]\nWatchdogSec=2\n")
    box.run("systemctl", "daemon-reload")
    box.run("systemctl", "restart", "snug")
    stuck = box.server
    # Longer than the watchdog waits: it is fed while all is well.
    time.sleep(5)
    assert box.server == stuck, "a healthy server is left alone"
    box.run("kill", "-STOP", str(stuck))
    took = box.back_since(stuck, within=20)
    print(f"back {took:.2f} s after it got stuck, the watchdog waiting for 2 s")
    assert seq in resumed(alma, room, seq - 1)


def test_an_upgrade_is_a_short_pause(box, packages, talk):
    """Another process of the new version; people resume, and sessions, settings and the owner are as they were."""
    olga, alma, room = talk
    seq, before, socket = say(olga, room, "before the upgrade"), box.server, alma.socket()
    socket.wait_for(type="hello")
    box.install(packages[1])
    assert socket.until_closed() in (1001, 1006)
    assert box.server not in (0, before)
    assert seq in resumed(alma, room, seq - 1)
    assert say(alma, room, "after the upgrade") == seq + 1
    assert "SNUG_REGISTRATION=open" in box.run("cat", "/etc/snug/snug.env")


def test_its_package_and_its_memory_are_as_small_as_readme_says(box, packages, server):
    """What README promises of size; printed, and held to bounds that only a change of kind would break."""
    # One alone may open so many at once.
    people = [server.owner, *(server.register(f"Person{number}") for number in range(1, SOCKETS // SOCKETS_OF_ONE))]
    box.run("rm", "-rf", "/run/systemd/system/snug.service.d")
    box.run("systemctl", "daemon-reload")
    box.write_settings("SNUG_SOCKETS_PER_USER=1000")
    start = time.monotonic()
    box.run("systemctl", "restart", "snug")
    took = time.monotonic() - start
    idle, idle_own = box.memory()
    sockets = [person.socket() for person in people for _ in range(SOCKETS_OF_ONE)]
    for socket in sockets:
        socket.wait_for(type="hello")
    busy, busy_own = box.memory()
    installed = int(box.run("dpkg-query", "--show", "--showformat", "${Installed-Size}", "snug"))
    print(f"package {packages[0].stat().st_size / 1e6:.1f} MB, installed {installed / 1024:.0f} MiB; stop and start "
          f"{took:.2f} s; RSS {idle} KiB ({idle_own} anonymous), with {len(sockets)} sockets {busy} KiB ({busy_own})")
    assert packages[0].stat().st_size < 30e6
    # Most of it is pages of the program's file, which the system takes back where it needs them.
    assert idle < 60 * 1024
    assert idle_own < 20 * 1024
    assert busy_own - idle_own < len(sockets) * 64


def test_removing_keeps_the_data(box, packages, talk):
    """Without the package the file stays; with it again, it is the same service."""
    olga, alma, room = talk
    seq = say(olga, room, "before the removal")
    box.run("apt-get", "remove", "--yes", "snug")
    assert box.shown("ActiveState") == "inactive"
    assert box.has("/var/lib/snug/snug.db") and box.has("/etc/snug/snug.env")
    assert "setup#" not in box.install(packages[1]), "there is an owner already"
    assert seq in resumed(alma, room, seq - 1)


def test_purging_says_what_goes_and_keeps_the_backups(box, talk):
    """A last copy is made first. All else is gone: the database, the settings, the password of the relay."""
    olga, _, room = talk
    say(olga, room, "the last words")
    box.as_snug("backup", "create", "/var/lib/snug/backups/by-hand.db")
    box.write("/etc/snug/smtp-password", "secret\n")
    said = box.run("apt-get", "purge", "--yes", "snug")
    assert "Deleting /etc/snug and /var/lib/snug" in said
    kept = box.run("find", "/var/lib/snug", "-type", "f", "-name", "*.db").split("\n")
    assert "/var/lib/snug/backups/by-hand.db" in kept and all(path in said for path in kept)
    assert all(path.startswith("/var/lib/snug/backups/") for path in kept)
    assert not box.has("/etc/snug")
    assert box.run("sh", "-c", "systemctl cat snug || echo gone").endswith("gone")


def test_a_new_installation_says_how_to_restore(box, packages, talk):
    """The lines that apt prints bring back what was there when it was purged, the last words with it."""
    olga, alma, room = talk
    said = box.install(packages[1])
    lines = re.findall(r"^  sudo (s.*)$", said, re.MULTILINE)
    assert len(lines) == 2, said
    for line in lines:
        box.run(*line.replace("snug restore", "runuser -u snug -- snug restore").split())
    assert "the last words" in [message["content"] for message in alma.history(room)]


def test_a_purge_without_a_copy_keeps_the_database_itself(box, talk):
    """Where no last copy could be made, the file lies among the backups."""
    box.run("systemctl", "stop", "snug")
    box.run("sh", "-c", "rm -rf /var/lib/snug/backups; touch /var/lib/snug/backups")
    said = box.run("apt-get", "remove", "--yes", "snug")
    assert "It could not be made" in said
    box.run("rm", "/var/lib/snug/backups")
    assert "/var/lib/snug/backups/purged-snug.db" in box.run("apt-get", "purge", "--yes", "snug")
    assert box.has("/var/lib/snug/backups/purged-snug.db")


@pytest.mark.parametrize("line", ["", "SNUG_SITE_NAME=Ours\n"], ids=["as it came", "changed"])
def test_an_upgrade_from_a_package_with_a_conffile_asks_nothing(box, packages, earlier, line):
    """What the administrator wrote stays; a later upgrade leaves it alone, and a purge removes it."""
    box.run("rm", "-rf", "/var/lib/snug")
    box.run("apt-get", "install", "--yes", f"/packages/{earlier.name}")
    box.run("sh", "-c", 'printf %s "$0" >>/etc/snug/snug.env', line)
    before = box.run("cat", "/etc/snug/snug.env")
    for package in packages:
        said = box.install(package)
        assert "onfiguration file" not in said, said
        assert box.run("cat", "/etc/snug/snug.env") == before
    box.run("apt-get", "purge", "--yes", "snug")
    assert not box.has("/etc/snug")
