/// The first day: keys are made, and whoever can read the console becomes the owner.
extension Chat {
    /// The secrets of this installation, made at its first start (each 32 random bytes).
    public static func secrets(
        in store: any Store,
        random: any Randomness
    ) async throws -> (installation: [UInt8], tokens: [UInt8]) {
        try await store.write { store in
            func secret(_ name: SecretName) throws -> [UInt8] {
                if let secret = try store.secret(name) { return secret }
                let secret = random.bytes(InstallationKeys.secretBytes)
                try store.setSecret(name, to: secret)
                return secret
            }
            return (try secret(.installation), try secret(.tokens))
        }
    }

    /// Notes under which address this server runs, for commands that print links.
    public func noteSite() async throws {
        let url = policy.siteURL
        try await store.write { store in
            if try store.setting(Self.siteSetting) != url { try store.setSetting(Self.siteSetting, to: url) }
        }
    }

    /// The address under which the server on this store runs or last ran.
    public static func notedSite(in store: any Store) async throws -> String? {
        try await store.read { try $0.setting(siteSetting) }
    }

    private static var siteSetting: String { "last.site-url" }

    /// A new set-up link, good for ``Limits/setupTokenLifetime`` and once; the one before is void.
    /// - Returns: nil where the server has been set up already.
    public func setupLink() async throws -> String? {
        let token = random.bytes(24).base64URL
        let proof = keys.proof(of: token, for: "setup", of: "")
        let expiresAt = clock.now + Limits.setupTokenLifetime
        let isOpen = try await store.write { store in
            guard try !store.hasUsers() else { return false }
            try store.setSecret(.setup, to: proof + expiresAt.bytes)
            return true
        }
        return isOpen ? "\(policy.siteURL)/setup#\(token)" : nil
    }

    /// Makes the owner and signs them in.
    /// - Throws: ``Refusal/invalidSetupToken``, ``Refusal/invalid(_:)``, ``Refusal/rateLimited(retryAfter:)``
    public func setUp(
        token: String,
        name: String,
        email: String,
        password: String,
        device: Device
    ) async throws -> SignIn {
        let form = try AccountForm(name: name, email: email, password: password, site: policy)
        let now = clock.now
        try await store.write { try take(.proofsFromNetwork, device.network, in: $0, at: now) }
        // Looked at before the costly hash, and again where it counts.
        guard try await store.read({ try isSetupToken(token, in: $0, at: now) }) else {
            throw Refusal.invalidSetupToken
        }
        let hash = try await hasher.hash(form.password)
        let (user, session) = try await store.write { store in
            guard try isSetupToken(token, in: store, at: now) else { throw Refusal.invalidSetupToken }
            try store.setSecret(.setup, to: nil)
            let owner = try store.addUser(
                name: form.name, email: form.email, passwordHash: hash, role: .owner, at: now)
            try giveBack(.proofsFromNetwork, device.network, in: store)
            try note(.setUp, to: owner.id, from: device, in: store, at: now)
            return (owner, try newSession(of: owner.id, on: device, in: store, at: now))
        }
        return try await signIn(user, by: session)
    }

    private func isSetupToken(_ token: String, in store: any StoreReader, at now: Timestamp) throws -> Bool {
        guard try !store.hasUsers(), let kept = try store.secret(.setup), kept.count == 40 else { return false }
        guard keys.matches(Array(kept.prefix(32)), secret: token, for: "setup", of: "") else { return false }
        return now < Timestamp(bytes: kept.suffix(8))
    }
}
