import SnugChat

private let columns =
    "s.id, s.user_id, s.created_at, s.last_seen, s.expires_at, s.ended_at, s.device, s.address, s.by_link"

/// The statements by which administrators list open sessions.
enum SessionSQL {
    private static let open = """
        SELECT \(columns), u.name, u.role FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.ended_at IS NULL AND s.id < $1 AND s.expires_at > $2
        """
    static let everyones = "\(open) ORDER BY s.id DESC LIMIT $3"
    /// Returns the condition of a user's session that it stands on terms, of which 0 in the place of its number says none.
    ///
    /// A question in brackets: it is asked of the index, whatever the planner knows of the table.
    static func stands(_ session: String, of user: String, at now: String, after created: String, _ seen: String)
        -> String
    {
        """
        (\(session) = 0 OR (
            SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.id = \(session) AND s.user_id = \(user) AND s.ended_at IS NULL AND s.expires_at > \(now)
                AND s.created_at > \(created) AND s.last_seen > \(seen) AND u.deactivated_at IS NULL) = 1)
        """
    }
    static let ofOne = "\(open) AND s.user_id = $3 ORDER BY s.id DESC LIMIT $4"
}

extension Session {
    fileprivate init(row: Row) throws {
        try self.init(
            id: row[0], userID: row[1], createdAt: row[2], lastSeen: row[3],
            expiresAt: row[4], endedAt: row[5], device: row[6], address: row[7],
            cameByLink: row[8])
    }
}

extension NamedSession {
    fileprivate init(row: Row) throws {
        try self.init(session: Session(row: row), name: row[9], role: row[10])
    }
}

extension StoreView {
    func session(_ id: Session.ID) throws -> Session? {
        try db.one("SELECT \(columns) FROM sessions s WHERE s.id = $1", id, read: Session.init(row:))
    }

    func sessions(of id: User.ID) throws -> [Session] {
        try db.all(
            """
            SELECT \(columns) FROM sessions s WHERE user_id = $1 AND ended_at IS NULL ORDER BY last_seen DESC, id DESC
            """,
            id, read: Session.init(row:))
    }

    func sessions(
        of user: User.ID?, before: Session.ID?, at now: Timestamp, limit: Int
    ) throws -> [NamedSession] {
        let before = before?.rawValue ?? Int64.max
        guard let user else {
            return try db.all(SessionSQL.everyones, before, now, limit, read: NamedSession.init(row:))
        }
        return try db.all(SessionSQL.ofOne, before, now, user, limit, read: NamedSession.init(row:))
    }

    func hasSession(of id: User.ID, on device: Device?) throws -> Bool {
        guard let device else {
            return try db.one("SELECT 1 FROM sessions WHERE user_id = $1 LIMIT 1", id) { _ in true } ?? false
        }
        return try db.one(
            "SELECT 1 FROM sessions WHERE user_id = $1 AND network = $2 AND device = $3 LIMIT 1", id, device.network,
            device.name
        ) { _ in true } ?? false
    }

    func hasSession(of id: User.ID, fromNetwork network: String) throws -> Bool {
        try db.one("SELECT 1 FROM sessions WHERE user_id = $1 AND network = $2 LIMIT 1", id, network) { _ in true }
            ?? false
    }
}

extension Transaction {
    func addSession(of user: User.ID, device: Device, at time: Timestamp, expiresAt: Timestamp) throws -> Session {
        let id: Session.ID = try db.add(
            """
            INSERT INTO sessions (user_id, created_at, last_seen, expires_at, device, address, network, language)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id
            """,
            user, time, time, expiresAt, device.name, device.address, device.network, device.language.rawValue)
        return Session(
            id: id, userID: user, createdAt: time, lastSeen: time,
            expiresAt: expiresAt, endedAt: nil, device: device.name, address: device.address)
    }

    func touchSession(_ id: Session.ID, at time: Timestamp) throws {
        // One that lies ahead was noted while the clock was wrong.
        try db.run(
            """
            UPDATE sessions SET last_seen = CASE WHEN last_seen > $1 AND last_seen <= $2 THEN last_seen ELSE $1 END
            WHERE id = $3
            """,
            time, time + Limits.clockStepMax, id)
    }

    func setCameByLink(_ id: Session.ID) throws {
        try db.run("UPDATE sessions SET by_link = true WHERE id = $1", id)
    }

    func extendSession(_ id: Session.ID, until time: Timestamp, in language: Language) throws {
        try db.run(
            """
            UPDATE sessions SET expires_at = greatest(expires_at, $1), language = $2 WHERE id = $3 AND ended_at IS NULL
            """,
            time, language.rawValue, id)
    }

    func endSession(_ id: Session.ID, at time: Timestamp) throws -> Int {
        try db.run("UPDATE sessions SET ended_at = $1 WHERE id = $2 AND ended_at IS NULL", time, id)
    }
}
