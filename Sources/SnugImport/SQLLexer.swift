import SnugChat

/// A token of SQL.
enum SQLToken: Equatable {
    /// A word without quotes, in lower case.
    case word(String)
    /// A name in double quotes.
    case name(String)
    /// A text in quotes, without them.
    case text(String)
    case number(String)
    case symbol(UInt8)
    /// A line of psql's own, such as `\\connect shop`, without its backslash.
    case command(String)
}

/// A lexer that cuts PostgreSQL's SQL into tokens as psql would, and reads the rows that stand behind a COPY.
///
/// *Source:* PostgreSQL documentation, “Lexical Structure”, and “COPY”, Text Format.
struct SQLLexer: ~Copyable {
    private var bytes: ByteReader
    private var isAtLineStart = true
    /// True while texts, names and rows are passed over: they come back empty, and may be of any length.
    var isSkipping = false
    /// True while backslashes mean something in every text, as before PostgreSQL 9.1.
    var hasEscapesInTexts = false

    init(_ bytes: consuming ByteReader) { self.bytes = bytes }

    func broken(_ what: String) -> ImportFault { bytes.broken(what) }

    func otherFormat(_ what: String, instead: String) -> ImportFault {
        .otherFormat(path: bytes.path, what: what, instead: instead)
    }

    /// Reads the next token.
    /// - Returns: the token, or nil at the end of the file.
    mutating func next() throws(ImportFault) -> SQLToken? {
        while let byte = try bytes.take() {
            let startsLine = isAtLineStart
            isAtLineStart = byte == UInt8(ascii: "\n")
            switch byte {
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\r"), UInt8(ascii: "\t"), 0x0C, 0xEF, 0xBB, 0xBF:
                // A byte order mark is white space too.
                if !isAtLineStart { isAtLineStart = startsLine }
            case UInt8(ascii: "\\") where startsLine:
                // psql's own commands: \connect, \restrict.
                let line = try bytes.takeLine(max: Limits.importRowBytesMax) ?? []
                isAtLineStart = true
                return .command(String(decoding: line, as: UTF8.self))
            case UInt8(ascii: "-"):
                if try bytes.peek() == UInt8(ascii: "-") {
                    _ = try bytes.takeLine(max: Limits.importRowBytesMax)
                    isAtLineStart = true
                } else if let digit = try bytes.peek(), digit.isDigit {
                    return .number("-" + (try word(from: nil)))
                } else {
                    return .symbol(byte)
                }
            case UInt8(ascii: "/"):
                guard try bytes.peek() == UInt8(ascii: "*") else { return .symbol(byte) }
                try skipComment()
            case UInt8(ascii: "'"):
                return .text(try quoted(escapes: hasEscapesInTexts))
            case UInt8(ascii: "\""):
                return .name(try untilQuote(byte))
            case UInt8(ascii: "$"):
                if let text = try dollarQuoted() { return .text(text) }
                return .symbol(byte)
            default:
                if byte.isDigit { return .number(try word(from: byte)) }
                guard byte.isWord else { return .symbol(byte) }
                let word = try word(from: byte).lowercased()
                guard word == "e", try bytes.peek() == UInt8(ascii: "'") else { return .word(word) }
                _ = try bytes.take()
                return .text(try quoted(escapes: true))
            }
        }
        return nil
    }

    // Words and quotes

    private mutating func word(from first: UInt8?) throws(ImportFault) -> String {
        var found = first.map { [$0] } ?? []
        while let byte = try bytes.peek(),
            byte.isWord || byte.isDigit || (first?.isDigit ?? true && byte == UInt8(ascii: "."))
        {
            found.append(byte)
            if found.count > Limits.importRowBytesMax { throw broken("a word without end") }
            _ = try bytes.take()
        }
        return String(decoding: found, as: UTF8.self)
    }

    /// Reads a text, from behind the opening quote.
    private mutating func quoted(escapes: Bool) throws(ImportFault) -> String {
        var found: [UInt8] = []
        while let byte = try bytes.take() {
            if isSkipping { found = [] }
            if found.count > Limits.importRowBytesMax {
                throw broken("a text of more than \(Limits.importRowBytesMax) bytes")
            }
            if byte == UInt8(ascii: "'") {
                guard try bytes.peek() == byte else { return String(decoding: found, as: UTF8.self) }
                _ = try bytes.take()
                found.append(byte)
            } else if escapes, byte == UInt8(ascii: "\\"), let escaped = try bytes.take() {
                try unescape(escaped, into: &found)
            } else {
                found.append(byte)
            }
        }
        throw broken("a quoted text does not end")
    }

    private mutating func untilQuote(_ quote: UInt8) throws(ImportFault) -> String {
        var found: [UInt8] = []
        while let byte = try bytes.take() {
            if byte == quote {
                guard try bytes.peek() == quote else { return String(decoding: found, as: UTF8.self) }
                _ = try bytes.take()
            }
            found.append(byte)
            if found.count > Limits.importRowBytesMax { break }
        }
        throw broken("a quoted name does not end")
    }

    /// Reads `$tag$ … $tag$` from behind the first `$`, or returns nil where it is a parameter.
    private mutating func dollarQuoted() throws(ImportFault) -> String? {
        var tag: [UInt8] = []
        while let byte = try bytes.peek(), byte.isWord || byte.isDigit, tag.count < 63 {
            tag.append(byte)
            _ = try bytes.take()
        }
        guard try bytes.peek() == UInt8(ascii: "$") else { return nil }
        _ = try bytes.take()
        let end = [UInt8(ascii: "$")] + tag + [UInt8(ascii: "$")]
        var found: [UInt8] = []
        while let byte = try bytes.take() {
            found.append(byte)
            if found.suffix(end.count).elementsEqual(end) {
                return String(decoding: found.dropLast(end.count), as: UTF8.self)
            }
            if isSkipping { found = Array(found.suffix(end.count)) }
            if found.count > Limits.importRowBytesMax { break }
        }
        throw broken("a text in dollar quotes does not end")
    }

