import GRDB
import SnugChat

/// The statements that talking costs.
enum MessageSQL {
    static let bySeq = "SELECT \(Message.columns("x")) FROM messages x WHERE x.room_id = ? AND x.seq = ?"
    static let byClientID = "SELECT \(Message.columns("x")) FROM messages x WHERE x.user_id = ? AND x.client_id = ?"
    static let page = """
        SELECT \(Message.columns("x")) FROM messages x
        WHERE x.room_id = ? AND x.seq BETWEEN ? AND ? ORDER BY x.seq
        """
    static let changes = """
        SELECT \(Message.columns("x")) FROM messages x
        WHERE x.room_id = ? AND x.rev > max(?, 0) AND x.rev > 0 ORDER BY x.rev LIMIT ?
        """
    static let nextSeq = """
        UPDATE rooms SET last_seq = last_seq + 1, last_activity_at = max(last_activity_at, ?)
        WHERE id = ? RETURNING last_seq
        """
    static let add = """
        INSERT INTO messages (room_id, seq, user_id, content, timestamp, client_id, reply_to)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """
    static let moveReadSeq = """
        UPDATE room_members SET read_seq = ?3
        WHERE room_id = ?1 AND user_id = ?2 AND read_seq < ?3
        """
}

extension Message {
    /// The columns that ``init(row:from:)`` reads, of the table under this name.
    static func columns(_ table: String) -> String {
        [
            "id", "room_id", "seq", "user_id", "content", "timestamp", "client_id", "reply_to", "rev", "edited_at",
            "deleted_at",
        ].map { "\(table).\($0)" }.joined(separator: ", ")
    }

    init(row: Row, from start: Int = 0) {
        self.init(
            id: row[start], roomID: row[start + 1], seq: row[start + 2], userID: row[start + 3],
            content: row[start + 4], timestamp: row[start + 5], clientID: row[start + 6],
            replyTo: row[start + 7], rev: row[start + 8], editedAt: row[start + 9], deletedAt: row[start + 10])
    }
}

extension Connection {
    func message(_ seq: Int64, in room: Room.ID) throws -> Message? {
        try db.one(MessageSQL.bySeq, room, seq) { Message(row: $0) }
    }

    func message(sender: User.ID, clientID: String) throws -> Message? {
        try db.one(MessageSQL.byClientID, sender, clientID) { Message(row: $0) }
    }

    func messages(_ seqs: ClosedRange<Int64>, in room: Room.ID) throws -> [Message] {
        try db.all(MessageSQL.page, room, seqs.lowerBound, seqs.upperBound) { Message(row: $0) }
    }

    func changes(after rev: Int64, in room: Room.ID, limit: Int) throws -> [Message] {
        try db.all(MessageSQL.changes, room, rev, limit) { Message(row: $0) }
    }
}

extension Transaction {
    func addMessage(_ draft: Draft, by user: User.ID, at time: Timestamp) throws -> Message {
        guard let seq: Int64 = try db.one(MessageSQL.nextSeq, time, draft.roomID, read: { $0[0] }) else {
            throw Refusal.notFound(.room)
        }
        try db.run(
            MessageSQL.add, draft.roomID, seq, user, draft.content, time, draft.clientID, draft.replyTo)
        let id = Message.ID(db.lastInsertedRowID)
        try db.run(MessageSQL.moveReadSeq, draft.roomID, user, seq)
        return Message(
            id: id, roomID: draft.roomID, seq: seq, userID: user, content: draft.content, timestamp: time,
            clientID: draft.clientID, replyTo: draft.replyTo)
    }

    func setReadSeq(_ seq: Int64, of user: User.ID, in room: Room.ID) throws -> Int64? {
        guard let lastSeq = try self.room(room)?.lastSeq else { return nil }
        let seq = min(seq, lastSeq)
        try db.run(MessageSQL.moveReadSeq, room, user, seq)
        return db.changesCount == 1 ? seq : nil
    }
}
