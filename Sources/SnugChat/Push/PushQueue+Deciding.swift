/// The decision who is told of messages.
extension PushQueue {
    /// A decision about the messages of a room, up to a seq.
    private struct Decision: Sendable {
        var room: Room.ID
        var seq: Int64
        var pushes: [NewPush]
        /// The members who may have to be mailed of it later.
        var spokenTo: [User.ID]
    }

    /// Returns the last seqs of the rooms of whose messages it is not decided yet who is told.
    public func undecidedRooms() async throws -> [Room.ID: Int64] {
        // Of what is older nobody is told, nor mailed later.
        let since = chat.clock.now - (missedMails.isOn ? Limits.missedMailWithin : Limits.pushLifetime)
        return try await chat.store.read { try $0.roomsToPush(since: since) }
    }

    /// Returns true if there is anybody who wants to be told, by a push or later by a mail.
    public func hasListeners() async throws -> Bool {
        if missedMails.isOn { return true }
        return try await chat.store.read { try $0.hasPushSubscriptions() }
    }

    /// Returns those of some rooms of whose messages up to a seq it is not decided yet who is told, and where somebody may
    /// be.
    public func undecided(_ rooms: [Room.ID: Int64]) async throws -> [Room.ID: Int64] {
        let now = chat.clock.now
        return try await chat.store.read { store in
            try rooms.filter { room, seq in
                try store.pushPosition(of: room).seq < seq
                    && (missedMails.isOn || !store.pushListeners(in: room, at: now).isEmpty)
            }
        }
    }

    /// Queues a push to whoever is to be told of what was said in some rooms and has not read it.
    ///
    /// It is about the newest of each room's messages, and queued once, whichever node decides and however often. Whoever
    /// was spoken to there is noted for a mail.
    /// - Parameters:
    ///   - rooms: the seqs up to which it is decided, ``Limits/pushRoomsAtOnce`` at most.
    ///   - isLooking: returns true if somebody looks at one of a person's clients, who needs no push then.
    public func decide(_ rooms: [Room.ID: Int64], isLooking: (User.ID) -> Bool) async throws {
        let finished = try await decide(once: rooms, isLooking: isLooking)
        // A decision that was cut off has been finished as it was begun; what was said since is another.
        let rest = rooms.filter { room, seq in finished[room].map { $0 < seq } ?? false }
        if !rest.isEmpty { _ = try await decide(once: rest, isLooking: isLooking) }
    }

    /// - Returns: the seqs up to which it is decided now, of those that were not yet.
    private func decide(
        once rooms: [Room.ID: Int64], isLooking: (User.ID) -> Bool
    ) async throws -> [Room.ID: Int64] {
        let now = chat.clock.now
        // Told nobody, it is decided all the same: what was said while nothing was pushed stays untold.
        let isOn = chat.pushes.publicKey != nil
        let found = try await chat.store.read { store in
            try rooms.compactMap { room, seq in try candidates(in: room, upTo: seq, in: store, at: now) }
        }
        let decisions = found.map { found in
            Decision(
                room: found.room, seq: found.seq,
                pushes: isOn ? found.candidates.filter { !isLooking($0.user) }.map(\.push) : [],
                spokenTo: found.spokenTo)
        }
        // What waits together shares a transaction.
        try await withThrowingTaskGroup { group in
            for decision in decisions { group.addTask { try await carryOut(decision, at: now) } }
            try await group.waitForAll()
        }
        return Dictionary(uniqueKeysWithValues: decisions.map { ($0.room, $0.seq) })
    }

    /// Those whom a room's messages up to a seq would be told to, and those whom they speak to.
    private typealias Audience = (
        room: Room.ID, seq: Int64, candidates: [(user: User.ID, push: NewPush)], spokenTo: [User.ID]
    )

    /// Returns whom a room's messages are for, ascending by subscription; nil where nobody there listens, or it is decided
    /// already.
    ///
    /// Where a decision was cut off it is about that one's messages, and for whom it has not been queued.
    private func candidates(
        in room: Room.ID, upTo seq: Int64, in store: any StoreReader, at now: Timestamp
    ) throws -> Audience? {
        let position = try store.pushPosition(of: room)
        guard position.seq < seq else { return nil }
        let seq = position.part?.seq ?? seq
        let listeners = try store.pushListeners(in: room, at: now)
        guard missedMails.isOn || !listeners.isEmpty else { return nil }
        let seqs = max(position.seq, seq - Limits.pushMessagesLookedAt) + 1...seq
        let messages = try store.messages(seqs, in: room)
        let calls = try store.calls(by: seqs, in: room)
        let left = listeners.filter { $0.subscription.rawValue > position.part?.last.rawValue ?? 0 }
        let candidates = left.sorted { $0.subscription.rawValue < $1.subscription.rawValue }.compactMap {
            listener -> (user: User.ID, push: NewPush)? in
            guard let newest = listener.newest(of: messages, calls: calls, at: now) else { return nil }
            return (listener.member.userID, NewPush(to: listener.subscription, about: newest.seq, after: position.seq))
        }
        let spokenTo = try missedMails.spokenTo(by: messages, calls: calls, in: room, of: store, at: now)
        return (room, seq, candidates, spokenTo)
    }

    /// Queues a decision's pushes and notes whom it speaks to, in parts, each with the note how far it is: whoever is cut
    /// off before the last of them goes on there.
    private func carryOut(_ decision: Decision, at now: Timestamp) async throws {
        let atOnce = Limits.pushesQueuedAtOnce
        let count = max(decision.pushes.count, decision.spokenTo.count, 1)
        for start in stride(from: 0, to: count, by: atOnce) {
            let pushes = Array(decision.pushes.dropFirst(start).prefix(atOnce))
            let spokenTo = Array(decision.spokenTo.dropFirst(start).prefix(atOnce))
            let isLast = start + atOnce >= count
            let isOpen = try await chat.store.write { store in
                // Another node may have come first.
                let isNext: Bool
                if isLast {
                    isNext = try store.movePushPosition(of: decision.room, to: decision.seq)
                } else if let last = pushes.last?.subscription {
                    isNext = try store.notePushPart(PushPosition.Part(decision.seq, upTo: last), of: decision.room)
                } else {
                    isNext = try store.pushPosition(of: decision.room).seq < decision.seq
                }
                guard isNext else { return false }
                try queue(pushes, in: decision.room, of: store, at: now)
                try missedMails.note(spokenTo, in: store, at: now)
                return true
            }
            guard isOpen else { return }
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
