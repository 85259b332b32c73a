/// Signing in by a link that an administrator handed out.
extension Chat {
    /// Signs in by the token of a login link, once: no password, no mailed code.
    /// - Throws: ``Refusal/invalidLoginLink``, ``Refusal/rateLimited(retryAfter:)``
    public func signIn(byLink token: String, on device: Device) async throws -> SignIn {
        let now = clock.now
        let parts = token.split(separator: "-", maxSplits: 1).map(String.init)
        let outcome = try await store.write { store -> Result<(User, Session), Refusal> in
            try take(.proofsFromNetwork, device.network, in: store, at: now)
            guard parts.count == 2, let id = Int64(parts[0]), let user = try store.user(User.ID(id)),
                user.deactivatedAt == nil,
                let link = try secretCode(parts[1], for: user.email, purpose: .loginLink, in: store, at: now),
                try store.useCode(link.id, at: now) == 1
            else { return .failure(.invalidLoginLink) }
            try giveBack(.proofsFromNetwork, device.network, in: store)
            return .success((user, try admit(user, by: .link, on: device, in: store, at: now)))
        }
        let (user, session) = try outcome.get()
        return try await signIn(user, by: session)
    }
}
