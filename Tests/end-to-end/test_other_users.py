"""Other users of the machine: what they do beside the installed service counts for nothing, and root does not act for them."""

import json
import subprocess
import textwrap
from pathlib import Path

import pytest

from support.installed import PROGRAM, USER, InstalledService

STRANGER = "nobody"

KEEPER = """
    import fcntl, os, sys
    file = os.open(sys.argv[1], os.O_RDWR | os.O_CREAT, 0o666)
    fcntl.flock(file, fcntl.LOCK_EX)
    print("kept", flush=True)
    sys.stdin.read()
"""

POSER = textwrap.dedent("""
    import ctypes, fcntl, os, sys
    # Inode numbers of a fresh tmpfs count up, until one is that of the database.
    wanted = int(sys.argv[1])
    for number in range(wanted + 64):
        file = os.open(f"{sys.argv[2]}/{number}", os.O_RDWR | os.O_CREAT)
        if os.fstat(file).st_ino == wanted:
            break
    else:
        sys.exit("no such inode")
    fcntl.flock(file, fcntl.LOCK_EX)
    ctypes.CDLL(None).prctl(15, sys.argv[3].encode())
    print("posing", flush=True)
    sys.stdin.read()
""")


@pytest.fixture
def service(tmp_path):
    with InstalledService(tmp_path) as service:
        yield service


@pytest.fixture
def pose(service, tmp_path):
    """Starts a process of a stranger that looks like the server as far as anybody can make it."""
    processes = []

    def start(**variables):
        inode = service.run("stat", "-c", "%i", "/var/lib/snug/snug.db").stdout.strip()
        service.run("sh", "-c", "mkdir -p /var/lib/pose && mount -t tmpfs tmpfs /var/lib/pose && chmod 777 /var/lib/pose")
        poser = subprocess.Popen(
            [*service.way_in(STRANGER), "env", "-i", *(f"{name}={value}" for name, value in variables.items()), "python3", "-c",
             POSER, inode, "/var/lib/pose", Path(PROGRAM).name],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        processes.append(poser)
        assert poser.stdout.readline() == "posing\n"

    yield start
    for poser in processes:
        poser.stdin.close()
        assert poser.wait(timeout=10) == 0


@pytest.mark.security(46)
def test_a_stranger_cannot_pose_as_the_server(service, pose):
    service.start()
    service.stop()
    service.run("sh", "-c", "mkdir -p /etc/snug && echo relay-secret > /etc/snug/secret && chmod 600 /etc/snug/secret")
    pose(SNUG_SITE_NAME_FILE="/etc/snug/secret", SNUG_SMTP_PORT_FILE="/etc/snug/secret", SNUG_LISTEN="127.0.0.1:1")
    ended = service.snug("check", "server", "config", "--json")
    levels = {finding["id"]: finding["level"] for finding in json.loads(ended.stdout)["findings"]}
    assert levels["server.stopped"] == "error", ended.stdout
    assert "/etc/snug/secret" not in ended.stdout and "relay-secret" not in ended.stdout
    ended = service.snug("healthcheck")
    assert ended.returncode == 1 and f"127.0.0.1:{service.port}" in ended.stderr, "it asks where the service listens"


@pytest.mark.security(46)
def test_the_server_is_found_beside_who_poses_as_it(service, pose):
    service.start()
    pose(SNUG_LISTEN="127.0.0.1:1")
    found = json.loads(service.snug("check", "server", "--json").stdout)["findings"]
    assert f"as process {service.server_pid}," in found[0]["what"], found
    assert service.snug("healthcheck").stdout == "ok\n"
    service.stop()


@pytest.mark.security(46)
def test_root_keeps_nothing_of_its_own_while_it_reads_what_is_the_services(service):
    """The whole process is the service's user, so that nothing that a database does to it can be root's again."""
    service.start()
    service.stop()
    command = subprocess.Popen(
        [*service.way_in(None), PROGRAM, "backup", "create", "-"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    # It waits for whoever reads the rest.
    assert command.stdout.read(1) == b"S"
    states = [path.read_text() for path in Path(f"/proc/{command.pid}/task").glob("*/status")]
    for state in states:
        lines = dict(line.split(":\t", 1) for line in state.splitlines() if ":\t" in line)
        assert set(lines["Uid"].split()) == set(lines["Gid"].split()) == {service.run("id", "-u", USER).stdout.strip()}, lines["Name"]
        assert lines["Groups"].strip() == "" and int(lines["CapPrm"], 16) == int(lines["CapEff"], 16) == 0
        assert lines["Umask"] == "0077"
    assert len(states) > 1
    command.stdout.close()
    command.kill()
    command.wait()


@pytest.mark.security(46)
def test_a_stranger_does_not_hold_a_backup_off(service):
    """Neither by the name that the copy has meanwhile nor by a link there, which nothing is written through."""
    service.start()
    service.stop()
    service.run("sh", "-c", "mkdir /var/lib/open && chmod 1777 /var/lib/open")
    keeper = subprocess.Popen(
        [*service.way_in(STRANGER), "env", "-i", "python3", "-c", textwrap.dedent(KEEPER), "/var/lib/open/copy.db.partial"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert keeper.stdout.readline() == "kept\n"
    ended = service.snug("backup", "create", "/var/lib/open/copy.db")
    keeper.stdin.close()
    assert keeper.wait(timeout=10) == 0
    assert ended.returncode == 0, ended.stderr
    assert service.run("cat", "/var/lib/open/copy.db.partial").stdout == ""

    service.run("sh", "-c", "echo mine > /var/lib/open/mine && ln -s mine /var/lib/open/other.db.partial")
    service.run("chown", "-h", STRANGER, "/var/lib/open/other.db.partial")
    refused = service.snug("backup", "create", "/var/lib/open/other.db")
    assert refused.returncode == 74 and "/var/lib/open/other.db.partial is there already" in refused.stderr
    assert service.snug("backup", "create", "/var/lib/open/other.db", "--force").returncode == 0
    assert service.run("cat", "/var/lib/open/mine").stdout == "mine\n"
