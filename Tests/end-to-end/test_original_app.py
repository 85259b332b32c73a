"""The original app's calls, made the way that app makes them, with only its base URL changed and its token sent."""

import re

import pytest
from websockets.exceptions import InvalidStatus

from support.client import Client
from support.deadline import eventually

pytestmark = pytest.mark.main

TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")


class OriginalApp(Client):
    """Its one service class: sign-in, code, reset, socket, rooms, users, messages."""

    def __init__(self, port, mails):
        super().__init__(port)
        self.mails = mails
        self.user_id = None

    def call(self, method, path, body=None, **options):
        """It reads `detail` from errors, and says `application/json` of its bodies."""
        answer = super().call(method, path, body, **options)
        if answer.status >= 400:
            assert answer.headers["Content-Type"].split(";")[0] == "application/json"
            assert set(answer.body) >= {"error", "detail"} and answer.body["detail"]
        return answer

    def register(self, name, email, password):
        return self.post("/register", {"name": name, "email": email, "password": password, "role": "admin"})

    def sign_in(self, email, password, nth_mail):
        """Password, then the code: right after `/login` it calls `/send-otp`, which must not mail a second one."""
        login = self.post("/login", {"email": email, "password": password})
        assert login.status == 200, login.body
        assert login.body.keys() >= {"message", "email", "otp_message"} and login.body["email"] == email
        send = self.post("/send-otp", {"email": email})
        assert send.status == 200 and send.body.keys() == {"message"}
        verify = self.post("/verify-otp", {"email": email, "otp": self.mails.code_for(email, nth_mail)})
        assert verify.status == 200, verify.body
        assert verify.body.keys() == {"access_token", "role", "message", "current_user_id", "username"}
        self.token, self.user_id = verify.body["access_token"], verify.body["current_user_id"]
        return verify.body

    def room_socket(self, room):
        return self.socket(f"/ws/{room}/{self.user_id}")


@pytest.fixture(scope="module")
def apps(server):
    """Two phones whose owners have registered and signed in."""
    phones = []
    for name, email in (("Cili", "cili@example.org"), ("Dani", "dani@example.org")):
        phone = OriginalApp(server.process.port, server.mails)
        answer = phone.register(name, email, "a plain password")
        assert answer.status == 200 and answer.body.keys() == {"message"}, answer.body
        answer = phone.sign_in(email, "a plain password", 1)
        assert (answer["username"], answer["role"]) == (name, "member"), "the role that was asked for is ignored"
        assert len(server.mails.to(email)) == 1, "registration, login and send-otp within a minute: one code"
        phones.append(phone)
    return phones


def test_a_direct_room_is_made_once_and_listed(apps):
    """Two users make a private room; asking again gives the same one; both find it in their list."""
    cili, dani = apps
    made = cili.post("/create-room", {"room_name": "Us two", "user_ids": [cili.user_id, dani.user_id]})
    assert made.status == 200 and made.body.keys() == {"room_id", "message"}, made.body
    again = dani.post("/create-room", {"room_name": "", "user_ids": [dani.user_id, cili.user_id]})
    assert (again.status, again.body["room_id"]) == (200, made.body["room_id"])
    room = cili.get(f"/api/v1/rooms/{made.body['room_id']}")
    assert (room.body["kind"], room.body["is_private"]) == ("direct", True)
    for phone in apps:
        listed = phone.get(f"/rooms?user_id={phone.user_id}")
        assert listed.status == 200
        found = [entry for entry in listed.body if entry["room_id"] == made.body["room_id"]]
        assert len(found) == 1
        assert found[0].keys() == {"room_id", "room_name", "last_message", "last_message_time"}


