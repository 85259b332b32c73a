"""Passkeys (SECURITY.md, lines 14 and 15), made by python-fido2's structures and pyca/cryptography's keys."""

import os
from concurrent.futures import ThreadPoolExecutor

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from fido2 import cbor, cose
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AuthenticationResponse, PublicKeyCredentialRpEntity, RegistrationResponse

from support.addresses import new_address
from support.authenticator import FLAG, KINDS, PRESENT_AND_VERIFIED, Authenticator
from support.clock import pass_time
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess, run

pytestmark = pytest.mark.main

PASSKEYS = "/api/v1/auth/passkeys"
RECENT = 600
"""Seconds for which a sign-in is recent."""


class Site:
    """A server as browsers see it that make passkeys for it."""

    def __init__(self, process):
        self.origin = process.origin

    def making(self, person):
        answer = person.post(f"{PASSKEYS}/register/options")
        assert answer.status == 200, answer.body
        return answer.body["publicKey"]

    def asking(self, guest):
        answer = guest.post(f"{PASSKEYS}/login/options")
        assert answer.status == 200, answer.body
        return answer.body["publicKey"]

    def add(self, person, kind="ES256", **more):
        """A new passkey of someone who is signed in."""
        authenticator = Authenticator(kind, **more)
        answer = person.post(
            f"{PASSKEYS}/register", authenticator.make(self.making(person), self.origin) | {"name": f"My {kind}"})
        assert answer.status == 201, answer.body
        return authenticator

    def sign_in(self, guest, authenticator, **altered):
        return guest.post(f"{PASSKEYS}/login", authenticator.get(self.asking(guest), self.origin, **altered))


class Town(SnugServer):
    """Everyone calls from an address of their own, so that what one is refused does not count against the next."""

    @property
    def guest(self):
        return super().guest.at(new_address())


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with SnugProcess(tmp_path_factory.mktemp("town"), *BEHIND_PROXY) as process:
        yield Town(process.start())
        assert process.terminate() == 0, process.errors[-2000:]


@pytest.fixture(scope="module")
def site(server):
    return Site(server.process)


@pytest.fixture(scope="module")
def ada(server):
    return server.register("Ada")


@pytest.fixture(scope="module")
def ben(server):
    return server.register("Ben")


@pytest.fixture(scope="module")
def key(site, ada):
    """Ada's, used once already."""
    authenticator = site.add(ada)
    assert site.sign_in(ada.at(new_address()), authenticator).status == 200
    return authenticator


def assert_refused(answer, status, code):
    assert (answer.status, answer.body.get("code")) == (status, code), answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert "Set-Cookie" not in answer.headers


# What works

@pytest.mark.security(14)
def test_the_options_are_what_browsers_take(server, site, ada):
    """Discoverable, user verification required, the three algorithms; challenges of 16 bytes or more, each another;
    the user's handle says nothing about them and is the same each time."""
    first, second = site.making(ada), site.making(ada)
    assert first["rp"] == {"id": "localhost", "name": "Snug"}
    assert [each["alg"] for each in first["pubKeyCredParams"]] == [-8, -7, -257]
    assert first["authenticatorSelection"]["userVerification"] == "required"
    assert first["authenticatorSelection"]["residentKey"] == "required"
    assert first["attestation"] == "none"
    assert first["timeout"] == 300_000
    assert first["user"]["id"] == second["user"]["id"]
    handle = websafe_decode(first["user"]["id"])
    assert 16 <= len(handle) <= 64 and str(ada.id).encode() != handle and ada.email.encode() not in handle
    asked = site.asking(server.guest)
    assert asked["rpId"] == "localhost" and asked["userVerification"] == "required"
    assert asked["allowCredentials"] == [], "no address is needed, so none is told"
    challenges = {first["challenge"], second["challenge"], asked["challenge"], site.asking(server.guest)["challenge"]}
    assert len(challenges) == 4
    assert all(len(websafe_decode(challenge)) >= 16 for challenge in challenges)


