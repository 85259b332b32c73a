"""The way back: it closes what lies over the page, and only that."""

import pytest
from playwright.sync_api import expect

from parts import ask_to_sign_out, composer, entry, menu, post

PHONE = {"viewport": {"width": 390, "height": 800}, "has_touch": True}


@pytest.fixture
def rooms(server, person, ben):
    """Two rooms, in one of which something was said."""
    kitchen, attic = (server.room(person, ben, name=name) for name in ["Kitchen", "Attic"])
    post(ben, kitchen, "Is the kettle on?")
    return kitchen, attic


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desk", "phone"])
def test_back_closes_a_dialog_and_leaves_the_page(rooms, person, at, options):
    page = at(person, **options)
    entry(page, "Kitchen").click()
    expect(composer(page)).to_be_visible()
    there = page.url
    for _ in range(2):
        page.keyboard.press("ControlOrMeta+/")
        expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
        page.go_back()
        expect(page.get_by_role("dialog")).to_have_count(0)
        assert page.url == there
    page.go_back()
    page.wait_for_url("**/#/")


def test_a_dialog_that_was_closed_costs_no_step_back(rooms, person, at):
    page = at(person)
    entry(page, "Kitchen").click()
    page.keyboard.press("ControlOrMeta+/")
    page.get_by_role("dialog").get_by_role("button", name="Close").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.wait_for_function("() => history.state === null")
    page.go_back()
    page.wait_for_url("**/#/")


def test_nor_does_one_from_which_another_page_was_opened(rooms, person, at):
    page = at(person)
    entry(page, "Kitchen").click()
    there = page.url
    page.keyboard.press("ControlOrMeta+k")
    expect(page.get_by_role("dialog").get_by_role("searchbox")).to_be_focused()
    page.keyboard.type("atti")
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Attic")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Kitchen")).to_be_visible()
    page.wait_for_function("() => history.state === null")
    assert page.url == there
    page.go_back()
    page.wait_for_url("**/#/")


def test_a_dialog_opened_from_a_menu_stays_however_slowly_the_menus_step_is_left(rooms, person, at):
    page = at(person, rooms[0])
    there = page.url
    page.evaluate("() => { const back = history.back.bind(history); history.back = () => setTimeout(back, 300); }")
    dialog = ask_to_sign_out(page)
    expect(dialog).to_be_visible()
    page.wait_for_function("() => history.state?.cover && !window.was && (window.was = history.state.cover)")
    page.wait_for_function("() => history.state?.cover && history.state.cover !== window.was")
    expect(dialog).to_be_visible()
    page.go_back()
    expect(dialog).to_have_count(0)
    assert page.url == there


def test_another_page_leaves_no_dialog_over_it(rooms, person, at):
    page = at(person, rooms[0])
    page.keyboard.press("ControlOrMeta+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    page.evaluate("location.hash = '#/settings'")
    expect(page.get_by_role("heading", name="Settings")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_back_closes_the_menu_of_a_message(rooms, person, at):
    page = at(person)
    entry(page, "Kitchen").click()
    there = page.url
    expect(menu(page, "Is the kettle on?")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert page.url == there
    page.wait_for_function("() => history.state === null")
    page.go_back()
    page.wait_for_url("**/#/")
