public import Logging
import Metrics
public import ServiceLifecycle
public import SnugChat
import Synchronization

/// The worker that empties the durable queue of pushes: it sends those that are due, and tries again what was delayed.
///
/// ``SnugChat/Limits/pushesAtOnce`` are under way at most, a few of them to one person. It sleeps while nothing waits.
public final class PushWorker: Service, EventBus {
    /// A function that waits for a duration; tests hand in one that moves a clock.
    public typealias Sleep = @Sendable (Duration) async throws -> Void

    private let outbox: any PushOutbox
    private let sender: any PushSender
    private let clock: any WallClock
    private let logger: Logger
    private let sleep: Sleep
    private let alarm = Alarm()
    private let isStopping = Atomic<Bool>(false)
    private let places = PushPlaces()

    public init(
        outbox: any PushOutbox,
        sender: any PushSender,
        clock: any WallClock,
        logger: Logger,
        sleep: @escaping Sleep = { try await Task.sleep(for: $0) }
    ) {
        self.outbox = outbox
        self.sender = sender
        self.clock = clock
        self.logger = logger
        self.sleep = sleep
    }

    /// Wakes the worker if one of the events says that pushes were queued.
    public func publish(_ events: [Event]) {
        if events.contains(where: { [.pushesQueued, .interrupted].contains($0) }) { alarm.ring() }
    }

    /// Tells the worker to look at the queue; it returns at once.
    public func wake() { alarm.ring() }

    /// Runs until a graceful shutdown; pushes on their way then have ``SnugChat/Limits/pushStopWithin``.
    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.work() }
            group.addTask {
                try? await gracefulShutdown()
                self.isStopping.store(true, ordering: .relaxed)
                self.alarm.ring()
                try? await self.sleep(Limits.pushStopWithin)
            }
            await group.next()
            group.cancelAll()
        }
        await sender.shutDown()
    }

    private var isAtWork: Bool { !isStopping.load(ordering: .relaxed) && !Task.isCancelled }

    private func work() async {
        await withDiscardingTaskGroup { group in
            var hand = PushHand()
            while isAtWork {
                do {
                    let now = clock.now
                    if try await begin(dueAt: now, from: &hand, in: &group) { continue }
                    await rest(until: try await nextMoment(after: now))
                } catch {
                    guard isAtWork else { return }
                    logger.warning("Pushes cannot be read", metadata: ["error": "\(error)"])
                    try? await sleep(Limits.pushStoreRetryAfter)
                }
            }
        }
    }

    /// Begins the pushes that are due and that there is room for.
    /// - Returns: true if it has begun any.
    private func begin(
        dueAt moment: Timestamp, from hand: inout PushHand, in group: inout DiscardingTaskGroup
    ) async throws -> Bool {
        let free = places.free
        guard free > 0 else { return false }
        if hand.isEmpty(at: moment) {
            let due = try await outbox.duePushes(at: moment, limit: Limits.pushesInHand, besides: places.begun)
            hand = PushHand(due, at: moment)
        }
        let (new, claimedAt) = (hand.take(free), hand.claimedAt)
        for push in new {
            places.begin(push.id)
            group.addTask {
                await self.handle(push, claimedAt: claimedAt)
                self.places.end(push.id)
                self.alarm.ring()
            }
        }
        return !new.isEmpty
    }

    /// Returns the moment to look again; nil to wait for the alarm alone.
    private func nextMoment(after now: Timestamp) async throws -> Timestamp? {
        guard places.free > 0 else { return nil }
        guard let next = try await outbox.nextPushDue(after: now) else { return nil }
        // Put off by a clock that was ahead: no pause is longer.
        return min(next, now + Limits.pushWaitLongest)
    }

    /// Sleeps until a moment, or until the alarm rings.
    private func rest(until moment: Timestamp?) async {
        await alarm.wait(atMost: moment.map { max(.zero, $0 - clock.now) }, sleep: sleep)
    }

    /// Handles a push as soon as its person has a place for it, or puts it off where that takes too long.
    ///
    /// Only then are its words read: what was deleted or read meanwhile is not told.
    private func handle(_ queued: QueuedPush, claimedAt: Timestamp) async {
        let isTaken = await places.take(for: queued.user) { alarm.ring() }
        defer { if isTaken { places.giveBack(of: queued.user) } }
        guard isAtWork else { return }
        guard isTaken, PushHand.holds(claimedAt, at: clock.now) else {
            let later = clock.now + Limits.pushAnswerWithin
            return await writing("Pushes cannot be written down") {
                try await self.outbox.postpone(queued, until: later)
            }
        }
        // What was not written down is sent again, and takes the place of the first at its device.
        await writing("Pushes cannot be read") {
            switch try await self.outbox.next(of: queued) {
            case .drop: try await self.outbox.settle(queued, as: nil)
            case .wait(let time): try await self.outbox.postpone(queued, until: time)
            case .send(let push): await self.send(push, queued)
            }
        }
    }

    private func send(_ push: Push, _ queued: QueuedPush) async {
        let outcome = await sender.send(push)
        // A push that is cut off by a stop is sent again after the next start.
        if Task.isCancelled { return }
        if let word = outcome.word {
            Counter(label: Metric.pushes.rawValue, dimensions: [("outcome", word)]).increment()
            if let failure = outcome.failure {
                logger.debug(
                    "A push was not taken",
                    metadata: [
                        "subscription": "\(queued.subscription)", "outcome": "\(word)", "reason": "\(failure)",
                    ])
            }
        }
        await writing("Pushes cannot be written down") { try await self.outbox.settle(queued, as: outcome) }
    }

    /// Does work on the store, again and again until it succeeds or the server stops: until then the push is not sent
    /// again.
    private func writing(_ complaint: Logger.Message, _ work: () async throws -> Void) async {
        while true {
            do { return try await work() } catch {
                guard isAtWork else { return }
                logger.warning(complaint, metadata: ["error": "\(error)"])
            }
            guard (try? await sleep(Limits.pushStoreRetryAfter)) != nil, isAtWork else { return }
        }
    }
}

extension PushOutcome {
    /// The name of the outcome among the metrics; nil where no service was asked.
    fileprivate var word: String? {
        switch self {
        case .accepted: "accepted"
        case .gone: "gone"
        case .refused: "refused"
        case .delayed: "delayed"
        case .unasked: nil
        }
    }

    fileprivate var failure: String? {
        switch self {
        case .accepted, .gone, .unasked: nil
        case .refused(let failure), .delayed(let failure, _): failure.words
        }
    }
}
