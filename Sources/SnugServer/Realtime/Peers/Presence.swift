import NIOCore
import SnugChat
import Synchronization

/// The users who are online: who have a socket open, or had one within ``Limits/presenceHysteresis``, here or at another
/// node.
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
        /// The people at other nodes; nil where this one is alone.
        var peers: PeerPresence?

        func isHere(_ user: User.ID) -> Bool { visits[user]?.isShown ?? false }

        func isElsewhere(_ user: User.ID) -> Bool { peers?.isOnline(user) ?? false }

        /// Tells other nodes of someone who came here or left.
        /// - Returns: true if that is news here too, as they are nowhere else.
        mutating func tell(_ user: User.ID, isOnline: Bool, lastSeen: Timestamp? = nil) -> Bool {
            peers?.note(PeerChange(user, isOnline: isOnline, lastSeen: lastSeen))
            return !isElsewhere(user)
        }

        /// Returns what other nodes' notes change, where it does.
        func filtered(_ outcome: PeerPresence.Outcome) -> PeerPresence.Outcome {
            PeerPresence.Outcome(notes: outcome.notes, changes: outcome.changes.filter { !isHere($0.user) })
        }
    }

    private let state = Mutex(State())

    func isOnline(_ user: User.ID) -> Bool { state.withLock { $0.isHere(user) || $0.isElsewhere(user) } }

    /// Returns true for a user who is here, whether or not they show it, or online at another node.
    func isThere(_ user: User.ID) -> Bool {
        state.withLock { $0.visits[user] != nil || $0.isElsewhere(user) }
    }

    /// The number of users who are online and show it.
    var count: Int {
        state.withLock { state in
            let elsewhere = state.peers.map { $0.people.count { !state.isHere($0) } } ?? 0
            return state.visits.values.count(where: \.isShown) + elsewhere
        }
    }

    /// Notes an open socket.
    /// - Returns: true if the others are to be told that its user has come.
    func socketOpened(_ user: User.ID, isShown: Bool) -> Bool {
        state.withLock { state in
            state.lastNumber += 1
            let before = state.visits[user]
            state.visits[user] = Visit(
                number: state.lastNumber, sockets: (before?.sockets ?? 0) + 1, isShown: isShown)
            guard isShown != (before?.isShown ?? false) else { return false }
            return state.tell(user, isOnline: isShown) && isShown
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
    /// - Parameter lastSeen: the moment at which its last socket was closed.
    /// - Returns: true if the others are to be told that its user has gone.
    func end(of user: User.ID, since visit: UInt64, lastSeen: Timestamp) -> Bool {
        state.withLock { state in
            guard let current = state.visits[user], current.number == visit, current.sockets == 0 else { return false }
            state.visits[user] = nil
            return current.isShown && state.tell(user, isOnline: false, lastSeen: lastSeen)
        }
    }

    /// Shows or hides a user who is there.
    /// - Returns: true if that is new to the others.
    func show(_ user: User.ID, _ isShown: Bool) -> Bool {
        state.withLock { state in
            guard let visit = state.visits[user], visit.isShown != isShown else { return false }
            state.visits[user]?.isShown = isShown
            return state.tell(user, isOnline: isShown)
        }
    }

    // Other nodes

    /// Begins to tell other nodes who is here, and to hear who is there.
    func meetPeers(as id: PeerID) {
        state.withLock { state in
            state.peers = PeerPresence(id: id, own: Set(state.visits.keys.filter(state.isHere)))
        }
    }

    /// The name of this node to the others, where there are any.
    var nameForPeers: PeerID? {
        state.withLock { state in state.peers.flatMap { $0.hasPeers ? $0.id : nil } }
    }

    /// Returns true for what another node told, where this one hears of others.
    func isOfPeer(_ note: PeerNote) -> Bool { state.withLock { $0.peers.map { $0.id != note.from } ?? false } }

    /// Takes another node's note.
    func hear(_ note: PeerNote, at now: NIODeadline) -> PeerPresence.Outcome {
        state.withLock { state in
            guard let outcome = state.peers?.hear(note, at: now) else { return PeerPresence.Outcome() }
            return state.filtered(outcome)
        }
    }

    /// Returns what is due.
    func tick(at now: NIODeadline) -> PeerPresence.Outcome {
        state.withLock { state in
            guard let outcome = state.peers?.tick(at: now) else { return PeerPresence.Outcome() }
            return state.filtered(outcome)
        }
    }
}
