"""Who may try what how often, and from where (SECURITY.md, lines 5, 6, 11 and 13)."""

import socket
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from websockets.exceptions import InvalidStatus

from support.addresses import new_address
from support.authenticator import Authenticator
from support.client import Client
from support.clock import pass_time
from support.deadline import eventually
from support.relay import wrong_code
from support.rows import rows
from support.server import SnugServer
from support.snug import BEHIND_PROXY, SnugProcess, real_passwords, run

AUTH = "/api/v1/auth"
TRIES_A_CODE, TRIES_AN_HOUR, MAILS_AN_HOUR = 5, 20, 5
RESEND_IN = 60
WRONG = "not the password"
HOME, COTTAGE = "203.0.113.7", "2001:db8:5:1::a"
"""Where Ada has been signed in before."""


def assert_throttled(answer, code="rate_limited"):
    """429, and when to come back."""
    assert (answer.status, answer.body.get("code", answer.body.get("error"))) == (429, code), answer.body
    assert 1 <= int(answer.headers["Retry-After"]) <= 3_600


def login_link(process, email):
    made = run("user", "login-link", email, "--database", process.database)
    assert made.returncode == 0, made.stderr
    return made.stdout.split("Login link: ")[1].strip().split("#")[1]


def guess_passwords(server, email, count):
    """Wrong passwords for one account, each from another address, two at a time: as many as the server hashes."""
    def guess(_):
        return server.guest.at(new_address()).post(f"{AUTH}/login", {"email": email, "password": WRONG})

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(guess, range(count)))


# Line 5: passwords of an account

@pytest.fixture(scope="module")
def besieged(tmp_path_factory):
    """A server where strangers from many addresses have guessed at Ada's password, and at a stranger's, until they were
    told to stop. Ada has been signed in at home and at the cottage before, and has a passkey."""
    with SnugProcess(tmp_path_factory.mktemp("besieged"), *BEHIND_PROXY) as process:
        server = SnugServer(process.start())
        server.ada = server.register("Ada", guest=server.guest.at(HOME))
        server.sign_in(server.ada, server.guest.at(COTTAGE))
        options = server.ada.post(f"{AUTH}/passkeys/register/options").body["publicKey"]
        server.passkey = Authenticator()
        made = server.ada.post(f"{AUTH}/passkeys/register", server.passkey.make(options, process.origin))
        assert made.status == 201, made.body
        server.guesses = {
            email: guess_passwords(server, email, 24) for email in (server.ada.email, "nobody@example.org")}
        yield server


@pytest.mark.security(5)
def test_guesses_at_one_account_are_bounded_whatever_address_they_come_from(besieged):
    for answers in besieged.guesses.values():
        let_through = [answer for answer in answers if answer.status != 429]
        assert {(answer.status, answer.body["code"]) for answer in let_through} == {(401, "invalid_credentials")}
        assert 5 <= len(let_through) <= 20
        for answer in answers:
            if answer.status == 429:
                assert_throttled(answer)


@pytest.mark.security(5)
def test_the_bound_does_not_tell_whether_the_account_is_there(besieged):
    known, unknown = ([answer.status for answer in answers] for answers in besieged.guesses.values())
    assert known.count(401) == unknown.count(401)


@pytest.mark.security(5)
@pytest.mark.parametrize("address", ["203.0.113.8", "2001:db8:5:2::a"], ids=["IPv4", "the next IPv6 network"])
def test_the_right_password_from_elsewhere_is_refused_alike(besieged, address):
    """Or guessing could go on behind the bound."""
    assert_throttled(besieged.guest.at(address).post(
        f"{AUTH}/login", {"email": besieged.ada.email, "password": besieged.ada.password}))


@pytest.mark.security(5)
@pytest.mark.parametrize(
    "address", [HOME, "2001:db8:5:1:ffff::b"], ids=["the same address", "another one of its IPv6 network"])
def test_a_stranger_cannot_lock_out_someone_in_a_network_they_have_signed_in_from(besieged, address):
    """A slip, then the right password and the code."""
    home = besieged.guest.at(address)
    assert home.post(f"{AUTH}/login", {"email": besieged.ada.email, "password": WRONG}).status == 401
    again = besieged.sign_in(besieged.ada, home)
    assert again.get("/api/v1/me").status == 200


