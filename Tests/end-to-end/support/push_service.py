"""A push service on this machine, and browsers that are told by it: what they get is opened by a foreign library."""

import base64
import contextlib
import http.server
import json
import os
import threading
import time
from typing import Any, NamedTuple

import http_ece
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from .deadline import eventually


def _text(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _bytes(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Pushed(NamedTuple):
    """A request that came."""

    path: str
    headers: Any
    body: bytes
    at: float


class PushService:
    """Takes pushes on a port of its own. Answers are set from outside while it runs."""

    def __init__(self):
        self.requests = []
        """All that came, the earliest first."""
        self.answers = {}
        """By the paths of browsers: a status, or one with headers and a body; 201 for others. "hang" says nothing."""
        self.on_push = lambda request: None
        """Called with each that comes."""
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.service = self
        self.stopped = threading.Event()

    @property
    def place(self):
        """As the setting `push-hosts` has it."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    @property
    def flags(self):
        """What `snug serve` is told to talk to this service alone."""
        return ("--push-hosts", self.place)

    def browser(self, name, answer=None):
        """A browser that this service serves, and the answer to pushes to it."""
        if answer is not None:
            self.answers[f"/{name}"] = answer
        return Browser(self, name)

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()


class Browser:
    """A browser's subscription, with the keys that never leave it."""

    def __init__(self, service, name):
        self.service = service
        self.path = f"/{name}"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._auth = os.urandom(16)

    @property
    def endpoint(self):
        return f"http://{self.service.place}{self.path}"

    @property
    def secrets(self):
        """The public key and the secret, as a server keeps them."""
        return self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint), self._auth

    @property
    def subscription(self):
        """As `PushSubscription.toJSON()` has it."""
        point, secret = self.secrets
        return {"endpoint": self.endpoint, "keys": {"p256dh": _text(point), "auth": _text(secret)}}

    def subscribe(self, person, status=201):
        """The id of the subscription."""
        answer = person.post("/api/v1/me/push", self.subscription)
        assert answer.status == status, answer.body
        return answer.body["id"]

    @property
    def requests(self):
        return [request for request in list(self.service.requests) if request.path == self.path]

    @property
    def pushes(self):
        """The words of all that came, opened."""
        return [self.opened(request) for request in self.requests]

    def opened(self, request):
        text = http_ece.decrypt(request.body, private_key=self._key, auth_secret=self._auth, version="aes128gcm")
        return json.loads(text)

    def wait(self, count=1, within=20):
        """The words of all pushes, once there are so many."""
        eventually(lambda: len(self.requests) >= count, f"{count} pushes to {self.path}", within)
        return self.pushes

    def wait_for(self, body):
        """The push with these words."""
        return eventually(lambda: [push for push in self.pushes if push["body"] == body], f"a push: {body}")[0]


def claims_of(request, key):
    """What a request's token says, proven by the server's public key (RFC 8292)."""
    scheme, _, fields = request.headers["authorization"].partition(" ")
    values = dict(field.strip().split("=", 1) for field in fields.split(","))
    assert scheme == "vapid" and values["k"] == key
    signed, _, signature = values["t"].rpartition(".")
    raw = _bytes(signature)
    point = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(key))
    numbers = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    try:
        point.verify(encode_dss_signature(*numbers), signed.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature as error:
        raise AssertionError("the token is signed by another key") from error
    header, claims = (json.loads(_bytes(part)) for part in signed.split("."))
    assert header == {"typ": "JWT", "alg": "ES256"}
    return claims


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def handle(self):
        # A server that is killed hangs up.
        with contextlib.suppress(ConnectionError):
            super().handle()

    def do_POST(self):
        service = self.server.service
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        service.requests.append(Pushed(self.path, self.headers, body, time.monotonic()))
        service.on_push(service.requests[-1])
        answer = service.answers.get(self.path, 201)
        if answer == "hang":
            service.stopped.wait()
            return
        status, headers, text = answer if isinstance(answer, tuple) else (answer, {}, "")
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    do_GET = do_POST

    def log_message(self, *_):
        pass
