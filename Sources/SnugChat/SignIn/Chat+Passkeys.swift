/// Signing in by passkey, and keeping passkeys.
extension Chat {
    /// The options by which a browser makes a passkey (W §5.4).
    public struct PasskeyRegistrationOptions: Sendable, Hashable {
        public var site: PasskeySite
        public var siteName: String
        public var challenge: [UInt8]
        public var user: User
        /// The authenticator's name for the user; says nothing about them.
        public var userHandle: [UInt8]
        /// The ids of the user's credentials: an authenticator that holds one need not make another.
        public var known: [[UInt8]]
    }

    private var passkeySite: PasskeySite { PasskeySite(origin: policy.siteURL) }

    /// Begins the registration of a passkey.
    ///
    /// Nothing is kept until the challenge is answered, within ``Limits/passkeyChallengeLifetime``.
    /// - Throws: ``Refusal/recentSignInRequired``, ``Refusal/invalid(_:)`` where there are too many.
    public func passkeyRegistrationOptions(for caller: Caller) async throws -> PasskeyRegistrationOptions {
        try checkRecent(caller)
        let now = clock.now
        let (user, passkeys) = try await store.read { store in
            guard let user = try store.user(caller.userID) else { throw Refusal.unauthenticated }
            return (user, try store.passkeys(of: caller.userID))
        }
        guard passkeys.count < Limits.passkeysPerUserMax else {
            throw Refusal.invalid("name", "An account has at most \(Limits.passkeysPerUserMax) passkeys.")
        }
        return PasskeyRegistrationOptions(
            site: passkeySite, siteName: policy.siteName,
            challenge: newChallenge(.register, of: caller.userID, at: now),
            user: user, userHandle: userHandle(of: user.id), known: passkeys.map(\.credentialID))
    }

    /// Completes the registration of a passkey.
    ///
    /// The challenge is used up, even where its answer is refused.
    /// - Throws: ``Refusal/passkey(_:at:)``, ``Refusal/recentSignInRequired``, ``Refusal/invalid(_:)``
    public func addPasskey(
        _ answer: PasskeyAnswer,
        name: String,
        for caller: Caller,
        from device: Device
    ) async throws -> Passkey {
        try checkRecent(caller)
        var check = FieldCheck()
        let name = check.name(name, charactersMax: Limits.nameCharactersMax)
        try check.finish()
        let now = clock.now
        do {
            try await useChallenge(of: answer, .register, of: caller.userID, at: now)
            let new = try verifier.verifyRegistration(answer, at: passkeySite)
            return try await act(by: caller) { store, caller in
                try checkRecent(caller)
                guard let passkey = try store.addPasskey(new, named: name, of: caller.userID, at: now) else {
                    throw PasskeyFault.alreadyKnown
                }
                guard try store.passkeys(of: caller.userID).count <= Limits.passkeysPerUserMax else {
                    throw Refusal.invalid("name", "An account has at most \(Limits.passkeysPerUserMax) passkeys.")
                }
                try note(
                    caller.cameByLink ? .passkeyAddedByLink : .passkeyAdded, by: caller, from: device, detail: name,
                    in: store, at: now)
                return passkey
            }
        } catch let fault as PasskeyFault {
            throw Refusal.passkey(fault, at: .register)
        }
    }

