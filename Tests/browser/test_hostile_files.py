"""Files that would like to be programs or pages: opened by their address, put into a page in every way that pages have,
and looked at in a room, they run nothing (SECURITY.md, line 25)."""

import json
from urllib.parse import quote

import pytest
from playwright.sync_api import Error, expect

from parts import composer
from support.attachments import posted, upload, uploaded
from support.hostile_files import PAGE, PUT_ASIDE, SHOWN

pytestmark = pytest.mark.security(25)

EVERYTHING = PUT_ASIDE | SHOWN
WAYS = """async (urls) => {
    const waiting = [];
    for (const url of urls)
        for (const [name, attribute] of [
            ["script", "src"], ["link", "href"], ["img", "src"], ["iframe", "src"], ["embed", "src"], ["object", "data"],
        ]) {
            const element = document.createElement(name);
            if (name === "link") element.rel = "stylesheet";
            // A frame, whose file is put aside, says nothing of it.
            if (["script", "link", "img"].includes(name))
                waiting.push(new Promise((done) => { element.onload = element.onerror = done; }));
            element[attribute] = url;
            document.documentElement.append(element);
        }
    await Promise.all(waiting);
}"""
"""Each element that takes an address and may run what it gets, on a page without a policy of its own."""


class Trap:
    """Around a page: keeps what asked or ran."""

    def __init__(self, page):
        self._page, self._asked = page, []
        page.on("dialog", self._dialog)
        page.context.on("page", lambda opened: opened.on("dialog", self._dialog))

    def _dialog(self, dialog):
        self._asked.append(dialog.message)
        dialog.dismiss()

    @property
    def catch(self):
        ran = [each for each in (frame.evaluate("window.fired") for frame in self._page.frames[:1]) if each is not None]
        return ran + self._asked


@pytest.fixture(scope="module")
def ada(server):
    return server.register("Ada")


@pytest.fixture(scope="module")
def room(server, ada):
    return server.room(ada, server.owner, name="Gallery")


@pytest.fixture(scope="module")
def files(server, ada, room):
    """All of them that the server takes, by name."""
    taken = {}
    for name, (content, declared) in EVERYTHING.items():
        answer = upload(ada, room, content, name, declared)
        if answer.status == 201:
            taken[name] = answer.body
    assert len(taken) > len(EVERYTHING) // 2
    batches = list(taken.values())
    for start in range(0, len(batches), 10):
        posted(ada, room, *batches[start:start + 10])
    return taken


def test_the_trap_springs_where_a_file_is_a_page(visitor):
    """From an address that is one, by the same way."""
    page = visitor().page
    trap = Trap(page)
    page.goto(f"data:text/html,{quote(PAGE)}")
    assert trap.catch != []


@pytest.mark.parametrize("name", EVERYTHING)
def test_nothing_runs_when_it_is_opened_by_its_address(visitor, ada, files, name):
    if name not in files:
        pytest.skip("the server does not take it")
    visitor = visitor()
    visitor.come_in(ada)
    trap = Trap(visitor.page)
    address = visitor.server.process.origin + files[name]["url"]
    try:
        visitor.page.goto(address)
        is_shown = True
    except Error as error:
        # A download is no page.
        assert "Download is starting" in error.message or "ERR_ABORTED" in error.message, error.message
        is_shown = False
    assert not is_shown or name in SHOWN
    if is_shown:
        assert trap.catch == []
        assert visitor.page.evaluate("document.scripts.length") == 0
        visitor.page.goto("about:blank")
    assert trap.catch == []


def test_nothing_runs_in_whatever_a_page_makes_of_it(visitor, ada, files):
    """On a page of this site that has lost its policy, and so would let them: all is left to the file's own headers."""
    visitor = visitor(bypass_csp=True)
    visitor.come_in(ada)
    visitor.go("/healthz")
    trap = Trap(visitor.page)
    answered = set()
    visitor.page.on("response", lambda response: answered.add(response.url.removeprefix(visitor.server.process.origin)))
    urls = [file["url"] for file in files.values()]
    visitor.page.evaluate(WAYS, urls)
    assert answered >= set(urls)
    assert trap.catch == []


def test_nothing_runs_in_a_room_that_is_full_of_them(visitor, server, ada, room, files):
    visitor = visitor()
    trap = Trap(visitor.page)
    visitor.come_in(ada, f"/#/room/{room}")
    expect(composer(visitor.page)).to_be_visible()
    for name in ("polyglot.jpg", "page.html", "drawing.svg"):
        if name in files:
            expect(visitor.page.get_by_text(name).or_(visitor.page.locator(f'img[src*="{name}"]')).first).to_be_attached()
    visitor.page.wait_for_load_state("networkidle")
    assert trap.catch == []
    sources = visitor.page.evaluate(
        "[...document.querySelectorAll('img, video, audio, iframe, embed, object, source')]"
        ".map((element) => element.currentSrc || element.src || element.data)")
    for name in PUT_ASIDE:
        assert not any(source.endswith("/" + quote(name)) for source in sources), f"{name} is shown"


@pytest.mark.parametrize("name", [
    "<img src=x onerror=window.fired=1>.png", "'-alert(1)-'.png", "javascript:alert(1)", "&lt;script&gt;.html",
    "invoice\u202etxt.exe"])
def test_a_name_and_a_description_are_text(visitor, server, ada, name):
    room = server.room(ada, name="Names")
    picture, declared = SHOWN["polyglot.jpg"]
    answer = upload(ada, room, picture, name, declared, alt=f"{name} <svg onload=alert(1)>")
    if answer.status != 201:
        return
    document = uploaded(ada, room, b"words", answer.body["name"].replace(".png", ".txt"), "text/plain")
    posted(ada, room, answer.body, document)
    visitor = visitor()
    trap = Trap(visitor.page)
    visitor.come_in(ada, f"/#/room/{room}")
    expect(visitor.page.locator(".row")).to_have_count(1)
    visitor.page.wait_for_load_state("networkidle")
    assert trap.catch == []
    assert json.loads(visitor.page.evaluate(
        "JSON.stringify([...document.querySelectorAll('.row *')].flatMap((element) => [...element.attributes])"
        ".filter(({ name }) => name.startsWith('on')).length)")) == 0
