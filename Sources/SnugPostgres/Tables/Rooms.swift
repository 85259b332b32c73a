import SnugChat

/// The ten columns of a room itself; those of ``summaryColumns`` follow them.
private let columns = """
    r.id, r.name, r.kind, r.created_by, r.created_at, r.last_seq, r.last_rev, r.member_count, r.last_activity_at,
    r.welcomes
    """

/// The columns of a room, the viewer's membership, the other's name where it is direct and if they are out of use, and
/// its last message.
private let summaryColumns = """
    \(columns), \(Member.columns("m")), other.name, other.id,
    other.deactivated_at IS NOT NULL, \(MentionSQL.unread),
    \(MessageRow.columns("x", content: "substr(x.content, 1, \(Limits.previewCharactersMax))"))
    """

/// Returns the joins of a summary to `rooms r` and `room_members m`.
/// - Parameter viewer: the user that the room is shown to, in SQL.
private func summaryJoins(for viewer: String) -> String {
    """
    LEFT JOIN messages x ON x.room_id = r.id AND x.seq = r.last_seq
    LEFT JOIN users other ON other.id =
        CASE WHEN r.kind <> 'direct' THEN NULL WHEN r.direct_low = \(viewer) THEN r.direct_high ELSE r.direct_low END
    """
}

/// The statements of room lists and memberships.
enum RoomSQL {
    static let removeMessages = """
        DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE room_id = $1 LIMIT $2) RETURNING id
        """
    static let list = """
        SELECT \(summaryColumns) FROM room_members m JOIN rooms r ON r.id = m.room_id \(summaryJoins(for: "$1"))
        WHERE m.user_id = $1 AND m.told_seq >= 0 ORDER BY r.activity DESC
        """
    static let summary = """
        SELECT \(summaryColumns) FROM rooms r
        LEFT JOIN room_members m ON m.room_id = r.id AND m.user_id = $1 \(summaryJoins(for: "$1"))
        WHERE r.id = $2
        """
    /// Rooms as members of them see them, by pairs of a room and a user.
    static let views = """
        SELECT \(summaryColumns) FROM unnest($1::bigint[], $2::bigint[]) AS seen (room_id, user_id)
        JOIN room_members m USING (room_id, user_id) JOIN rooms r ON r.id = m.room_id
        \(summaryJoins(for: "m.user_id"))
        """
    static let subscriptions = """
        SELECT r.id, r.last_seq, r.last_rev, m.read_seq, m.told_seq >= 0
        FROM room_members m JOIN rooms r ON r.id = m.room_id WHERE m.user_id = $1
        """
    /// Names are looked at by whoever asks; without a limit (NULL) it returns all.
    static let openOutside = """
        SELECT \(columns) FROM rooms r WHERE r.kind = 'open'
            AND NOT EXISTS (SELECT 1 FROM room_members WHERE room_id = r.id AND user_id = $1)
        ORDER BY r.activity DESC LIMIT $2
        """
    static let addDirect = """
        INSERT INTO rooms (name, kind, created_by, created_at, last_activity_at, direct_low, direct_high)
        VALUES ('', 'direct', $1, $2, $2, $3, $4) ON CONFLICT (direct_low, direct_high) DO NOTHING RETURNING id
        """
    static let every = "SELECT \(columns) FROM rooms r WHERE r.id > $1 ORDER BY r.id LIMIT $2"
}

extension Room {
    fileprivate init(row: Row) throws {
        try self.init(
            id: row[0], name: row[1], kind: row[2], createdBy: row[3], createdAt: row[4],
            lastSeq: row[5], lastRev: row[6], memberCount: row[7], lastActivityAt: row[8],
            welcomes: row[9])
    }
}

extension RoomSummary {
    /// - Parameter whole: the way to what belongs to its last message.
    fileprivate init(row: Row, whole: (MessageRow) throws -> Message) throws {
        var room = try Room(row: row)
        let membership: Room.ID? = try row[10]
        let rest = 10 + Member.columnNames.count
        if let other: String = try row[rest] { room.name = other }
        let lastMessage: Message.ID? = try row[rest + 4]
        try self.init(
            room: room, membership: membership.map { _ in try Member(row: row, from: 10) },
            lastMessage: lastMessage.map { _ in try whole(try MessageRow(row: row, from: rest + 4)) },
            mentions: row[rest + 3], other: row[rest + 1], isOtherDeactivated: row[rest + 2])
    }
}

extension StoreView {
    func room(_ id: Room.ID) throws -> Room? {
        try db.one("SELECT \(columns) FROM rooms r WHERE r.id = $1", id, read: Room.init(row:))
    }

    func welcomingRoom() throws -> Room? {
        try db.one("SELECT \(columns) FROM rooms r WHERE r.welcomes", read: Room.init(row:))
    }

