import GRDB
import SnugChat

/// The statements of throttles.
enum ThrottleSQL {
    /// The moment from which the next tries count.
    private static let from = "iif(spoken_for > ?3 AND spoken_for <= ?6, spoken_for, ?3)"
    static let take = """
        INSERT INTO throttles (name, subject, spoken_for) VALUES (?1, ?2, ?3 + ?4)
        ON CONFLICT (name, subject) DO UPDATE SET spoken_for = \(from) + ?4 WHERE \(from) + ?4 <= ?5
        """
    static let giveBack = "UPDATE throttles SET spoken_for = spoken_for - ?3 WHERE name = ?1 AND subject = ?2"
}

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

    func takeThrottle(
        _ name: String, _ subject: String, _ cost: Duration, atMost most: Duration, at now: Timestamp
    ) throws -> Bool {
        guard cost <= most else { return false }
        try db.run(
            ThrottleSQL.take, name, subject, now, cost.microseconds, now + most, now + most + Limits.clockStepMax)
        return db.changesCount == 1
    }

    func giveBackThrottle(_ name: String, _ subject: String, _ cost: Duration) throws {
        try db.run(ThrottleSQL.giveBack, name, subject, cost.microseconds)
    }
}
