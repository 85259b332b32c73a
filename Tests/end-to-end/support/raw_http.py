"""HTTP below the level of a client: bytes there and bytes back."""

import contextlib
import http.client
import json
import socket
from typing import Any, NamedTuple


def raw_exchange(port, request):
    """Writes bytes, and reads until the server closes."""
    with contextlib.closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
        return answer


class RawAnswer(NamedTuple):
    """One answer of several on a connection. `body` is parsed where it is JSON, else bytes."""

    version: str
    status: int
    headers: http.client.HTTPMessage
    body: Any


class RawConnection:
    """Takes bytes as they are, and reads one answer after the other."""

    def __init__(self, port, within=10, context=None):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=within)
        if context:
            self.socket = context.wrap_socket(self.socket, server_hostname="localhost")
        self._answers = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._answers.close()
        self.socket.close()

    def send(self, request):
        self.socket.sendall(request)

    def answer(self, method="GET"):
        """The next answer, to a request of this method; fails if none comes in time."""
        line = self._answers.readline()
        assert line, "the connection ended without an answer"
        version, status = line.decode().split(" ")[:2]
        headers = http.client.parse_headers(self._answers)
        is_bare = method == "HEAD" or int(status) < 200 or int(status) in (204, 304)
        body = b"" if is_bare else self._body(headers)
        is_json = body and "json" in (headers.get("Content-Type") or "")
        return RawAnswer(version, int(status), headers, json.loads(body) if is_json else body)

    def _body(self, headers):
        if headers.get("Transfer-Encoding") != "chunked":
            length = headers.get("Content-Length")
            return self._answers.read(-1 if length is None else int(length))
        body = b""
        while size := int(self._answers.readline(), 16):
            body += self._answers.read(size)
            self._answers.readline()
        self._answers.readline()
        return body

    def is_over(self):
        """Whether the server ends the connection, in its proper way and without a word more."""
        return self._answers.read() == b""
