import SnugChat

/// A settings file as systemd reads it (systemd.exec(5), EnvironmentFile=).
struct EnvironmentFile: Sendable, Hashable {
    /// The variables that the service gets from it.
    private(set) var variables: [String: String] = [:]
    /// The lines that systemd does not take as they are meant, each in a few words.
    private(set) var complaints: [String] = []

    init(_ bytes: some Sequence<UInt8>) {
        var reader = EnvironmentFileReader()
        for byte in bytes { reader.take(byte) }
        reader.end()
        complaints = reader.complaints
        for pair in reader.pairs {
            guard let name = String(validating: pair.name, as: UTF8.self)?.trimmed,
                let value = String(validating: pair.value, as: UTF8.self)
            else {
                // systemd then takes nothing of the whole file.
                variables = [:]
                complaints = ["line \(pair.line) is not UTF-8, so that no line of it counts"]
                return
            }
            if name.wholeMatch(of: /[A-Za-z_][A-Za-z0-9_]*/) == nil {
                complaints.append("line \(pair.line) sets “\(name.visible)”, which is no name of a variable")
            } else {
                variables[name] = value
            }
        }
    }
}

/// The machine that systemd 252 reads such files with (src/basic/env-file.c), byte by byte.
private struct EnvironmentFileReader {
    typealias Pair = (name: [UInt8], value: [UInt8], line: Int)

    private enum State {
        case beforeName, name, beforeValue, value, valueEscape, single, double, doubleEscape, comment, commentEscape
    }

    private(set) var pairs: [Pair] = []
    private(set) var complaints: [String] = []
    private var state = State.beforeName
    private var name: [UInt8] = []
    private var value: [UInt8] = []
    /// The number of bytes of the value that stay: white space at its end goes, but not that in quotes.
    private var kept = 0
    private var line = 1

    mutating func take(_ byte: UInt8) {
        let isEnd = byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
        switch state {
        case .beforeName, .name: takeName(byte, isEnd: isEnd)
        case .beforeValue, .value, .valueEscape: takeValue(byte, isEnd: isEnd)
        case .single, .double, .doubleEscape: takeQuoted(byte)
        case .comment, .commentEscape: takeComment(byte, isEnd: isEnd)
        }
        if byte == UInt8(ascii: "\n") { line += 1 }
    }

    /// Takes the end of the file.
    mutating func end() {
        switch state {
        case .name: complaints.append("line \(line) has no “=”")
        case .single, .double, .doubleEscape:
            complaints.append("line \(line) ends within a quotation")
            endPair()
        case .beforeValue, .value, .valueEscape: endPair()
        case .beforeName, .comment, .commentEscape: break
        }
    }

    private mutating func endPair() {
        if state == .value { value.removeLast(value.count - kept) }
        pairs.append((name, value, line))
        (name, value, kept, state) = ([], [], 0, .beforeName)
    }

    private static func isSpace(_ byte: UInt8) -> Bool { " \t\n\r".utf8.contains(byte) }

    private mutating func takeName(_ byte: UInt8, isEnd: Bool) {
        if state == .beforeName {
            if "#;".utf8.contains(byte) {
                state = .comment
            } else if !Self.isSpace(byte) {
                (name, state) = ([byte], .name)
            }
        } else if isEnd {
            complaints.append("line \(line) has no “=”")
            (name, state) = ([], .beforeName)
        } else if byte == UInt8(ascii: "=") {
            state = .beforeValue
        } else {
            name.append(byte)
        }
    }

    private mutating func takeValue(_ byte: UInt8, isEnd: Bool) {
        if state == .valueEscape {
            if !isEnd { value.append(byte) }
            (kept, state) = (value.count, .value)
        } else if isEnd {
            endPair()
        } else if byte == UInt8(ascii: "\\") {
            state = .valueEscape
        } else if state == .beforeValue, byte == UInt8(ascii: "'") {
            state = .single
        } else if state == .beforeValue, byte == UInt8(ascii: "\"") {
            state = .double
        } else if state == .value || !Self.isSpace(byte) {
            value.append(byte)
            state = .value
            if !Self.isSpace(byte) { kept = value.count }
        }
    }

    private mutating func takeQuoted(_ byte: UInt8) {
        switch (state, byte) {
        case (.single, UInt8(ascii: "'")), (.double, UInt8(ascii: "\"")): state = .beforeValue
        case (.double, UInt8(ascii: "\\")): state = .doubleEscape
        case (.doubleEscape, _):
            if "\"\\`$".utf8.contains(byte) {
                value.append(byte)
            } else if byte != UInt8(ascii: "\n") {
                value += [UInt8(ascii: "\\"), byte]
            }
            state = .double
        default: value.append(byte)
        }
    }

    private mutating func takeComment(_ byte: UInt8, isEnd: Bool) {
        if state == .commentEscape {
            if isEnd { complaints.append("line \(line) is a comment and ends with “\\”, so the next is one too") }
            state = .comment
        } else if byte == UInt8(ascii: "\\") {
            state = .commentEscape
        } else if isEnd {
            state = .beforeName
        }
    }
}

extension String {
    /// The text with a sign in place of each character that nobody sees.
    fileprivate var visible: String {
        String(String.UnicodeScalarView(unicodeScalars.map { $0.value < 32 || $0 == "\u{FEFF}" ? "?" : $0 }))
    }
}
