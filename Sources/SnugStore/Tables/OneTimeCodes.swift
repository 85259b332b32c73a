import GRDB
import SnugChat

extension StoreView {
    func codes(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws -> [OneTimeCode] {
        // A handful of rows an address at most, so the choice is made here.
        try db.all(
            """
            SELECT id, purpose, registration_id, network, proof, created_at, expires_at, wrong_tries, used_at
            FROM one_time_codes WHERE email = ? ORDER BY id DESC
            """,
            email.text
        ) { row in
            let registration: Int64 = row[2]
            return OneTimeCode(
                id: row[0], email: email, purpose: row[1],
                registrationID: registration == 0 ? nil : Registration.ID(registration), network: row[3],
                proof: [UInt8](row[4] as DatabaseValue), createdAt: row[5], expiresAt: row[6], wrongTries: row[7],
                usedAt: row[8])
        }.filter { purposes.contains($0.purpose) }
    }
}

extension Transaction {
    func putCode(_ new: NewCode, at time: Timestamp) throws {
        let registration = new.registrationID?.rawValue ?? 0
        try db.run(
            "DELETE FROM one_time_codes WHERE email = ? AND purpose = ? AND registration_id = ?",
            new.email.text, new.purpose, registration)
        try db.run(
            """
            INSERT INTO one_time_codes (email, purpose, registration_id, network, proof, created_at, expires_at)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """,
            new.email.text, new.purpose, registration, new.network, Blob(new.proof), time, time + new.lifetime)
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
