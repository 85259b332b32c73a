import Logging
import ServiceLifecycle
import SnugChat
import Synchronization

/// The service that looks at those who were spoken to, once they may have missed it, so that they are mailed of it.
///
/// It begins a while after the start, as nobody is known to be there before, and sleeps while nobody waits. Of several
/// nodes one looks for all; another takes over where that one is gone.
final class MissedMailWatch: Service, EventBus {
    typealias Sleep = @Sendable (Duration) async throws -> Void

    private let missed: MissedMails
    private let maintenance: Maintenance
    private let clock: any WallClock
    private let logger: Logger
    private let isThere: @Sendable (User.ID) -> Bool
    private let sleep: Sleep
    private let alarm = Alarm()
    /// True where it is to be noted if these mails have been switched on or off: at the start, and after a new setting.
    private let mayBeSwitched = Atomic<Bool>(true)

    /// - Parameters:
    ///   - sleep: waits for a duration; tests hand in one that moves a clock.
    ///   - isThere: returns true while somebody has a page or an app open.
    init(
        missed: MissedMails, maintenance: Maintenance, clock: any WallClock, logger: Logger,
        sleep: @escaping Sleep = { try await Task.sleep(for: $0) }, isThere: @escaping @Sendable (User.ID) -> Bool
    ) {
        self.missed = missed
        self.maintenance = maintenance
        self.clock = clock
        self.logger = logger
        self.sleep = sleep
        self.isThere = isThere
    }

    func publish(_ events: [Event]) {
        if events.contains(where: { [.missedNoted, .interrupted].contains($0) }) { alarm.ring() }
    }

    /// Tells the service that the settings may have switched these mails on or off.
    ///
    /// It is called from any thread, and returns at once.
    func settingsChanged() {
        mayBeSwitched.store(true, ordering: .relaxed)
        alarm.ring()
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            let first = self.clock.now + Limits.missedMailsLookedAtAfter
            while !Task.isCancelled {
                do {
                    let pause = try await self.look(from: first)
                    await self.alarm.wait(atMost: pause, sleep: self.sleep)
                } catch {
                    if Task.isCancelled { return }
                    self.logger.log(
                        level: error.levelBesideWatch, "It was not decided who is mailed about what they have missed",
                        metadata: ["error": "\(error)"])
                    try? await self.sleep(Limits.pushStoreRetryAfter)
                }
            }
        }
    }

    /// Looks at all who are due.
    /// - Parameter first: the moment before which nobody is looked at.
    /// - Returns: the longest pause until the next are, or may be at another node; nil where nobody waits.
    private func look(from first: Timestamp) async throws -> Duration? {
        try await noteSwitch()
        while let due = try await missed.nextDue() {
            let now = clock.now
            let isEarly = first.isPending(at: now, within: Limits.missedMailsLookedAtAfter)
            let pause = (isEarly ? max(due, first) : due) - now
            if pause > .zero { return min(pause, Limits.missedMailsLookedAtEvery) }
            guard try await maintenance.claim(.missedMails) else { return Limits.missedMailsClaimedFor }
            try await missed.lookAtDue(isThere: isThere)
            try Task.checkCancellation()
        }
        return nil
    }

    private func noteSwitch() async throws {
        guard mayBeSwitched.exchange(false, ordering: .relaxed) else { return }
        do { try await missed.noteSwitch() } catch {
            mayBeSwitched.store(true, ordering: .relaxed)
            throw error
        }
    }
}
