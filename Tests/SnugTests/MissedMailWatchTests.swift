import Logging
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import snug

@Suite(.timeLimit(.minutes(5))) struct `Whoever may be mailed about what they missed` {
    @Test func `is looked at once their page has had time to come back after a start`() async throws {
        let world = try await World()
        let (services, clock) = (world.services, world.clock)
        try await services.missedMails.noteSwitch()
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "@Ben"), by: world.ada)
        try await services.pushQueue.decide(try await services.pushQueue.undecidedRooms()) { _ in false }
        clock.advance(by: .seconds(3_600))
        services.chat.noteUse(by: world.ben)
        let pauses = Mutex<[Duration]>([])
        let (steps, step) = AsyncStream.makeStream(of: Void.self)
        let watch = MissedMailWatch(
            missed: services.missedMails, maintenance: services.maintenance, clock: clock,
            logger: Logger(label: "test"),
            sleep: { pause in
                let count = pauses.withLock { pauses in
                    pauses.append(pause)
                    return pauses.count
                }
                if count == 1 { return clock.advance(by: pause) }
                step.yield()
                throw CancellationError()
            },
            // Nobody is known to be there at first.
            isThere: { _ in !pauses.withLock(\.isEmpty) })
        let service = Task { try await watch.run() }
        for await _ in steps { break }
        service.cancel()
        try await service.value
        #expect(pauses.withLock(\.first) == Limits.missedMailsLookedAtAfter)
        #expect(try await services.mailQueue.mailsWaiting() == 0)
    }
}
