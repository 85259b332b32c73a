"""Certificates as an administrator makes them, by the openssl command."""

import subprocess
from typing import NamedTuple


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
