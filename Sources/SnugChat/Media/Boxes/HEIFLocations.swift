/// The parts of a file that hold an item.
struct HEIFLocation {
    struct Part {
        var offset: Int
        var count: Int
    }

    var item: Int
    /// The way in which the offsets are counted: 0 from the beginning of the file, 1 from that of the box of data.
    var method: Int
    var parts: [Part]
}

/// The places of items (ISO 14496-12 §8.11.3).
struct HEIFLocations {
    /// Of the items that were asked for, those in this file.
    private(set) var all: [HEIFLocation] = []

    /// Reads the box; nil where it cannot be read.
    init?(_ box: Box, of items: Set<Int>) {
        guard let (version, _, rest) = box.full, version <= 2 else { return nil }
        var bytes = rest
        guard let lengths = bytes.byte().map(Int.init), let more = bytes.byte().map(Int.init),
            let count = bytes.bigEndian(bytes: version < 2 ? 2 : 4)
        else { return nil }
        let offsetBytes = lengths >> 4
        let countBytes = lengths & 15
        let baseBytes = more >> 4
        let indexBytes = version == 0 ? 0 : more & 15
        guard [offsetBytes, countBytes, baseBytes, indexBytes].allSatisfy([0, 4, 8].contains) else { return nil }
        for _ in 0..<count {
            guard let item = bytes.bigEndian(bytes: version < 2 ? 2 : 4),
                let method = version == 0 ? 0 : bytes.bigEndian(bytes: 2), let source = bytes.bigEndian(bytes: 2),
                let base = bytes.bigEndian(bytes: baseBytes), let parts = bytes.bigEndian(bytes: 2),
                // One without bytes of its own may be there once, or the same would be read 65,535 times.
                parts <= 1 || offsetBytes + countBytes + indexBytes > 0
            else { return nil }
            var location = HEIFLocation(item: item, method: method & 15, parts: [])
            for _ in 0..<parts {
                guard bytes.bytes(indexBytes) != nil, let offset = bytes.bigEndian(bytes: offsetBytes),
                    let count = bytes.bigEndian(bytes: countBytes)
                else { return nil }
                let (place, isTooLarge) = base.addingReportingOverflow(offset)
                guard !isTooLarge else { return nil }
                if items.contains(item) { location.parts.append(HEIFLocation.Part(offset: place, count: count)) }
            }
            if items.contains(item), source == 0 { all.append(location) }
        }
    }
}
