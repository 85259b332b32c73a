import GRDB
import SnugChat

/// The statements of posting, reading and resuming.
enum MessageSQL {
    static let bySeq = "SELECT \(MessageRow.columns("x")) FROM messages x WHERE x.room_id = ? AND x.seq = ?"
    static let byClientID = "SELECT \(MessageRow.columns("x")) FROM messages x WHERE x.user_id = ? AND x.client_id = ?"
    /// The unary plus keeps the search in the room's log, from its end on.
    static let newestSeqBy = """
        SELECT seq FROM messages WHERE room_id = ? AND +user_id = ? AND seq > ? ORDER BY seq DESC LIMIT 1
        """
    static let page = """
        SELECT \(MessageRow.columns("x")) FROM messages x
        WHERE x.room_id = ? AND x.seq BETWEEN ? AND ? ORDER BY x.seq
        """
    static let changes = """
        SELECT \(MessageRow.columns("x")) FROM messages x
        WHERE x.room_id = ? AND x.rev > max(?, 0) AND x.rev > 0 ORDER BY x.rev LIMIT ?
        """
    /// The next seq of a room, its place among the rooms by activity, and the last of these places.
    private static let place = "SELECT r.last_seq + 1, r.activity, (SELECT max(activity) FROM rooms) FROM"
    /// The place of a message, whoever its author is.
    static let placeOfAny = "\(place) rooms r WHERE r.id = ?1"
    /// The place of a member's message.
    static let placeOfPost = "\(place) \(MemberSQL.joinedRoom) AND \(MemberSQL.companyKind) = 'here'"
    /// The place of a member's answer to a message of the room.
    static let placeOfAnswer = """
        \(placeOfPost) AND EXISTS (SELECT 1 FROM messages WHERE room_id = ?1 AND seq = ?3)
        """
    /// Adds a message, once.
    ///
    /// It returns no row: SQLite would make a table of its own for that, which costs as much as the row itself.
    static let add = """
        INSERT INTO messages (room_id, seq, user_id, content, timestamp, client_id, reply_to)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (user_id, client_id) DO NOTHING
        """
    static let noteSeq = "UPDATE rooms SET last_seq = ?2, last_activity_at = ?3, activity = ?4 WHERE id = ?1"
    /// The same in the room that was spoken in last, which leaves the index of rooms by activity alone.
    static let noteSeqOfLast = "UPDATE rooms SET last_seq = ?2, last_activity_at = ?3 WHERE id = ?1"
    static let noteAttachments = "UPDATE messages SET attachments = ? WHERE id = ?"
    static let reactions = """
        SELECT emoji, user_id FROM reactions WHERE room_id = ? AND seq = ? ORDER BY created_at, user_id, emoji
        """
    /// Reactions are alike without U+FE0F (65039), whichever spelling was kept.
    private static let isAlike = "room_id = ?1 AND seq = ?2 AND replace(emoji, char(65039), '') = ?3"
    static let reactionSpelling = """
        SELECT emoji FROM reactions WHERE \(isAlike) ORDER BY created_at, user_id, emoji LIMIT 1
        """
    static let addReaction = """
        INSERT INTO reactions (room_id, seq, emoji, user_id, created_at) SELECT ?1, ?2, ?5, ?4, ?6
        WHERE NOT EXISTS (SELECT 1 FROM reactions WHERE \(isAlike) AND user_id = ?4)
        """
    static let removeReaction = "DELETE FROM reactions WHERE \(isAlike) AND user_id = ?4"
    static let nextRev = "UPDATE rooms SET last_rev = last_rev + 1 WHERE id = ? RETURNING last_rev"
}

/// A message as its own row has it, without what lies in other tables.
struct MessageRow {
    var message: Message
    var hasAttachments: Bool

    /// The number of its columns.
    static let columnCount = 12

