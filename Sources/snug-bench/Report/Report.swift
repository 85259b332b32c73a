/// The printed figures of loads, Snug's beside the floors' of the same run.
struct Report: Sendable {
    private let table: Table

    init(isJSON: Bool) { table = Table(isJSON: isJSON) }

    func begin() {
        table.begin(["", "", "a second", "p50 ms", "p95 ms", "p99 ms", "CPU µs each", "of floor", "RSS MB"])
    }

    /// Prints the figures of a load.
    /// - Parameter floors: the figures of the same load on the floors in this run.
    func add(_ figures: Figures, floors: [Figures]) {
        table.add(Row(figures, floors: floors))
        if let across = figures.acrossNodes { table.add(Row(across, floors: floors)) }
    }

    private struct Row: TableRow {
        var load, target: String
        var subject: Load.Subject
        var rooms, members, inFlight: Int
        var seconds, perSecond: Double
        var count: UInt64
        var p50, p95, p99: Double?
        var cpuMicroseconds, generatorCPUShare: Double?
        var residentBytes: UInt64?
        /// The ratios by the floor's name; see ``Figures/ratio(to:)``.
        var ofFloor: [String: Double]
        private var ratios: [Double?]

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
            ratios = floors.map { figures.ratio(to: $0) }
            ofFloor = [:]
            for floor in floors { ofFloor[floor.target] = figures.ratio(to: floor) }
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
            case ofFloor = "of_floor"
        }

        var cells: [String] {
            [
                load, target, Table.number(perSecond, digits: 0), Table.number(p50, digits: 3),
                Table.number(p95, digits: 3), Table.number(p99, digits: 3), Table.number(cpuMicroseconds, digits: 2),
                ratios.map { "\(Table.number($0, digits: 2))×" }.joined(separator: " "),
                Table.number(residentBytes.map { Double($0) / 1e6 }, digits: 1),
            ]
        }
    }
}
