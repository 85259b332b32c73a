"""Passwords that everyone tries first are refused (SECURITY.md, line 2)."""

import pytest

pytestmark = pytest.mark.security(2)

COMMONEST = ["password", "12345678", "iloveyou", "qwertyuiop", "password1", "sunshine", "football", "princess"]


def register(server, email, password):
    return server.guest.post("/api/v1/auth/register", {"name": "P", "email": email, "password": password})


@pytest.mark.parametrize("password", COMMONEST)
def test_the_commonest_passwords_are_refused(server, password):
    """422 for the field, with a word for the person who chose it."""
    answer = register(server, "p@example.org", password)
    assert answer.status == 422, answer.body
    assert answer.body["errors"][0]["field"] == "password"


@pytest.mark.parametrize("password", ["longenough@example.org", "SnugSnug"], ids=["the own address", "the site's name"])
def test_what_is_known_of_someone_is_no_password(server, password):
    """Context words: the own address, the site's name."""
    answer = register(server, "longenough@example.org", password)
    assert answer.status == 422, answer.body
