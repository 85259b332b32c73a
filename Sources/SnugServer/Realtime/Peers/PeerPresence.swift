import NIOCore
import SnugChat

/// The people who are at other nodes, by what these say, and what this node owes them of its own.
///
/// It is pure: notes and times come in, and notes to tell and changes of who is there come out.
struct PeerPresence {
    /// What follows from a note or from time that passed.
    struct Outcome: Equatable {
        /// What is to be told to the other nodes, in this order.
        var notes: [PeerNote] = []
        /// The people who came to all other nodes together, or left them all.
        var changes: [PeerChange] = []
    }

    /// A node, with what it told.
    private struct Peer {
        /// The number of the last change; nil where something was missed.
        var number: Int64?
        var people: Set<User.ID> = []
        /// The moment from which on nobody is there any more.
        var until: NIODeadline
        var askedAt: NIODeadline?
        /// A list that is on its way.
        var list: (number: Int64, next: Int, people: Set<User.ID>)?
    }

    let id: PeerID
    private var own: Set<User.ID>
    /// The number of the last change of ``own`` that was told.
    private var number: Int64 = 0
    private var untold: [User.ID: PeerChange] = [:]
    private var peers: [PeerID: Peer] = [:]
    /// The number of nodes where someone is.
    private var places: [User.ID: Int] = [:]
    private var beatAt: NIODeadline?
    /// The moment at which this node last heard itself: where it does not, nobody is heard.
    private var heardAt: NIODeadline?
    /// True where another node wants to know who is here.
    private var isAsked = false

    /// - Parameter own: the people who are here.
    init(id: PeerID, own: Set<User.ID>) {
        self.id = id
        self.own = own
    }

    /// True where there are others to tell.
    var hasPeers: Bool { !peers.isEmpty }

    /// The people at other nodes.
    var people: some Sequence<User.ID> { places.keys }

    /// Returns true if someone is at another node.
    func isOnline(_ user: User.ID) -> Bool { places[user] != nil }

    /// Notes that someone came to this node, or left it.
    mutating func note(_ change: PeerChange) {
        if change.isOnline { own.insert(change.user) } else { own.remove(change.user) }
        untold[change.user] = change
    }

    // Time

    /// Returns what is due: changes of a moment, answers, a sign of life, and the end of nodes that gave none.
    mutating func tick(at now: NIODeadline) -> Outcome {
        var outcome = Outcome()
        // Whoever is new asks everyone.
        if beatAt == nil { outcome.notes.append(PeerNote(from: id, .question(nil))) }
        tellChanges(&outcome)
        if isAsked { tellList(&outcome) }
        if beatAt.map({ now - $0 >= TimeAmount(Limits.peerBeatEvery) }) ?? true {
            beatAt = now
            outcome.notes.append(PeerNote(from: id, .beat(number: number)))
        }
        for (other, peer) in peers where peer.until <= now && !isDeaf(at: now) {
            for user in peer.people { outcome.changes += leave(user, lastSeen: nil) }
            peers[other] = nil
        }
        return outcome
    }

    /// Returns true if nothing is heard, so that a node's silence says nothing of it: while the database is away, or a
    /// commit of another waits for its standby.
    private func isDeaf(at now: NIODeadline) -> Bool {
        heardAt.map { now - $0 > TimeAmount(Limits.peerDeafAfter) } ?? true
    }

    private mutating func tellChanges(_ outcome: inout Outcome) {
        guard !untold.isEmpty else { return }
        defer { untold = [:] }
        // A node that nobody has heard of yet sees by the number that it missed something.
        guard hasPeers else {
            number += 1
            return
        }
        let changes = Array(untold.values)
        for start in stride(from: 0, to: changes.count, by: Limits.peerPeopleAtOnce) {
            number += 1
            let piece = changes[start..<min(start + Limits.peerPeopleAtOnce, changes.count)]
            outcome.notes.append(PeerNote(from: id, .changes(number: number, Array(piece))))
        }
    }

