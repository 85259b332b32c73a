"""A server that has been set up, and the people who have an account there."""

from client import Client
from console_mail import ConsoleMail

OWNER_PASSWORD = "nine green bottles"
PASSWORD = "ten warm blankets"


class Person(Client):
    """Someone who is signed in."""

    def __init__(self, port, token, user, password):
        super().__init__(port, token)
        self.id = user["id"]
        self.name = user["name"]
        self.email = user["email"]
        self.password = password


class House:
    """Opens the doors of a running server: its owner, then whoever registers."""

    def __init__(self, server, mails=None):
        self.server = server
        self.mails = mails or ConsoleMail(server)
        self.owner = self._set_up()

    @property
    def guest(self):
        """Someone without a session."""
        return Client(self.server.port)

    def _set_up(self):
        answer = self.guest.post("/api/v1/setup", {
            "token": self.server.setup_token(), "name": "Olga", "email": "olga@example.org",
            "password": OWNER_PASSWORD})
        assert answer.status == 201, answer.body
        return Person(self.server.port, answer.body["access_token"], answer.body["user"], OWNER_PASSWORD)

    def register(self, name, password=PASSWORD):
        """A new account, by way of the mailed code."""
        address = f"{name.lower()}@example.org"
        mails_before = len(self.mails.to(address))
        answer = self.guest.post(
            "/api/v1/auth/register", {"name": name, "email": address, "password": password})
        assert answer.status == 202, answer.body
        code = self.mails.code_for(address, mails_before + 1)
        return self.verify(address, code, password)

    def verify(self, address, code, password=PASSWORD):
        answer = self.guest.post("/api/v1/auth/verify", {"email": address, "code": code})
        assert answer.status == 200, answer.body
        return Person(self.server.port, answer.body["access_token"], answer.body["user"], password)

    def sign_in(self, person):
        """Another session of the same person."""
        mails_before = len(self.mails.to(person.email))
        answer = self.guest.post(
            "/api/v1/auth/login", {"email": person.email, "password": person.password})
        assert answer.status == 202, answer.body
        code = self.mails.code_for(person.email, mails_before + 1)
        return self.verify(person.email, code, person.password)

    @staticmethod
    def room(maker, *others, kind="group", name="Kitchen"):
        """The id of a new room."""
        answer = maker.post(
            "/api/v1/rooms", {"kind": kind, "name": name, "member_ids": [person.id for person in others]})
        assert answer.status == 201, answer.body
        return answer.body["id"]
