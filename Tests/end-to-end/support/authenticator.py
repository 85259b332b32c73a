"""Authenticators of our own making, in the words of python-fido2 and with the keys of pyca/cryptography."""

import json
import os
from typing import NamedTuple

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from fido2 import cbor, cose
from fido2.utils import sha256, websafe_decode, websafe_encode
from fido2.webauthn import AuthenticatorData

FLAG = AuthenticatorData.FLAG
PRESENT_AND_VERIFIED = FLAG.UP | FLAG.UV


class Kind(NamedTuple):
    """An algorithm: its name in COSE, how to make a key and how to sign with it."""

    cose: type
    new_key: callable
    sign: callable


KINDS = {
    "ES256": Kind(
        cose.ES256, lambda: ec.generate_private_key(ec.SECP256R1()),
        lambda key, data: key.sign(data, ec.ECDSA(hashes.SHA256()))),
    "EdDSA": Kind(cose.EdDSA, ed25519.Ed25519PrivateKey.generate, lambda key, data: key.sign(data)),
    "RS256": Kind(
        cose.RS256, lambda: rsa.generate_private_key(65_537, 2_048),
        lambda key, data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())),
    "ES384": Kind(
        cose.ES384, lambda: ec.generate_private_key(ec.SECP384R1()),
        lambda key, data: key.sign(data, ec.ECDSA(hashes.SHA384()))),
}


class Authenticator:
    """Holds one passkey, and the browser around it. What it says can be altered, part by part."""

    def __init__(self, kind="ES256", credential_id=None):
        self.kind = KINDS[kind]
        self.key = self.kind.new_key()
        self.id = credential_id or os.urandom(32)
        self.counter = 0
        self.user_handle = None

    @property
    def public_key(self):
        return dict(self.kind.cose.from_cryptography_key(self.key.public_key()))

    def make(self, options, origin, *, type="webauthn.create", flags=PRESENT_AND_VERIFIED, fmt="none",
             public_key=None, credential=None, statement=None, with_attestation=lambda given: given, **altered):
        """Answers registration options: what `toJSON()` of the new credential gives."""
        self.user_handle = websafe_decode(options["user"]["id"])
        client_data = _client_data(options, origin, type, altered)
        key = cbor.encode(self.public_key if public_key is None else public_key)
        if credential is None:
            credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + key
        data = _authenticator_data(options["rp"]["id"], flags | FLAG.AT, 0, credential, altered)
        if fmt == "packed":
            own = {"alg": self.kind.cose.ALGORITHM, "sig": self.kind.sign(self.key, data + sha256(client_data))}
            statement = own | (statement or {})
        attestation = cbor.encode({"fmt": fmt, "attStmt": statement or {}, "authData": data})
        return _credential(self.id, {
            "clientDataJSON": websafe_encode(client_data),
            "attestationObject": websafe_encode(with_attestation(attestation)),
            "transports": ["internal"],
        }, altered)

    def get(self, options, origin, *, type="webauthn.get", flags=PRESENT_AND_VERIFIED, counter=None, credential=b"",
            with_signature=lambda given: given, user_handle=..., **altered):
        """Answers login options: what `toJSON()` of the assertion gives."""
        if counter is None:
            counter = self.counter = self.counter + 1
        client_data = _client_data(options, origin, type, altered)
        data = _authenticator_data(options["rpId"], flags, counter, credential, altered)
        handle = self.user_handle if user_handle is ... else user_handle
        return _credential(self.id, {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(with_signature(self.kind.sign(self.key, data + sha256(client_data)))),
            "userHandle": None if handle is None else websafe_encode(handle),
        }, altered)


def _client_data(options, origin, type, altered):
    members = {
        "type": type,
        "challenge": altered.pop("challenge", options["challenge"]),
        "origin": altered.pop("origin", origin),
        "crossOrigin": altered.pop("cross_origin", False),
    } | altered.pop("client_members", {})
    text = json.dumps(members, separators=(",", ":")).encode()
    return altered.pop("with_client_data", lambda given: given)(text)


def _authenticator_data(site, flags, counter, rest, altered):
    data = sha256(altered.pop("site", site).encode()) + bytes([flags]) + counter.to_bytes(4, "big") + rest
    return altered.pop("with_data", lambda given: given)(data)


def _credential(id, response, altered):
    answer = {
        "id": websafe_encode(id), "rawId": websafe_encode(id), "type": "public-key",
        "authenticatorAttachment": "platform", "clientExtensionResults": {}, "response": response}
    for name, value in altered.pop("members", {}).items():
        if name in response:
            response[name] = value
        else:
            answer[name] = value
    assert not altered, altered
    return answer
