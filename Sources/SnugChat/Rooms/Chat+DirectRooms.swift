/// Direct rooms: two people who meet, and a room that shows to the other once something was said there.
extension Chat {
    /// Brings the caller back into the room that they have with another, and the other where they had left.
    ///
    /// It shows to the caller from now on; to the other, where nothing was said yet, it still does not.
    func meetAgain(
        _ other: User.ID,
        in room: Room.ID,
        by caller: Caller,
        store: any StoreWriter,
        at now: Timestamp
    ) throws {
        for user in try store.showRoom(room, to: caller.userID) { try announceJoined(user, room, in: store) }
        for user in [caller.userID, other] where try store.member(user, of: room) == nil {
            guard let found = try store.room(room) else { throw Refusal.notFound(.room) }
            try checkRooms(of: [user], madeBy: found.createdBy, for: caller, in: store)
            try takeActs(by: caller, in: store, at: now)
            let lastSeq = found.lastSeq
            try store.addMember(
                user, to: room, role: .member, readSeq: try readSeq(ofReturning: user, to: room, lastSeq, in: store),
                at: now)
            try announceMember(user, of: room, as: .member, .came, by: caller.userID, in: store)
            if user != caller.userID, lastSeq == 0 {
                try store.hideRoom(room, from: user)
            } else {
                try announceJoined(user, room, in: store)
            }
        }
    }

    /// Brings the other of a direct room back, who had left it, for the message that is yet to be announced.
    ///
    /// All that was said until they left counts as read.
    func bringBackOther(of caller: Caller, to room: Room.ID, in store: any StoreWriter, at now: Timestamp) throws {
        guard let found = try store.summary(of: room, for: caller.userID), let other = found.other else { return }
        try store.addMember(other, to: room, role: .member, readSeq: found.room.lastSeq, at: now)
        try announceMember(other, of: room, as: .member, .came, by: caller.userID, in: store)
        try announceJoined(other, room, in: store)
    }

    /// Shows a room to whoever it was hidden from, as it was before its first message, which is yet to be announced.
    func showRoom(_ room: Room.ID, in store: any StoreWriter) throws {
        for user in try store.showRoom(room, to: nil) {
            guard var summary = try summary(of: room, for: user, in: store) else { continue }
            summary.room.lastSeq = 0
            summary.membership?.readSeq = 0
            summary.lastMessage = nil
            store.announce(.joined(user, summary))
        }
    }

    /// Returns the position up to which someone who had left has surely read: their own last word.
    private func readSeq(
        ofReturning user: User.ID,
        to room: Room.ID,
        _ lastSeq: Int64,
        in store: any StoreReader
    ) throws -> Int64 {
        let earliest = max(0, lastSeq - Limits.comeBackMessagesMax)
        return try store.newestSeq(by: user, in: room, after: earliest) ?? earliest
    }
}
