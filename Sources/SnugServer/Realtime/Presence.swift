import NIOCore
import SnugChat
import Synchronization

/// Who is there: whoever has a socket open, or had one within ``Limits/presenceHysteresis``.
final class Presence: Sendable {
    private struct Visit {
        /// Counts the comings, so that a going is told apart from the one before.
        var number: UInt64
        var sockets: Int
    }

    private struct State {
        var visits: [User.ID: Visit] = [:]
        var lastNumber: UInt64 = 0
    }

    private let state = Mutex(State())

    func isOnline(_ user: User.ID) -> Bool { state.withLock { $0.visits[user] != nil } }

    /// - Returns: whether they were not there before.
    func socketOpened(_ user: User.ID) -> Bool {
        state.withLock { state in
            state.lastNumber += 1
            let before = state.visits[user]
            state.visits[user] = Visit(number: state.lastNumber, sockets: (before?.sockets ?? 0) + 1)
            return before == nil
        }
    }

    /// - Returns: what to ask ``isGone(_:since:)`` with a moment later; nil while other sockets are open.
    func socketClosed(_ user: User.ID) -> UInt64? {
        state.withLock { state in
            guard let visit = state.visits[user] else { return nil }
            state.visits[user]?.sockets = max(0, visit.sockets - 1)
            return visit.sockets <= 1 ? visit.number : nil
        }
    }

    /// Whether nothing has come since. Then they are there no more.
    func isGone(_ user: User.ID, since visit: UInt64) -> Bool {
        state.withLock { state in
            guard let current = state.visits[user], current.number == visit, current.sockets == 0 else { return false }
            state.visits[user] = nil
            return true
        }
    }
}

/// Who was writing where a moment ago.
final class Typists: Sendable {
    private struct Place: Hashable {
        var user: User.ID
        var room: Room.ID
    }

    private let told = Mutex<[Place: NIODeadline]>([:])

    /// Whether it is to be passed on: at most once in ``Limits/typingEvery``.
    func allows(_ user: User.ID, in room: Room.ID, at time: NIODeadline) -> Bool {
        let every = TimeAmount(Limits.typingEvery)
        return told.withLock { told in
            let place = Place(user: user, room: room)
            if let last = told[place], time - last < every { return false }
            if told.count >= Limits.typistsMax { told = told.filter { time - $0.value < every } }
            // Whoever remains then is writing this very moment; the rest can wait.
            guard told.count < Limits.typistsMax else { return false }
            told[place] = time
            return true
        }
    }
}
