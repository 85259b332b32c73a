import SnugChat

/// The statements of posting, reading and resuming.
enum MessageSQL {
    static let bySeq = "SELECT \(MessageRow.columns("x")) FROM messages x WHERE x.room_id = $1 AND x.seq = $2"
    static let byClientID =
        "SELECT \(MessageRow.columns("x")) FROM messages x WHERE x.user_id = $1 AND x.client_id = $2"
    /// The unary plus keeps the search in the room's log, from its end on.
    static let newestSeqBy = """
        SELECT seq FROM messages WHERE room_id = $1 AND +user_id = $2 AND seq > $3 ORDER BY seq DESC LIMIT 1
        """
    static let page = """
        SELECT \(MessageRow.columns("x")) FROM messages x
        WHERE x.room_id = $1 AND x.seq BETWEEN $2 AND $3 ORDER BY x.seq
        """
    /// Messages by pairs of a room and a seq.
    static let named = """
        SELECT \(MessageRow.columns("x")) FROM unnest($1::bigint[], $2::bigint[]) AS named (room_id, seq)
        JOIN messages x USING (room_id, seq)
        """
    static let changes = """
        SELECT \(MessageRow.columns("x")) FROM messages x
        WHERE x.room_id = $1 AND x.rev > greatest($2, 0) AND x.rev > 0 ORDER BY x.rev LIMIT $3
        """
    static let noteAttachments = "UPDATE messages SET attachments = $1 WHERE id = $2"
    /// Adds a message, whoever its author is, with the room's next seq, and moves its author's reading position: one way
    /// to the server.
    static let add = """
        WITH room AS (
            UPDATE rooms r SET last_seq = last_seq + 1, last_activity_at = $4, activity = nextval('room_activity')
            WHERE r.id = $1 RETURNING r.id, r.last_seq
        ), said AS (
            INSERT INTO messages (room_id, seq, user_id, content, timestamp, client_id, reply_to)
            SELECT id, last_seq, $2, $3, $4, $5::text, $6::bigint FROM room RETURNING id, seq
        ), reading AS (
            UPDATE room_members SET read_seq = seq, told_seq = CASE
                WHEN told_seq >= 0 AND \(MemberSQL.showsReading(of: "$2")) THEN greatest(told_seq, seq)
                ELSE told_seq END
            FROM said WHERE room_id = $1 AND user_id = $2 AND read_seq < seq
        )
        SELECT id, seq FROM said
        """
    static let reactions = """
        SELECT emoji, user_id FROM reactions WHERE room_id = $1 AND seq = $2 ORDER BY created_at, user_id, emoji
        """
    /// Reactions are alike without U+FE0F (65039), whichever spelling was kept.
    private static let isAlike = "room_id = $1 AND seq = $2 AND replace(emoji, chr(65039), '') = $3"
    static let reactionSpelling = """
        SELECT emoji FROM reactions WHERE \(isAlike) ORDER BY created_at, user_id, emoji LIMIT 1
        """
    static let addReaction = """
        INSERT INTO reactions (room_id, seq, emoji, user_id, created_at) SELECT $1, $2, $5, $4, $6
        WHERE NOT EXISTS (SELECT 1 FROM reactions WHERE \(isAlike) AND user_id = $4)
        """
    static let removeReaction = "DELETE FROM reactions WHERE \(isAlike) AND user_id = $4"
    static let nextRev = "UPDATE rooms SET last_rev = last_rev + 1 WHERE id = $1 RETURNING last_rev"
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

    init(row: Row, from start: Int = 0) throws {
        message = try Message(
            id: row[start], roomID: row[start + 1], seq: row[start + 2], userID: row[start + 3],
            content: row[start + 4], timestamp: row[start + 5], clientID: row[start + 6],
            replyTo: row[start + 7], rev: row[start + 8], editedAt: row[start + 9], deletedAt: row[start + 10])
        hasAttachments = try row[start + 11] as Int64 > 0
    }
}

extension StoreView {
    func message(_ seq: Int64, in room: Room.ID) throws -> Message? {
        try db.one(MessageSQL.bySeq, room, seq) { try MessageRow(row: $0) }.map(whole)
    }

    func message(sender: User.ID, clientID: String) throws -> Message? {
        try db.one(MessageSQL.byClientID, sender, clientID) { try MessageRow(row: $0) }.map(whole)
    }

