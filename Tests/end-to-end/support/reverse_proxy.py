"""A proxy with TLS in front of a server, as an administrator might have set it up: right, or not quite."""

import re
import socket
import ssl
import threading


class ReverseProxy:
    """Takes one request a connection to the server at `port`, and its answer back."""

    def __init__(self, pair, passes_upgrade=True):
        self.pair = pair
        self.target = None
        self._passes_upgrade = passes_upgrade
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(pair.certificate, pair.key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.origin = f"https://localhost:{self._listener.getsockname()[1]}"

    def __enter__(self):
        threading.Thread(target=self._serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._listener.close()

    def _serve(self):
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=[connection], daemon=True).start()

    def _carry(self, connection):
        try:
            with connection, self._tls.wrap_socket(connection, server_side=True) as client:
                client.settimeout(10)
                head = b""
                while b"\r\n\r\n" not in head:
                    head += client.recv(65_536)
                client.sendall(self._answer(head))
        except OSError:
            pass  # A client that does not trust the certificate hangs up.

    def _answer(self, head):
        if not self.target:
            return b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
        if not self._passes_upgrade:
            head = re.sub(rb"(?im)^(upgrade|connection):.*\r\n", b"", head)
        # The last request of its connection, so that the answer ends with it.
        if not re.search(rb"(?im)^connection:", head):
            head = head.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1)
        with socket.create_connection(("127.0.0.1", self.target), timeout=10) as server:
            server.sendall(head)
            answer = b""
            while part := server.recv(65_536):
                answer += part
            return answer