@pytest.mark.security(5)
def test_another_spelling_of_the_address_is_the_same_account(besieged):
    for email in (besieged.ada.email.upper(), f" {besieged.ada.email} "):
        assert_throttled(besieged.guest.at(new_address()).post(f"{AUTH}/login", {"email": email, "password": WRONG}))


@pytest.mark.security(5)
def test_a_passkey_works_while_the_password_is_throttled(besieged):
    elsewhere = besieged.guest.at(new_address())
    options = elsewhere.post(f"{AUTH}/passkeys/login/options").body["publicKey"]
    answer = elsewhere.post(f"{AUTH}/passkeys/login", besieged.passkey.get(options, besieged.process.origin))
    assert (answer.status, answer.body["user"]["id"]) == (200, besieged.ada.id)


@pytest.mark.security(5)
def test_a_login_link_works_while_the_password_is_throttled(besieged):
    token = login_link(besieged.process, besieged.ada.email)
    answer = besieged.guest.at(new_address()).post(f"{AUTH}/link", {"token": token})
    assert (answer.status, answer.body["user"]["id"]) == (200, besieged.ada.id)


@pytest.mark.security(5)
def test_others_sign_in_meanwhile(besieged):
    owner = besieged.owner
    answer = besieged.guest.at(new_address()).post(f"{AUTH}/login", {"email": owner.email, "password": owner.password})
    assert answer.status == 202


@pytest.mark.security(5)
def test_counters_survive_a_restart_and_retry_after_tells_the_truth(besieged):
    """After `kill -9` the bound holds; it holds a little before the time told, and no longer after it."""
    form = {"email": besieged.ada.email, "password": WRONG}
    besieged.process.kill()
    besieged.process.start()
    answer = besieged.guest.at(new_address()).post(f"{AUTH}/login", form)
    assert_throttled(answer)
    wait = int(answer.headers["Retry-After"])
    if wait > 30:
        pass_time(besieged.process, wait - 30)
        assert_throttled(besieged.guest.at(new_address()).post(f"{AUTH}/login", form))
        wait = 30
    pass_time(besieged.process, wait)
    assert besieged.guest.at(new_address()).post(f"{AUTH}/login", form).status == 401


@pytest.mark.security(5)
def test_a_bound_is_never_for_good(besieged):
    """The last test of this server: an hour later a stranger's address will do again."""
    pass_time(besieged.process, 3_600)
    assert besieged.guest.at(new_address()).post(
        f"{AUTH}/login", {"email": besieged.ada.email, "password": besieged.ada.password}).status == 202


# Line 5: one address

@pytest.fixture(scope="module")
def server_flags():
    return BEHIND_PROXY


def made_up_passkey(number):
    return {"id": "AA", "rawId": "AA", "type": "public-key", "response": {
        "clientDataJSON": "e30", "authenticatorData": "AA", "signature": "AA", "userHandle": "AA"}}


FROM_ONE_ADDRESS = {
    # What is tried from one address: path, body of the nth try, statuses before the bound, tries that must be enough.
    "passwords": (f"{AUTH}/login", lambda nth: {"email": f"p{nth}@example.org", "password": WRONG}, 401, 130),
    "codes": (f"{AUTH}/verify", lambda nth: {"email": f"c{nth}@example.org", "code": "123456"}, 401, 130),
    "reset codes": (f"{AUTH}/password/reset", lambda nth: {
        "email": f"r{nth}@example.org", "code": "123456", "new_password": "a plain password"}, 401, 130),
    "login links": (f"{AUTH}/link", lambda nth: {"token": f"{nth}-x"}, 401, 130),
    "passkeys": (f"{AUTH}/passkeys/login", made_up_passkey, 401, 130),
    "invites looked at": ("/api/v1/invites/look", lambda nth: {"invite": f"{nth}-x"}, 403, 130),
    "invites": (f"{AUTH}/register", lambda nth: {
        "name": "I", "email": f"i{nth}@example.org", "password": "a plain password", "invite": f"{nth}-x"}, 403, 130),
    "mails": (f"{AUTH}/password/forgot", lambda nth: {"email": f"m{nth}@example.org"}, 202, 330),
    "codes of the original app": ("/verify-otp", lambda nth: {"email": f"o{nth}@example.org", "otp": "123456"}, 401, 130),
    "reset tokens of the original app": ("/reset-password", lambda nth: {
        "email": f"t{nth}@example.org", "new_password": "a plain password", "reset_token": "x"}, 400, 130),
}


