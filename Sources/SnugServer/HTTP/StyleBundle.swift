/// The web client's stylesheets joined into the one that the page loads, and those that parts of it fetch later.
///
/// It is done once, when the server starts; the sheets stay as they are.
///
/// The entry sheet states their order: each of its lines `@import "./ui/dialog.css";` gives way to that sheet. A sheet
/// that it does not import stays by itself. Comments, and the blanks before a line, are for those who read the source,
/// and are not sent.
struct StyleBundle {
    /// A sheet that cannot be joined: a mistake in the client, which a test finds.
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    private let sources: [String: String]

    /// - Parameter sources: every stylesheet by its name, `ui/dialog.css`.
    init(_ sources: [String: String]) {
        self.sources = sources
    }

    /// Returns the texts of the sheets that are served, by their names: the entry, and those that it does not import.
    /// - Throws: ``Fault``
    func bundles(from entry: String) throws -> [String: String] {
        let imported = Set(try lines(of: entry).compactMap(Self.imported))
        let served = sources.keys.filter { !imported.contains($0) }
        return try Dictionary(uniqueKeysWithValues: served.map { ($0, try joined(from: $0)) })
    }

    /// Returns the text of all sheets that the entry names, in its order.
    private func joined(from entry: String) throws -> String {
        var joined = ""
        for line in try lines(of: entry) {
            let part = try Self.imported(by: line).map { try lines(of: $0) } ?? [line]
            joined += part.map { $0 + "\n" }.joined()
        }
        return joined
    }

    /// Returns the lines of a sheet that have more in them than a comment.
    private func lines(of name: String) throws -> [Substring] {
        guard let source = sources[name] else { throw Fault(description: "there is no stylesheet \(name)") }
        return Self.withoutComments(source).split(separator: "\n").map { $0.drop { $0 == " " } }
    }

    /// Returns the name in `@import "./NAME";`, or nil for any other line.
    private static func imported(by line: Substring) -> String? {
        let (before, after) = ("@import \"./", "\";")
        guard line.hasPrefix(before), line.hasSuffix(after) else { return nil }
        return String(line.dropFirst(before.count).dropLast(after.count))
    }

    private static func withoutComments(_ source: String) -> String {
        var kept = ""
        var rest = source[...]
        while let open = rest.firstByteRange(of: "/*"), let close = rest[open.upperBound...].firstByteRange(of: "*/") {
            kept += rest[..<open.lowerBound]
            rest = rest[close.upperBound...]
        }
        return kept + rest
    }
}
