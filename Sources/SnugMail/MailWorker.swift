public import Logging
import Metrics
public import ServiceLifecycle
public import SnugChat
import Synchronization

/// The worker that empties the durable queue: it sends mails that are due, and tries again those that failed.
///
/// It sleeps while nothing waits; ``wake()`` tells it of a new mail.
public final class MailWorker: Service, EventBus {
    /// A function that waits for a duration; tests hand in one that moves a clock.
    public typealias Sleep = @Sendable (Duration) async throws -> Void

    private let outbox: any MailOutbox
    private let mailer: any Mailer
    private let clock: any WallClock
    private let sleep: Sleep
    private let logger: Logger
    private let alarm = Alarm()
    private let isStopping = Atomic<Bool>(false)

    public init(
        outbox: any MailOutbox,
        mailer: any Mailer,
        clock: any WallClock,
        logger: Logger,
        sleep: @escaping Sleep = { try await Task.sleep(for: $0) }
    ) {
        self.outbox = outbox
        self.mailer = mailer
        self.clock = clock
        self.logger = logger
        self.sleep = sleep
    }

    /// Tells the worker that a mail is waiting.
    ///
    /// It is called from any thread, and returns at once.
    public func wake() { alarm.ring() }

    /// Wakes the worker if one of the events says that a mail was queued.
    public func publish(_ events: [Event]) {
        if events.contains(.mailQueued) { wake() }
    }

    /// Runs until a graceful shutdown; deliveries on their way then have ``SnugChat/Limits/mailStopWithin``.
    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.work() }
            group.addTask {
                try? await gracefulShutdown()
                self.isStopping.store(true, ordering: .relaxed)
                self.alarm.ring()
                try? await self.sleep(Limits.mailStopWithin)
            }
            await group.next()
            group.cancelAll()
        }
    }

    private func work() async {
        while !isStopping.load(ordering: .relaxed), !Task.isCancelled {
            do {
                let due = try await outbox.dueMails(at: clock.now, limit: Limits.mailsAtOnce)
                if due.isEmpty {
                    await rest(until: try await outbox.nextMailDue())
                } else {
                    await send(due)
                }
            } catch {
                logger.error("The mail queue cannot be read", metadata: ["error": "\(error)"])
                try? await sleep(Limits.mailRetryFirst)
            }
        }
    }

    /// Sleeps until a mail falls due or a new one comes.
    private func rest(until due: Timestamp?) async {
        let (clock, sleep, alarm) = (clock, sleep, alarm)
        await withTaskGroup(of: Void.self) { group in
            if let due {
                group.addTask {
                    do { try await sleep(max(.zero, due - clock.now)) } catch { return }
                    alarm.ring()
                }
            }
            await alarm.wait()
            group.cancelAll()
        }
    }

    private func send(_ mails: [QueuedMail]) async {
        await withTaskGroup(of: Void.self) { group in
            for mail in mails { group.addTask { await self.send(mail) } }
        }
    }

    private static func count(_ outcome: String) {
        Counter(label: Metric.mails.rawValue, dimensions: [("outcome", outcome)]).increment()
    }

    private func send(_ queued: QueuedMail) async {
        let to: Logger.Metadata = ["to": "\(queued.mail.recipient)", "mail": "\(queued.id)"]
        do {
            if queued.mail.isDecoy { return try await outbox.removeMail(queued.id) }
            guard clock.now < queued.expiresAt else {
                Self.count("expired")
                logger.warning("A mail was too old to be sent", metadata: to)
                return try await outbox.removeMail(queued.id)
            }
            do {
                try await mailer.deliver(queued.mail)
                Self.count("sent")
                logger.info("Mail sent", metadata: to)
                try await outbox.removeMail(queued.id)
            } catch let fault as MailFault {
                // A delivery cut off by a stop is tried again at the next start.
                if Task.isCancelled { return }
                try await handle(fault, of: queued, to)
            }
        } catch {
            logger.error("The mail queue cannot be written", metadata: to.merging(["error": "\(error)"]) { $1 })
            try? await sleep(Limits.mailRetryFirst)
        }
    }

    private func handle(_ fault: MailFault, of queued: QueuedMail, _ to: Logger.Metadata) async throws {
        let metadata = to.merging(["error": "\(fault)"]) { $1 }
        switch fault.kind {
        case .permanent:
            Self.count("failed")
            logger.error("A mail cannot be delivered", metadata: metadata)
            try await outbox.removeMail(queued.id)
        case .transient:
            Self.count("postponed")
            let pause = Self.pause(afterTries: queued.tries)
            logger.warning("A mail is tried again in \(pause)", metadata: metadata)
            try await outbox.postponeMail(queued.id, until: clock.now + pause, because: fault.detail)
        }
    }

    /// Returns the pause before the next try: 5 s, 10 s, 20 s … at most 15 min.
    static func pause(afterTries tries: Int) -> Duration {
        var pause = Limits.mailRetryFirst
        for _ in 0..<min(max(tries, 0), 16) where pause < Limits.mailRetryLongest { pause = pause * 2 }
        return min(pause, Limits.mailRetryLongest)
    }
}

/// A signal that one task awaits and any thread gives; one that nobody awaits is remembered.
final class Alarm: Sendable {
    private struct State {
        var hasRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func ring() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            if waiter == nil { state.hasRung = true }
            return waiter
        }
        waiter?.resume()
    }

    /// Returns once it rings, has rung since the last time, or the task is cancelled.
    func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.hasRung || Task.isCancelled {
                        state.hasRung = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }
}