@pytest.mark.security(5)
@pytest.mark.parametrize("path, body, status, enough", FROM_ONE_ADDRESS.values(), ids=FROM_ONE_ADDRESS.keys())
def test_what_one_address_tries_is_bounded_however_many_accounts_it_tries(server, path, body, status, enough):
    """Plenty for an office, then 429 with `Retry-After`; another address goes on."""
    crowd = server.guest.at(new_address())
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda nth: crowd.post(path, body(nth)), range(enough)))
    statuses = [answer.status for answer in answers]
    assert set(statuses) == {status, 429}
    assert statuses.count(status) >= 50
    for answer in answers:
        if answer.status == 429:
            assert_throttled(answer)
    assert server.guest.at(new_address()).post(path, body(enough)).status == status


@pytest.fixture(scope="module")
def hashing_server(tmp_path_factory):
    """A server where hashing a password costs what it does for people, and so shows in the time of an answer."""
    with SnugProcess(tmp_path_factory.mktemp("hashing"), *BEHIND_PROXY) as process:
        with real_passwords():
            process.start()
        yield SnugServer(process)


@pytest.mark.security(5)
@pytest.mark.parametrize("bound, path, body", [
    (f"{AUTH}/link", f"{AUTH}/register", {"name": "N", "password": "a plain password", "invite": "1-x"}),
    (f"{AUTH}/password/forgot", f"{AUTH}/register", {"name": "N", "password": "a plain password"}),
    (f"{AUTH}/verify", f"{AUTH}/password/reset", {"code": "123456", "new_password": "a plain password"}),
], ids=["register by invite", "register", "reset"])
def test_past_the_bound_of_an_address_no_password_is_hashed(hashing_server, bound, path, body):
    """It costs a fifth of a second and 32 MB, two at a time for everyone: a stranger who may go on having passwords
    hashed keeps everybody else from signing in."""
    crowd = hashing_server.guest.at(new_address())
    forms = {f"{AUTH}/link": {"token": "1-x"}, f"{AUTH}/password/forgot": {}, f"{AUTH}/verify": {"code": "123456"}}
    for nth in range(400):
        if crowd.post(bound, forms[bound] | {"email": f"h{nth}@example.org"}).status == 429:
            break
    else:
        raise AssertionError(f"no bound at {bound}")

    assert_throttled(crowd.post(path, body | {"email": "h@example.org"}))
    assert_nothing_hashed(hashing_server, crowd, path, body)


@pytest.mark.security(5)
@pytest.mark.parametrize("path, body", [
    ("/reset-password", {"reset_token": "x"}), (f"{AUTH}/password/reset", {"code": "123456"}),
], ids=["token", "code"])
def test_for_a_made_up_reset_no_password_is_hashed(hashing_server, path, body):
    """What proves that one may choose a password is looked at first."""
    guest = hashing_server.guest.at(new_address())
    assert_nothing_hashed(hashing_server, guest, path, body | {"new_password": "a plain password"})


def assert_nothing_hashed(server, guest, path, body):
    """It is answered in much less time than a login, which hashes."""
    def took(guest, path, body):
        times = []
        for nth in range(5):
            started = time.monotonic()
            assert guest.post(path, body | {"email": f"b{nth}@example.org"}).status in (400, 401, 429)
            times.append(time.monotonic() - started)
        return statistics.median(times)

    found = took(guest, path, body)
    hashing = took(server.guest.at(new_address()), f"{AUTH}/login", {"password": WRONG})
    print(f"\n{path}: {found * 1_000:.0f} ms; hashing takes {hashing * 1_000:.0f} ms")
    assert found < hashing / 2


@pytest.mark.security(5)
def test_ipv6_addresses_of_one_network_count_as_one(server):
    """A household gets 2^64 of them."""
    def guess(nth):
        return server.guest.at(f"2001:db8:1:2:{nth:x}::{nth:x}").post(f"{AUTH}/link", {"token": f"{nth}-x"}).status

    assert set(map(guess, range(130))) == {401, 429}
    assert server.guest.at("2001:db8:1:3::1").post(f"{AUTH}/link", {"token": "1-x"}).status == 401


