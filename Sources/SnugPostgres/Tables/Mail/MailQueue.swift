import SnugChat

extension SealedMail {
    init(row: Row) throws {
        try self.init(id: row[0], sealed: row[1], tries: row[2], expiresAt: row[3])
    }
}

extension StoreView {
    func mailsDue(at now: Timestamp, limit: Int) throws -> [SealedMail] {
        try db.all(
            """
            SELECT id, sealed, tries, expires_at FROM mail_queue
            WHERE next_try_at <= $1 ORDER BY next_try_at, id LIMIT $2
            """,
            now, limit, read: SealedMail.init(row:))
    }

    func nextMailDue(after now: Timestamp) throws -> Timestamp? {
        try db.one(
            """
            SELECT least(
                (SELECT min(next_try_at) FROM mail_queue WHERE next_try_at > $1),
                (SELECT min(claim_ends_at) FROM mail_queue WHERE next_try_at <= $1 AND claim_ends_at > $1))
            """,
            now
        ) { try $0[0] as Timestamp? } ?? nil
    }

    func mailsWaiting() throws -> Int {
        try db.one("SELECT count(*) FROM mail_queue") { try $0[0] } ?? 0
    }
}

extension Transaction {
    func addMail(_ sealed: [UInt8], at time: Timestamp, expiresAt: Timestamp) throws -> QueuedMail.ID {
        try db.add(
            "INSERT INTO mail_queue (sealed, created_at, next_try_at, expires_at) VALUES ($1, $2, $2, $3) RETURNING id",
            sealed, time, expiresAt)
    }

    func removeMail(_ id: QueuedMail.ID, as outcome: CodeMail) throws -> Bool {
        let wasThere = try db.run("DELETE FROM mail_queue WHERE id = $1", id) == 1
        // That of a decoy stays none: nobody waits for it.
        try db.run(
            "UPDATE one_time_codes SET mail = $1, mail_id = NULL WHERE mail_id = $2 AND mail <> 'none'", outcome, id)
        return wasThere
    }

    func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) throws {
        try db.run(
            """
            UPDATE mail_queue SET next_try_at = $1, tries = tries + 1, last_error = $2, claimed_by = NULL,
                claim_ends_at = NULL
            WHERE id = $3
            """,
            time, reason, id)
    }
}
