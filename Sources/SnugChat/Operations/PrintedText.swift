extension String {
    /// The text as one word of a command that is printed for somebody to type (POSIX shell §2.2).
    ///
    /// Everything that goes into such a command passes through here, wherever it comes from.
    public var shellWord: String {
        let plain = "/._-+:@%=," + "abcdefghijklmnopqrstuvwxyz" + "ABCDEFGHIJKLMNOPQRSTUVWXYZ" + "0123456789"
        if !isEmpty, allSatisfy(plain.contains) { return self }
        return "'\(replacing("'", with: "'\\''"))'"
    }

    /// The text as one line of a terminal or a log: a character that would do something there is written as its number.
    ///
    /// A line break in a name could forge a line, a control character moves the cursor or gives the window another title,
    /// an override shows words in another order than they are in.
    public var printable: String { escaped { "\\u{\(String($0.value, radix: 16))}" } }

    /// JSON as lines of a terminal or a log, which says the same: such a character is written as its number.
    public var printableJSON: String {
        escaped { scalar in
            guard scalar != "\n" else { return "\n" }
            let number = String(scalar.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - number.count) + number
        }
    }

    private func escaped(_ form: (Unicode.Scalar) -> String) -> String {
        guard hasControlCharacter else { return self }
        return unicodeScalars.reduce(into: "") { text, scalar in
            if scalar.actsOnTerminal { text += form(scalar) } else { text.unicodeScalars.append(scalar) }
        }
    }
}

extension Unicode.Scalar {
    /// True for a control character (Unicode category Cc), a line break or an override of the text's direction.
    var actsOnTerminal: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
        }
    }
}
