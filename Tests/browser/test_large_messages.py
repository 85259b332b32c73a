"""Text that would take up more of the page than its bubble: it is cut until its reader asks for it, and clipped."""

from base64 import b64encode

import pytest
from playwright.sync_api import expect

from pace import Pace, tasks_of
from parts import entry, post, row
from support.deadline import eventually

SCREENS_MAX = 2
TASK_MILLISECONDS_MAX = 50
STEADY_PIXELS = 1
TALL = ["first" + "\n" * 12_000 + "b", "> a\n\n" * 3_200, "- a\n" * 4_000, "1. a\n2. b\n\n" * 1_400, "`a` " * 4_000, "**a *b* c** " * 1_300,
        "```\na\n```\n" * 1_600, "word and " * 1_800, "好" * 5_400, "\ufdfd" * 5_400]
MARKS = "".join(chr(0x300 + number % 0x6f) for number in range(120))
# Rows' heights in screens.
SCREENS = "[...document.querySelectorAll('.row')].map((row) => row.offsetHeight / innerHeight)"

# The pixels in which two pictures differ by more than smoothing makes of the same.
DIFFERING = """async (pictures) => {
    const [one, other] = await Promise.all(pictures.map(async (picture) => {
        const image = new Image();
        image.src = `data:image/png;base64,${picture}`;
        await image.decode();
        const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, image.width, image.height).data;
    }));
    return one.reduce((count, value, index) => count + (Math.abs(value - other[index]) > 48), 0);
}"""


def read_seq(person, room):
    return next(each["read_seq"] for each in person.get("/api/v1/rooms").body["rooms"] if each["id"] == room)


@pytest.mark.alone
@pytest.mark.parametrize(("width", "locale", "label"), [(1280, "en-GB", "Show all"), (390, "de-DE", "Ganz anzeigen")])
def test_a_large_message_is_cut_until_its_reader_asks(server, person, ben, visitor, width, locale, label):
    room = server.room(person, ben, name="Attic")
    post(ben, room, *TALL)
    post(person, room, *TALL[:2], "Last")
    reader = visitor(locale=locale, viewport={"width": width, "height": 900})
    with tasks_of(reader.page) as tasks:
        reader.come_in(person, f"/#/room/{room}")
        row(reader.page, "Last").wait_for()
    heights = reader.page.evaluate(SCREENS)
    print(f"longest task {tasks.longest:.0f} ms, rows of", *(f"{height:.2f}" for height in heights), "screens")
    assert len(heights) == len(TALL) + 3 and max(heights) <= SCREENS_MAX
    expect(reader.page.get_by_role("button", name=label, exact=True)).to_have_count(len(TALL) + 2)
    if width == 390:
        assert reader.page.evaluate("document.querySelector('.timeline').scrollWidth") <= width


def test_all_of_it_is_shown_below_where_one_is_and_stays_so(server, person, ben, visitor):
    room = server.room(person, ben, name="Attic")
    text = "".join(f"Line {number}\n" for number in range(1_000))
    post(ben, room, "Before", text, "After")
    reader = visitor()
    reader.come_in(person, f"/#/room/{room}")
    page = reader.page
    row(page, "Before").wait_for()
    page.keyboard.press("Control+End")
    eventually(lambda: read_seq(person, room) == 3, "all read, cut as it is")
    long = page.locator('.row[data-seq="2"]')
    expect(long).not_to_contain_text("Line 999")
    button = long.get_by_role("button", name="Show all")
    button.focus()
    top = long.bounding_box()["y"]
    page.keyboard.press("Enter")
    expect(long).to_contain_text("Line 999")
    expect(button).to_have_count(0)
    expect(long).to_be_focused()
    assert abs(long.bounding_box()["y"] - top) <= STEADY_PIXELS
    # Drawn anew, and with news at the end, from which its reader is away.
    assert ben.call("PUT", f"/api/v1/rooms/{room}/messages/2/reactions/%F0%9F%91%8D").status == 204
    expect(long.locator(".reaction")).to_have_count(1)
    post(ben, room, "More")
    expect(page.locator('.row[data-seq="4"]')).to_have_count(1)
    expect(long).to_contain_text("Line 999")
    assert abs(long.bounding_box()["y"] - top) <= STEADY_PIXELS
    expect(page.get_by_role("button", name="Go to the newest message")).to_have_text("1 new")


@pytest.mark.alone
def test_a_page_of_large_messages_is_drawn_in_short_time(server, person, ben, visitor):
    room = server.room(person, ben, name="Attic")
    post(ben, room, *["`a`" * 5_400] * 8, "Last")
    reader = visitor()
    reader.come_in(person)
    reader.page.wait_for_load_state("networkidle")
    with tasks_of(reader.page) as tasks:
        entry(reader.page, "Attic").click()
        row(reader.page, "Last").wait_for()
    pace = Pace(reader.page).alone
    print(f"longest task {tasks.longest:.0f} ms, bound {TASK_MILLISECONDS_MAX} ms × {pace:.1f}")
    assert 0 < tasks.longest <= TASK_MILLISECONDS_MAX * pace


@pytest.mark.parametrize("width", [1280, 360])
def test_nothing_of_a_text_is_seen_outside_its_bubble(server, person, ben, visitor, width):
    """The page looks the same without the text, but for the bubble."""
    room = server.room(person, ben, name="Attic")
    post(ben, room, "Before", f"x{MARKS} and y{MARKS}", "Between", "999999999. ends\n1. two", "100. hundred\n2. more", f"☺{MARKS[:80]}", "After")
    reader = visitor(viewport={"width": width, "height": 900})
    reader.come_in(person, f"/#/room/{room}")
    page = reader.page
    row(page, "After").wait_for()
    blank = reader.context.new_page()
    page.bring_to_front()
    for seq in [2, 4, 5, 6]:
        bubble = page.locator(f'.row[data-seq="{seq}"] > .bubble')

        def looks(text, bubble=bubble):
            bubble.locator(".message-body").evaluate("(body, text) => { body.style.visibility = text }", text)
            return b64encode(page.screenshot(mask=[bubble], animations="disabled")).decode()
        # The day's label may fade between the two.
        eventually(lambda looks=looks: blank.evaluate(DIFFERING, [looks("hidden"), looks("visible")]) == 0, f"nothing outside of {seq}")
