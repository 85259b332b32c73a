import SnugChat

/// JSON objects of texts, whole numbers and truth values alone, as nearly all frames are, read in one pass over their
/// bytes.
///
/// It reads what ``StrictJSON`` reads, and as that does, or says nothing: whatever is not as plain, and whatever is wrong,
/// is for that to judge.
enum FlatJSON {
    enum Value: Sendable, Hashable {
        case text(String)
        case number(Int64)
        case flag(Bool)
        case null
    }

    /// A member that a body may have.
    struct Member<Key: CodingKey & CaseIterable & Sendable>: Sendable {
        var key: Key
        /// Its name in UTF-8.
        var name: [UInt8]

        static var all: [Member] { Key.allCases.map { Member(key: $0, name: Array($0.stringValue.utf8)) } }
    }

    /// Returns the body that the bytes are; nil where they are no flat object, or none of a body's shape.
    static func read<Body: FlatBody>(_ type: Body.Type, from text: [UInt8]) -> Body? {
        var reader = Reader(text: text)
        return reader.read(type)
    }

    private struct Reader: JSONReader {
        let text: [UInt8]
        var index = 0
        /// True once a text was not written in ASCII, or with escaped units.
        private var mayHoldMarks = false

        init(text: [UInt8]) { self.text = text }

        mutating func read<Body: FlatBody>(_ type: Body.Type) -> Body? {
            var body = Body()
            var seen: UInt64 = 0
            guard takeBehindSpace("{") else { return nil }
            repeat {
                guard takeBehindSpace("\""), let name = readPlainText(), takeBehindSpace(":"), let value = readValue()
                else { return nil }
                guard let index = Body.members.firstIndex(where: { $0.name.elementsEqual(text[name]) }) else {
                    continue
                }
                // Which of two would count is not for this to say.
                guard seen & 1 << UInt64(index) == 0, body.set(Body.members[index].key, to: value) else { return nil }
                seen |= 1 << UInt64(index)
            } while takeBehindSpace(",")
            guard takeBehindSpace("}") else { return nil }
            skipSpace()
            guard index == text.count else { return nil }
            return mayHoldMarks && CombiningMarks(text).inARow > Limits.marksInJSONMax ? nil : body
        }

        private mutating func readValue() -> Value? {
            skipSpace()
            switch peek {
            case UInt8(ascii: "\""):
                index += 1
                return readText().map { .text($0) }
            case UInt8(ascii: "t"): return take("true") ? .flag(true) : nil
            case UInt8(ascii: "f"): return take("false") ? .flag(false) : nil
            case UInt8(ascii: "n"): return take("null") ? .null : nil
            default: return readNumber().map { .number($0) }
            }
        }

        /// Reads a text behind its first quotation mark that is in ASCII and has no escapes, and returns its place.
        private mutating func readPlainText() -> Range<Int>? {
            let start = index
            while let byte = peek {
                switch byte {
                case UInt8(ascii: "\""):
                    defer { index += 1 }
                    return start..<index
                case UInt8(ascii: "\\"), ..<0x20, 0x80...: return nil
                default: index += 1
                }
            }
            return nil
        }

        /// Reads a text behind its first quotation mark.
        private mutating func readText() -> String? {
            let start = index
            while let byte = peek {
                switch byte {
                case UInt8(ascii: "\""):
                    defer { index += 1 }
                    return String(validating: text[start..<index], as: UTF8.self)
                case UInt8(ascii: "\\"): return readEscapedText(behind: text[start..<index])
                case ..<0x20: return nil
                case 0x80...: mayHoldMarks = true
                default: break
                }
                index += 1
            }
            return nil
        }

        private mutating func readEscapedText(behind beginning: ArraySlice<UInt8>) -> String? {
            var read = Array(beginning)
            while let byte = take() {
                switch byte {
                case UInt8(ascii: "\""): return String(validating: read, as: UTF8.self)
                case UInt8(ascii: "\\"): guard readEscape(into: &read) else { return nil }
                case ..<0x20: return nil
                default:
                    if byte >= 0x80 { mayHoldMarks = true }
                    read.append(byte)
                }
            }
            return nil
        }

        /// Reads what stands behind a backslash (RFC 8259 §7).
        private mutating func readEscape(into read: inout [UInt8]) -> Bool {
            switch take() {
            case UInt8(ascii: "n"): read.append(0x0A)
            case UInt8(ascii: "t"): read.append(0x09)
            case UInt8(ascii: "r"): read.append(0x0D)
            case UInt8(ascii: "b"): read.append(0x08)
            case UInt8(ascii: "f"): read.append(0x0C)
            case let byte? where #""\/"#.utf8.contains(byte): read.append(byte)
            case UInt8(ascii: "u"):
                guard let scalar = readScalar(), let bytes = UTF8.encode(scalar) else { return false }
                mayHoldMarks = true
                read.append(contentsOf: bytes)
            default: return false
            }
            return true
        }

        /// Reads a scalar of one or two units of UTF-16; nil where one stands for none.
        private mutating func readScalar() -> Unicode.Scalar? {
            guard let first = readUnit() else { return nil }
            guard UTF16.isLeadSurrogate(first) else { return Unicode.Scalar(first) }
            guard take("\\u"), let second = readUnit(), UTF16.isTrailSurrogate(second) else { return nil }
            return Unicode.Scalar(0x1_0000 + UInt32(first - 0xD800) << 10 + UInt32(second - 0xDC00))
        }

        private mutating func readUnit() -> UInt16? {
            var unit: UInt16 = 0
            for _ in 0..<4 {
                guard let digit = take().flatMap({ Character(Unicode.Scalar($0)).hexDigitValue }) else { return nil }
                unit = unit << 4 | UInt16(digit)
            }
            return unit
        }

        /// Reads a whole number of at most eighteen digits, without an exponent: any such is an `Int64`.
        private mutating func readNumber() -> Int64? {
            let isNegative = take("-")
            let start = index
            var value: Int64 = 0
            while let byte = peek, Self.isDigit(byte) {
                guard index - start < 18 else { return nil }
                value = value * 10 + Int64(byte - 0x30)
                index += 1
            }
            guard index > start, text[start] != 0x30 || (index - start == 1 && !isNegative) else { return nil }
            return isNegative ? -value : value
        }

        private mutating func takeBehindSpace(_ byte: Unicode.Scalar) -> Bool {
            skipSpace()
            guard peek == UInt8(ascii: byte) else { return false }
            index += 1
            return true
        }
    }
}

/// A body whose members are all optional, and can be read where they are flat.
protocol FlatBody: Decodable {
    associatedtype Key: CodingKey & CaseIterable & Sendable

    /// Creates a body without any member.
    init()

    /// Its members, at most 64.
    static var members: [FlatJSON.Member<Key>] { get }

    /// Gives a member its value.
    /// - Returns: false where it has another type.
    mutating func set(_ member: Key, to value: FlatJSON.Value) -> Bool
}
