"""Coming in by passkey, with Chromium's virtual authenticator."""

import pytest
from playwright.sync_api import expect

from parts import ask_to_sign_out
from visitor import VirtualAuthenticator


@pytest.fixture
def with_passkey(visitor, person):
    """A browser that has a passkey, since it was offered one after a sign-in by code."""
    visitor = visitor()
    authenticator = VirtualAuthenticator(visitor)
    visitor.go()
    visitor.sign_in(person)
    visitor.page.get_by_role("dialog").get_by_role("button", name="Add a passkey").click()
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)
    assert [passkey["name"] for passkey in person.get("/api/v1/me").body["passkeys"]] == ["Chrome on Linux"]
    return visitor, authenticator


def never_suggest(visitor):
    """As in a browser that offers no passkeys among what it fills in."""
    visitor.page.add_init_script("PublicKeyCredential.isConditionalMediationAvailable = async () => false")


def test_a_passkey_is_offered_once_after_a_sign_in_by_code(visitor, person):
    visitor = visitor()
    VirtualAuthenticator(visitor)
    visitor.go()
    visitor.sign_in(person)
    visitor.page.get_by_role("dialog", name="Come in faster next time?").get_by_role("button", name="Not now").click()
    visitor.sign_out()
    # What would be offered depends on what the account has: by the second answer that was decided.
    with visitor.page.expect_response("**/api/v1/me"):
        visitor.sign_in(person)
    visitor.page.evaluate("fetch('/api/v1/me').then(() => null)")
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)


def test_the_browser_offers_passkeys_in_the_e_mail_field(with_passkey, person):
    visitor, _ = with_passkey
    # The simulated person picks what is offered at once: nothing is pressed.
    with visitor.page.expect_response("**/api/v1/auth/passkeys/login") as answer:
        ask_to_sign_out(visitor.page).get_by_role("button", name="Sign out", exact=True).click()
    assert answer.value.status == 200
    expect(visitor.page.locator(".whoami")).to_contain_text(person.name)


def test_the_e_mail_field_says_that_it_takes_passkeys(visitor):
    visitor = visitor()
    visitor.go()
    expect(visitor.page.get_by_label("E-mail")).to_have_attribute("autocomplete", "username webauthn")


def test_the_button_signs_in_where_the_browser_offers_nothing(with_passkey, person):
    visitor, _ = with_passkey
    never_suggest(visitor)
    visitor.sign_out()
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.page.locator(".whoami")).to_contain_text(person.name)
    expect(visitor.page.get_by_role("dialog")).to_have_count(0)


def test_the_button_may_be_pressed_while_the_browser_offers_passkeys(with_passkey, person):
    visitor, authenticator = with_passkey
    # Whatever is asked for while nobody is present is never answered.
    authenticator.set_present(False)
    with visitor.page.expect_response("**/api/v1/auth/passkeys/login/options"):
        visitor.sign_out()
    authenticator.set_present(True)
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.page.locator(".whoami")).to_contain_text(person.name)


def test_a_door_that_stands_open_for_long_asks_anew_before_the_server_forgets(with_passkey, person):
    visitor, authenticator = with_passkey
    visitor.page.clock.install()
    authenticator.set_present(False)
    with visitor.page.expect_response("**/api/v1/auth/passkeys/login/options"):
        visitor.sign_out()
    authenticator.set_present(True)
    with visitor.page.expect_response("**/api/v1/auth/passkeys/login/options"):
        visitor.page.clock.fast_forward("04:30")
    expect(visitor.page.locator(".whoami")).to_contain_text(person.name)


def test_password_and_code_still_work_while_the_browser_offers_passkeys(with_passkey, person):
    visitor, authenticator = with_passkey
    authenticator.set_present(False)
    visitor.sign_out()
    visitor.sign_in(person)
    expect(visitor.page.locator(".whoami")).to_contain_text(person.name)


def test_without_a_passkey_the_button_says_what_to_do(visitor):
    visitor = visitor()
    VirtualAuthenticator(visitor)
    visitor.go()
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.page.get_by_role("alert")).to_have_text(
        "No passkey was used. Try again, or sign in with your password.")


def test_a_passkey_that_was_removed_gets_nobody_in_and_says_so(with_passkey, person):
    visitor, _ = with_passkey
    never_suggest(visitor)
    for passkey in person.get("/api/v1/me").body["passkeys"]:
        assert person.delete(f"/api/v1/me/passkeys/{passkey['id']}").status == 204
    visitor.sign_out()
    visitor.page.get_by_role("button", name="Sign in with a passkey").click()
    expect(visitor.page.get_by_role("alert")).to_contain_text("This passkey did not get you in.")
