"""Someone at a browser."""

import contextlib
import os
import re

from playwright.sync_api import Error, expect, sync_playwright
from parts import ask_to_sign_out
from support.deadline import WITHIN, eventually


def debians(*flags):
    """How Chromium is started as Debian has it."""
    # Root, as which tests run in a container, gets no sandbox from it.
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {"executable_path": os.environ.get("SNUG_CHROMIUM", "/usr/bin/chromium"), "args": [*sandbox, *flags]}


@contextlib.contextmanager
def debians_chromium(*flags):
    """Chromium without a window."""
    with sync_playwright() as playwright, playwright.chromium.launch(**debians(*flags)) as browser:
        yield browser


class BrowserOnDisk:
    """A browser whose profile lies in a folder, as a person's does; other profiles are those of private windows."""

    def __init__(self, chromium, folder):
        self._start = chromium.browser_type.launch_persistent_context
        self._folder = folder

    def new_context(self, **options):
        return self._start(str(self._folder), **debians(), **options)


def within_site(link):
    """A link's path and token."""
    return re.sub(r"^https?://[^/]+", "", link)


class Visitor:
    """One profile of the browser, with one page in it. `options` are those of a playwright context."""

    def __init__(self, chromium, server, **options):
        self.server = server
        self.errors = []
        self.context = chromium.new_context(**{"locale": "en-GB", "viewport": {"width": 1280, "height": 800}} | options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(WITHIN * 1_000)
        self.page.on("pageerror", lambda error: self.errors.append(error))

    def leave(self):
        """Closes the browser's profile. A call that a test answers just then ends with it, and in no other test."""
        if self.context.pages:
            for each in [*self.context.pages, self.context]:
                each.unroute_all(behavior="ignoreErrors")
        self.context.close()

    def go(self, address="/#/"):
        """Loads the page anew at this address."""
        self.clear()
        self.page.goto(self.server.process.origin + address)

    def clear(self):
        """Leaves the page. A step back that it is just taking, as after a dialog, may break that off: once."""
        try:
            self.page.goto("about:blank")
        except Error as error:
            if "ERR_ABORTED" not in error.message:
                raise
            self.page.goto("about:blank")

    def come_in(self, session, address="/#/"):
        """As whoever has this session, without the way by the door."""
        # A page of someone else's would have its own session renewed, and that cookie back.
        self.clear()
        self.context.add_cookies([{"name": "snug_session", "value": session.token, "url": self.server.process.origin}])
        self.go(address)
        self.page.wait_for_selector(".shell")

    def sign_in(self, person):
        """At the door, with password and mailed code."""
        mails = self.server.mails
        self.page.get_by_label("E-mail", exact=True).fill(person.email)
        self.page.get_by_label("Password", exact=True).fill(person.password)
        codes_before = len(mails.codes_for(person.email))
        self.page.get_by_role("button", name="Sign in", exact=True).click()
        code = self.page.get_by_label("Six-digit code")
        code.wait_for()
        code.fill(eventually(
            lambda: mails.codes_for(person.email)[codes_before:], f"a code for {person.email}")[0])
        self.page.wait_for_selector(".shell")

    def sign_out(self):
        ask_to_sign_out(self.page).get_by_role("button", name="Sign out", exact=True).click()
        self.page.get_by_label("E-mail", exact=True).wait_for()

    def is_at(self, place):
        """Until the page is there, from its path on: a browser tells of an address after what it shows."""
        expect(self.page).to_have_url(place if isinstance(place, re.Pattern) else self.server.process.origin + place)

    def section(self, title):
        return self.page.get_by_role("region", name=title, exact=True)


class VirtualAuthenticator:
    """The part of a device that keeps passkeys, by Chromium's own simulation; its person says yes to everything."""

    def __init__(self, visitor):
        self._devtools = visitor.context.new_cdp_session(visitor.page)
        self._devtools.send("WebAuthn.enable")
        self._id = self._devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True}})["authenticatorId"]

    @property
    def passkeys(self):
        return self._devtools.send("WebAuthn.getCredentials", {"authenticatorId": self._id})["credentials"]

    def set_present(self, is_present):
        """Whether the person is there to say yes; without them it waits."""
        self._devtools.send(
            "WebAuthn.setAutomaticPresenceSimulation", {"authenticatorId": self._id, "enabled": is_present})
