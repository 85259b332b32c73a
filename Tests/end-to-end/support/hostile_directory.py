"""An authority that means no good: it answers each place as a test says, else as RFC 8555 has it."""

import contextlib
import json
import ssl
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from . import certificates

JSON = "application/json"


class HostileDirectory:
    """Answers over https until its test is over; what it does at `/dir`, `/order` and the like is `behave`'s to say."""

    def __init__(self, folder, **behaviours):
        self._pair = certificates.make(folder, "hostile")
        self.behaviours = behaviours
        self.requests = []
        self.is_over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"directory": self}))
        self._server.daemon_threads = True
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*self._pair)
        self._server.socket = tls.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)

    @property
    def origin(self):
        return f"https://localhost:{self._server.server_address[1]}"

    @property
    def flags(self):
        return ("--tls-acme-directory", f"{self.origin}/dir", "--tls-acme-ca-file", str(self._pair.certificate))

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.is_over.set()
        self._server.shutdown()
        self._server.server_close()

    def places(self, origin=None):
        """The directory as it should be."""
        origin = origin or self.origin
        return {"newNonce": f"{origin}/nonce", "newAccount": f"{origin}/account", "newOrder": f"{origin}/order"}

    def order(self, **changes):
        """An order whose names are all proven."""
        return {"status": "ready", "authorizations": [], "finalize": f"{self.origin}/finalize", **changes}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    directory = None

    def log_message(self, *_):
        """Says nothing."""

    def _handle(self):
        with contextlib.suppress(OSError):
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            place = self.path.strip("/")
            self.directory.requests.append(place)
            self.directory.behaviours.get(place, getattr(self, f"_{place}"))(self)

    do_GET = do_HEAD = do_POST = _handle

    def give(self, status, content, kind=JSON, **headers):
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), "Replay-Nonce": "bm9uY2U",
                            **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.send(body)

    def send(self, part):
        self.wfile.write(part)
        self.wfile.flush()

    @staticmethod
    def _dir(handler):
        handler.give(200, handler.directory.places())

    @staticmethod
    def _nonce(handler):
        handler.give(200, b"")

    @staticmethod
    def _account(handler):
        handler.give(201, {}, Location=f"{handler.directory.origin}/account")

    @staticmethod
    def _order(handler):
        handler.give(201, handler.directory.order(), Location=f"{handler.directory.origin}/order")

    @staticmethod
    def _finalize(handler):
        handler.give(200, handler.directory.order(status="processing"))


def huge(handler):
    """As many bytes as are taken."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", str(1 << 40))
    handler.end_headers()
    while not handler.directory.is_over.is_set():
        handler.send(b" " * 65_536)


def endless_head(handler):
    handler.send_response(200)
    handler.flush_headers()
    while not handler.directory.is_over.is_set():
        handler.send(b"X-Filler: " + b"x" * 8_000 + b"\r\n")


def slow(handler):
    """A byte a second, of an answer that is right."""
    handler.send_response(200)
    handler.send_header("Content-Type", JSON)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    while not handler.directory.is_over.is_set():
        handler.send(b" ")
        time.sleep(1)
