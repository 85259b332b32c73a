/// Signing in: the password, then the mailed code.
extension Chat {
    /// Checks a password, the first half of signing in, and mails a code where it is right.
    ///
    /// An unknown address takes as long to refuse as a wrong password.
    /// - Throws: ``Refusal/invalidCredentials``, ``Refusal/rateLimited(retryAfter:)``
    public func login(email: String, password: String, from device: Device) async throws -> CodeSent {
        let address = EmailAddress(email)
        let began = clock.now
        // Taken before the password is verified, so that many at once are counted too; a right one is given back.
        let account = try await store.write { store in
            let account = try throttledAccount(address, email, from: device, in: store)
            try take(.passwordsFromNetwork, device.network, in: store, at: began)
            try take(.passwordsOfAccount, account, in: store, at: began)
            return account
        }
        let (user, hash) = try await store.read { store -> (User?, String?) in
            guard let address else { return (nil, nil) }
            if let user = try store.user(email: address) { return (user, try store.passwordHash(of: user.id)) }
            return (nil, try store.registration(email: address)?.passwordHash)
        }
        let isRight = try await hasher.verify(password, against: hash ?? hasher.decoy)
        guard isRight, let hash, let address, user?.deactivatedAt == nil else { throw Refusal.invalidCredentials }
        let renewed = hasher.isOutdated(hash) ? try await hasher.hash(password) : nil

        let now = clock.now
        return try await store.write { store in
            // A hash that is outdated, or from another product, gives way at its first use.
            if let renewed, let user, try store.passwordHash(of: user.id) == hash {
                try store.setPasswordHash(renewed, of: user.id)
            }
            try giveBack(.passwordsFromNetwork, device.network, in: store)
            try giveBack(.passwordsOfAccount, account, in: store)
            let purpose: OneTimeCode.Purpose = user == nil ? .registration : .login
            let newest = try store.newestCode(for: address, purposes: [purpose])
            if let standing = standing(newest, at: now) { return standing }
            try takeMail(to: address, for: purpose, from: device, in: store, at: now)
            try putCode(for: address, purpose: purpose, in: store, at: now)
            return CodeSent(email: address.text)
        }
    }

    /// Signs in by a mailed code, the second half, and completes a registration that waited for it.
    /// - Throws: ``Refusal/invalidCode``, ``Refusal/codeExpired``, ``Refusal/tooManyAttempts``,
    ///   ``Refusal/invalidInvite``, ``Refusal/rateLimited(retryAfter:)``
    public func verify(email: String, code: String, device: Device) async throws -> SignIn {
        guard let email = EmailAddress(email) else { throw Refusal.invalidCode }
        let now = clock.now
        let outcome = try await store.write { store -> Result<(User, Session), Refusal> in
            try take(.codeTriesFromNetwork, device.network, in: store, at: now)
            let purposes = try purposesOfCode(to: email, in: store, at: now)
            switch try tryCode(code, for: email, purposes: purposes, in: store, at: now) {
            case .refused(let refusal):
                return .failure(refusal)
            case .accepted(let code):
                try giveBack(.codeTriesFromNetwork, device.network, in: store)
                guard let user = try account(behind: code, in: store, at: now) else { return .failure(.invalidCode) }
                return .success((user, try admit(user, by: .code, on: device, in: store, at: now)))
            }
        }
        let (user, session) = try outcome.get()
        return try await signIn(user, by: session)
    }

    /// Returns the purposes that a code of this address may have.
    ///
    /// A sign-in under way is not disturbed by a stranger who registers its address meanwhile: the registration's code,
    /// which nobody was told, does not count then.
    private func purposesOfCode(
        to email: EmailAddress,
        in store: any StoreReader,
        at now: Timestamp
    ) throws -> Set<OneTimeCode.Purpose> {
        let code = try store.newestCode(for: email, purposes: [.login])
        return code.map { $0.usedAt == nil && now < $0.expiresAt } ?? false ? [.login] : [.login, .registration]
    }

    /// Returns the account that a proven address belongs to, made now where it was waiting for its proof; nil where
    /// there is none.
    /// - Throws: ``Refusal/invalidInvite`` where the invite was used up meanwhile.
    private func account(
        behind code: OneTimeCode,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> User? {
        guard code.purpose == .registration else {
            return try store.user(email: code.email).flatMap { $0.deactivatedAt == nil ? $0 : nil }
        }
        guard
            try store.user(email: code.email) == nil,
            let registration = try store.registration(email: code.email)
        else { return nil }
        try store.removeRegistration(email: code.email)
        let user = try store.addUser(
            name: registration.name, email: registration.email,
            passwordHash: registration.passwordHash, role: .member, at: now)
        try note(.userAdded, to: user.id, detail: "registered", in: store, at: now)
        if let id = registration.inviteID {
            // Another registration may have taken the last use meanwhile.
            guard let invite = try store.invite(id), try store.useInvite(id) == 1 else { throw Refusal.invalidInvite }
            for room in invite.rooms where try store.room(room) != nil {
                try enter(user.id, room, as: .member, in: store, at: now)
            }
        }
        return user
    }

    /// Returns the subject that a wrong password counts against.
    ///
    /// An address from which an account has been signed in before has a count of its own: tries that strangers use up
    /// lock out strangers.
    private func throttledAccount(
        _ address: EmailAddress?, _ typed: String, from device: Device, in store: any StoreReader
    )
        throws -> String
    {
        guard let address else { return String(typed.prefix(64)) }
        let user = try store.user(email: address)
        let isKnown = try store.hasSession(of: user?.id ?? User.ID(0), from: device.address)
        return isKnown ? "\(address.text) \(device.network)" : address.text
    }
}
