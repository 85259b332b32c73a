/// Messages changed after they were posted: edited, deleted, reacted to. Each change raises the message's rev.
extension Chat {
    /// Replaces the text of the caller's own message, and the mentions with it.
    ///
    /// The same text again changes nothing. It may be blank where there are files beside it, which stay.
    /// - Returns: the message as it now is.
    /// - Throws: ``Refusal/forbidden(_:)`` unless it is the caller's own; ``Refusal/messageDeleted``,
    ///   ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)``, ``Refusal/notAMember``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func edit(_ seq: Int64, in room: Room.ID, to content: String, by caller: Caller) async throws -> Message {
        try Draft(roomID: room, content: content).check(mayBeBlank: true)
        let now = clock.now
        try messageRates.take(caller.userID, at: now)
        let mentions = try await self.mentions(in: content, room, by: caller.userID)
        messageRates.charge(caller.userID, mentions.count / Limits.mentionsPerMessage, at: now)
        // The words of both leave and enter the index with it: of many such changes each has a transaction, and others
        // come between.
        return try await act(by: caller, writing: Limits.commitBatchBytesMax) { store, caller in
            try permit(.post, in: room, to: caller, store: store)
            guard let message = try store.message(seq, in: room) else { throw Refusal.notFound(.message) }
            guard message.userID == caller.userID else { throw Refusal.forbidden("Only its author edits a message.") }
            guard message.deletedAt == nil else { throw Refusal.messageDeleted }
            guard message.content != content else { return message }
            if message.attachments.isEmpty, content.isBlank { throw Refusal.invalid("content", Draft.needsText) }
            let changed = try store.editMessage(seq, in: room, to: content, at: now)
            try store.setMentions(mentions, of: seq, in: room)
            store.announce(.changed(changed))
            return changed
        }
    }

    /// Removes a message's text, files, reactions and mentions; its place in the log stays.
    ///
    /// It is for the author, and but for direct rooms for the room's owner and administrators who are in it. Deleting it
    /// again changes nothing.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/notFound(_:)``, ``Refusal/notAMember``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func delete(_ seq: Int64, in room: Room.ID, by caller: Caller) async throws {
        let now = clock.now
        try messageRates.take(caller.userID, at: now)
        try await act(by: caller, writing: Limits.commitBatchBytesMax) { store, caller in
            let (found, membership) = try permit(.read, in: room, to: caller, store: store)
            guard let message = try store.message(seq, in: room) else { throw Refusal.notFound(.message) }
            if message.userID != caller.userID,
                let refusal = Permissions.refusal(
                    ofDeletingAnothersMessageIn: found.kind, membership: membership?.role, caller: caller.role)
            {
                throw refusal
            }
            guard message.deletedAt == nil else { return }
            store.announce(.changed(try store.deleteMessage(seq, in: room, at: now)))
            if !message.attachments.isEmpty { store.announce(.attachmentsRemoved) }
        }
    }

    /// Adds the caller's reaction to a message, or removes it.
    ///
    /// Repeating it changes nothing. An emoji with and without U+FE0F is one, shown as it was first given.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/messageDeleted``, ``Refusal/notFound(_:)``, ``Refusal/notAMember``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func react(
        _ emoji: String,
        isWanted: Bool,
        to seq: Int64,
        in room: Room.ID,
        by caller: Caller
    ) async throws {
        guard Reaction.isEmoji(emoji) else { throw Refusal.invalid("emoji", "A reaction is one emoji.") }
        let now = clock.now
        try messageRates.take(caller.userID, at: now)
        try await act(by: caller) { store, caller in
            try permit(.post, in: room, to: caller, store: store)
            guard let message = try store.message(seq, in: room) else { throw Refusal.notFound(.message) }
            guard message.deletedAt == nil else { throw Refusal.messageDeleted }
            let plain = Reaction.plain(emoji)
            let current = message.reactions.first { Reaction.plain($0.emoji) == plain }
            guard (current?.users.contains(caller.userID) ?? false) != isWanted else { return }
            if isWanted, current == nil, message.reactions.count >= Limits.reactionsMax {
                throw Refusal.invalid("emoji", "A message has at most \(Limits.reactionsMax) different reactions.")
            }
            let changed = try store.setReaction(
                emoji, isWanted: isWanted, by: caller.userID, to: seq, in: room, at: now)
            store.announce(.changed(changed))
        }
    }
}
