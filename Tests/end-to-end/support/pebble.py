"""Pebble, the small authority by which Let's Encrypt tests clients, with a name server of its own."""

import json
import os
import ssl
import subprocess
import urllib.request

from . import certificates
from .deadline import eventually
from .ports import free_port

NAME = "chat.example.org"
ELSEWHERE = "127.0.0.99"
"""An address of this machine at which nobody listens."""


class Pebble:
    """An authority in memory, which forgets everything when it stops; it looks at `http_port` in place of 80."""

    def __init__(self, folder, **settings):
        self.folder = folder
        self.http_port, self._port, self._management = free_port(), free_port(), free_port()
        self._dns, self._dns_management = free_port(), free_port()
        self._pair = certificates.make(folder, "pebble", days=40_000)
        self._log = folder / "pebble.log"
        self._children = []
        self.settings = {"PEBBLE_VA_NOSLEEP": "1", "PEBBLE_WFE_NONCEREJECT": "0"} | settings
        self.config = {}

    @property
    def directory(self):
        return f"https://localhost:{self._port}/dir"

    @property
    def flags(self):
        """What `snug serve` is told to get its certificate here."""
        return (
            "--tls-acme", NAME, "--tls-acme-directory", self.directory,
            "--tls-acme-ca-file", str(self._pair.certificate), "--http-listen", f"127.0.0.1:{self.http_port}")

    def start(self):
        config = self.folder / "pebble.json"
        config.write_text(json.dumps({"pebble": {
            "listenAddress": f"127.0.0.1:{self._port}", "managementListenAddress": f"127.0.0.1:{self._management}",
            "certificate": str(self._pair.certificate), "privateKey": str(self._pair.key),
            "httpPort": self.http_port, "tlsPort": 1, **self.config}}), encoding="utf-8")
        self._run(
            "pebble-challtestsrv", "-dns01", f"127.0.0.1:{self._dns}", "-management", f"127.0.0.1:{self._dns_management}",
            "-http01", "", "-https01", "", "-tlsalpn01", "", "-defaultIPv6", "")
        self._run("pebble", "-config", config, "-dnsserver", f"127.0.0.1:{self._dns}")
        eventually(lambda: self._root(), "pebble's root")
        self.resolve_to("127.0.0.1")
        return self

    def _run(self, *command):
        with self._log.open("ab") as log:
            self._children.append(subprocess.Popen(
                command, env=os.environ | self.settings, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT))

    def resolve_to(self, address):
        """The address that every name has for this authority."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self._dns_management}/set-default-ipv4", json.dumps({"ip": address}).encode())

        def done():
            try:
                return urllib.request.urlopen(request, timeout=5).status == 200
            except OSError:
                return False
        eventually(done, "an answer of the name server")

    @property
    def root(self):
        """Its own certificate, by which those that it gives are trusted."""
        return self._root()

    def _root(self):
        try:
            context = ssl._create_unverified_context()
            return urllib.request.urlopen(
                f"https://127.0.0.1:{self._management}/roots/0", timeout=5, context=context).read().decode()
        except OSError:
            return None

    @property
    def trust(self):
        """What a browser would have that trusts this authority."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=self._root())
        return context

    @property
    def log(self):
        return self._log.read_text(encoding="utf-8", errors="replace")

    @property
    def orders(self):
        """How many orders it was asked for."""
        return self.log.count("POST /order-plz")

    def stop(self):
        for child in self._children:
            child.kill()
            child.wait(10)
        self._children = []

    def __enter__(self):
        return self.start()

    def __exit__(self, *_):
        self.stop()