    /// Returns the columns that ``init(row:from:)`` reads, of the table under this name.
    /// - Parameter content: an expression in the place of the whole content.
    static func columns(_ table: String, content: String? = nil) -> String {
        [
            "id", "room_id", "seq", "user_id", "content", "timestamp", "client_id", "reply_to", "rev", "edited_at",
            "deleted_at", "attachments",
        ].map { $0 == "content" ? content ?? "\(table).content" : "\(table).\($0)" }.joined(separator: ", ")
    }

    init(row: Row, from start: Int = 0) {
        message = Message(
            id: row[start], roomID: row[start + 1], seq: row[start + 2], userID: row[start + 3],
            content: row[start + 4], timestamp: row[start + 5], clientID: row[start + 6],
            replyTo: row[start + 7], rev: row[start + 8], editedAt: row[start + 9], deletedAt: row[start + 10])
        hasAttachments = row[start + 11] as Int64 > 0
    }
}

extension StoreView {
    func message(_ seq: Int64, in room: Room.ID) throws -> Message? {
        try db.one(MessageSQL.bySeq, room, seq) { MessageRow(row: $0) }.map(whole)
    }

    func message(sender: User.ID, clientID: String) throws -> Message? {
        try db.one(MessageSQL.byClientID, sender, clientID) { MessageRow(row: $0) }.map(whole)
    }

    func newestSeq(by user: User.ID, in room: Room.ID, after seq: Int64) throws -> Int64? {
        try db.one(MessageSQL.newestSeqBy, room, user, seq) { $0[0] }
    }

    func messages(_ seqs: ClosedRange<Int64>, in room: Room.ID) throws -> [Message] {
        let messages = try db.all(MessageSQL.page, room, seqs.lowerBound, seqs.upperBound) { MessageRow(row: $0) }
        return try messages.map(whole)
    }

    /// Returns a message with its reactions and files; one that was never changed has no reactions, and a row says if
    /// there are files, so most cost nothing.
    func whole(_ row: MessageRow) throws -> Message {
        var message = row.message
        if row.hasAttachments { message.attachments = try attachments(of: message.seq, in: message.roomID) }
        guard message.rev > 0, message.deletedAt == nil else { return message }
        let all = try db.all(MessageSQL.reactions, message.roomID, message.seq) { row in
            (emoji: row[0] as String, user: row[1] as User.ID)
        }
        var plain: [String] = []
        for (emoji, user) in all {
            let key = Reaction.plain(emoji)
            if let index = plain.firstIndex(of: key) {
                // Both spellings of one person are from before they were one.
                if !message.reactions[index].users.contains(user) { message.reactions[index].users.append(user) }
            } else {
                plain.append(key)
                message.reactions.append(Reaction(emoji: emoji, users: [user]))
            }
        }
        return message
    }

    func changes(after rev: Int64, in room: Room.ID, limit: Int) throws -> [Message] {
        try db.all(MessageSQL.changes, room, rev, limit) { MessageRow(row: $0) }.map(whole)
    }
}

extension Transaction {
    func postMessage(_ posting: Posting) throws -> Message? {
        let draft = posting.draft
        if let terms = posting.terms {
            guard try stands(on: terms, by: posting.author, at: posting.time) else { return nil }
        }
        let place = try place(of: draft, by: posting.author)
        return try place.flatMap { try add(draft, at: $0, by: posting.author, at: posting.time) }
    }

    func addMessage(_ draft: Draft, by user: User.ID, at time: Timestamp) throws -> Message {
        guard let place = try hot.run(.placeOfAny, draft.roomID, read: Place.init) else {
            throw Refusal.notFound(.room)
        }
        guard let message = try add(draft, at: place, by: user, at: time) else {
            throw StoreFault(.refused, "the author has posted under this client_id before")
        }
        return message
    }

    /// The place of the next message in a room.
    private struct Place {
        let seq: Int64
        /// The room's new place among the rooms by activity; nil where it keeps the last.
        let activity: Int64?

