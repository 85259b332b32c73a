/// The way in which a camera was held, which is all that is left of its notes: without it portraits lie on their side.
///
/// *Source:* Exif 3.0 §4.6.4, TIFF 6.0.
struct ExifOrientation: Sendable, Hashable {
    /// 2 to 8.
    let value: UInt8

    /// True where width and height change places.
    var isTurned: Bool { value >= 5 }

    /// Reads a segment of Exif; nil where it has none but the usual one.
    init?(_ segment: [UInt8]) {
        var bytes = MediaBytes(segment[...])
        guard bytes.bytes(6)?.elementsEqual("Exif\0\0".utf8) == true, let value = Self.value(in: bytes.rest) else {
            return nil
        }
        self.value = value
    }

    /// A JPEG's segment with a TIFF of 26 bytes that says nothing else.
    var segment: [UInt8] {
        [0xFF, JPEGMarker.exif, 0, 34] + Array("Exif\0\0".utf8)
            + [0x4D, 0x4D, 0, 0x2A, 0, 0, 0, 8, 0, 1]
            + [0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0]
            + [0, 0, 0, 0]
    }

    /// Finds the entry in the first directory of a TIFF.
    private static func value(in tiff: ArraySlice<UInt8>) -> UInt8? {
        let isLittle = tiff.starts(with: [0x49, 0x49, 0x2A, 0])
        guard isLittle || tiff.starts(with: [0x4D, 0x4D, 0, 0x2A]) else { return nil }
        func number(_ bytes: inout MediaBytes, _ count: Int) -> Int? {
            isLittle ? bytes.littleEndian(bytes: count) : bytes.bigEndian(bytes: count)
        }
        var header = MediaBytes(tiff.dropFirst(4))
        guard let offset = number(&header, 4) else { return nil }
        var directory = MediaBytes(tiff.dropFirst(offset))
        guard let count = number(&directory, 2) else { return nil }
        for _ in 0..<count {
            guard let tag = number(&directory, 2), let type = number(&directory, 2), directory.bytes(4) != nil,
                let value = number(&directory, 2), directory.bytes(2) != nil
            else { return nil }
            if tag == 0x0112 { return type == 3 && (2...8).contains(value) ? UInt8(value) : nil }
        }
        return nil
    }
}
