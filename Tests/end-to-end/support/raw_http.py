"""HTTP below the level of a client: bytes there and bytes back."""

import contextlib
import socket


def raw_exchange(port, request):
    """Writes bytes, and reads until the server closes."""
    with contextlib.closing(socket.create_connection(("127.0.0.1", port), timeout=10)) as connection:
        connection.sendall(request)
        answer = b""
        while part := connection.recv(65_536):
            answer += part
        return answer
