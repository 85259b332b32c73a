"""What stands before a server: it can seem to bring the server's next version, to fail, or to hang."""

import http.client
import re
import socket
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PLAIN = {"etag", "if-none-match", "connection", "content-length", "transfer-encoding", "content-encoding", "host", "accept-encoding"}
PAGES = re.compile(r"^/(sw\.js|assets/.*)?$")
FOLDER = re.compile(rb"/assets/([0-9a-z]{12,})/")


class Front:
    """Carries everything to the server at `target` and back, on a port of its own."""

    def __init__(self):
        self.target = None
        self.is_down = False
        self.has_worker = True
        self.asked = Counter()
        """How often, by path."""
        self._is_next = False
        self._is_called_so = True
        self._runs = threading.Event()
        self._runs.set()
        self._flows = threading.Event()
        self._flows.set()
        self._tunnels = []
        self._cuts = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"front": self}))
        self.port = self._server.server_address[1]
        self.origin = f"http://localhost:{self.port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.go_on()
        self.flow()
        self.cut()
        self._server.shutdown()
        self._server.server_close()

    def bring_next_version(self, is_called_so=True):
        """The files have another name from now on, and the server calls itself otherwise, if so; all sockets end."""
        self._is_next = True
        self._is_called_so = is_called_so
        self.cut()

    def hang(self):
        """No request is answered until `go_on`."""
        self._runs.clear()
        self.cut()

    def go_on(self):
        self._runs.set()

    def stall(self):
        """Nothing comes over the sockets until `flow`, and none ends."""
        self._flows.clear()

    def flow(self):
        self._flows.set()

    def cut(self):
        """Ends all sockets, also those that are just being opened."""
        with self._lock:
            self._cuts += 1
            for each in self._tunnels:
                _end(each)
            self._tunnels.clear()

    def tunnelling(self):
        """Gives `note(*tunnel)`, by which the two ends of a socket that begins now are ended at the next cut."""
        before = self._cuts

        def note(*tunnel):
            with self._lock:
                if self._cuts == before:
                    self._tunnels += tunnel
                else:
                    for each in tunnel:
                        _end(each)
        return note

    def wait(self):
        self._runs.wait(60)

    def to_server(self, path):
        """The path as the server knows it."""
        return re.sub(r"^/assets/next([0-9a-z]{12,})/", r"/assets/\1/", path) if self._is_next else path

    def is_gone(self, path):
        """Files of the version before are no longer there."""
        return path == "/sw.js" and not self.has_worker or self._is_next and re.match(r"^/assets/(?!next)[0-9a-z]{12,}/", path)

    def from_server(self, path, body):
        return FOLDER.sub(rb"/assets/next\1/", body) if self._is_next and PAGES.match(path) else body

    def frames(self, data):
        """What sockets say to the page, and when."""
        self._flows.wait(60)
        return data.replace(b'"snug/', b'"SNUG/') if self._is_next and self._is_called_so else data


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    front: Front

    def log_message(self, *_):
        pass

    def _carry(self):
        self.front.wait()
        self.front.asked[self.path] += 1
        if self.headers.get("Upgrade", "").lower() == "websocket":
            return self._tunnel()
        if self.front.is_down:
            return self._say(502, [], b"")
        if self.front.is_gone(self.path):
            return self._say(404, [], b"")
        length = int(self.headers.get("Content-Length") or 0)
        connection = http.client.HTTPConnection("127.0.0.1", self.front.target, timeout=30)
        fields = {name: value for name, value in self.headers.items() if name.lower() not in PLAIN}
        connection.request(
            self.command, self.front.to_server(self.path), self.rfile.read(length) or None,
            fields | {"Host": f"localhost:{self.front.port}"})
        answer = connection.getresponse()
        body = self.front.from_server(self.path, answer.read())
        connection.close()
        return self._say(
            answer.status, [(name, value) for name, value in answer.getheaders() if name.lower() not in PLAIN], body)

    def _say(self, status, fields, body):
        try:
            self.send_response_only(status)
            for name, value in fields:
                self.send_header(name, value)
            if status not in (204, 304):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body if self.command != "HEAD" else b"")
        except OSError:
            self.close_connection = True  # The page has gone.

    def _tunnel(self):
        note = self.front.tunnelling()
        self.close_connection = True
        if self.front.is_down:
            return self._say(502, [], b"")
        server = socket.create_connection(("127.0.0.1", self.front.target), timeout=30)
        server.settimeout(None)
        head = f"{self.command} {self.path} HTTP/1.1\r\n" + "".join(
            f"{name}: {value}\r\n" for name, value in self.headers.items()) + "\r\n"
        server.sendall(head.encode())
        note(server, self.connection)
        threading.Thread(target=_pump, args=[self.connection, server, bytes], daemon=True).start()
        _pump(server, self.connection, self.front.frames)
        return None

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = _carry


def _end(connection):
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass  # It has ended by itself.


def _pump(source, sink, change):
    try:
        while data := source.recv(65_536):
            sink.sendall(change(data))
    except OSError:
        pass
    finally:
        for each in (source, sink):
            _end(each)