@pytest.mark.security(14)
def test_only_who_is_signed_in_adds_a_passkey(server):
    for path in ("register/options", "register"):
        assert server.guest.post(f"{PASSKEYS}/{path}", {}).status == 401


@pytest.mark.security(15)
@pytest.mark.parametrize("kind", ["ES256", "EdDSA", "RS256"])
@pytest.mark.parametrize("fmt", ["none", "packed"])
def test_each_algorithm_registers_and_signs_in(server, site, ben, kind, fmt):
    """The same answers satisfy python-fido2's server: what is refused below is refused for what was altered."""
    authenticator = Authenticator(kind)
    other_site = Fido2Server(
        PublicKeyCredentialRpEntity(id="localhost", name="Snug"), verify_origin=lambda origin: origin == site.origin)

    options = site.making(ben)
    made = authenticator.make(options, site.origin, fmt=fmt)
    state = {"challenge": options["challenge"], "user_verification": "required"}
    kept = other_site.register_complete(state, RegistrationResponse.from_dict(made))
    answer = ben.post(f"{PASSKEYS}/register", made | {"name": f"Ben's {kind}"})
    assert answer.status == 201, answer.body
    assert answer.body.keys() >= {"id", "name", "created_at"}
    assert answer.body["name"] == f"Ben's {kind}"
    assert answer.body["id"] in [passkey["id"] for passkey in ben.get("/api/v1/me").body["passkeys"]]
    assert websafe_encode(authenticator.id) in [each["id"] for each in site.making(ben)["excludeCredentials"]]

    for _ in range(2):
        options = site.asking(server.guest)
        got = authenticator.get(options, site.origin)
        state = {"challenge": options["challenge"], "user_verification": "required"}
        other_site.authenticate_complete(state, [kept.credential_data], AuthenticationResponse.from_dict(got))
        answer = server.guest.post(f"{PASSKEYS}/login", got)
        assert answer.status == 200, answer.body
        assert answer.body["user"]["id"] == ben.id
        assert server.person(answer).get("/api/v1/me").body["email"] == ben.email


@pytest.mark.security(14)
def test_a_passkey_signs_in_with_the_cookie_too(server, site, ada, key):
    options = site.asking(server.guest)
    answer = server.guest.post(f"{PASSKEYS}/login", key.get(options, site.origin) | {"cookie": True})
    assert answer.status == 200
    assert "access_token" not in answer.body and answer.headers["Set-Cookie"].startswith("snug_session=")


@pytest.mark.security(14)
@pytest.mark.parametrize("altered", [
    {"flags": PRESENT_AND_VERIFIED | FLAG.BE}, {"flags": PRESENT_AND_VERIFIED | FLAG.BE | FLAG.BS},
    {"flags": PRESENT_AND_VERIFIED | FLAG.ED, "with_data": lambda data: data + cbor.encode({"credProtect": 2})},
    {"client_members": {"other_keys_can_be_added_here": "see https://goo.gl/yabPex"}},
], ids=["can be backed up", "is backed up", "with extensions", "client data with another member"])
def test_what_is_no_fault_is_accepted(server, site, ada, altered):
    """A synchronised passkey, extensions, members that browsers add."""
    authenticator = Authenticator()
    answer = ada.post(f"{PASSKEYS}/register", authenticator.make(site.making(ada), site.origin, **altered))
    assert answer.status == 201, answer.body
    assert site.sign_in(server.guest, authenticator, **altered).status == 200
    assert ada.delete(f"/api/v1/me/passkeys/{answer.body['id']}").status == 204


@pytest.mark.security(14)
def test_an_authenticator_that_does_not_count_signs_in_again_and_again(server, site, ben):
    authenticator = site.add(ben)
    for _ in range(3):
        assert site.sign_in(server.guest, authenticator, counter=0).status == 200
    assert site.sign_in(server.guest, authenticator, counter=7).status == 200
    assert_refused(site.sign_in(server.guest, authenticator, counter=0), 401, "passkey_counter_went_back")


# What does not

def flipped(data):
    return data[:-1] + bytes([data[-1] ^ 1])


