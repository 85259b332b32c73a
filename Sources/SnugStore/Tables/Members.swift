import GRDB
import SnugChat

/// The statements of memberships.
enum MemberSQL {
    static let one = """
        SELECT room_id, user_id, role, joined_at, read_seq, notify, told_seq
        FROM room_members WHERE room_id = ? AND user_id = ?
        """
    static let named = """
        SELECT m.room_id, m.user_id, m.role, m.joined_at, m.read_seq, m.notify, m.told_seq, u.name
        FROM room_members m JOIN users u ON u.id = m.user_id WHERE m.room_id = ?
        """
    static let roomCount = "SELECT count(*) FROM (SELECT 1 FROM room_members WHERE user_id = ? LIMIT ?)"
    /// A member whose `told_seq` is below 0 has the room hidden from them: nothing was said there, so that there is
    /// nothing to tell either.
    static let hide = "UPDATE room_members SET told_seq = -1 WHERE room_id = ? AND user_id = ?"
    static let show = """
        UPDATE room_members SET told_seq = read_seq
        WHERE room_id = ?1 AND told_seq < 0 AND (?2 IS NULL OR user_id = ?2) RETURNING user_id
        """
    static let moveReadSeq = """
        UPDATE room_members SET read_seq = ?3,
            told_seq = iif(
                told_seq >= 0 AND (SELECT shows_reading FROM users WHERE id = ?2), max(told_seq, ?3), told_seq)
        WHERE room_id = ?1 AND user_id = ?2 AND read_seq < ?3 RETURNING told_seq
        """
    static let tellReading = """
        UPDATE room_members SET told_seq = max(told_seq, read_seq) WHERE user_id = ? AND told_seq >= 0
        """
}

extension NamedMember {
    fileprivate init(row: Row) {
        self.init(
            member: Member(
                roomID: row[0], userID: row[1], role: row[2], joinedAt: row[3], readSeq: row[4],
                toldSeq: max(row[6], 0), notify: row[5]),
            name: row[7])
    }
}

extension StoreView {
    func member(_ user: User.ID, of room: Room.ID) throws -> Member? {
        try db.one(MemberSQL.one, room, user) { row in
            Member(
                roomID: row[0], userID: row[1], role: row[2], joinedAt: row[3], readSeq: row[4],
                toldSeq: max(row[6], 0), notify: row[5])
        }
    }

    func isMember(_ user: User.ID, of room: Room.ID) throws -> Bool {
        try db.one("SELECT 1 FROM room_members WHERE room_id = ? AND user_id = ?", room, user) { _ in true } ?? false
    }

    func isAnyone(of users: [User.ID], inRooms limit: Int) throws -> Bool {
        try users.contains { user in
            try db.one(MemberSQL.roomCount, user, limit) { ($0[0] as Int) >= limit } ?? false
        }
    }

    func members(of room: Room.ID) throws -> [NamedMember] {
        try db.all("\(MemberSQL.named) ORDER BY m.joined_at, m.user_id", room, read: NamedMember.init(row:))
    }

    func members(of room: Room.ID, after: Member?, limit: Int) throws -> [NamedMember] {
        let order = "ORDER BY m.joined_at, m.user_id LIMIT ?"
        guard let after else {
            return try db.all("\(MemberSQL.named) \(order)", room, limit, read: NamedMember.init(row:))
        }
        return try db.all(
            "\(MemberSQL.named) AND (m.joined_at, m.user_id) > (?, ?) \(order)",
            room, after.joinedAt, after.userID, limit, read: NamedMember.init(row:))
    }
}

extension Transaction {
    func addMember(_ user: User.ID, to room: Room.ID, role: Member.Role, readSeq: Int64, at time: Timestamp) throws {
        try db.run(
            """
            INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq, told_seq) VALUES (?, ?, ?, ?, ?, ?)
            """,
            room, user, role, time, readSeq, readSeq)
    }

    func hideRoom(_ room: Room.ID, from user: User.ID) throws {
        try db.run(MemberSQL.hide, room, user)
    }

    func showRoom(_ room: Room.ID, to user: User.ID?) throws -> [User.ID] {
        try db.all(MemberSQL.show, room, user) { $0[0] }
    }

    func removeMember(_ user: User.ID, from room: Room.ID) throws {
        try db.run("DELETE FROM room_members WHERE room_id = ? AND user_id = ?", room, user)
    }

    func setNotify(_ notify: Member.Notify, of user: User.ID, in room: Room.ID) throws {
        try db.run("UPDATE room_members SET notify = ? WHERE room_id = ? AND user_id = ?", notify, room, user)
    }

    func setRole(_ role: Member.Role, of user: User.ID, in room: Room.ID) throws {
        try db.run("UPDATE room_members SET role = ? WHERE room_id = ? AND user_id = ?", role, room, user)
    }

    func setReadSeq(_ seq: Int64, of user: User.ID, in room: Room.ID) throws -> ReadPosition? {
        guard let lastSeq = try self.room(room)?.lastSeq else { return nil }
        let seq = min(seq, lastSeq)
        return try db.one(MemberSQL.moveReadSeq, room, user, seq) { row in
            ReadPosition(seq: seq, isTold: (row[0] as Int64) == seq)
        }
    }
}
