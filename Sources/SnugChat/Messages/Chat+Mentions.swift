/// Mentions: found in a text, listed.
extension Chat {
    /// Returns a page of the messages that call the caller, the newest first: by name, or as everyone in a room.
    ///
    /// Neither their own messages are among them nor those of rooms that they are not in.
    /// - Parameters:
    ///   - before: the message before which the page begins; nil for the newest.
    ///   - limit: messages at most, 1 to ``Limits/pageMessagesMax``; fewer where they are long.
    public func mentions(before: Message.ID?, limit: Int, of caller: Caller) async throws -> Page<Message> {
        // Every room of the caller is looked into.
        countReading(rows: 0, bytes: Limits.mentionsSearchBytes, by: caller)
        let limit = Page<Message>.bounded(limit, max: Limits.pageMessagesMax)
        var page = try await countingReading(of: limit * Limits.contentBytesMax, by: caller) {
            try await store.read { store in
                try Page(limit: limit, max: Limits.pageMessagesMax) {
                    try store.mentions(of: caller.userID, before: before, limit: $0)
                }
            }
        }
        countReading(page.items, by: caller)
        var bytes = 0
        let fitting = page.items.prefix { message in
            defer { bytes += message.bytesSent }
            return bytes < Limits.mentionsPageBytesMax
        }
        page.hasMore = page.hasMore || fitting.count < page.items.count
        page.items = Array(fitting)
        return page
    }

    /// Returns whom a text calls in a room, by the names that its members have now.
    ///
    /// The writer has no part in it; it only sees to it that they still are members.
    /// - Returns: nobody where the author is not in the room.
    func mentions(in content: String, _ room: Room.ID, by author: User.ID) async throws -> Mentions {
        guard let text = MentionText(content) else { return .nobody }
        return try await store.read { [memberNames] store in
            guard try store.isMember(author, of: room), let rev = try store.membersRev(of: room) else { return .nobody }
            if let names = memberNames.names(of: room, at: rev) { return text.mentions(of: names, by: author) }
            let names = MemberNames(try store.names(of: room, limit: Limits.namesPerRoomMax))
            memberNames.keep(names, of: room, at: rev)
            // Whoever goes round more rooms than are kept has all their names folded again and again.
            messageRates.charge(author, names.count / Limits.namesPerMessage, at: clock.now)
            return text.mentions(of: names, by: author)
        }
    }
}
