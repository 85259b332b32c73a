"""Known and unknown addresses are answered in the same time (SECURITY.md, line 4)."""

import base64
import contextlib
import hashlib
import os
import random
import sqlite3
import statistics
import subprocess
import time
from pathlib import Path

import pytest

from support.addresses import new_address
from support.client import Client
from support.clock import pass_time
from support.console_mail import ConsoleMail
from support.deadline import eventually
from support.relay import wrong_code
from support.snug import BEHIND_PROXY, SnugProcess, real_passwords

AUTH = "/api/v1/auth"
CALLS = int(os.environ.get("SNUG_TIMED_CALLS", "200"))
"""Timed calls for each of the two, where no password is hashed."""
HASHING_CALLS = int(os.environ.get("SNUG_TIMED_CALLS", "30"))
"""Where one is: it takes a fifth of a second, evenly, so that fewer make a steady median."""
SEED = int(os.environ.get("SNUG_TIMING_SEED", random.randrange(2 ** 32)))
ROUNDS = (1, 1, 2)
"""As many times as many calls are made; a difference has to show after each round before it is believed."""


def scrypt_hash(password):
    """A password as the server keeps it, by Python's scrypt."""
    def text(data):
        return base64.b64encode(data).decode().rstrip("=")

    salt = os.urandom(16)
    made = hashlib.scrypt(password.encode(), salt=salt, n=2 ** 15, r=8, p=3, maxmem=2 ** 27, dklen=32)
    return f"$scrypt$ln=15,r=8,p=3${text(salt)}${text(made)}"


class People:
    """Addresses that have an account and addresses that have none, each handed out once."""

    def __init__(self, count):
        self._known = (f"user{number}@bench.invalid" for number in range(2, count + 1))
        self._unknown = (f"usr{number}x@bench.invalid" for number in range(2, count + 1))

    def pairs(self, count):
        return [(next(self._known), next(self._unknown)) for _ in range(count)]


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    """A server where many people have an account, with passwords of the real kind."""
    folder = tmp_path_factory.mktemp("town")
    count = 1 + (4 * CALLS + 2 * HASHING_CALLS) * sum(ROUNDS)
    database = folder / "data" / "snug.db"
    database.parent.mkdir(mode=0o700)
    # What fills a database need not be the build under test.
    bench = Path(__file__).parents[2] / ".build/debug/snug-bench"
    subprocess.run(
        [bench, "prepare", database, "--users", str(count), "--rooms", "0"], check=True, capture_output=True,
        timeout=60)
    with contextlib.closing(sqlite3.connect(database)) as file, file:
        file.execute("UPDATE users SET password = ?", [scrypt_hash("somebody's password")])
    with SnugProcess(folder, *BEHIND_PROXY, database=database) as process:
        process.people = People(count)
        with real_passwords():
            process.start()
        yield process


def timed(process, path, body, pairs, draw):
    """Milliseconds of each call, known and unknown, in random order, each from an address of its own."""
    calls = [(is_known, email) for pair in pairs for is_known, email in zip((True, False), pair)]
    draw.shuffle(calls)
    took = {True: [], False: []}
    for is_known, email in calls:
        guest = Client(process.port).at(new_address())
        started = time.perf_counter()
        answer = guest.post(path, body | {"email": email})
        took[is_known].append((time.perf_counter() - started) * 1_000)
        assert answer.status in (202, 401), answer.body
    return took


def assert_same_time(process, path, body, calls, pairs_of=None):
    """Medians within 10 %, or within 1 ms. A difference has to show again with more calls."""
    print(f"\nSNUG_TIMING_SEED={SEED}")
    draw = random.Random(SEED)
    took = {True: [], False: []}
    for times_as_many in ROUNDS:
        pairs = (pairs_of or process.people.pairs)(calls * times_as_many)
        for is_known, times in timed(process, path, body, pairs, draw).items():
            took[is_known] += times
        known, unknown = statistics.median(took[True]), statistics.median(took[False])
        print(f"\n{path}: median of {len(took[True])} calls each: known {known:.2f} ms, unknown {unknown:.2f} ms"
              f" ({(known / unknown - 1) * 100:+.1f} %)")
        if abs(known - unknown) <= max(1.0, 0.1 * min(known, unknown)):
            return
    raise AssertionError(f"{path}: {known:.2f} ms for a known address, {unknown:.2f} ms for an unknown one")


@pytest.mark.security(4)
def test_login_takes_the_same_time(town):
    """With a wrong password."""
    assert_same_time(town, f"{AUTH}/login", {"password": "not the password"}, HASHING_CALLS)


@pytest.mark.security(4)
def test_registration_takes_the_same_time(town):
    assert_same_time(town, f"{AUTH}/register", {"name": "N", "password": "a plain password"}, HASHING_CALLS)


@pytest.mark.security(4)
def test_forgot_takes_the_same_time(town):
    assert_same_time(town, f"{AUTH}/password/forgot", {}, CALLS)


def with_pending_reset(town, count):
    """Addresses for all of which a reset was asked for."""
    pairs = town.people.pairs(count)
    for pair in pairs:
        for email in pair:
            answer = Client(town.port).at(new_address()).post(f"{AUTH}/password/forgot", {"email": email})
            assert answer.status == 202
    return pairs


@pytest.mark.security(4)
def test_a_new_code_takes_the_same_time(town):
    """Where a reset is pending, which anyone can bring about."""
    def pending(count):
        pairs = with_pending_reset(town, count)
        pass_time(town, 61)
        return pairs

    assert_same_time(town, f"{AUTH}/code", {}, CALLS, pending)


@pytest.mark.security(4)
def test_a_new_code_takes_the_same_time_where_nothing_is_pending(town):
    assert_same_time(town, f"{AUTH}/code", {}, CALLS)


@pytest.mark.security(4)
def test_a_wrong_code_takes_the_same_time(town):
    """Where a reset is pending, and tried with a password that is acceptable: nothing is hashed for a wrong code."""
    body = {"new_password": "a plain password"}

    def pending(count):
        pairs = with_pending_reset(town, count)
        known = {email for email, _ in pairs}
        codes = eventually(
            lambda: (found := dict(ConsoleMail(town).all_codes)).keys() >= known and found, "their codes", within=60)
        body["code"] = wrong_code(set(codes.values()))
        return pairs

    assert_same_time(town, f"{AUTH}/password/reset", body, CALLS, pending)
