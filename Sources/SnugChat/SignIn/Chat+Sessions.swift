/// Sessions: a row stands behind each token, and ends it at once.
extension Chat {
    /// Makes a session; the least recently used ones end beyond ``Limits/sessionsPerUserMax``.
    func newSession(
        of user: User.ID,
        on device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Session {
        for old in try store.sessions(of: user).dropFirst(Limits.sessionsPerUserMax - 1) {
            try end(old.id, because: .ended, in: store, at: now)
        }
        return try store.addSession(
            of: user, device: device, at: now,
            expiresAt: min(now + policy.sessionLifetime, now + policy.sessionLifetimeMax))
    }

    /// A way of proving who someone is.
    enum WayIn: String, Sendable {
        case code, passkey, link, invite
    }

    /// Admits a user, as every way in does at its end: a session, a note of it, and a mail where the device is new.
    func admit(_ user: User, by way: WayIn, on device: Device, in store: any StoreWriter, at now: Timestamp) throws
        -> Session
    {
        if try store.hasSession(of: user.id, on: nil), try !store.hasSession(of: user.id, on: device) {
            try queue(.newDevice(device, user, at: now, site: policy), in: store, at: now)
        }
        try store.touchUser(user.id, at: now)
        if user.isAwaited { try takeUpRooms(of: user.id, in: store) }
        try note(.signedIn, to: user.id, from: device, detail: way.rawValue, in: store, at: now)
        return try newSession(of: user.id, on: device, in: store, at: now)
    }

    /// Returns a signed token for a session that is durable already.
    func signIn(_ user: User, by session: Session) async throws -> SignIn {
        let claims = TokenClaims(
            userID: user.id, sessionID: session.id, issuedAt: clock.now, expiresAt: session.expiresAt)
        let account = try await store.read { try self.account(of: user.id, in: $0) }
        return SignIn(token: try await signer.sign(claims), expiresAt: session.expiresAt, account: account)
    }

    /// Returns the caller behind a token: its signature, its time, its session and its user must all hold.
    /// - Throws: ``Refusal/unauthenticated``
    public func authenticate(_ token: String) async throws -> Caller {
        let now = clock.now
        guard let claims = await signer.verify(token, at: now) else { throw Refusal.unauthenticated }
        let (caller, lastSeen) = try await store.read { store in
            guard let caller = try self.caller(claims.userID, by: claims.sessionID, in: store, at: now),
                let session = try store.session(claims.sessionID)
            else { throw Refusal.unauthenticated }
            return (caller, session.lastSeen)
        }
        let rested = now - lastSeen
        // A use that lies ahead was noted while the clock was wrong.
        if rested >= Limits.sessionSeenEvery || rested < .zero - Limits.clockStepMax { noteUse(by: caller) }
        return caller
    }

    /// Notes that the caller uses their session just now; returns at once.
    ///
    /// Whoever tells of it does so once in ``Limits/sessionSeenEvery``.
    public func noteUse(by caller: Caller) {
        let now = clock.now
        // Nothing waits for this, and nothing is lost where it fails.
        store.submit(
            { store in
                try store.touchSession(caller.sessionID, at: now)
                try store.touchUser(caller.userID, at: now)
            }, then: { _ in })
    }

    /// Returns the caller behind a session; nil where it does not stand any more.
    func caller(
        _ user: User.ID,
        by session: Session.ID,
        in store: any StoreReader,
        at now: Timestamp
    ) throws -> Caller? {
        let terms = terms(of: session, at: now)
        guard let session = try store.session(session), session.userID == user, session.endedAt == nil,
            now < session.expiresAt, session.createdAt > terms.createdAfter, session.lastSeen > terms.seenAfter,
            let user = try store.user(user), user.deactivatedAt == nil
        else { return nil }
        return Caller(
            userID: user.id, sessionID: session.id, role: user.role,
            expiresAt: min(session.expiresAt, session.createdAt + policy.sessionLifetimeMax),
            signedInAt: session.createdAt, showsPresence: user.showsPresence, cameByLink: session.cameByLink)
    }

    /// Returns the terms on which a session stands.
    ///
    /// They are checked beside its `expiresAt`, so that a shorter lifetime set later holds for sessions that are open.
    func terms(of session: Session.ID, at now: Timestamp) -> SessionTerms {
        SessionTerms(
            session, createdAfter: now - policy.sessionLifetimeMax,
            seenAfter: now - policy.sessionLifetime - Limits.sessionSeenEvery)
    }

    /// Makes a new token for the same session, whose time starts anew where the last one is not just made.
    /// - Throws: ``Refusal/unauthenticated`` where the session ended meanwhile.
    public func refresh(_ caller: Caller, from device: Device) async throws -> SignIn {
        let now = clock.now
        let expiresAt = min(now + policy.sessionLifetime, caller.signedInAt + policy.sessionLifetimeMax)
        if (expiresAt - Limits.sessionSeenEvery...expiresAt).contains(caller.expiresAt) {
            let (user, session) = try await store.read { try renewed(caller, in: $0) }
            return try await signIn(user, by: session)
        }
        let (user, session) = try await act(by: caller) { store, caller in
            try store.extendSession(caller.sessionID, until: expiresAt, in: device.language)
            try store.touchSession(caller.sessionID, at: now)
            store.announce(.sessionRenewed(caller.sessionID, until: expiresAt))
            return try renewed(caller, in: store)
        }
        return try await signIn(user, by: session)
    }

    private func renewed(_ caller: Caller, in store: any StoreReader) throws -> (User, Session) {
        guard let user = try store.user(caller.userID), let session = try store.session(caller.sessionID),
            session.endedAt == nil
        else { throw Refusal.unauthenticated }
        return (user, session)
    }

    /// Ends the caller's session, and with it its token and sockets.
    public func logout(_ caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            guard try end(caller.sessionID, because: .signedOut, in: store, at: now) else { return }
            try note(.signedOut, by: caller, from: device, in: store, at: now)
        }
    }

