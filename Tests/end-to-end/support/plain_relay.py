"""A mail relay in the clear that misbehaves as it is told: what mail servers do that a library for tests does not."""

import email
import email.policy
import re
import socketserver
import threading

from .relay import code_in


class PlainRelay:
    """Takes mails on a port of its own. What may go wrong is set from outside while it runs."""

    def __init__(self, **answers):
        self.answers = answers
        """The answer to a command in place of the usual one, by the command's words with `_` for spaces."""
        self.lost_answers = 0
        """The number of mails that are taken, and their answers lost with the connection."""
        self.tarpit = set()
        """Recipients about whom nothing is said until the other side gives up."""
        self.said = []
        """Every line of clients but their mails."""
        self.mails = []
        """What was taken: recipient and message."""
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation)
        self._server.daemon_threads = True
        self._server.relay = self
        self.stopped = threading.Event()

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def flags(self):
        """What `snug serve` is told to use this relay."""
        return ("--smtp-host", "127.0.0.1", "--smtp-port", str(self._server.server_address[1]), "--smtp-tls", "none")

    def to(self, address):
        """The mails that came for an address, the oldest first."""
        return [mail for recipient, mail in list(self.mails) if recipient == address]

    def codes_for(self, address):
        """The codes that came for an address so far, the oldest first; mails without one do not count."""
        codes = [code_in(mail.get_body(("plain",)).get_content()) for mail in self.to(address)]
        return [code for code in codes if code]


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.relay = self.server.relay
        self.recipient = ""
        self._answer("220 relay.example.org")
        for line in self.rfile:
            words = line.decode().strip()
            self.relay.said.append(words)
            told = self._told(words)
            if told:
                self._answer(told)
            elif not self._obey(words):
                return

    def _told(self, words):
        for command, answer in self.relay.answers.items():
            if words.upper().startswith(command.replace("_", " ").upper()):
                return answer
        return None

    def _obey(self, words):
        """Does as a relay does; false ends the connection."""
        verb = words.split(" ")[0].upper()
        if verb == "RCPT":
            self.recipient = re.search("<(.*)>", words)[1]
            if self.recipient in self.relay.tarpit:
                self.relay.stopped.wait()
                return False
        if verb == "DATA":
            self._answer("354 go on")
            return self._take()
        self._answer({"EHLO": "250-relay.example.org\r\n250 8BITMIME", "QUIT": "221 bye"}.get(verb, "250 ok"))
        return verb != "QUIT"

    def _take(self):
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                break
            lines.append(line.removeprefix(b"."))
        message = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        self.relay.mails.append((self.recipient, message))
        if self.relay.lost_answers > 0:
            self.relay.lost_answers -= 1
            return False
        self._answer("250 taken")
        return True

    def _answer(self, text):
        self.wfile.write(f"{text}\r\n".encode())