    private mutating func tellList(_ outcome: inout Outcome) {
        isAsked = false
        let people = Array(own)
        let count = max(1, (people.count + Limits.peerPeopleAtOnce - 1) / Limits.peerPeopleAtOnce)
        for part in 0..<count {
            let piece = people[(part * Limits.peerPeopleAtOnce)...].prefix(Limits.peerPeopleAtOnce)
            outcome.notes.append(PeerNote(from: id, .list(number: number, part: part, count: count, Array(piece))))
        }
    }

    // Notes

    /// Takes another node's note.
    mutating func hear(_ note: PeerNote, at now: NIODeadline) -> Outcome {
        var outcome = Outcome()
        guard note.from != id else {
            if isDeaf(at: now) {
                let until = now + TimeAmount(Limits.peerKeptFor)
                for other in peers.keys { peers[other]?.until = until }
            }
            heardAt = now
            return outcome
        }
        if note.content == .end {
            // Its people may come to another node in a moment.
            if let peer = peers[note.from] {
                peers[note.from]?.until = min(peer.until, now + TimeAmount(Limits.presenceHysteresis))
            }
            return outcome
        }
        guard peers[note.from] != nil || peers.count < Limits.peersMax else { return outcome }
        var peer = peers[note.from] ?? Peer(until: now)
        peer.until = now + TimeAmount(Limits.peerKeptFor)
        switch note.content {
        case .typing, .looking, .lookedAway, .end: break
        case .question(let asked): if asked == nil || asked == id { isAsked = true }
        case .beat(let number):
            // One that has told nothing yet has nobody.
            if number == 0, peer.people.isEmpty { peer.number = 0 }
            if peer.number != number { peer.number = nil }
        case .changes(let number, let changes):
            peer.number = peer.number ?? (number == 1 ? 0 : nil) == number - 1 ? number : nil
            for change in changes { outcome.changes += take(change, of: &peer) }
        case .list(let number, let part, let count, let people):
            outcome.changes += take(people, number, part, count, of: &peer)
        }
        if peer.number == nil, peer.askedAt.map({ now - $0 >= TimeAmount(Limits.peerBeatEvery) }) ?? true {
            peer.askedAt = now
            outcome.notes.append(PeerNote(from: id, .question(note.from)))
        }
        peers[note.from] = peer
        return outcome
    }

    private mutating func take(_ change: PeerChange, of peer: inout Peer) -> [PeerChange] {
        guard change.isOnline else {
            return peer.people.remove(change.user) == nil ? [] : leave(change.user, lastSeen: change.lastSeen)
        }
        guard peer.people.count < Limits.peerPeopleMax, peer.people.insert(change.user).inserted else { return [] }
        return enter(change.user)
    }

    /// Takes a part of a list; with the last one it is what counts.
    private mutating func take(
        _ people: [User.ID], _ number: Int64, _ part: Int, _ count: Int, of peer: inout Peer
    ) -> [PeerChange] {
        if part == 0 { peer.list = (number, 0, []) }
        guard peer.number != number, var list = peer.list, list.number == number, list.next == part else {
            peer.list = nil
            return []
        }
        list.next += 1
        list.people.formUnion(people.prefix(max(0, Limits.peerPeopleMax - list.people.count)))
        guard list.next == count else {
            peer.list = list
            return []
        }
        let (gone, new) = (peer.people.subtracting(list.people), list.people.subtracting(peer.people))
        (peer.number, peer.people, peer.list) = (number, list.people, nil)
        return gone.flatMap { leave($0, lastSeen: nil) } + new.flatMap { enter($0) }
    }

    private mutating func enter(_ user: User.ID) -> [PeerChange] {
        places[user, default: 0] += 1
        return places[user] == 1 ? [PeerChange(user, isOnline: true)] : []
    }

    private mutating func leave(_ user: User.ID, lastSeen: Timestamp?) -> [PeerChange] {
        guard let count = places[user], count > 1 else {
            places[user] = nil
            return [PeerChange(user, isOnline: false, lastSeen: lastSeen)]
        }
        places[user] = count - 1
        return []
    }
}
