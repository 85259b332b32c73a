import GRDB
import SnugChat

extension SealedMail {
    init(row: Row) {
        self.init(id: row[0], sealed: [UInt8](row[1] as DatabaseValue), tries: row[2], expiresAt: row[3])
    }
}

extension StoreView {
    func mailsDue(at now: Timestamp, limit: Int) throws -> [SealedMail] {
        try db.all(
            """
            SELECT id, sealed, tries, expires_at FROM mail_queue
            WHERE next_try_at <= ? ORDER BY next_try_at, id LIMIT ?
            """,
            now, limit, read: SealedMail.init(row:))
    }

    func nextMailDue(after now: Timestamp) throws -> Timestamp? {
        try db.one(
            """
            SELECT min(moment) FROM (
                SELECT min(next_try_at) AS moment FROM mail_queue WHERE next_try_at > ?1
                UNION ALL
                SELECT min(claim_ends_at) FROM mail_queue WHERE next_try_at <= ?1 AND claim_ends_at > ?1)
            """,
            now
        ) { $0[0] as Timestamp? } ?? nil
    }

    func mailsWaiting() throws -> Int {
        try db.one("SELECT count(*) FROM mail_queue") { $0[0] } ?? 0
    }
}

extension Transaction {
    func addMail(_ sealed: [UInt8], at time: Timestamp, expiresAt: Timestamp) throws -> QueuedMail.ID {
        try db.run(
            "INSERT INTO mail_queue (sealed, created_at, next_try_at, expires_at) VALUES (?, ?, ?, ?)",
            Blob(sealed), time, time, expiresAt)
        return QueuedMail.ID(db.lastInsertedRowID)
    }

    func removeMail(_ id: QueuedMail.ID, as outcome: CodeMail) throws -> Bool {
        try db.run("DELETE FROM mail_queue WHERE id = ?", id)
        let wasThere = db.changesCount == 1
        // That of a decoy stays none: nobody waits for it.
        try db.run(
            "UPDATE one_time_codes SET mail = ?, mail_id = NULL WHERE mail_id = ? AND mail <> 'none'", outcome, id)
        return wasThere
    }

    func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) throws {
        try db.run(
            """
            UPDATE mail_queue SET next_try_at = ?, tries = tries + 1, last_error = ?, claimed_by = NULL, claim_ends_at = NULL
            WHERE id = ?
            """,
            time, reason, id)
    }
}
