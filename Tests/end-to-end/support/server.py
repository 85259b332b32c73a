"""A server that has been set up, and the people who have an account there."""

from .client import Client
from .console_mail import ConsoleMail
from .deadline import eventually

OWNER_PASSWORD = "nine green bottles"
PASSWORD = "ten warm blankets"


class Person(Client):
    """Someone who is signed in."""

    def __init__(self, port, token, user, password, headers=None):
        super().__init__(port, token, headers)
        self.id = user["id"]
        self.name = user["name"]
        self.email = user["email"]
        self.password = password


class SnugServer:
    """Opens the doors of a running server: its owner, then whoever registers."""

    def __init__(self, process, mails=None, first_room=False):
        """`first_room` keeps the room that the set-up makes, and the invite into it: most tests make their own."""
        self.process = process
        self.mails = mails or ConsoleMail(process)
        self.owner = self._set_up()
        if not first_room:
            self._leave_nothing()

    def _leave_nothing(self):
        for room in self.owner.get("/api/v1/rooms").body["rooms"]:
            assert self.owner.delete(f"/api/v1/rooms/{room['id']}").status == 204
        for invite in self.owner.get("/api/v1/invites").body["invites"]:
            assert self.owner.delete(f"/api/v1/invites/{invite['id']}").status == 204

    @property
    def guest(self):
        """Someone without a session."""
        return Client(self.process.port)

    def _set_up(self):
        answer = self.guest.post("/api/v1/setup", {
            "token": self.process.setup_token(), "name": "Olga", "email": "olga@example.org",
            "password": OWNER_PASSWORD})
        assert answer.status == 201, answer.body
        return Person(self.process.port, answer.body["access_token"], answer.body["user"], OWNER_PASSWORD)

    def register(self, name, password=PASSWORD, guest=None, **more):
        """A new account, by way of the mailed code; or at once, by an invite that needs none."""
        form = {"name": name, "email": f"{name.lower()}@example.org", "password": password}
        codes_before = len(self.mails.codes_for(form["email"]))
        answer = (guest or self.guest).post("/api/v1/auth/register", form | more)
        if answer.status == 201:
            return self.person(answer, password, guest)
        assert answer.status == 202, answer.body
        return self.verify(form["email"], self.next_code(form["email"], codes_before), password, guest)

    def code_from(self, path, form, guest=None):
        """The code that is mailed after a call which promises one."""
        codes_before = len(self.mails.codes_for(form["email"]))
        answer = (guest or self.guest).post(path, form)
        assert answer.status == 202, answer.body
        return self.next_code(form["email"], codes_before)

    def next_code(self, address, codes_before):
        return eventually(lambda: self.mails.codes_for(address)[codes_before:], f"a code for {address}")[0]

    def verify(self, address, code, password=PASSWORD, guest=None):
        guest = guest or self.guest
        answer = guest.post("/api/v1/auth/verify", {"email": address, "code": code})
        assert answer.status == 200, answer.body
        return self.person(answer, password, guest)

    def person(self, answer, password=None, guest=None):
        """Whoever an answer has just signed in."""
        return Person(
            self.process.port, answer.body["access_token"], answer.body["user"], password,
            guest.headers if guest else None)

    def sign_in(self, person, guest=None):
        """Another session of the same person."""
        form = {"email": person.email, "password": person.password}
        code = self.code_from("/api/v1/auth/login", form, guest)
        return self.verify(person.email, code, person.password, guest)

    @staticmethod
    def room(maker, *others, kind="group", name="Kitchen"):
        """The id of a new room."""
        answer = maker.post(
            "/api/v1/rooms", {"kind": kind, "name": name, "member_ids": [person.id for person in others]})
        assert answer.status == 201, answer.body
        return answer.body["id"]
