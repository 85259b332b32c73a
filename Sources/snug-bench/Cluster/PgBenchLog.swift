/// The log that `pgbench --log` writes: a line for each transaction, of which the third word is the time that it took, in
/// microseconds, and the fifth and sixth are when it ended, in seconds and microseconds since 1970.
///
/// *Source:* PostgreSQL 15, pgbench, "Per-Transaction Logging".
struct PgBenchLog: Sendable, Hashable {
    private struct Entry: Sendable, Hashable {
        var microseconds: UInt64
        var endedAt: UInt64
    }

    private var entries: [Entry] = []

    /// - Parameter texts: a text for each thread.
    /// - Throws: ``SocketFault`` where a line is none of such a log.
    init(_ texts: [String]) throws {
        for line in texts.lazy.flatMap({ $0.split(separator: "\n") }) {
            let words = line.split(separator: " ")
            guard words.count >= 6, let microseconds = UInt64(words[2]), let seconds = UInt64(words[4]),
                let rest = UInt64(words[5])
            else { throw SocketFault(description: "pgbench's log has the line \(line).") }
            entries.append(Entry(microseconds: microseconds, endedAt: seconds * 1_000_000 + rest))
        }
    }

    /// Returns the latencies of what ended in a span of seconds, which begins so long after the first transaction did.
    func latencies(after warmUp: Double, for seconds: Double) -> Histogram {
        let began = entries.map { $0.endedAt - $0.microseconds }.min() ?? 0
        let span = began + UInt64(warmUp * 1e6)..<began + UInt64((warmUp + seconds) * 1e6)
        var latencies = Histogram()
        for entry in entries where span.contains(entry.endedAt) { latencies.record(entry.microseconds * 1_000) }
        return latencies
    }
}