ORIGINS = {
    "origin of another site": "https://evil.example",
    "origin with another scheme": "https://localhost:{port}",
    "origin with another port": "http://localhost:1",
    "origin without a port": "http://localhost",
    "origin of a subdomain": "http://chat.localhost:{port}",
    "origin with more behind": "http://localhost:{port}.evil.example",
    "origin with a slash": "http://localhost:{port}/",
    "origin in capitals": "HTTP://LOCALHOST:{port}",
    "origin null": "null",
    "origin empty": "",
    "origin of an app": "android:apk-key-hash:AAAA",
}

ALTERED_IN_BOTH = {
    # name of the case: code, what is altered
    "challenge of other bytes": ("passkey_wrong_challenge", {"challenge": websafe_encode(bytes(56))}),
    "challenge empty": ("passkey_wrong_challenge", {"challenge": ""}),
    "challenge in other base64": ("passkey_malformed", {"challenge": "+/=="}),
    "crossOrigin": ("passkey_cross_origin", {"cross_origin": True}),
    "topOrigin": ("passkey_cross_origin", {"client_members": {"topOrigin": "https://evil.example"}}),
    "rpIdHash of another site": ("passkey_wrong_site", {"site": "evil.example"}),
    "rpIdHash of the origin": ("passkey_wrong_site", {"site": "http://localhost"}),
    "rpIdHash flipped": ("passkey_wrong_site", {"with_data": lambda data: bytes([data[0] ^ 1]) + data[1:]}),
    "UP missing": ("passkey_user_not_present", {"flags": FLAG.UV}),
    "UV missing": ("passkey_user_not_verified", {"flags": FLAG.UP}),
    "BS without BE": ("passkey_wrong_backup_state", {"flags": PRESENT_AND_VERIFIED | FLAG.BS}),
    "extensions promised and missing": ("passkey_malformed", {"flags": PRESENT_AND_VERIFIED | FLAG.ED}),
    "extensions not a map": (
        "passkey_malformed",
        {"flags": PRESENT_AND_VERIFIED | FLAG.ED, "with_data": lambda data: data + cbor.encode([1])}),
    "authenticator data with more behind": ("passkey_malformed", {"with_data": lambda data: data + b"\0"}),
    "authenticator data cut short": ("passkey_malformed", {"with_data": lambda data: data[:36]}),
    "authenticator data empty": ("passkey_malformed", {"with_data": lambda data: b""}),
    "kind of credential": ("passkey_wrong_type", {"members": {"type": "password"}}),
    "id of other bytes": ("passkey_wrong_id", {"members": {"id": websafe_encode(bytes(32))}}),
    "id in other base64": ("passkey_malformed", {"members": {"id": "+/=="}}),
    "rawId in other base64": ("passkey_malformed", {"members": {"rawId": "+/=="}}),
}
ALTERED_IN_BOTH |= {
    name: ("passkey_wrong_origin", {"client_members": {"origin": origin}}) for name, origin in ORIGINS.items()}

ALTERED_AT_LOGIN = ALTERED_IN_BOTH | {
    "type of the other ceremony": ("passkey_wrong_type", {"type": "webauthn.create"}),
    "type unknown": ("passkey_wrong_type", {"type": "payment.get"}),
    "signature flipped": ("passkey_wrong_signature", {"with_signature": flipped}),
    "signature empty": ("passkey_wrong_signature", {"with_signature": lambda given: b""}),
    "signature with more behind": ("passkey_wrong_signature", {"with_signature": lambda given: given + b"\0"}),
    "signature in other base64": ("passkey_malformed", {"members": {"signature": "+/=="}}),
    "signature missing": ("passkey_malformed", {"members": {"signature": None}}),
    "authenticator data missing": ("passkey_malformed", {"members": {"authenticatorData": None}}),
    "rawId of nobody": (
        "passkey_unknown", {"members": {"id": websafe_encode(bytes(32)), "rawId": websafe_encode(bytes(32))}}),
    "userHandle of nobody": ("passkey_wrong_user", {"user_handle": bytes(32)}),
    "userHandle empty": ("passkey_wrong_user", {"user_handle": b""}),
    "a new key in an assertion": (
        "passkey_malformed",
        {"flags": PRESENT_AND_VERIFIED | FLAG.AT,
         "credential": bytes(16) + b"\0\1x" + cbor.encode(dict(cose.ES256.from_cryptography_key(
             ec.generate_private_key(ec.SECP256R1()).public_key())))}),
}


