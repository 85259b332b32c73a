import Logging
import ServiceLifecycle
import SnugChat

/// The service that looks at those who were spoken to, once they may have missed it, so that they are mailed of it.
///
/// It sleeps while nobody waits for that. Of several nodes one looks for all; another takes over where that one is gone.
final class MissedMailWatch: Service, EventBus {
    private let missed: MissedMails
    private let maintenance: Maintenance
    private let clock: any WallClock
    private let logger: Logger
    private let isThere: @Sendable (User.ID) -> Bool
    private let alarm = Alarm()

    /// - Parameter isThere: returns true while somebody has a page or an app open.
    init(
        missed: MissedMails, maintenance: Maintenance, clock: any WallClock, logger: Logger,
        isThere: @escaping @Sendable (User.ID) -> Bool
    ) {
        self.missed = missed
        self.maintenance = maintenance
        self.clock = clock
        self.logger = logger
        self.isThere = isThere
    }

    func publish(_ events: [Event]) {
        if events.contains(where: { [.missedNoted, .interrupted].contains($0) }) { alarm.ring() }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    let pause = try await self.look()
                    await self.alarm.wait(atMost: pause) { try await Task.sleep(for: $0) }
                } catch {
                    if Task.isCancelled { return }
                    self.logger.log(
                        level: error.levelBesideWatch, "It was not decided who is mailed about what they have missed",
                        metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: Limits.pushStoreRetryAfter)
                }
            }
        }
    }

    /// Looks at all who are due.
    /// - Returns: the longest pause until the next are, or may be at another node; nil where nobody waits.
    private func look() async throws -> Duration? {
        while let due = try await missed.nextDue() {
            let pause = due - clock.now
            if pause > .zero { return min(pause, Limits.missedMailsLookedAtEvery) }
            guard try await maintenance.claim(.missedMails) else { return Limits.missedMailsClaimedFor }
            try await missed.lookAtDue(isThere: isThere)
            try Task.checkCancellation()
        }
        return nil
    }
}
