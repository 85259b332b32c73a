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
            try take(.passwordChecks, account, in: store, at: began)
            return account
        }
        let (user, kept, registrations) = try await store.read { store -> (User?, String?, [Registration]) in
            guard let address else { return (nil, nil, []) }
            guard let user = try store.user(email: address) else {
                return (nil, nil, try store.registrations(email: address))
            }
            return (user, try store.passwordHash(of: user.id), [])
        }
        if let address, user == nil, !registrations.isEmpty {
            let index = try await hasher.first(of: registrations.map(\.passwordHash), madeOf: password)
            guard let registration = index.map({ registrations[$0] }) else { throw Refusal.invalidCredentials }
            return try await resume(registration, of: address, from: device, giveBackTo: account)
        }
        let isRight = try await hasher.verify(password, against: kept ?? hasher.decoy)
        guard isRight, let kept, let address, let user, user.deactivatedAt == nil else {
            throw Refusal.invalidCredentials
        }
        let renewed = hasher.isOutdated(kept) ? try await hasher.hash(password) : nil

        let now = clock.now
        let sent = try await store.write { store -> CodeSent? in
            try giveBack(.passwordsFromNetwork, device.network, in: store)
            try giveBack(.passwordsOfAccount, account, in: store)
            // Closed, deactivated or another password since: then this one proves nothing.
            guard let held = try store.user(email: address), held.id == user.id, held.deactivatedAt == nil,
                try store.passwordHash(of: user.id) == kept
            else { return nil }
            // A hash that is outdated, or from another product, gives way at its first use.
            if let renewed { try store.setPasswordHash(renewed, of: user.id) }
            let newest = try store.newestCode(for: address, purposes: [.login])
            if let standing = standing(newest, at: now) { return standing }
            try takeMail(to: address, for: .login, from: device, in: store, at: now)
            try putCode(for: address, purpose: .login, from: device, in: store, at: now)
            return CodeSent(email: address.text)
        }
        if let sent { return sent }
        return try await login(email: email, password: password, from: device)
    }

    /// Mails the code of a registration whose password was given, and remembers from which device.
    private func resume(
        _ registration: Registration,
        of address: EmailAddress,
        from device: Device,
        giveBackTo account: String
    ) async throws -> CodeSent {
        let now = clock.now
        return try await store.write { store in
            try giveBack(.passwordsFromNetwork, device.network, in: store)
            try giveBack(.passwordsOfAccount, account, in: store)
            try store.setEnteredFrom(Self.entrance(of: device), of: registration.id)
            let newest = try store.codes(for: address, purposes: [.registration])
                .first { $0.registrationID == registration.id }
            if let standing = standing(newest, at: now) { return standing }
            try take(.codesFromNetwork, device.network, in: store, at: now)
            guard try couldTakeMail(to: address, for: .registration, in: store, at: now) else {
                guard let newest, newest.isLive(at: now) else {
                    throw Refusal.rateLimited(retryAfter: Limits.codeResendAfter)
                }
                // Strangers have used up the address's mails; the code that went out is still good.
                return CodeSent(email: address.text, expiresIn: newest.expiresAt - now)
            }
            try putCode(
                for: address, purpose: .registration, of: registration.id, from: device, in: store, at: now)
            return CodeSent(email: address.text)
        }
    }

    /// The name under which a registration remembers the device that gave its password.
    static func entrance(of device: Device) -> String { "\(device.network) \(device.name)" }

    /// Signs in by a mailed code, the second half, and completes a registration that waited for it.
    /// - Parameter password: the one of the registration that is meant, where several wait; looked at wherever one
    ///   waits and it is given.
    /// - Throws: ``Refusal/invalidCode``, ``Refusal/codeExpired``, ``Refusal/tooManyAttempts``,
    ///   ``Refusal/passwordRequired``, ``Refusal/invalidInvite``, ``Refusal/rateLimited(retryAfter:)``
    public func verify(
        email: String,
        code: String,
        password: String? = nil,
        device: Device
    ) async throws -> SignIn {
        guard let email = EmailAddress(email) else { throw Refusal.invalidCode }
        let began = clock.now
        try await store.write { try take(.codeTriesFromNetwork, device.network, in: $0, at: began) }
        let registration = try await registration(of: email, meantBy: password, device)
        let now = clock.now
        let outcome = try await store.write { store -> Result<(User, Session), Refusal> in
            let purposes = try purposesOfCode(to: email, in: store, at: now)
            switch try tryCode(code, for: email, purposes: purposes, of: registration?.id, in: store, at: now) {
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

    /// Returns the registration that a code is to complete; nil where none waits, or a sign-in is under way.
    ///
    /// Where several wait, it is the one whose password was given, now or from this device before: a code alone would
    /// let whoever registered the address, too, have the password of its owner's account.
    /// - Throws: ``Refusal/passwordRequired``; ``Refusal/invalidCode`` where no registration has this password.
    private func registration(
        of email: EmailAddress,
        meantBy password: String?,
        _ device: Device
    ) async throws -> Registration? {
        let now = clock.now
        let waiting = try await store.read { store -> [Registration] in
            guard try purposesOfCode(to: email, in: store, at: now).contains(.registration) else { return [] }
            return try store.registrations(email: email)
        }
        guard !waiting.isEmpty else { return nil }
        if let password {
            // A guess at a password, bounded as any other.
            let account = try await store.write { store in
                let account = try throttledAccount(email, email.text, from: device, in: store)
                try take(.passwordsOfAccount, account, in: store, at: now)
                try take(.passwordChecks, account, in: store, at: now)
                return account
            }
            let index = try await hasher.first(of: waiting.map(\.passwordHash), madeOf: password)
            guard let index else { throw Refusal.invalidCode }
            try await store.write { try giveBack(.passwordsOfAccount, account, in: $0) }
            return waiting[index]
        }
        if waiting.count == 1 { return waiting[0] }
        let entered = waiting.filter { $0.enteredFrom == Self.entrance(of: device) }
        guard entered.count == 1 else { throw Refusal.passwordRequired }
        return entered[0]
    }

    /// Returns the purposes that a code of this address may have.
    ///
    /// A sign-in under way is not disturbed by a stranger who registers its address meanwhile, and of whom nothing comes
    /// but a code that nobody was told.
    private func purposesOfCode(
        to email: EmailAddress,
        in store: any StoreReader,
        at now: Timestamp
    ) throws -> Set<OneTimeCode.Purpose> {
        guard try store.user(email: email) != nil else { return [.registration] }
        let code = try store.newestCode(for: email, purposes: [.login])
        return code?.isLive(at: now) ?? false ? [.login] : [.login, .registration]
    }

    /// Returns the account that a proven address belongs to; made now where it was waiting for its proof.
    private func account(
        behind code: OneTimeCode,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> User? {
        guard code.purpose == .registration else {
            return try store.user(email: code.email).flatMap { $0.deactivatedAt == nil ? $0 : nil }
        }
        guard try store.user(email: code.email) == nil,
            let registration = try store.registrations(email: code.email).first(where: { $0.id == code.registrationID })
        else { return nil }
        return try addUser(
            name: registration.name, email: registration.email, passwordHash: registration.passwordHash,
            invite: registration.inviteID, in: store, at: now)
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
        guard let address else { return Throttle.subject(ofNoAddress: typed) }
        let user = try store.user(email: address)
        let isKnown = try store.hasSession(of: user?.id ?? User.ID(0), fromNetwork: device.network)
        return isKnown ? "\(address.text) \(device.network)" : address.text
    }
}
