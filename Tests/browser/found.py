"""A server's answers to searches, as PROTOCOL has them, for pages of a server whose messages are looked through here."""

import json
import re
from urllib.parse import parse_qs, urlsplit

FEATURES = {
    "file": lambda message: bool(message.get("attachments")),
    "image": lambda message: any(each["type"].startswith("image/") for each in message.get("attachments", [])),
    "link": lambda message: "https://" in message["content"],
}


class Finder:
    """Answers `GET /search` of a page with those messages, and keeps what it was asked."""

    def __init__(self, page, *messages):
        self.messages = list(messages)
        self.asked = []
        page.route("**/api/v1/search?*", self._answer)

    def _answer(self, route):
        asked = {name: value for name, [value] in parse_qs(urlsplit(route.request.url).query).items()}
        self.asked.append(asked)
        self.answer(route, asked)

    def answer(self, route, asked):
        wanted = re.findall(r"\w+", re.sub(r"-\w+", "", asked["q"].lower()))
        if not wanted:
            return refuse(route, 422, "invalid", "Please give a word to look for.", field="q")
        found = [each for each in sorted(self.messages, key=lambda each: -each["id"]) if self._fits(each, wanted, asked)]
        limit = int(asked["limit"])
        has_more = len(found) > limit
        route.fulfill(json={
            "results": [{"message": each, "snippet": snippet(each, wanted)} for each in found[:limit]],
            "has_more": has_more} | ({"next": found[limit - 1]["id"]} if has_more else {}))

    def _fits(self, message, wanted, asked):
        text = " ".join([message["content"], *(each["name"] for each in message.get("attachments", []))]).lower()
        return (all(word in text for word in wanted)
                and message["id"] < int(asked.get("before", 1 << 53))
                and str(message["room_id"]) == asked.get("room_id", str(message["room_id"]))
                and str(message["user_id"]) == asked.get("user_id", str(message["user_id"]))
                and FEATURES.get(asked.get("has"), lambda _: True)(message)
                and asked.get("since", "") <= message["timestamp"][:10] <= asked.get("until", "9"))


def refuse(route, status, code, detail, *, field=None, retry_after=None):
    headers = {"Retry-After": str(retry_after)} if retry_after else {}
    route.fulfill(status=status, content_type="application/problem+json", headers=headers, body=json.dumps(
        {"status": status, "code": code, "detail": detail} | ({"errors": [{"field": field, "message": detail}]} if field else {})))


def snippet(message, wanted):
    """Of what it says, or of the name of a file where the words are there alone."""
    texts = [message["content"], *(each["name"] for each in message.get("attachments", []))]
    return next((pieces(text, wanted) for text in texts if any(word in text.lower() for word in wanted)), [])


def pieces(text, wanted):
    """The text in pieces, those marked that are wanted."""
    parts = re.split(f"({'|'.join(map(re.escape, wanted))})", text, flags=re.IGNORECASE)
    return [{"text": each, "hit": index % 2 == 1} for index, each in enumerate(parts) if each]


def messages_of(person, *rooms):
    """Everything that was said in those rooms, as the server has it."""
    return [message for room in rooms for message in person.get(f"/api/v1/rooms/{room}/messages?limit=200").body["messages"]]
