import SnugChat

private let columns = "id, name, created_by, created_at, expires_at, uses_max, uses, standing"

extension StoreView {
    func invite(_ id: Invite.ID) throws -> Invite? {
        try db.one("SELECT \(columns) FROM invites WHERE id = $1", id, read: invite)
    }

    func invites(at now: Timestamp) throws -> [Invite] {
        try db.all(
            "SELECT \(columns) FROM invites WHERE expires_at > $1 AND uses < uses_max ORDER BY id DESC", now,
            read: invite)
    }

    func standingInvite() throws -> Invite? {
        try db.one("SELECT \(columns) FROM invites WHERE standing", read: invite)
    }

    private func invite(_ row: Row) throws -> Invite {
        let id: Invite.ID = try row[0]
        return try Invite(
            id: id, name: row[1], createdBy: row[2], createdAt: row[3], expiresAt: row[4], usesMax: row[5],
            uses: row[6],
            rooms: db.all("SELECT room_id FROM invite_rooms WHERE invite_id = $1 ORDER BY room_id", id) { try $0[0] },
            isStanding: row[7])
    }
}

extension Transaction {
    func addInvite(
        _ name: String, rooms: [Room.ID], usesMax: Int, by user: User.ID, at time: Timestamp, expiresAt: Timestamp
    ) throws -> Invite {
        let id: Invite.ID = try db.add(
            """
            INSERT INTO invites (name, created_by, created_at, expires_at, uses_max) VALUES ($1, $2, $3, $4, $5)
            RETURNING id
            """,
            name, user, time, expiresAt, usesMax)
        try db.run("INSERT INTO invite_rooms (invite_id, room_id) SELECT $1, unnest($2::bigint[])", id, Numbers(rooms))
        return Invite(
            id: id, name: name, createdBy: user, createdAt: time, expiresAt: expiresAt, usesMax: usesMax, uses: 0,
            rooms: rooms)
    }

    func addStandingInvite(
        usesMax: Int, by user: User.ID, at time: Timestamp, expiresAt: Timestamp
    ) throws -> Invite? {
        let id: Invite.ID? = try db.one(
            """
            INSERT INTO invites (name, created_by, created_at, expires_at, uses_max, standing)
            VALUES ('', $1, $2, $3, $4, true) ON CONFLICT (standing) WHERE standing DO NOTHING RETURNING id
            """,
            user, time, expiresAt, usesMax
        ) { try $0[0] }
        return id.map { id in
            Invite(
                id: id, name: "", createdBy: user, createdAt: time, expiresAt: expiresAt, usesMax: usesMax, uses: 0,
                rooms: [], isStanding: true)
        }
    }

    func useInvite(_ id: Invite.ID) throws -> Int {
        try db.run("UPDATE invites SET uses = uses + 1 WHERE id = $1 AND uses < uses_max", id)
    }

    func removeInvite(_ id: Invite.ID) throws -> Int {
        try db.run("DELETE FROM invites WHERE id = $1", id)
    }
}
