"""What a plain look through all messages finds, a search finds: in 28 languages, by any word or piece of one."""

import random
import re
import unicodedata
from importlib import resources
from urllib.parse import quote

from support.searches import await_index, found, say, write
from support.server import SnugServer
from support.snug import SnugProcess

PIECES = 30
"""Words and pieces that are looked for in each language."""
UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]+")
"""Letters of scripts that put no spaces between words."""


def talk():
    """Lines of small talk by their language."""
    lines = {}
    for folder in (resources.files("chatterbot_corpus") / "data").iterdir():
        if folder.is_dir() and not folder.name.startswith("_"):
            texts = [file.read_text(encoding="utf-8", errors="replace") for file in sorted(folder.iterdir(), key=str)]
            said = [re.sub(r"^\s*(- )*-?\s*", "", line).strip() for line in "\n".join(texts).splitlines()]
            lines[folder.name] = [line for line in said if line and not line.endswith(":") and len(line) < 2_000]
    return lines


def is_letter(character):
    return unicodedata.category(character)[0] in "LMN"


def pieces(lines, rng):
    """Words of the lines, or of scripts without spaces one to four letters of them."""
    found = set()
    for line in rng.choices(lines, k=20 * PIECES):
        if run := UNSPACED.search(line):
            count = min(rng.randint(1, 4), len(run[0]))
            start = rng.randint(0, len(run[0]) - count)
            found.add(run[0][start:start + count])
        elif words := "".join(each if is_letter(each) else " " for each in line).split():
            found.add(rng.choice(words))
        if len(found) == PIECES:
            break
    return sorted(found)


def holds(text, piece):
    """True if a text has a piece in it; a word as a whole one."""
    text, piece = text.lower(), piece.lower()
    if UNSPACED.match(piece):
        return piece in text
    edges = ((text[:each.start()][-1:], text[each.end():][:1]) for each in re.finditer(re.escape(piece), text))
    return any(not (before and is_letter(before)) and not (after and is_letter(after)) for before, after in edges)


def test_every_word_and_every_piece_is_found(tmp_path):
    """Of 1 to 4 letters in Chinese, Japanese, Korean and Thai, of a whole word in the others."""
    lines = talk()
    assert len(lines) > 25
    with SnugProcess(tmp_path, "--registration", "open", "--message-rate", "0") as process:
        alma = SnugServer(process.start()).register("Alma")
        room = SnugServer.room(alma)
        texts = [line for each in lines.values() for line in each]
        write(process, room, alma, texts)
        await_index(process, alma, room)
        rng = random.Random(1)
        missed = []
        for language, said in lines.items():
            for piece in pieces(said, rng):
                wanted = {text for text in texts if holds(text, piece)}
                missed += [(language, piece, text) for text in wanted - set(found(alma, piece, limit=50))]
        assert missed == []


def test_names_of_files_are_found_as_words_are(process):
    """In every script."""
    alma = SnugServer(process).register("Alma")
    room = SnugServer.room(alma)
    names = ["Größenänderung_final(2).PDF", "決算報告書2026年度.xlsx", "фото-с-дачи.jpg", "사진 모음.zip", "ﾚｼｰﾄ.png"]
    for name in names:
        file = alma.call("POST", f"/api/v1/rooms/{room}/attachments?name={quote(name)}", raw=b"x",
                         headers={"Content-Type": "application/octet-stream"}).body
        alma.post(f"/api/v1/rooms/{room}/messages", {"content": "", "attachment_ids": [file["id"]]})
    say(alma, room, "words")
    for piece in ["GROSSENANDERUNG", "final 2", "pdf", "報告", "2026年", "書", "дачи", "모", "사진", "レシート"]:
        assert len(found(alma, piece)) == 1, piece
