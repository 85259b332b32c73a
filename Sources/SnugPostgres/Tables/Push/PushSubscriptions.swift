import SnugChat

/// The statements about push subscriptions.
enum PushSQL {
    private static let open = """
        SELECT p.id, s.user_id, p.session_id, p.endpoint, p.public_key, p.secret, s.device, p.language, p.since_id,
            p.created_at, p.accepted_at, p.failed_at, p.status, p.reason, p.refusals, p.refused_since
        FROM sessions s JOIN push_subscriptions p ON p.session_id = s.id
        WHERE s.ended_at IS NULL AND s.expires_at > $1
        """
    static let ofOne = "\(open) AND s.user_id = $2 ORDER BY p.id"
    static let one = "\(open) AND p.id = $2"
    static let newest = "\(open) ORDER BY p.id DESC LIMIT $2"
    static let removeOldest = """
        DELETE FROM push_subscriptions WHERE id IN (
            SELECT p.id FROM sessions s JOIN push_subscriptions p ON p.session_id = s.id
            WHERE s.user_id = $1 AND s.ended_at IS NULL ORDER BY p.id DESC OFFSET $2)
        """
    /// Who sits at the browser now is another: nothing of the other's shows up there any more.
    static let removeOthers = """
        DELETE FROM push_subscriptions p USING sessions s
        WHERE p.endpoint = $1 AND s.id = p.session_id AND s.user_id <> $2
        """
    /// Two requests of one browser at once end as one.
    static let add = """
        INSERT INTO push_subscriptions AS p (session_id, endpoint, public_key, secret, language, since_id, created_at)
        VALUES ($1, $2, $3, $4, $5, (SELECT coalesce(max(id), 0) FROM messages), $6)
        ON CONFLICT (endpoint) DO UPDATE SET session_id = $1, public_key = $3, secret = $4, language = $5
        RETURNING p.id, xmax = 0
        """
}

extension PushSubscription {
    /// Reads a row of ``PushSQL/ofOne``; nil where its keys are none, which the schema cannot tell.
    fileprivate init?(row: Row) throws {
        guard let keys = PushKeys(publicKey: try row[4], secret: try row[5]) else { return nil }
        let (failedAt, status): (Timestamp?, Int?) = (try row[11], try row[12])
        let failure = try failedAt.map { Failure(at: $0, PushFailure(status: status, try row[13])) }
        let refusedSince: Timestamp? = try row[15]
        try self.init(
            id: row[0], userID: row[1], sessionID: row[2], target: Push.Target(endpoint: row[3], keys: keys),
            device: row[6], language: row[7], since: row[8], createdAt: row[9], acceptedAt: row[10], failure: failure,
            refusals: refusedSince.map { Refusals(try row[14], since: $0) })
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
        try db.one("SELECT EXISTS (SELECT 1 FROM push_subscriptions)") { try $0[0] } ?? false
    }

    func newestPushSubscriptions(at now: Timestamp, limit: Int) throws -> [PushSubscription] {
        try db.all(PushSQL.newest, now, limit, read: PushSubscription.init(row:)).compactMap(\.self)
    }
}

extension Transaction {
    func addPushSubscription(
        _ target: Push.Target, in language: Language, of session: Session.ID, at time: Timestamp
    ) throws -> (id: PushSubscription.ID, isNew: Bool) {
        // One that is ended by another node just now is waited for, and has none.
        let open = "SELECT user_id FROM sessions WHERE id = $1 AND ended_at IS NULL FOR NO KEY UPDATE"
        guard let user = try db.one(open, session, read: { try $0[0] as User.ID }) else {
            throw StoreFault(.failed, "There is no open session \(session).")
        }
        try db.run(PushSQL.removeOthers, target.endpoint, user)
        let added = try db.one(
            PushSQL.add, session, target.endpoint, target.keys.publicKey, target.keys.secret, language, time
        ) { (id: try $0[0] as PushSubscription.ID, isNew: try $0[1] as Bool) }
        guard let added else { throw StoreFault(.failed, "The push subscription was not kept.") }
        try db.run(PushSQL.removeOldest, user, Limits.pushSubscriptionsPerUserMax)
        return added
    }

    func removePushSubscription(_ id: PushSubscription.ID, of user: User.ID) throws -> Int {
        try db.run(
            """
            DELETE FROM push_subscriptions
            WHERE id = $1 AND session_id IN (SELECT id FROM sessions WHERE user_id = $2)
            """,
            id, user)
    }

    func forgetPushSubscription(_ id: PushSubscription.ID, with keys: PushKeys) throws {
        try db.run(
            "DELETE FROM push_subscriptions WHERE id = $1 AND public_key = $2 AND secret = $3", id, keys.publicKey,
            keys.secret)
    }

    func notePushAccepted(_ id: PushSubscription.ID, at time: Timestamp) throws {
        try db.run(
            """
            UPDATE push_subscriptions SET accepted_at = $1, failed_at = NULL, status = NULL, reason = NULL, refusals = 0,
                refused_since = NULL
            WHERE id = $2
            """,
            time, id)
    }

    func notePushFailed(_ id: PushSubscription.ID, _ failure: PushFailure, at time: Timestamp) throws {
        try db.run(
            "UPDATE push_subscriptions SET failed_at = $1, status = $2, reason = $3 WHERE id = $4", time,
            failure.status, failure.reason, id)
    }

    func countPushRefusal(_ id: PushSubscription.ID, at time: Timestamp) throws {
        try db.run(
            """
            UPDATE push_subscriptions
            SET refusals = refusals + 1, refused_since = least(coalesce(refused_since, $1), $1) WHERE id = $2
            """,
            time, id)
    }
}
