"""https and wss by the server itself, with a certificate that is renewed while it runs."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess

import pytest
from websockets.sync.client import connect

from support import certificates
from support.deadline import eventually
from support.snug import SnugProcess, run

WRONG_USAGE = 64


@pytest.fixture
def pair(tmp_path):
    return certificates.make(tmp_path, "first")


@pytest.fixture
def secure(tmp_path, pair):
    with SnugProcess(tmp_path, *pair.flags, scheme="https") as process:
        yield process.start()


def trusting(*authorities):
    context = ssl.create_default_context()
    for authority in authorities:
        context.load_verify_locations(authority.certificate)
    return context


def call(process, context, method, path, body=None, **headers):
    connection = http.client.HTTPSConnection("localhost", process.port, timeout=10, context=context)
    try:
        connection.request(method, path, json.dumps(body) if body else None, headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def set_up(process, context):
    """The owner's token, taken from the cookie that a browser would keep."""
    form = {"token": process.setup_token(), "name": "Olga", "email": "olga@example.org",
            "password": "nine green bottles", "cookie": True}
    return call(process, context, "POST", "/api/v1/setup", form, **{
        "Content-Type": "application/json", "Origin": f"https://localhost:{process.port}"})


def wss(process, context, cookie):
    return connect(
        f"wss://localhost:{process.port}/ws", ssl=context, proxy=None, compression=None,
        origin=f"https://localhost:{process.port}", additional_headers={"Cookie": cookie})


def serial(process):
    """Which certificate a new connection is shown."""
    return ssl.get_server_certificate(("127.0.0.1", process.port))


def test_https_and_wss_serve_a_browser(secure, pair):
    """The certificate verifies, the cookie is Secure and pinned to the host, HSTS is there, and a socket talks."""
    context = trusting(pair)
    assert secure.setup_link.startswith(f"https://localhost:{secure.port}/setup#")
    status, headers, _ = set_up(secure, context)
    assert status == 201
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-snug_session=") and "; Secure" in cookie
    assert headers["Strict-Transport-Security"].startswith("max-age=")
    with wss(secure, context, cookie.split(";")[0]) as talk:
        assert json.loads(talk.recv(5))["type"] == "hello"
    status, _, body = call(secure, context, "GET", "/")
    assert status == 200 and b"<html" in body
    assert secure.terminate() == 0


def test_one_kept_connection_carries_large_answers_whole(secure, pair):
    """Ten requests on one connection, each whole."""
    connection = http.client.HTTPSConnection("localhost", secure.port, timeout=10, context=trusting(pair))
    pages = set()
    for _ in range(10):
        connection.request("GET", "/")
        pages.add(connection.getresponse().read())
    connection.close()
    assert len(pages) == 1


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
@pytest.mark.parametrize("version, works", [
    (ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)])
def test_old_versions_of_tls_are_refused(secure, pair, version, works):
    context = trusting(pair)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    if works:
        assert call(secure, context, "GET", "/healthz")[0] == 200
    else:
        with pytest.raises(ssl.SSLError, match="alert protocol version"):
            call(secure, context, "GET", "/healthz")


def test_whoever_speaks_no_tls_is_let_go(secure, pair):
    """Plain HTTP and rubbish end their own connection; others are served."""
    # Its first byte is of no TLS record.
    rubbish = bytes(range(255, -1, -1)) * 8
    for said in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", rubbish, b"\x16\x03\x01\xff\xff" * 9_000):
        with socket.create_connection(("127.0.0.1", secure.port), timeout=10) as stranger:
            try:
                stranger.sendall(said)
                stranger.shutdown(socket.SHUT_WR)
                while stranger.recv(65_536):
                    pass
            except (ConnectionResetError, BrokenPipeError, OSError):
                pass
    assert call(secure, trusting(pair), "GET", "/healthz")[0] == 200


def test_a_renewed_certificate_is_taken_up_under_an_open_socket(secure, pair, tmp_path):
    """At SIGHUP: new connections are shown the new one, the socket from before talks on."""
    renewed = certificates.make(tmp_path, "renewed")
    both = trusting(pair, renewed)
    cookie = set_up(secure, both)[1]["Set-Cookie"].split(";")[0]
    before = serial(secure)
    with wss(secure, both, cookie) as old:
        assert json.loads(old.recv(5))["type"] == "hello"
        shutil.copy(renewed.certificate, pair.certificate)
        shutil.copy(renewed.key, pair.key)
        secure.reload()
        eventually(lambda: serial(secure) != before, "the renewed certificate")
        old.send(json.dumps({"type": "nonsense"}))
        assert json.loads(old.recv(5))["type"] == "error"
        with wss(secure, trusting(renewed), cookie) as new:
            assert json.loads(new.recv(5))["type"] == "hello"


def test_a_renewed_certificate_is_found_without_being_told(secure, pair, tmp_path):
    renewed = certificates.make(tmp_path, "renewed")
    before = serial(secure)
    shutil.copy(renewed.key, pair.key)
    shutil.copy(renewed.certificate, pair.certificate)
    eventually(lambda: serial(secure) != before, "the renewed certificate", within=30)


def test_a_bad_pair_leaves_the_one_before(secure, pair, tmp_path):
    """Another's key, rubbish, nothing at all: each is logged, and the old certificate serves on."""
    other = certificates.make(tmp_path, "other")
    before, good = serial(secure), pair.key.read_bytes()
    for content, words in [
            (other.key.read_bytes(), "is not the key of"), (b"rubbish", "holds no private key"), (None, "cannot be read")]:
        if content is None:
            pair.key.unlink()
        else:
            pair.key.write_bytes(content)
        secure.reload()
        eventually(lambda words=words: words in secure.errors, words)
        assert serial(secure) == before
    assert good.decode().splitlines()[1] not in secure.errors


def test_a_start_without_a_good_pair_is_refused_by_name(tmp_path, pair):
    """64 and the file that is wrong; one of the two alone is wrong too."""
    other = certificates.make(tmp_path, "other")
    for flags, named in [
            (("--tls-certificate", pair.certificate), "--tls-key"),
            (("--tls-certificate", pair.certificate, "--tls-key", other.key), str(other.key)),
            (("--tls-certificate", tmp_path / "missing.pem", "--tls-key", other.key), "missing.pem")]:
        ended = run("serve", "--listen", "127.0.0.1:0", "--database", tmp_path / "snug.db", *flags)
        assert ended.returncode == WRONG_USAGE, ended.stderr
        assert named in ended.stderr


def test_openssl_agrees(secure, pair):
    """A foreign client verifies chain and name, and is offered HTTP/1.1."""
    said = subprocess.run(
        ["openssl", "s_client", "-connect", f"localhost:{secure.port}", "-CAfile", pair.certificate,
         "-verify_hostname", "localhost", "-verify_return_error", "-alpn", "h2,http/1.1"],
        input="", capture_output=True, text=True, timeout=20, check=False).stdout
    assert "Verify return code: 0 (ok)" in said and "ALPN protocol: http/1.1" in said
