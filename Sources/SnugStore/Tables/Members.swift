import GRDB
import SnugChat

/// The statements of memberships.
enum MemberSQL {
    static let one = """
        SELECT \(Member.columns("m")) FROM room_members m WHERE m.room_id = ? AND m.user_id = ?
        """
    static let named = """
        SELECT u.name, u.picture, \(Member.columns("m")) FROM room_members m
        JOIN users u ON u.id = m.user_id WHERE m.room_id = ?
        """
    /// A membership with its room, by the ids of the room and the user.
    static let joinedRoom = """
        room_members m CROSS JOIN rooms r ON r.id = m.room_id WHERE m.room_id = ?1 AND m.user_id = ?2
        """
    /// The company in a joined room.
    static let companyKind = """
        CASE r.kind WHEN 'direct' THEN
            iif((SELECT deactivated_at FROM users
                    WHERE id = iif(r.direct_low = m.user_id, r.direct_high, r.direct_low)) IS NOT NULL, 'out_of_use',
                iif(r.member_count < 2, 'left', 'here'))
            ELSE 'here' END
        """
    static let company = "SELECT \(companyKind) FROM \(joinedRoom)"
    static let roomCount = "SELECT count(*) FROM (SELECT 1 FROM room_members WHERE user_id = ?1 LIMIT ?2)"
    static let roomCountByMaker = """
        SELECT count(*) FROM (
            SELECT 1 FROM room_members m CROSS JOIN rooms r ON r.id = m.room_id
            WHERE m.user_id = ?1 AND r.created_by = ?3 LIMIT ?2)
        """
    /// The condition is that of the index.
    static let pinned = "SELECT count(*) FROM room_members WHERE user_id = ? AND pinned = 1"
    /// The condition is that of the index.
    static let owner = "SELECT user_id FROM room_members WHERE room_id = ? AND role = 'owner' LIMIT 1"
    static let heir = """
        SELECT m.user_id FROM room_members m CROSS JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ? AND u.deactivated_at IS NULL AND NOT (\(AccountSQL.isAwaited("u")))
        ORDER BY m.joined_at, m.user_id LIMIT 1
        """
    /// Adds users by a JSON list of their ids.
    static let addAll = """
        INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq)
        SELECT ?1, u.id, 'member', ?2, 0 FROM json_each(?3) AS added CROSS JOIN users u ON u.id = added.value
        WHERE u.deactivated_at IS NULL
        """
    static let names = """
        SELECT m.user_id, u.name FROM room_members m CROSS JOIN users u ON u.id = m.user_id
        WHERE m.room_id = ? ORDER BY m.user_id LIMIT ?
        """
    /// A member whose `told_seq` is below 0 has the room hidden from them: nothing was said there, so that there is
    /// nothing to tell either.
    static let hide = "UPDATE room_members SET told_seq = -1 WHERE room_id = ? AND user_id = ?"
    static let show = """
        UPDATE room_members SET told_seq = read_seq
        WHERE room_id = ?1 AND told_seq < 0 AND (?2 IS NULL OR user_id = ?2) RETURNING user_id
        """
    private static let showsReading = "(SELECT shows_reading FROM users WHERE id = ?2)"
    private static let setReadSeq = """
        UPDATE room_members SET read_seq = ?3,
            told_seq = iif(told_seq >= 0 AND \(showsReading), max(told_seq, ?3), told_seq)
        WHERE room_id = ?1 AND user_id = ?2
        """
    /// Others are told where this is the latest position that they know.
    private static let isTold = "RETURNING told_seq = ?3 AND \(showsReading)"
    static let moveReadSeq = "\(setReadSeq) AND read_seq < ?3 \(isTold)"
    /// Moves the position of someone who has just said something.
    static let noteOwnWord = "\(setReadSeq) AND read_seq < ?3"
    static let unread = "\(setReadSeq) AND read_seq <> ?3 \(isTold)"
    static let tellReading = """
        UPDATE room_members SET told_seq = max(told_seq, read_seq) WHERE user_id = ? AND told_seq >= 0
        """
}

extension NamedMember {
    fileprivate init(row: Row) { self.init(member: Member(row: row, from: 2), name: row[0], picture: row[1]) }
}

extension Member {
    static let columnNames = [
        "room_id", "user_id", "role", "joined_at", "read_seq", "told_seq", "notify", "notify_until", "notify_after",
        "pinned",
    ]

