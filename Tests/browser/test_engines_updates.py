"""Firefox and WebKitGTK, while the server brings a new version of the page."""

from types import SimpleNamespace

import pytest

FOLDER = "return new URL('.', document.querySelector('script[type=module]').src).pathname"


@pytest.fixture
def reader(front, onlooker):
    """Makes the owner, in that room."""
    def reader(**options):
        one = onlooker(SimpleNamespace(process=front), **options)
        one.come_in(front.server.owner, f"/#/room/{front.room}")
        one.row("Is the kettle on?")
        return one
    return reader


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("de", 320)])
def test_a_new_version_is_offered_and_taken(front, reader, language, width):
    one = reader(language=language, width=width)
    one.wait_for_worker()
    front.bring_next_version()
    one.see(".banner.news", one.words["updateReady"], within=40)
    one.look()
    one.click(".banner.news button", one.words["reload"])
    one.await_(lambda: "/next" in one.run(FOLDER), "the next version's page")
    one.row("Is the kettle on?")


def test_without_a_worker_an_old_page_says_that_it_is_old(front, reader):
    front.has_worker = False
    one = reader()
    front.bring_next_version()
    one.see(".banner.news", "A new version is ready.", within=40)
    one.hover(".row")
    one.click(".row-more")
    one.see(".banner.news", "Snug was updated meanwhile.")
    one.look()
    one.click(".banner.news button", "Reload")
    one.await_(lambda: "/next" in one.run(FOLDER), "the next version's page")
