"""The worst that one member does with each call and frame, or why there is nothing to weigh.

`{n}` in a path or a body counts up; other names in braces are the town's. A text in place of a weight is the reason.
"""

import itertools
import json
import re
from dataclasses import dataclass
from typing import Any

from .town import FILE, LONG, PICTURE, ROOMS
from .wire import Kept, Opening, Sending, handshake, text_frame

CONNECTIONS = 16
SOCKETS = 20
"""As many as one person may have open (`sockets-per-user`)."""
CHUNK = 32
"""Frames that are written at a time."""
ADMINISTRATORS = "for administrators alone: a member is told 403 before anything is done"
JUNK = "A" * 16_000
CROWDED = " ".join(f"@Person {number}" for number in range(0, 200, 2)) + " @room " + "x" * 14_000
VARIED = " ".join(f"@P{number} Person" for number in range(1, 200, 2)) + " @room " + "x" * 14_000
"""Names looked for in what is written: of many people with one first name, and of people with many."""
PUSH_KEYS = {
    "p256dh": "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    "auth": "BTBZMqHH6r4Tts7J_aSIgg"}
"""The receiver's of RFC 8291 §5."""


@dataclass(frozen=True)
class Call:
    """A call over kept connections; a body of bytes goes out as it is."""

    bound: str
    method: str
    path: str
    body: Any = None
    is_signed_in: bool = True
    is_read: bool = True

    def makers(self, town, tally):
        requests = self._requests(town)
        return [lambda: Kept(requests, tally, self.is_read)] * CONNECTIONS

    def _requests(self, town):
        body = None if self.body is None or isinstance(self.body, bytes) else _text(self.body)
        names = town.names
        for number in itertools.count(1):
            path = _filled(self.path, names, number)
            fields = f"Authorization: Bearer {names['token']}\r\n" if self.is_signed_in else ""
            content = _filled(body, names, number).encode() if body else self.body or b""
            if body:
                fields += "Content-Type: application/json\r\n"
            head = f"{self.method} {path} HTTP/1.1\r\nHost: localhost\r\n{fields}Content-Length: {len(content)}\r\n\r\n"
            yield head.encode() + content


@dataclass(frozen=True)
class Frames:
    """Frames over as many sockets as one person may have: a frame as an object, or bytes as they are."""

    bound: str
    frame: Any
    path: str = "/ws"
    is_read: bool = True

    def makers(self, town, tally):
        chunks = self._chunks(town)
        opening = handshake(_filled(self.path, town.names, 0), town.names["token"])
        return [lambda: Sending(opening, chunks, tally, self.is_read)] * SOCKETS

    def _chunks(self, town):
        text = None if isinstance(self.frame, bytes) else _text(self.frame)
        numbers = itertools.count(1)
        while True:
            frames = [
                self.frame if text is None else text_frame(_filled(text, town.names, number).encode())
                for number in itertools.islice(numbers, CHUNK)]
            yield b"".join(frames), CHUNK


@dataclass(frozen=True)
class Openings:
    """Sockets opened and left, one after the other."""

    bound: str
    path: str

    def makers(self, town, tally):
        opening = handshake(_filled(self.path, town.names, 0), town.names["token"])
        return [lambda: Opening(opening, tally)] * CONNECTIONS


def _text(value):
    """JSON in which a name in braces that is all of a value stands for a number or a list."""
    return re.sub(r': "(\{\w+\})"', r": \1", json.dumps(value, ensure_ascii=False))


def _filled(text, names, number):
    def value(found):
        name = found[1]
        if name == "n":
            return str(number)
        if name == "room":
            return str(names["rooms"][number % len(names["rooms"])])
        if name == "seq":
            return str(1 + number % 600)
        if name == "half":
            return str(number // 2)
        if name == "emoji":
            # U+1F600 to U+1F63F.
            return f"%F0%9F%98%{0x80 + number % 64:02X}"
        return str(names[name])
    return re.sub(r"\{(\w+)\}", value, text)


PASSKEY = {
    "id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {
        "clientDataJSON": JUNK, "authenticatorData": JUNK, "signature": JUNK, "userHandle": JUNK,
        "attestationObject": JUNK}}
NETWORK = "tries of a network, kept"
ACTS = "30 acts a minute, bursts of 300, kept"
FRAMES = "120 frames a second and socket, 8 KB each"
SMALL = "the page's limit; calls and rows of a person"
AS_NEWER = "the same work as the newer call, which is weighed"

CALLS = {
    "setUp": Call(NETWORK, "POST", "/api/v1/setup", {"token": "x{n}", "name": "M", "email": "m@example.org",
                                                    "password": "ten warm blankets"}, False),
    "register": Call("codes of a network and address; 2 hashes at once, 64 wait", "POST", "/api/v1/auth/register",
                     {"name": "M", "email": "m{n}@example.org", "password": "ten warm blankets"}, False),
    "login": Call("tries of a network and account; 2 hashes at once, 64 wait", "POST", "/api/v1/auth/login",
                  {"email": "person{n}@example.org", "password": "wrong blankets"}, False),
    "resendCode": Call(NETWORK, "POST", "/api/v1/auth/code", {"email": "person{n}@example.org"}, False),
    "verifyCode": Call(NETWORK, "POST", "/api/v1/auth/verify", {"email": "person{n}@example.org", "code": "123456"},
                       False),
    "signInByLink": Call(NETWORK, "POST", "/api/v1/auth/link", {"token": "{n}-wrong"}, False),
    "forgotPassword": Call("codes of a network and address", "POST", "/api/v1/auth/password/forgot",
                           {"email": "person{n}@example.org"}, False),
    "resetPassword": Call(NETWORK, "POST", "/api/v1/auth/password/reset",
                          {"email": "person{n}@example.org", "code": "123456", "new_password": "eleven soft pillows"},
                          False),
    "getPasskeyCreationOptions": Call("nothing is kept", "POST", "/api/v1/auth/passkeys/register/options"),
    "addPasskey": Call("16 KB a part", "POST", "/api/v1/auth/passkeys/register", PASSKEY | {"name": "M"}),
    "getPasskeyRequestOptions": Call("nothing is kept", "POST", "/api/v1/auth/passkeys/login/options", None, False),
    "signInByPasskey": Call(NETWORK + "; 16 KB a part", "POST", "/api/v1/auth/passkeys/login", PASSKEY, False),
    "removePasskey": Call("20 passkeys", "DELETE", "/api/v1/me/passkeys/9{n}0"),
    "refreshSession": Call("a row changed; calls and rows of a person", "POST", "/api/v1/auth/refresh"),
    "logout": "ends the session that asks; making sessions is weighed with the ways in",
    "listPushSubscriptions": Call("10 subscriptions", "GET", "/api/v1/me/push"),
    "subscribeToPushes": Call("act-rate × 10, bursts of ten minutes' worth", "POST", "/api/v1/me/push", {
        "endpoint": "https://updates.push.services.mozilla.com/wpush/v2/{n}", "keys": PUSH_KEYS}),
    "endPushSubscription": Call("10 subscriptions", "DELETE", "/api/v1/me/push/9{n}0"),
    "testPush": Call(ACTS, "POST", "/api/v1/me/push/9{n}0/test"),
    "listSessions": Call("100 sessions", "GET", "/api/v1/me/sessions"),
    "endOtherSessions": Call("100 sessions", "DELETE", "/api/v1/me/sessions"),
    "endSession": Call("100 sessions", "DELETE", "/api/v1/me/sessions/9{n}0"),
    "getMe": Call("one row", "GET", "/api/v1/me"),
    "changeMe": Call(ACTS, "PATCH", "/api/v1/me", {"name": "Mallory {n}"}),
    "changeMe, the password": Call("10 tries, one more in 3 minutes; 2 hashes at once", "PATCH", "/api/v1/me",
                                   {"password": "eleven soft pillows", "current_password": "wrong {n}"}),
    "setPicture": Call(ACTS + "; each byte counts as eight that are read", "PUT",
                       "/api/v1/me/picture", PICTURE),
    "removePicture": Call(ACTS, "DELETE", "/api/v1/me/picture"),
    "getPicture": Call("128 KB; calls and rows of a person", "GET", "{picture}"),
    "getPicture, not read": Call("answers under way", "GET", "{picture}", is_read=False),
    "changeEmail": Call("5 addresses, one more in 10 minutes; 10 passwords", "POST", "/api/v1/me/email",
                        {"email": "m{n}@example.org", "current_password": "wrong {n}"}),
    "verifyEmail": Call(NETWORK, "POST", "/api/v1/me/email/verify", {"code": "123456"}),
    "giveUpNewEmail": Call("a row looked for", "DELETE", "/api/v1/me/email"),
    "closeAccount": Call("10 passwords, one more in 3 minutes", "POST", "/api/v1/me/close",
                         {"current_password": "wrong {n}"}),
    "listUsers": Call("200 people a page; calls and rows of a person", "GET", "/api/v1/users?limit=200&q=person"),
    "listRooms": Call("1,000 rooms, 300 characters each; calls and rows of a person", "GET", "/api/v1/rooms"),
    "listRooms, not read": Call("answers under way", "GET", "/api/v1/rooms", is_read=False),
    "makeRoom": Call(ACTS + ", one more for 20 people", "POST", "/api/v1/rooms",
                     {"kind": "group", "name": "M {n}", "member_ids": "{crowd}"}),
    "listOpenRooms": Call("200 rooms a page; calls and rows of a person", "GET", "/api/v1/rooms/open?limit=200&q=o"),
    "getRoom": Call("everyone in it; calls and rows of a person", "GET", "/api/v1/rooms/{plaza}"),
    "getRoom, not read": Call("answers under way", "GET", "/api/v1/rooms/{plaza}", is_read=False),
    "renameRoom": Call(ACTS, "PATCH", "/api/v1/rooms/{plaza}", {"name": "Plaza {n}"}),
    "deleteRoom": Call("rooms made; 500 messages a piece", "DELETE", "/api/v1/rooms/{room}"),
    "addMember": Call(ACTS, "POST", "/api/v1/rooms/{room}/members", {"user_id": "{walt}"}),
    "removeMember": Call("who is there", "DELETE", "/api/v1/rooms/{plaza}/members/9{n}0"),
    "markRead": Call("a row changed; told once a second and room; calls and rows of a person", "POST", "/api/v1/rooms/{den}/read",
                     {"seq": "{seq}"}),
    "markRead, in all rooms": Call("a row changed; calls and rows of a person", "POST", "/api/v1/rooms/{room}/read", {"seq": 1}),
    "setNotify": Call("a row changed; calls and rows of a person", "POST", "/api/v1/rooms/{den}/notify", {"notify": "nothing"}),
    "pinRoom": Call("a row changed; calls and rows of a person", "POST", "/api/v1/rooms/{room}/pin", {"pinned": False}),
    "listMessages": Call("200 messages a page; calls and rows of a person", "GET", "/api/v1/rooms/{den}/messages?limit=200"),
    "listMessages, not read": Call("answers under way", "GET", "/api/v1/rooms/{den}/messages?limit=200",
                                   is_read=False),
    "postMessage": Call("30 a second, bursts of 300", "POST", "/api/v1/rooms/{plaza}/messages", {"content": VARIED}),
    "postMessage, names alike": Call("30 a second, bursts of 300", "POST", "/api/v1/rooms/{plaza}/messages",
                                     {"content": CROWDED}),
    "listChanges": Call("200 messages a page; calls and rows of a person", "GET", "/api/v1/rooms/{den}/changes?after_rev=0&limit=200"),
    "listChanges, not read": Call("answers under way", "GET", "/api/v1/rooms/{den}/changes?after_rev=0&limit=200",
                                  is_read=False),
    "editMessage": Call("30 a second, bursts of 300", "PATCH", "/api/v1/rooms/{plaza}/messages/1",
                        {"content": CROWDED}),
    "deleteMessage": Call("messages sent", "DELETE", "/api/v1/rooms/{den}/messages/{seq}"),
    "addReaction": Call("50 different ones a message", "PUT", "/api/v1/rooms/{den}/messages/{seq}/reactions/{emoji}"),
    "addReaction, to one": Call("50 different ones", "PUT", "/api/v1/rooms/{plaza}/messages/1/reactions/{emoji}"),
    "removeReaction": Call("a row looked for", "DELETE", "/api/v1/rooms/{den}/messages/{seq}/reactions/{emoji}"),
    "uploadAttachment": Call("3 at once, 100 unclaimed, bytes of a person and in all", "POST",
                             "/api/v1/rooms/{plaza}/attachments?name={n}.bin", FILE),
    "listAttachments": Call("100 files a page; calls and rows of a person", "GET", "/api/v1/rooms/{plaza}/attachments?limit=100"),
    "getAttachment": Call("25 MB a row at a time, membership looked at before each; bytes of a person", "GET", "{file}"),
    "getAttachment, not read": Call("answers under way", "GET", "{file}", is_read=False),
    "removeAttachment": Call("a row looked for", "DELETE", "/api/v1/attachments/9{n}0"),
    "openSocket": Openings("20 sockets, 1,000 rooms told of; calls and rows of a person", "/ws"),
    "openRoomSocket": Openings("20 sockets", "/ws/{plaza}/{mallory}"),
    "legacyListUsers": Call("10,000 people", "GET", "/users"),
    "legacyListRooms": Call("1,000 rooms", "GET", "/rooms?user_id={mallory}"),
    "legacyListMessages": Call("200 messages", "GET", "/get-messages/{den}"),
    "legacyRegister": AS_NEWER, "legacyLogin": AS_NEWER, "legacySendCode": AS_NEWER, "legacyVerifyCode": AS_NEWER,
    "legacySendResetCode": AS_NEWER, "legacyVerifyResetCode": AS_NEWER, "legacyResetPassword": AS_NEWER,
    "legacyMakeRoom": AS_NEWER, "legacyAddUser": AS_NEWER, "legacyPostMessage": AS_NEWER,
    "getSite": Call("a few settings", "GET", "/api/v1/site", is_signed_in=False),
    "lookAtInvite": Call(NETWORK, "POST", "/api/v1/invites/look", {"invite": "{n}-wrong"}, False),
    "getUser": Call("one row", "GET", "/api/v1/users/{walt}"),
    "markUnread": Call("a row changed; calls and rows of a person", "POST", "/api/v1/rooms/{den}/unread", {"seq": "{seq}"}),
    "search": Call("2 at once of a person, 2 in all; calls and rows of a person", "GET", "/api/v1/search?q=the&limit=50"),
    "search, for what is nowhere": Call(
        "2,000 messages looked at; calls of a person", "GET", "/api/v1/search?q=" + "%22a+{n}%22+" * 8 + "-zz"),
    "listMentions": Call("200 messages a page; calls and rows of a person", "GET", "/api/v1/me/mentions?limit=200"),
    "isUp": Call("nothing is done", "GET", "/healthz", is_signed_in=False),
    "isReady": Call("a row written every few seconds", "GET", "/readyz", is_signed_in=False),
    "getOpenAPI": Call("made once", "GET", "/api/openapi.json", is_signed_in=False),
    "getOpenAPI, not read": Call("answers under way", "GET", "/api/openapi.json", is_signed_in=False, is_read=False),
} | dict.fromkeys([
    "changeUser", "addAccount", "welcomeAgain", "makeLoginLink", "listWaitingCodes", "handOnCode", "removePictureOfUser", "listAccounts", "listAudit", "listEveryRoom", "listEverySession", "endAnySession", "listInvites",
    "makeInvite", "getStandingInvite", "makeStandingInvite", "mailInvite", "revokeInvite", "listBackups", "makeBackup", "downloadBackup", "listSettings", "changeSettings",
    "listFindings", "sendTestMail", "getOverview",
], ADMINISTRATORS)
"""By the operation's id; more than one weight of an operation has a comma."""

EVERY_ROOM = {str(number): {"seq": 0, "rev": 0} for number in range(1, ROOMS)}
FRAMES_BY_TYPE = {
    "send": Frames("30 a second, bursts of 300; " + FRAMES,
                   {"type": "send", "room_id": "{plaza}", "content": VARIED, "client_id": "m-{n}"}),
    "send, names alike": Frames("30 a second, bursts of 300; " + FRAMES,
                                {"type": "send", "room_id": "{plaza}", "content": CROWDED, "client_id": "m-{n}"}),
    "send, short": Frames("30 a second, bursts of 300; " + FRAMES,
                          {"type": "send", "room_id": "{plaza}", "content": "x", "client_id": "m-{n}"}),
    "send, to a room that nobody else is in": Frames(
        "30 a second, bursts of 300", {"type": "send", "room_id": "{den}", "content": LONG, "client_id": "m-{n}"}),
    "send, the same again": Frames(
        FRAMES, {"type": "send", "room_id": "{den}", "content": "x", "client_id": "den-1"}),
    "send, nothing read": Frames(
        "8 MB a socket", {"type": "send", "room_id": "{den}", "content": LONG, "client_id": "m-{n}"}, is_read=False),
    "resume": Frames("100 rooms a second, 4,000 at once",
                     {"type": "resume", "rooms": {"{den}": {"seq": 560, "rev": 200}}}),
    "resume, every room": Frames("100 rooms a second, 4,000 at once", {"type": "resume", "rooms": EVERY_ROOM}),
    "resume, nothing read": Frames("256 KB a socket", {"type": "resume", "rooms": {"{den}": {"seq": 590, "rev": 200}}},
                                   is_read=False),
    "typing": Frames("once in 3 s a room; " + FRAMES, {"type": "typing", "room_id": "{room}"}),
    "typing, before a crowd": Frames("once in 3 s a room", {"type": "typing", "room_id": "{plaza}"}),
    "ping": Frames(FRAMES, {"type": "ping"}),
    "visible": Frames(FRAMES, {"type": "visible", "visible": True}),
    "read": Frames("a row changed; " + FRAMES, {"type": "read", "room_id": "{den}", "seq": "{seq}"}),
    "read, in all rooms": Frames("a row changed; " + FRAMES, {"type": "read", "room_id": "{room}", "seq": 1}),
}
"""By the frame's type in PROTOCOL."""

OTHER_FRAMES = {
    "a ping of the protocol": Frames(FRAMES, b"\x89\xfd" + bytes(4) + bytes(125)),
    "an unknown type": Frames(FRAMES, {"type": "x{n}"}),
    "what is no JSON": Frames("ends the socket or answers an error", text_frame(b"[" * 60_000)),
    "the original app's send": Frames(
        "30 a second, bursts of 300",
        {"room_id": "{plaza}", "user_id": "{mallory}", "content": CROWDED}, "/ws/{plaza}/{mallory}"),
}


def weights(operations):
    """What is to be weighed of a server whose document has these operations."""
    calls = {name: weight for name, weight in CALLS.items() if name.partition(",")[0] in operations}
    everything = calls | FRAMES_BY_TYPE | OTHER_FRAMES
    return {name: weight for name, weight in everything.items() if not isinstance(weight, str)}
