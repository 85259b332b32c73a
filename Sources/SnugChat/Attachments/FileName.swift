/// The name of a file: one line, in which nothing leads to another folder or writes backwards.
public enum FileName {
    /// Returns a name as it is kept and told; one that is such a name already stays as it is.
    ///
    /// The signs of a path become `_`. Controls go, and so does all that turns the direction of writing (Unicode Technical
    /// Report 36 §2.5): a program would look like a picture.
    public static func safe(_ name: String) -> String {
        String(
            String.UnicodeScalarView(
                name.unicodeScalars.filter { !turnsWriting($0) }.map { $0 == "/" || $0 == "\\" ? "_" : $0 })
        ).inOneLine
    }

    /// Returns true for the marks of a direction, which hold no text together as overrides do, but move its signs.
    private static func turnsWriting(_ scalar: Unicode.Scalar) -> Bool {
        ["\u{61C}", "\u{200E}", "\u{200F}"].contains(scalar)
    }
}

extension String {
    /// The text without what acts on others or breaks its line, and without white space at its ends.
    var inOneLine: String {
        var line = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if scalar.properties.isWhitespace {
                line.append(" ")
            } else if !scalar.actsOnTerminal {
                line.append(scalar)
            }
        }
        return String(line).trimmed
    }
}
