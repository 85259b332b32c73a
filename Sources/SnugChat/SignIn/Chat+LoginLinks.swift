/// A link that signs someone in, once.
public struct LoginLink: Sendable, Hashable {
    public var url: String
    public var expiresAt: Timestamp
}

/// Signing in by a link that an administrator handed out.
extension Chat {
    /// Makes a link that signs someone in once, without password or code: owners for everyone, administrators for
    /// members.
    ///
    /// The link before it is void.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/recentSignInRequired``, ``Refusal/notFound(_:)``,
    ///   ``Refusal/deactivated``, ``Refusal/rateLimited(retryAfter:)``
    public func makeLoginLink(for id: User.ID, by caller: Caller, from device: Device) async throws -> LoginLink {
        let now = clock.now
        return try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            guard let user = try store.user(id) else { throw Refusal.notFound(.user) }
            if let refusal = Permissions.refusal(ofActingFor: user.role, by: caller.role) { throw refusal }
            try checkRecent(caller)
            guard user.deactivatedAt == nil else { throw Refusal.deactivated }
            try takeActs(by: caller, in: store, at: now)
            try note(.loginLinkMade, by: caller, to: id, from: device, in: store, at: now)
            return try newLoginLink(for: user, .loginLink, by: caller.userID, in: store, at: now)
        }
    }

    /// Makes a login link for an account in use; the one before of the same purpose is void.
    /// - Parameter maker: the administrator who makes it, of whom its secret tells; nil for a command on the server.
    func newLoginLink(
        for user: User,
        _ purpose: OneTimeCode.Purpose,
        by maker: User.ID?,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> LoginLink {
        let secret = "\(maker?.rawValue ?? 0)-\(random.bytes(24).base64URL)"
        let new = NewCode(
            email: user.email, purpose: purpose,
            proof: try proof(of: secret, for: purpose, of: user.email, in: store))
        try store.putCode(new, at: now)
        return LoginLink(url: "\(policy.siteURL)/login#\(user.id)-\(secret)", expiresAt: now + new.lifetime)
    }

    /// Returns true if whoever made a link may act for the account still: they may have lost their role, or the account
    /// have another, since.
    private func isMakersStill(_ secret: String, for user: User, in store: any StoreReader) throws -> Bool {
        guard let maker = Int64(secret.prefix { $0 != "-" }) else { return false }
        if maker == 0 { return true }
        guard let maker = try store.user(User.ID(maker)), maker.deactivatedAt == nil else { return false }
        return Permissions.refusal(ofActingFor: user.role, by: maker.role) == nil
    }

    /// Uses up the login link that a secret belongs to, where its maker may act for the account still.
    /// - Returns: the account; nil where there is no such link.
    private func use(_ secret: String, of user: User, in store: any StoreWriter, at now: Timestamp) throws -> User? {
        guard try isMakersStill(secret, for: user, in: store),
            let link = try [OneTimeCode.Purpose.loginLink, .welcomeLink].lazy.compactMap({
                try secretCode(secret, for: user.email, purpose: $0, in: store, at: now)
            }).first,
            try store.useCode(link.id, at: now) == 1
        else { return nil }
        return user
    }

    /// Signs in by the token of a login link, once: no password, no mailed code.
    ///
    /// It lets in nobody for whom its maker may not act any more. One that was mailed to an address which the account had
    /// before puts that one back first, as ``takeBack(_:by:from:in:at:)`` does.
    /// - Throws: ``Refusal/invalidLoginLink``, ``Refusal/emailTaken``, ``Refusal/rateLimited(retryAfter:)``
    public func signIn(byLink token: String, on device: Device) async throws -> SignIn {
        let now = clock.now
        let parts = token.split(separator: "-", maxSplits: 1).map(String.init)
        let outcome = try await store.write { store -> Result<(User, Session), Refusal> in
            try take(.proofsFromNetwork, device.network, in: store, at: now)
            guard parts.count == 2, let id = Int64(parts[0]), let holder = try store.user(User.ID(id)),
                holder.deactivatedAt == nil,
                let user = isTakeBack(parts[1])
                    ? try takeBack(holder, by: parts[1], from: device, in: store, at: now)
                    : try use(parts[1], of: holder, in: store, at: now)
            else { return .failure(.invalidLoginLink) }
            try giveBack(.proofsFromNetwork, device.network, in: store)
            let session = try admit(user, by: .link, on: device, in: store, at: now)
            try store.setCameByLink(session.id)
            return .success((user, session))
        }
        let (user, session) = try outcome.get()
        return try await signIn(user, by: session)
    }
}
