"""The server that a package made on a box."""

import re

from support.console_mail import ConsoleMail
from support.server import SnugServer


class Installed:
    """The installed server, as `SnugServer` wants it: its link is the one that apt printed."""

    def __init__(self, box, told):
        self._box, self._told, self.port = box, told, box.port

    @property
    def output(self):
        return self._box.output

    def setup_token(self):
        return re.search(r"http://localhost:8080/setup#(\S+)", self._told)[1]


def open_doors(box, told, *settings):
    """Whose owner comes in by the link that apt printed; others may by a mailed code. It is started anew with more
    lines of settings."""
    server = SnugServer(Installed(box, told), ConsoleMail(box))
    box.write_settings("SNUG_REGISTRATION=open", *settings)
    return server
