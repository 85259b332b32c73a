"""Pictures and films that are sent: their pixels as they were, and no place, no camera and no note left in them.

Decoders and a reader of notes that are not ours say so.
"""

import io
import json
import re
import subprocess
from urllib.parse import quote

import pytest
from PIL import Image, ImageOps, ImageSequence

from support import camera

TYPES = {
    "jpg": "image/jpeg", "png": "image/png", "webp": "image/webp", "gif": "image/gif", "heic": "image/heic",
    "avif": "image/avif", "mp4": "video/mp4", "m4a": "audio/mp4", "mov": "video/quicktime",
}
# All that exiftool may still find: the build of the file, its size and its colours.
STRUCTURE = re.compile(r"""
    SourceFile | System:\w+ | ICC[-_]\w+:\w+ | JFIF:\w+ | Adobe:\w+ | ExifTool:ExifToolVersion
    | File:(?:FileType|FileTypeExtension|MIMEType|ImageWidth|ImageHeight|BitsPerSample|ColorComponents|EncodingProcess
        |YCbCrSubSampling|ExifByteOrder)
    | Composite:(?:ImageSize|Megapixels|AvgBitrate|Rotation)
    | IFD0:Orientation
    | PNG:(?:Image(?:Width|Height)|BitDepth|ColorType|Compression|Filter|Interlace|Palette|ProfileName|Transparency
        |Animation(?:Frames|Plays)|BackgroundColor|Gamma|SRGBRendering|WhitePoint[XY]|(?:Red|Green|Blue)[XY])
    | GIF:(?:GIFVersion|Image(?:Width|Height)|HasColorMap|ColorResolutionDepth|BitsPerPixel|BackgroundColor
        |AnimationIterations|FrameCount|Duration|TransparentColor)
    | RIFF:(?:Image(?:Width|Height)|VP8Version|(?:Horizontal|Vertical)Scale|WebP_Flags|AlphaIsUsed|AnimationLoopCount
        |BackgroundColor|Duration|FrameCount|Alpha\w+)
    | Meta:PrimaryItemReference
    | (?:QuickTime|Track\d+):\w+
""", re.VERBOSE)
NO_TIME = "0000:00:00 00:00:00"


@pytest.fixture(scope="module")
def room(server):
    ada, ben = server.register("Ada"), server.register("Ben")
    return ada, ben, server.room(ada, ben)


def kept(room, name, content):
    """What was answered, and what the other gets of it."""
    ada, ben, number = room
    answer = ada.call(
        "POST", f"/api/v1/rooms/{number}/attachments?name={quote(name)}", raw=content,
        headers={"Content-Type": TYPES[name.rpartition(".")[2]]})
    assert answer.status == 201, answer.body
    sent = ada.post(f"/api/v1/rooms/{number}/messages", {"content": "", "attachment_ids": [answer.body["id"]]})
    assert sent.status == 201, sent.body
    got = ben.get(answer.body["url"])
    assert got.status == 200
    if answer.body["type"] == "image/heic":
        # Few browsers show it: it is for downloading.
        assert got.headers["Content-Disposition"].startswith("attachment")
    else:
        assert got.headers["Content-Disposition"].startswith("inline")
        assert got.headers["Content-Type"] == answer.body["type"]
    assert len(got.body) == answer.body["size"]
    return answer.body, got.body


def looks(content):
    """Each picture of a file as a decoder unpacks it, and how long it is shown."""
    with Image.open(io.BytesIO(content)) as picture:
        return [
            (frame.size, frame.info.get("duration"), frame.info.get("icc_profile"), frame.convert("RGBA").tobytes())
            for frame in ImageSequence.Iterator(picture)
        ]


def tags(path):
    """All that exiftool finds, within what it finds too."""
    found = subprocess.run(
        ["exiftool", "-json", "-a", "-u", "-G1", "-ee3", str(path)], capture_output=True, check=True, timeout=60)
    return json.loads(found.stdout)[0]


def is_clean(tag, value):
    if tag == "ExifTool:Warning":
        # Blanks where words in XML were.
        return value == "Invalid XMP"
    if re.fullmatch(r"(?:QuickTime|Track\d+):\w*Date", tag):
        return value == NO_TIME
    return STRUCTURE.fullmatch(tag) is not None


def assert_clean(content, path):
    path.write_bytes(content)
    assert {tag: value for tag, value in tags(path).items() if not is_clean(tag, value)} == {}
    assert camera.SECRET.encode() not in content


def test_there_are_enough_pictures():
    assert len(camera.PICTURES) >= 45


@pytest.mark.parametrize("name", camera.PICTURES)
def test_a_picture_keeps_its_pixels_and_nothing_that_a_camera_wrote(room, tmp_path, name):
    sent = camera.PICTURES[name]()
    answer, got = kept(room, name, sent)
    suffix = name.rpartition(".")[2]
    assert answer["type"] == TYPES[suffix]
    shown = looks(sent)
    # A JPEG is one picture: browsers show no second one.
    assert looks(got) == (shown[:1] if suffix == "jpg" else shown)
    with Image.open(io.BytesIO(got)) as picture:
        upright = ImageOps.exif_transpose(picture)
        assert (answer["width"], answer["height"]) == upright.size
    if suffix in ("jpg", "heic", "avif"):
        with Image.open(io.BytesIO(sent)) as picture:
            assert ImageOps.exif_transpose(picture).convert("RGBA").tobytes() == upright.convert("RGBA").tobytes()
    assert camera.SECRET.encode() in sent or name.startswith(("plain", "old")), "what is to go is there"
    assert_clean(got, tmp_path / f"kept.{suffix}")


@pytest.mark.parametrize("name", camera.FILMS)
def test_a_film_keeps_its_samples_and_neither_place_nor_camera(room, tmp_path, name):
    sent = camera.FILMS[name]()
    answer, got = kept(room, name, sent)
    assert answer["type"] == ("audio/mp4" if name == "voice.mp4" else TYPES[name.rpartition(".")[2]])
    assert len(got) == len(sent)
    assert got.find(bytes(range(64))) == sent.find(bytes(range(64))) > 0
    assert camera.SECRET.encode() in sent
    assert_clean(got, tmp_path / f"kept.{name.rpartition('.')[2]}")


def test_a_picture_whose_notes_have_passed_before_it_says_where_is_refused(room):
    ada, _, number = room
    sent = camera.heic()
    start = sent.index(b"meta") - 4
    length = int.from_bytes(sent[start:start + 4], "big")
    # The description behind the bytes that it describes.
    turned = sent[:start] + sent[start + length:] + sent[start:start + length]
    answer = ada.call(
        "POST", f"/api/v1/rooms/{number}/attachments?name=late.heic", raw=turned,
        headers={"Content-Type": "image/heic"})
    assert answer.status == 422, answer.body
