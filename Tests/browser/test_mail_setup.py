"""Mail is tried before it is kept, and the page says in words what the relay said."""

from playwright.sync_api import expect

from administration import held, part
from support.deadline import eventually
from support.plain_relay import PlainRelay


def test_mail_is_tried_before_it_is_kept(own_server, visitor_of):
    page = visitor_of(own_server, "admin/mail").page
    form = part(page)
    expect(form).to_contain_text("No mail server is set")
    with PlainRelay() as relay:
        _, host, _, port, *_ = relay.flags
        form.get_by_label("Mail server", exact=True).fill(host)
        form.get_by_role("radio", name="None").check()
        expect(form.get_by_label("Port", exact=True)).to_have_attribute("placeholder", "25")
        form.get_by_label("Port", exact=True).fill("1")
        form.get_by_role("button", name="Send a test mail").click()
        expect(form.get_by_role("status").filter(has_text="does not answer at that port")).to_contain_text("nothing listens there")
        form.get_by_label("Port", exact=True).fill(port)
        form.get_by_label("Sender", exact=True).fill("Hearth <hearth@example.org>")
        form.get_by_role("button", name="Send a test mail").click()
        expect(form.get_by_role("status").filter(has_text=f"{host}:{port} has accepted a test mail to olga@example.org.")).to_contain_text(
            "then save these values")
        mail = eventually(lambda: relay.to("olga@example.org"), "the test mail")[0]
        assert "hearth@example.org" in mail["From"]
        # Nothing is kept until one says so.
        assert held(own_server)["smtp.host"] is None
        form.get_by_role("button", name="Save").click()
        expect(form).to_contain_text(f"Mails go out by {host}.")
        assert held(own_server)["smtp.host"] == host and held(own_server)["smtp.port"] == port
        expect(form.get_by_role("heading", name="Mail")).to_be_focused()
        form.get_by_role("button", name="Send a test mail").click()
        expect(form.get_by_role("status").filter(has_text="Look whether it has come.")).to_be_visible()


def test_what_cannot_be_so_is_told_beside_its_field(own_server, visitor_of):
    form = part(visitor_of(own_server, "admin/mail").page)
    for button in ["Send a test mail", "Save"]:
        form.get_by_label("Port", exact=True).fill("0")
        form.get_by_role("button", name=button).click()
        expect(form.get_by_label("Port", exact=True)).to_have_attribute("aria-invalid", "true")
        expect(form).to_contain_text("is not a port")
        form.get_by_label("Port", exact=True).fill("")


def test_a_password_is_kept_and_never_shown_and_goes_with_its_name(own_server, visitor_of):
    page = visitor_of(own_server, "admin/mail").page
    form = part(page)
    form.get_by_label("User name", exact=True).fill("snug")
    form.get_by_label("Password", exact=True).fill("s3cret-word")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("One is kept, and never shown.")
    expect(form.get_by_label("Password", exact=True)).to_have_value("")
    form.get_by_label("User name", exact=True).fill("")
    form.get_by_role("button", name="Save").click()
    expect(form).to_contain_text("Some providers want an app password")


def test_a_server_without_a_relay_prints_its_test_mail(admin_at, server):
    form = part(admin_at("admin/mail").page)
    form.get_by_role("button", name="Send a test mail").click()
    expect(form.get_by_role("status").filter(has_text="the test mail is in the server’s own log")).to_be_visible()
    eventually(lambda: any("test" in mail.lower() for mail in server.mails.to("olga@example.org")), "a printed mail")


def test_administrators_who_are_no_owners_look_at_mail_and_send_a_test(admin_at, server, person):
    assert server.owner.patch(f"/api/v1/users/{person.id}", {"role": "admin"}).status == 200
    form = part(admin_at("admin/mail", person).page)
    expect(form.get_by_label("Mail server", exact=True)).to_be_disabled()
    expect(form.get_by_role("button", name="Save")).to_have_count(0)
    expect(form.get_by_role("button", name="Send a test mail")).to_be_visible()
