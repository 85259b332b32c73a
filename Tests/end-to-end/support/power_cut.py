"""What a disk may hold after the power is cut, from a record of all that was done to it.

What was synced is there. Of what was written since, any part may be: nothing, all, or some sectors of some writes. A
file's place in its folder is taken to be kept at once, as journalling file systems do in order."""

import struct

SECTOR = 512
_HEADER = struct.Struct("<qqIHcx")


def records(log):
    """(moment in seconds, operation, name, offset, bytes), in order; the last one may be cut off."""
    data, at = log.read_bytes(), 0
    while at + _HEADER.size <= len(data):
        nanoseconds, offset, count, name_bytes, operation = _HEADER.unpack_from(data, at)
        at += _HEADER.size
        end = at + name_bytes + count
        if end > len(data):
            return
        yield (nanoseconds / 1e9, operation.decode(), data[at:at + name_bytes].decode(), offset,
               data[at + name_bytes:end])
        at = end


class Disk:
    """Files as they are kept, and what waits to be."""

    def __init__(self, keeps_syncs=True):
        self.kept = {}
        self.waiting = {}
        """name → [(number of the record, operation, offset, bytes)]"""
        self._count = 0
        self._keeps_syncs = keeps_syncs

    def do(self, operation, name, offset, data):
        self._count += 1
        match operation:
            case "o":
                self.kept.setdefault(name, bytearray())
                self.waiting.setdefault(name, [])
                if offset:
                    self.waiting[name].append((self._count, "t", 0, b""))
            case "w" | "t":
                self.waiting[name].append((self._count, operation, offset, data))
            case "s" if self._keeps_syncs:
                covered = [each for each in self.waiting[name] if each[0] <= offset]
                for _, kind, at, piece in covered:
                    _apply(self.kept[name], kind, at, piece)
                self.waiting[name] = [each for each in self.waiting[name] if each[0] > offset]
            case "u":
                self.kept.pop(name, None)
                self.waiting.pop(name, None)
            case "r":
                self.kept[data.decode()] = self.kept.pop(name)
                self.waiting[data.decode()] = self.waiting.pop(name)

    def after_cut(self, random):
        """One of the states that it may be found in, by name."""
        return {name: self._found(name, random) for name in self.kept}

    def _found(self, name, random):
        content = bytearray(self.kept[name])
        fate = random.choice(["nothing", "all", "some", "some"])
        for _, kind, offset, data in self.waiting[name]:
            if fate == "all":
                _apply(content, kind, offset, data)
            elif fate == "some" and kind == "t":
                if random.random() < 0.5:
                    _apply(content, kind, offset, data)
            elif fate == "some":
                for start in range(0, len(data), SECTOR):
                    if random.random() < 0.5:
                        _apply(content, "w", offset + start, data[start:start + SECTOR])
        return content


def _apply(content, kind, offset, data):
    length = offset if kind == "t" else offset + len(data)
    if kind == "t":
        del content[length:]
    if len(content) < length:
        content.extend(bytes(length - len(content)))
    if kind == "w":
        content[offset:length] = data
