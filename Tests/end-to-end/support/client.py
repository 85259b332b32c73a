"""What clients do: REST calls, and sockets that wait for the frame they expect."""

import contextlib
import copy
import gzip
import http.client
import json
import ssl
import time
from typing import Any, NamedTuple

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect


class Answer(NamedTuple):
    """What came back. `body` is parsed where it is JSON, else bytes."""

    status: int
    headers: http.client.HTTPMessage
    body: Any


class Client:
    """Calls a server on this machine, with a token or without."""

    contract = None
    """A `Contract` that every answer is held to, where a suite sets one."""

    def __init__(self, port, token=None, headers=None):
        self.port = port
        self.token = token
        self.headers = headers or {}

    def at(self, address):
        """The same one, coming from another address by way of a proxy that the server trusts."""
        return self._with("X-Forwarded-For", address)

    def on(self, device):
        """The same one, on a device that calls itself so."""
        return self._with("User-Agent", device)

    def at_port(self, port):
        """The same one, calling another server that has the same people."""
        other = copy.copy(self)
        other.port = port
        return other

    def _with(self, name, value):
        other = copy.copy(self)
        other.headers = self.headers | {name: value}
        return other

    def call(self, method, path, body=None, *, raw=None, headers=None):
        """One request on a connection of its own. `body` goes out as JSON, `raw` as the bytes it is."""
        fields = dict(self.headers)
        if self.token:
            fields["Authorization"] = f"Bearer {self.token}"
        if body is not None:
            raw = json.dumps(body).encode()
        if raw is not None:
            fields["Content-Type"] = "application/json"
        fields |= headers or {}
        connection = self.connection()
        try:
            connection.connect()
            # Whoever answers before the end of a body may read no further: the answer is there all the same.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError, ssl.SSLEOFError):
                connection.request(method, path, raw, fields)
            response = connection.getresponse()
            content = response.read()
            if content and response.headers.get("Content-Encoding") == "gzip":
                content = gzip.decompress(content)
        finally:
            connection.close()
        if self.contract:
            self.contract.check(method, path, response.status, response.headers, content)
        is_json = content and "json" in (response.headers.get("Content-Type") or "")
        return Answer(response.status, response.headers, json.loads(content) if is_json else content)

    def connection(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)

    def get(self, path, **options):
        return self.call("GET", path, **options)

    def post(self, path, body=None, **options):
        return self.call("POST", path, body, **options)

    def patch(self, path, body, **options):
        return self.call("PATCH", path, body, **options)

    def delete(self, path, **options):
        return self.call("DELETE", path, **options)

    def history(self, room, page=200):
        """A room's whole log, paged from its first message on, as a client without anything fetches it."""
        messages, after = [], 0
        while True:
            answer = self.get(f"/api/v1/rooms/{room}/messages?after={after}&limit={page}")
            assert answer.status == 200, answer.body
            messages += answer.body["messages"]
            if not answer.body["has_more"]:
                return messages
            after = messages[-1]["seq"]

    def socket(self, path="/ws", **options):
        """A socket that says who it is by the same token."""
        return Socket(self.port, path, token=self.token, headers=self.headers, **options)


class Socket:
    """A WebSocket that keeps every frame it got, in order."""

    def __init__(self, port, path="/ws", token=None, headers=None, subprotocols=None, **more):
        """`more` is for `websockets`."""
        fields = ({"Authorization": f"Bearer {token}"} if token else {}) | (headers or {})
        self._until_close = contextlib.ExitStack()
        self.connection = self._until_close.enter_context(connect(**{
            "uri": f"ws://127.0.0.1:{port}{path}", "additional_headers": fields, "subprotocols": subprotocols,
            "proxy": None, "compression": None, "ping_interval": None, "max_queue": None, "close_timeout": 2,
            "open_timeout": 30} | more))
        self.frames = []

    def send(self, **frame):
        self.connection.send(json.dumps(frame))

    def say(self, room, content, client_id, **more):
        self.send(type="send", room_id=room, content=content, client_id=client_id, **more)

    def receive(self, within=10.0):
        """The next frame."""
        self.frames.append(json.loads(self.connection.recv(timeout=within)))
        return self.frames[-1]

    def wait_for(self, matches=lambda frame: True, within=10.0, **fields):
        """The first frame, of those here and those to come, that has these fields and `matches`."""
        deadline, looked_at = time.monotonic() + within, 0
        while True:
            while looked_at == len(self.frames):
                try:
                    self.receive(max(0.0, deadline - time.monotonic()))
                except TimeoutError:
                    kinds = [frame.get("type") for frame in self.frames]
                    raise AssertionError(f"no frame {fields} within {within} s, only {kinds[-20:]}") from None
            frame = self.frames[looked_at]
            looked_at += 1
            if all(frame.get(name) == value for name, value in fields.items()) and matches(frame):
                return frame

    def ack(self, client_id, within=10.0):
        """The message that a send became."""
        frame = self.wait_for(
            lambda frame: frame.get("type") in ("ack", "error"), client_id=client_id, within=within)
        assert frame["type"] == "ack", frame
        return frame["message"]

    def messages(self, room):
        """The messages of a room that it was sent, in the order of their coming; acks are not among them."""
        return [frame for frame in self.frames if frame.get("type") == "message" and frame["room_id"] == room]

    def until_closed(self, within=10.0):
        """Takes what still comes, and tells the code that the server closes with."""
        deadline = time.monotonic() + within
        while True:
            try:
                self.receive(max(0.0, deadline - time.monotonic()))
            except ConnectionClosed as closed:
                return closed.rcvd.code if closed.rcvd else None

    def close(self):
        self._until_close.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
