/// Signing in: the password, then the mailed code.
extension Chat {
    /// The first half. A code is mailed where the password is right; an unknown address takes as long to refuse.
    /// - Throws: ``Refusal/invalidCredentials``
    public func login(email: String, password: String) async throws -> CodeSent {
        let address = EmailAddress(email)
        let (user, hash) = try await store.read { store -> (User?, String?) in
            guard let address else { return (nil, nil) }
            if let user = try store.user(email: address) { return (user, try store.passwordHash(of: user.id)) }
            return (nil, try store.registration(email: address)?.passwordHash)
        }
        let isRight = try await hasher.verify(password, against: hash ?? hasher.decoy)
        guard isRight, hash != nil, let address, user?.deactivatedAt == nil else { throw Refusal.invalidCredentials }

        let now = clock.now
        return try await store.write { store in
            let purpose: OneTimeCode.Purpose = user == nil ? .registration : .login
            let newest = try store.newestCode(for: address, purposes: [.login, .registration])
            if newest?.purpose == purpose, let standing = standing(newest, at: now) { return standing }
            try putCode(for: address, purpose: purpose, in: store, at: now)
            return CodeSent(email: address.text)
        }
    }

    /// The second half: the code signs in, and completes a registration that waited for it.
    /// - Throws: ``Refusal/invalidCode``, ``Refusal/codeExpired``, ``Refusal/tooManyAttempts``
    public func verify(email: String, code: String, device: Device) async throws -> SignIn {
        guard let email = EmailAddress(email) else { throw Refusal.invalidCode }
        let now = clock.now
        let outcome = try await store.write { store -> Result<(User, Session), Refusal> in
            switch try tryCode(code, for: email, purposes: [.login, .registration], in: store, at: now) {
            case .refused(let refusal):
                return .failure(refusal)
            case .accepted(let code):
                guard let user = try account(behind: code, in: store, at: now) else { return .failure(.invalidCode) }
                try store.touchUser(user.id, at: now)
                return .success((user, try newSession(of: user.id, on: device, in: store, at: now)))
            }
        }
        let (user, session) = try outcome.get()
        return try await signIn(user, by: session)
    }

    /// The account that a proven address belongs to; made now where it was waiting for its proof.
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
        return try store.addUser(
            name: registration.name, email: registration.email,
            passwordHash: registration.passwordHash, role: .member, at: now)
    }
}
