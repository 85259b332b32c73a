"""The commands of W3C WebDriver, over HTTP (WebKitWebDriver) or Firefox's own wire (Marionette)."""

import http.client
import json
import socket

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ROUTES = {
    "NewSession": ("POST", "/session"),
    "DeleteSession": ("DELETE", ""),
    "Navigate": ("POST", "/url"),
    "SetTimeouts": ("POST", "/timeouts"),
    "SetWindowRect": ("POST", "/window/rect"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "ExecuteAsyncScript": ("POST", "/execute/async"),
    "ElementClick": ("POST", "/element/{id}/click"),
    "ElementClear": ("POST", "/element/{id}/clear"),
    "ElementSendKeys": ("POST", "/element/{id}/value"),
    "PerformActions": ("POST", "/actions"),
    "AddCookie": ("POST", "/cookie"),
    "TakeScreenshot": ("GET", "/screenshot"),
}


class WebDriverError(Exception):
    """What a browser refused, by the standard's name for it."""

    def __init__(self, answer):
        super().__init__(f"{answer['error']}: {answer['message']}")
        self.code = answer["error"]


class HTTPWire:
    """To a driver that listens on this port."""

    def __init__(self, port):
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self._session = ""

    def call(self, command, **given):
        method, path = ROUTES[command]
        body = json.dumps(given) if method == "POST" else None
        self._connection.request(
            method, self._session + path.format_map(given), body, {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        value = json.loads(answer.read())["value"]
        if answer.status != 200:
            raise WebDriverError(value)
        if command == "NewSession":
            self._session = f"/session/{value['sessionId']}"
        return value

    def close(self):
        self._connection.close()


class Marionette:
    """To a Firefox that listens on this port: JSON, each with its length before it."""

    def __init__(self, port):
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        self._answers = self._socket.makefile("rb")
        self._number = 0
        self._read()  # Its greeting.

    def _read(self):
        length = b""
        while (digit := self._answers.read(1)) != b":":
            if not digit:
                raise ConnectionError("Firefox is gone")
            length += digit
        return json.loads(self._answers.read(int(length)))

    def call(self, command, **given):
        self._number += 1
        name = command if ":" in command else f"WebDriver:{command}"
        message = json.dumps([0, self._number, name, given]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, number, error, result = self._read()
        assert number == self._number
        if error:
            raise WebDriverError(error)
        return result["value"] if result and set(result) == {"value"} else result

    def close(self):
        self._answers.close()
        self._socket.close()
