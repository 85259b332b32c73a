"""Ports of a box of its own, for a process inside of it: python box_ports.py HOW PORT….

`drops` answers no connection at all, as a firewall on the way does. `takes` CERTIFICATE KEY is a relay behind TLS.
"""

import socket
import ssl
import sys
import threading

from aiosmtpd.controller import Controller


class Taking:
    """Takes every mail."""

    async def handle_DATA(self, server, session, envelope):
        return "250 taken"


def drop(port):
    """Listens with a queue that is full: what comes then is not answered."""
    listener = socket.create_server(("127.0.0.1", port), backlog=0)
    queued = [socket.socket() for _ in range(2)]
    for one in queued:
        one.setblocking(False)
        one.connect_ex(("127.0.0.1", port))
    return listener, queued


def take(port, certificate, key):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    relay = Controller(Taking(), hostname="127.0.0.1", port=port, ssl_context=tls)
    relay.start()
    return relay


def main(how, *words):
    kept = [drop(int(port)) for port in words] if how == "drops" else take(int(words[0]), *words[1:])
    print("ready", flush=True)
    threading.Event().wait()
    return kept


if __name__ == "__main__":
    main(*sys.argv[1:])