def placed(altered, site):
    """The same for this server's port."""
    members = altered.get("client_members", {})
    if "origin" not in members:
        return altered
    origin = members["origin"].format(port=site.origin.rsplit(":", 1)[1])
    return altered | {"client_members": members | {"origin": origin}}


@pytest.mark.security(14)
@pytest.mark.parametrize("code, altered", ALTERED_AT_LOGIN.values(), ids=ALTERED_AT_LOGIN.keys())
def test_a_login_with_one_thing_altered_is_refused(server, site, ada, key, code, altered):
    """401 with its own code. The ceremony is over: the right answer to the same challenge comes too late."""
    options = site.asking(server.guest)
    wrong = server.guest.post(f"{PASSKEYS}/login", key.get(options, site.origin, **placed(altered, site)))
    assert_refused(wrong, 401, code)
    right = server.guest.post(f"{PASSKEYS}/login", key.get(options, site.origin))
    if "challenge" in altered:
        assert right.status == 200, "another challenge was answered, this one still waits"
    else:
        assert_refused(right, 401, "passkey_wrong_challenge")


@pytest.mark.security(14)
@pytest.mark.parametrize("step", [0, -1, -5], ids=["as before", "one back", "at zero"])
def test_a_counter_that_goes_back_is_refused(server, site, ben, step):
    """A copy of the authenticator shows by it. The ceremony is over, the authenticator still works."""
    authenticator = site.add(ben, "EdDSA")
    assert site.sign_in(server.guest, authenticator, counter=5).status == 200
    options = site.asking(server.guest)
    for code, counter in (("passkey_counter_went_back", 5 + step), ("passkey_wrong_challenge", 6)):
        answer = authenticator.get(options, site.origin, counter=counter)
        assert_refused(server.guest.post(f"{PASSKEYS}/login", answer), 401, code)
    assert site.sign_in(server.guest, authenticator, counter=6).status == 200


@pytest.mark.security(14)
def test_a_login_needs_the_user_handle(server, site, key):
    """Nobody was named before, so the answer must say who it is (WebAuthn §7.2, step 6)."""
    assert_refused(site.sign_in(server.guest, key, user_handle=None), 401, "passkey_wrong_user")


@pytest.mark.security(14)
def test_a_login_with_another_key_is_refused(server, site, key):
    """Whoever knows a credential's id and its user's handle has nothing without the key."""
    impostor = Authenticator(credential_id=key.id)
    impostor.user_handle, impostor.counter = key.user_handle, key.counter
    assert_refused(site.sign_in(server.guest, impostor), 401, "passkey_wrong_signature")


@pytest.mark.security(14)
def test_a_login_as_the_owner_of_another_passkey_is_refused(server, site, ben, key):
    """The handle of another user, who is there."""
    bens = site.add(ben)
    assert_refused(site.sign_in(server.guest, key, user_handle=bens.user_handle), 401, "passkey_wrong_user")


@pytest.mark.security(14)
def test_a_login_challenge_is_good_once(server, site, key):
    options = site.asking(server.guest)
    first = key.get(options, site.origin)
    assert server.guest.post(f"{PASSKEYS}/login", first).status == 200
    for answer in (first, key.get(options, site.origin)):
        assert_refused(server.guest.post(f"{PASSKEYS}/login", answer), 401, "passkey_wrong_challenge")


@pytest.mark.security(14)
def test_a_login_challenge_is_good_once_also_for_twenty_at_once(server, site, key):
    answer = key.get(site.asking(server.guest), site.origin)
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: server.guest.post(f"{PASSKEYS}/login", answer), range(20)))
    assert sorted(each.status for each in answers) == [200] + [401] * 19
    assert {each.body["code"] for each in answers if each.status == 401} == {"passkey_wrong_challenge"}


