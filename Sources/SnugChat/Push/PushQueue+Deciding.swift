/// The decision who is told of messages.
extension PushQueue {
    /// A decision about the messages of a room, up to a seq.
    private struct Decision: Sendable {
        var room: Room.ID
        var seq: Int64
        var pushes: [NewPush]
    }

    /// Returns the last seqs of the rooms of whose messages it is not decided yet who is told.
    public func undecidedRooms() async throws -> [Room.ID: Int64] {
        try await chat.store.read { try $0.roomsToPush() }
    }

    /// Returns true if there is anybody who wants to be told.
    public func hasListeners() async throws -> Bool {
        try await chat.store.read { try $0.hasPushSubscriptions() }
    }

    /// Queues a push to whoever is to be told of what was said in some rooms and has not read it.
    ///
    /// It is about the newest of each room's messages, and queued once, whichever node decides and however often.
    /// - Parameters:
    ///   - rooms: the seqs up to which it is decided, ``Limits/pushRoomsAtOnce`` at most.
    ///   - isLooking: returns true if somebody looks at one of a person's clients, who needs no push then.
    public func decide(_ rooms: [Room.ID: Int64], isLooking: (User.ID) -> Bool) async throws {
        let now = chat.clock.now
        // Told nobody, it is decided all the same: what was said while nothing was pushed stays untold.
        let isOn = chat.pushes.publicKey != nil
        let found = try await chat.store.read { store in
            try rooms.compactMap { room, seq in try candidates(in: room, upTo: seq, in: store, at: now) }
        }
        let decisions = found.map { room, seq, candidates in
            Decision(
                room: room, seq: seq,
                pushes: isOn ? candidates.filter { !isLooking($0.user) }.map(\.push) : [])
        }
        // What waits together shares a transaction.
        try await withThrowingTaskGroup { group in
            for decision in decisions { group.addTask { try await carryOut(decision, at: now) } }
            try await group.waitForAll()
        }
    }

    /// Returns whom a room's messages would be told to; nil where nobody there listens, or it is decided already.
    private func candidates(
        in room: Room.ID, upTo seq: Int64, in store: any StoreReader, at now: Timestamp
    ) throws -> (room: Room.ID, seq: Int64, candidates: [(user: User.ID, push: NewPush)])? {
        let position = try store.pushPosition(of: room)
        guard position < seq else { return nil }
        let listeners = try store.pushListeners(in: room, at: now)
        guard !listeners.isEmpty else { return nil }
        let seqs = max(position, seq - Limits.pushMessagesLookedAt) + 1...seq
        let messages = try store.messages(seqs, in: room)
        let calls = try store.calls(by: seqs, in: room)
        let candidates = listeners.compactMap { listener -> (user: User.ID, push: NewPush)? in
            guard let newest = listener.newest(of: messages, calls: calls, at: now) else { return nil }
            return (listener.member.userID, NewPush(to: listener.subscription, about: newest.seq))
        }
        return (room, seq, candidates)
    }

    /// Queues a decision's pushes in pieces, the last of them with the note that it is decided: whoever is cut off before
    /// decides again, and has a few told twice in place of none.
    private func carryOut(_ decision: Decision, at now: Timestamp) async throws {
        var rest = decision.pushes[...]
        while rest.count > Limits.pushesQueuedAtOnce {
            let piece = Array(rest.prefix(Limits.pushesQueuedAtOnce))
            rest = rest.dropFirst(piece.count)
            let isOpen = try await chat.store.write { store in
                // Another node may have come first.
                guard try store.pushPosition(of: decision.room) < decision.seq else { return false }
                try queue(piece, in: decision.room, of: store, at: now)
                return true
            }
            guard isOpen else { return }
        }
        let last = Array(rest)
        try await chat.store.write { store in
            guard try store.movePushPosition(of: decision.room, to: decision.seq) else { return }
            try queue(last, in: decision.room, of: store, at: now)
        }
    }

    private func queue(
        _ pushes: [NewPush], in room: Room.ID, of store: any StoreWriter, at now: Timestamp
    ) throws {
        guard !pushes.isEmpty else { return }
        try store.queuePushes(pushes, in: room, at: now)
        store.announce(.pushesQueued)
    }
}