def test_the_rooms_own_socket_carries_the_talk(apps):
    """`{"status":"connected"}` first; each message goes to every socket of the room, the sender's own included."""
    cili, dani = apps
    room = cili.post("/create-room", {"room_name": "", "user_ids": [cili.user_id, dani.user_id]}).body["room_id"]
    with cili.room_socket(room) as hers, dani.room_socket(room) as his:
        assert hers.receive() == his.receive() == {"status": "connected"}
        hers.send(room_id=room, user_id=cili.user_id, content="Szia!")
        his.send(room_id=room, user_id=dani.user_id, content="Szia Cili!")
        for socket in (hers, his):
            said = {(frame["user_id"], frame["content"])
                    for frame in (socket.wait_for(room_id=room, content="Szia!"),
                                  socket.wait_for(room_id=room, content="Szia Cili!"))}
            assert said == {(cili.user_id, "Szia!"), (dani.user_id, "Szia Cili!")}
            assert all(TIME.fullmatch(frame["timestamp"]) for frame in socket.frames[1:])
        assert hers.frames[1:] == his.frames[1:], "both see the same conversation, each message once"

        sent = cili.post("/send-message", {"room_id": room, "user_id": cili.user_id, "content": "by REST"})
        assert sent.status == 200 and sent.body.keys() == {"message"}
        for socket in (hers, his):
            socket.wait_for(content="by REST", user_id=cili.user_id)

    reloaded = dani.get(f"/get-messages/{room}")
    assert reloaded.status == 200
    assert [entry.keys() for entry in reloaded.body] == [{"user_id", "content", "timestamp"}] * 3
    assert [entry["content"] for entry in reloaded.body] == [frame["content"] for frame in his.frames[1:]]
    last = [entry for entry in dani.get(f"/rooms?user_id={dani.user_id}").body if entry["room_id"] == room][0]
    assert last["last_message"] == "by REST" and TIME.fullmatch(last["last_message_time"])


def test_the_socket_refuses_to_speak_for_others(apps):
    """Another's path is 403 before the upgrade, a foreign room 404; a frame in another's name answers `error`."""
    cili, dani = apps
    room = cili.post("/create-room", {"room_name": "", "user_ids": [cili.user_id, dani.user_id]}).body["room_id"]
    for path, status in ((f"/ws/{room}/{dani.user_id}", 403), (f"/ws/99999/{cili.user_id}", 404)):
        with pytest.raises(InvalidStatus) as refused:
            cili.socket(path)
        assert refused.value.response.status_code == status
    with cili.room_socket(room) as hers, dani.room_socket(room) as his:
        assert hers.receive() == his.receive() == {"status": "connected"}
        hers.send(room_id=room, user_id=dani.user_id, content="I am Dani")
        hers.wait_for(type="error")
        hers.send(room_id=room + 1, user_id=cili.user_id, content="elsewhere")
        hers.wait_for(lambda frame: frame is not hers.frames[1], type="error")
        hers.send(room_id=room, user_id=cili.user_id, content="I am Cili")
        his.wait_for(content="I am Cili", user_id=cili.user_id)
        assert len(his.frames) == 2, "what was refused reached nobody"


def test_a_group_grows(apps, server):
    """Three users make a group; `/add-user` brings in a fourth, who reads everything said before."""
    cili, dani = apps
    emil, fanni = server.register("Emil"), server.register("Fanni")
    made = cili.post("/create-room", {"room_name": "Choir", "user_ids": [cili.user_id, dani.user_id, emil.id]})
    room = made.body["room_id"]
    assert cili.get(f"/get-messages/{room}").body == []
    assert cili.post("/send-message", {"room_id": room, "user_id": cili.user_id, "content": "La"}).status == 200
    added = dani.post("/add-user", {"room_id": room, "user_id": fanni.id})
    assert added.status == 200 and added.body.keys() == {"message"}
    assert [entry["content"] for entry in fanni.get(f"/get-messages/{room}").body] == ["La"]
    listed = fanni.get(f"/rooms?user_id={fanni.id}").body
    assert [(entry["room_id"], entry["room_name"], entry["last_message"]) for entry in listed] == [
        (room, "Choir", "La")]


def test_the_directory_lists_names_only(apps):
    """`/users` tells ids and names of everyone, and no addresses."""
    cili, dani = apps
    users = cili.get("/users")
    assert users.status == 200
    assert all(user.keys() == {"id", "name"} for user in users.body)
    assert {"id": dani.user_id, "name": "Dani"} in users.body


def test_messages_come_200_at_most_the_newest_ascending(apps):
    """The whole history does not come in one answer, as it did in the original."""
    cili, dani = apps
    room = cili.post("/create-room", {"room_name": "Long", "user_ids": [cili.user_id, dani.user_id, 1]}).body["room_id"]
    with cili.room_socket(room) as hers:
        assert hers.receive() == {"status": "connected"}
        for number in range(205):
            hers.send(room_id=room, user_id=cili.user_id, content=f"line {number}")
        hers.wait_for(content="line 204")
    contents = [entry["content"] for entry in cili.get(f"/get-messages/{room}").body]
    assert contents == [f"line {number}" for number in range(5, 205)]


