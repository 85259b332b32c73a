"""Pictures as telephones, cameras and programs write them: with a place, a camera and notes, in every way that there is."""

import io
import struct
import subprocess
import tempfile
import zlib
from functools import partial
from pathlib import Path

import pillow_heif
from PIL import Image, ImageCms, PngImagePlugin

pillow_heif.register_heif_opener()

SECRET = "SNUGSECRET"
PLACE = (52.0, 31.0, 12.34)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
# The same on each day.
PROFILE = PROFILE[:24] + bytes(12) + PROFILE[36:]
XMP = (
    '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description'
    ' xmlns:exif="http://ns.adobe.com/exif/1.0/" exif:GPSLatitude="52,31.2N" exif:GPSLongitude="13,24.5E"'
    f' xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="{SECRET}"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
).encode()


def scene(width=48, height=32, mode="RGB"):
    """A picture of which no turned or mirrored one is the same."""
    picture = Image.new("RGB", (width, height))
    picture.putdata(
        [(x * 255 // width, y * 255 // height, (x * 7 + y * 13) % 256) for y in range(height) for x in range(width)]
    )
    return picture.convert(mode)


def exif(orientation=None):
    """A camera's notes: its name, the time, the place, and which way up it was."""
    notes = Image.Exif()
    notes[0x010F], notes[0x0110], notes[0x0132] = SECRET, "Model " + SECRET, "2026:11:28 02:30:00"
    if orientation:
        notes[0x0112] = orientation
    notes.get_ifd(0x8769).update({0x9003: "2026:11:28 02:30:00", 0x927C: SECRET.encode(), 0xA431: SECRET})
    notes.get_ifd(0x8825).update({1: "N", 2: PLACE, 3: "E", 4: PLACE, 29: "2026:11:28"})
    return notes.tobytes()


def written(picture, form, **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def jpeg(orientation=None, mode="RGB", **options):
    options = {"quality": 80, "icc_profile": PROFILE, "comment": SECRET.encode(), **options}
    return written(scene(mode=mode), "JPEG", exif=exif(orientation), xmp=XMP, **options)


def tagged(content, suffix, *arguments):
    """The same as exiftool writes it with these arguments."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"picture.{suffix}"
        path.write_bytes(content)
        subprocess.run(["exiftool", "-q", "-overwrite_original", *arguments, str(path)], check=True, timeout=60)
        return path.read_bytes()


def segment(content, code, data):
    """A JPEG with one segment more, behind its first."""
    return content[:2] + bytes([0xFF, code]) + struct.pack(">H", len(data) + 2) + data + content[2:]


def box(kind, *content):
    content = b"".join(content)
    return struct.pack(">I", len(content) + 8) + kind.encode() + content


def track(handler, width=0, height=0, turned=False):
    """A track of no samples, made at a time, with notes of its own."""
    across = (0, 1, 0, -1, 0, 0) if turned else (1, 0, 0, 0, 1, 0)
    matrix = struct.pack(">9i", *(number << 16 for number in across), 0, 0, 1 << 30)
    head = struct.pack(">IIIIII", 7, 3_900_000_000, 3_900_000_001, 1, 0, 0) + bytes(16) + matrix
    return box(
        "trak",
        box("tkhd", head, struct.pack(">II", width << 16, height << 16)),
        box("udta", box("name", SECRET.encode())),
        box(
            "mdia",
            box("mdhd", struct.pack(">IIIIIHH", 0, 3_900_000_000, 3_900_000_001, 1000, 0, 0x55C4, 0)),
            box("hdlr", bytes(8), handler.encode(), bytes(13)),
            box("minf", box("stbl", box("stsd", bytes(8)))),
        ),
    )


def film(brand="mp42", moov_first=False, handlers=("vide", "soun"), turned=False):
    """A film of no pictures with a place and a camera, as telephones write them."""
    place = struct.pack(">I4sHH", 12 + len(SECRET), b"\xa9xyz", len(SECRET), 0) + SECRET.encode()
    words = box("meta", bytes(4), box("hdlr", bytes(8), b"mdta", bytes(13)), box("ilst", SECRET.encode()))
    moov = box(
        "moov",
        box("mvhd", struct.pack(">IIIII", 0, 3_900_000_000, 3_900_000_001, 1000, 0), bytes(80)),
        *(track(handler, 64, 48, turned) if handler == "vide" else track(handler) for handler in handlers),
        box("udta", place, bytes(4)),
        words,
    )
    mdat = struct.pack(">I4sQ", 1, b"mdat", 16 + 64) + bytes(range(64))
    notes = box("uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac"), XMP) + box("free", SECRET.encode())
    start = box("ftyp", brand.encode(), bytes(4), brand.encode(), b"isom")
    return start + (moov + notes + mdat if moov_first else notes + mdat + moov + box("inst", SECRET.encode()))


def several():
    """Two photographs in one file (MPF), the second with a place of its own."""
    second = scene(24, 16)
    return written(scene(), "MPO", save_all=True, append_images=[second], exif=exif(6), quality=80)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(mode="RGB", orientation=None, **options):
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Author", SECRET)
    notes.add_text("Comment", SECRET * 40, zip=True)
    notes.add_itxt("XML:com.adobe.xmp", XMP.decode())
    content = written(scene(mode=mode), "PNG", pnginfo=notes, exif=exif(orientation), icc_profile=PROFILE, **options)
    later = chunk(b"tIME", bytes([7, 234, 11, 28, 2, 30, 0])) + chunk(b"teSt", SECRET.encode())
    return content[:-12] + later + content[-12:] + SECRET.encode()


def frames(mode="RGB"):
    return [scene(mode=mode).transpose(Image.Transpose.FLIP_LEFT_RIGHT), scene(mode=mode).rotate(180)]


def webp(mode="RGB", orientation=None, **options):
    return written(scene(mode=mode), "WEBP", exif=exif(orientation), xmp=XMP, icc_profile=PROFILE, **options)


def gif(count=1, **options):
    content = written(scene(mode="P"), "GIF", comment=SECRET.encode(), append_images=frames("P")[: count - 1], **options)
    return tagged(content, "gif", f"-XMP-dc:Source={SECRET}", "-XMP-exif:GPSLatitude=52.5", f"-Comment={SECRET}")


def heic(mode="RGB", orientation=None, **options):
    return written(scene(64, 48, mode), "HEIF", exif=exif(orientation), xmp=XMP, quality=80, **options)


def avif(mode="RGB", orientation=None, **options):
    return written(scene(64, 48, mode), "AVIF", exif=exif(orientation), xmp=XMP, icc_profile=PROFILE, **options)


def old_thumbnail():
    """A JPEG whose JFIF segment holds a picture in small of two pixels."""
    content = written(scene(), "JPEG")
    assert content[2:4] == b"\xff\xe0" and content[6:11] == b"JFIF\0"
    return content[:4] + struct.pack(">H", 16 + 6) + content[6:18] + b"\2\1" + b"SECRET" + content[20:]


# Every kind by its name, of which the last word is how it is written.
PICTURES = {
    **{f"baseline {way}.jpg": partial(jpeg, way) for way in range(1, 9)},
    **{f"progressive {way}.jpg": partial(jpeg, way, progressive=True) for way in range(1, 9)},
    "grey.jpg": partial(jpeg, 3, "L"),
    "cmyk.jpg": partial(jpeg, None, "CMYK", icc_profile=None),
    "full colour.jpg": partial(jpeg, 8, subsampling=0),
    "restarts.jpg": partial(jpeg, 5, restart_marker_blocks=1),
    "thumbnail.jpg": lambda: segment(jpeg(2), 0xE0, b"JFXX\0\x10" + jpeg()[:200]),
    "old thumbnail.jpg": old_thumbnail,
    "by exiftool.jpg": lambda: tagged(
        jpeg(6), "jpg", f"-IPTC:City={SECRET}", "-Photoshop:XResolution=72", f"-XMP-dc:Creator={SECRET}",
        f"-EXIF:UserComment={SECRET}", "-GPSAltitude=34",
    ),
    "motion.jpg": lambda: jpeg(6) + film(),
    "several.jpg": several,
    "plain.jpg": lambda: written(scene(), "JPEG"),
    "rgb.png": png,
    "turned.png": partial(png, orientation=6),
    "alpha.png": partial(png, "RGBA"),
    "grey.png": partial(png, "L"),
    "palette.png": partial(png, "P"),
    "one bit.png": partial(png, "1"),
    "moving.png": lambda: png(save_all=True, append_images=frames(), duration=100),
    "lossy.webp": partial(webp, quality=70),
    "lossless.webp": partial(webp, lossless=True),
    "alpha.webp": partial(webp, "RGBA", quality=70),
    "lossless alpha.webp": partial(webp, "RGBA", lossless=True),
    "moving.webp": lambda: webp(save_all=True, append_images=frames(), duration=100, quality=70),
    "moving lossless.webp": lambda: webp(save_all=True, append_images=frames(), duration=100, lossless=True),
    "behind its end.webp": lambda: webp(quality=70) + SECRET.encode(),
    "plain.webp": lambda: written(scene(), "WEBP"),
    "still.gif": gif,
    "moving.gif": partial(gif, 3, save_all=True, duration=100, loop=0),
    "clear.gif": partial(gif, 3, save_all=True, duration=100, loop=3, transparency=0, disposal=2),
    "rgb.heic": heic,
    "turned.heic": partial(heic, orientation=6),
    "mirrored.heic": partial(heic, orientation=4),
    "alpha.heic": partial(heic, "RGBA"),
    "several.heic": lambda: heic(save_all=True, append_images=[scene(64, 64)]),
    "by exiftool.heic": lambda: tagged(heic(), "heic", f"-XMP-dc:Creator={SECRET}", "-GPSAltitude=34"),
    "rgb.avif": avif,
    "turned.avif": partial(avif, orientation=6),
    "mirrored.avif": partial(avif, orientation=7),
    "alpha.avif": partial(avif, "RGBA"),
    "moving.avif": lambda: avif(save_all=True, append_images=[scene(64, 48).rotate(180)], duration=100),
    "by exiftool.avif": lambda: tagged(avif(), "avif", f"-XMP-dc:Creator={SECRET}", "-GPSAltitude=34"),
}
FILMS = {
    "telephone.mp4": film,
    "turned.mp4": partial(film, moov_first=True, turned=True),
    "sound.m4a": partial(film, "M4A ", handlers=("soun",)),
    "voice.mp4": partial(film, "iso5", True, ("soun",)),
    "camera.mov": partial(film, "qt  "),
}