@pytest.mark.security(14)
def test_a_challenge_is_for_its_own_ceremony_and_user(server, site, ada, ben, key):
    """One for registering does not sign in, one for signing in does not register, nor does another user's."""
    for_ada, for_login = site.making(ada), site.asking(server.guest)
    answer = key.get(for_login | {"challenge": for_ada["challenge"]}, site.origin)
    assert_refused(server.guest.post(f"{PASSKEYS}/login", answer), 401, "passkey_wrong_challenge")
    for options in (for_ada | {"challenge": for_login["challenge"]}, for_ada):
        answer = Authenticator().make(options, site.origin)
        assert_refused(ben.post(f"{PASSKEYS}/register", answer), 422, "passkey_wrong_challenge")


@pytest.mark.security(14)
def test_a_challenge_outlives_no_restart_of_its_use(proxied):
    """A used challenge stays used when the server was killed and started again; one not used yet stays good."""
    site = Site(proxied.process)
    authenticator = site.add(proxied.owner)
    used, unused = site.asking(proxied.guest), site.asking(proxied.guest)
    assert proxied.guest.post(f"{PASSKEYS}/login", authenticator.get(used, site.origin)).status == 200
    proxied.process.kill()
    proxied.process.start()
    again = proxied.guest.post(f"{PASSKEYS}/login", authenticator.get(used, site.origin))
    assert_refused(again, 401, "passkey_wrong_challenge")
    assert proxied.guest.post(f"{PASSKEYS}/login", authenticator.get(unused, site.origin)).status == 200


def rsa_key(bits):
    return dict(cose.RS256.from_cryptography_key(rsa.generate_private_key(65_537, bits).public_key()))


ES256 = dict(cose.ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key()))
ED25519 = dict(cose.EdDSA.from_cryptography_key(KINDS["EdDSA"].new_key().public_key()))
ES384 = dict(cose.ES384.from_cryptography_key(KINDS["ES384"].new_key().public_key()))


def credential(id, key=ES256):
    return bytes(16) + len(id).to_bytes(2, "big") + id + (key if isinstance(key, bytes) else cbor.encode(key))


def in_attestation(**parts):
    """The attestation object anew with other parts; None leaves one out."""
    return lambda given: cbor.encode(
        {name: part for name, part in (cbor.decode(given) | parts).items() if part is not None})


