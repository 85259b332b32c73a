"""What a page costs to fetch, in either language, compressed and with its headers."""

import pytest

KILOBYTE = 1_000


class Transfers:
    """Everything a page fetches: `(address, bytes on the wire)`."""

    def __init__(self, visitor):
        self._addresses = {}
        self.all = []
        devtools = visitor.context.new_cdp_session(visitor.page)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.loadingFinished", self._finished)
        devtools.send("Network.enable")

    def _answered(self, event):
        self._addresses[event["requestId"]] = event["response"]["url"]

    def _finished(self, event):
        self.all.append((self._addresses.get(event["requestId"], ""), event["encodedDataLength"]))

    def bytes(self, ending=""):
        return sum(size for address, size in self.all if address.endswith(ending))


@pytest.fixture(params=["en-GB", "de-DE"])
def weighed(request, visitor):
    visitor = visitor(locale=request.param)
    return visitor, Transfers(visitor)


def test_the_sign_in_page_weighs_at_most_40_kilobytes(weighed):
    visitor, transfers = weighed
    visitor.go()
    visitor.page.locator("[name=email]").wait_for()
    visitor.page.wait_for_load_state("networkidle")
    assert transfers.bytes("/entrance.js") > 0
    assert transfers.bytes() <= 40 * KILOBYTE


def test_a_room_with_fifty_messages_weighs_at_most_100_kilobytes(weighed, house, person):
    room = house.room(person)
    for number in range(50):
        assert person.post(f"/api/v1/rooms/{room}/messages", {"content": f"Message {number}"}).status == 201
    visitor, transfers = weighed
    visitor.come_in(person, f"/#/room/{room}")
    visitor.page.locator(".row").nth(49).wait_for()
    visitor.page.wait_for_load_state("networkidle")
    assert 0 < transfers.bytes(".js") <= 60 * KILOBYTE
    assert 0 < transfers.bytes(".css") <= 15 * KILOBYTE
    assert transfers.bytes() <= 100 * KILOBYTE
    assert len(transfers.all) <= 30

    transfers.all.clear()
    visitor.page.reload()
    visitor.page.locator(".row").nth(49).wait_for()
    assert [address for address, size in transfers.all if "/assets/" in address and size > 0] == []
