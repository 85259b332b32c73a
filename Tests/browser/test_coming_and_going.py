"""Comings and goings, told in the room and to whoever is in it no longer."""

import re

from playwright.sync_api import expect

from parts import entry, post, row
from support.addresses import new_address


def test_who_comes_and_goes_is_told_in_the_room_and_nowhere_kept(at, server, person, ben):
    room = server.room(person, ben, name="Garden")
    post(ben, room, "Hello")
    page = at(person, room)
    expect(page.locator(".room-subtitle")).to_contain_text("Ben")
    notice = page.locator(".notice-row")
    newcomers = [server.register(name) for name in ("Elena", "Fritz")]
    for one in newcomers:
        assert ben.post(f"/api/v1/rooms/{room}/members", {"user_id": one.id}).status == 201
    expect(notice).to_have_count(1)
    expect(notice).to_contain_text(re.compile("(Elena|Fritz).* and .*(Elena|Fritz)"))
    assert newcomers[0].call("DELETE", f"/api/v1/rooms/{room}/members/{newcomers[0].id}").status == 204
    expect(notice.last).to_contain_text("Elena")
    expect(notice.last).to_contain_text("left")
    assert person.patch(f"/api/v1/rooms/{room}", {"name": "Orchard"}).status == 200
    expect(notice.last).to_contain_text("The room is now called")
    post(ben, room, "Hello again")
    expect(row(page, "Hello again").locator(".author")).to_be_visible()
    expect(entry(page, "Orchard").locator(".badge")).to_be_hidden()
    page.reload()
    expect(row(page, "Hello again")).to_be_visible()
    expect(notice).to_have_count(0)


def test_whoever_is_taken_out_is_told_of_which_room_and_by_whom(visitor, server, person, ben):
    garden, attic = server.room(ben, person, name="Garden"), server.room(ben, person, name="Attic")
    guest = visitor()

    guest.come_in(person, f"/#/room/{garden}")
    expect(guest.page.locator(".room-subtitle")).to_contain_text("Ben")
    assert ben.call("DELETE", f"/api/v1/rooms/{garden}/members/{person.id}").status == 204
    toast = guest.page.locator(".toast")
    expect(toast).to_contain_text(re.compile("You were removed from “.?Garden.?” by .?Ben"))
    guest.is_at("/#/")
    assert ben.call("DELETE", f"/api/v1/rooms/{attic}").status == 204
    expect(toast).to_contain_text(re.compile("“.?Attic.?” was deleted by .?Ben"))


def test_the_sign_in_page_says_why_a_session_ended(visitor, server, person):
    guest = visitor()
    guest.come_in(person)
    expect(guest.page.get_by_role("navigation", name="Rooms")).to_be_visible()
    other = server.sign_in(person, guest=server.guest.at(new_address()))
    change = {"current_password": person.password, "password": "eleven loud hammers"}
    assert other.patch("/api/v1/me", change).status == 200
    expect(guest.page.get_by_role("status")).to_contain_text("Your password was changed on another device.")
    # An address that names no reason that there is.
    guest.go("/#/signed-out/constructor")
    expect(guest.page.get_by_role("status")).to_contain_text("You are signed out on this device")
