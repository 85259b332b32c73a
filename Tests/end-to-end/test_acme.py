"""The server's own certificate, by ACME: from Pebble, and from directories that mean no good."""

import contextlib
import json
import re
import socket
import ssl
import stat
import subprocess

import pytest

from support.deadline import eventually
from support.hostile_directory import HostileDirectory, endless_head, huge, slow
from support.pebble import ELSEWHERE, NAME, Pebble
from support.ports import free_port
from support.raw_http import RawConnection
from support.snug import SnugProcess, run
from support.wrong_clock import DAY, HOUR, WrongClock

YEAR = 365 * DAY
MINUTE = 60
WRONG_USAGE = 64
NONE_COMES = "No certificate comes"
HAS_COME = "The certificate has come"


@pytest.fixture
def pebble(tmp_path):
    folder = tmp_path / "pebble"
    folder.mkdir()
    with Pebble(folder) as pebble:
        yield pebble


@pytest.fixture
def clock(tmp_path):
    return WrongClock(tmp_path)


@pytest.fixture
def server(tmp_path, pebble, clock):
    """Not started."""
    with SnugProcess(tmp_path, *pebble.flags, scheme="https", **clock.settings) as process:
        yield process


def shown(process, context, name=NAME):
    """The serial number of the certificate that a browser is shown and trusts; None where it does not."""
    with contextlib.suppress(OSError), \
            socket.create_connection(("127.0.0.1", process.port), timeout=5) as connection, \
            context.wrap_socket(connection, server_hostname=name) as secure:
        return secure.getpeercert()["serialNumber"]
    return None


def has_come(process, pebble, within=20):
    return eventually(lambda: shown(process, pebble.trust), "a certificate that is trusted", within=within)


