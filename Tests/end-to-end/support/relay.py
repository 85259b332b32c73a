"""A mail relay that insists on STARTTLS and a password, with a certificate of its own authority."""

import datetime
import email
import email.policy
import re
import ssl

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from .deadline import eventually

USERNAME = "snug-at-the-relay"
PASSWORD = "relay-password-7c1f"


class MailRelay:
    """Collects mails, as a relay for `localhost` would take them."""

    def __init__(self, folder):
        self.ca_file = folder / "ca.pem"
        self.mails = []
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(_certificate(folder, self.ca_file))
        self._controller = _AnyPort(
            self, hostname="127.0.0.1", port=0, tls_context=tls, require_starttls=True,
            auth_required=True, authenticator=_authenticate)

    def __enter__(self):
        self._controller.start()
        return self

    def __exit__(self, *_):
        self._controller.stop()

    @property
    def port(self):
        return self._controller.port

    @property
    def flags(self):
        """What `snug serve` is told to use this relay. The password goes by ``settings``."""
        return (
            "--smtp-host", "localhost", "--smtp-port", str(self.port),
            "--smtp-username", USERNAME, "--smtp-ca-file", str(self.ca_file))

    @property
    def settings(self):
        return {"SNUG_SMTP_PASSWORD": PASSWORD}

    async def handle_DATA(self, server, session, envelope):
        mail = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.mails += [(address, mail) for address in envelope.rcpt_tos]
        return "250 taken"

    def to(self, address):
        """The mails that came for an address, the oldest first."""
        return [mail for recipient, mail in list(self.mails) if recipient == address]

    def code_for(self, address, nth=1):
        """The six digits in the `nth` mail to an address, once it has come."""
        mail = eventually(lambda: self.to(address)[nth - 1:nth], f"mail {nth} to {address}")[0]
        return code_in(mail.get_body(("plain",)).get_content())

    def codes_for(self, address):
        """The codes that came for an address so far, the oldest first; mails without one do not count."""
        codes = [code_in(mail.get_body(("plain",)).get_content()) for mail in self.to(address)]
        return [code for code in codes if code]


def code_in(text):
    """The one-time code that a mail's text shows; None where it shows none."""
    found = re.search(r"(?<!\d)(\d{3}) ?(\d{3})(?!\d)", text)
    return "".join(found.groups()) if found else None


def wrong_code(pending):
    """A code that is none of the pending ones."""
    return next(code for code in (f"{number:06}" for number in range(1_000_000)) if code not in pending)


class _AnyPort(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _authenticate(server, session, envelope, mechanism, credentials):
    is_right = (credentials.login, credentials.password) == (USERNAME.encode(), PASSWORD.encode())
    # Not handled: the relay itself answers 535 where it is wrong.
    return AuthResult(success=is_right and session.ssl is not None, handled=False)


def _certificate(folder, ca_file):
    """Makes an authority, whose certificate goes to `ca_file`, and a server certificate for `localhost`."""
    ca_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    ca_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Authority of the tests")])
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)

    def signed(subject, public_key, is_ca, *extensions):
        builder = (
            x509.CertificateBuilder().subject_name(subject).issuer_name(ca_name).public_key(public_key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(hours=1)).not_valid_after(now + datetime.timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True))
        for extension in extensions:
            builder = builder.add_extension(extension, critical=False)
        return builder.sign(ca_key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    ca_file.write_bytes(signed(ca_name, ca_key.public_key(), True))
    chain = folder / "relay.pem"
    chain.write_bytes(
        signed(name, key.public_key(), False, x509.SubjectAlternativeName([x509.DNSName("localhost")]))
        + key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return chain
