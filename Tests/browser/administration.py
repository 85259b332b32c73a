"""The parts of the administration that tests look at and press."""

import re


def part(page):
    """The page beside the ways."""
    return page.locator(".admin-part")


def entry(page, text):
    return part(page).get_by_role("listitem").filter(has_text=text)


def to(page, name):
    """By the administration's own ways, beside which a number may stand."""
    page.get_by_role("navigation", name="Administration").get_by_role("link", name=re.compile(f"^{name}\\b")).click()


def held(server):
    """The values of the settings, by their keys."""
    return {each["key"]: each["value"] for each in server.owner.get("/api/v1/admin/settings").body["settings"]}
