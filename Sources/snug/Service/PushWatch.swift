import Logging
import ServiceLifecycle
import SnugChat
import Synchronization

/// The service that decides who is told of messages by pushes, a moment after they were said.
///
/// It sleeps while nobody posts. Of several nodes one decides for all; another takes over where that one is gone.
final class PushWatch: Service, EventBus {
    private let queue: PushQueue
    private let maintenance: Maintenance
    private let isLooking: @Sendable (User.ID) -> Bool
    private let logger: Logger
    private let state = Mutex(State())
    private let alarm = Alarm()

    private struct State {
        var rooms = RoomsToTell()
        /// True where rooms wait that nobody told of: at the start, and after events were lost.
        var isBehind = true
        /// The moment until which the service sleeps; nil while it works, and looks by itself before it sleeps again.
        var wakesAt: RoomsToTell.Moment?
    }

    /// A moment that does not come, for whoever waits for a message alone.
    private static let never = ContinuousClock.now + .seconds(100 * 365 * 86_400)

    /// - Parameter isLooking: returns true if somebody looks at one of a person's clients.
    init(
        queue: PushQueue, maintenance: Maintenance, logger: Logger,
        isLooking: @escaping @Sendable (User.ID) -> Bool
    ) {
        self.queue = queue
        self.maintenance = maintenance
        self.logger = logger
        self.isLooking = isLooking
    }

    func publish(_ events: [Event]) {
        let now = ContinuousClock.now
        let isEarlier = state.withLock { state in
            var next: RoomsToTell.Moment?
            for event in events {
                switch event {
                case .posted(let message, _):
                    if let due = state.rooms.note(message.seq, in: message.roomID, at: now) { next = next ?? due }
                case .interrupted: (state.isBehind, next) = (true, now)
                default: break
                }
            }
            guard let next, let wakesAt = state.wakesAt, next < wakesAt else { return false }
            state.wakesAt = next
            return true
        }
        // However much is said, it is woken once.
        if isEarlier { alarm.ring() }
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    try await self.catchUp()
                    try await self.decide()
                    await self.rest()
                } catch {
                    if Task.isCancelled { return }
                    self.logger.log(
                        level: error.levelBesideWatch, "It was not decided who is told of messages",
                        metadata: ["error": "\(error)"])
                    try? await Task.sleep(for: Limits.pushStoreRetryAfter)
                }
            }
        }
        // Whoever serves next need not wait until this node's claim is over.
        await Task { try? await maintenance.release(.pushes) }.value
    }

    /// Notes the rooms that an earlier run, or another node, left undecided.
    private func catchUp() async throws {
        guard state.withLock(\.isBehind) else { return }
        let rooms = try await queue.undecidedRooms()
        let now = ContinuousClock.now
        state.withLock { state in
            state.isBehind = false
            for (room, seq) in rooms { state.rooms.note(seq, in: room, at: now) }
        }
    }

    private func decide() async throws {
        while true {
            let rooms = state.withLock { $0.rooms.take(at: .now) }
            guard !rooms.isEmpty else { return }
            do {
                guard try await queue.hasListeners() else { continue }
                guard try await maintenance.claim(.pushes) else {
                    // Another node decides: what it has not by then is left to whoever can.
                    giveBack(try await queue.undecided(rooms), after: Limits.pushClaimedFor)
                    continue
                }
                try await queue.decide(rooms, isLooking: isLooking)
            } catch {
                giveBack(rooms, after: Limits.pushStoreRetryAfter)
                throw error
            }
        }
    }

    private func giveBack(_ rooms: [Room.ID: Int64], after pause: Duration) {
        state.withLock { $0.rooms.giveBack(rooms, until: .now + pause) }
    }

    /// Sleeps until the next room's time has come, or something is said.
    private func rest() async {
        let due = state.withLock { state in
            let due = state.isBehind ? .now : state.rooms.nextDue
            state.wakesAt = due ?? Self.never
            return due
        }
        await alarm.wait(atMost: due.map { max(.zero, $0 - .now) }) { try await Task.sleep(for: $0) }
        state.withLock { $0.wakesAt = nil }
    }
}
