"""People wherever they are: their pictures, and the card that opens from a name, a picture or a mention."""

import base64
import json

from playwright.sync_api import expect

from parts import called, post, row

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")


def with_pictures(page, person):
    """As if that person had a picture: the server's answers tell its address."""
    address = f"/api/v1/users/{person.id}/picture/0123456789abcdef"

    def told(value):
        if isinstance(value, list):
            return [told(each) for each in value]
        if not isinstance(value, dict):
            return value
        is_theirs = value.get("name") == person.name and person.id in (value.get("user_id"), value.get("id"))
        return {key: told(each) for key, each in value.items()} | ({"picture_url": address} if is_theirs else {})

    def answer(route):
        response = route.fetch()
        route.fulfill(response=response, body=json.dumps(told(response.json())))

    page.route("**/api/v1/users?*", answer)
    page.route("**/api/v1/rooms/*", answer)
    page.route("**" + address, lambda route: route.fulfill(body=PIXEL, content_type="image/png"))


def test_a_card_opens_from_a_name_a_picture_and_a_mention_and_leads_to_a_word(visitor, server, person, ben):
    room = server.room(person, ben, name="Garden")
    post(ben, room, f"Hello @{person.name}")
    post(person, room, f"Hello @{ben.name}")
    visitor = visitor()
    visitor.come_in(person, f"/#/room/{room}")
    page, card = visitor.page, visitor.page.get_by_role("dialog", name="Person")
    row(page, "Hello").locator(".author").click()
    expect(card.get_by_role("heading", level=3)).to_have_text("Ben")
    expect(card).to_contain_text("Last seen")
    expect(card.get_by_role("link")).to_have_count(0)
    page.keyboard.press("Escape")
    expect(row(page, "Hello").locator(".author")).to_be_focused()
    page.locator(".row > .avatar").click()
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="@Ben").press("Enter")
    expect(card.get_by_role("heading", level=3)).to_have_text("Ben")
    card.get_by_role("button", name="Message").click()
    expect(page.get_by_role("heading", level=1, name="Ben")).to_be_visible()
    # Of oneself there is nothing to write to.
    page.go_back()
    page.get_by_role("button", name=f"@{person.name}").click()
    expect(card.get_by_role("button", name="Message")).to_have_count(0)
    expect(card.get_by_role("link", name="Settings")).to_be_visible()


def test_the_bar_of_a_room_leads_to_its_page_and_its_members_have_cards(visitor, server, ben):
    room = server.room(server.owner, ben, name="Garden")
    visitor = visitor()
    visitor.come_in(server.owner, f"/#/room/{room}")
    page = visitor.page
    page.get_by_role("link", name=f"Garden {called('You')}").click()
    visitor.is_at(f"/#/room/{room}/about")
    page.get_by_role("main").get_by_role("button", name="Ben", exact=True).click()
    card = page.get_by_role("dialog", name="Person")
    expect(card.get_by_role("link", name="Account")).to_have_attribute("href", "#/admin/people")


def test_pictures_stand_over_initials_wherever_a_person_is(visitor, server, person, ben):
    room = server.room(person, ben, name="Garden")
    direct = server.room(person, ben, kind="direct", name=None)
    post(ben, direct, "Hello")
    post(ben, room, "Hello you")
    visitor = visitor()
    with_pictures(visitor.page, ben)
    visitor.come_in(person, f"/#/room/{room}")
    page = visitor.page
    places = [".row > .avatar", ".room-item .avatar"]
    for place in places:
        picture = page.locator(f"{place} img")
        expect(picture).to_have_css("opacity", "1")
        expect(picture).to_have_attribute("alt", "")
    page.locator(".author").click()
    expect(page.locator(".person-card img")).to_have_css("opacity", "1")
    page.keyboard.press("Escape")
    page.evaluate(f"location.hash = '#/room/{room}/about'")
    expect(page.locator(".entry .avatar img")).to_have_css("opacity", "1")


def test_without_its_picture_a_person_has_initials(visitor, server, person, ben):
    room = server.room(person, ben, name="Garden")
    post(ben, room, "Hello you")
    visitor = visitor()
    with_pictures(visitor.page, ben)
    visitor.page.route("**/picture/*", lambda route: route.abort())
    visitor.come_in(person, f"/#/room/{room}")
    picture = visitor.page.locator(".row > .avatar")
    expect(picture.locator("img")).to_have_css("opacity", "0")
    expect(picture).to_have_text("B")
