public import SnugChat
import Synchronization

/// What other nodes told of people, until those who are in their rooms are told.
final class PeerNews: Sendable {
    private struct State {
        var channel: (any PeerChannel)?
        /// The latest change of each.
        var changes: [User.ID: PeerChange] = [:]
    }

    private let state = Mutex(State())
    private let additions = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))

    func connect(_ channel: any PeerChannel) { state.withLock { $0.channel = channel } }

    func tell(_ notes: [PeerNote]) {
        if !notes.isEmpty { state.withLock(\.channel)?.tell(notes) }
    }

    /// An element whenever there is news, for one reader.
    var signals: AsyncStream<Void> { additions.stream }

    /// Adds changes, and wakes the reader where any wait.
    func add(_ changes: [PeerChange]) {
        let isAny = state.withLock { state in
            for change in changes { state.changes[change.user] = change }
            return !state.changes.isEmpty
        }
        if isAny { additions.continuation.yield() }
    }

    /// Takes some of the changes; none where there are none.
    func take() -> [PeerChange] {
        state.withLock { state in
            let some = Array(state.changes.values.prefix(Limits.peerNewsAtOnce))
            for change in some { state.changes[change.user] = nil }
            return some
        }
    }

    /// Takes back what could not be told yet, unless there is newer.
    func giveBack(_ changes: [PeerChange]) {
        state.withLock { state in
            for change in changes where state.changes[change.user] == nil { state.changes[change.user] = change }
        }
    }
}

/// Who is at other nodes, and who types there.
extension Hub {
    /// Tells other nodes who is here, and those who are here who is there, until the task is cancelled.
    /// - Parameters:
    ///   - channel: the way to the others, whose notes are published to this hub.
    ///   - id: a name that no other node has, nor this one had before.
    public func meetPeers(over channel: any PeerChannel, by maintenance: Maintenance, as id: PeerID) async {
        peers.connect(channel)
        presence.meetPeers(as: id)
        await withDiscardingTaskGroup { group in
            group.addTask {
                repeat {
                    self.carryOut(self.presence.tick(at: self.now))
                    // Whoever is alone tells nobody.
                    if self.presence.nameForPeers != nil {
                        self.peers.tell(self.onlookers.tick(from: id, at: self.now))
                    }
                } while (try? await Task.sleep(for: Limits.peerTickEvery)) != nil
            }
            for await _ in peers.signals { await tellNews(by: maintenance) }
            group.cancelAll()
        }
        channel.tell([PeerNote(from: id, .end)])
    }

    /// Takes a note of another node.
    func hear(_ note: PeerNote) {
        if presence.isOfPeer(note) { onlookers.hear(note, at: now) }
        if case .typing(let room, let user) = note.content {
            guard presence.isOfPeer(note), !listeners.isCrowd(room) || typingCrowds.take(room, at: now) == nil else {
                return
            }
            publish([.typing(room, user)])
        } else {
            carryOut(presence.hear(note, at: now))
        }
    }

    func tellPeers(ofTyping user: User.ID, in room: Room.ID) {
        guard let id = presence.nameForPeers else { return }
        peers.tell([PeerNote(from: id, .typing(room, user))])
    }

    private func carryOut(_ outcome: PeerPresence.Outcome) {
        peers.tell(outcome.notes)
        peers.add(outcome.changes)
    }

    /// Tells what there is to those in the rooms of whom it is about, as it now is.
    private func tellNews(by maintenance: Maintenance) async {
        while true {
            let changes = peers.take()
            guard !changes.isEmpty else { return }
            // Whoever opens a socket later asks who is there.
            if awakeLoops.isEmpty { continue }
            guard let rooms = try? await maintenance.roomsHearing(of: changes.map(\.user)) else {
                // The store is away; the next look at the time comes back to it.
                return peers.giveBack(changes)
            }
            for change in changes where presence.isOnline(change.user) == change.isOnline {
                tell(
                    change.user, isOnline: change.isOnline, lastSeen: change.lastSeen, in: rooms[change.user] ?? [])
            }
        }
    }
}
