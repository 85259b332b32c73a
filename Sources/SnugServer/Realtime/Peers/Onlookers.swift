import NIOCore
public import SnugChat
import Synchronization

/// The people who look at one of their clients, so far as these say, here or at another node.
///
/// A node tells the others of its own when that changes, and again now and then: what is lost on the way costs somebody
/// a push too many, or one that comes late.
final class Onlookers: Sendable {
    private struct State {
        /// The number of clients that each looks at here.
        var here: [User.ID: Int] = [:]
        /// The moments until which they count, node by node.
        var elsewhere: [PeerID: [User.ID: NIODeadline]] = [:]
        /// The people of whom the others have not heard yet.
        var untold: Set<User.ID> = []
        var toldAt: NIODeadline?
    }

    private let state = Mutex(State())

    func isLooking(_ user: User.ID, at now: NIODeadline) -> Bool {
        state.withLock { state in
            state.here[user] != nil || state.elsewhere.values.contains { $0[user].map { now < $0 } ?? false }
        }
    }

    /// Notes that somebody looks at one more client here, or at one less.
    func note(_ user: User.ID, isLooking: Bool) {
        state.withLock { state in
            let before = state.here[user] ?? 0
            let count = max(0, before + (isLooking ? 1 : -1))
            state.here[user] = count == 0 ? nil : count
            // With the first telling go all who are here.
            if (before == 0) != (count == 0), state.toldAt != nil { state.untold.insert(user) }
        }
    }

    // Other nodes

    /// Takes another node's note.
    func hear(_ note: PeerNote, at now: NIODeadline) {
        state.withLock { state in
            switch note.content {
            case .looking(let people):
                guard state.elsewhere[note.from] != nil || state.elsewhere.count < Limits.peersMax else { return }
                var known = state.elsewhere[note.from, default: [:]].filter { now < $0.value }
                let until = now + TimeAmount(Limits.lookingKeptFor)
                for user in people.prefix(Limits.peerPeopleMax - min(known.count, Limits.peerPeopleMax)) {
                    known[user] = until
                }
                state.elsewhere[note.from] = known
            case .lookedAway(let people): for user in people { state.elsewhere[note.from]?[user] = nil }
            case .end: state.elsewhere[note.from] = nil
            default: break
            }
        }
    }

    /// Returns what is to be told to the other nodes by now.
    func tick(from id: PeerID, at now: NIODeadline) -> [PeerNote] {
        state.withLock { state in
            if state.toldAt.map({ now - $0 >= TimeAmount(Limits.lookingToldEvery) }) ?? true {
                state.toldAt = now
                state.untold.formUnion(state.here.keys)
            }
            let looking = state.untold.filter { state.here[$0] != nil }
            let away = state.untold.subtracting(looking)
            state.untold = []
            return Self.pieces(of: looking).map { PeerNote(from: id, .looking($0)) }
                + Self.pieces(of: away).map { PeerNote(from: id, .lookedAway($0)) }
        }
    }

    private static func pieces(of people: Set<User.ID>) -> [[User.ID]] {
        let people = Array(people)
        return stride(from: 0, to: people.count, by: Limits.peerPeopleAtOnce).map {
            Array(people[$0..<min($0 + Limits.peerPeopleAtOnce, people.count)])
        }
    }
}

extension Hub {
    /// Returns true if somebody looks at one of a person's clients, so far as these say.
    public func isLookedAt(by user: User.ID) -> Bool { onlookers.isLooking(user, at: now) }
}
