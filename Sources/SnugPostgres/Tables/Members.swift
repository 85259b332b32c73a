import SnugChat

/// The statements of memberships.
enum MemberSQL {
    static let one = """
        SELECT \(Member.columns("m")) FROM room_members m WHERE m.room_id = $1 AND m.user_id = $2
        """
    static let named = """
        SELECT u.name, u.picture, \(Member.columns("m")) FROM room_members m
        JOIN users u ON u.id = m.user_id WHERE m.room_id = $1
        """
    /// The company of a member `m` in the room `r`.
    static let companyKind = """
        CASE
            WHEN r.kind <> 'direct' THEN 'here'
            WHEN (SELECT deactivated_at FROM users
                WHERE id = CASE r.direct_low WHEN m.user_id THEN r.direct_high ELSE r.direct_low END) IS NOT NULL
                THEN 'out_of_use'
            WHEN r.member_count < 2 THEN 'left'
            ELSE 'here' END
        """
    static let company = """
        SELECT \(companyKind) FROM room_members m JOIN rooms r ON r.id = m.room_id
        WHERE m.room_id = $1 AND m.user_id = $2
        """
    /// Looks no further than the limit, however many rooms someone is in.
    static let isAnyoneInRooms = """
        SELECT EXISTS (SELECT 1 FROM unnest($1::bigint[]) AS someone WHERE $2 <= (
            SELECT count(*) FROM (
                SELECT 1 FROM room_members m JOIN rooms r ON r.id = m.room_id
                WHERE m.user_id = someone AND ($3::bigint IS NULL OR r.created_by = $3) LIMIT $2) AS theirs))
        """
    /// The condition is that of the index.
    static let pinned = "SELECT count(*) FROM room_members WHERE user_id = $1 AND pinned"
    /// The condition is that of the index.
    static let owner = "SELECT user_id FROM room_members WHERE room_id = $1 AND role = 'owner' LIMIT 1"
    static let heir = """
        SELECT m.user_id FROM room_members m JOIN users u ON u.id = m.user_id
        WHERE m.room_id = $1 AND u.deactivated_at IS NULL AND NOT (\(AccountSQL.isAwaited("u")))
        ORDER BY m.joined_at, m.user_id LIMIT 1
        """
    static let addAll = """
        INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq, told_seq)
        SELECT $1, id, 'member', $2, 0, 0 FROM users WHERE id = ANY($3) AND deactivated_at IS NULL
        """
    static let names = """
        SELECT m.user_id, u.name FROM room_members m JOIN users u ON u.id = m.user_id
        WHERE m.room_id = $1 ORDER BY m.user_id LIMIT $2
        """
    /// A member whose `told_seq` is below 0 has the room hidden from them: nothing was said there, so that there is
    /// nothing to tell either.
    static let hide = "UPDATE room_members SET told_seq = -1 WHERE room_id = $1 AND user_id = $2"
    static let show = """
        UPDATE room_members SET told_seq = read_seq
        WHERE room_id = $1 AND told_seq < 0 AND ($2::bigint IS NULL OR user_id = $2) RETURNING user_id
        """
    private static let showsReading = showsReading(of: "$2")
    static func showsReading(of user: String) -> String { "(SELECT shows_reading FROM users WHERE id = \(user))" }
    private static let setReadSeq = """
        UPDATE room_members SET read_seq = $3,
            told_seq = CASE WHEN told_seq >= 0 AND \(showsReading) THEN greatest(told_seq, $3) ELSE told_seq END
        WHERE room_id = $1 AND user_id = $2
        """
    /// Others are told where this is the latest position that they know.
    private static let isTold = "RETURNING told_seq = $3 AND \(showsReading)"
    static let moveReadSeq = "\(setReadSeq) AND read_seq < $3 \(isTold)"
    static let unread = "\(setReadSeq) AND read_seq <> $3 \(isTold)"
    static let tellReading = """
        UPDATE room_members SET told_seq = greatest(told_seq, read_seq) WHERE user_id = $1 AND told_seq >= 0
        """
}

extension NamedMember {
    fileprivate init(row: Row) throws {
        try self.init(member: Member(row: row, from: 2), name: row[0], picture: row[1])
    }
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

    init(row: Row, from start: Int = 0) throws {
        try self.init(
            roomID: row[start], userID: row[start + 1], role: row[start + 2], joinedAt: row[start + 3],
            readSeq: row[start + 4], toldSeq: max(row[start + 5], 0), notify: row[start + 6],
            notifyUntil: row[start + 7], notifyAfter: row[start + 8], isPinned: row[start + 9])
    }
}

