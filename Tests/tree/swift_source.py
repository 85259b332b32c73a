"""Swift source text without its comments and strings, at the same places."""

import re

_START = re.compile(r'//|/\*|#*"|`')


def blanked(source):
    """The source with spaces in place of comments and of what stands between quotes; line ends stay."""
    pieces, done = [], 0
    while found := _START.search(source, done):
        start = found.start()
        end = _end_of(source, found)
        pieces.append(source[done:start])
        pieces.append(source[start:end] if found[0] == "`" else _spaces(source[start:end]))
        done = end
    pieces.append(source[done:])
    return "".join(pieces)


def closing(code, start):
    """The place behind the bracket that closes the one at `start`, in blanked code."""
    pairs = {"(": ")", "[": "]", "{": "}"}
    waiting = []
    for place in range(start, len(code)):
        if code[place] in pairs:
            waiting.append(pairs[code[place]])
        elif waiting and code[place] == waiting[-1]:
            waiting.pop()
            if not waiting:
                return place + 1
    return len(code)


def line_of(text, place):
    """The number of the line that a place is in, from 1."""
    return text.count("\n", 0, place) + 1


def _spaces(text):
    return re.sub(r"[^\n]", " ", text)


def _end_of(source, found):
    start = found.start()
    if found[0] == "//":
        return _or_end(source.find("\n", start), source)
    if found[0] == "/*":
        return _comment_end(source, start)
    if found[0] == "`":
        return _or_end(source.find("`", start + 1) + 1 or -1, source)
    return _string_end(source, start)


def _or_end(place, source):
    return place if place >= 0 else len(source)


def _comment_end(source, start):
    depth = 0
    for mark in re.finditer(r"/\*|\*/", source[start:]):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return start + mark.end()
    return len(source)


def _string_end(source, start):
    hashes = re.match(r"#*", source[start:])[0]
    quotes = '"""' if source.startswith('"""', start + len(hashes)) else '"'
    place = start + len(hashes) + len(quotes)
    escape, end = "\\" + hashes, quotes + hashes
    while place < len(source):
        if source.startswith(end, place):
            return place + len(end)
        if source.startswith(escape, place):
            place += len(escape)
            place = _interpolation_end(source, place) if source.startswith("(", place) else place + 1
        elif quotes == '"' and source[place] == "\n":
            return place
        else:
            place += 1
    return place


def _interpolation_end(source, start):
    depth, place = 0, start
    while place < len(source):
        if source[place] == '"':
            place = _string_end(source, place)
            continue
        depth += {"(": 1, ")": -1}.get(source[place], 0)
        place += 1
        if depth == 0:
            return place
    return place
