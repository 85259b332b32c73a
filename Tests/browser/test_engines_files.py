"""Pictures that are chosen, in the other engines: scaled down, upright, whichever way each of them does it."""

import base64
import io

from PIL import Image

ORIENTATION = 0x0112
CHOOSE = """const bytes = Uint8Array.from(atob(arguments[0]), (each) => each.charCodeAt(0));
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], 'IMG_1.JPG', { type: 'image/jpeg' }));
    const input = document.querySelector('input[type=file]');
    input.files = chosen.files;
    input.dispatchEvent(new Event('change'));"""
# The shown picture's size, and the colour at its upper right.
LOOK = """const image = document.querySelector('.tray-file img');
    const { naturalWidth: width, naturalHeight: height } = image;
    const canvas = Object.assign(document.createElement('canvas'), { width, height });
    const context = canvas.getContext('2d');
    context.drawImage(image, 0, 0);
    return [width, height, ...context.getImageData(width - 10, 10, 1, 1).data];"""


def lying_on_its_side(width=4_000, height=3_000):
    """A photograph as phones take it: a red corner at its upper left, which is to be turned to the upper right."""
    made = Image.new("RGB", (width, height), "teal")
    made.paste("red", (0, 0, width // 4, height // 4))
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    file = io.BytesIO()
    made.save(file, "JPEG", exif=exif)
    return base64.b64encode(file.getvalue()).decode()


def test_a_photograph_that_lies_on_its_side_is_made_smaller_and_upright(onlooker, server, person):
    one = onlooker(server)
    one.come_in(person, f"/#/room/{server.room(person, name='Attic')}")
    one.see(".composer-input")
    one.run(CHOOSE, lying_on_its_side())
    one.await_(lambda: one.run("return document.querySelector('.tray-file img')?.naturalWidth > 0"), "the small picture", within=30)
    width, height, red, green, blue, _ = one.run(LOOK)
    assert (width, height) == (480, 640)
    assert red > 200 and green < 80 and blue < 80, (red, green, blue)
    assert one.run("return document.querySelector('.tray-file bdi').textContent") in ("IMG_1.webp", "IMG_1.jpg")
