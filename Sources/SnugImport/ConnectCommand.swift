import SnugChat

/// The command by which psql goes to another database, as `pg_dump` and `pg_dumpall` write it.
enum ConnectCommand {
    /// Returns the database of `connect shop` or `connect -reuse-previous=on "dbname='my shop'"`.
    ///
    /// Nil for any other command, and where the database stays.
    static func database(of line: String) -> String? {
        let words = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard words.count == 2, ["connect", "c"].contains(words[0]) else { return nil }
        var rest = words[1].trimmed
        if rest.hasPrefix("-reuse-previous="), let space = rest.firstIndex(of: " ") {
            rest = rest[space...].trimmed
        }
        let argument = unquoted(rest[...], by: "\"", escapes: false)
        guard let key = argument.firstRange(of: "dbname=") else { return argument == "-" ? nil : argument }
        return unquoted(argument[key.upperBound...], by: "'", escapes: true)
    }

    /// Returns the first word of a text, or all that stands in quotes, where the quote twice stands for itself.
    private static func unquoted(_ text: Substring, by quote: Character, escapes: Bool) -> String {
        guard text.first == quote else { return String(text.prefix { $0 != " " }) }
        var found = ""
        var rest = text.dropFirst()
        while let character = rest.popFirst() {
            if escapes, character == "\\", let escaped = rest.popFirst() {
                found.append(escaped)
            } else if character != quote {
                found.append(character)
            } else if rest.first == quote {
                rest.removeFirst()
                found.append(quote)
            } else {
                break
            }
        }
        return found
    }
}
