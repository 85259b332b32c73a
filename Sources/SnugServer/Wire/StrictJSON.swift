import FoundationEssentials
import SnugChat

/// JSON by RFC 8259 and nothing else: Foundation takes more, such as a comma in front of a closing bracket, and clients
/// that get away with it here fail elsewhere.
enum StrictJSON {
    /// Decodes a body.
    /// - Throws: 400 `malformed_json`, or 422 with the field's name.
    static func decode<Body: Decodable>(_ type: Body.Type, from text: [UInt8]) throws(ProblemError) -> Body {
        guard isWellFormed(text) else { throw ProblemError(.malformedJSON) }
        // Swift compares strings in a form that sorts the marks behind a letter, in the square of their number.
        guard CombiningMarks(text).inARow <= Limits.marksInJSONMax else {
            throw ProblemError(.tooManyMarks)
        }
        let data = Data(text)
        do {
            return try JSONDecoder().decode(Body.self, from: data)
        } catch {
            throw ProblemError(Problem(decoding: error, of: data))
        }
    }

    /// Returns true if the bytes are one JSON text in UTF-8, with at most ``Limits/jsonDepthMax`` arrays and objects in
    /// each other.
    static func isWellFormed(_ text: [UInt8]) -> Bool {
        guard String(validating: text, as: UTF8.self) != nil else { return false }
        var reader = Reader(text: text)
        return reader.readText()
    }

    /// Returns the text of an object's own member, so far as the bytes are JSON: what is wrong behind it does not count.
    /// - Returns: nil where there is no such member, or where it is no string.
    static func string(of member: String, in text: [UInt8]) -> String? {
        var reader = Reader(text: text, wanted: Array("\"\(member)\"".utf8))
        _ = reader.readText()
        return reader.found.flatMap { try? JSONDecoder().decode(String.self, from: Data(text[$0])) }
    }

    /// A reader of the grammar, which keeps nothing but the brackets that are open.
    private struct Reader: JSONReader {
        let text: [UInt8]
        var index = 0
        /// The brackets that close what is open, the innermost last.
        private var awaited: [UInt8] = []

        /// The key of the outermost object's member that is looked for, with its quotation marks; nil for none.
        private let wanted: [UInt8]?
        /// True where the value that follows is the one that is looked for.
        private var isWanted = false
        /// The place of the string that was looked for, with its quotation marks.
        private(set) var found: Range<Int>?

        init(text: [UInt8], wanted: [UInt8]? = nil) {
            self.text = text
            self.wanted = wanted
        }

        mutating func readText() -> Bool {
            while true {
                guard readValue() else { return false }
                // An opened bracket with something in it: its first value follows.
                if isAtValue { continue }
                guard let isMore = readEnds() else { return false }
                if !isMore { return index == text.count }
            }
        }

        /// True behind an opening bracket with something in it.
        private var isAtValue = false

        /// Reads a value, or an array's or object's beginning.
        private mutating func readValue() -> Bool {
            isAtValue = false
            defer { isWanted = false }
            skipSpace()
            switch take() {
            case UInt8(ascii: "{"): return open(awaiting: UInt8(ascii: "}"))
            case UInt8(ascii: "["): return open(awaiting: UInt8(ascii: "]"))
            case UInt8(ascii: "\""): return readText(from: index - 1)
            case UInt8(ascii: "t"): return take("rue")
            case UInt8(ascii: "f"): return take("alse")
            case UInt8(ascii: "n"): return take("ull")
            case UInt8(ascii: "-"): return readNumber(first: take())
            case let byte: return readNumber(first: byte)
            }
        }

        private mutating func open(awaiting bracket: UInt8) -> Bool {
            guard awaited.count < Limits.jsonDepthMax else { return false }
            awaited.append(bracket)
            skipSpace()
            if peek == bracket { return true }
            isAtValue = true
            return bracket == UInt8(ascii: "]") || readKey()
        }

        /// Reads what closes behind a value, up to the next one.
        /// - Returns: true where another value follows, false at the end, nil where neither may stand.
        private mutating func readEnds() -> Bool? {
            while true {
                skipSpace()
                guard let bracket = awaited.last else { return false }
                switch take() {
                case bracket: awaited.removeLast()
                case UInt8(ascii: ","): return bracket == UInt8(ascii: "]") || readKey() ? true : nil
                default: return nil
                }
            }
        }

        private mutating func readKey() -> Bool {
            skipSpace()
            let start = index
            guard take() == UInt8(ascii: "\""), readString() else { return false }
            if let wanted { isWanted = awaited.count == 1 && text[start..<index].elementsEqual(wanted) }
            skipSpace()
            return take() == UInt8(ascii: ":")
        }

        /// Reads a string that is a value, and keeps the place of the one that is looked for.
        private mutating func readText(from start: Int) -> Bool {
            let isWanted = isWanted
            guard readString() else { return false }
            if isWanted { found = start..<index }
            return true
        }

        /// Reads a string behind its first quotation mark.
        private mutating func readString() -> Bool {
            while let byte = take() {
                switch byte {
                case UInt8(ascii: "\""): return true
                case UInt8(ascii: "\\"): guard readEscape() else { return false }
                case ..<0x20: return false
                default: break
                }
            }
            return false
        }

        private mutating func readEscape() -> Bool {
            switch take() {
            case UInt8(ascii: "u"): return (0..<4).allSatisfy { _ in take().map(Self.isHexDigit) ?? false }
            case let byte?: return #""\/bfnrt"#.utf8.contains(byte)
            case nil: return false
            }
        }

        private mutating func readNumber(first: UInt8?) -> Bool {
            guard let first, Self.isDigit(first) else { return false }
            if first != UInt8(ascii: "0") { skipDigits() }
            if peek == UInt8(ascii: ".") {
                index += 1
                guard skipDigits() > 0 else { return false }
            }
            guard peek == UInt8(ascii: "e") || peek == UInt8(ascii: "E") else { return true }
            index += 1
            if peek == UInt8(ascii: "+") || peek == UInt8(ascii: "-") { index += 1 }
            return skipDigits() > 0
        }

        @discardableResult
        private mutating func skipDigits() -> Int {
            let start = index
            while let byte = peek, Self.isDigit(byte) { index += 1 }
            return index - start
        }

        private static func isHexDigit(_ byte: UInt8) -> Bool {
            isDigit(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
        }
    }
}
