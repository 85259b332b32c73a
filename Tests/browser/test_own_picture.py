"""One's own picture: picked, dropped or taken, cut square and made small before it is sent, and removed."""

import io

import pytest
from PIL import Image
from playwright.sync_api import expect


def settings(visitor, session, **options):
    one = visitor(**options)
    one.come_in(session, "/#/settings")
    expect(one.section("Devices").get_by_role("listitem")).not_to_have_count(0)
    return one


@pytest.fixture
def at_settings(visitor, person):
    return settings(visitor, person)


def picture(width=1_200, height=800, colour="teal", form="PNG"):
    """A picture, larger than is kept, with a band of another colour at its left."""
    made = Image.new("RGB", (width, height), colour)
    made.paste("orange", (0, 0, width // 8, height))
    file = io.BytesIO()
    made.save(file, form)
    return {"name": f"me.{form.lower()}", "mimeType": f"image/{form.lower()}", "buffer": file.getvalue()}


def kept(person):
    """The picture as the server has it."""
    address = person.get("/api/v1/me").body.get("picture_url")
    if address is None:
        return None
    answer = person.call("GET", address)
    assert answer.status == 200
    return Image.open(io.BytesIO(answer.body))


def test_a_picture_is_cut_square_made_small_kept_and_removed(at_settings, person):
    page, profile = at_settings.page, at_settings.section("Profile")
    expect(profile.get_by_role("button", name="Remove")).to_have_count(0)
    sent = []
    page.on("request", lambda request: request.method == "PUT" and sent.append(request))
    profile.locator("input[type=file]").first.set_input_files(picture())
    dialog = page.get_by_role("dialog", name="Your picture")
    dialog.get_by_role("button", name="Use it").click()
    expect(page.get_by_role("status").filter(has_text="Your picture is there.")).to_be_visible()
    expect(profile.locator("img")).to_be_visible()
    assert len(sent) == 1 and sent[0].headers["content-type"] == "image/webp"
    assert 0 < int(sent[0].all_headers()["content-length"]) <= 128 * 1024
    found = kept(person)
    assert found.size == (512, 512)
    # The square is cut from the middle, where nothing is orange.
    assert max(abs(a - b) for a, b in zip(found.convert("RGB").getpixel((2, 256)), (0, 128, 128))) < 24
    at_settings.go("/#/settings")
    expect(profile.locator("img")).to_be_visible()
    profile.get_by_role("button", name="Remove").click()
    expect(profile.locator("img")).to_have_count(0)
    assert kept(person) is None


def test_a_picture_is_moved_by_keys_and_enlarged(at_settings, person):
    page, profile = at_settings.page, at_settings.section("Profile")
    profile.locator("input[type=file]").first.set_input_files(picture())
    dialog = page.get_by_role("dialog", name="Your picture")
    canvas = dialog.get_by_role("application")
    for _ in range(12):
        canvas.press("ArrowLeft")
    dialog.get_by_role("slider", name="Enlarge").fill("4")
    for _ in range(40):
        canvas.press("ArrowLeft")
    dialog.get_by_role("button", name="Use it").click()
    expect(profile.locator("img")).to_be_visible()
    red, green, blue = kept(person).convert("RGB").getpixel((20, 256))
    assert red > 200 and green > 120 and blue < 60


def test_a_picture_that_weighs_too_much_is_made_smaller_until_it_does_not(at_settings, person):
    """Noise cannot be made small by a codec alone."""
    page, profile = at_settings.page, at_settings.section("Profile")
    noise = Image.effect_noise((900, 900), 250).convert("RGB")
    file = io.BytesIO()
    noise.save(file, "PNG")
    profile.locator("input[type=file]").first.set_input_files({"name": "noise.png", "mimeType": "image/png", "buffer": file.getvalue()})
    page.get_by_role("dialog", name="Your picture").get_by_role("button", name="Use it").click()
    expect(profile.locator("img")).to_be_visible()
    assert kept(person).size[0] <= 512


def test_what_is_no_picture_is_told_so_and_one_can_be_dropped(at_settings):
    page, profile = at_settings.page, at_settings.section("Profile")
    profile.locator("input[type=file]").first.set_input_files({"name": "me.txt", "mimeType": "text/plain", "buffer": b"not a picture"})
    expect(profile.get_by_role("alert")).to_contain_text("Your browser cannot read this as a picture.")
    data = page.evaluate_handle("""async () => {
        const canvas = new OffscreenCanvas(300, 200);
        canvas.getContext("2d").fillRect(0, 0, 300, 200);
        const transfer = new DataTransfer();
        transfer.items.add(new File([await canvas.convertToBlob()], "dropped.png", { type: "image/png" }));
        return transfer;
    }""")
    page.dispatch_event(".picture-field", "drop", {"dataTransfer": data})
    expect(page.get_by_role("dialog", name="Your picture")).to_be_visible()
    expect(profile.get_by_role("alert")).to_have_count(0)


def test_a_phone_offers_its_camera(visitor, person):
    one = settings(visitor, person, has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
    with one.page.expect_file_chooser() as chooser:
        one.section("Profile").get_by_role("button", name="Take a photo").click()
    assert chooser.value.element.get_attribute("capture") == "user"