    /// Returns the columns that ``init(row:from:)`` reads, of the table under this name.
    static func columns(_ table: String) -> String {
        columnNames.map { "\(table).\($0)" }.joined(separator: ", ")
    }

    init(row: Row, from start: Int = 0) {
        self.init(
            roomID: row[start], userID: row[start + 1], role: row[start + 2], joinedAt: row[start + 3],
            readSeq: row[start + 4], toldSeq: max(row[start + 5], 0), notify: row[start + 6],
            notifyUntil: row[start + 7], notifyAfter: row[start + 8], isPinned: row[start + 9])
    }
}

extension StoreView {
    func member(_ user: User.ID, of room: Room.ID) throws -> Member? {
        try db.one(MemberSQL.one, room, user) { Member(row: $0) }
    }

    func isMember(_ user: User.ID, of room: Room.ID) throws -> Bool {
        try db.one("SELECT 1 FROM room_members WHERE room_id = ? AND user_id = ?", room, user) { _ in true } ?? false
    }

    func company(of user: User.ID, in room: Room.ID) throws -> Company? {
        try db.one(MemberSQL.company, room, user) { $0[0] }
    }

    func isAnyone(of users: [User.ID], inRooms limit: Int, madeBy maker: User.ID?) throws -> Bool {
        try users.contains { user in
            let count: Int? =
                if let maker {
                    try db.one(MemberSQL.roomCountByMaker, user, limit, maker) { $0[0] }
                } else {
                    try db.one(MemberSQL.roomCount, user, limit) { $0[0] }
                }
            return (count ?? 0) >= limit
        }
    }

    func roomsPinned(by user: User.ID) throws -> Int { try db.one(MemberSQL.pinned, user) { $0[0] } ?? 0 }

    func hasOwner(_ room: Room.ID) throws -> Bool { try db.one(MemberSQL.owner, room) { _ in true } ?? false }

    func heir(of room: Room.ID) throws -> User.ID? { try db.one(MemberSQL.heir, room) { $0[0] } }

    func membersRev(of room: Room.ID) throws -> Int64? {
        try db.one("SELECT members_rev FROM rooms WHERE id = ?", room) { $0[0] }
    }

    func names(of room: Room.ID, limit: Int) throws -> [User.ID: String] {
        let names = try db.all(MemberSQL.names, room, limit) { row in (row[0] as User.ID, row[1] as String) }
        return Dictionary(names) { $1 }
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

    func addMembers(_ users: [User.ID], to room: Room.ID, at time: Timestamp) throws -> Int {
        try db.run(MemberSQL.addAll, room, time, "[\(users.map(\.description).joined(separator: ","))]")
        return db.changesCount
    }

    func removeMember(_ user: User.ID, from room: Room.ID) throws {
        try db.run("DELETE FROM room_members WHERE room_id = ? AND user_id = ?", room, user)
    }

    func setNotify(
        _ notify: Member.Notify, until: Timestamp?, then after: Member.Notify?, of user: User.ID, in room: Room.ID
    ) throws {
        try db.run(
            """
            UPDATE room_members SET notify = ?, notify_until = ?, notify_after = ? WHERE room_id = ? AND user_id = ?
            """,
            notify, until, after, room, user)
    }

    func setPinned(_ isPinned: Bool, of user: User.ID, in room: Room.ID) throws {
        try db.run(
            "UPDATE room_members SET pinned = ? WHERE room_id = ? AND user_id = ?", isPinned, room, user)
    }

    func setRole(_ role: Member.Role, of user: User.ID, in room: Room.ID) throws {
        try db.run("UPDATE room_members SET role = ? WHERE room_id = ? AND user_id = ?", role, room, user)
    }

    func setReadSeq(_ seq: Int64, of user: User.ID, in room: Room.ID) throws -> ReadPosition? {
        try moveReading(to: seq, by: MemberSQL.moveReadSeq, of: user, in: room)
    }

    func setFirstUnread(_ seq: Int64, of user: User.ID, in room: Room.ID) throws -> ReadPosition? {
        try moveReading(to: max(seq, 1) - 1, by: MemberSQL.unread, of: user, in: room)
    }

    private func moveReading(
        to seq: Int64, by sql: String, of user: User.ID, in room: Room.ID
    ) throws -> ReadPosition? {
        guard let lastSeq = try self.room(room)?.lastSeq else { return nil }
        let seq = min(seq, lastSeq)
        return try db.one(sql, room, user, seq) { ReadPosition(seq: seq, isTold: $0[0]) }
    }
}
