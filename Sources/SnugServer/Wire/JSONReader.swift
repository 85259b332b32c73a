/// A reader of JSON's bytes, one behind the other.
protocol JSONReader {
    var text: [UInt8] { get }
    /// The place of the next byte.
    var index: Int { get set }
}

extension JSONReader {
    /// The next byte, which stays; nil at the end.
    var peek: UInt8? { index < text.count ? text[index] : nil }

    mutating func take() -> UInt8? {
        guard index < text.count else { return nil }
        defer { index += 1 }
        return text[index]
    }

    /// Takes these bytes; where others follow, nothing.
    mutating func take(_ word: StaticString) -> Bool {
        let end = index + word.utf8CodeUnitCount
        guard end <= text.count else { return false }
        let isThere = word.withUTF8Buffer { unsafe $0.elementsEqual(text[index..<end]) }
        if isThere { index = end }
        return isThere
    }

    mutating func skipSpace() {
        while let byte = peek, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { index += 1 }
    }

    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
