"""Dialogs on a narrow phone, with the longest names and addresses that there may be."""

import pytest

from administration import entry
from parts import post
from support.addresses import new_address

NARROW = {"viewport": {"width": 320, "height": 640}}
NAME = "Donaudampfschifffahrtsgesellschaftskapitaenswitwenrente"

# The dialogs cut what is wider than they are: the page itself does not scroll.
WIDER = """dialog => [...dialog.querySelectorAll('*')]
    .filter((each) => each.getBoundingClientRect().right > dialog.getBoundingClientRect().right).map((each) => each.outerHTML)"""


@pytest.fixture(scope="module")
def witwe(server):
    return server.register(NAME, guest=server.guest.at(new_address()))


def wider(page):
    dialog = page.locator("dialog[open]").last
    dialog.wait_for()
    return dialog.evaluate(WIDER)


def test_the_name_that_is_typed_before_a_room_is_deleted_is_read_whole(visitor, server, person, ben):
    room = server.room(person, ben, name=NAME)
    post(person, room, "Ahoy")
    one = visitor(**NARROW)
    one.come_in(person, f"/#/room/{room}/about")
    one.page.get_by_role("button", name="Delete this room").click()
    one.page.get_by_role("dialog").get_by_role("textbox").wait_for()
    assert wider(one.page) == []


def test_an_address_that_is_long_keeps_within_the_dialog_of_its_account(admin_at, witwe):
    page = admin_at("admin/people", **NARROW).page
    entry(page, f"{NAME.lower()}@example.org").get_by_role("button").first.click()
    assert wider(page) == []


def test_an_address_that_is_typed_before_an_account_ends_is_read_whole(visitor, witwe):
    one = visitor(**NARROW)
    one.come_in(witwe, "/#/settings")
    one.page.get_by_role("button", name="Close my account").click()
    one.page.get_by_role("dialog").get_by_role("textbox").first.wait_for()
    assert wider(one.page) == []
