"""Two others, who talk meanwhile: how long each of their messages takes."""

import json
import socket
import threading
import time

from .wire import handshake, text_frame

EVERY = 0.05
"""Seconds between two messages."""
LATE = 10.0
"""Seconds for which the last ones are waited for."""


def _opened(port, token):
    connection = socket.create_connection(("127.0.0.1", port), timeout=LATE)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.sendall(handshake("/ws", token))
    assert connection.recv(12) == b"HTTP/1.1 101"
    return connection


def talk(town, port, ready, stop, answer):
    """Runs until `stop` is set; answers with the seconds of each message that came, how many did not, and how often the
    listener was told to fetch instead, being behind with what it was sent, and how many sends were refused."""
    vera, walt = _opened(port, town.tokens["Vera"]), _opened(port, town.tokens["Walt"])
    sent, took, told_to_fetch, refused = {}, [], [], []
    threading.Thread(target=_drain, args=(vera, refused), daemon=True).start()
    listening = threading.Thread(target=_listen, args=(walt, sent, took, told_to_fetch), daemon=True)
    listening.start()
    ready.set()
    number, due = 0, time.perf_counter()
    while not stop.is_set():
        due += EVERY
        frame = {"type": "send", "room_id": town.kiosk, "content": f"<{number}>", "client_id": f"witness-{number}"}
        sent[number] = time.perf_counter()
        vera.sendall(text_frame(json.dumps(frame).encode()))
        number += 1
        time.sleep(max(0.0, due - time.perf_counter()))
    deadline = time.perf_counter() + LATE
    while len(took) < number and time.perf_counter() < deadline:
        time.sleep(0.01)
    answer.send((took[:], number - len(took), len(told_to_fetch), len(refused)))


def _drain(connection, refused):
    while True:
        try:
            data = connection.recv(1 << 16)
            refused += [data] * data.count(b'"type":"error"')
            if not data:
                return
        except TimeoutError:
            continue
        except OSError:
            return


def _listen(connection, sent, took, told_to_fetch):
    kept = b""
    while True:
        try:
            data = connection.recv(1 << 16)
        except TimeoutError:
            continue
        except OSError:
            return
        now = time.perf_counter()
        if not data:
            return
        told_to_fetch += [now] * data.count(b'"type":"resync"')
        pieces = (kept + data).split(b'"content":"<')
        for piece in pieces[1:]:
            number, found, _ = piece.partition(b'>"')
            if found and number.isdigit() and int(number) in sent:
                took.append(now - sent[int(number)])
                sent.pop(int(number))
        kept = pieces[-1][-64:] if len(pieces) == 1 else (b'"content":"<' + pieces[-1])[-64:]