@pytest.mark.security(5)
def test_a_login_link_is_not_voided_by_guesses_at_it(server):
    """Its secret cannot be guessed, and it is what helps when a stranger's guesses lock someone out."""
    zoe = server.register("Zoe")
    token = login_link(server.process, zoe.email)
    for _ in range(25):
        answer = server.guest.at(new_address()).post(f"{AUTH}/link", {"token": f"{zoe.id}-{'x' * 32}"})
        assert (answer.status, answer.body["code"]) == (401, "invalid_login_link")
    answer = server.guest.at(new_address()).post(f"{AUTH}/link", {"token": token})
    assert answer.status == 200, answer.body


@pytest.mark.security(5)
def test_a_login_link_works_where_strangers_have_used_up_the_code_tries(proxied):
    """All tries of the hour are gone; the link is not counted among them."""
    person = proxied.owner
    for _ in range(5):
        code = proxied.code_from(
            f"{AUTH}/login", {"email": person.email, "password": person.password}, proxied.guest.at(new_address()))
        wrong = wrong_code([code])
        for _ in range(TRIES_A_CODE):
            proxied.guest.at(new_address()).post(f"{AUTH}/verify", {"email": person.email, "code": wrong})
        pass_time(proxied.process, RESEND_IN + 1)
    token = login_link(proxied.process, person.email)
    assert proxied.guest.at(new_address()).post(f"{AUTH}/link", {"token": token}).status == 200


@pytest.mark.security(5)
def test_a_reset_under_way_is_not_voided_by_guesses_at_its_token(server):
    """The original app's: between the code and the new password."""
    zita = server.register("Zita")
    code = server.code_from(f"{AUTH}/password/forgot", {"email": zita.email})
    token = server.guest.post("/verify-reset-otp", {"email": zita.email, "otp": code}).body["reset_token"]
    for _ in range(6):
        assert server.guest.at(new_address()).post("/reset-password", {
            "email": zita.email, "new_password": "mallory's password", "reset_token": "x"}).status in (400, 429)
    answer = server.guest.post("/reset-password", {
        "email": zita.email, "new_password": "zita's new password", "reset_token": token})
    assert answer.status == 200, answer.body


@pytest.mark.security(5)
@pytest.mark.parametrize("path, more", [
    (f"{AUTH}/register", {"name": "Mallory", "password": "mallory's password"}), (f"{AUTH}/password/forgot", {}),
    (f"{AUTH}/code", {}),
], ids=["register", "forgot", "code"])
def test_what_a_stranger_asks_for_leaves_a_sign_in_under_way_alone(server, path, more):
    """The code that its owner was mailed stays good."""
    name = "Under" + path.rsplit("/", 1)[1]
    person = server.register(name)
    code = server.code_from(f"{AUTH}/login", {"email": person.email, "password": person.password})
    answer = server.guest.at(new_address()).post(path, {"email": person.email} | more)
    assert answer.status == 202
    server.verify(person.email, code)


@pytest.mark.security(5, 13)
def test_codes_that_strangers_ask_for_void_none_and_are_not_the_owners(proxied):
    """Each more than a minute after the last, when whoever is signing in could have another: the code on its way stays
    good, and the mails of the hour stay theirs."""
    person, home = proxied.owner, proxied.guest.at(new_address())
    form = {"email": person.email, "password": person.password}
    code = proxied.code_from(f"{AUTH}/login", form, home)
    for _ in range(MAILS_AN_HOUR):
        pass_time(proxied.process, RESEND_IN + 1)
        assert proxied.guest.at(new_address()).post(f"{AUTH}/code", {"email": person.email}).status == 202
    proxied.verify(person.email, code, guest=home)
    another = proxied.code_from(f"{AUTH}/login", form, home)
    assert proxied.mails.codes_for(person.email) == [code, another]
    proxied.verify(person.email, another, guest=home)


# Line 6

