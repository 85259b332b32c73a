/// A new password for someone who proves the address again.
extension Chat {
    /// Mails a reset code where the address has an account. The answer tells nothing about it.
    public func forgotPassword(email: String) async throws -> CodeSent {
        guard let email = EmailAddress(email) else { throw Refusal.invalid("email", "This is not an e-mail address.") }
        let now = clock.now
        return try await store.write { store in
            if let standing = standing(try store.newestCode(for: email, purposes: [.reset]), at: now) {
                return standing
            }
            if let user = try store.user(email: email), user.deactivatedAt == nil {
                try putCode(for: email, purpose: .reset, in: store, at: now)
            } else {
                try putDecoy(for: email, purpose: .reset, in: store, at: now)
            }
            return CodeSent(email: email.text)
        }
    }

    /// Exchanges a reset code for a grant, good once and for ``Limits/resetGrantLifetime``.
    /// - Throws: ``Refusal/invalidCode``, ``Refusal/codeExpired``, ``Refusal/tooManyAttempts``
    public func resetGrant(email: String, code: String) async throws -> String {
        guard let email = EmailAddress(email) else { throw Refusal.invalidCode }
        let now = clock.now
        let grant = random.bytes(24).base64URL
        let trial = try await store.write { store in
            let trial = try tryCode(code, for: email, purposes: [.reset], in: store, at: now)
            if case .accepted = trial {
                try store.putCode(
                    for: email, purpose: .resetGrant,
                    proof: keys.proof(of: grant, for: OneTimeCode.Purpose.resetGrant.rawValue, of: email.text),
                    at: now, expiresAt: now + Limits.resetGrantLifetime)
            }
            return trial
        }
        _ = try trial.get()
        return grant
    }

    /// Sets the password that a grant allows. Every session of the user ends, and a mail tells them.
    /// - Throws: ``Refusal/invalidCode`` where the grant is not one; ``Refusal/invalid(_:)`` for the password.
    public func resetPassword(email: String, grant: String, to password: String) async throws {
        try Self.checkNewPassword(password)
        guard let email = EmailAddress(email) else { throw Refusal.invalidCode }
        let hash = try await hasher.hash(password)
        let now = clock.now
        let trial = try await store.write { store in
            let trial = try tryCode(grant, for: email, purposes: [.resetGrant], in: store, at: now)
            guard case .accepted = trial else { return trial }
            guard let user = try store.user(email: email), user.deactivatedAt == nil else {
                return .refused(.invalidCode)
            }
            try store.setPasswordHash(hash, of: user.id)
            try store.removeCodes(for: email, purposes: [.login, .reset, .resetGrant])
            try endSessions(of: user.id, in: store, at: now)
            try queue(Letter.passwordChanged(user, site: policy), in: store, at: now)
            return trial
        }
        _ = try trial.get()
    }

    /// Code and new password at once.
    public func resetPassword(email: String, code: String, to password: String) async throws {
        try Self.checkNewPassword(password)
        let grant = try await resetGrant(email: email, code: code)
        try await resetPassword(email: email, grant: grant, to: password)
    }

    /// Changes the caller's own password; their other sessions end, and a mail tells them.
    /// - Throws: ``Refusal/invalidCredentials`` where `current` is wrong; ``Refusal/invalid(_:)``
    public func changePassword(of caller: Caller, from current: String, to password: String) async throws {
        try Self.checkNewPassword(password, field: "password")
        let kept = try await store.read { try $0.passwordHash(of: caller.userID) }
        guard try await hasher.verify(current, against: kept ?? hasher.decoy) else {
            throw Refusal.invalidCredentials
        }
        let hash = try await hasher.hash(password)
        let now = clock.now
        try await store.write { store in
            guard let user = try store.user(caller.userID) else { throw Refusal.unauthenticated }
            try store.setPasswordHash(hash, of: user.id)
            try endSessions(of: user.id, except: caller.sessionID, in: store, at: now)
            try queue(Letter.passwordChanged(user, site: policy), in: store, at: now)
        }
    }

    private static func checkNewPassword(_ password: String, field: String = "new_password") throws(Refusal) {
        var check = FieldCheck()
        check.password(password, field: field)
        try check.finish()
    }
}