    /// Returns the caller's sessions that are not over, newest use first.
    public func sessions(of caller: Caller) async throws -> [Session] {
        let now = clock.now
        return try await store.read { try $0.sessions(of: caller.userID).filter { now < $0.expiresAt } }
    }

    /// Ends one of the caller's sessions.
    /// - Throws: ``Refusal/notFound(_:)``
    public func endSession(_ id: Session.ID, of caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            guard let session = try store.session(id), session.userID == caller.userID, session.endedAt == nil else {
                throw Refusal.notFound(.session)
            }
            try end(id, because: id == caller.sessionID ? .signedOut : .ended, in: store, at: now)
            try note(.sessionEnded, by: caller, from: device, detail: session.device, in: store, at: now)
        }
    }

    /// Ends all of the caller's sessions but the one they call from, in one transaction.
    ///
    /// Nothing is noted if there is no other: a call that changes nothing may be made without end.
    public func endOtherSessions(of caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            let ended = try endSessions(
                of: caller.userID, except: caller.sessionID, because: .ended, in: store, at: now)
            guard ended > 0 else { return }
            try note(.sessionEnded, by: caller, from: device, detail: "all others", in: store, at: now)
        }
    }

    /// Returns a page of everyone's sessions, the latest sign-in first, for administrators.
    /// - Parameters:
    ///   - user: the sessions' user; nil for everyone's.
    ///   - before: the id before which the page begins; nil for the newest.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func sessions(
        of user: User.ID?, before: Session.ID?, limit: Int, for caller: Caller
    ) async throws -> Page<NamedSession> {
        try Permissions.requireAdministrator(caller)
        let now = clock.now
        return try await store.read { store in
            try Page(limit: limit, max: Limits.sessionsPageMax) {
                try store.sessions(of: user, before: before, at: now, limit: $0)
            }
        }
    }

    /// Ends anyone's session, for administrators; an owner's takes an owner.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/notFound(_:)``
    public func endSession(_ id: Session.ID, byAdministrator caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            guard let session = try store.session(id), session.endedAt == nil, now < session.expiresAt,
                let user = try store.user(session.userID)
            else { throw Refusal.notFound(.session) }
            if let refusal = Permissions.refusal(ofChanging: user.role, to: nil, by: caller.role) { throw refusal }
            try end(id, because: .ended, in: store, at: now)
            try note(
                .sessionEnded, by: caller, to: user.id, from: device, detail: session.device, in: store, at: now)
        }
    }

    /// Notes the time at which the caller was last there; returns at once.
    public func noteSeen(_ caller: Caller, at time: Timestamp) {
        // Nothing waits for this, and the next time makes up for it.
        store.submit({ try $0.touchUser(caller.userID, at: time) }, then: { _ in })
    }

    /// Ends a session and announces it, once.
    /// - Returns: false where it was over already.
    @discardableResult
    func end(
        _ session: Session.ID,
        because end: SessionEnd,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Bool {
        guard try store.endSession(session, at: now) == 1 else { return false }
        store.announce(.sessionEnded(session, end))
        return true
    }

    /// Ends a user's sessions and announces each.
    /// - Parameter kept: a session that stays.
    /// - Returns: the number of sessions that ended.
    @discardableResult
    func endSessions(
        of user: User.ID,
        except kept: Session.ID? = nil,
        because reason: SessionEnd,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Int {
        try store.sessions(of: user)
            .filter { try $0.id != kept && end($0.id, because: reason, in: store, at: now) }.count
    }
}
