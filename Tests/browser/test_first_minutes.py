"""The first ten minutes at a person's pace: a server of which nothing is set, its set-up link, an invite, two who talk.

Each step leaves a picture in pytest's folder."""

import re
import time
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect

from parts import row
from support.deadline import eventually
from support.relay import PASSWORD as RELAY_PASSWORD
from support.relay import USERNAME, MailRelay
from support.server import OWNER_PASSWORD, PASSWORD
from support.snug import SnugProcess
from visitor import Visitor, within_site
from words import words

# A quick typist's.
MILLISECONDS_PER_KEY = 90
SECONDS_MAX = 120
DEVICES = {
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "device_scale_factor": 2},
    "desk": {"viewport": {"width": 1280, "height": 800}},
}


class Walk:
    """The steps of two people, one after the other, with their pictures and their time."""

    def __init__(self, chromium, process, folder, language, device, scheme):
        self.words = words(language)
        self._folder = folder
        self._shots = 0
        options = DEVICES[device] | {"color_scheme": scheme, "locale": {"en": "en-GB", "de": "de-DE"}[language]}
        self.maria, self.tobias = (
            Visitor(chromium, SimpleNamespace(process=process), **options) for _ in range(2))
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

    def shot(self, one, what):
        self._shots += 1
        one.page.screenshot(path=self._folder / f"{self._shots:02}-{what}.png", animations="disabled")

    # The steps

    def set_up(self, link):
        self.maria.go(within_site(link))
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
        self.tobias.go(within_site(link))
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
            one.context.close()
            assert one.errors == []
        assert took < SECONDS_MAX


@pytest.mark.parametrize(("device", "scheme", "language"), [("phone", "light", "en"), ("desk", "dark", "de")])
def test_two_people_talk_within_two_minutes_of_the_first_start(chromium, tmp_path, device, scheme, language):
    """No setting, no mail, no manual."""
    with SnugProcess(tmp_path) as process:
        process.without_flags()
        process.start()
        walk = Walk(chromium, process, tmp_path, language, device, scheme)
        walk.set_up(process.setup_link)
        walk.press(walk.maria, "copyLink")
        walk.come_by(walk.card_link.input_value())
        walk.talk()
        assert "--- mail to tobias@example.org" not in process.output
        walk.end()


@pytest.mark.parametrize(("device", "scheme", "language"), [("desk", "light", "en"), ("phone", "dark", "de")])
def test_mail_is_set_up_on_the_page_and_carries_the_invite_and_its_code(chromium, tmp_path, device, scheme, language):
    """The relay insists on STARTTLS and a password."""
    with MailRelay(tmp_path) as relay, SnugProcess(tmp_path, SNUG_SMTP_CA_FILE=str(relay.ca_file)) as process:
        process.without_flags()
        process.start()
        walk = Walk(chromium, process, tmp_path, language, device, scheme)
        maria, tobias = walk.maria, walk.tobias
        walk.set_up(process.setup_link)

        maria.page.get_by_role("main").get_by_role("link", name=walk.words["mailSetUp"]).click()
        maria.page.get_by_label(walk.words["mailHost"], exact=True).wait_for()
        port = maria.page.get_by_label(walk.words["mailPort"], exact=True)
        port.fill("")
        walk.fill(maria, mailHost="localhost", mailPort=str(relay.port), mailUser=USERNAME, mailPassword=RELAY_PASSWORD)
        walk.press(maria, "sendTestMail")
        eventually(lambda: relay.to("maria@example.org"), "the test mail")
        expect(maria.page.locator(".mail-result .good")).to_be_visible()
        walk.shot(maria, "mail-tried")
        walk.press(maria, "keepMail")
        expect(maria.page.get_by_text(walk.words["saved"])).to_be_visible()
        walk.shot(maria, "mail-kept")

        maria.page.go_back()
        walk.press(maria, "mailLink")
        walk.fill(maria, mailLinkTo="tobias@example.org")
        walk.press(maria, "mailLinkSend")
        mail = eventually(lambda: relay.to("tobias@example.org"), "the mailed invite")[0]
        walk.shot(maria, "invite-mailed")
        assert "Maria Lindqvist" in mail["Subject"]
        walk.come_by(re.search(r"https?://\S+/invite#[\w-]+", mail.get_body(("plain",)).get_content())[0])
        walk.type(tobias.page.get_by_label(walk.words["code"]), relay.code_for("tobias@example.org", 2))
        walk.talk()
        walk.end()
