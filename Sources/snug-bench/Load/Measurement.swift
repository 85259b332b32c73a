import NIOCore
import NIOPosix

/// A measurement of one load against one target.
struct Measurement: Sendable {
    var load: Load
    var target: Target
    var warmUp: Double
    var seconds: Double

    /// Runs the load and reads what it cost.
    /// - Throws: ``SocketFault`` when the server refuses, closes, or says it is not kept up with.
    func callAsFunction() async throws -> Figures {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let seating = try target.seat(load)
        let seats = seating.seats(at: target.endpoints.count)
        let sockets = try await ServerAddress.open(seats, of: target.endpoints, on: loop)
        do {
            let figures = try await measure(sockets, in: seating.rooms.map(\.id), on: loop)
            await ServerAddress.close(sockets, on: loop)
            return figures
        } catch {
            await ServerAddress.close(sockets, on: loop)
            throw error
        }
    }

    private func measure(
        _ sockets: [NIOLoopBound<Socket>],
        in rooms: [Int64],
        on loop: any EventLoop
    ) async throws -> Figures {
        let (faults, fault) = AsyncStream.makeStream(of: SocketFault.self)
        return try await withThrowingTaskGroup(of: Figures?.self) { group in
            group.addTask { try await run(sockets, in: rooms, on: loop) { fault.yield($0) } }
            group.addTask {
                for await fault in faults { throw fault }
                return nil
            }
            // The load ends first, or the first fault ends it.
            let figures = try await group.next() ?? nil
            group.cancelAll()
            guard let figures else { throw CancellationError() }
            return figures
        }
    }

    private func run(
        _ sockets: [NIOLoopBound<Socket>],
        in rooms: [Int64],
        on loop: any EventLoop,
        faulted: @escaping @Sendable (SocketFault) -> Void
    ) async throws -> Figures {
        let talk = try await loop.submit {
            let tally = Tally(faulted: faulted)
            let run = UInt32.random(in: 0...UInt32.max)
            let began = NIODeadline.now()
            let conversations = rooms.indices.map { room -> Conversation in
                let members = sockets[(room * load.members)..<((room + 1) * load.members)].map(\.value)
                for socket in members.suffix(load.silent) { socket.stopReading() }
                return Conversation(
                    room: rooms[room], sockets: members.dropLast(load.silent), number: room, load: load, run: run,
                    began: began, tally: tally, loop: loop)
            }
            for conversation in conversations { conversation.start() }
            return NIOLoopBound((tally, conversations), eventLoop: loop)
        }.get()

        try await Task.sleep(for: .seconds(warmUp))
        let cpuBefore = target.cpuSeconds
        let ownBefore = WatchedProcess.current?.cpuSeconds
        let start = NIODeadline.now()
        try await loop.submit { talk.value.0.reset() }.get()
        try await Task.sleep(for: .seconds(seconds))
        let counts = try await loop.submit {
            let (tally, conversations) = talk.value
            for conversation in conversations { conversation.stop() }
            return tally.counts
        }.get()
        let elapsed = Double((NIODeadline.now() - start).nanoseconds) / 1e9
        return Figures(
            load: load, target: target.name, seconds: elapsed, counts: counts,
            cpuSeconds: Self.difference(target.cpuSeconds, cpuBefore),
            ownCPUSeconds: Self.difference(WatchedProcess.current?.cpuSeconds, ownBefore),
            residentBytes: target.residentBytes)
    }

    private static func difference(_ after: Double?, _ before: Double?) -> Double? {
        guard let after, let before else { return nil }
        return after - before
    }
}
