"""Someone at Firefox or WebKitGTK, who finds things on the page by what they are and what stands on them."""

import base64
import json

from axe_playwright_python.base import AXE_SCRIPT

from parts import KEPT
from support.deadline import WITHIN, eventually
from webdriver import ELEMENT, WebDriverError

KEYS = {"Escape": "\ue00c", "Enter": "\ue007", "Tab": "\ue004", "Shift": "\ue008", "Control": "\ue009",
        "Alt": "\ue00a", "ArrowLeft": "\ue012", "ArrowUp": "\ue013", "ArrowRight": "\ue014", "ArrowDown": "\ue015"}
PASSING = {"stale element reference", "element click intercepted", "element not interactable", "no such element"}
# What can be seen, by a selector and by words that are its label or within it.
FIND = """
    const [selector, name] = arguments;
    const nameOf = (each) => [each.getAttribute("aria-label"), each.labels?.[0]?.textContent,
        each.getAttribute("aria-labelledby") && document.getElementById(each.getAttribute("aria-labelledby"))?.textContent,
        each.textContent, each.value].filter(Boolean);
    return [...document.querySelectorAll(selector)].filter((each) => each.checkVisibility({ visibilityProperty: true })
        && (name === null || nameOf(each).some((text) => text.includes(name))));
"""
LOOK = """
    const done = arguments[arguments.length - 1];
    axe.run(document, { runOnly: arguments[0] }).then(
        ({ violations }) => done(violations.map(({ id, nodes }) => [id, nodes[0].html, nodes[0].failureSummary])),
        (error) => done(String(error)));
"""
# Text that does not fit where it stands: what ends in "…" on purpose, and what scrolls, is none.
CLIPPED = """
    const root = document.documentElement;
    const isMeantTo = (each) => each.closest("pre, code, textarea, .skip, .admin-nav, .chips, .visually-hidden, [class*=ellipsis]")
        || getComputedStyle(each).textOverflow === "ellipsis" || each.querySelector(".visually-hidden, [class*=ellipsis]");
    return [
        ...root.scrollWidth > innerWidth ? [`the page: ${root.scrollWidth} > ${innerWidth}`] : [],
        ...[...document.querySelectorAll(".tag")]
            .filter((each) => each.getBoundingClientRect().right > each.parentElement.getBoundingClientRect().right + 1)
            .map((each) => `${each.textContent}: beyond its entry`),
        ...[...document.querySelectorAll("button, a, label, h1, h2, h3, p, li, legend, dialog, select")]
            .filter((each) => each.checkVisibility({ visibilityProperty: true }) && !isMeantTo(each))
            .filter((each) => each.clientWidth && (each.scrollWidth > each.clientWidth + 1
                || each.matches("button, a, dialog") && (each.scrollHeight > each.clientHeight + 1
                    || each.getBoundingClientRect().right > innerWidth + 1)))
            .map((each) => `${each.outerHTML.slice(0, 200)}: ${each.scrollWidth} × ${each.scrollHeight} in ${each.clientWidth} × ${each.clientHeight}`)];
"""


