/// Sessions: a row stands behind each token, and ends it at once.
extension Chat {
    func newSession(
        of user: User.ID,
        on device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Session {
        for old in try store.sessions(of: user).dropFirst(Limits.sessionsPerUserMax - 1) {
            try end(old.id, in: store, at: now)
        }
        return try store.addSession(of: user, device: device, at: now, expiresAt: now + policy.sessionLifetime)
    }

    func signIn(_ user: User, by session: Session) async throws -> SignIn {
        let claims = TokenClaims(
            userID: user.id, sessionID: session.id, issuedAt: clock.now, expiresAt: session.expiresAt)
        return SignIn(token: try await signer.sign(claims), expiresAt: session.expiresAt, user: user)
    }

    /// Who is behind a token: its signature, its time, its session and its user must all hold.
    /// - Throws: ``Refusal/unauthenticated``
    public func authenticate(_ token: String) async throws -> Caller {
        let now = clock.now
        guard let claims = await signer.verify(token, at: now) else { throw Refusal.unauthenticated }
        let (caller, session) = try await store.read { store in
            guard let caller = try self.caller(claims.userID, by: claims.sessionID, in: store, at: now),
                let session = try store.session(claims.sessionID)
            else { throw Refusal.unauthenticated }
            return (caller, session)
        }
        if now - session.lastSeen >= Limits.sessionSeenEvery {
            // Nobody waits for this, and nothing is lost where it fails.
            store.submit(
                { store in
                    try store.touchSession(session.id, at: now)
                    try store.touchUser(session.userID, at: now)
                }, then: { _ in })
        }
        return caller
    }

    /// The caller behind a session, where it still stands.
    func caller(
        _ user: User.ID,
        by session: Session.ID,
        in store: any StoreReader,
        at now: Timestamp
    ) throws -> Caller? {
        guard let session = try store.session(session), session.userID == user, session.endedAt == nil,
            now < session.expiresAt,
            let user = try store.user(user), user.deactivatedAt == nil
        else { return nil }
        return Caller(userID: user.id, sessionID: session.id, role: user.role, expiresAt: session.expiresAt)
    }

    /// A new token for the same session, whose time starts anew.
    public func refresh(_ caller: Caller) async throws -> SignIn {
        let expiresAt = clock.now + policy.sessionLifetime
        let (user, session) = try await store.write { store in
            try store.extendSession(caller.sessionID, until: expiresAt)
            guard let user = try store.user(caller.userID),
                let session = try store.session(caller.sessionID), session.endedAt == nil
            else { throw Refusal.unauthenticated }
            return (user, session)
        }
        return try await signIn(user, by: session)
    }

    public func logout(_ caller: Caller) async throws {
        let now = clock.now
        try await store.write { try end(caller.sessionID, in: $0, at: now) }
    }

    func end(_ session: Session.ID, in store: any StoreWriter, at now: Timestamp) throws {
        if try store.endSession(session, at: now) == 1 { store.announce(.sessionEnded(session)) }
    }

    func endSessions(of user: User.ID, except kept: Session.ID? = nil, in store: any StoreWriter, at now: Timestamp)
        throws
    {
        for session in try store.sessions(of: user) where session.id != kept {
            try end(session.id, in: store, at: now)
        }
    }
}