FORWARDED = {
    # name of the case: trusted proxies, X-Forwarded-For, the address that counts
    "no proxy trusted": (None, "198.51.100.7", "127.0.0.1"),
    "another proxy trusted": ("10.0.0.0/8", "198.51.100.7", "127.0.0.1"),
    "by a trusted proxy": ("127.0.0.1", "198.51.100.7", "198.51.100.7"),
    "by a trusted network": ("127.0.0.0/8,10.0.0.0/8", "198.51.100.7", "198.51.100.7"),
    "what the client wrote itself": ("127.0.0.1", "203.0.113.9, 198.51.100.7", "198.51.100.7"),
    "two proxies": ("127.0.0.1, 10.0.0.0/8", "203.0.113.9, 198.51.100.7, 10.1.2.3", "198.51.100.7"),
    "two proxies, one of them unknown": ("127.0.0.1", "198.51.100.7, 10.1.2.3", "10.1.2.3"),
    "only proxies": ("127.0.0.1,10.0.0.0/8", "10.1.2.3", "10.1.2.3"),
    "IPv6": ("127.0.0.1", "2001:db8::7", "2001:db8::7"),
    "a port": ("127.0.0.1", "203.0.113.9, 198.51.100.7:51234", "198.51.100.7"),
    "IPv6 in brackets": ("127.0.0.1", "\"[2001:db8::7]:443\"", "2001:db8::7"),
    "no address": ("127.0.0.1", "unknown", "127.0.0.1"),
    "no address behind one": ("127.0.0.1", "198.51.100.7, unknown", "127.0.0.1"),
    "words": ("127.0.0.1", "<b>me</b>", "127.0.0.1"),
    "empty": ("127.0.0.1", "", "127.0.0.1"),
    "absent": ("127.0.0.1", None, "127.0.0.1"),
}


@pytest.mark.security(6)
@pytest.mark.parametrize("proxies, forwarded, counts", FORWARDED.values(), ids=FORWARDED.keys())
def test_a_forwarded_address_counts_only_from_a_trusted_proxy(tmp_path, proxies, forwarded, counts):
    """What the session says of where it was signed in from."""
    with SnugProcess(tmp_path, *(["--trusted-proxies", proxies] if proxies else [])) as process:
        process.start()
        guest = Client(process.port)
        if forwarded is not None:
            guest = guest.at(forwarded)
        answer = guest.post("/api/v1/setup", {
            "token": process.setup_token(), "name": "Olga", "email": "olga@example.org",
            "password": "nine green bottles"})
        sessions = Client(process.port, answer.body["access_token"]).get("/api/v1/me/sessions").body["sessions"]
        assert [session["address"] for session in sessions] == [counts]


@pytest.mark.security(6)
@pytest.mark.parametrize("name", ["X-Real-IP", "Forwarded", "X-Client-IP", "X-Forwarded-For"])
@pytest.mark.parametrize("proxies", ["", "127.0.0.1"], ids=["no proxy trusted", "a proxy trusted"])
def test_no_header_lets_a_client_pass_for_many(tmp_path, name, proxies):
    """Each call claims another address, and all are counted as one; for `X-Forwarded-For` that is what stands left of
    what the proxy wrote."""
    with SnugProcess(tmp_path, *(["--trusted-proxies", proxies] if proxies else [])) as process:
        process.start()

        def guess(nth):
            claim = f"for={new_address()}" if name == "Forwarded" else new_address()
            if proxies and name == "X-Forwarded-For":
                claim += ", 198.51.100.7"
            return Client(process.port).post(f"{AUTH}/link", {"token": f"{nth}-x"}, headers={name: claim}).status

        assert set(map(guess, range(130))) == {401, 429}


@pytest.mark.security(6)
def test_sockets_are_counted_by_the_forwarded_address_too(tmp_path):
    with SnugProcess(tmp_path, *BEHIND_PROXY, "--sockets-per-address", "2") as process:
        owner = SnugServer(process.start()).owner
        here, there = owner.at(new_address()), owner.at(new_address())
        with here.socket() as first, here.socket() as second, there.socket() as third:
            for each in (first, second, third):
                each.wait_for(type="hello")
            with pytest.raises(InvalidStatus) as refused:
                here.socket()
            assert refused.value.response.status_code == 429


@pytest.mark.security(5)
def test_sockets_from_addresses_of_one_ipv6_network_are_counted_together(tmp_path):
    """A household gets 2^64 of them."""
    with SnugProcess(tmp_path, *BEHIND_PROXY, "--sockets-per-address", "2") as process:
        owner = SnugServer(process.start()).owner
        with (
                owner.at("2001:db8:6:1::a").socket() as first, owner.at("2001:db8:6:1:1::b").socket() as second,
                owner.at("2001:db8:6:2::a").socket() as elsewhere):
            for each in (first, second, elsewhere):
                each.wait_for(type="hello")
            with pytest.raises(InvalidStatus) as refused:
                owner.at("2001:db8:6:1:ffff::c").socket()
            assert refused.value.response.status_code == 429


