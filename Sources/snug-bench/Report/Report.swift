import Foundation

/// Prints measurements as they come: a table for people, or a JSON object a line for programs.
struct Report {
    let isJSON: Bool

    func begin() {
        guard !isJSON else { return }
        let averages = (try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8))?.split(separator: " ").prefix(3)
        let processors = ProcessInfo.processInfo.processorCount
        say("load average \(averages?.joined(separator: " ") ?? "unknown"), \(processors) processors\n")
        line(["", "", "a second", "p50 ms", "p95 ms", "p99 ms", "CPU µs each", "of floor", "RSS MB"])
    }

    /// - Parameter floors: what the same load cost elsewhere in this run.
    func add(_ figures: Figures, floors: [Figures]) {
        if isJSON {
            let row = Row(figures, floors: floors)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            if let text = try? encoder.encode(row) { say(String(decoding: text, as: UTF8.self)) }
        } else {
            line([
                figures.load.name, figures.target, number(figures.perSecond, digits: 0),
                number(figures.milliseconds(0.5), digits: 3), number(figures.milliseconds(0.95), digits: 3),
                number(figures.milliseconds(0.99), digits: 3), number(figures.cpuMicroseconds, digits: 2),
                floors.map { "\(number(ratio(figures, $0), digits: 2))×" }.joined(separator: " "),
                number(figures.residentBytes.map { Double($0) / 1e6 }, digits: 1),
            ])
        }
    }

    /// Fan-out is compared by the processor time of a delivery, sending by the acknowledgements a second.
    private func ratio(_ figures: Figures, _ floor: Figures) -> Double? {
        if figures.load.subject == .acknowledgements { return figures.perSecond / max(floor.perSecond, 1e-9) }
        guard let own = figures.cpuMicroseconds, let least = floor.cpuMicroseconds, least > 0 else { return nil }
        return own / least
    }

    private struct Row: Encodable {
        var load, target: String
        var subject: Load.Subject
        var rooms, members, inFlight: Int
        var seconds, perSecond: Double
        var count: UInt64
        var p50, p95, p99: Double?
        var cpuMicroseconds, generatorCPUShare: Double?
        var residentBytes: UInt64?

        init(_ figures: Figures, floors: [Figures]) {
            load = figures.load.name
            target = figures.target
            subject = figures.load.subject
            rooms = figures.load.rooms
            members = figures.load.members
            inFlight = figures.load.inFlight
            seconds = figures.seconds
            perSecond = figures.perSecond
            count = figures.count
            p50 = figures.milliseconds(0.5)
            p95 = figures.milliseconds(0.95)
            p99 = figures.milliseconds(0.99)
            cpuMicroseconds = figures.cpuMicroseconds
            generatorCPUShare = figures.ownCPUSeconds.map { $0 / figures.seconds }
            residentBytes = figures.residentBytes
        }

        enum CodingKeys: String, CodingKey {
            case load, target, subject, rooms, members, seconds, count
            case inFlight = "in_flight"
            case perSecond = "per_second"
            case p50 = "p50_ms"
            case p95 = "p95_ms"
            case p99 = "p99_ms"
            case cpuMicroseconds = "cpu_us_each"
            case generatorCPUShare = "generator_cpu_share"
            case residentBytes = "rss_bytes"
        }
    }

    private func number(_ value: Double?, digits: Int) -> String {
        value.map {
            $0.formatted(.number.precision(.fractionLength(digits)).grouping(.never).locale(.init(identifier: "en")))
        }
            ?? "–"
    }

    private func line(_ columns: [String]) {
        let widths = [18, 14, 10, 9, 9, 9, 12, 14, 8]
        let cells = zip(columns, widths).enumerated().map { index, cell in
            let space = String(repeating: " ", count: max(0, cell.1 - cell.0.count))
            return index < 2 ? cell.0 + space : space + cell.0
        }
        say(cells.joined(separator: " "))
    }

    /// Past the buffer: someone watches.
    private func say(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }
}
