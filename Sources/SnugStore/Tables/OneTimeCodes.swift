import GRDB
import SnugChat

extension StoreView {
    func newestCode(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws -> OneTimeCode? {
        // One row a purpose at most, so the choice is made here.
        let codes = try db.all(
            """
            SELECT id, purpose, proof, created_at, expires_at, wrong_tries, used_at
            FROM one_time_codes WHERE email = ? ORDER BY id DESC
            """,
            email.text
        ) { row in
            OneTimeCode(
                id: row[0], email: email, purpose: row[1], proof: [UInt8](row[2] as DatabaseValue),
                createdAt: row[3], expiresAt: row[4], wrongTries: row[5], usedAt: row[6])
        }
        return codes.first { purposes.contains($0.purpose) }
    }
}

extension Transaction {
    func putCode(
        for email: EmailAddress, purpose: OneTimeCode.Purpose, proof: [UInt8],
        at time: Timestamp, expiresAt: Timestamp
    ) throws {
        try removeCodes(for: email, purposes: [purpose])
        try db.run(
            "INSERT INTO one_time_codes (email, purpose, proof, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
            email.text, purpose, Blob(proof), time, expiresAt)
    }

    func useCode(_ id: OneTimeCode.ID, at time: Timestamp) throws -> Int {
        try db.run("UPDATE one_time_codes SET used_at = ? WHERE id = ? AND used_at IS NULL", time, id)
        return db.changesCount
    }

    func countWrongTry(_ id: OneTimeCode.ID) throws {
        try db.run("UPDATE one_time_codes SET wrong_tries = wrong_tries + 1 WHERE id = ?", id)
    }

    func removeCodes(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws {
        for purpose in purposes {
            try db.run("DELETE FROM one_time_codes WHERE email = ? AND purpose = ?", email.text, purpose)
        }
    }
}
