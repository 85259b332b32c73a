import GRDB
import SnugChat

private let columns = "id, name, created_by, created_at, expires_at, uses_max, uses, standing"

extension StoreView {
    func invite(_ id: Invite.ID) throws -> Invite? {
        try db.one("SELECT \(columns) FROM invites WHERE id = ?", id, read: invite)
    }

    func invites(at now: Timestamp) throws -> [Invite] {
        try db.all(
            "SELECT \(columns) FROM invites WHERE expires_at > ? AND uses < uses_max ORDER BY id DESC", now,
            read: invite)
    }

    func standingInvite() throws -> Invite? {
        try db.one("SELECT \(columns) FROM invites WHERE standing = 1", read: invite)
    }

    private func invite(_ row: Row) throws -> Invite {
        let id: Invite.ID = row[0]
        return Invite(
            id: id, name: row[1], createdBy: row[2], createdAt: row[3], expiresAt: row[4], usesMax: row[5],
            uses: row[6],
            rooms: try db.all("SELECT room_id FROM invite_rooms WHERE invite_id = ? ORDER BY room_id", id) { $0[0] },
            isStanding: row[7])
    }
}

extension Transaction {
    func addInvite(
        _ name: String, rooms: [Room.ID], usesMax: Int, by user: User.ID, at time: Timestamp, expiresAt: Timestamp
    ) throws -> Invite {
        try db.run(
            "INSERT INTO invites (name, created_by, created_at, expires_at, uses_max) VALUES (?, ?, ?, ?, ?)",
            name, user, time, expiresAt, usesMax)
        let id = Invite.ID(db.lastInsertedRowID)
        for room in rooms { try db.run("INSERT INTO invite_rooms (invite_id, room_id) VALUES (?, ?)", id, room) }
        return Invite(
            id: id, name: name, createdBy: user, createdAt: time, expiresAt: expiresAt, usesMax: usesMax, uses: 0,
            rooms: rooms)
    }

    func addStandingInvite(
        usesMax: Int, by user: User.ID, at time: Timestamp, expiresAt: Timestamp
    ) throws -> Invite? {
        let id: Invite.ID? = try db.one(
            """
            INSERT INTO invites (name, created_by, created_at, expires_at, uses_max, standing) VALUES ('', ?, ?, ?, ?, 1)
            ON CONFLICT (standing) WHERE standing = 1 DO NOTHING RETURNING id
            """,
            user, time, expiresAt, usesMax
        ) { $0[0] }
        return id.map { id in
            Invite(
                id: id, name: "", createdBy: user, createdAt: time, expiresAt: expiresAt, usesMax: usesMax, uses: 0,
                rooms: [], isStanding: true)
        }
    }

    func useInvite(_ id: Invite.ID) throws -> Int {
        try db.run("UPDATE invites SET uses = uses + 1 WHERE id = ? AND uses < uses_max", id)
        return db.changesCount
    }

    func removeInvite(_ id: Invite.ID) throws -> Int {
        try db.run("DELETE FROM invites WHERE id = ?", id)
        return db.changesCount
    }
}
