"""The page before one is in."""

from playwright.sync_api import expect


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