def test_a_password_is_reset_by_code_and_token(server):
    """The three reset calls; without the proof of the code 400; afterwards only the new password signs in."""
    gabi = server.register("Gabi", "the first password")
    app = OriginalApp(server.process.port, server.mails)
    assert app.post("/send-reset-otp", {"email": gabi.email}).status == 200
    code = server.mails.code_for(gabi.email, 2)
    assert app.post("/verify-otp", {"email": gabi.email, "otp": code}).status == 401, "a reset code never signs in"
    for proof in ({}, {"reset_token": "made up"}):
        refused = app.post("/reset-password", {"email": gabi.email, "new_password": "the second password"} | proof)
        assert refused.status == 400, refused.body
    proven = app.post("/verify-reset-otp", {"email": gabi.email, "otp": code})
    assert proven.status == 200 and proven.body.keys() == {"message", "reset_token"}, proven.body
    change = {"email": gabi.email, "new_password": "the second password", "reset_token": proven.body["reset_token"]}
    assert app.post("/reset-password", change).status == 200
    assert app.post("/reset-password", change).status == 400, "the proof is good once"
    assert gabi.get("/api/v1/me").status == 401, "all sessions ended"
    assert app.post("/login", {"email": gabi.email, "password": "the first password"}).status == 401
    eventually(lambda: len(server.mails.to(gabi.email)) == 3, "the mail that tells the owner")
    app.sign_in(gabi.email, "the second password", 4)


@pytest.mark.parametrize("path, body, status", [
    ("/login", {"email": "cili@example.org", "password": "not that one"}, 401),
    ("/login", {"email": "nobody@example.org", "password": "not that one"}, 401),
    ("/login", {"email": "cili@example.org"}, 422),
    ("/verify-otp", {"email": "cili@example.org", "otp": "000000"}, 401),
    ("/verify-otp", {"email": "nobody@example.org", "otp": "000000"}, 401),
    ("/register", {"name": "X", "email": "x@example.org", "password": "short"}, 422),
    ("/send-otp", {"email": "nobody@example.org"}, 200),
    ("/send-reset-otp", {"email": "nobody@example.org"}, 200),
])
def test_sign_in_calls_without_a_session_answer_as_the_app_expects(apps, path, body, status):
    """Wrong sign-ins are told in the words that the app shows; addresses that are not known are not told apart."""
    cili, dani = apps
    assert OriginalApp(cili.port, cili.mails).post(path, body).status == status


@pytest.mark.parametrize("method, path, body", [
    ("GET", "/users", None),
    ("POST", "/create-room", {"room_name": "X", "user_ids": [1, 2]}),
    ("POST", "/add-user", {"room_id": 1, "user_id": 1}),
    ("GET", "/rooms?user_id=1", None),
    ("GET", "/get-messages/1", None),
    ("POST", "/send-message", {"room_id": 1, "user_id": 1, "content": "hi"}),
])
def test_everything_but_signing_in_needs_a_session(server, method, path, body):
    """The original trusted any `user_id`; here each call says 401 without a token."""
    assert OriginalApp(server.process.port, server.mails).call(method, path, body).status == 401


def test_nobody_asks_or_speaks_for_another(apps, server):
    """Another's rooms 403, another's name 403, a room without oneself refused, a foreign room 404."""
    cili, dani = apps
    hugo = OriginalApp(server.process.port, server.mails)
    hugo.register("Hugo", "hugo@example.org", "a plain password")
    hugo.sign_in("hugo@example.org", "a plain password", 1)
    room = cili.post("/create-room", {"room_name": "", "user_ids": [cili.user_id, dani.user_id]}).body["room_id"]
    assert hugo.get(f"/rooms?user_id={hugo.user_id}").body == []
    assert hugo.get(f"/rooms?user_id={cili.user_id}").status == 403
    assert hugo.get(f"/get-messages/{room}").status == 404
    assert hugo.post("/send-message", {"room_id": room, "user_id": hugo.user_id, "content": "hi"}).status == 404
    assert cili.post("/send-message", {"room_id": room, "user_id": dani.user_id, "content": "hi"}).status == 403
    assert hugo.post("/add-user", {"room_id": room, "user_id": hugo.user_id}).status == 404
    assert cili.post("/add-user", {"room_id": room, "user_id": hugo.user_id}).status == 403
    assert hugo.post("/create-room", {"room_name": "", "user_ids": [cili.user_id, dani.user_id]}).status == 403


def test_send_otp_never_starts_a_sign_in(server):
    """With an address alone there is no code: the original signed anyone in that way."""
    ida = server.register("Ida")
    app = OriginalApp(server.process.port, server.mails)
    assert app.post("/send-otp", {"email": ida.email}).status == 200
    server.register("Judit")
    assert len(server.mails.to(ida.email)) == 1, "a later mail has gone out meanwhile, and none to her"
