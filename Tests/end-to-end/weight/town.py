"""The world in which things are weighed: Mallory has as much of everything as one member may have."""

import contextlib
import http.client
import json
import shutil
import sqlite3
import time

from support.attachments import shared
from support.client import Client
from support.pictures import noise
from support.server import SnugServer
from support.snug import SnugProcess

CROWD, ROOMS, LONG = 996, 990, "x" * 16_000
"""People beside the four, rooms of Mallory's own, and a message of nearly the longest."""
HISTORY, EDITED = 600, 200
SESSIONS = 90
PICTURE = noise(204)
"""Nearly as large as one may be."""
FILE = noise(300)
"""A file of two rows."""
METHODS = {"get", "put", "post", "patch", "delete"}


class Town:
    """Who and what is there: numbers and tokens, so that it can be handed to other processes."""

    def __init__(self, folder, share=1.0):
        """Builds it, or one with a share of everything."""
        self._share = share
        with SnugProcess(folder) as process:
            server = SnugServer(process.start())
            people = {name: server.register(name) for name in ("Mallory", "Vera", "Walt")}
            self.tokens = {name: person.token for name, person in people.items()}
            self.ids = {name: person.id for name, person in people.items()}
            self.kiosk = server.room(people["Vera"], people["Walt"], name="Kiosk")
            assert process.terminate() == 0
            self.crowd = _crowd(process.database, self.ids["Mallory"], self._most(CROWD))
            process.start()
            self.operations = operations(process.port)
            self.room_ids = self._furnish(people["Mallory"])
            shown = people["Walt"].call("PUT", "/api/v1/me/picture", raw=PICTURE)
            self.picture = shown.body["picture_url"]
            self.file = shared(people["Mallory"], self.plaza, FILE)[0]["url"]
            self.database = process.database
            assert process.terminate() == 0

    def _most(self, count):
        return int(count * self._share)

    @property
    def names(self):
        """What stands in braces in a weight."""
        return {
            "token": self.tokens["Mallory"], "mallory": self.ids["Mallory"], "walt": self.ids["Walt"],
            "crowd": self.crowd, "plaza": self.plaza, "den": self.den, "rooms": self.room_ids, "picture": self.picture,
            "file": self.file}

    def _furnish(self, mallory):
        """Mallory's rooms: a crowded plaza, a den with a long history, and as many more as one may be in."""
        connection = http.client.HTTPConnection("127.0.0.1", mallory.port, timeout=60)
        fields = {"Authorization": f"Bearer {mallory.token}", "Content-Type": "application/json"}

        def call(method, path, body):
            connection.request(method, path, json.dumps(body), fields)
            answer = connection.getresponse()
            content = answer.read()
            assert answer.status in (200, 201, 204), content
            return json.loads(content) if content else None

        def room(kind, name, members=()):
            return call("POST", "/api/v1/rooms", {"kind": kind, "name": name, "member_ids": list(members)})["id"]

        self.plaza = room("group", "Plaza", [*self.crowd, self.ids["Vera"], self.ids["Walt"]])
        self.den = room("group", "Den")
        rooms = [room("open" if number % 5 == 0 else "group", f"Room {number}") for number in range(self._most(ROOMS))]
        with mallory.socket() as socket:
            socket.wait_for(type="hello")
            for number in range(self._most(HISTORY)):
                socket.say(self.den, LONG, f"den-{number}")
            for number, each in enumerate(rooms):
                socket.say(each, LONG, f"room-{number}")
            socket.say(self.plaza, "hello", "plaza")
            socket.ack("plaza", within=120)
        for seq in range(1, self._most(EDITED) + 1):
            call("PATCH", f"/api/v1/rooms/{self.den}/messages/{seq}", {"content": LONG[1:]})
        connection.close()
        return rooms

    @contextlib.contextmanager
    def opened(self, folder):
        """A server of a copy of it, with the settings that a server has by default; everyone has just signed in."""
        folder.mkdir(exist_ok=True)
        shutil.copytree(self.database.parent, folder / "data")
        process = SnugProcess(folder)
        process.without_flags()
        with contextlib.closing(sqlite3.connect(process.database)) as database, database:
            database.execute("UPDATE sessions SET created_at = ?", [round(time.time() * 1_000_000)])
            database.execute("INSERT OR REPLACE INTO settings (name, value) VALUES ('registration', 'open')")
        with process:
            yield process.start()
        shutil.rmtree(folder)


def operations(port):
    """The ids of the operations in a server's document."""
    paths = Client(port).get("/api/openapi.json").body["paths"]
    return {call["operationId"] for path in paths.values() for method, call in path.items() if method in METHODS}


def _crowd(database, mallory, count):
    """The ids of many more people, and many more sessions of Mallory's, put in beside the server."""
    with contextlib.closing(sqlite3.connect(database)) as connection, connection:
        for number in range(count):
            # Half of them have their first names to themselves.
            name = f"P{number} Person" if number % 2 else f"Person {number}"
            connection.execute(
                "INSERT INTO users (name, name_folded, email, password, role, created_at) "
                "SELECT ?, ?, ?, password, 'member', created_at FROM users WHERE id = ?",
                (name, name.lower(), f"person{number}@example.org", mallory))
        columns = ", ".join(
            row[1] for row in connection.execute("PRAGMA table_info(sessions)") if row[1] != "id")
        for _ in range(SESSIONS):
            connection.execute(
                f"INSERT INTO sessions ({columns}) SELECT {columns} FROM sessions WHERE user_id = ? LIMIT 1", [mallory])
        return [row[0] for row in connection.execute("SELECT id FROM users WHERE email LIKE 'person%'")]