    /// Skips a comment and those nested in it, from behind the first `/`.
    private mutating func skipComment() throws(ImportFault) {
        var depth = 0
        var previous = UInt8(ascii: "/")
        while let byte = try bytes.take() {
            if previous == UInt8(ascii: "/"), byte == UInt8(ascii: "*") {
                (depth, previous) = (depth + 1, 0)
            } else if previous == UInt8(ascii: "*"), byte == UInt8(ascii: "/") {
                (depth, previous) = (depth - 1, 0)
                if depth == 0 { return }
            } else {
                previous = byte
            }
        }
        throw broken("a comment does not end")
    }

    // COPY

    /// Passes over the rows of a COPY, however long they are.
    mutating func skipCopiedRows() throws(ImportFault) {
        if !isAtLineStart { _ = try bytes.skipLine() }
        isAtLineStart = true
        while let start = try bytes.skipLine(keeping: 4) {
            if start == Array("\\.".utf8) || start == Array("\\.\r".utf8) { return }
        }
        throw broken("COPY's rows do not end")
    }

    /// Reads the next row of a COPY.
    /// - Returns: its fields, or nil behind the last row, `\.`.
    mutating func copiedRow() throws(ImportFault) -> [String?]? {
        if !isAtLineStart {
            // The rest of the statement's own line.
            _ = try bytes.takeLine(max: Limits.importRowBytesMax)
            isAtLineStart = true
        }
        guard let line = try bytes.takeLine(max: Limits.importRowBytesMax) else {
            throw broken("COPY's rows do not end")
        }
        if line == Array("\\.".utf8) { return nil }
        var row: [String?] = []
        for field in line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false) {
            row.append(try Self.copied(field))
        }
        return row
    }

    private static func copied(_ field: ArraySlice<UInt8>) throws(ImportFault) -> String? {
        guard field.contains(UInt8(ascii: "\\")) else { return String(decoding: field, as: UTF8.self) }
        if field.elementsEqual(Array("\\N".utf8)) { return nil }
        var found: [UInt8] = []
        var rest = field[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escaped = rest.popFirst() else {
                found.append(byte)
                continue
            }
            if let byte = escaped.control {
                found.append(byte)
            } else if escaped.isDigit(of: 8) {
                found.append(value([escaped] + digits(&rest, of: 8, max: 2), of: 8))
            } else if escaped == UInt8(ascii: "x"), rest.first?.isDigit(of: 16) ?? false {
                found.append(value(digits(&rest, of: 16, max: 2), of: 16))
            } else {
                found.append(escaped)
            }
        }
        return String(decoding: found, as: UTF8.self)
    }

    private static func digits(_ rest: inout ArraySlice<UInt8>, of radix: Int, max: Int) -> [UInt8] {
        let digits = Array(rest.prefix(max).prefix { $0.isDigit(of: radix) })
        rest = rest.dropFirst(digits.count)
        return digits
    }

    private static func value(_ digits: [UInt8], of radix: Int) -> UInt8 {
        UInt8(truncatingIfNeeded: Int(String(decoding: digits, as: UTF8.self), radix: radix) ?? 0)
    }

    // E'…'

    /// Appends what an escape stands for, from behind its backslash.
    ///
    /// Numbers are as COPY has them; `\u` and `\U` come besides.
    private mutating func unescape(_ escaped: UInt8, into found: inout [UInt8]) throws(ImportFault) {
        if let byte = escaped.control {
            found.append(byte)
        } else if escaped.isDigit(of: 8) {
            found.append(Self.value([escaped] + (try digits(of: 8, max: 2)), of: 8))
        } else if escaped == UInt8(ascii: "x") {
            found.append(Self.value(try digits(of: 16, max: 2), of: 16))
        } else if escaped == UInt8(ascii: "u") || escaped == UInt8(ascii: "U") {
            let digits = try digits(of: 16, max: escaped == UInt8(ascii: "u") ? 4 : 8)
            let scalar = UInt32(String(decoding: digits, as: UTF8.self), radix: 16).flatMap(Unicode.Scalar.init)
            found += Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
        } else {
            found.append(escaped)
        }
    }

    private mutating func digits(of radix: Int, max: Int) throws(ImportFault) -> [UInt8] {
        var digits: [UInt8] = []
        while digits.count < max, let byte = try bytes.peek(), byte.isDigit(of: radix) {
            digits.append(byte)
            _ = try bytes.take()
        }
        return digits
    }
}

extension UInt8 {
    fileprivate var isDigit: Bool { isDigit(of: 10) }

    fileprivate func isDigit(of radix: Int) -> Bool {
        Character(Unicode.Scalar(self)).hexDigitValue.map { $0 < radix } ?? false
    }

    /// True if a word may hold it besides digits; all of UTF-8 beyond ASCII may be in one.
    fileprivate var isWord: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }

    /// The control character that this letter stands for behind a backslash.
    fileprivate var control: UInt8? {
        switch self {
        case UInt8(ascii: "b"): 8
        case UInt8(ascii: "t"): 9
        case UInt8(ascii: "n"): 10
        case UInt8(ascii: "v"): 11
        case UInt8(ascii: "f"): 12
        case UInt8(ascii: "r"): 13
        default: nil
        }
    }
}
