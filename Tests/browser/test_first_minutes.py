"""The first ten minutes on a server of which nothing is set. Each step leaves a picture in pytest's folder."""

import re

import pytest
from playwright.sync_api import expect

from support.deadline import eventually
from support.relay import PASSWORD as RELAY_PASSWORD
from support.relay import USERNAME, MailRelay
from support.snug import SnugProcess
from walk import Walk


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
        walk.press(maria, "save")
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
