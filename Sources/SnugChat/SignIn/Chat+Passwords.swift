/// New passwords, for users who prove their address or their old password again.
extension Chat {
    /// Mails a reset code where the address has an account; of one that is out of use, the mail says so.
    ///
    /// The answer tells nothing about it.
    /// - Throws: ``Refusal/invalid(_:)``; ``Refusal/rateLimited(retryAfter:)`` for a network that asks too often,
    ///   whatever the address.
    public func forgotPassword(email: String, from device: Device) async throws -> CodeSent {
        let email = try EmailAddress(checking: email)
        let now = clock.now
        return try await store.write { store in
            if let standing = standing(try store.newestCode(for: email, purposes: [.reset]), at: now) {
                return standing
            }
            try take(.codesFromNetwork, device.network, in: store, at: now)
            guard try couldTakeMail(to: email, for: .reset, in: store, at: now) else {
                return CodeSent(email: email.text)
            }
            let user = try store.user(email: email)
            if let user, user.deactivatedAt == nil {
                try putCode(for: email, purpose: .reset, from: device, in: store, at: now)
            } else {
                let mayTell =
                    try user != nil && couldTake(.notices, Notice.reset.subject(at: email), in: store, at: now)
                try putDecoy(
                    for: email, purpose: .reset,
                    notice: user.flatMap { mayTell ? .outOfUse($0, site: policy, in: device.language) : nil },
                    from: device, in: store, at: now)
            }
            return CodeSent(email: email.text)
        }
    }

    /// Exchanges a reset code for a grant, good once and for ``Limits/resetGrantLifetime``.
    /// - Throws: ``Refusal/invalidCode``, ``Refusal/codeExpired``, ``Refusal/tooManyAttempts``,
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func resetGrant(email: String, code: String, from device: Device) async throws -> String {
        guard let email = EmailAddress(email) else { throw Refusal.invalidCode }
        let now = clock.now
        let grant = random.bytes(24).base64URL
        let trial = try await store.write { store in
            try take(.codeTriesFromNetwork, device.network, in: store, at: now)
            let trial = try tryCode(code, for: email, purposes: [.reset], in: store, at: now)
            if case .accepted = trial {
                try giveBack(.codeTriesFromNetwork, device.network, in: store)
                try store.putCode(
                    NewCode(
                        email: email, purpose: .resetGrant, network: device.network,
                        proof: try proof(of: grant, for: .resetGrant, of: email, in: store)),
                    at: now)
            }
            return trial
        }
        _ = try trial.get()
        return grant
    }

    /// Sets the password that a grant allows.
    ///
    /// Every session of the user ends in the same transaction, and a mail tells them.
    /// - Throws: ``Refusal/invalidCode`` where the grant is not one; ``Refusal/invalid(_:)`` for the password;
    ///   ``Refusal/rateLimited(retryAfter:)``
    public func resetPassword(email: String, grant: String, to password: String, from device: Device) async throws {
        _ = try await reset(email: email, grant: grant, to: password, on: device, signsIn: false)
    }

    /// Sets the password that a grant allows, as ``resetPassword(email:grant:to:from:)`` does.
    /// - Parameter signsIn: true to begin a session in the same transaction: the mailbox was proven by its code.
    private func reset(
        email: String,
        grant: String,
        to password: String,
        on device: Device,
        signsIn: Bool
    ) async throws -> (user: User, session: Session?) {
        try checkNewPassword(password, of: email)
        guard let email = EmailAddress(email) else { throw Refusal.invalidCode }
        let asked = clock.now
        // Checked before the costly hash.
        try await store.write { try take(.proofsFromNetwork, device.network, in: $0, at: asked) }
        let known = try await store.read { try secretCode(grant, for: email, purpose: .resetGrant, in: $0, at: asked) }
        guard known != nil else { throw Refusal.invalidCode }
        let hash = try await hasher.hash(password)
        let now = clock.now
        return try await store.write { store in
            guard let code = try secretCode(grant, for: email, purpose: .resetGrant, in: store, at: now),
                try store.useCode(code.id, at: now) == 1,
                let user = try store.user(email: email), user.deactivatedAt == nil
            else { throw Refusal.invalidCode }
            try giveBack(.proofsFromNetwork, device.network, in: store)
            try store.setPasswordHash(hash, of: user.id)
            if user.isAwaited { try takeUpRooms(of: user.id, in: store) }
            try store.removeCodes(for: email, purposes: OneTimeCode.Purpose.waysIn)
            try endSessions(of: user.id, because: .passwordChanged, in: store, at: now)
            try note(.passwordReset, to: user.id, from: device, in: store, at: now)
            try queue(.passwordChanged(user, site: policy, in: device.language), in: store, at: now)
            guard signsIn else { return (user, nil) }
            // The mail of the new password tells of this device as well.
            try store.touchUser(user.id, at: now)
            try note(.signedIn, to: user.id, from: device, detail: WayIn.code.rawValue, in: store, at: now)
            return (user, try newSession(of: user.id, on: device, in: store, at: now))
        }
    }