extension StoreView {
    func member(_ user: User.ID, of room: Room.ID) throws -> Member? {
        try db.one(MemberSQL.one, room, user) { try Member(row: $0) }
    }

    func isMember(_ user: User.ID, of room: Room.ID) throws -> Bool {
        try db.one("SELECT 1 FROM room_members WHERE room_id = $1 AND user_id = $2", room, user) { _ in true } ?? false
    }

    func company(of user: User.ID, in room: Room.ID) throws -> Company? {
        try db.one(MemberSQL.company, room, user) { try $0[0] }
    }

    func isAnyone(of users: [User.ID], inRooms limit: Int, madeBy maker: User.ID?) throws -> Bool {
        try db.one(MemberSQL.isAnyoneInRooms, Numbers(users), limit, maker) { try $0[0] } ?? false
    }

    func roomsPinned(by user: User.ID) throws -> Int { try db.one(MemberSQL.pinned, user) { try $0[0] } ?? 0 }

    func hasOwner(_ room: Room.ID) throws -> Bool { try db.one(MemberSQL.owner, room) { _ in true } ?? false }

    func heir(of room: Room.ID) throws -> User.ID? { try db.one(MemberSQL.heir, room) { try $0[0] } }

    func membersRev(of room: Room.ID) throws -> Int64? {
        try db.one("SELECT members_rev FROM rooms WHERE id = $1", room) { try $0[0] }
    }

    func names(of room: Room.ID, limit: Int) throws -> [User.ID: String] {
        let names = try db.all(MemberSQL.names, room, limit) { row in (try row[0] as User.ID, try row[1] as String) }
        return Dictionary(names) { $1 }
    }

    func members(of room: Room.ID) throws -> [NamedMember] {
        try db.all("\(MemberSQL.named) ORDER BY m.joined_at, m.user_id", room, read: NamedMember.init(row:))
    }

    func members(of room: Room.ID, after: Member?, limit: Int) throws -> [NamedMember] {
        let order = "ORDER BY m.joined_at, m.user_id LIMIT"
        guard let after else {
            return try db.all("\(MemberSQL.named) \(order) $2", room, limit, read: NamedMember.init(row:))
        }
        return try db.all(
            "\(MemberSQL.named) AND (m.joined_at, m.user_id) > ($2, $3) \(order) $4",
            room, after.joinedAt, after.userID, limit, read: NamedMember.init(row:))
    }
}

extension Transaction {
    func addMember(_ user: User.ID, to room: Room.ID, role: Member.Role, readSeq: Int64, at time: Timestamp) throws {
        try db.run(
            """
            INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq, told_seq)
            VALUES ($1, $2, $3, $4, $5, $5)
            """,
            room, user, role, time, readSeq)
    }

    func hideRoom(_ room: Room.ID, from user: User.ID) throws {
        try db.run(MemberSQL.hide, room, user)
    }

    func showRoom(_ room: Room.ID, to user: User.ID?) throws -> [User.ID] {
        try db.all(MemberSQL.show, room, user) { try $0[0] }
    }

    func addMembers(_ users: [User.ID], to room: Room.ID, at time: Timestamp) throws -> Int {
        try db.run(MemberSQL.addAll, room, time, Numbers(users))
    }

    func removeMember(_ user: User.ID, from room: Room.ID) throws {
        try db.run("DELETE FROM room_members WHERE room_id = $1 AND user_id = $2", room, user)
    }

    func setNotify(
        _ notify: Member.Notify, until: Timestamp?, then after: Member.Notify?, of user: User.ID, in room: Room.ID
    ) throws {
        try db.run(
            """
            UPDATE room_members SET notify = $1, notify_until = $2, notify_after = $3
            WHERE room_id = $4 AND user_id = $5
            """,
            notify, until, after, room, user)
    }

    func setPinned(_ isPinned: Bool, of user: User.ID, in room: Room.ID) throws {
        try db.run(
            "UPDATE room_members SET pinned = $1 WHERE room_id = $2 AND user_id = $3", isPinned, room, user)
    }

    func setRole(_ role: Member.Role, of user: User.ID, in room: Room.ID) throws {
        try db.run("UPDATE room_members SET role = $1 WHERE room_id = $2 AND user_id = $3", role, room, user)
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
        return try db.one(sql, room, user, seq) { ReadPosition(seq: seq, isTold: try $0[0]) }
    }
}