    /// Removes a passkey of the caller, unless it is their last way in.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/recentSignInRequired``, ``Refusal/lastWayIn``
    public func removePasskey(_ id: Passkey.ID, of caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            try checkRecent(caller)
            let passkeys = try store.passkeys(of: caller.userID)
            guard let passkey = passkeys.first(where: { $0.id == id }) else { throw Refusal.notFound(.passkey) }
            if passkeys.count == 1, try store.passwordHash(of: caller.userID) == User.noPassword {
                throw Refusal.lastWayIn
            }
            try store.removePasskey(id)
            try note(.passkeyRemoved, by: caller, from: device, detail: passkey.name, in: store, at: now)
        }
    }

    /// Returns a challenge that any passkey of this site may answer, within ``Limits/passkeyChallengeLifetime``.
    public func passkeyLoginOptions(on device: Device) -> (challenge: [UInt8], site: PasskeySite) {
        (newChallenge(.login, of: nil, at: clock.now), passkeySite)
    }

    /// Signs in by passkey: no password, no mailed code.
    ///
    /// The challenge is used up, even where its answer is refused.
    /// - Throws: ``Refusal/passkey(_:at:)``, ``Refusal/rateLimited(retryAfter:)``
    public func signIn(with answer: PasskeyAnswer, on device: Device) async throws -> SignIn {
        let now = clock.now
        try await store.write { try take(.proofsFromNetwork, device.network, in: $0, at: now) }
        do {
            try await useChallenge(of: answer, .login, of: nil, at: now)
            let known = try await store.read { try $0.passkey(credentialID: answer.rawID) }
            guard let passkey = known else { throw PasskeyFault.unknown }
            guard answer.userHandle == userHandle(of: passkey.userID) else { throw PasskeyFault.wrongUser }
            let counter = try verifier.verifyLogin(answer, by: passkey, at: passkeySite)
            let (user, session) = try await store.write { store in
                // Checked again in the transaction: another login may have come between.
                guard let passkey = try store.passkey(credentialID: answer.rawID),
                    let user = try store.user(passkey.userID), user.deactivatedAt == nil
                else { throw PasskeyFault.unknown }
                guard try store.usePasskey(passkey.id, counter: counter, at: now) else {
                    throw PasskeyFault.counterWentBack
                }
                try giveBack(.proofsFromNetwork, device.network, in: store)
                return (user, try admit(user, by: .passkey, on: device, in: store, at: now))
            }
            return try await signIn(user, by: session)
        } catch let fault as PasskeyFault {
            throw Refusal.passkey(fault, at: .login)
        }
    }

    /// Refuses a caller whose sign-in is too old to add or remove ways in, or to take a backup away.
    /// - Throws: ``Refusal/recentSignInRequired``
    func checkRecent(_ caller: Caller) throws(Refusal) {
        if !isRecent(caller) { throw .recentSignInRequired }
    }

    /// Returns true if the caller has just signed in.
    func isRecent(_ caller: Caller) -> Bool {
        (caller.signedInAt + Limits.recentSignInWithin).isPending(at: clock.now, within: Limits.recentSignInWithin)
    }

    private func userHandle(of user: User.ID) -> [UInt8] { keys.handle(of: "\(user)", for: "passkey user") }

    // Challenges

    /// Returns 56 bytes: sixteen random ones, their last moment, and a proof of origin and use.
    ///
    /// Nothing is kept of a challenge until it is answered.
    private func newChallenge(_ ceremony: PasskeyCeremony, of user: User.ID?, at now: Timestamp) -> [UInt8] {
        let body = random.bytes(16) + (now + Limits.passkeyChallengeLifetime).bytes
        return body + challengeProof(of: body, ceremony, user)
    }

    private func challengeProof(of body: [UInt8], _ ceremony: PasskeyCeremony, _ user: User.ID?) -> [UInt8] {
        keys.proof(of: body.base64URL, for: "passkey \(ceremony.rawValue)", of: user.map { "\($0)" } ?? "")
    }

    /// Uses a challenge up, even where its answer is refused afterwards.
    private func useChallenge(
        of answer: PasskeyAnswer,
        _ ceremony: PasskeyCeremony,
        of user: User.ID?,
        at now: Timestamp
    ) async throws {
        let challenge = try verifier.challenge(in: answer)
        let body = Array(challenge.prefix(24))
        guard challenge.count == 24 + 32,
            InstallationKeys.areEqual(Array(challenge.dropFirst(24)), challengeProof(of: body, ceremony, user))
        else { throw PasskeyFault.wrongChallenge }
        let expiresAt = Timestamp(bytes: body.dropFirst(16))
        guard expiresAt.isPending(at: now, within: Limits.passkeyChallengeLifetime) else {
            throw PasskeyFault.challengeExpired
        }
        guard try await store.write({ try $0.useChallenge(Array(body.prefix(16)), until: expiresAt) }) == 1 else {
            throw PasskeyFault.wrongChallenge
        }
        guard answer.isWhole else { throw PasskeyFault.malformed }
    }
}
