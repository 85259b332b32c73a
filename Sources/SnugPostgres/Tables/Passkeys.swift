import SnugChat

private let columns = "id, user_id, credential_id, public_key, counter, name, created_at, last_used_at"

extension Passkey {
    fileprivate init(row: Row) throws {
        try self.init(
            id: row[0], userID: row[1], credentialID: row[2],
            publicKey: row[3], counter: row[4], name: row[5], createdAt: row[6],
            lastUsedAt: row[7])
    }
}

extension StoreView {
    func passkeys(of id: User.ID) throws -> [Passkey] {
        try db.all("SELECT \(columns) FROM passkeys WHERE user_id = $1 ORDER BY id", id, read: Passkey.init(row:))
    }

    func passkeysMade(from: Timestamp, until: Timestamp) throws -> Int {
        try db.one("SELECT count(*) FROM passkeys WHERE created_at >= $1 AND created_at < $2", from, until) {
            try $0[0]
        } ?? 0
    }

    func passkey(credentialID: [UInt8]) throws -> Passkey? {
        try db.one(
            "SELECT \(columns) FROM passkeys WHERE credential_id = $1", credentialID, read: Passkey.init(row:))
    }
}

extension Transaction {
    func addPasskey(_ new: NewPasskey, named name: String, of user: User.ID, at time: Timestamp) throws -> Passkey? {
        let id: Passkey.ID? = try db.one(
            """
            INSERT INTO passkeys (user_id, credential_id, public_key, counter, name, created_at)
            VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (credential_id) DO NOTHING RETURNING id
            """,
            user, new.credentialID, new.publicKey, new.counter, name, time
        ) { try $0[0] }
        return id.map { id in
            Passkey(
                id: id, userID: user, credentialID: new.credentialID, publicKey: new.publicKey, counter: new.counter,
                name: name, createdAt: time, lastUsedAt: nil)
        }
    }

    func usePasskey(_ id: Passkey.ID, counter: UInt32, at time: Timestamp) throws -> Bool {
        let changed = try db.run(
            """
            UPDATE passkeys SET counter = $2, last_used_at = $3
            WHERE id = $1 AND (counter < $2 OR counter = 0 AND $2 = 0)
            """,
            id, counter, time)
        return changed == 1
    }

    func removePasskey(_ id: Passkey.ID) throws {
        try db.run("DELETE FROM passkeys WHERE id = $1", id)
    }

    func useChallenge(_ challenge: [UInt8], until time: Timestamp) throws -> Int {
        try db.run(
            "INSERT INTO used_challenges (challenge, expires_at) VALUES ($1, $2) ON CONFLICT DO NOTHING", challenge,
            time)
    }
}
