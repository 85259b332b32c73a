import FoundationEssentials
import SnugChat

/// A table in columns for the terminal.
struct TextTable {
    private var rows: [[String]]

    init(_ heads: String...) { rows = [heads] }

    mutating func add(_ cells: String...) { add(cells) }
    /// Adds a row; a line break in a cell does not begin another.
    mutating func add(_ cells: [String]) { rows.append(cells.map(\.printable)) }

    /// The table's lines, without trailing spaces.
    var text: String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            zip(row, widths).map { cell, width in cell + String(repeating: " ", count: width - cell.count) }
                .joined(separator: "  ").trimmedAtEnd
        }.joined(separator: "\n")
    }

    /// Returns a time in UTC, to the minute: `2026-11-22 16:03`.
    static func time(_ time: Timestamp) -> String {
        String(time.iso8601.prefix(16)).replacing("T", with: " ")
    }
}

extension Timestamp {
    /// The time in UTC, to the second: `2026-11-22T16:03:04Z`.
    var iso8601: String { Date(timeIntervalSince1970: TimeInterval(seconds)).formatted(.iso8601) }
}

extension String {
    fileprivate var trimmedAtEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
