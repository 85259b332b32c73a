"""Writes the client's emoji: emoji/signs.js and the names in words/emoji-en.js and words/emoji-de.js.

Their source are the data of Unicode and its CLDR, as Debian's packages unicode-data and unicode-cldr-core have them
(© Unicode, Inc., Unicode-DFS-2016), and usual.txt beside this file. Run it after those have a newer version:

    apt-get install unicode-data unicode-cldr-core
    python3 Tests/client/emoji/tables.py
"""

import re
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

UNICODE = Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode")
HERE = Path(__file__).parent
CLIENT = HERE.parents[2] / "Sources/SnugWeb/client"
GROUPS = {
    "Smileys & Emotion": ("😀", "Faces and feelings", "Gesichter und Gefühle"),
    "People & Body": ("👋", "People", "Menschen"),
    "Animals & Nature": ("🐻", "Animals and nature", "Tiere und Natur"),
    "Food & Drink": ("🍔", "Food and drink", "Essen und Trinken"),
    "Travel & Places": ("🚗", "Travel and places", "Reisen und Orte"),
    "Activities": ("⚽", "Activities", "Aktivitäten"),
    "Objects": ("💡", "Objects", "Dinge"),
    "Symbols": ("❤️", "Symbols", "Zeichen"),
    "Flags": ("🏁", "Flags", "Flaggen"),
}
TONES = [chr(0x1F3FB + number) for number in range(5)]
KEYWORDS_MAX = 8


def signs():
    """`{group: [sign]}` without the variants of skin, and `{sign: name}` of all."""
    groups, known, group = {}, {}, None
    for line in (UNICODE / "emoji/emoji-test.txt").read_text().splitlines():
        if line.startswith("# group: "):
            group = line.removeprefix("# group: ")
        if "; fully-qualified" not in line:
            continue
        sign = "".join(chr(int(point, 16)) for point in line.split(";")[0].split())
        known[sign] = re.split(r" E\d+\.\d+ ", line)[1]
        if not any(tone in sign for tone in TONES):
            groups.setdefault(group, []).append(sign)
    return groups, known


def bases():
    """The characters that a modifier of skin may follow."""
    found = set()
    for line in (UNICODE / "emoji/emoji-data.txt").read_text().splitlines():
        match = re.match(r"([0-9A-F]+)(?:\.\.([0-9A-F]+))?\s*; Emoji_Modifier_Base", line)
        if match:
            found |= {chr(point) for point in range(int(match[1], 16), int(match[2] or match[1], 16) + 1)}
    return found


def names(language):
    """`{sign without U+FE0F: [name, keyword, …]}`"""
    found = {}
    for folder in ("annotations", "annotationsDerived"):
        for each in xml.parse(UNICODE / f"cldr/common/{folder}/{language}.xml").iter("annotation"):
            words = found.setdefault(each.get("cp"), ["", []])
            if each.get("type") == "tts":
                words[0] = each.text
            else:
                words[1] = [word.strip() for word in each.text.split("|")]
    return found


def usual():
    """`{sign: ([English names], [German names])}`"""
    lines = [line for line in (HERE / "usual.txt").read_text().splitlines() if not line.startswith("#")]
    parts = [line.split("; ") for line in lines]
    return {sign: (english.split(), german.split()) for sign, english, german in parts}


def written(sign, known, own, unicode_name):
    """The words of one sign: its name, the usual ones, then those that say something more.

    A sign newer than the CLDR has the name that Unicode gave it.
    """
    name, keywords = known.get(sign.replace("\ufe0f", ""), (unicode_name, []))
    words = [name.replace(" ", "_"), *own]
    said = {part for word in words for part in re.split(r"[_:,]+", word.lower())}
    for keyword in keywords[:KEYWORDS_MAX]:
        new = [part for part in keyword.split() if part.lower() not in said and len(part) > 1]
        words += new
        said |= {part.lower() for part in new}
    return " ".join(words)


def main():
    groups, known = signs()
    tonable = bases()

    def takes_tone(sign):
        spread = [re.sub(f"([{''.join(tonable)}])\ufe0f?", rf"\1{tone}", sign) for tone in TONES]
        return spread[0] != sign and all(each in known for each in spread)

    usually = usual()
    made = "// Made by Tests/client/emoji/tables.py; not to be written by hand. © Unicode, Inc., Unicode-DFS-2016."
    lines = [" ".join(sign + "~" * takes_tone(sign) for sign in groups[group]) for group in GROUPS]
    (CLIENT / "emoji/signs.js").write_text("\n".join([
        "// All emoji of Unicode, one line a group, in the order of their keyboards.", made, "",
        "/// A sign of each group.", f"export const groupSigns = \"{' '.join(sign for sign, *_ in GROUPS.values())}\";", "",
        "/// Those that people use most.", f"export const usual = \"{' '.join(usually)}\";", "",
        "/// Behind one that takes a skin tone stands a `~`.", "export const table = `", *lines, "`;", ""]))
    for number, (language, tongue) in enumerate([("en", "English"), ("de", "German")]):
        of_language = names(language)
        lines = ["|".join(
            written(sign, of_language, usually.get(sign, ([], []))[number], known[sign]) for sign in groups[group]
        ) for group in GROUPS]
        titles = ", ".join(f'"{titles[number + 1]}"' for titles in GROUPS.values())
        (CLIENT / f"words/emoji-{language}.js").write_text("\n".join([
            f"// The {tongue} words that find the emoji of emoji/signs.js, in the same order; the first one is the name.",
            made, "", f"export const groups = [{titles}];", "", "export const table = `", *lines, "`;", ""]))


main()