    func newestSeq(by user: User.ID, in room: Room.ID, after seq: Int64) throws -> Int64? {
        try db.one(MessageSQL.newestSeqBy, room, user, seq) { try $0[0] }
    }

    func messages(_ seqs: ClosedRange<Int64>, in room: Room.ID) throws -> [Message] {
        let messages = try db.all(MessageSQL.page, room, seqs.lowerBound, seqs.upperBound) { try MessageRow(row: $0) }
        return try messages.map(whole)
    }

    /// Returns those messages of some rooms and seqs that there are, in any order.
    func messages(_ names: [(room: Room.ID, seq: Int64)]) throws -> [Message] {
        try db.all(MessageSQL.named, Numbers(names.map(\.room)), Numbers(names.map(\.seq))) { try MessageRow(row: $0) }
            .map(whole)
    }

    /// Returns a message with its reactions and files; one that was never changed has no reactions, and a row says if
    /// there are files, so most cost nothing.
    func whole(_ row: MessageRow) throws -> Message {
        var message = row.message
        if row.hasAttachments { message.attachments = try attachments(of: message.seq, in: message.roomID) }
        guard message.rev > 0, message.deletedAt == nil else { return message }
        let all = try db.all(MessageSQL.reactions, message.roomID, message.seq) { row in
            (emoji: try row[0] as String, user: try row[1] as User.ID)
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
        try db.all(MessageSQL.changes, room, rev, limit) { try MessageRow(row: $0) }.map(whole)
    }
}

extension Transaction {
    func addMessage(_ draft: Draft, by user: User.ID, at time: Timestamp) throws -> Message {
        let said = try db.one(
            MessageSQL.add, draft.roomID, user, draft.content, time, draft.clientID, draft.replyTo
        ) { row in
            Message(draft, id: try row[0], seq: try row[1], by: user, at: time)
        }
        guard let said else { throw Refusal.notFound(.room) }
        return try withFiles(draft.attachmentIDs, said)
    }

    /// Returns a message that was just added with the files that it names, which are its own from now on.
    func withFiles(_ ids: [Attachment.ID], _ message: Message) throws -> Message {
        guard !ids.isEmpty else { return message }
        var message = message
        message.attachments = try claim(ids, for: message)
        return message
    }

    func editMessage(_ seq: Int64, in room: Room.ID, to content: String, at time: Timestamp) throws -> Message {
        let message = try changed(seq, in: room) { rev in
            try db.run(
                "UPDATE messages SET content = $1, edited_at = $2, rev = $3 WHERE room_id = $4 AND seq = $5",
                content, time, rev, room, seq)
        }
        try replaceInIndex(message)
        return message
    }

    func deleteMessage(_ seq: Int64, in room: Room.ID, at time: Timestamp) throws -> Message {
        try db.run("DELETE FROM reactions WHERE room_id = $1 AND seq = $2", room, seq)
        try setMentions(.nobody, of: seq, in: room)
        let message = try changed(seq, in: room) { rev in
            try db.run(
                "UPDATE messages SET content = '', deleted_at = $1, rev = $2 WHERE room_id = $3 AND seq = $4",
                time, rev, room, seq)
        }
        try replaceInIndex(message)
        return message
    }

    func setReaction(
        _ emoji: String, isWanted: Bool, by user: User.ID, to seq: Int64, in room: Room.ID, at time: Timestamp
    ) throws -> Message {
        let plain = Reaction.plain(emoji)
        if isWanted {
            let spelling = try db.one(MessageSQL.reactionSpelling, room, seq, plain) { try $0[0] as String }
            try db.run(MessageSQL.addReaction, room, seq, plain, user, spelling ?? emoji, time)
        } else {
            try db.run(MessageSQL.removeReaction, room, seq, plain, user)
        }
        return try changed(seq, in: room) { rev in
            try db.run("UPDATE messages SET rev = $1 WHERE room_id = $2 AND seq = $3", rev, room, seq)
        }
    }

    private func changed(_ seq: Int64, in room: Room.ID, _ change: (_ rev: Int64) throws -> Void) throws -> Message {
        guard let rev: Int64 = try db.one(MessageSQL.nextRev, room, read: { try $0[0] }) else {
            throw Refusal.notFound(.room)
        }
        try change(rev)
        guard let message = try message(seq, in: room) else { throw Refusal.notFound(.message) }
        return message
    }
}
