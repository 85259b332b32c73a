"""A unit as the server's is, around a program that does nothing: how soon this machine brings back any such service."""

import re

NAME = "twin"
_OF_THE_SERVER_ALONE = (
    "ExecReload", "LoadCredential", "SetCredential", "StateDirectory", "RuntimeDirectory", "WatchdogSec",
    "EnvironmentFile")


def start(box):
    """Puts it beside the server, in the same sandbox."""
    unit = box.run("cat", "/usr/lib/systemd/system/snug.service")
    unit = re.sub(rf"^({'|'.join(_OF_THE_SERVER_ALONE)}).*\n", "", unit, flags=re.MULTILINE)
    unit = unit.replace("Type=notify", "Type=exec").replace("/usr/bin/snug serve", "/usr/bin/sleep infinity")
    box.write(f"/run/systemd/system/{NAME}.service", unit)
    box.run("systemctl", "daemon-reload")
    box.run("systemctl", "start", NAME)
