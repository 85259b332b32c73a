import GRDB
import SnugChat

private let columns =
    "s.id, s.user_id, s.created_at, s.last_seen, s.expires_at, s.ended_at, s.device, s.address, s.by_link"

/// The statements by which administrators list open sessions.
enum SessionSQL {
    private static let open = """
        SELECT \(columns), u.name, u.role FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.ended_at IS NULL AND s.id < ? AND s.expires_at > ?
        """
    static let everyones = "\(open) ORDER BY s.id DESC LIMIT ?"
    /// The one of a user that has not ended or expired, is not older than two moments, with an account in use.
    static let standing = """
        SELECT 1 FROM sessions s JOIN users u ON u.id = s.user_id
        WHERE s.id = ? AND s.user_id = ? AND s.ended_at IS NULL AND s.expires_at > ? AND s.created_at > ?
            AND s.last_seen > ? AND u.deactivated_at IS NULL
        """
    static let ofOne = "\(open) AND s.user_id = ? ORDER BY s.id DESC LIMIT ?"
}

extension Session {
    fileprivate init(row: Row) {
        self.init(
            id: row[0], userID: row[1], createdAt: row[2], lastSeen: row[3],
            expiresAt: row[4], endedAt: row[5], device: row[6], address: row[7],
            cameByLink: row[8])
    }
}

extension NamedSession {
    fileprivate init(row: Row) { self.init(session: Session(row: row), name: row[9], role: row[10]) }
}

extension StoreView {
    func session(_ id: Session.ID) throws -> Session? {
        try db.one("SELECT \(columns) FROM sessions s WHERE s.id = ?", id, read: Session.init(row:))
    }

    /// Returns true if a user is signed in on these terms.
    func stands(on terms: SessionTerms, by user: User.ID, at now: Timestamp) throws -> Bool {
        try db.one(SessionSQL.standing, terms.session, user, now, terms.createdAfter, terms.seenAfter) { _ in true }
            ?? false
    }

    func sessions(of id: User.ID) throws -> [Session] {
        try db.all(
            "SELECT \(columns) FROM sessions s WHERE user_id = ? AND ended_at IS NULL ORDER BY last_seen DESC, id DESC",
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
            return try db.one("SELECT 1 FROM sessions WHERE user_id = ? LIMIT 1", id) { _ in true } ?? false
        }
        return try db.one(
            "SELECT 1 FROM sessions WHERE user_id = ? AND network = ? AND device = ? LIMIT 1", id, device.network,
            device.name
        ) { _ in true } ?? false
    }

    func hasSession(of id: User.ID, fromNetwork network: String) throws -> Bool {
        try db.one("SELECT 1 FROM sessions WHERE user_id = ? AND network = ? LIMIT 1", id, network) { _ in true }
            ?? false
    }
}

extension Transaction {
    func addSession(of user: User.ID, device: Device, at time: Timestamp, expiresAt: Timestamp) throws -> Session {
        try db.run(
            """
            INSERT INTO sessions (user_id, created_at, last_seen, expires_at, device, address, network, language)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            user, time, time, expiresAt, device.name, device.address, device.network, device.language.rawValue)
        return Session(
            id: Session.ID(db.lastInsertedRowID), userID: user, createdAt: time, lastSeen: time,
            expiresAt: expiresAt, endedAt: nil, device: device.name, address: device.address)
    }

    func touchSession(_ id: Session.ID, at time: Timestamp) throws {
        // One that lies ahead was noted while the clock was wrong.
        try db.run(
            """
            UPDATE sessions SET last_seen = iif(last_seen > ?1 AND last_seen <= ?2, last_seen, ?1) WHERE id = ?3
            """,
            time, time + Limits.clockStepMax, id)
    }

    func setCameByLink(_ id: Session.ID) throws {
        try db.run("UPDATE sessions SET by_link = 1 WHERE id = ?", id)
    }

    func extendSession(_ id: Session.ID, until time: Timestamp, in language: Language) throws {
        try db.run(
            "UPDATE sessions SET expires_at = max(expires_at, ?), language = ? WHERE id = ? AND ended_at IS NULL", time,
            language.rawValue, id)
    }

    func endSession(_ id: Session.ID, at time: Timestamp) throws -> Int {
        try db.run("UPDATE sessions SET ended_at = ? WHERE id = ? AND ended_at IS NULL", time, id)
        return db.changesCount
    }
}
