"""Files that would like to be something else: programs, pages, or more than they look."""

import bz2
import gzip
import io
import struct
import zipfile
import zlib

from .attachments import PDF, box, mp4, picture

SCRIPT = b"<script>parent.fired=1;top.fired=1;window.fired=1;alert('fired')</script>"
PAGE = b"<!doctype html><html><head><title>x</title></head><body onload=alert(1)>" + SCRIPT + b"</body></html>"
SVG = (b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="40" height="40" onload="alert(1)">'
       b"<script>alert(1);parent.fired=1</script><foreignObject><body xmlns='http://www.w3.org/1999/xhtml' "
       b"onload='alert(1)'/></foreignObject></svg>")


def _zip_bomb():
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("../../../tmp/evil", bytes(50_000_000))
    return written.getvalue()


def _png(width, height):
    """A picture whose head claims so many pixels, with data that unpack to much."""
    def chunk(kind, content):
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(
        b"IDAT", zlib.compress(bytes(10_000_000), 9)) + chunk(b"IEND", b"")


def _gif_and_script():
    """A GIF whose head, read as JavaScript, opens a comment that its end closes."""
    return b"GIF89a/*" + struct.pack("<H", 1) + b"\x00\x00\x00" + b"*/=1;parent.fired=1;alert(1);//" + b"\x3b"


def _jpeg_and_page():
    """A JPEG with a page in its comment and another behind its end."""
    made = picture("JPEG")
    return made[:2] + b"\xff\xfe" + struct.pack(">H", 2 + len(PAGE)) + PAGE + made[2:] + PAGE


def _png_and_page():
    """A PNG with a page in a text, as old browsers took for one."""
    made, text = picture("PNG"), b"Comment\0" + PAGE
    chunk = struct.pack(">I", len(text)) + b"tEXt" + text + struct.pack(">I", zlib.crc32(b"tEXt" + text))
    return made[:33] + chunk + made[33:] + PAGE


PUT_ASIDE = {
    # name: (content, the type that its sender claims)
    "page.html": (PAGE, "text/html"),
    "page.png": (PAGE, "image/png"),
    "page.mp4": (PAGE, "video/mp4"),
    "spaced.gif": (b" \t\r\n\x0c" + PAGE, "image/gif"),
    "marked.jpg": (b"\xef\xbb\xbf" + PAGE, "image/jpeg"),
    "wide.png": ("\ufeff".encode("utf-16-le") + PAGE.decode().encode("utf-16-le"), "image/png"),
    "page.xhtml": (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'>" + SCRIPT + b"</html>",
                   "application/xhtml+xml"),
    "drawing.svg": (SVG, "image/svg+xml"),
    "drawing.png": (SVG, "image/png"),
    "drawing.svgz": (gzip.compress(SVG), "image/svg+xml"),
    "feed.xml": (b"<?xml version='1.0'?><?xml-stylesheet href='data:text/xsl,x'?><a/>", "text/xml"),
    "laughs.xml": (b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><l>&b;</l>', "image/png"),
    "script.js": (b"parent.fired=1;alert(1)", "text/javascript"),
    "script.png": (b"parent.fired=1;alert(1)", "image/png"),
    "module.mjs": (b"export default alert(1)", "application/javascript"),
    "style.css": (b"*{background:url(//evil.invalid)}", "text/css"),
    "mail.mht": (b"From: x\r\nMIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + PAGE, "multipart/related"),
    "program.swf": (b"FWS\x0a" + bytes(100), "application/x-shockwave-flash"),
    "manual.pdf": (PDF, "application/pdf"),
    "manual.png": (PDF, "image/png"),
    "bomb.zip": (_zip_bomb(), "application/zip"),
    "bomb.png": (_zip_bomb(), "image/png"),
    "bomb.gz": (gzip.compress(bytes(20_000_000)), "text/html"),
    "bomb.bz2": (bz2.compress(bytes(20_000_000)), "image/png"),
    "bomb.pixels.png": (_png(50_000, 50_000), "image/png"),
    "plain.txt": (b"Just words, said <b>plainly</b>", "text/plain"),
    "words.png": (b"Just words", "image/png"),
    "manifest.appcache": (b"CACHE MANIFEST\n/evil", "text/cache-manifest"),
    "sheet.ico": (b"\x00\x00\x01\x00" + bytes(60), "image/x-icon"),
    "sheet.bmp": (b"BM" + bytes(60), "image/bmp"),
    "sheet.tif": (b"II*\x00" + bytes(60), "image/tiff"),
    "program.exe": (b"MZ" + bytes(100), "image/png"),
    "nothing.png": (b"\x89PNG\r\n\x1a\n" + PAGE, "image/png"),
    "half.png": (picture("PNG")[:20] + PAGE, "image/png"),
    "other.brand.heic": (box(b"ftyp", b"evil" + bytes(4) + b"evil") + PAGE, "image/heic"),
    "film.mkv": (b"\x1a\x45\xdf\xa3\x8b\x42\x82\x88matroska" + bytes(100), "video/webm"),
}
"""None of these is ever shown by the browser itself."""

SHOWN = {
    "polyglot.gif": (_gif_and_script(), "image/gif"),
    "polyglot.jpg": (_jpeg_and_page(), "image/jpeg"),
    "polyglot.png": (_png_and_page(), "image/png"),
    "film.mp4": (mp4() + box(b"free", PAGE), "text/html"),
}
"""These may be shown as what they are, and are nothing else: or they are put aside."""
