import GRDB
import SnugChat

/// The statements of codes.
enum CodeSQL {
    private static let columns = """
        id, email, purpose, registration_id, user_id, network, proof, created_at, expires_at, wrong_tries, used_at, mail
        """
    static let byEmail = "SELECT \(columns) FROM one_time_codes WHERE email = ? ORDER BY id DESC"
    static let byID = "SELECT \(columns) FROM one_time_codes WHERE id = ?"
    /// The conditions on the purpose and the user are those of the indexes.
    static let ofNewEmail = "SELECT \(columns) FROM one_time_codes WHERE user_id = ? AND purpose = 'email'"
    static let takeBacks = """
        SELECT \(columns) FROM one_time_codes WHERE user_id = ? AND user_id <> 0 AND purpose = 'take_back' ORDER BY id
        """
    static let countTry = """
        UPDATE one_time_codes SET wrong_tries = wrong_tries + 1
        WHERE id = ? AND used_at IS NULL AND wrong_tries < \(Limits.codeTriesMax) RETURNING wrong_tries
        """
    /// Of a code that is of no use any more, which stays as it was.
    static let removeMail = """
        DELETE FROM mail_queue WHERE id = (
            SELECT mail_id FROM one_time_codes
            WHERE id = ? AND (used_at IS NOT NULL OR wrong_tries >= \(Limits.codeTriesMax)))
        """
    /// The purposes are those of codes that a person enters.
    static let waiting = """
        SELECT c.id, c.email, coalesce(u.name, r.name), c.purpose, u.id, c.created_at, c.expires_at, c.mail
        FROM one_time_codes c
        LEFT JOIN registrations r ON r.id = c.registration_id
        LEFT JOIN users u ON u.id = iif(
            c.user_id <> 0, c.user_id, (SELECT id FROM users WHERE email = c.email))
        WHERE c.used_at IS NULL AND c.wrong_tries < \(Limits.codeTriesMax) AND c.expires_at > ?1
            AND c.purpose IN ('login', 'registration', 'reset', 'email') AND c.mail <> 'none'
        ORDER BY c.id DESC LIMIT ?2
        """
}

extension OneTimeCode {
    fileprivate init(row: Row) {
        let (registration, user): (Int64, Int64) = (row[3], row[4])
        self.init(
            id: row[0], email: EmailAddress(stored: row[1]), purpose: row[2],
            registrationID: registration == 0 ? nil : Registration.ID(registration),
            userID: user == 0 ? nil : User.ID(user), network: row[5], proof: [UInt8](row[6] as DatabaseValue),
            createdAt: row[7], expiresAt: row[8], wrongTries: row[9], usedAt: row[10], mail: row[11])
    }
}

extension StoreView {
    func codes(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws -> [OneTimeCode] {
        // A handful of rows an address at most, so the choice is made here.
        try db.all(CodeSQL.byEmail, email.text, read: OneTimeCode.init(row:)).filter { purposes.contains($0.purpose) }
    }

    func code(_ id: OneTimeCode.ID) throws -> OneTimeCode? {
        try db.one(CodeSQL.byID, id, read: OneTimeCode.init(row:))
    }

    func emailCode(of id: User.ID) throws -> OneTimeCode? {
        try db.one(CodeSQL.ofNewEmail, id, read: OneTimeCode.init(row:))
    }

    func takeBacks(of id: User.ID) throws -> [OneTimeCode] {
        try db.all(CodeSQL.takeBacks, id, read: OneTimeCode.init(row:))
    }

    func waitingCodes(at now: Timestamp, limit: Int) throws -> [WaitingCode] {
        try db.all(CodeSQL.waiting, now, limit) { row in
            WaitingCode(
                id: row[0], email: EmailAddress(stored: row[1]), name: row[2], purpose: row[3], userID: row[4],
                createdAt: row[5], expiresAt: row[6], mail: row[7])
        }
    }
}

extension Transaction {
    func putCode(_ new: NewCode, at time: Timestamp) throws {
        let (registration, user) = (new.registrationID?.rawValue ?? 0, new.userID?.rawValue ?? 0)
        try db.run(
            "DELETE FROM one_time_codes WHERE email = ? AND purpose = ? AND registration_id = ? AND user_id = ?",
            new.email.text, new.purpose, registration, user)
        if let user = new.userID, new.purpose == .email { try removeEmailCode(of: user) }
        try db.run(
            """
            INSERT INTO one_time_codes (
                email, purpose, registration_id, user_id, network, proof, created_at, expires_at, mail, mail_id)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            new.email.text, new.purpose, registration, user, new.network, Blob(new.proof), time, time + new.lifetime,
            new.mail, new.mailID)
    }

    func useCode(_ id: OneTimeCode.ID, at time: Timestamp) throws -> Int {
        try db.run("UPDATE one_time_codes SET used_at = ? WHERE id = ? AND used_at IS NULL", time, id)
        let count = db.changesCount
        try db.run(CodeSQL.removeMail, id)
        return count
    }

    func countTry(_ id: OneTimeCode.ID) throws -> Int? {
        let tries: Int? = try db.one(CodeSQL.countTry, id) { $0[0] }
        try db.run(CodeSQL.removeMail, id)
        return tries
    }

    func removeCodes(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws {
        for purpose in purposes {
            try db.run("DELETE FROM one_time_codes WHERE email = ? AND purpose = ?", email.text, purpose)
        }
    }

    func removeEmailCode(of id: User.ID) throws {
        try db.run("DELETE FROM one_time_codes WHERE user_id = ? AND purpose = 'email'", id)
    }

    func removeTakeBacks(of id: User.ID, from first: OneTimeCode.ID?) throws {
        try db.run(
            "DELETE FROM one_time_codes WHERE user_id = ? AND user_id <> 0 AND purpose = 'take_back' AND id >= ?", id,
            first?.rawValue ?? 0)
    }
}
