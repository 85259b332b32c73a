/// Messages: posted, paged, caught up with, read.
extension Chat {
    /// Queues a message for its room's log and returns at once; messages of one caller keep their order.
    ///
    /// One that calls someone by name first waits until the names are known, and what its sender posts behind it waits
    /// with it; so does what comes while the writer has ``Limits/draftsAtWriterMax`` of the same sender.
    ///
    /// Repeating a `client_id` in the same room returns the first message and changes nothing. A new message's
    /// acknowledgement is not written by `then` but with the events of its commit, by the hub's loop (`LoopTable`), to
    /// the socket that `origin` names.
    /// - Parameters:
    ///   - origin: the socket it came in by, which hears of it as ``Event/posted(_:from:)``.
    ///   - then: called when it is durable, or with ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)``,
    ///     ``Refusal/notAMember``, ``Refusal/clientIDReused``, ``Refusal/otherDeactivated``,
    ///     ``Refusal/rateLimited(retryAfter:)``, ``Refusal/busy`` or the store's fault.
    public func post(
        _ draft: Draft,
        by caller: Caller,
        origin: MessageOrigin,
        then: @escaping @Sendable (Result<Posted, any Error>) -> Void
    ) {
        let now = clock.now
        do {
            // One that is refused counts too, for looking at it costs as much.
            try messageRates.take(caller.userID, at: now)
            try draft.check()
            if !MentionText.mayCall(draft.content), drafts.enter(caller.userID) {
                return submit(
                    draft, calling: .nobody, by: caller, origin: origin, at: now, hasWaited: false, then: then)
            }
            try drafts.add(of: caller.userID) {
                do {
                    let mentions = try await self.mentions(in: draft.content, draft.roomID, by: caller.userID)
                    messageRates.charge(caller.userID, mentions.count / Limits.mentionsPerMessage, at: now)
                    submit(draft, calling: mentions, by: caller, origin: origin, at: now, hasWaited: true, then: then)
                } catch {
                    drafts.leave(caller.userID)
                    then(.failure(error))
                }
            }
        } catch {
            then(.failure(error))
        }
    }

    /// Puts a message to the writer, where it has a place, and gives that back afterwards.
    private func submit(
        _ draft: Draft,
        calling mentions: Mentions,
        by caller: Caller,
        origin: MessageOrigin,
        at now: Timestamp,
        hasWaited: Bool,
        then: @escaping @Sendable (Result<Posted, any Error>) -> Void
    ) {
        // Whoever was signed out or put out of use meanwhile says nothing more.
        let mayHaveEnded = hasWaited || origin == .elsewhere || store.isShared
        let posting = Posting(
            draft, by: caller.userID, on: mayHaveEnded ? terms(of: caller.sessionID, at: now) : nil, at: now)
        store.submit(
            posting: posting,
            { store in
                var posted = try store.postMessage(posting)
                if posted == nil {
                    if mayHaveEnded { try checkSession(of: caller, in: store) }
                    if let earlier = try earlier(draft, by: caller, in: store) {
                        return Posted(message: earlier, isNew: false)
                    }
                    try mayPostAfterAll(draft, by: caller, in: store, at: now)
                    posted = try store.postMessage(posting)
                }
                guard let message = posted else { throw Refusal.busy }
                try message.attachments.checkDescriptions()
                if message.seq == 1 { try showRoom(draft.roomID, in: store) }
                if mentions != .nobody { try store.setMentions(mentions, of: message.seq, in: draft.roomID) }
                store.announce(.posted(message, from: origin))
                return Posted(message: message, isNew: true)
            },
            then: { [drafts] result in
                drafts.leave(caller.userID)
                then(result)
            })
    }

    /// Returns the message that a draft repeats, for a caller who is in its room; nil where it repeats none.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/notAMember``, ``Refusal/clientIDReused``
    private func earlier(_ draft: Draft, by caller: Caller, in store: any StoreReader) throws -> Message? {
        // The refusal depends on what the caller may know of the room.
        try permit(.post, in: draft.roomID, to: caller, store: store)
        guard let clientID = draft.clientID,
            let earlier = try store.message(sender: caller.userID, clientID: clientID)
        else { return nil }
        guard earlier.roomID == draft.roomID else { throw Refusal.clientIDReused }
        return earlier
    }

