import ArgumentParser
import NIOCore
import NIOPosix

/// The `snug-bench storm` command.
struct Storm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "All come back at once and resume: how long until the last one is up to date.",
        discussion: "As after a restart. Each was away while its room, of fifty, went on by a hundred messages.")

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("How many at once; several numbers are measured in turn.", valueName: "N"))
    var clients = [1_000]
    @OptionGroup var options: RunOptions

    private static let missed = 100

    func validate() throws {
        // One address gets no more (Limits.guestsPerAddressMax).
        guard clients.allSatisfy({ (50...2_000).contains($0) && $0 % 50 == 0 }) else {
            throw ValidationError("50 to 2000 clients, in fifties.")
        }
    }

    func run() async throws {
        try await UntilInterrupted.run {
            let table = Table(isJSON: options.json)
            table.begin(["", "", "clients", "all back s", "p50 ms", "p99 ms", "CPU ms each"])
            for count in clients { table.add(try await measure(count)) }
        }
    }

    private func measure(_ count: Int) async throws -> Row {
        let load = Load(
            name: "storm \(count)", rooms: count / 50, members: 50, inFlight: 1, contentBytes: options.contentBytes,
            subject: .deliveries)
        return try await options.withTarget(floor: nil, load, messages: count / 50 * Self.missed) { target in
            let loop = MultiThreadedEventLoopGroup.singleton.next()
            let seating = try target.seat(load)
            let cpuBefore = target.cpuSeconds
            let began = NIODeadline.now()
            let latencies = try await withThrowingTaskGroup(of: UInt64.self) { group in
                for room in seating.rooms {
                    for token in room.tokens {
                        group.addTask {
                            try await comeBack(token, to: room.id, at: target.endpoint, on: loop, since: began)
                        }
                    }
                }
                var latencies = Histogram()
                for try await nanoseconds in group { latencies.record(nanoseconds) }
                return latencies
            }
            let seconds = Double((NIODeadline.now() - began).nanoseconds) / 1e9
            let cpu = target.cpuSeconds.flatMap { after in cpuBefore.map { after - $0 } }
            return Row(
                load: load.name, target: target.name, clients: count, seconds: seconds,
                p50: latencies.percentile(0.5).map { Double($0) / 1e6 },
                p99: latencies.percentile(0.99).map { Double($0) / 1e6 },
                cpuMillisecondsEach: cpu.map { $0 * 1e3 / Double(count) })
        }
    }

    /// Connects, resumes from the room's beginning, and returns the nanoseconds from `began` until that was done.
    private func comeBack(
        _ token: String,
        to room: Int64,
        at endpoint: ServerAddress,
        on loop: any EventLoop,
        since began: NIODeadline
    ) async throws -> UInt64 {
        let sockets = try await endpoint.open([token], on: loop)
        let resumed = loop.makePromise(of: NIODeadline.self)
        let listener = try await loop.submit {
            let listener = ResumeListener(resumed)
            sockets[0].value.listener = listener
            sockets[0].value.write(Array(#"{"type":"resume","rooms":{"\#(room)":{"seq":0,"rev":0}}}"#.utf8))
            sockets[0].value.flush()
            return NIOLoopBound(listener, eventLoop: loop)
        }.get()
        let at = try await resumed.futureResult.get()
        try await loop.submit { listener.value.stop() }.get()
        await ServerAddress.close(sockets, on: loop)
        return UInt64(max(0, (at - began).nanoseconds))
    }

    private struct Row: TableRow {
        var load, target: String
        var clients: Int
        var seconds: Double
        var p50, p99, cpuMillisecondsEach: Double?

        var cells: [String] {
            [
                load, target, "\(clients)", Table.number(seconds, digits: 2), Table.number(p50, digits: 0),
                Table.number(p99, digits: 0), Table.number(cpuMillisecondsEach, digits: 2),
            ]
        }
    }
}

/// A listener that waits for `resumed`.
private final class ResumeListener: SocketListener {
    private var resumed: EventLoopPromise<NIODeadline>?

    init(_ resumed: EventLoopPromise<NIODeadline>) { self.resumed = resumed }

    func stop() { resumed = nil }

    func socket(_ socket: Socket, heard arrival: Arrival, at time: NIODeadline) {
        switch arrival {
        case .resumed: end(.success(time))
        case .resync: end(.failure(SocketFault(description: "The server says to page instead of resuming.")))
        case .refused(let code, let detail, _):
            end(.failure(SocketFault(description: "The server refused to resume: \(code) (\(detail))")))
        case .hello, .message, .ack, .other: break
        }
    }

    func socketReadEnded(_ socket: Socket) {}

    func socketClosed(_ socket: Socket, because reason: String) { end(.failure(SocketFault(description: reason))) }

    private func end(_ result: Result<NIODeadline, any Error>) {
        resumed?.completeWith(result)
        resumed = nil
    }
}
