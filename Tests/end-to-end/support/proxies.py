"""Caddy and nginx as the guides configure them: each block is run as it stands on the page, but for its ports."""

import base64
import contextlib
import hashlib
import http.client
import os
import re
import socket
import ssl
import subprocess

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from . import certificates
from .client import Client, Socket
from .deadline import eventually
from .guide import Guide
from .ports import free_port

NAME = "chat.example.org"
NODES_GUIDE = "postgresql.md"
VISITOR_ADDRESS = "127.0.0.2"
"""Where visitors come from: not the proxy's own address."""


class Proxy:
    """A program in front of the server, in a folder of its own."""

    def __init__(self, folder):
        self.folder = folder
        self.guide = Guide(self.GUIDE)
        self.port, self._plain_port = free_port(), free_port()
        self._process = None

    def start(self, server_port):
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                self._command(server_port), stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                env={"PATH": os.environ["PATH"], "HOME": str(self.folder)})
        eventually(self._answers, f"an answer from {self.GUIDE}: {self.folder / 'log'}", within=20)
        return self

    def _answers(self):
        assert self._process.poll() is None, (self.folder / "log").read_text()[-3000:]
        with contextlib.suppress(OSError):
            return Visitor(self).get("/healthz").status == 200

    @property
    def context(self):
        """Trusts the certificate that it shows, and nothing else."""
        context = ssl.create_default_context(cafile=self.certificate)
        # The sockets' library reads in one thread and writes in another, which OpenSSL does not allow: a ticket of
        # TLS 1.3 that came while a handshake was sent has swallowed it, so that nobody answered.
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        return context

    def stop(self):
        if self._process:
            self._process.terminate()
            self._process.wait(20)


class Caddy(Proxy):
    GUIDE = "behind-caddy.md"

    @property
    def certificate(self):
        """Of the authority that it makes where it must not ask a public one."""
        root = self._authority / "root.crt"
        if not root.exists():
            raise ConnectionError("no certificate yet")
        return root

    @property
    def chromium_flags(self):
        """Those with which Chromium finds it by the site's name, and trusts what its authority signs."""
        signer = x509.load_pem_x509_certificate((self._authority / "intermediate.crt").read_bytes())
        key = signer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return (
            f"--host-resolver-rules=MAP {NAME} 127.0.0.1:{self.port}",
            f"--ignore-certificate-errors-spki-list={base64.b64encode(hashlib.sha256(key).digest()).decode()}")

    @property
    def _authority(self):
        return self.folder / ".local/share/caddy/pki/authorities/local"

    def _site(self, server_port):
        return self.guide.block("caddy").replace(":8080", f":{server_port}")

    def _command(self, server_port):
        site = self._site(server_port)
        options = (
            f"{{\n\tadmin off\n\thttp_port {self._plain_port}\n\thttps_port {self.port}\n"
            "\tlocal_certs\n\tskip_install_trust\n}\n")
        (self.folder / "Caddyfile").write_text(options + site)
        return ["caddy", "run", "--config", self.folder / "Caddyfile", "--adapter", "caddyfile"]


class Nginx(Proxy):
    GUIDE = "behind-nginx.md"

    def __init__(self, folder):
        super().__init__(folder)
        self._pair = certificates.make(folder, "nginx", host=NAME)

    @property
    def certificate(self):
        return self._pair.certificate

    def _site(self, server_port):
        return self.guide.block("nginx").replace(":8080", f":{server_port}")

    def _command(self, server_port):
        site = self._site(server_port)
        for theirs, ours in [
                ("listen 443", f"listen {self.port}"), ("]:443", f"]:{self.port}"),
                ("listen 80", f"listen {self._plain_port}"), ("]:80;", f"]:{self._plain_port};"),
                (f"/etc/letsencrypt/live/{NAME}/fullchain.pem", str(self._pair.certificate)),
                (f"/etc/letsencrypt/live/{NAME}/privkey.pem", str(self._pair.key))]:
            assert theirs in site, theirs
            site = site.replace(theirs, ours)
        folders = "".join(
            f"{kind}_temp_path {self.folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
        (self.folder / "nginx.conf").write_text(
            f"daemon off;\nmaster_process off;\npid {self.folder}/pid;\nerror_log stderr;\n"
            f"events {{}}\nhttp {{\naccess_log off;\n{folders}{site}}}\n")
        return ["nginx", "-p", self.folder, "-c", self.folder / "nginx.conf", "-e", "stderr"]


def _spread(block, ports):
    """A block of the guide to several servers, with their addresses in place of its own."""
    for number, port in enumerate(ports, 11):
        assert f"10.0.0.{number}:8080" in block
        block = block.replace(f"10.0.0.{number}:8080", f"127.0.0.1:{port}")
    return block


class CaddyToNodes(Caddy):
    """In front of several servers: it is started with the ports of all."""

    def _site(self, server_ports):
        return _spread(Guide(NODES_GUIDE).block("caddy"), server_ports)


class NginxToNodes(Nginx):
    """In front of several servers: it is started with the ports of all."""

    def _site(self, server_ports):
        one = re.search(r"^upstream snug \{.*?^\}\n", self.guide.block("nginx"), re.MULTILINE | re.DOTALL)[0]
        return self.guide.block("nginx").replace(one, _spread(Guide(NODES_GUIDE).block("nginx"), server_ports))


class Visitor(Client):
    """Someone outside, who knows the site by its name and comes by the proxy."""

    def __init__(self, proxy, token=None, headers=None):
        super().__init__(proxy.port, token, headers)
        self._proxy = proxy

    def connection(self):
        return _Named(NAME, self.port, timeout=30, context=self._proxy.context)

    def socket(self, path="/ws", **options):
        return Socket(
            self.port, path, token=self.token, headers=self.headers, uri=f"wss://{NAME}{path}",
            sock=_reach(self.port), ssl=self._proxy.context, **options)


def _reach(port):
    return socket.create_connection(("127.0.0.1", port), timeout=30, source_address=(VISITOR_ADDRESS, 0))


class _Named(http.client.HTTPSConnection):
    """Asks for the name without asking anybody where that is."""

    def connect(self):
        self.sock = self._context.wrap_socket(_reach(self.port), server_hostname=self.host)
