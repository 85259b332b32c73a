import ArgumentParser
import NIOCore
import NIOPosix

/// The `snug-bench idle` command.
struct Idle: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Sockets on which nothing happens: what each holds in memory, and what they cost while idle.",
        discussion: "Each belongs to a user of its own, a hundred of them to a room.")

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("How many at once; several numbers are measured in turn.", valueName: "N"))
    var sockets = [1_000, 10_000]
    @OptionGroup var options: RunOptions

    func validate() throws {
        guard sockets.allSatisfy({ (100...20_000).contains($0) && $0 % 100 == 0 }) else {
            throw ValidationError("100 to 20000 sockets, in hundreds.")
        }
    }

    func run() async throws {
        try await UntilInterrupted.run {
            let table = Table(isJSON: options.json)
            table.begin(["", "", "sockets", "KB each", "CPU ms/min", "RSS MB before", "after"])
            for count in sockets {
                let load = Load(
                    name: "idle \(count)", rooms: count / 100, members: 100, inFlight: 1, contentBytes: 1,
                    subject: .deliveries)
                for target in options.noFloors ? [nil] : [Target.Floor.durable, nil] {
                    table.add(try await measure(load, floor: target))
                }
            }
        }
    }

    private func measure(_ load: Load, floor: Target.Floor?) async throws -> Row {
        try await options.withTarget(floor: floor, load) { target in
            guard let process = target.processes.first else { throw SocketFault(description: "--pid is needed.") }
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let seating = try target.seat(load)
            let tokens = seating.rooms.flatMap(\.tokens)
            // The first sockets warm up all that is made once.
            let first = try await target.endpoint.open(Array(tokens.prefix(10)), on: loop)
            let before = process.residentBytes ?? 0
            let rest = try await target.endpoint.open(Array(tokens.dropFirst(10)), on: loop)
            try await Task.sleep(for: .seconds(max(options.warmUp, 1)))
            let after = process.residentBytes ?? 0
            let cpuBefore = process.cpuSeconds ?? 0
            try await Task.sleep(for: .seconds(options.seconds))
            let cpu = (process.cpuSeconds ?? 0) - cpuBefore
            await ServerAddress.close(first + rest, on: loop)
            return Row(
                load: load.name, target: target.name, sockets: tokens.count,
                bytesEach: (Double(after) - Double(before)) / Double(rest.count),
                idleCPUMillisecondsAMinute: cpu / options.seconds * 60_000, residentBytesBefore: before,
                residentBytesAfter: after)
        }
    }

    private struct Row: TableRow {
        var load, target: String
        var sockets: Int
        var bytesEach, idleCPUMillisecondsAMinute: Double
        var residentBytesBefore, residentBytesAfter: UInt64

        var cells: [String] {
            [
                load, target, "\(sockets)", Table.number(bytesEach / 1_000, digits: 2),
                Table.number(idleCPUMillisecondsAMinute, digits: 0),
                Table.number(Double(residentBytesBefore) / 1e6, digits: 1),
                Table.number(Double(residentBytesAfter) / 1e6, digits: 1),
            ]
        }
    }
}
