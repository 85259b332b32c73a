"""The mails that a server without a relay prints to standard output."""

import re

from .deadline import eventually
from .relay import code_in


class ConsoleMail:
    """Reads them as the person at the console does."""

    def __init__(self, process):
        self._server = process

    def to(self, address):
        """The mails printed for an address, the oldest first."""
        whole = rf"^--- mail to {re.escape(address)} ---\n(.*?)^--- end of mail ---$"
        return re.findall(whole, self._server.output, re.MULTILINE | re.DOTALL)

    @property
    def all_codes(self):
        """Every code printed so far, to whomever, with its address."""
        mails = re.findall(
            r"^--- mail to ([^\n]*) ---\n(.*?)^--- end of mail ---$", self._server.output, re.MULTILINE | re.DOTALL)
        return [(address, code) for address, text in mails if (code := code_in(text))]

    def code_for(self, address, nth=1):
        """The six digits in the `nth` mail to an address, once it has been printed."""
        mail = eventually(lambda: self.to(address)[nth - 1:nth], f"mail {nth} to {address}")[0]
        return code_in(mail)

    def codes_for(self, address):
        """The codes printed for an address so far, the oldest first; mails without one do not count."""
        return [code for code in map(code_in, self.to(address)) if code]
