import ArgumentParser
import Foundation

/// The `snug-bench search` command.
struct Search: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Searches: how long they take, and how long those who talk wait meanwhile.",
        discussion: """
            Takes a running server (--url) whose database was made by `snug-bench prepare --scripts`, with a user 1 in many \
            rooms (--wide). Each kind of search is asked again and again, one after the other, by user 1 and by whoever is \
            in the fewest rooms; then senders that each wait for their acknowledgement are measured without searches and \
            beside two that never rest.
            """)

    @Option(help: ArgumentHelp("Senders.", valueName: "N"))
    var senders = 64
    @OptionGroup var options: RunOptions

    func validate() throws {
        guard options.url != nil else { throw ValidationError("--url and --memberships name the server to search.") }
        guard (1...10_000).contains(senders) else { throw ValidationError("1 to 10000 senders.") }
    }

    /// The searches: words of ``Talk``, in quotation marks where they are whole ones.
    private static let searches: [(name: String, typed: String)] = [
        ("common", "\"the\""), ("two common", "\"the\" \"of\""), ("two that never meet", "\"the\" \"der\""),
        ("beginning, 3", "the"), ("beginning, 4", "schl"), ("seldom", "\"\(Talk.seldomWord)\""), ("nowhere", "qqqq"),
        ("one Chinese", "的"), ("two Chinese", "文件"), ("four Chinese", "文件系统"), ("one kana", "の"),
        ("Japanese", "ファイル"), ("Korean", "학교"), ("not", "\"und\" -\"der\""),
    ]

    func run() async throws {
        try await UntilInterrupted.run {
            guard let target = try Target.running(options), let file = options.memberships else { return }
            let memberships = try Membership.read(file)
            let table = Table(isJSON: options.json)
            table.begin(["", "", "rooms", "a second", "p50 ms", "p95 ms", "p99 ms", "max ms"])
            for searcher in Searcher.widestAndNarrowest(of: memberships) {
                for (name, typed) in Self.searches {
                    table.add(try await measure(name, typed, by: searcher, at: target))
                }
            }
            let load = Load(
                name: "send \(senders)", rooms: senders, members: 1, inFlight: 1, contentBytes: options.contentBytes,
                subject: .acknowledgements)
            table.add(try await measure(load, beside: [], at: target))
            let beside = Searcher.widestAndNarrowest(of: memberships)
            table.add(try await measure(load, beside: beside, at: target))
        }
    }

    /// Asks one search again and again.
    private func measure(
        _ name: String, _ typed: String, by searcher: Searcher, at target: Target
    ) async throws -> Row {
        var times = Histogram()
        let began = ContinuousClock.now
        while ContinuousClock.now - began < .seconds(options.seconds) {
            let start = ContinuousClock.now
            guard try await Self.search(typed, by: searcher, at: target) else { continue }
            times.record(UInt64((ContinuousClock.now - start) / .nanoseconds(1)))
        }
        let seconds = (ContinuousClock.now - began) / .seconds(1)
        return Row(
            load: name, target: target.name, rooms: searcher.rooms, perSecond: Double(times.count) / seconds,
            p50: Self.milliseconds(times, 0.5), p95: Self.milliseconds(times, 0.95),
            p99: Self.milliseconds(times, 0.99), longest: Double(times.max) / 1e6)
    }

    /// Measures the senders, with searches of each of these all the while.
    private func measure(_ load: Load, beside searchers: [Searcher], at target: Target) async throws -> Row {
        try await withThrowingTaskGroup(of: Row?.self) { group in
            for searcher in searchers {
                group.addTask {
                    while !Task.isCancelled {
                        for (_, typed) in Self.searches where !Task.isCancelled {
                            _ = try await Self.search(typed, by: searcher, at: target)
                        }
                    }
                    return nil
                }
            }
            group.addTask { [options] in
                let figures = try await Measurement(
                    load: load, target: target, warmUp: options.warmUp, seconds: options.seconds)()
                return Row(
                    load: load.name + (searchers.isEmpty ? "" : " + search"), target: target.name, rooms: load.rooms,
                    perSecond: figures.perSecond, p50: figures.milliseconds(0.5), p95: figures.milliseconds(0.95),
                    p99: figures.milliseconds(0.99), longest: figures.milliseconds(1))
            }
            // The searches end with the senders, or with the first fault.
            while let row = try await group.next() {
                guard let row else { continue }
                group.cancelAll()
                return row
            }
            throw CancellationError()
        }
    }

    /// - Returns: false once it has waited because nobody may search so often.
    private static func search(
        _ typed: String, by searcher: Searcher, at target: Target
    ) async throws -> Bool {
        let query = typed.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let answer = try await Exchange(
            endpoint: target.endpoint, method: "GET", path: "/api/v1/search?q=\(query)", token: searcher.token)()
        if answer.status == 429 {
            try await Task.sleep(for: .seconds(1))
            return false
        }
        guard answer.status == 200 else {
            throw SocketFault(description: "A search was answered with \(answer.status): \(answer.beginning)")
        }
        return true
    }

    private static func milliseconds(_ times: Histogram, _ share: Double) -> Double? {
        times.percentile(share).map { Double($0) / 1e6 }
    }

    /// Somebody who searches.
    private struct Searcher: Sendable {
        var token: String
        /// The rooms that they are in.
        var rooms: Int

        /// Returns whoever is in the most rooms and whoever is in the fewest.
        static func widestAndNarrowest(of memberships: [Membership]) -> [Searcher] {
            let people = Dictionary(grouping: memberships, by: \.userID).values.compactMap { own in
                own.first.map { Searcher(token: $0.token, rooms: own.count) }
            }.sorted { $0.rooms > $1.rooms }
            return [people.first, people.last].compactMap(\.self)
        }
    }

    private struct Row: TableRow {
        var load, target: String
        var rooms: Int
        var perSecond: Double
        var p50, p95, p99, longest: Double?

        enum CodingKeys: String, CodingKey {
            case load, target, rooms
            case perSecond = "per_second"
            case p50 = "p50_ms"
            case p95 = "p95_ms"
            case p99 = "p99_ms"
            case longest = "max_ms"
        }

        var cells: [String] {
            [
                load, target, "\(rooms)", Table.number(perSecond, digits: 0), Table.number(p50, digits: 2),
                Table.number(p95, digits: 2), Table.number(p99, digits: 2), Table.number(longest, digits: 1),
            ]
        }
    }
}
