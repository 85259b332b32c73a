"""A request whose body comes late acts with the rights that its sender then has, not with those from its head."""

import json

import pytest

from support.raw_http import RawConnection
from support.rows import rows
from support.server import SnugServer
from support.snug import SnugProcess

ROOM = "/api/v1/rooms/{room}"

ACTS = [
    # role, method, path, body
    ("owner", "PATCH", "/api/v1/users/{ben}", {"role": "owner"}),
    ("owner", "PATCH", "/api/v1/admin/settings", {"site.name": "Mallory"}),
    ("admin", "PATCH", "/api/v1/users/{ben}", {"deactivated": True}),
    ("admin", "POST", "/api/v1/invites", {"uses": 1000}),
    ("admin", "POST", "/api/v1/invites/{invite}/mail", {"email": "x@example.org"}),
    ("admin", "POST", "/api/v1/accounts", {"name": "X", "email": "x@example.org"}),
    ("admin", "PATCH", ROOM, {"welcomes": True}),
]
MEMBERS = [
    ("POST", "/api/v1/rooms", {"kind": "group", "name": "Den", "member_ids": []}),
    ("PATCH", ROOM, {"name": "Mallory's"}),
    ("POST", ROOM + "/members", {"user_id": "{ben}"}),
    ("POST", ROOM + "/messages", {"content": "still here"}),
    ("POST", ROOM + "/read", {"seq": 1}),
    ("POST", ROOM + "/unread", {"seq": 1}),
    ("POST", ROOM + "/notify", {"notify": "nothing"}),
    ("PATCH", ROOM + "/messages/1", {"content": "changed"}),
    ("PATCH", "/api/v1/me", {"name": "Mallory"}),
    ("POST", "/api/v1/me/email", {"email": "x@example.org", "current_password": "ten warm blankets"}),
    ("POST", "/api/v1/me/email/verify", {"code": "123456"}),
    ("POST", "/api/v1/me/close", {"current_password": "ten warm blankets"}),
    ("POST", "/send-message", {"room_id": "{room}", "content": "still here"}),
    ("POST", "/create-room", {"room_name": "Den", "user_ids": ["{eve}"]}),
]


class House:
    """A server with Ben, and Eve, who owns an open room and has said something there."""

    def __init__(self, server):
        self.server = server
        self.ben, self.eve = server.register("Ben"), server.register("Eve")
        self.room = server.room(self.eve, kind="open", name="Hall")
        assert self.eve.post(f"/api/v1/rooms/{self.room}/messages", {"content": "hi"}).status == 201
        self.invite = server.owner.post("/api/v1/invites", {}).body["id"]

    def give(self, role):
        assert self.server.owner.patch(f"/api/v1/users/{self.eve.id}", {"role": role}).status == 200

    def filled(self, text):
        for name, value in {"ben": self.ben.id, "eve": self.eve.id, "room": self.room, "invite": self.invite}.items():
            text = text.replace(f'"{{{name}}}"', str(value)).replace(f"{{{name}}}", str(value))
        return text

    def late(self, method, path, body, meanwhile):
        """The answer to a request whose head was read before `meanwhile`, and whose body comes after it."""
        content = self.filled(json.dumps(body)).encode()
        head = (f"{method} {self.filled(path)} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {self.eve.token}\r\n"
                f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\nExpect: 100-continue\r\n\r\n")
        with RawConnection(self.server.process.port) as connection:
            connection.send(head.encode())
            assert connection.answer().status == 100, "the call has its caller, and reads the body"
            meanwhile()
            connection.send(content)
            return connection.answer(method)


@pytest.fixture
def house(tmp_path, relay):
    with SnugProcess(tmp_path, "--registration", "open", *relay.flags, **relay.settings) as process:
        yield House(SnugServer(process.start(), mails=relay))


def acts_of(house):
    return rows(house.server.process.database, "SELECT act FROM audit WHERE actor_id = ?", house.eve.id)


@pytest.mark.security(23)
@pytest.mark.parametrize("role, method, path, body", ACTS, ids=[f"{row[1]} {row[2]}" for row in ACTS])
def test_whoever_lost_a_role_does_nothing_with_it(house, role, method, path, body):
    house.give(role)
    less = {"owner": "admin", "admin": "member"}[role]
    answer = house.late(method, path, body, lambda: house.give(less))
    assert answer.status == 403, answer.body
    assert acts_of(house) == []
    owners = rows(house.server.process.database, "SELECT id FROM users WHERE role = 'owner'")
    assert owners == [(house.server.owner.id,)]


@pytest.mark.security(17)
@pytest.mark.parametrize("method, path, body", MEMBERS + [row[1:] for row in ACTS],
                         ids=[f"{row[0]} {row[1]}" for row in MEMBERS + [row[1:] for row in ACTS]])
def test_whoever_was_put_out_does_nothing_any_more(house, method, path, body):
    house.give("owner")

    def out():
        answer = house.server.owner.patch(f"/api/v1/users/{house.eve.id}", {"deactivated": True})
        assert answer.status == 200

    messages = rows(house.server.process.database, "SELECT content FROM messages")
    answer = house.late(method, path, body, out)
    assert answer.status == 401, answer.body
    assert acts_of(house) == []
    assert rows(house.server.process.database, "SELECT content FROM messages") == messages
    assert rows(house.server.process.database, "SELECT name FROM users WHERE id = ?", house.eve.id) == [("Eve",)]