    /// Sets the password that a reset code allows, as ``resetGrant(email:code:from:)`` and then its grant would.
    /// - Throws: as each of the two does.
    public func resetPassword(email: String, code: String, to password: String, from device: Device) async throws {
        try checkNewPassword(password, of: email)
        let grant = try await resetGrant(email: email, code: code, from: device)
        try await resetPassword(email: email, grant: grant, to: password, from: device)
    }

    /// Sets the password that a reset code allows, and signs its owner in.
    /// - Throws: as ``resetPassword(email:code:to:from:)`` does.
    public func resetPasswordAndSignIn(
        email: String,
        code: String,
        to password: String,
        on device: Device
    ) async throws -> SignIn {
        try checkNewPassword(password, of: email)
        let grant = try await resetGrant(email: email, code: code, from: device)
        let (user, session) = try await reset(email: email, grant: grant, to: password, on: device, signsIn: true)
        guard let session else { throw Refusal.unauthenticated }
        return try await signIn(user, by: session)
    }

    /// A new password whose owner has proven the current one.
    struct ProvenPassword: Sendable {
        /// The hash that the current one was proven against.
        var kept: String?
        var hash: String
    }

    /// Proves the caller's current password and hashes the new one; nothing but the try is written.
    /// - Throws: ``Refusal/invalidCredentials`` where `current` is wrong; ``Refusal/rateLimited(retryAfter:)``
    func prove(_ current: String, of caller: Caller, for password: String) async throws -> ProvenPassword {
        let asked = clock.now
        let kept = try await act(by: caller) { store, caller in
            try takePasswordTry(of: caller, in: store, at: asked)
            return try store.passwordHash(of: caller.userID)
        }
        guard try await hasher.verify(current, against: kept ?? hasher.decoy) else {
            throw Refusal.invalidCredentials
        }
        return ProvenPassword(kept: kept, hash: try await hasher.hash(password))
    }

    /// Hashes the first password of an account that has none; nothing but the try is written.
    /// - Throws: ``Refusal/recentSignInRequired``, ``Refusal/rateLimited(retryAfter:)``
    func first(_ password: String, of caller: Caller) async throws -> ProvenPassword {
        let asked = clock.now
        try await act(by: caller) { store, caller in
            try checkMayChooseFirst(caller, in: store, at: asked)
            try takePasswordTry(of: caller, in: store, at: asked)
        }
        return ProvenPassword(kept: User.noPassword, hash: try await hasher.hash(password))
    }

    /// Refuses whoever may not choose the first password: a session that is not new may be one that somebody found open.
    ///
    /// One that came by a login link has longer, where its holder has no other way in.
    private func checkMayChooseFirst(_ caller: Caller, in store: any StoreReader, at now: Timestamp) throws {
        let last = caller.signedInAt + Limits.firstPasswordByLinkWithin
        let hasLonger =
            try caller.cameByLink && last.isPending(at: now, within: Limits.firstPasswordByLinkWithin)
            && store.passkeys(of: caller.userID).isEmpty
        if !hasLonger { try checkRecent(caller) }
    }

    /// Refuses a password that the caller's session chose as the account's first without a sign-in just made: it tells no
    /// more of who gives it than the session, which somebody may have found open.
    /// - Throws: ``Refusal/recentSignInRequired``
    func checkPasswordCounts(for caller: Caller, in store: any StoreReader) throws {
        guard try store.throttle(Throttle.latePasswords.name, "\(caller.sessionID)") != nil else { return }
        throw Refusal.recentSignInRequired
    }

    /// Sets a proven password; the user's other sessions end, and a mail tells them.
    /// - Throws: ``Refusal/unauthenticated`` where the current one is another by now.
    func set(
        _ new: ProvenPassword,
        of user: User,
        by caller: Caller,
        from device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        // A reset that came between has the last word: its owner proved the address.
        guard try store.passwordHash(of: user.id) == new.kept else { throw Refusal.unauthenticated }
        if new.kept == User.noPassword {
            try checkMayChooseFirst(caller, in: store, at: now)
            if !isRecent(caller) { _ = try couldTake(.latePasswords, "\(caller.sessionID)", in: store, at: now) }
        }
        try store.setPasswordHash(new.hash, of: user.id)
        try giveBack(.passwordChanges, "\(user.id)", in: store)
        try store.removeCodes(for: user.email, purposes: OneTimeCode.Purpose.waysIn)
        try endSessions(of: user.id, except: caller.sessionID, because: .passwordChanged, in: store, at: now)
        try note(.passwordChanged, by: caller, from: device, in: store, at: now)
        try queue(.passwordChanged(user, site: policy, in: device.language), in: store, at: now)
    }

    /// Checks a new password before anything is counted or hashed.
    /// - Throws: ``Refusal/invalid(_:)``
    private func checkNewPassword(_ password: String, of email: String) throws(Refusal) {
        var check = FieldCheck()
        check.password(password, field: "new_password", besides: [policy.siteName, email])
        try check.finish()
    }
}
