"""The page before one is in."""

import pytest
from playwright.sync_api import expect

from visitor import within_site


def test_a_server_that_does_not_answer_is_named_and_tried_again(visitor, person):
    visitor = visitor(locale="de-DE")
    visitor.page.route("**/api/v1/me", lambda route: route.abort())
    visitor.go()
    expect(visitor.page.get_by_role("main")).to_contain_text("Der Server ist nicht zu erreichen.")
    visitor.page.unroute("**/api/v1/me")
    visitor.page.get_by_role("button", name="Noch einmal versuchen").click()
    expect(visitor.page.get_by_label("E-Mail")).to_be_visible()


def test_whoever_was_signed_out_by_their_own_wish_is_told_nothing_of_it(visitor, person):
    visitor = visitor()
    visitor.come_in(person)
    visitor.sign_out()
    assert visitor.place == "/#/"
    expect(visitor.page.get_by_role("status")).to_have_count(0)


@pytest.fixture
def invite(server):
    """The way to the page of a new invite."""
    answer = server.owner.post("/api/v1/invites", {"uses": 1})
    assert answer.status == 201, answer.body
    return server.process.origin + within_site(answer.body["url"]), answer.body["id"]


@pytest.mark.parametrize("code", [True, False])
def test_an_invite_promises_a_code_only_if_one_is_mailed(visitor, invite, code):
    page = visitor(service_workers="block").page
    page.route("**/api/v1/invites/look", lambda route: route.fulfill(json={"code": code}))
    with page.expect_response("**/api/v1/invites/look"):
        page.goto(invite[0])
    expect(page.locator(".lead")).to_have_text(
        "Make yourself an account." + " We mail you a code to make sure that the address is yours." * code)


def test_a_dead_invite_is_told_before_a_form_is_filled_in(visitor, server, invite):
    assert server.owner.call("DELETE", f"/api/v1/invites/{invite[1]}").status == 204
    page = visitor().page
    page.goto(invite[0])
    expect(page.get_by_role("heading", name="This invite does not work any more")).to_be_visible()


def test_at_another_address_a_page_leads_to_the_one_that_works(visitor, server):
    """In the browser's language and the door's colours, without a script of its own."""
    visitor = visitor(locale="de-DE")
    visitor.page.goto(f"http://127.0.0.1:{server.process.port}/?from=mail")
    expect(visitor.page.get_by_role("heading", name="Bitte eine andere Adresse")).to_be_visible()
    link = visitor.page.get_by_role("link", name=f"{server.process.origin} öffnen")
    assert link.evaluate("link => getComputedStyle(link).display") != "inline", "the stylesheet has not been applied"
    link.click()
    expect(visitor.page.get_by_label("E-Mail")).to_be_visible()
    assert visitor.page.url.startswith(f"{server.process.origin}/?from=mail")