class Onlooker:
    """Looks at the server's page in an engine that has just been opened."""

    def __init__(self, engine, server, words):
        self.engine = engine
        self.server = server
        self.words = words

    def _call(self, command, **given):
        return self.engine.wire.call(command, **given)

    def run(self, script, *given):
        return self._call("ExecuteScript", script=script, args=list(given))

    def run_async(self, script, *given):
        return self._call("ExecuteAsyncScript", script=script, args=list(given))

    def resize(self, width, height=740):
        self.engine.resize(width, height)
        eventually(lambda: self.run("return innerWidth") == width, f"a page {width} px wide")

    def go(self, address="/#/"):
        """Loads the page anew at this address."""
        self._call("Navigate", url="about:blank")
        self._call("Navigate", url=self.server.process.origin + address)

    def come_in(self, session, address="/#/"):
        """As whoever has this session, without the way by the door."""
        self._call("Navigate", url=self.server.process.origin + "/assets/icon.svg")
        self._call("AddCookie", cookie={"name": "snug_session", "value": session.token, "path": "/", "httpOnly": True})
        self.go(address)
        self.see(".shell")

    def reload(self):
        """As the page does it, by its service worker: Firefox's own command goes past that."""
        self.run("window.isOld = true; setTimeout(() => location.reload())")

        def is_new():
            try:
                return self.run("return !window.isOld && document.readyState === 'complete'")
            except WebDriverError:
                return False  # Between two pages there is none to ask.
        self.await_(is_new, "the page anew")

    def all(self, selector, name=None):
        return self.run(FIND, selector, name)

    def see(self, selector, name=None, within=WITHIN):
        """The first such thing in sight."""
        return self.await_(lambda: self.all(selector, name), f"{selector} {name or ''}", within)[0]

    def miss(self, selector, name=None, within=WITHIN):
        """Waits until there is no such thing in sight."""
        self.await_(lambda: not self.all(selector, name), f"no {selector} {name or ''}", within)

    def await_(self, condition, what, within=WITHIN):
        """As `eventually`, on a page that is drawn again under one's hand; what fails is told with the page."""
        def held():
            try:
                return condition()
            except WebDriverError as error:
                if error.code not in PASSING:
                    raise
                return False
        try:
            return eventually(held, what, within=within)
        except AssertionError as error:
            error.add_note(self.run("return `${location.href}: ${document.body.innerText.slice(0, 600)}`"))
            raise

    def click(self, selector, name=None):
        self._once_it_can(lambda: self._call("ElementClick", id=self.see(selector, name)[ELEMENT]))

    def fill(self, selector, name, text):
        field = self.see(selector, name)[ELEMENT]
        self._call("ElementClear", id=field)
        self._call("ElementSendKeys", id=field, text=text)

    def hover(self, selector, name=None):
        self._once_it_can(lambda: self._act("pointer", {"parameters": {"pointerType": "mouse"}}, [
            {"type": "pointerMove", "duration": 0, "origin": self.see(selector, name), "x": 0, "y": 0}]))

    def press(self, *keys):
        """These keys together, the first ones held."""
        values = [KEYS.get(key, key) for key in keys]
        self._act("key", {}, [
            *({"type": "keyDown", "value": each} for each in values),
            *({"type": "keyUp", "value": each} for each in reversed(values))])

    def type(self, text):
        """Where the focus is."""
        for each in text:
            self.press(each)

    def _act(self, kind, more, actions):
        self._call("PerformActions", actions=[{"type": kind, "id": kind, "actions": actions} | more])

    def _once_it_can(self, act):
        self.await_(lambda: act() or True, "something that can be pressed")

    def has_focus(self, selector):
        self.await_(lambda: self.run("return document.activeElement.matches(arguments[0])", selector), f"focus on {selector}")

    def say(self, text):
        self.fill(".composer textarea", None, text)
        self.press("Enter")

    def row(self, text):
        return self.see(".row", text)

    def menu(self, text):
        """Opens the menu of the message with this text, by a button that is there with the focus: these engines have
        no mouse that hovers."""
        self._once_it_can(lambda: self.run("arguments[0].setAttribute('data-under-hand', '')", self.row(text)))
        self.hover("[data-under-hand]")
        self.run("document.querySelector('[data-under-hand] .row-more').focus()")
        self.click("[data-under-hand] .row-more")
        self.run("document.querySelector('[data-under-hand]')?.removeAttribute('data-under-hand')")

    def wait_for_worker(self):
        """Until the page's files are kept."""
        self.await_(lambda: self.run("return Boolean(navigator.serviceWorker.controller)"), "a service worker", 30)

    def look(self):
        """By axe, and for text that does not fit."""
        if not self.run("return 'axe' in window"):
            self.run(AXE_SCRIPT + "\nwindow.axe = axe;")
        found = self.run_async(LOOK, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
        assert found == [], json.dumps(found, indent=1)
        clipped = self.clipped()
        assert clipped == [], "\n".join(clipped)

    def clipped(self):
        return self.run(CLIPPED)

    def wait_until_kept(self, store, text):
        """Until it is in the page's database, where a reload finds it."""
        self.await_(lambda: text in self.run_async(
            f"const [store, done] = arguments; ({KEPT})(store).then((all) => done(JSON.stringify(all)));", store), f"{text} in {store}")

    def picture(self):
        """What one sees, as a PNG."""
        return base64.b64decode(self._call("TakeScreenshot", full=False) if self.engine.name == "firefox"
                                else self._call("TakeScreenshot"))