    /// Refuses a draft that the store did not take from a member, or makes way for it: the other of a direct room who had
    /// left is back in it.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/otherDeactivated``
    private func mayPostAfterAll(
        _ draft: Draft, by caller: Caller, in store: any StoreWriter, at now: Timestamp
    ) throws {
        if let seq = draft.replyTo, try store.message(seq, in: draft.roomID) == nil {
            throw Refusal.invalid("reply_to", "There is no message with this number in the room.")
        }
        switch try store.company(of: caller.userID, in: draft.roomID) {
        case .outOfUse: throw Refusal.otherDeactivated
        case .left: try bringBackOther(of: caller, to: draft.roomID, in: store, at: now)
        // Someone else has made way meanwhile, or taken the caller out.
        case .here, nil: break
        }
    }

    /// Posts a message that came in by no socket, as ``post(_:by:origin:then:)`` does, and returns when it is durable.
    public func post(_ draft: Draft, by caller: Caller) async throws -> Posted {
        try await withCheckedThrowingContinuation { continuation in
            post(draft, by: caller, origin: .elsewhere) { continuation.resume(with: $0) }
        }
    }

    /// Returns what a client with everything up to `seq` and `rev` missed, as it now is.
    ///
    /// The log is read in pieces, and no further once there is more than is worth sending.
    /// - Parameter start: the position at which the socket's own live stream of the room began: everything later was
    ///   sent on it. Nil where the client asks for all there is.
    /// - Returns: what was missed, and the bytes that were read to find out.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/notAMember``
    public func catchUp(
        in room: Room.ID,
        after seq: Int64,
        rev: Int64,
        upTo start: Subscription?,
        for caller: Caller
    ) async throws -> (catchUp: CatchUp, bytesRead: Int) {
        try await store.read { store in
            try checkSocket(of: caller, in: store)
            let found = try permit(.read, in: room, to: caller, store: store).room
            var reading = CatchUpReading(
                room: room, seq: seq, rev: rev, lastSeq: start?.lastSeq ?? found.lastSeq,
                lastRev: start?.lastRev ?? found.lastRev)
            let catchUp = try reading.catchUp(in: store, readRev: found.lastRev)
            return (catchUp, reading.bytesRead)
        }
    }

    /// Moves the caller's reading position forward; never back, never past the end.
    ///
    /// Returns at once; `then` is called when the move is durable, or with ``Refusal/notFound(_:)``,
    /// ``Refusal/notAMember``, ``Refusal/rateLimited(retryAfter:)``, ``Refusal/busy`` or the store's fault.
    public func markRead(
        _ seq: Int64,
        in room: Room.ID,
        by caller: Caller,
        then: @escaping @Sendable (Result<Void, any Error>) -> Void
    ) {
        do { try countCall(by: caller) } catch { return then(.failure(error)) }
        store.submit(
            { store in
                try checkSocket(of: caller, in: store)
                try markRead(seq, in: room, by: caller, store)
            }, then: then)
    }

    /// Moves the caller's reading position as ``markRead(_:in:by:then:)`` does, and returns when the move is durable.
    public func markRead(_ seq: Int64, in room: Room.ID, by caller: Caller) async throws {
        try countCall(by: caller)
        try await act(by: caller) { store, caller in try markRead(seq, in: room, by: caller, store) }
    }

    private func markRead(_ seq: Int64, in room: Room.ID, by caller: Caller, _ store: any StoreWriter) throws {
        try permit(.read, in: room, to: caller, store: store)
        announce(try store.setReadSeq(seq, of: caller.userID, in: room), by: caller, in: room, store)
    }

    /// Makes a message the first unread one, for the caller alone: others go on seeing how far they had read.
    /// - Parameter seq: the message; one outside the log counts as its nearer end.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/notAMember``
    public func markUnread(from seq: Int64, in room: Room.ID, by caller: Caller) async throws {
        try await act(by: caller) { store, caller in
            try permit(.read, in: room, to: caller, store: store)
            announce(try store.setFirstUnread(seq, of: caller.userID, in: room), by: caller, in: room, store)
        }
    }

    private func announce(_ position: ReadPosition?, by caller: Caller, in room: Room.ID, _ store: any StoreWriter) {
        if let position { store.announce(.read(room, caller.userID, position)) }
    }
}
