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
            if byte == UInt8(ascii: "\\"), index + 5 < text.count, text[index + 1] == UInt8(ascii: "u") {
                let digits = String(decoding: text[(index + 2)..<(index + 6)], as: UTF8.self)
                note(UInt32(digits, radix: 16) ?? 0)
                index += 6
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

    private mutating func note(_ value: UInt32) {
        // Half of an escaped pair, of which some stand for marks, counts as one.
        let scalar = Unicode.Scalar(value)
        let isMark = scalar.map { $0.properties.canonicalCombiningClass != .notReordered } ?? true
        run = isMark ? run + 1 : 0
        inARow = max(inARow, run)
    }
}
