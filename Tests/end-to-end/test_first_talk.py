"""Two people meet, talk, and lose nothing when the server is killed in the middle of a sentence."""

import threading

import pytest
from websockets.exceptions import ConnectionClosed

from support.deadline import eventually
from support.server import SnugServer

pytestmark = pytest.mark.main


class Chatterbox(threading.Thread):
    """Sends without end, a few messages ahead of their acks, until the connection breaks."""

    AHEAD = 32

    def __init__(self, socket, room):
        super().__init__(daemon=True)
        self.socket, self.room = socket, room
        self.sent, self.acked = {}, {}

    def run(self):
        try:
            while True:
                while len(self.sent) - len(self.acked) < self.AHEAD:
                    client_id, content = f"talk-{len(self.sent)}", f"sentence {len(self.sent)}"
                    self.sent[client_id] = content
                    self.socket.say(self.room, content, client_id)
                frame = self.socket.receive()
                if frame["type"] == "ack":
                    self.acked[frame["client_id"]] = frame["message"]
        except ConnectionClosed:
            return


def reconnect(person, room, seq):
    """Comes back the way clients do: says the last number it has, and is brought up to date."""
    socket = person.socket()
    socket.wait_for(type="hello")
    socket.send(type="resume", rooms={str(room): {"seq": seq, "rev": 0}})
    socket.wait_for(type="resumed", room_id=room)
    return socket


@pytest.fixture
def talk(mailing_process, relay):
    """Two people in one room, both signed in by a code that came over the relay."""
    server = SnugServer(mailing_process, relay)
    alma, bela = server.register("Alma"), server.register("Bela")
    return server, alma, bela, server.room(alma, bela)


def test_killed_in_the_middle_of_talking_nothing_acknowledged_is_lost(talk):
    """What was acknowledged is there after `kill -9`, once, in its place; clients resume and hear each message once."""
    server, alma, bela, room = talk
    hers, his = alma.socket(), bela.socket()
    assert hers.wait_for()["type"] == "hello", "the first frame is hello"
    his.wait_for(type="hello")
    his.say(room, "Hello Alma", "greeting")
    his.ack("greeting")
    assert hers.wait_for(type="message", room_id=room)["content"] == "Hello Alma"

    chatter = Chatterbox(hers, room)
    chatter.start()
    eventually(lambda: len(chatter.acked) >= 200, "200 acknowledged messages")
    server.process.kill()
    chatter.join(10)
    assert not chatter.is_alive()
    his.until_closed()
    heard_before = his.messages(room)
    assert [message["content"] for message in heard_before] == [
        f"sentence {number}" for number in range(len(heard_before))]

    server.process.start()
    last_seen = max(message["seq"] for message in chatter.acked.values())
    his_last = heard_before[-1]["seq"]
    hers_again, his_again = reconnect(alma, room, last_seen), reconnect(bela, room, his_last)
    for client_id in chatter.sent.keys() - chatter.acked.keys():
        hers_again.say(room, chatter.sent[client_id], client_id)
    late = {client_id: hers_again.ack(client_id) for client_id in chatter.sent.keys() - chatter.acked.keys()}

    history = alma.history(room, page=50)
    assert bela.history(room) == history
    assert [message["seq"] for message in history] == list(range(1, len(history) + 1))
    by_client_id = {message.get("client_id"): message for message in history}
    assert len(by_client_id) == len(history) == 1 + len(chatter.sent), "each sentence is there, and once"
    for client_id, message in (chatter.acked | late).items():
        assert by_client_id[client_id] == message, "it is what was acknowledged"

    # He may have heard the last one before.
    if his_last < history[-1]["seq"]:
        his_again.wait_for(type="message", seq=history[-1]["seq"])
    assert heard_before + his_again.messages(room) == history[1:], "each once, in order, over both connections"


def test_a_socket_tells_the_others_of_the_room_and_acknowledges_to_the_sender(talk):
    """The sender gets an ack; the other member and the sender's other device get the very same message."""
    server, alma, bela, room = talk
    with alma.socket() as phone, alma.socket() as laptop, bela.socket() as other:
        for socket in (phone, laptop, other):
            socket.wait_for(type="hello")
        phone.say(room, "Grüße 👋", "one")
        message = phone.ack("one")
        assert (message["seq"], message["content"], message["user_id"]) == (1, "Grüße 👋", alma.id)
        assert other.wait_for(type="message") == message
        assert laptop.wait_for(type="message") == message
        answer = bela.post(f"/api/v1/rooms/{room}/messages", {"content": "by REST", "client_id": "two"})
        assert answer.status == 201
        for socket in (phone, laptop, other):
            assert socket.wait_for(type="message", seq=2) == answer.body
        assert phone.messages(room) == [answer.body], "its own send came as an ack only"