# Line 11

@pytest.mark.security(11)
def test_fifty_wrong_tries_at_once_are_five(proxied):
    """No more are looked at: the right code is void after them."""
    person = proxied.owner
    code = proxied.code_from(f"{AUTH}/login", {"email": person.email, "password": person.password})
    wrong = {"email": person.email, "code": wrong_code([code])}
    with ThreadPoolExecutor(50) as pool:
        answers = list(pool.map(lambda _: proxied.guest.post(f"{AUTH}/verify", wrong), range(50)))
    statuses = [answer.status for answer in answers]
    assert (statuses.count(401), statuses.count(429)) == (4, 46)
    assert proxied.guest.post(f"{AUTH}/verify", wrong | {"code": code}).status == 429


@pytest.mark.security(11)
def test_a_new_code_voids_the_old_and_resets_nothing_else(proxied):
    """Five tries a code; the old code is no good beside the new one."""
    person = proxied.owner
    form = {"email": person.email, "password": person.password}

    def verify(code):
        return proxied.guest.at(new_address()).post(f"{AUTH}/verify", {"email": person.email, "code": code})

    first = proxied.code_from(f"{AUTH}/login", form)
    answers = [verify(f"{(int(first) + step) % 1_000_000:06}") for step in range(1, TRIES_A_CODE + 1)]
    assert [answer.status for answer in answers] == [401] * 4 + [429]
    assert_throttled(answers[-1], "too_many_attempts")
    assert_throttled(verify(first), "too_many_attempts")

    pass_time(proxied.process, RESEND_IN + 1)
    second = proxied.code_from(f"{AUTH}/code", {"email": person.email})
    if second != first:
        assert verify(first).status == 401
    assert verify(second).status == 200


def an_hour_of_guessing(server, person, ask):
    """What happens to the code of an address in an hour, minute by minute: whenever the server sends a code, all its
    tries are used up at once, from everywhere. The tries it looked at, and the codes it mailed."""
    tries, mailed, elapsed = 0, 0, 0
    while elapsed < 3_590:
        before = len(server.mails.codes_for(person.email))
        if ask().status == 202:
            # A second call says by its answer whether a mail has gone out; the mail itself may take a moment.
            sent = rows(server.process.database, "SELECT count(*) FROM one_time_codes WHERE wrong_tries = 0")[0][0]
            if sent:
                eventually(lambda: len(server.mails.codes_for(person.email)) > before, "the code")
                mailed += 1
                for guess in range(TRIES_A_CODE):
                    answer = server.guest.at(new_address()).post(
                        f"{AUTH}/verify", {"email": person.email, "code": f"{guess:06}"})
                    if answer.status == 429 and answer.body["code"] == "rate_limited":
                        break
                    tries += 1
        pass_time(server.process, 240)
        elapsed += 240
    return tries, mailed


@pytest.mark.security(11, 13)
def test_an_hour_has_twenty_tries_over_all_codes_and_five_mails(proxied):
    """Even where the password is known and each code that is mailed is guessed at: in an hour at most five codes are
    mailed, and at most twenty tries are looked at."""
    person = proxied.owner
    form = {"email": person.email, "password": person.password}
    tries, mailed = an_hour_of_guessing(proxied, person, lambda: proxied.guest.post(f"{AUTH}/login", form))
    print(f"\nin an hour: {tries} tries of codes, {mailed} codes mailed")
    assert mailed <= MAILS_AN_HOUR
    assert tries <= TRIES_AN_HOUR


@pytest.mark.security(11)
def test_past_the_tries_of_an_hour_the_right_code_is_429_too(proxied):
    """And a new code resets nothing; from the next hour on all is well again."""
    person = proxied.owner
    form = {"email": person.email, "password": person.password}
    for _ in range(MAILS_AN_HOUR):
        code = proxied.code_from(f"{AUTH}/login", form)
        wrong = wrong_code([code])
        for _ in range(TRIES_A_CODE):
            answer = proxied.guest.at(new_address()).post(f"{AUTH}/verify", {"email": person.email, "code": wrong})
            if answer.body["code"] == "rate_limited":
                break
        else:
            pass_time(proxied.process, RESEND_IN + 1)
            continue
        break
    assert_throttled(answer)
    assert_throttled(proxied.guest.at(new_address()).post(f"{AUTH}/verify", {"email": person.email, "code": code}))
    pass_time(proxied.process, 3_600)
    proxied.sign_in(person)


