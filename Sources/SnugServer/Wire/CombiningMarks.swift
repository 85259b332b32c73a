/// The combining marks in a JSON text, written out or escaped.
struct CombiningMarks {
    /// The most that follow each other.
    private(set) var inARow = 0
    private var run = 0

    /// - Parameter text: JSON in UTF-8; what is none counts for nothing.
    init(_ text: [UInt8]) {
        var index = 0
        while index < text.count {
            let byte = text[index]
            if let unit = Self.escapedUnit(at: index, of: text) {
                index += Self.escapeBytes
                let next = Self.escapedUnit(at: index, of: text)
                if UTF16.isLeadSurrogate(unit), let next, UTF16.isTrailSurrogate(next) {
                    index += Self.escapeBytes
                    note(0x1_0000 + UInt32(unit - 0xD800) << 10 + UInt32(next - 0xDC00))
                } else {
                    note(UInt32(unit))
                }
            } else if byte < 0x80 {
                run = 0
                index += 1
            } else {
                let count = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2
                let rest = text[(index + 1)..<min(index + count, text.count)]
                note(rest.reduce(UInt32(byte) & (0xFF >> UInt32(count + 1))) { $0 << 6 | UInt32($1 & 0x3F) })
                index += count
            }
        }
    }

    private static let escapeBytes = 6

    /// The unit of UTF-16 that is escaped there; nil where none is.
    private static func escapedUnit(at index: Int, of text: [UInt8]) -> UInt16? {
        guard index + escapeBytes <= text.count, text[index] == UInt8(ascii: "\\"), text[index + 1] == UInt8(ascii: "u")
        else { return nil }
        return UInt16(String(decoding: text[(index + 2)..<(index + escapeBytes)], as: UTF8.self), radix: 16)
    }

    /// Half of a pair alone is no scalar and no mark.
    private mutating func note(_ value: UInt32) {
        let isMark = Unicode.Scalar(value).map { $0.properties.canonicalCombiningClass != .notReordered } ?? false
        run = isMark ? run + 1 : 0
        inARow = max(inARow, run)
    }
}
