"""Firefox and WebKitGTK, as Debian has them. Each opens a page with nothing kept of the one before."""

import json
import os
import shutil
import subprocess
from pathlib import Path

from support.deadline import eventually
from support.ports import free_port
from webdriver import HTTPWire, Marionette, WebDriverError

MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
START_SECONDS = 60
PREFERENCES = {
    "marionette.port": 0, "browser.shell.checkDefaultBrowser": False, "ui.prefersReducedMotion": 1,
    "ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6}
# As narrow as a phone: the bar of MiniBrowser must not hold the window open.
NARROW = "* { min-width: 0; padding: 0; border-width: 0; }"
CLEAR = """
    const done = arguments[arguments.length - 1];
    Services.console.reset();
    Services.prefs.setStringPref("intl.accept_languages", arguments[0]);
    Services.prefs.setIntPref("ui.systemUsesDarkTheme", arguments[1] ? 1 : 0);
    Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, { onDataDeleted: () => done() });
"""
RESIZE = """
    const { style } = gBrowser.selectedBrowser;
    style.flex = "none";
    style.minWidth = "0";
    style.width = `${arguments[0]}px`;
    style.height = `${arguments[1]}px`;
"""
# Everything that the console calls an error of the page's own.
ERRORS = """
    return Services.console.getMessageArray()
        .filter((each) => each instanceof Ci.nsIScriptError && !(each.flags & Ci.nsIScriptError.warningFlag))
        .filter(({ category }) => /javascript/.test(category))
        .filter(({ sourceName }) => sourceName.startsWith("http"))
        .map(({ errorMessage, sourceName, lineNumber }) => `${errorMessage} (${sourceName}:${lineNumber})`);
"""


def required(program):
    """The program's path; that it is not installed is a failure, never a reason to skip."""
    found = shutil.which(program)
    assert found, f"{program} is not installed: Tests/run packages"
    return found


class Firefox:
    """One headless process for all pages."""

    name = "firefox"

    def __init__(self, folder, preferences=None):
        self._folder = folder
        wanted = PREFERENCES | (preferences or {})
        lines = [f"user_pref({json.dumps(key)}, {json.dumps(value)});\n" for key, value in wanted.items()]
        (folder / "user.js").write_text("".join(lines))
        with (folder / "output").open("wb") as output:
            self._process = subprocess.Popen(
                [required("firefox-esr"), "--headless", "--no-remote", "--marionette", "--remote-allow-system-access",
                 "--profile", str(folder)], stdout=output, stderr=output)
        port_file = folder / "MarionetteActivePort"
        eventually(lambda: port_file.exists() and port_file.read_text(), "Firefox listens", within=START_SECONDS)
        self.wire = Marionette(int(port_file.read_text()))
        self.wire.call("NewSession")

    def privileged(self, command, script, *given):
        """Runs a script that may do what the browser itself does."""
        self.wire.call("Marionette:SetContext", value="chrome")
        try:
            return self.wire.call(command, script=script, args=list(given))
        finally:
            self.wire.call("Marionette:SetContext", value="content")

    def open(self, language, is_dark):
        self.wire.call("Navigate", url="about:blank")
        self.privileged("ExecuteAsyncScript", CLEAR, {"en": "en-GB, en", "de": "de-DE, de"}[language], is_dark)

    def resize(self, width, height):
        self.privileged("ExecuteScript", RESIZE, width, height)

    def errors(self):
        return self.privileged("ExecuteScript", ERRORS)

    def close(self):
        """Leaves the page."""
        self.wire.call("Navigate", url="about:blank")

    def stop(self):
        self.wire.call("Marionette:Quit", flags=["eForceQuit"])
        self.wire.close()
        self._process.wait(30)


class WebKit:
    """WebKitGTK's MiniBrowser, one process for each page, on a screen of its own that nobody sees."""

    name = "webkit"

    def __init__(self, folder):
        self._folder = folder
        self._driver = None
        reading, writing = os.pipe()
        self._screen = subprocess.Popen(
            [required("Xvfb"), "-displayfd", str(writing), "-screen", "0", "1400x1100x24", "-nolisten", "tcp"],
            pass_fds=[writing], stderr=subprocess.DEVNULL)
        os.close(writing)
        with os.fdopen(reading) as display:
            self._display = display.readline().strip()
        assert self._display, "Xvfb has not started"
        assert Path(MINI_BROWSER).exists(), f"{MINI_BROWSER} is not installed: Tests/run packages"
        self._console = folder / "console"
        self._console.touch()
        # The driver keeps no word of its browser's, and only what is not buffered comes out in time.
        self._browser = folder / "browser"
        self._browser.write_text(f'#!/bin/sh\nexec stdbuf -o0 {MINI_BROWSER} "$@" >>{self._console} 2>&1\n')
        self._browser.chmod(0o755)

    def open(self, language, is_dark):
        locale = {"en": "en_GB.UTF-8", "de": "de_DE.UTF-8"}[language]
        self._configure(locale)
        self._console.write_text("")
        port = free_port()
        with (self._folder / "driver").open("ab") as output:
            self._driver = subprocess.Popen(
                [required("WebKitWebDriver"), f"--port={port}"], stdout=output, stderr=output, env=os.environ | {
                    "DISPLAY": f":{self._display}", "GDK_BACKEND": "x11", "LC_ALL": locale,
                    "LOCPATH": str(self._folder), "XDG_CONFIG_HOME": str(self._folder / "config"),
                    "GTK_THEME": "Adwaita:dark" if is_dark else "Adwaita"})
        eventually(lambda: self._connects(port), "WebKitWebDriver listens", within=START_SECONDS)
        self.wire.call("NewSession", capabilities={"alwaysMatch": {"webkitgtk:browserOptions": {
            "binary": str(self._browser), "args": ["--automation", "--enable-write-console-messages-to-stdout=true"]}}})

    def _configure(self, locale):
        # A locale of that name, with which the browser speaks the language: that it sorts as C does hurts nobody.
        link = self._folder / locale
        if not link.is_symlink():
            link.symlink_to("/usr/lib/locale/C.utf8")
        gtk = self._folder / "config/gtk-3.0"
        gtk.mkdir(parents=True, exist_ok=True)
        (gtk / "gtk.css").write_text(NARROW)
        (gtk / "settings.ini").write_text("[Settings]\ngtk-enable-animations=0\n")

    def _connects(self, port):
        self.wire = HTTPWire(port)
        try:
            self.wire.call("SetTimeouts")
        except WebDriverError:
            return True  # It answers.
        except OSError:
            return False
        return True

    def resize(self, width, height):
        self.wire.call("SetWindowRect", width=width, height=height)

    def errors(self):
        return [line for line in self._console.read_text().splitlines() if "CONSOLE JS ERROR" in line]

    def close(self):
        if self._driver:
            self.wire.call("DeleteSession")
            self.wire.close()
            self._driver.terminate()
            self._driver.wait(10)
            self._driver = None

    def stop(self):
        self._screen.terminate()
        self._screen.wait(10)