# Line 13

@pytest.mark.security(13)
def test_strangers_cannot_have_more_than_five_mails_an_hour_sent_to_an_address(proxied):
    """Every kind of call, each from another address: 202 as ever, and silence after a few; they leave some of the
    mails to whoever knows the password."""
    person = proxied.owner
    calls = [(f"{AUTH}/password/forgot", {}), (f"{AUTH}/code", {}), ("/send-reset-otp", {}), ("/send-otp", {}),
             (f"{AUTH}/register", {"name": "M", "password": "mallory's password"})]
    for _ in range(6):
        for path, more in calls:
            answer = proxied.guest.at(new_address()).post(path, {"email": person.email} | more)
            assert answer.status == (202 if path.startswith("/api") else 200), answer.body
        pass_time(proxied.process, RESEND_IN + 1)
    proxied.sign_in(person)
    eventually(lambda: not rows(proxied.process.database, "SELECT 1 FROM mail_queue"), "all mails sent")
    codes = proxied.mails.codes_for(person.email)
    assert 2 <= len(codes) <= MAILS_AN_HOUR
    notices = [mail for mail in proxied.mails.to(person.email) if "already have an account" in mail]
    assert 1 <= len(notices) <= 3, "notices have their own bound"


@pytest.mark.security(13)
def test_an_address_without_an_account_gets_no_more(proxied):
    """Registering it again and again."""
    form = {"name": "N", "email": "new@example.org", "password": "a plain password"}
    for _ in range(8):
        assert proxied.guest.at(new_address()).post(f"{AUTH}/register", form).status == 202
        assert proxied.guest.at(new_address()).post(f"{AUTH}/code", form).status == 202
    eventually(lambda: not rows(proxied.process.database, "SELECT 1 FROM mail_queue"), "all mails sent")
    assert 1 <= len(proxied.mails.to(form["email"])) <= MAILS_AN_HOUR


@pytest.mark.security(13)
def test_past_the_mails_of_an_hour_a_login_is_told_when_to_come_back(proxied):
    """429 with `Retry-After`, for whoever gave the right password; a wrong one is 401 as ever."""
    person = proxied.owner
    form = {"email": person.email, "password": person.password}
    for _ in range(MAILS_AN_HOUR + 1):
        answer = proxied.guest.post(f"{AUTH}/login", form)
        if answer.status == 429:
            break
        pass_time(proxied.process, RESEND_IN + 1)
    assert_throttled(answer)
    assert proxied.guest.post(f"{AUTH}/login", form | {"password": WRONG}).status == 401
    pass_time(proxied.process, int(answer.headers["Retry-After"]))
    assert proxied.guest.post(f"{AUTH}/login", form).status == 202


@pytest.mark.security(13)
def test_no_call_waits_for_a_relay_that_hangs(tmp_path):
    """A relay takes connections and says nothing. Every call that mails is answered at once, however many mails wait
    already; so are those that mail nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as silent:
        smtp = ("--smtp-host", "127.0.0.1", "--smtp-port", str(silent.getsockname()[1]), "--smtp-tls", "none")
        with SnugProcess(tmp_path, *BEHIND_PROXY, *smtp) as process:
            server = SnugServer(process.start())
            owner = server.owner
            took = {}
            for nth in range(5):
                for path, form in (
                        (f"{AUTH}/register", {"name": "N", "email": f"n{nth}@example.org", "password": "long enough"}),
                        (f"{AUTH}/register", {"name": "N", "email": owner.email, "password": "long enough"}),
                        (f"{AUTH}/login", {"email": owner.email, "password": owner.password}),
                        (f"{AUTH}/password/forgot", {"email": owner.email}),
                        (f"{AUTH}/code", {"email": f"n{nth}@example.org"})):
                    started = time.monotonic()
                    assert server.guest.at(new_address()).post(path, form).status == 202
                    took[path] = max(took.get(path, 0), time.monotonic() - started)
            print(f"\nlongest answers with a relay that hangs: {({k: round(v, 3) for k, v in took.items()})} s")
            assert max(took.values()) < 15, "the relay has 30 s for a reply"
            assert rows(process.database, "SELECT count(*) FROM mail_queue")[0][0] >= 8
            silent.settimeout(10)
            silent.accept()[0].close()