def modes(folder):
    """The permissions of its files by their names; of one that is just replaced none."""
    with contextlib.suppress(FileNotFoundError):
        return {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    return None


def lines(process, words):
    return [line for line in process.errors.splitlines() if words in line]


def logged(process, words, times=1, within=20):
    return eventually(lambda: lines(process, words)[times - 1:], f"{times} × {words}", within=within)[-1]


def folder(process):
    return process.database.parent / "acme"


def notes(process):
    return json.loads((folder(process) / "notes.json").read_text(encoding="utf-8"))


def pass_time(process, clock, seconds):
    """Lets so much time pass, and has the server look at the clock."""
    clock.set(clock.ahead + seconds)
    process.reload()


def plain(port, request):
    """The answer on the port without TLS to a request as it is."""
    with RawConnection(port) as connection:
        connection.send(request)
        return connection.answer()


# From an authority that means well

def test_the_first_certificate_is_trusted_and_kept(server, pebble):
    """Python verifies chain and name; a restart asks for nothing; all of it is for the service's eyes alone."""
    server.start()
    serial = has_come(server, pebble)
    assert stat.S_IMODE(folder(server).stat().st_mode) == 0o700
    kept = {"account.pem": 0o600, "certificate.pem": 0o600, "notes.json": 0o600}
    # Notes are written anew, and then take the place of those before.
    eventually(lambda: modes(folder(server)) == kept, "the files of the authority")
    assert server.setup_link.startswith(f"https://{NAME}:{server.port}/setup#")
    assert server.terminate() == 0
    server.start()
    assert shown(server, pebble.trust) == serial
    assert pebble.orders == 1 and len(lines(server, HAS_COME)) == 1
    assert not lines(server, " error ") and "PRIVATE KEY" not in server.errors


def test_several_names_are_in_one_certificate(tmp_path, pebble):
    flags = [flag.replace(NAME, f"{NAME}, talk.example.org") for flag in pebble.flags]
    with SnugProcess(tmp_path, *flags, scheme="https") as process:
        process.start()
        assert has_come(process, pebble) == shown(process, pebble.trust, "talk.example.org")


def test_a_poor_nonce_is_replaced(tmp_path):
    """Of ten requests four are refused for nothing."""
    with Pebble(tmp_path, PEBBLE_WFE_NONCEREJECT="40") as pebble, \
            SnugProcess(tmp_path, *pebble.flags, scheme="https") as process:
        process.start()
        has_come(process, pebble)
        assert not lines(process, NONE_COMES)


def test_it_is_renewed_before_it_ends(tmp_path):
    """At a third of its time, by itself, under open connections."""
    pebble = Pebble(tmp_path)
    pebble.config = {"certificateValidityPeriod": 24}
    with pebble, SnugProcess(tmp_path, *pebble.flags, scheme="https") as process:
        process.start()
        first = has_come(process, pebble)
        eventually(lambda: shown(process, pebble.trust) not in (first, None), "another certificate", within=40)
        logged(process, HAS_COME, times=2)
        assert pebble.orders == 2


def test_a_clock_that_is_years_ahead_asks_once(server, pebble, clock):
    """By that clock every new certificate is old already: asking on would use up what the authority allows."""
    server.start()
    first = has_come(server, pebble)
    pass_time(server, clock, 10 * YEAR)
    eventually(lambda: shown(server, pebble.trust) not in (first, None), "another certificate")
    for _ in range(3):
        pass_time(server, clock, MINUTE)
        logged(server, "Settings read again")
    assert pebble.orders == 2


def test_a_kill_in_the_middle_costs_one_try(tmp_path, clock):
    """It counts as a failure, after which there is a pause; then the order is gone on with, or given up for another."""
    with Pebble(tmp_path, PEBBLE_VA_NOSLEEP="0", PEBBLE_VA_SLEEPTIME="3") as pebble, \
            SnugProcess(tmp_path, *pebble.flags, scheme="https", **clock.settings) as process:
        process.start()
        eventually(lambda: (folder(process) / "order.json").exists(), "an order", within=20)
        process.kill()
        for _ in range(3):
            process.start()
            assert notes(process)["failures"] == 1 and notes(process)["fault"]["type"] == "interrupted"
            process.kill()
        process.start()
        pass_time(process, clock, 13 * MINUTE)
        has_come(process, pebble, within=40)
        assert pebble.orders <= 2
        assert not (folder(process) / "order.json").exists()


def test_a_stop_in_the_middle_costs_no_pause(tmp_path):
    """Whoever sets a server up starts it again with another setting: the certificate comes all the same."""
    with Pebble(tmp_path, PEBBLE_VA_NOSLEEP="0", PEBBLE_VA_SLEEPTIME="3") as pebble, \
            SnugProcess(tmp_path, *pebble.flags, scheme="https") as process:
        for _ in range(2):
            process.start()
            eventually(lambda: (folder(process) / "order.json").exists(), "an order", within=20)
            assert process.terminate() == 0
        process.start()
        has_come(process, pebble, within=40)
        assert pebble.orders <= 2


# From one that does not answer, or says no

def test_a_start_waits_for_no_authority(server, pebble, clock):
    """The server is ready without one, says once what is wrong and once that it is over."""
    pebble.stop()
    server.start()
    assert "problem=unreachable" in logged(server, NONE_COMES)
    pebble.start()
    pass_time(server, clock, 13 * MINUTE)
    has_come(server, pebble)
    logged(server, "Certificates come again")
    assert len(lines(server, NONE_COMES)) == 1


def test_chat_goes_on_with_the_old_one(server, pebble, clock):
    server.start()
    trust = pebble.trust
    first = has_come(server, pebble)
    pebble.stop()
    pass_time(server, clock, 4 * YEAR)
    assert "nothing listens there" in logged(server, NONE_COMES)
    assert shown(server, trust) == first


def test_a_name_that_leads_elsewhere_is_told_once_and_asked_for_ever_more_seldom(server, pebble, clock):
    """One line; after a restart no try before its time; a person who asks gets one each twelve minutes."""
    pebble.resolve_to(ELSEWHERE)
    server.start()
    line = logged(server, NONE_COMES)
    assert f"port 80 of {NAME} must reach this box" in line and ELSEWHERE in line
    for _ in range(3):
        assert server.terminate() == 0
        server.start()
        assert "There is no certificate yet" in logged(server, "There is no certificate yet")
    assert pebble.orders == 1 and len(lines(server, NONE_COMES)) == 1
    pauses = []
    for tries in range(2, 7):
        before = notes(server)
        pass_time(server, clock, (before["nextTry"] - before["lastTry"]) // 1_000_000 + 1)
        eventually(lambda tries=tries: notes(server)["failures"] == tries
                   and notes(server)["fault"]["type"] != "interrupted", f"try {tries}", within=20)
        pauses.append((notes(server)["nextTry"] - notes(server)["lastTry"]) / 1_000_000)
    for pause, least in zip(pauses, (4 * MINUTE, 16 * MINUTE, 64 * MINUTE, 256 * MINUTE, 12 * HOUR)):
        assert least <= pause <= least * 1.25, pauses
    pass_time(server, clock, 11 * MINUTE)
    logged(server, "Settings read again", times=6)
    assert pebble.orders == 6
    pebble.resolve_to("127.0.0.1")
    pass_time(server, clock, 2 * MINUTE)
    has_come(server, pebble)


# The port without TLS

@pytest.mark.parametrize("host", [NAME, "evil.example", "evil.example:80@" + NAME, "[::1]", ""])
def test_the_plain_port_leads_to_this_site_alone(server, pebble, host):
    server.start()
    for path, there in [
            ("/", "/"), ("/rooms/7?x=1&y=%20", "/rooms/7?x=1&y=%20"), ("//evil.example/", "//evil.example/"),
            ("http://evil.example/", "/"), ("/\\evil.example", "/"), ("/" + "a" * 3_000, "/"), ("*", "/")]:
        answer = plain(pebble.http_port, f"GET {path} HTTP/1.1\r\nHost: {host}\r\nX: {host}\r\n\r\n".encode())
        assert answer.status == 308
        assert answer.headers["Location"] == f"https://{NAME}:{server.port}{there}"
        assert "evil.example" not in str(answer.headers).replace(there, "")


@pytest.mark.parametrize("token", [
    "../../../etc/passwd", "..%2f..%2fetc%2fpasswd", "", "a" * 15_000, "%00", "a/b", "account.pem"])
def test_no_other_token_has_an_answer(server, pebble, token):
    server.start()
    answer = plain(
        pebble.http_port, f"GET /.well-known/acme-challenge/{token} HTTP/1.1\r\nHost: {NAME}\r\n\r\n".encode())
    assert answer.status == 404 and token.encode() not in answer.body.splitlines()


def test_rubbish_and_silence_end_their_own_connection(server, pebble):
    server.start()
    silent = [socket.create_connection(("127.0.0.1", pebble.http_port)) for _ in range(50)]
    for said in (b"\x00" * 64, b"\x16\x03\x01\xff\xff" * 9_000, b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n"):
        with RawConnection(pebble.http_port) as stranger, contextlib.suppress(OSError):
            stranger.send(said)
            stranger.socket.recv(65_536)
    assert plain(pebble.http_port, b"GET / HTTP/1.0\r\n\r\n").status == 308
    for connection in silent:
        connection.settimeout(20)
        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) == b""
        connection.close()


# From an authority that means no good

@pytest.mark.parametrize("place, behaviour, words", [
    ("dir", huge, "answers with more than"),
    ("dir", endless_head, "problem=unreachable"),
    ("dir", slow, "does not answer"),
    ("dir", lambda it: it.give(302, b"", Location=f"{it.directory.origin}/elsewhere"), "The answer is 302"),
    ("dir", lambda it: it.give(200, it.directory.places("http://localhost:1")), "is no https URL"),
    ("dir", lambda it: it.give(200, it.directory.places("file:///etc")), "is no https URL"),
    ("dir", lambda it: it.give(200, it.directory.places(), kind="text/html"), "not the JSON"),
    ("dir", lambda it: it.give(200, b"[" * 100_000), "not the JSON"),
    ("account", lambda it: it.give(403, {"detail": "a\nb\u202ec" + "d" * 9_000}, kind="application/problem+json"),
     "detail=a b cddd"),
    ("nonce", lambda it: it.give(200, b"", **{"Replay-Nonce": "not base64url!"}), "There is no nonce"),
    ("order", lambda it: it.give(201, it.directory.order(status="valid", certificate=f"{it.directory.origin}/finalize"),
                                 Location=f"{it.directory.origin}/order"), "The certificate is sent as"),
    ("order", lambda it: it.give(201, it.directory.order(), Location="http://localhost/order"), "is no https URL"),
    ("order", lambda it: it.give(429, {"type": "urn:ietf:params:acme:error:rateLimited", "detail": "Too many."},
                                 kind="application/problem+json", **{"Retry-After": "99999"}), "problem=rateLimited"),
])
def test_a_hostile_authority_costs_one_line(tmp_path, place, behaviour, words):
    """Bounded in bytes and time; the server serves on, and does not come again before its time."""
    with HostileDirectory(tmp_path, **{place: behaviour}) as hostile, \
            SnugProcess(tmp_path, "--tls-acme", NAME, *hostile.flags, "--http-listen", f"127.0.0.1:{free_port()}",
                        scheme="https") as process:
        process.start()
        line = logged(process, NONE_COMES, within=60)
        assert words in line and len(line) < 1_200, line
        assert process.memory_at_most < 160 << 20
        assert process._is_ready()
        asked = len(hostile.requests)
        process.reload()
        logged(process, "Settings read again")
        assert len(hostile.requests) == asked
        if "rateLimited" in words:
            assert (notes(process)["nextTry"] - notes(process)["lastTry"]) // 1_000_000 == 99_999


# Settings and the check

@pytest.mark.parametrize("flags, words", [
    (("--tls-acme", "192.0.2.1"), "is not a list of at most"),
    (("--tls-acme", "chat example"), "is not a list of at most"),
    (("--tls-acme", NAME, "--tls-acme-directory", "http://localhost/dir"), "--tls-acme-directory"),
    (("--tls-acme", NAME, "--tls-certificate", "a.pem", "--tls-key", "a.key"), "--tls-acme gets a certificate"),
    (("--http-listen", "127.0.0.1:0"), "--http-listen leads to https"),
])
def test_settings_that_contradict_each_other_are_refused(tmp_path, flags, words):
    ended = run("serve", "--listen", "127.0.0.1:0", "--database", tmp_path / "snug.db", *flags)
    assert ended.returncode == WRONG_USAGE and words in ended.stderr, ended.stderr


def test_the_check_says_what_is_wrong_until_its_mend_has_been_run(server, pebble, clock):
    def found():
        ended = run("check", "tls", "--json", "--database", server.database, **clock.settings)
        return [finding for finding in json.loads(ended.stdout)["findings"] if finding["check"] == "tls"]

    pebble.resolve_to(ELSEWHERE)
    server.start()
    logged(server, NONE_COMES)
    [finding] = found()
    assert (finding["id"], finding["level"]) == ("tls.acme", "error")
    assert "connection: Get" in finding["what"] and ELSEWHERE in finding["what"]
    assert f"http://{NAME} cannot be reached from here" in finding["fix"]
    pebble.resolve_to("127.0.0.1")
    clock.set(13 * MINUTE)
    subprocess.run(finding["fix"], shell=True, check=True)
    has_come(server, pebble)
    assert [finding["id"] for finding in found()] == ["tls.ok"]


def test_the_way_from_outside_shows_the_server_s_own_certificate(server, pebble, clock, machine, tmp_path):
    """Which no proxy renews: it has the mend of this certificate."""
    pebble.config = {"certificateValidityPeriod": 100 * DAY}
    pebble.stop()
    pebble.start()
    server.start()
    has_come(server, pebble)
    clock.set(95 * DAY)
    (tmp_path / "root.pem").write_text(pebble.root)
    from_outside = clock.settings | {
        "LD_PRELOAD": f"{clock.settings['LD_PRELOAD']}:{machine['LD_PRELOAD']}", "NAMES_LEAD_HERE": "1",
        "SSL_CERT_FILE": str(tmp_path / "root.pem")}
    ended = run("check", "proxy", "--json", "--database", server.database, **from_outside)
    [finding] = json.loads(ended.stdout)["findings"]
    assert (finding["id"], finding["fix"]) == ("proxy.ending", f"kill -HUP {server.pid}")


def test_the_site_follows_from_the_name(process):
    ended = run("config", "show", "--json", "--database", process.database, SNUG_TLS_ACME=f"{NAME.upper()},b.example")
    shown = {key: value.get("value") for key, value in json.loads(ended.stdout).items()}
    assert shown["site.url"] == f"https://{NAME}"
    assert re.fullmatch(r"(\[::\]|0\.0\.0\.0):443", shown["listen"])
    assert re.fullmatch(r"(\[::\]|0\.0\.0\.0):80", shown["http.listen"])
