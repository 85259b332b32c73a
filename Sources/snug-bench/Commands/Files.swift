import ArgumentParser
import NIOCore

/// The `snug-bench files` command.
struct Files: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Files that go in and out: how fast, and how long those who talk wait meanwhile.",
        discussion: """
            Senders that each wait for their acknowledgement are measured without uploads and beside them, then uploads \
            and downloads alone. The durable floor keeps the same rows of 256 KiB.
            """)

    @Option(help: ArgumentHelp("Megabytes of a file.", valueName: "N"))
    var megabytes = 25
    @Option(help: ArgumentHelp("Senders.", valueName: "N"))
    var senders = 64
    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("Files at once; several numbers are measured in turn.", valueName: "N"))
    var files = [1, 8]
    @OptionGroup var options: RunOptions

    func validate() throws {
        guard (1...25).contains(megabytes) else { throw ValidationError("A file has 1 to 25 MB.") }
        guard (1...10_000).contains(senders) else { throw ValidationError("1 to 10000 senders.") }
        guard files.allSatisfy((1...8).contains) else { throw ValidationError("1 to 8 files at once.") }
    }

    func run() async throws {
        try await UntilInterrupted.run {
            let table = Table(isJSON: options.json)
            table.begin(["", "", "MB a second", "acks a second", "p50 ms", "p99 ms", "of floor", "RSS MB"])
            let floor = options.noFloors ? [:] : try await measure(floor: .durable, beside: [:], table)
            _ = try await measure(floor: nil, beside: floor, table)
        }
    }

    /// Measures one server, and returns the speeds by load.
    private func measure(
        floor: Target.Floor?,
        beside floors: [String: Double],
        _ table: Table
    ) async throws -> [String: Double] {
        // A room for each sender, and for each file's owner: one person sends three at once at most.
        let load = Load(
            name: "send \(senders)", rooms: max(senders, 8), members: 1, inFlight: 1,
            contentBytes: options.contentBytes, subject: .acknowledgements)
        let content = Transfers.content(megabytes: megabytes)
        return try await options.withTarget(floor: floor, load) { target in
            let rooms = try target.seat(load).rooms
            func transfers(_ count: Int) -> Transfers {
                Transfers(
                    endpoint: target.endpoint, streams: rooms.prefix(count).map { ($0.id, $0.tokens[0]) },
                    content: content)
            }
            var speeds: [String: Double] = [:]
            func add(_ row: Row) {
                var row = row
                speeds[row.load] = row.speed
                if floor == nil, let speed = row.speed, let least = floors[row.load] {
                    row.ofFloor = [Target.Floor.durable.rawValue: speed / least]
                }
                row.residentBytes = target.residentBytes
                table.add(row)
            }
            for count in [0] + files {
                var sending = load
                sending.name += count > 0 ? " + \(count) up" : ""
                add(try await measure(sending, beside: count > 0 ? transfers(count) : nil, target))
            }
            for count in files {
                let up = try await transfers(count).upload(for: .seconds(options.seconds))
                add(Row(load: "upload \(count)", target: target.name, subject: .bytes, bytesASecond: up))
            }
            for count in files {
                let down = try await transfers(count).download(for: .seconds(options.seconds))
                add(Row(load: "download \(count)", target: target.name, subject: .bytes, bytesASecond: down))
            }
            return speeds
        }
    }

    /// Measures the senders, with files under way all the while.
    private func measure(_ load: Load, beside transfers: Transfers?, _ target: Target) async throws -> Row {
        async let speed = transfers?.upload(for: .seconds(options.warmUp + options.seconds))
        let figures = try await Measurement(
            load: load, target: target, warmUp: options.warmUp, seconds: options.seconds)()
        return Row(
            load: load.name, target: target.name, subject: .acknowledgements, bytesASecond: try await speed,
            acknowledgementsASecond: figures.perSecond, p50: figures.milliseconds(0.5), p99: figures.milliseconds(0.99))
    }

    private struct Row: TableRow {
        var load, target: String
        var subject: Load.Subject
        var bytesASecond, acknowledgementsASecond, p50, p99: Double?
        /// The ratios by the floor's name: of the acknowledgements a second where there are any, else of the bytes.
        var ofFloor: [String: Double] = [:]
        var residentBytes: UInt64?

        var speed: Double? { acknowledgementsASecond ?? bytesASecond }

        enum CodingKeys: String, CodingKey {
            case load, target, subject
            case bytesASecond = "bytes_per_second"
            case acknowledgementsASecond = "acks_per_second"
            case p50 = "p50_ms"
            case p99 = "p99_ms"
            case ofFloor = "of_floor"
            case residentBytes = "rss_bytes"
        }

        var cells: [String] {
            [
                load, target, Table.number(bytesASecond.map { $0 / 1e6 }, digits: 0),
                Table.number(acknowledgementsASecond, digits: 0), Table.number(p50, digits: 3),
                Table.number(p99, digits: 3), ofFloor.values.map { "\(Table.number($0, digits: 2))×" }.joined(),
                Table.number(residentBytes.map { Double($0) / 1e6 }, digits: 1),
            ]
        }
    }
}
