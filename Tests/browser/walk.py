"""The first ten minutes at a person's pace: a set-up link, an invite, two who talk.

Each step leaves a picture in a folder."""

import time
from types import SimpleNamespace

from playwright.sync_api import expect

from parts import row
from support.server import OWNER_PASSWORD, PASSWORD
from visitor import Visitor
from words import words

# A quick typist's.
MILLISECONDS_PER_KEY = 90
SECONDS_MAX = 120
DEVICES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2},
    "desk": {"viewport": {"width": 1280, "height": 800}},
}


class Walk:
    """The steps of two people, one after the other, with their pictures and their time.

    `site` is anything that has an origin."""

    def __init__(self, chromium, site, folder, language, device, scheme):
        self.words = words(language)
        self._origin = site.origin
        self._folder = folder
        self._shots = 0
        options = DEVICES[device] | {"color_scheme": scheme, "locale": {"en": "en-GB", "de": "de-DE"}[language]}
        self.maria, self.tobias = (
            Visitor(chromium, SimpleNamespace(process=site), **options) for _ in range(2))
        self._began = time.monotonic()

    def type(self, field, text):
        field.press_sequentially(text, delay=MILLISECONDS_PER_KEY)

    def fill(self, one, **form):
        """Types into the fields of these words."""
        for word, text in form.items():
            self.type(one.page.get_by_label(self.words[word], exact=True), text)

    def press(self, one, word, role="button"):
        one.page.get_by_role(role, name=self.words[word], exact=True).click()

    def is_in_everyone(self, one):
        expect(one.page.get_by_role("main").get_by_role("heading", name=self.words["everyone"], exact=True)).to_be_visible()

    def say(self, one, text):
        composer = one.page.locator(".composer textarea")
        composer.click()
        self.type(composer, text)
        self.press(one, "send")

    def follow(self, one, link):
        """Opens a link, which is to this site."""
        assert link.startswith(f"{self._origin}/"), link
        one.go(link.removeprefix(self._origin))

    def shot(self, one, what):
        self._shots += 1
        one.page.screenshot(path=self._folder / f"{self._shots:02}-{what}.png", animations="disabled")

    # The steps

    def set_up(self, link):
        self.follow(self.maria, link)
        self.maria.page.get_by_label(self.words["name"], exact=True).wait_for()
        self.shot(self.maria, "set-up")
        self.fill(self.maria, name="Maria Lindqvist", email="maria@example.org", password=OWNER_PASSWORD)
        self.press(self.maria, "setup")
        self.is_in_everyone(self.maria)
        expect(self.card_link).to_be_visible()
        self.shot(self.maria, "first-room")

    @property
    def card_link(self):
        return self.maria.page.get_by_label(self.words["cardLink"])

    def come_by(self, link):
        self.follow(self.tobias, link)
        expect(self.tobias.page.get_by_role("heading", level=1)).to_contain_text("Maria Lindqvist")
        self.shot(self.tobias, "invite")
        self.fill(self.tobias, name="Tobias", email="tobias@example.org", password=PASSWORD)
        self.press(self.tobias, "register")

    def talk(self):
        """Both see that the other is there, and speak."""
        self.is_in_everyone(self.tobias)
        self.shot(self.tobias, "newcomer")
        expect(self.maria.page.locator(".room-subtitle")).to_contain_text("Tobias")
        expect(self.card_link).to_have_count(0)
        self.shot(self.maria, "he-came")
        self.say(self.maria, "Welcome! Is the kettle on?")
        expect(row(self.tobias.page, "Is the kettle on?")).to_be_visible()
        self.say(self.tobias, "Nearly. Come over.")
        expect(row(self.maria.page, "Come over.")).to_be_visible()
        self.shot(self.maria, "her-talk")
        self.shot(self.tobias, "his-talk")

    def end(self):
        took = time.monotonic() - self._began
        for one in (self.maria, self.tobias):
            one.leave()
            assert one.errors == []
        assert took < SECONDS_MAX
