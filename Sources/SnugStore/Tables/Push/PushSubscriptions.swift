import GRDB
import SnugChat

/// The statements about push subscriptions whose plans are held by a test.
enum PushSQL {
    private static let open = """
        SELECT p.id, s.user_id, p.session_id, p.endpoint, p.public_key, p.secret, s.device, p.language, p.since_id,
            p.created_at, p.accepted_at, p.failed_at, p.status, p.reason, p.refusals, p.refused_since
        FROM sessions s JOIN push_subscriptions p ON p.session_id = s.id
        WHERE s.ended_at IS NULL AND s.expires_at > ?1
        """
    static let ofOne = "\(open) AND s.user_id = ?2 ORDER BY p.id"
    static let one = "\(open) AND p.id = ?2"
    static let newest = "\(open) ORDER BY p.id DESC LIMIT ?2"
    static let oldest = """
        SELECT p.id FROM sessions s JOIN push_subscriptions p ON p.session_id = s.id
        WHERE s.user_id = ? AND s.ended_at IS NULL ORDER BY p.id DESC LIMIT -1 OFFSET ?
        """
}

extension PushSubscription {
    /// Reads a row of ``PushSQL/ofOne``; nil where its keys are none, which the schema cannot tell.
    fileprivate init?(row: Row) {
        let keys = PushKeys(
            publicKey: [UInt8](row[4] as DatabaseValue), secret: [UInt8](row[5] as DatabaseValue))
        guard let keys else { return nil }
        let (failedAt, refusedSince): (Timestamp?, Timestamp?) = (row[11], row[15])
        self.init(
            id: row[0], userID: row[1], sessionID: row[2], target: Push.Target(endpoint: row[3], keys: keys),
            device: row[6], language: Language(rawValue: row[7]) ?? .english, since: row[8], createdAt: row[9],
            acceptedAt: row[10], failure: failedAt.map { Failure(at: $0, PushFailure(status: row[12], row[13])) },
            refusals: refusedSince.map { Refusals(row[14], since: $0) })
    }
}

extension StoreView {
    func pushSubscriptions(of user: User.ID, at now: Timestamp) throws -> [PushSubscription] {
        try db.all(PushSQL.ofOne, now, user, read: PushSubscription.init(row:)).compactMap(\.self)
    }

    func pushSubscription(_ id: PushSubscription.ID, at now: Timestamp) throws -> PushSubscription? {
        try db.one(PushSQL.one, now, id, read: PushSubscription.init(row:)) ?? nil
    }

    func hasPushSubscriptions() throws -> Bool {
        try db.one("SELECT EXISTS (SELECT 1 FROM push_subscriptions)") { $0[0] } ?? false
    }

    func newestPushSubscriptions(at now: Timestamp, limit: Int) throws -> [PushSubscription] {
        try db.all(PushSQL.newest, now, limit, read: PushSubscription.init(row:)).compactMap(\.self)
    }
}

extension Transaction {
    func addPushSubscription(
        _ target: Push.Target, in language: Language, of session: Session.ID, at time: Timestamp
    ) throws -> (id: PushSubscription.ID, isNew: Bool) {
        let open = "SELECT user_id FROM sessions WHERE id = ? AND ended_at IS NULL"
        guard let user = try db.one(open, session, read: { $0[0] as User.ID }) else {
            throw StoreFault(.failed, "There is no open session \(session).")
        }
        let known = try db.one(
            """
            SELECT p.id, s.user_id FROM push_subscriptions p JOIN sessions s ON s.id = p.session_id
            WHERE p.endpoint = ?
            """, target.endpoint
        ) { (id: $0[0] as PushSubscription.ID, user: $0[1] as User.ID) }
        let (key, secret) = (Blob(target.keys.publicKey), Blob(target.keys.secret))
        if let known, known.user == user {
            try db.run(
                """
                UPDATE push_subscriptions SET session_id = ?, public_key = ?, secret = ?, language = ? WHERE id = ?
                """,
                session, key, secret, language.rawValue, known.id)
            return (known.id, false)
        }
        // Who sits at the browser now is another: nothing of theirs shows up there any more.
        if let known { try db.run("DELETE FROM push_subscriptions WHERE id = ?", known.id) }
        try db.run(
            """
            INSERT INTO push_subscriptions (session_id, endpoint, public_key, secret, language, since_id, created_at)
            VALUES (?, ?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM messages), ?)
            """,
            session, target.endpoint, key, secret, language.rawValue, time)
        let id = PushSubscription.ID(db.lastInsertedRowID)
        let tooMany = try db.all(PushSQL.oldest, user, Limits.pushSubscriptionsPerUserMax) {
            $0[0] as PushSubscription.ID
        }
        for old in tooMany { try db.run("DELETE FROM push_subscriptions WHERE id = ?", old) }
        return (id, true)
    }

    func removePushSubscription(_ id: PushSubscription.ID, of user: User.ID) throws -> Int {
        try db.run(
            """
            DELETE FROM push_subscriptions
            WHERE id = ? AND session_id IN (SELECT id FROM sessions WHERE user_id = ?)
            """,
            id, user)
        return db.changesCount
    }

    func forgetPushSubscription(_ id: PushSubscription.ID, with keys: PushKeys) throws {
        try db.run(
            "DELETE FROM push_subscriptions WHERE id = ? AND public_key = ? AND secret = ?", id, Blob(keys.publicKey),
            Blob(keys.secret))
    }

    func notePushAccepted(_ id: PushSubscription.ID, at time: Timestamp) throws {
        try db.run(
            """
            UPDATE push_subscriptions SET accepted_at = ?, failed_at = NULL, status = NULL, reason = NULL, refusals = 0,
                refused_since = NULL
            WHERE id = ?
            """,
            time, id)
    }

    func notePushFailed(_ id: PushSubscription.ID, _ failure: PushFailure, at time: Timestamp) throws {
        try db.run(
            "UPDATE push_subscriptions SET failed_at = ?, status = ?, reason = ? WHERE id = ?", time, failure.status,
            failure.reason, id)
    }

    func countPushRefusal(_ id: PushSubscription.ID, at time: Timestamp) throws {
        try db.run(
            """
            UPDATE push_subscriptions
            SET refusals = refusals + 1, refused_since = min(coalesce(refused_since, ?1), ?1) WHERE id = ?2
            """,
            time, id)
    }
}
