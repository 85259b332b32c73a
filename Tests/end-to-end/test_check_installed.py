"""`sudo snug check` beside the installed service: it looks with the service's settings, and each mend is typed as printed."""

import json

import pytest

from support.installed import InstalledService
from support.relay import PASSWORD


@pytest.fixture
def service(tmp_path):
    with InstalledService(tmp_path) as service:
        yield service


def test_a_stopped_service_is_found_and_started(service):
    """The one command mends it, and the version and process are told."""
    service.start()
    assert service.found("server") == {}
    assert service.type("systemctl stop snug; : > /run/journal").returncode == 0
    stopped = service.found("server")["server.stopped"]
    assert stopped["level"] == "error" and stopped["fix"] == "sudo systemctl start snug"
    assert service.type("snug check server").returncode == 2
    service.mend(stopped)
    assert service.found("server") == {}


def test_a_wrong_setting_is_named_with_the_file_that_has_it(service):
    """Root looks with the service's settings, which are not those of its shell."""
    right = f"SNUG_LISTEN={service.settings['SNUG_LISTEN']}"
    service.start()
    service.write(right, "SNUG_MESSAGE_RATE=lots")
    assert service.type("systemctl restart snug").returncode != 0
    complaints = service.found("server")
    assert set(complaints) == {"server.stopped", "config.unusable"}
    stopped = complaints["server.stopped"]
    assert "Its last words: --message-rate: “lots” (from SNUG_MESSAGE_RATE)" in stopped["what"]
    assert stopped["fix"].startswith("sudoedit /etc/snug/snug.env && sudo systemctl restart snug")
    service.mend(stopped, EDITED=right)
    assert service.found("server") == service.found("config") == {}


def test_a_taken_port_is_named_with_who_has_it(service, process):
    service.write(f"SNUG_LISTEN=127.0.0.1:{process.port}")
    assert service.type("systemctl start snug").returncode != 0
    stopped = service.found("server")["server.stopped"]
    assert f"The port is held by snug (process {process.pid})." in stopped["what"]
    service.mend(stopped, EDITED=f"SNUG_LISTEN={service.settings['SNUG_LISTEN']}")
    assert service.found("server") == {}


def test_a_file_that_the_service_may_not_read_is_let_be_read(service):
    service.write(f"SNUG_LISTEN={service.settings['SNUG_LISTEN']}", "SNUG_SMTP_PASSWORD_FILE=/etc/snug/secret")
    assert service.type("install -m 600 /dev/stdin /etc/snug/secret", typed="secret\n").returncode == 0
    assert service.type("systemctl start snug").returncode != 0
    complaints = service.found("server config")
    assert complaints["config.unreadable"]["level"] == "error"
    assert complaints["config.unreadable"]["fix"] == complaints["server.stopped"]["fix"]
    service.mend(complaints["server.stopped"])
    assert service.found("server config") == {}


def test_a_wrong_password_is_mended_where_it_is(service, relay):
    """It is a credential, which counts before what the database would say."""
    flags = dict(zip(relay.flags[::2], relay.flags[1::2], strict=True))
    lines = [f"SNUG_{flag[2:].upper().replace('-', '_')}={value}" for flag, value in flags.items()]
    # The relay's authority is in a folder that is the test's alone.
    assert service.type("cat > /etc/snug/ca.pem", typed=open(flags["--smtp-ca-file"]).read()).returncode == 0
    service.write(f"SNUG_LISTEN={service.settings['SNUG_LISTEN']}", *lines, "SNUG_SMTP_CA_FILE=/etc/snug/ca.pem")
    assert service.type("cat > /etc/snug/smtp-password", typed="wrong\n").returncode == 0
    assert service.type("systemctl start snug").returncode == 0
    wrong = service.found("smtp")["smtp.password"]
    assert wrong["fix"].startswith("sudo install -m 600 /dev/stdin /etc/snug/smtp-password && ")
    # systemd shows the credential to the service alone.
    assert service.type("chown root /run/snug-credentials && chmod 700 /run/snug-credentials").returncode == 0
    other = service.snug("check", "smtp", "--json", user="snug")
    assert other.returncode == 1, "it is not called wrong unseen"
    unseen = json.loads(other.stdout)["findings"][0]
    assert (unseen["id"], unseen["level"], unseen["fix"]) == ("smtp.unseen", "warning", "sudo snug check smtp")
    service.mend(wrong, typed=PASSWORD + "\n")
    assert "smtp.password" not in service.found("smtp")
