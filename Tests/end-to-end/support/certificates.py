"""Certificates as an administrator makes them, by the openssl command."""

import datetime
import subprocess
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization


class Pair(NamedTuple):
    """A certificate and its key, in two files."""

    certificate: str
    key: str

    @property
    def flags(self):
        return ("--tls-certificate", str(self.certificate), "--tls-key", str(self.key))


def make(folder, name, host="localhost", days=30):
    """A certificate for `host` that is its own authority."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    subprocess.run([
        "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
        "-days", str(days), "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{host},IP:127.0.0.1",
        "-keyout", key, "-out", certificate], check=True, capture_output=True)
    return Pair(certificate, key)


def ends(pair, days):
    """Signs a certificate again, to cease to hold so many days from now: the openssl command makes no expired ones."""
    old = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
    key = serialization.load_pem_private_key(pair.key.read_bytes(), None)
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=days)
    builder = (
        x509.CertificateBuilder().subject_name(old.subject).issuer_name(old.issuer).public_key(old.public_key())
        .serial_number(old.serial_number).not_valid_before(end - datetime.timedelta(days=90)).not_valid_after(end))
    for extension in old.extensions:
        builder = builder.add_extension(extension.value, extension.critical)
    pair.certificate.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
