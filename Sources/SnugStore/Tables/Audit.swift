import GRDB
import SnugChat

/// The audit trail, and the state of throttles.
extension StoreView {
    func audit(before: AuditEntry.ID?, limit: Int) throws -> [AuditEntry] {
        try db.all(
            """
            SELECT id, at, act, actor_id, user_id, address, detail FROM audit
            WHERE id < ? ORDER BY id DESC LIMIT ?
            """,
            before?.rawValue ?? Int64.max, limit
        ) { row in
            AuditEntry(
                id: row[0], at: row[1], act: row[2], actor: row[3], user: row[4], address: row[5], detail: row[6])
        }
    }

    func throttle(_ name: String, _ subject: String) throws -> Timestamp? {
        try db.one("SELECT spoken_for FROM throttles WHERE name = ? AND subject = ?", name, subject) { $0[0] }
    }
}

extension Transaction {
    func addAudit(
        _ act: AuditEntry.Act, actor: User.ID?, user: User.ID?, address: String, detail: String, at time: Timestamp
    ) throws {
        try db.run(
            "INSERT INTO audit (at, act, actor_id, user_id, address, detail) VALUES (?, ?, ?, ?, ?, ?)",
            time, act, actor, user, address, detail)
    }

    func setThrottle(_ name: String, _ subject: String, until time: Timestamp) throws {
        try db.run(
            "INSERT OR REPLACE INTO throttles (name, subject, spoken_for) VALUES (?, ?, ?)", name, subject, time)
    }
}
