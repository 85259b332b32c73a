/// Pages of a room's log, read piece by piece.
///
/// A page's bounds are those of the moment at which it was asked for, and its messages are as they are when they are
/// read. For each piece it is asked again if the caller may read the room.
extension Chat {
    /// Returns a page of a room's log, ascending by seq.
    /// - Parameter limit: messages at most, 1 to ``Limits/pageMessagesMax``.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/notAMember``
    public func messages(
        in room: Room.ID,
        _ cursor: PageCursor,
        limit: Int,
        for caller: Caller
    ) async throws -> MessagePage {
        let limit = Page<Message>.bounded(limit, max: Limits.pageMessagesMax)
        return try await store.read { store in
            let lastSeq = try permit(.read, in: room, to: caller, store: store).room.lastSeq
            guard let seqs = cursor.seqs(limit: limit, lastSeq: lastSeq) else {
                return MessagePage(messages: Piece([]), hasMore: false)
            }
            let hasOlder = seqs.lowerBound > 1
            let hasNewer = seqs.upperBound < lastSeq
            let hasMore =
                switch cursor {
                case .newest, .before: hasOlder
                case .after: hasNewer
                case .around: hasOlder || hasNewer
                }
            return MessagePage(messages: try piece(of: seqs, in: room, for: caller, store), hasMore: hasMore)
        }
    }

    /// Returns a page of the messages changed after `rev`, ascending by rev.
    ///
    /// One that is changed again while the page is read is left to the next.
    /// - Parameter limit: messages at most, 1 to ``Limits/pageMessagesMax``.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/notAMember``
    public func changes(
        in room: Room.ID,
        after rev: Int64,
        limit: Int,
        for caller: Caller
    ) async throws -> ChangePage {
        let limit = Page<Message>.bounded(limit, max: Limits.pageMessagesMax)
        return try await store.read { store in
            let lastRev = try permit(.read, in: room, to: caller, store: store).room.lastRev
            var (count, end) = (0, rev)
            let first = try Piece<Message>.read(bytes: \.bytesSent) { after, wanted in
                let left = min(wanted, limit - count)
                guard left > 0 else { return [] }
                let found = try store.changes(after: after?.rev ?? rev, in: room, limit: left)
                count += found.count
                end = found.last?.rev ?? end
                return found
            }
            countReading(first.items, by: caller)
            // The rest is looked through for its end alone.
            while count < limit {
                let found = try store.changes(
                    after: end, in: room, limit: min(limit - count, Limits.pieceItemsFirst))
                guard let last = found.last else { break }
                countReading(found, by: caller)
                count += found.count
                end = last.rev
            }
            let hasMore = try !store.changes(after: end, in: room, limit: 1).isEmpty
            let isAll = first.items.last.map { $0.rev == end } ?? true
            return ChangePage(
                messages: isAll
                    ? Piece(first.items)
                    : following(first.items, upTo: end, in: room, for: caller),
                lastRev: hasMore ? end : lastRev, hasMore: hasMore)
        }
    }

    /// Reads the first of these messages, with the way to the others.
    private func piece(
        of seqs: ClosedRange<Int64>,
        in room: Room.ID,
        for caller: Caller,
        _ store: any StoreReader
    ) throws -> Piece<Message> {
        let (messages, isAll) = try Piece<Message>.read(bytes: \.bytesSent) { after, count in
            let first = after.map { $0.seq + 1 } ?? seqs.lowerBound
            guard first <= seqs.upperBound else { return [] }
            return try store.messages(first...min(seqs.upperBound, first + Int64(count) - 1), in: room)
        }
        countReading(messages, by: caller)
        guard !isAll, let last = messages.last?.seq, last < seqs.upperBound else { return Piece(messages) }
        return Piece(messages) {
            try await self.store.read { store in
                try permitFurther(in: room, to: caller, store)
                return try piece(of: (last + 1)...seqs.upperBound, in: room, for: caller, store)
            }
        }
    }

    /// Returns messages as a piece, with the way to those changed after them.
    private func following(
        _ messages: [Message], upTo end: Int64, in room: Room.ID, for caller: Caller
    ) -> Piece<Message> {
        guard let last = messages.last?.rev, last < end else { return Piece(messages) }
        return Piece(messages) {
            try await store.read { store in
                try permitFurther(in: room, to: caller, store)
                let more = try Piece<Message>.read(bytes: \.bytesSent) { after, count in
                    try store.changes(after: after?.rev ?? last, in: room, limit: count).filter { $0.rev <= end }
                }
                countReading(more.items, by: caller)
                return more.isAll ? Piece(more.items) : following(more.items, upTo: end, in: room, for: caller)
            }
        }
    }

    /// Checks that the caller may go on reading.
    private func permitFurther(in room: Room.ID, to caller: Caller, _ store: any StoreReader) throws {
        try checkSession(of: caller, in: store)
        try permit(.read, in: room, to: caller, store: store)
    }

    /// Checks that the caller's session still stands.
    /// - Throws: ``Refusal/unauthenticated``
    func checkSession(of caller: Caller, in store: any StoreReader) throws {
        guard try self.caller(caller.userID, by: caller.sessionID, in: store, at: clock.now) != nil else {
            throw Refusal.unauthenticated
        }
    }

    /// Checks that the session of a socket still stands, where another node may have ended it: this one closes the
    /// socket when it hears of that.
    /// - Throws: ``Refusal/unauthenticated``
    func checkSocket(of caller: Caller, in reader: any StoreReader) throws {
        if store.isShared { try checkSession(of: caller, in: reader) }
    }
}
