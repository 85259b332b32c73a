import SnugChat

/// The statements of claims on shared work.
enum ClaimSQL {
    /// The conditions are those of a claim that is over or one's own; `$3` is now, `$5` the latest end that a claim made
    /// by then can have.
    static let claim = """
        INSERT INTO claims AS c (work, node, ends_at) VALUES ($1, $2, $4)
        ON CONFLICT (work) DO UPDATE SET node = $2, ends_at = $4
        WHERE c.node = $2 OR c.ends_at <= $3 OR c.ends_at > $5
        """
    static let release = "DELETE FROM claims WHERE work = $1 AND node = $2"
    static let claimMails = """
        UPDATE mail_queue SET claimed_by = $2, claim_ends_at = $4 WHERE id IN (
            SELECT id FROM mail_queue WHERE next_try_at <= $3
                AND (claimed_by IS NULL OR claimed_by = $2 OR claim_ends_at <= $3 OR claim_ends_at > $5)
            ORDER BY next_try_at, id LIMIT $1)
        RETURNING id, sealed, tries, expires_at, next_try_at
        """
}

extension Transaction {
    func claim(_ work: SharedWork, by node: String, for span: Duration, at now: Timestamp) throws -> Bool {
        try db.run(ClaimSQL.claim, work.rawValue, node, now, now + span, now + span + Limits.clockStepMax) == 1
    }

    func release(_ work: SharedWork, by node: String) throws { try db.run(ClaimSQL.release, work.rawValue, node) }

    func claimMails(at now: Timestamp, limit: Int, by node: String, for span: Duration) throws -> [SealedMail] {
        let claimed = try db.all(
            ClaimSQL.claimMails, limit, node, now, now + span, now + span + Limits.clockStepMax
        ) { row in
            (mail: try SealedMail(row: row), due: try row[4] as Timestamp)
        }
        // Rows come back in no order.
        return claimed.sorted { ($0.due, $0.mail.id) < ($1.due, $1.mail.id) }.map(\.mail)
    }
}
