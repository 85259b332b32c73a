"""Files that are sent by REST, for pages to show."""

import io
import math
import os
import struct
import wave
from urllib.parse import urlencode

from PIL import Image

MEGABYTE = 1_000_000


def picture(width, height, kind="JPEG", color=(150, 70, 40)):
    """A picture of that size, of one colour."""
    written = io.BytesIO()
    Image.new("RGB", (width, height), color).save(written, kind)
    return written.getvalue()


def large_picture():
    """One of more than a megabyte."""
    written = io.BytesIO()
    Image.frombytes("RGB", (800, 600), os.urandom(800 * 600 * 3)).save(written, "PNG")
    assert len(written.getvalue()) > MEGABYTE
    return written.getvalue()


def sound():
    """Half a second of a tone."""
    written = io.BytesIO()
    with wave.open(written, "wb") as tone:
        tone.setnchannels(1)
        tone.setsampwidth(2)
        tone.setframerate(8_000)
        tone.writeframes(b"".join(struct.pack("<h", int(9_000 * math.sin(at / 3))) for at in range(4_000)))
    return written.getvalue()


def upload(person, room, name, content, kind="application/octet-stream", *, small=None, **more):
    """Gives the attachment, unclaimed; `small` is the small picture of it."""
    def put(raw, **asked):
        answer = person.call("POST", f"/api/v1/rooms/{room}/attachments?{urlencode(asked)}", raw=raw, headers={"Content-Type": kind})
        assert answer.status == 201, answer.body
        return answer.body

    attachment = put(content, name=name, **more)
    if small is not None:
        put(small, name=name, preview_of=attachment["id"])
    return attachment


def photo(person, room, name="garden.jpg", width=1_200, height=900, **more):
    """A photograph with a small picture of it, as the page makes them."""
    scale = 640 / max(width, height)
    small = picture(round(width * scale), round(height * scale), "WEBP")
    return upload(person, room, name, picture(width, height), "image/jpeg", small=small, **more)


def send(person, room, text, *attachments):
    """Gives the message."""
    answer = person.post(f"/api/v1/rooms/{room}/messages", {"content": text, "attachment_ids": [each["id"] for each in attachments]})
    assert answer.status == 201, answer.body
    return answer.body
