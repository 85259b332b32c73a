/// The items of a HEIC or AVIF that hold notes instead of pictures (ISO 14496-12 §8.11.6).
struct HEIFItemTypes {
    private(set) var exif: Set<Int> = []
    private(set) var notes: Set<Int> = []

    /// Reads the box; nil where it cannot be read.
    init?(_ box: Box) {
        guard let (version, _, rest) = box.full else { return nil }
        var bytes = rest
        guard bytes.bytes(version == 0 ? 2 : 4) != nil else { return nil }
        for entry in Box.all(in: bytes.rest) where entry.type == "infe" {
            guard let (version, _, rest) = entry.full else { return nil }
            var bytes = rest
            guard let item = bytes.bigEndian(bytes: version == 3 ? 4 : 2), bytes.bytes(2) != nil else { return nil }
            // The first versions have no types: they were for texts alone.
            let type = version < 2 ? "mime" : bytes.code()
            if type == "Exif" { exif.insert(item) }
            if ["Exif", "mime", "uri "].contains(type) { notes.insert(item) }
        }
    }
}
