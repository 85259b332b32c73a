import GRDB
import SnugChat

private let columns = "id, user_id, credential_id, public_key, counter, name, created_at, last_used_at"

extension Passkey {
    fileprivate init(row: Row) {
        self.init(
            id: row[0], userID: row[1], credentialID: [UInt8](row[2] as DatabaseValue),
            publicKey: [UInt8](row[3] as DatabaseValue), counter: row[4], name: row[5], createdAt: row[6],
            lastUsedAt: row[7])
    }
}

extension StoreView {
    func passkeys(of id: User.ID) throws -> [Passkey] {
        try db.all("SELECT \(columns) FROM passkeys WHERE user_id = ? ORDER BY id", id, read: Passkey.init(row:))
    }

    func passkeysMade(from: Timestamp, until: Timestamp) throws -> Int {
        try db.one("SELECT count(*) FROM passkeys WHERE created_at >= ? AND created_at < ?", from, until) { $0[0] } ?? 0
    }

    func passkey(credentialID: [UInt8]) throws -> Passkey? {
        try db.one(
            "SELECT \(columns) FROM passkeys WHERE credential_id = ?", Blob(credentialID), read: Passkey.init(row:))
    }
}

extension Transaction {
    func addPasskey(_ new: NewPasskey, named name: String, of user: User.ID, at time: Timestamp) throws -> Passkey? {
        let id: Passkey.ID? = try db.one(
            """
            INSERT INTO passkeys (user_id, credential_id, public_key, counter, name, created_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (credential_id) DO NOTHING RETURNING id
            """,
            user, Blob(new.credentialID), Blob(new.publicKey), new.counter, name, time
        ) { $0[0] }
        return id.map { id in
            Passkey(
                id: id, userID: user, credentialID: new.credentialID, publicKey: new.publicKey, counter: new.counter,
                name: name, createdAt: time, lastUsedAt: nil)
        }
    }

    func usePasskey(_ id: Passkey.ID, counter: UInt32, at time: Timestamp) throws -> Bool {
        try db.run(
            """
            UPDATE passkeys SET counter = ?2, last_used_at = ?3
            WHERE id = ?1 AND (counter < ?2 OR counter = 0 AND ?2 = 0)
            """,
            id, counter, time)
        return db.changesCount == 1
    }

    func removePasskey(_ id: Passkey.ID) throws {
        try db.run("DELETE FROM passkeys WHERE id = ?", id)
    }

    func useChallenge(_ challenge: [UInt8], until time: Timestamp) throws -> Int {
        try db.run(
            "INSERT OR IGNORE INTO used_challenges (challenge, expires_at) VALUES (?, ?)", Blob(challenge), time)
        return db.changesCount
    }
}
