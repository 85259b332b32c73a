import Foundation

/// The line of one measurement.
protocol TableRow: Encodable, Sendable {
    /// The cells in the order of the table's titles.
    var cells: [String] { get }
}

/// A printer of lines as they come: a table for people, or a JSON object a line for programs.
struct Table: Sendable {
    let isJSON: Bool

    func begin(_ titles: [String]) {
        guard !isJSON else { return }
        let averages = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").prefix(3)
        let processors = ProcessInfo.processInfo.processorCount
        say("load average \(averages?.joined(separator: " ") ?? "unknown"), \(processors) processors\n")
        line(titles)
    }

    func add(_ row: some TableRow) {
        guard isJSON else { return line(row.cells) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .convertToSnakeCase
        if let text = try? encoder.encode(row) { say(String(decoding: text, as: UTF8.self)) }
    }

    static func number(_ value: Double?, digits: Int) -> String {
        value.map {
            $0.formatted(.number.precision(.fractionLength(digits)).grouping(.never).locale(.init(identifier: "en")))
        }
            ?? "–"
    }

    private func line(_ cells: [String]) {
        let widths = [18, 14] + Array(repeating: 12, count: max(0, cells.count - 2))
        let columns = zip(cells, widths).enumerated().map { index, cell in
            let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return index < 2 ? cell.0 + space : space + cell.0
        }
        say(columns.joined(separator: " "))
    }

    /// Prints a line past the buffer, since someone watches.
    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
