"""Files that people share: how they are sent, and made as programs write them."""

import io
import random
import struct
from urllib.parse import quote, urlencode

from PIL import Image

from .raw_http import RawConnection

ATTACHMENTS = "/api/v1/attachments"
CHUNK = 1 << 18
"""Bytes of a file that are kept in one row."""
BUSY_TRIES = 2_000


def address(room, name="cat.png", **query):
    """Where a file for a room goes. `name` is left out where it is None."""
    named = {} if name is None else {"name": name}
    return f"/api/v1/rooms/{room}/attachments?{urlencode(named | query, quote_via=quote)}"


def upload(person, room, content, name="cat.png", kind="image/png", **query):
    """The answer to a file."""
    return person.call("POST", address(room, name, **query), raw=content, headers={"Content-Type": kind})


def uploaded(person, room, content, name="cat.png", kind="image/png", **query):
    """A file that was taken, once there is a place for it."""
    for _ in range(BUSY_TRIES):
        answer = upload(person, room, content, name, kind, **query)
        if answer.status != 503 or answer.body["code"] != "busy":
            break
    assert answer.status == 201, answer.body
    return answer.body


def post(person, room, *files, content="", **more):
    """The answer to a message with these files."""
    form = {"content": content, "attachment_ids": [file["id"] for file in files]} | more
    return person.post(f"/api/v1/rooms/{room}/messages", form)


def posted(person, room, *files, content="", **more):
    """A message with these files."""
    answer = post(person, room, *files, content=content, **more)
    assert answer.status == 201, answer.body
    return answer.body


def shared(person, room, content, name="cat.png", kind="image/png"):
    """A file that was sent in a message of its own, and that message's number."""
    file = uploaded(person, room, content, name, kind)
    return file, posted(person, room, file)["seq"]


def used(person):
    """The bytes that a person's files take."""
    return person.get("/api/v1/me").body["storage"]["used"]


class Begun:
    """An upload of which only the head is sent, so far."""

    def __init__(self, person, room, length, name="cat.bin", kind="application/octet-stream", expects=False, within=10):
        self.connection = RawConnection(person.port, within)
        fields = [
            f"POST {address(room, name)} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {person.token}",
            f"Content-Type: {kind}"]
        fields += [] if length is None else [f"Content-Length: {length}"]
        fields += ["Expect: 100-continue"] if expects else []
        self.connection.send("\r\n".join([*fields, "", ""]).encode())

    def send(self, content):
        self.connection.send(content)

    def answer(self):
        return self.connection.answer("POST")

    def close(self):
        self.connection.__exit__()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def noise(count, seed=7):
    """Bytes that are no picture and cannot be made smaller."""
    return b"\x01" + random.Random(seed).randbytes(count - 1)


def picture(form="PNG", size=(64, 48), seed=7, **options):
    """A picture of noise."""
    written = io.BytesIO()
    pixels = random.Random(seed).randbytes(3 * size[0] * size[1])
    Image.frombytes("RGB", size, pixels).save(written, form, **options)
    return written.getvalue()


def exif(orientation=1):
    """What a camera writes beside a picture: where, with what, and how it was held."""
    written = Image.Exif()
    written[0x0112], written[0x010F], written[0x0110] = orientation, "SnugCamera", "SnugModel"
    place = written.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", (52.0, 31.0, 12.0), "E", (13.0, 24.0, 36.0)
    return written.tobytes()


def box(kind, content):
    """A box of ISO/IEC 14496-12."""
    return struct.pack(">I4s", 8 + len(content), kind) + content


def mp4(brand=b"isom"):
    """The beginning of a video, or of sound for another brand."""
    head = box(b"mvhd", bytes(12) + struct.pack(">III", 1_000, 1_000, 0x10000) + bytes(76) + struct.pack(">I", 2))
    kind = b"soun" if brand == b"M4A " else b"vide"
    track = box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + kind + bytes(13))))
    return box(b"ftyp", brand + bytes(4) + brand + b"mp42") + box(b"moov", head + track) + box(b"mdat", noise(2_000))


WEBM = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" + bytes(500)
WAV = (b"RIFF" + struct.pack("<I", 836) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8_000, 8_000, 1, 8)
       + b"data" + struct.pack("<I", 800) + bytes(800))
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x00" + bytes(413)
OGG = b"OggS\x00\x02" + bytes(8) + b"\x01\x02\x03\x04" + bytes(8) + b"\x01\x1e\x01vorbis" + bytes(23)
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"