ALTERED_AT_REGISTRATION = ALTERED_IN_BOTH | {
    "type of the other ceremony": ("passkey_wrong_type", {"type": "webauthn.get"}),
    "rawId of other bytes": (
        "passkey_wrong_id", {"members": {"id": websafe_encode(bytes(32)), "rawId": websafe_encode(bytes(32))}}),
    "algorithm ES384": ("passkey_wrong_algorithm", {"public_key": ES384}),
    "algorithm RS1": ("passkey_wrong_algorithm", {"public_key": rsa_key(2_048) | {3: -65535}}),
    "algorithm PS256": ("passkey_wrong_algorithm", {"public_key": rsa_key(2_048) | {3: -37}}),
    "algorithm missing": ("passkey_wrong_algorithm", {"public_key": {k: v for k, v in ES256.items() if k != 3}}),
    "algorithm that is not the key's": ("passkey_wrong_algorithm", {"public_key": ES256 | {3: -8}}),
    "key type that is not the key's": ("passkey_wrong_algorithm", {"public_key": ED25519 | {1: 2}}),
    "curve that is not the algorithm's": ("passkey_wrong_algorithm", {"public_key": ES256 | {-1: 2}}),
    "point that is not on the curve": ("passkey_wrong_algorithm", {"public_key": ES256 | {-3: bytes(32)}}),
    "point with a short coordinate": ("passkey_wrong_algorithm", {"public_key": ES256 | {-2: bytes(31)}}),
    "Ed25519 key of 31 bytes": ("passkey_wrong_algorithm", {"public_key": ED25519 | {-2: bytes(31)}}),
    "RSA of 1,024 bits": ("passkey_wrong_algorithm", {"public_key": rsa_key(1_024)}),
    "RSA modulus zero": ("passkey_wrong_algorithm", {"public_key": rsa_key(2_048) | {-1: bytes(256)}}),
    "RSA exponent one": ("passkey_wrong_algorithm", {"public_key": rsa_key(2_048) | {-2: b"\1"}}),
    "RSA exponent zero": ("passkey_wrong_algorithm", {"public_key": rsa_key(2_048) | {-2: b"\0"}}),
    "statement with an algorithm that is not the key's": (
        "passkey_wrong_algorithm", {"fmt": "packed", "statement": {"alg": -8}}),
    "statement with a wrong signature": ("passkey_wrong_signature", {"fmt": "packed", "statement": {"sig": b"x"}}),
    "statement with a certificate": ("passkey_wrong_attestation", {"fmt": "packed", "statement": {"x5c": [b"x"]}}),
    "statement where there is to be none": ("passkey_wrong_attestation", {"statement": {"sig": b"x"}}),
    "format that is not asked for": ("passkey_wrong_attestation", {"fmt": "fido-u2f"}),
    "format in capitals": ("passkey_wrong_attestation", {"fmt": "NONE"}),
    "no new key": (
        "passkey_malformed", {"with_data": lambda data: data[:32] + bytes([PRESENT_AND_VERIFIED]) + data[33:37]}),
    "credential id of 1,024 bytes": ("passkey_malformed", {"credential": credential(bytes(1_024))}),
    "credential id of 65,535 bytes": ("passkey_malformed", {"credential": credential(bytes(65_535))}),
    "credential id of no bytes": ("passkey_malformed", {"credential": credential(b"")}),
    "credential id longer than what is there": (
        "passkey_malformed", {"credential": bytes(16) + b"\3\xff" + bytes(64)}),
    "key cut short": ("passkey_malformed", {"credential": credential(b"id", cbor.encode(ES256)[:-1])}),
    "key that is a list": ("passkey_malformed", {"credential": credential(b"id", cbor.encode([1]))}),
    "attestation with more behind": ("passkey_malformed", {"with_attestation": lambda given: given + b"\0"}),
    "attestation cut short": ("passkey_malformed", {"with_attestation": lambda given: given[:-1]}),
    "attestation empty": ("passkey_malformed", {"with_attestation": lambda given: b""}),
    "attestation that is a list": ("passkey_malformed", {"with_attestation": lambda given: cbor.encode([])}),
    "attestation without data": ("passkey_malformed", {"with_attestation": in_attestation(authData=None)}),
    "attestation with its data as text": ("passkey_malformed", {"with_attestation": in_attestation(authData="x")}),
    "attestation with a list as its statement": (
        "passkey_malformed", {"with_attestation": in_attestation(attStmt=[])}),
    "attestation missing": ("passkey_malformed", {"members": {"attestationObject": None}}),
    "CBOR of no definite length": (
        "passkey_malformed", {"with_attestation": lambda given: b"\xbf" + given[1:] + b"\xff"}),
    "CBOR with a repeated key": (
        "passkey_malformed", {"with_attestation": lambda given: b"\xa4" + given[1:] + b"\x63fmt\x64none"}),
    "CBOR map longer than its bytes": (
        "passkey_malformed", {"with_attestation": lambda given: b"\xbb" + b"\x7f" + b"\xff" * 7 + given[1:]}),
    "CBOR text longer than Int64": (
        "passkey_malformed", {"with_attestation": lambda given: b"\x7b" + b"\xff" * 8}),
    "CBOR text that is no UTF-8": (
        "passkey_malformed", {"with_attestation": lambda given: given.replace(b"none", b"\xff\xfe\xfd\xfc")}),
    "CBOR 10,000 levels deep": ("passkey_malformed", {"with_attestation": lambda given: b"\x81" * 10_000 + b"\0"}),
    "CBOR with a number of 24 bits": ("passkey_malformed", {"with_attestation": lambda given: b"\x1c\0\0\0"}),
}


