/// The markers of a JPEG (T.81, table B.1), and the use that is made of their segments.
enum JPEGMarker {
    static let restarts: ClosedRange<UInt8> = 0xD0...0xD7
    static let end: UInt8 = 0xD9
    static let scan: UInt8 = 0xDA
    static let jfif: UInt8 = 0xE0
    static let exif: UInt8 = 0xE1
    static let colours: UInt8 = 0xE2
    static let adobe: UInt8 = 0xEE

    enum Use {
        case kept
        case leftOut
        /// Its bytes decide.
        case read
    }

    /// True for the code of a marker without a segment, and for none, which is a byte of data.
    static func isAlone(_ code: UInt8) -> Bool { code <= 0x01 || restarts.contains(code) }

    /// Returns the use of the segment behind a marker; nil for one that begins none, or one of an unknown meaning.
    static func use(_ code: UInt8) -> Use? {
        switch code {
        // Tables of Huffman coding and of quantization, number of lines, restart interval.
        case 0xC4, 0xDB, 0xDC, 0xDD, scan: .kept
        // Frames that browsers show: baseline, extended, progressive. They show none without loss, in layers, or with
        // arithmetic coding.
        case 0xC0...0xC2: .read
        case jfif, exif, colours, adobe: .read
        // What applications add, and comments.
        case 0xE0...0xEF, 0xFE: .leftOut
        default: nil
        }
    }

    /// Returns the size in a frame's header (T.81 B.2.2).
    static func size(_ segment: [UInt8]) -> MediaSize? {
        var bytes = MediaBytes(segment[...])
        guard bytes.byte() != nil, let height = bytes.bigEndian(bytes: 2), let width = bytes.bigEndian(bytes: 2),
            width > 0, height > 0
        else { return nil }
        return MediaSize(width: width, height: height)
    }
}
