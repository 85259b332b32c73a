import GRDB
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

/// The joins of a summary to `rooms r` and `room_members m`; `:viewer` is the user that the room is shown to.
private let summaryJoins = """
    LEFT JOIN messages x ON x.room_id = r.id AND x.seq = r.last_seq
    LEFT JOIN users other ON other.id =
        CASE WHEN r.kind = 'direct' THEN iif(r.direct_low = :viewer, r.direct_high, r.direct_low) END
    """

/// The statements of room lists and memberships.
enum RoomSQL {
    static let list = """
        SELECT \(summaryColumns) FROM room_members m CROSS JOIN rooms r ON r.id = m.room_id \(summaryJoins)
        WHERE m.user_id = :viewer AND m.told_seq >= 0 ORDER BY r.activity DESC
        """
    static let summary = """
        SELECT \(summaryColumns) FROM rooms r
        LEFT JOIN room_members m ON m.room_id = r.id AND m.user_id = :viewer \(summaryJoins)
        WHERE r.id = :room
        """
    static let subscriptions = """
        SELECT r.id, r.last_seq, r.last_rev, m.read_seq, m.told_seq >= 0
        FROM room_members m CROSS JOIN rooms r ON r.id = m.room_id WHERE m.user_id = ?
        """
    static let addDirect = """
        INSERT INTO rooms (name, kind, created_by, created_at, last_activity_at, direct_low, direct_high)
        VALUES ('', 'direct', ?1, ?2, ?2, ?3, ?4) ON CONFLICT (direct_low, direct_high) DO NOTHING RETURNING id
        """
    static let every = "SELECT \(columns) FROM rooms r WHERE r.id > ? ORDER BY r.id LIMIT ?"
}

extension Room {
    fileprivate init(row: Row) {
        self.init(
            id: row[0], name: row[1], kind: row[2], createdBy: row[3], createdAt: row[4],
            lastSeq: row[5], lastRev: row[6], memberCount: row[7], lastActivityAt: row[8],
            welcomes: row[9])
    }
}

extension RoomSummary {
    /// - Parameter store: the store to look for what belongs to its last message.
    fileprivate init(row: Row, in store: some StoreView) throws {
        var room = Room(row: row)
        let membership: Room.ID? = row[10]
        let rest = 10 + Member.columnNames.count
        if let other: String = row[rest] { room.name = other }
        let lastMessage: Message.ID? = row[rest + 4]
        self.init(
            room: room, membership: membership.map { _ in Member(row: row, from: 10) },
            lastMessage: try lastMessage.map { _ in try store.whole(MessageRow(row: row, from: rest + 4)) },
            mentions: row[rest + 3], other: row[rest + 1], isOtherDeactivated: row[rest + 2])
    }
}

extension StoreView {
    func room(_ id: Room.ID) throws -> Room? {
        try db.one("SELECT \(columns) FROM rooms r WHERE r.id = ?", id, read: Room.init(row:))
    }

    func welcomingRoom() throws -> Room? {
        try db.one("SELECT \(columns) FROM rooms r WHERE r.welcomes = 1", read: Room.init(row:))
    }

    func rooms(after: Room.ID?, limit: Int) throws -> [Room] {
        try db.all(RoomSQL.every, after?.rawValue ?? 0, limit, read: Room.init(row:))
    }

    func directRoom(of a: User.ID, _ b: User.ID) throws -> Room.ID? {
        try db.one("SELECT id FROM rooms WHERE direct_low = ? AND direct_high = ?", min(a, b), max(a, b)) { $0[0] }
    }

    func summaries(for user: User.ID) throws -> [RoomSummary] {
        try db.all(RoomSQL.list, named: ["viewer": user]) { try RoomSummary(row: $0, in: self) }
    }

    func summary(of room: Room.ID, for user: User.ID) throws -> RoomSummary? {
        try db.all(RoomSQL.summary, named: ["viewer": user, "room": room]) { try RoomSummary(row: $0, in: self) }.first
    }

    func subscriptions(of user: User.ID) throws -> [Subscription] {
        try db.all(RoomSQL.subscriptions, user) { row in
            Subscription(roomID: row[0], lastSeq: row[1], lastRev: row[2], readSeq: row[3], isShown: row[4])
        }
    }

    func openRooms(outside user: User.ID, matching query: String?, limit: Int) throws -> [Room] {
        // Names are folded here as they are for people: SQLite's own lower() knows ASCII alone.
        let query = query?.trimmed.folded ?? ""
        var found: [Room] = []
        let rows = try Row.fetchCursor(
            db.cachedStatement(
                sql: """
                    SELECT \(columns) FROM rooms r WHERE r.kind = 'open'
                    AND NOT EXISTS (SELECT 1 FROM room_members WHERE room_id = r.id AND user_id = ?)
                    ORDER BY r.activity DESC
                    """),
            arguments: [user])
        while found.count < limit, let row = try rows.next() {
            let room = Room(row: row)
            if query.isEmpty || room.name.folded.contains(query) { found.append(room) }
        }
        return found
    }
}

extension Transaction {
    func addRoom(name: String, kind: Room.Kind, createdBy: User.ID, at time: Timestamp) throws -> Room.ID {
        try db.run(
            "INSERT INTO rooms (name, kind, created_by, created_at, last_activity_at) VALUES (?, ?, ?, ?, ?)",
            name, kind, createdBy, time, time)
        return Room.ID(db.lastInsertedRowID)
    }

    func addDirectRoom(of a: User.ID, _ b: User.ID, createdBy: User.ID, at time: Timestamp) throws -> Room.ID? {
        try db.one(RoomSQL.addDirect, createdBy, time, min(a, b), max(a, b)) { $0[0] }
    }

    func setWelcoming(_ room: Room.ID?) throws {
        try db.run("UPDATE rooms SET welcomes = 0 WHERE welcomes = 1")
        if let room { try db.run("UPDATE rooms SET welcomes = 1 WHERE id = ?", room) }
    }

    func renameRoom(_ id: Room.ID, to name: String) throws {
        try db.run("UPDATE rooms SET name = ? WHERE id = ?", name, id)
    }

    func deleteRoom(_ id: Room.ID) throws {
        try db.run("DELETE FROM rooms WHERE id = ?", id)
        // Its messages go in pieces: all at once they would hold up everyone.
        try db.run("INSERT INTO deleted_rooms (room_id, indexed_id) VALUES (?, ?)", id, indexedNow())
    }

    func removeDeletedMessages(limit: Int) throws -> Bool {
        let next = try db.one("SELECT room_id, unindexed_seq, indexed_id FROM deleted_rooms LIMIT 1") { row in
            (room: row[0] as Room.ID, seq: row[1] as Int64, last: row[2] as Message.ID)
        }
        guard let (room, seq, last) = next else { return false }
        if try unindexMessages(of: room, behind: seq, upTo: last) { return true }
        // Files first, in pieces of their own: with their messages they would be many at once.
        if try removeAttachments(of: room, limit: Limits.attachmentsRemovedAtOnce) { return true }
        try db.run(
            "DELETE FROM messages WHERE id IN (SELECT id FROM messages WHERE room_id = ? LIMIT ?)", room, limit)
        if db.changesCount < limit { try db.run("DELETE FROM deleted_rooms WHERE room_id = ?", room) }
        return true
    }
}
