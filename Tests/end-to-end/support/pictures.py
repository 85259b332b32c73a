"""Pictures of people: files as programs write them, and one that is as large as may be."""

import io
import random
from pathlib import Path

from PIL import Image

FOLDER = Path(__file__).parents[2] / "vectors" / "pictures"


def file(name):
    return (FOLDER / name).read_bytes()


def noise(side):
    """A PNG that cannot be made smaller: three bytes a pixel."""
    pixels = random.Random(7).randbytes(3 * side * side)
    written = io.BytesIO()
    Image.frombytes("RGB", (side, side), pixels).save(written, "PNG")
    return written.getvalue()


def pixels(content):
    """What is seen of a picture, as it is unpacked."""
    with Image.open(io.BytesIO(content)) as picture:
        return picture.size, picture.convert("RGBA").tobytes()