        init(row: borrowing HotStatements.Columns) {
            seq = row[0]
            activity = row[1] == row[2] ? nil : row[2] + 1
        }
    }

    /// Returns the place of a member's message; nil where they may not say it.
    private func place(of draft: Draft, by user: User.ID) throws -> Place? {
        if let replyTo = draft.replyTo {
            try hot.run(.placeOfAnswer, draft.roomID, user, replyTo, read: Place.init)
        } else {
            try hot.run(.placeOfPost, draft.roomID, user, read: Place.init)
        }
    }

    /// Adds a message at a place that was found in this transaction; returns nil where its author has posted under its
    /// `client_id` before.
    private func add(_ draft: Draft, at place: Place, by user: User.ID, at time: Timestamp) throws -> Message? {
        try hot.run(
            .add, draft.roomID, place.seq, user, draft.content, time, draft.clientID, draft.replyTo)
        guard db.changesCount > 0 else { return nil }
        var message = Message(
            id: Message.ID(db.lastInsertedRowID), roomID: draft.roomID, seq: place.seq, userID: user,
            content: draft.content, timestamp: time, clientID: draft.clientID, replyTo: draft.replyTo)
        if let activity = place.activity {
            try hot.run(.noteSeq, message.roomID, message.seq, time, activity)
        } else {
            try hot.run(.noteSeqOfLast, message.roomID, message.seq, time)
        }
        try hot.run(.noteOwnWord, message.roomID, user, message.seq)
        if !draft.attachmentIDs.isEmpty { message.attachments = try claim(draft.attachmentIDs, for: message) }
        return message
    }

    func editMessage(_ seq: Int64, in room: Room.ID, to content: String, at time: Timestamp) throws -> Message {
        let before = try message(seq, in: room)
        let after = try changed(seq, in: room) { rev in
            try db.run(
                "UPDATE messages SET content = ?, edited_at = ?, rev = ? WHERE room_id = ? AND seq = ?",
                content, time, rev, room, seq)
        }
        if let before { try replaceInIndex(before, by: after) }
        return after
    }

    func deleteMessage(_ seq: Int64, in room: Room.ID, at time: Timestamp) throws -> Message {
        // Its words and the names of its files are known no more afterwards.
        if let before = try message(seq, in: room) { try replaceInIndex(before, by: nil) }
        try db.run("DELETE FROM reactions WHERE room_id = ? AND seq = ?", room, seq)
        try setMentions(.nobody, of: seq, in: room)
        return try changed(seq, in: room) { rev in
            try db.run(
                "UPDATE messages SET content = '', deleted_at = ?, rev = ? WHERE room_id = ? AND seq = ?",
                time, rev, room, seq)
        }
    }

    func setReaction(
        _ emoji: String, isWanted: Bool, by user: User.ID, to seq: Int64, in room: Room.ID, at time: Timestamp
    ) throws -> Message {
        let plain = Reaction.plain(emoji)
        if isWanted {
            let spelling = try db.one(MessageSQL.reactionSpelling, room, seq, plain) { $0[0] as String }
            try db.run(MessageSQL.addReaction, room, seq, plain, user, spelling ?? emoji, time)
        } else {
            try db.run(MessageSQL.removeReaction, room, seq, plain, user)
        }
        return try changed(seq, in: room) { rev in
            try db.run("UPDATE messages SET rev = ? WHERE room_id = ? AND seq = ?", rev, room, seq)
        }
    }

    private func changed(_ seq: Int64, in room: Room.ID, _ change: (_ rev: Int64) throws -> Void) throws -> Message {
        guard let rev: Int64 = try db.one(MessageSQL.nextRev, room, read: { $0[0] }) else {
            throw Refusal.notFound(.room)
        }
        try change(rev)
        guard let message = try message(seq, in: room) else { throw Refusal.notFound(.message) }
        return message
    }
}
