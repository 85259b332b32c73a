import NIOCore
import SnugChat
import Synchronization

/// The users who are online: who have a socket open, or had one within ``Limits/presenceHysteresis``.
///
/// Those who hide it count as offline.
final class Presence: Sendable {
    private struct Visit {
        /// The number of the visit's last opened socket, which tells an absence from an earlier one.
        var number: UInt64
        var sockets: Int
        var isShown: Bool
    }

    private struct State {
        var visits: [User.ID: Visit] = [:]
        var lastNumber: UInt64 = 0
    }

    private let state = Mutex(State())

    func isOnline(_ user: User.ID) -> Bool { state.withLock { $0.visits[user]?.isShown ?? false } }

    /// The number of users who are online and show it.
    var count: Int { state.withLock { $0.visits.values.count(where: \.isShown) } }

    /// Notes an open socket.
    /// - Returns: true if the others are to be told that its user has come.
    func socketOpened(_ user: User.ID, isShown: Bool) -> Bool {
        state.withLock { state in
            state.lastNumber += 1
            let before = state.visits[user]
            state.visits[user] = Visit(
                number: state.lastNumber, sockets: (before?.sockets ?? 0) + 1, isShown: isShown)
            return isShown && before?.isShown != true
        }
    }

    /// Notes a closed socket.
    /// - Returns: the number to ask ``end(of:since:)`` with a moment later; nil while other sockets are open.
    func socketClosed(_ user: User.ID) -> UInt64? {
        state.withLock { state in
            guard let visit = state.visits[user] else { return nil }
            state.visits[user]?.sockets = max(0, visit.sockets - 1)
            return visit.sockets <= 1 ? visit.number : nil
        }
    }

    /// Ends a visit unless a socket has opened since.
    /// - Returns: true if the others are to be told that its user has gone.
    func end(of user: User.ID, since visit: UInt64) -> Bool {
        state.withLock { state in
            guard let current = state.visits[user], current.number == visit, current.sockets == 0 else { return false }
            state.visits[user] = nil
            return current.isShown
        }
    }

    /// Shows or hides a user who is there.
    /// - Returns: true if that is new to the others.
    func show(_ user: User.ID, _ isShown: Bool) -> Bool {
        state.withLock { state in
            guard let visit = state.visits[user], visit.isShown != isShown else { return false }
            state.visits[user]?.isShown = isShown
            return true
        }
    }
}

/// The users who typed a moment ago, room by room.
final class Typists: Sendable {
    private struct Place: Hashable {
        var user: User.ID
        var room: Room.ID
    }

    private struct State {
        var told = RecentMap<Place, NIODeadline>(countMax: Limits.typistsMax)
        var turnedAt: NIODeadline?
    }

    private let state = Mutex(State())

    /// Returns true if the typing is to be passed on: at most once in ``Limits/typingEvery``.
    func allows(_ user: User.ID, in room: Room.ID, at time: NIODeadline) -> Bool {
        let every = TimeAmount(Limits.typingEvery)
        return state.withLock { state in
            // What is forgotten was told in the wait before the last one.
            if state.turnedAt.map({ time - $0 >= every }) ?? true {
                state.told.turn()
                state.turnedAt = time
            }
            let place = Place(user: user, room: room)
            if let last = state.told[place], time - last < every { return false }
            // Those that are remembered typed a moment ago; the rest can wait.
            guard !state.told.isFull else { return false }
            state.told.set(time, of: place)
            return true
        }
    }
}
