import SnugChat

/// The statements of mails about what was missed.
enum MissedMailSQL {
    static let one = "SELECT due_at, sent_at, room_id, seq FROM missed_mails WHERE user_id = $1"
    /// Those who wait for longer than anybody does were noted by a clock that was ahead, and are due too.
    static let due = """
        SELECT user_id, due_at FROM missed_mails WHERE due_at <= $1
        UNION ALL SELECT user_id, due_at FROM missed_mails WHERE due_at > $2
        ORDER BY due_at, user_id LIMIT $3
        """
    static let next = """
        SELECT min(moment) FROM (
            SELECT min(due_at) AS moment FROM missed_mails WHERE due_at <= $2
            UNION ALL SELECT min($1::bigint) FROM missed_mails WHERE due_at > $2) AS moments
        """
    static let set = """
        INSERT INTO missed_mails (user_id, due_at, sent_at, room_id, seq)
        SELECT id, $2::bigint, $3::bigint, $4::bigint, $5::bigint FROM users WHERE id = $1
        ON CONFLICT (user_id) DO UPDATE SET due_at = excluded.due_at, sent_at = excluded.sent_at,
            room_id = excluded.room_id, seq = excluded.seq
        """
    /// A position that was moved since: whoever comes into a room has read all that was said before, without a look.
    static let hasRead = """
        SELECT 1 FROM room_members m JOIN messages x ON x.room_id = m.room_id AND x.seq = m.read_seq
        WHERE m.user_id = $1 AND x.timestamp > $2 AND x.timestamp > m.joined_at LIMIT 1
        """
    static let calls = """
        SELECT \(MessageRow.columns("x")) FROM (
            SELECT c.id, row_number() OVER (PARTITION BY c.user_id, c.room_id ORDER BY c.id) AS place
            FROM room_members m
            JOIN mentions n ON n.room_id = m.room_id AND n.user_id IN ($1, 0) AND n.seq > m.read_seq
            JOIN messages c ON c.room_id = n.room_id AND c.seq = n.seq
            WHERE m.user_id = $1 AND c.user_id <> $1 AND c.id > $2 AND c.timestamp > $3
                AND (n.user_id <> 0 OR c.timestamp >= m.joined_at)
        ) AS found JOIN messages x ON x.id = found.id
        WHERE found.place <= $4 ORDER BY found.place, found.id LIMIT $5
        """
    static let language = "SELECT language FROM sessions WHERE user_id = $1 ORDER BY last_seen DESC, id DESC LIMIT 1"
}

extension StoreView {
    func missedMail(of user: User.ID) throws -> MissedMail? {
        try db.one(MissedMailSQL.one, user) { row -> MissedMail? in
            if let due: Timestamp = try row[0] { return .waiting(until: due) }
            guard let time: Timestamp = try row[1], let room: Room.ID = try row[2], let seq: Int64 = try row[3]
            else { return nil }
            return .sent(about: seq, in: room, at: time)
        } ?? nil
    }

    func missedMailsDue(at now: Timestamp, limit: Int) throws -> [User.ID] {
        try db.all(MissedMailSQL.due, now, now.lastMissedMailDue, limit) { try $0[0] }
    }

    func nextMissedMailDue(at now: Timestamp) throws -> Timestamp? {
        try db.one(MissedMailSQL.next, now, now.lastMissedMailDue) { try $0[0] as Timestamp? } ?? nil
    }

    func hasRead(_ user: User.ID, after time: Timestamp) throws -> Bool {
        try db.one(MissedMailSQL.hasRead, user, time) { _ in true } ?? false
    }

    func unreadCalls(
        of user: User.ID, after last: Message.ID, since time: Timestamp, each count: Int, limit: Int
    ) throws -> [Message] {
        try db.all(MissedMailSQL.calls, user, last, time, count, limit) { try MessageRow(row: $0) }
            .map(whole).sorted { $0.id < $1.id }
    }

    func newestMessage() throws -> Message.ID {
        try db.one("SELECT coalesce(max(id), 0) FROM messages") { try $0[0] } ?? Message.ID(0)
    }

    func language(of user: User.ID) throws -> Language {
        try db.one(MissedMailSQL.language, user) { Language(rawValue: try $0[0]) ?? .english } ?? .english
    }
}

extension Transaction {
    func setMissedMail(_ missed: MissedMail?, of user: User.ID) throws {
        switch missed {
        case nil: try db.run("DELETE FROM missed_mails WHERE user_id = $1", user)
        case .waiting(let due):
            try db.run(MissedMailSQL.set, user, due, nil as Timestamp?, nil as Room.ID?, nil as Int64?)
        case .sent(let seq, let room, let time):
            try db.run(MissedMailSQL.set, user, nil as Timestamp?, time, room, seq)
        }
    }

    func setMailsMissed(_ mails: Bool, of user: User.ID) throws {
        try db.run("UPDATE users SET mails_missed = $1 WHERE id = $2", mails, user)
    }
}
