public import Logging
import Metrics
public import ServiceLifecycle
public import SnugChat
import Synchronization

/// The worker that empties the durable queue: it sends mails that are due, and tries again those that failed.
///
/// ``SnugChat/Limits/mailsAtOnce`` deliveries run side by side, and none waits for another to end. It sleeps while
/// nothing waits; ``wake()`` tells it of a new mail.
public final class MailWorker: Service, EventBus {
    /// A function that waits for a duration; tests hand in one that moves a clock.
    public typealias Sleep = @Sendable (Duration) async throws -> Void

    private let outbox: any MailOutbox
    private let mailer: any Mailer
    private let clock: any WallClock
    private let sleep: Sleep
    private let alarm = Alarm()
    private let log: MailLog
    private let isStopping = Atomic<Bool>(false)
    /// The mails that are being delivered, at most ``SnugChat/Limits/mailsAtOnce``.
    private let underway = Mutex<Set<QueuedMail.ID>>([])

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
        log = MailLog(logger: logger, clock: clock)
        self.sleep = sleep
    }

    /// Tells the worker that a mail is waiting.
    ///
    /// It is called from any thread, and returns at once.
    public func wake() { alarm.ring() }

    /// Wakes the worker if one of the events says that a mail was queued.
    public func publish(_ events: [Event]) {
        if events.contains(where: { [.mailQueued, .interrupted].contains($0) }) { wake() }
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
        await withDiscardingTaskGroup { group in
            while !isStopping.load(ordering: .relaxed), !Task.isCancelled {
                do {
                    try await dispatch(to: &group)
                } catch {
                    // The server stops: that is no fault of the queue.
                    if Task.isCancelled { return }
                    log.noteQueueFault("The mail queue cannot be read", error)
                    try? await sleep(Limits.mailRetryFirst)
                }
            }
        }
    }

    /// Begins the deliveries that are due and that there is room for; rests where there are none.
    private func dispatch(to group: inout DiscardingTaskGroup) async throws {
        guard underway.withLock({ $0.count < Limits.mailsAtOnce }) else { return await alarm.wait() }
        let now = clock.now
        if try await begin(dueAt: now, in: &group) { return }
        let next = try await outbox.nextMailDue(after: now)
        if let next, next - now > Limits.mailRetryLongest {
            // No pause is this long: the clock was ahead when the mail was queued or put off.
            if try await begin(dueAt: next, in: &group) { return }
            // It is under way already.
            return await rest(until: nil)
        }
        await rest(until: next)
    }

    /// Begins to deliver mails that are due at a moment, as many as there is room for.
    /// - Returns: true if the queue is another now than before.
    private func begin(dueAt moment: Timestamp, in group: inout DiscardingTaskGroup) async throws -> Bool {
        let running = underway.withLock(\.self)
        // Those under way are due as well until they are written off.
        let due = try await outbox.dueMails(
            at: moment, limit: Limits.mailsAtOnce + running.count, besides: running)
        for id in due.unreadable {
            Self.count("unreadable")
            log.noteUnreadable(id)
            try await outbox.removeUnreadableMail(id)
        }
        let mails = due.mails.prefix(Limits.mailsAtOnce - running.count)
        for mail in mails {
            underway.withLock { _ = $0.insert(mail.id) }
            group.addTask {
                await self.send(mail)
                self.underway.withLock { _ = $0.remove(mail.id) }
                self.alarm.ring()
            }
        }
        return !mails.isEmpty || !due.unreadable.isEmpty
    }

    /// Sleeps until a mail falls due, a new one comes, or a delivery ends.
    private func rest(until due: Timestamp?) async {
        await alarm.wait(atMost: due.map { max(.zero, $0 - clock.now) }, sleep: sleep)
    }

    private static func count(_ outcome: String) {
        Counter(label: Metric.mails.rawValue, dimensions: [("outcome", outcome)]).increment()
    }

    /// Delivers a mail and writes the outcome into the queue.
    private func send(_ queued: QueuedMail) async {
        if !queued.mail.isDecoy {
            guard clock.now < queued.expiresAt else {
                Self.count("expired")
                log.noteExpired(queued.id)
                return await settle { try await $0.removeMail(queued, as: .worthless) }
            }
            do throws(MailFault) {
                try await mailer.deliver(queued.mail)
            } catch {
                // A delivery cut off by a stop is tried again at the next start.
                if Task.isCancelled { return }
                return await handle(error, of: queued)
            }
            Self.count("sent")
            log.noteSent(queued.id)
        }
        await settle { try await $0.removeMail(queued, as: .taken) }
    }

    private func handle(_ fault: MailFault, of queued: QueuedMail) async {
        var fault = fault
        fault.detail = fault.detail.withoutAddresses(besides: queued.mail.recipient)
        log.note(fault, of: queued)
        switch fault.kind {
        case .permanent:
            Self.count("failed")
            let end: MailEnd = fault.stage == .data ? .refusedContent : .refused
            await settle { try await $0.removeMail(queued, as: end) }
        case .transient:
            Self.count("postponed")
            let pause = Self.pause(afterTries: queued.tries)
            let (time, reason) = (clock.now + pause, fault.detail)
            await settle { try await $0.postponeMail(queued.id, until: time, because: reason) }
        }
    }

    /// Writes the outcome of a mail, again and again until it is written or the server stops.
    ///
    /// Until then the mail is not tried again: one that was taken would be sent a second time while the disk is full.
    private func settle(_ write: (any MailOutbox) async throws -> Void) async {
        for tries in 0... {
            do {
                return try await write(outbox)
            } catch {
                log.noteQueueFault("The mail queue cannot be written", error)
            }
            if isStopping.load(ordering: .relaxed) { return }
            do { try await sleep(Self.pause(afterTries: tries)) } catch { return }
        }
    }

    /// Returns the pause before the next try: 5 s, 10 s, 20 s … at most 15 min.
    static func pause(afterTries tries: Int) -> Duration {
        var pause = Limits.mailRetryFirst
        for _ in 0..<min(max(tries, 0), 16) where pause < Limits.mailRetryLongest { pause = pause * 2 }
        return min(pause, Limits.mailRetryLongest)
    }
}