@pytest.mark.security(14)
@pytest.mark.parametrize("code, altered", ALTERED_AT_REGISTRATION.values(), ids=ALTERED_AT_REGISTRATION.keys())
def test_a_registration_with_one_thing_altered_is_refused(site, ada, key, code, altered):
    """422 with its own code; nothing is added, and the ceremony is over."""
    before = ada.get("/api/v1/me").body["passkeys"]
    options, authenticator = site.making(ada), Authenticator()
    answer = authenticator.make(options, site.origin, **placed(altered, site))
    assert_refused(ada.post(f"{PASSKEYS}/register", answer), 422, code)
    assert ada.get("/api/v1/me").body["passkeys"] == before
    if "challenge" not in altered:
        right = ada.post(f"{PASSKEYS}/register", authenticator.make(options, site.origin))
        assert_refused(right, 422, "passkey_wrong_challenge")


@pytest.mark.security(14)
@pytest.mark.parametrize("raw", [
    b"", b"{", b"[]", b'{"type":"webauthn.get"}', b"\xff", b"null", b'{"type":1,"challenge":2,"origin":3}',
    b"[" * 50_000, b'{"type":"webauthn.get","challenge":"AA","origin":"x","pad":"' + b"x" * 9_000 + b'"}',
], ids=["empty", "cut short", "a list", "too little", "not UTF-8", "null", "numbers", "deep", "10 KB"])
def test_client_data_that_is_none_is_refused(server, site, ada, key, raw):
    altered = {"with_client_data": lambda given: raw}
    assert_refused(site.sign_in(server.guest, key, **altered), 401, "passkey_malformed")
    answer = Authenticator().make(site.making(ada), site.origin, **altered)
    assert_refused(ada.post(f"{PASSKEYS}/register", answer), 422, "passkey_malformed")


@pytest.mark.security(15)
def test_credential_ids_are_unique_over_all_users(server, site, ada, ben, key):
    """Neither its owner nor anybody else registers one again; the first one keeps working."""
    for person in (ada, ben):
        answer = Authenticator(credential_id=key.id).make(site.making(person), site.origin)
        assert_refused(person.post(f"{PASSKEYS}/register", answer), 422, "passkey_already_known")
    answer = site.sign_in(server.guest, key)
    assert (answer.status, answer.body["user"]["id"]) == (200, ada.id)


@pytest.mark.security(15)
def test_a_credential_id_of_1023_bytes_is_accepted(server, site, ben):
    authenticator = site.add(ben, credential_id=os.urandom(1_023))
    assert site.sign_in(server.guest, authenticator).status == 200


# Adding and removing

@pytest.mark.security(15)
def test_ways_in_change_only_after_a_recent_sign_in(proxied):
    """An older session gets 403 for adding and removing, until its owner signs in anew; everything else it may."""
    site, person = Site(proxied.process), proxied.owner
    site.add(person)
    authenticator = site.add(person)
    passkey = person.get("/api/v1/me").body["passkeys"][0]["id"]
    waiting = site.making(person)

    pass_time(proxied.process, RECENT - 60)
    site.making(person)

    pass_time(proxied.process, 61)
    for answer in (person.post(f"{PASSKEYS}/register/options"),
                   person.post(f"{PASSKEYS}/register", Authenticator().make(waiting, site.origin)),
                   person.delete(f"/api/v1/me/passkeys/{passkey}")):
        assert_refused(answer, 403, "recent_sign_in_required")
    renewed = person.post("/api/v1/auth/refresh")
    assert renewed.status == 200
    assert_refused(
        proxied.person(renewed).post(f"{PASSKEYS}/register/options"), 403, "recent_sign_in_required")
    assert len(person.get("/api/v1/me").body["passkeys"]) == 2

    anew = proxied.person(site.sign_in(proxied.guest, authenticator))
    site.add(anew)
    assert anew.delete(f"/api/v1/me/passkeys/{passkey}").status == 204