    func rooms(after: Room.ID?, limit: Int) throws -> [Room] {
        try db.all(RoomSQL.every, after?.rawValue ?? 0, limit, read: Room.init(row:))
    }

    /// Returns those of some rooms that there are, in any order.
    func rooms(_ ids: [Room.ID]) throws -> [Room] {
        try db.all("SELECT \(columns) FROM rooms r WHERE r.id = ANY($1)", Numbers(ids), read: Room.init(row:))
    }

    func directRoom(of a: User.ID, _ b: User.ID) throws -> Room.ID? {
        try db.one("SELECT id FROM rooms WHERE direct_low = $1 AND direct_high = $2", min(a, b), max(a, b)) {
            try $0[0]
        }
    }

    func summaries(for user: User.ID) throws -> [RoomSummary] {
        try db.all(RoomSQL.list, user) { try RoomSummary(row: $0, whole: whole) }
    }

    func summary(of room: Room.ID, for user: User.ID) throws -> RoomSummary? {
        try db.one(RoomSQL.summary, user, room) { try RoomSummary(row: $0, whole: whole) }
    }

    /// Returns rooms as some of their members see them, in any order; whoever is in the room no longer is left out.
    func summaries(_ views: [(room: Room.ID, user: User.ID)]) throws -> [(user: User.ID, summary: RoomSummary)] {
        // Many see the same last message.
        var messages: [Message.ID: Message] = [:]
        func whole(_ row: MessageRow) throws -> Message {
            if let message = messages[row.message.id] { return message }
            let message = try self.whole(row)
            messages[message.id] = message
            return message
        }
        return try db.all(RoomSQL.views, Numbers(views.map(\.room)), Numbers(views.map(\.user))) {
            try RoomSummary(row: $0, whole: whole)
        }.compactMap { summary in summary.membership.map { ($0.userID, summary) } }
    }

    func subscriptions(of user: User.ID) throws -> [Subscription] {
        try db.all(RoomSQL.subscriptions, user) { row in
            try Subscription(roomID: row[0], lastSeq: row[1], lastRev: row[2], readSeq: row[3], isShown: row[4])
        }
    }

    func openRooms(outside user: User.ID, matching query: String?, limit: Int) throws -> [Room] {
        // Names are folded here as they are for people: the server's lower() is that of the database's language.
        let query = query?.trimmed.folded ?? ""
        let rooms = try db.all(RoomSQL.openOutside, user, query.isEmpty ? limit : nil, read: Room.init(row:))
        return query.isEmpty ? rooms : Array(rooms.lazy.filter { $0.name.folded.contains(query) }.prefix(limit))
    }
}

extension Transaction {
    func addRoom(name: String, kind: Room.Kind, createdBy: User.ID, at time: Timestamp) throws -> Room.ID {
        try db.add(
            """
            INSERT INTO rooms (name, kind, created_by, created_at, last_activity_at) VALUES ($1, $2, $3, $4, $4)
            RETURNING id
            """,
            name, kind, createdBy, time)
    }

    func addDirectRoom(of a: User.ID, _ b: User.ID, createdBy: User.ID, at time: Timestamp) throws -> Room.ID? {
        try db.one(RoomSQL.addDirect, createdBy, time, min(a, b), max(a, b)) { try $0[0] }
    }

    func setWelcoming(_ room: Room.ID?) throws {
        try db.run("UPDATE rooms SET welcomes = false WHERE welcomes")
        if let room { try db.run("UPDATE rooms SET welcomes = true WHERE id = $1", room) }
    }

    func renameRoom(_ id: Room.ID, to name: String) throws {
        try db.run("UPDATE rooms SET name = $1 WHERE id = $2", name, id)
    }

    func deleteRoom(_ id: Room.ID) throws {
        try db.run("DELETE FROM rooms WHERE id = $1", id)
        // Its messages go in pieces: all at once they would hold up everyone.
        try db.run("INSERT INTO deleted_rooms (room_id) VALUES ($1)", id)
    }

    func removeDeletedMessages(limit: Int) throws -> Bool {
        let next = try db.one("SELECT room_id FROM deleted_rooms ORDER BY room_id LIMIT 1") { try $0[0] as Room.ID }
        guard let room = next else { return false }
        // Files first, in pieces of their own: with their messages they would be many at once.
        if try removeAttachments(of: room, limit: Limits.attachmentsRemovedAtOnce) { return true }
        let removed = try db.all(RoomSQL.removeMessages, room, limit) { try $0[0] as Message.ID }
        try db.run("DELETE FROM message_words WHERE message_id = ANY($1)", Numbers(removed))
        if removed.count < limit { try db.run("DELETE FROM deleted_rooms WHERE room_id = $1", room) }
        return true
    }
}