@pytest.mark.security(15)
def test_a_removed_passkey_lets_nobody_in(server, site, ben):
    cleo = server.register("Cleo")
    authenticator = site.add(cleo)
    passkey = cleo.get("/api/v1/me").body["passkeys"][0]["id"]
    assert ben.delete(f"/api/v1/me/passkeys/{passkey}").status == 404, "it is not Ben's"
    assert site.sign_in(server.guest, authenticator).status == 200
    assert cleo.delete(f"/api/v1/me/passkeys/{passkey}").status == 204, "her password is another way in"
    assert cleo.get("/api/v1/me").body["passkeys"] == []
    assert_refused(site.sign_in(server.guest, authenticator), 401, "passkey_unknown")
    assert cleo.delete(f"/api/v1/me/passkeys/{passkey}").status == 404


@pytest.mark.security(15)
def test_the_last_way_in_stays(server, site):
    """Who has no password keeps one passkey, until a password is chosen."""
    made = run("user", "add", "dora@example.org", "--name", "Dora", "--database", server.process.database)
    assert made.returncode == 0, made.stderr
    link = made.stdout.split("Login link: ")[1].strip()
    dora = server.person(server.guest.post("/api/v1/auth/link", {"token": link.split("#")[1]}))
    authenticators = [site.add(dora), site.add(dora)]
    first, second = dora.get("/api/v1/me").body["passkeys"]
    assert dora.delete(f"/api/v1/me/passkeys/{first['id']}").status == 204
    assert_refused(dora.delete(f"/api/v1/me/passkeys/{second['id']}"), 409, "last_way_in")
    assert site.sign_in(server.guest, authenticators[1]).status == 200

    code = server.code_from("/api/v1/auth/password/forgot", {"email": dora.email})
    answer = server.guest.post("/api/v1/auth/password/reset", {
        "email": dora.email, "code": code, "new_password": "eleven green lampposts"})
    assert answer.status == 204
    dora = server.person(site.sign_in(server.guest, authenticators[1]))
    assert dora.delete(f"/api/v1/me/passkeys/{second['id']}").status == 204


@pytest.mark.security(15)
def test_two_passkeys_removed_at_once_leave_one(server, site):
    """Where there is no password: whichever comes second is refused."""
    made = run("user", "add", "edda@example.org", "--name", "Edda", "--database", server.process.database)
    token = made.stdout.split("Login link: ")[1].strip().split("#")[1]
    edda = server.person(server.guest.post("/api/v1/auth/link", {"token": token}))
    site.add(edda), site.add(edda)
    ids = [passkey["id"] for passkey in edda.get("/api/v1/me").body["passkeys"]]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda id: edda.delete(f"/api/v1/me/passkeys/{id}").status, ids))
    assert sorted(answers) == [204, 409]


@pytest.mark.security(15)
def test_an_account_has_a_bounded_number_of_passkeys(server, site):
    fritz = server.register("Fritz")
    for _ in range(20):
        site.add(fritz, "EdDSA")
    assert fritz.post(f"{PASSKEYS}/register/options").status == 422


@pytest.mark.security(14)
def test_a_passkey_of_someone_deactivated_lets_nobody_in(server, site):
    gerd = server.register("Gerd")
    authenticator = site.add(gerd)
    assert server.owner.patch(f"/api/v1/users/{gerd.id}", {"deactivated": True}).status == 200
    assert_refused(site.sign_in(server.guest, authenticator), 401, "passkey_unknown")


@pytest.mark.security(14)
def test_the_site_is_the_host_of_the_site_url(tmp_path):
    """Over https behind a proxy, with a port: the relying party is the host, the origin has the port."""
    origin = "https://chat.example.org:8443"
    with SnugProcess(tmp_path, "--site-url", origin) as process:
        server = SnugServer(process.start())
        site = Site(process)
        assert site.making(server.owner)["rp"]["id"] == site.asking(server.guest)["rpId"] == "chat.example.org"
        authenticator = Authenticator("EdDSA")
        wrong = authenticator.make(site.making(server.owner), "https://chat.example.org")
        assert_refused(server.owner.post(f"{PASSKEYS}/register", wrong), 422, "passkey_wrong_origin")
        right = authenticator.make(site.making(server.owner), origin)
        assert server.owner.post(f"{PASSKEYS}/register", right).status == 201
        answer = server.guest.post(f"{PASSKEYS}/login", authenticator.get(site.asking(server.guest), origin))
        assert answer.status == 200
