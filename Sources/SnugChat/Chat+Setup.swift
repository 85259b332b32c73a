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
    /// - Throws: ``Refusal/invalidSetupToken``, ``Refusal/invalid(_:)``
    public func setUp(
        token: String,
        name: String,
        email: String,
        password: String,
        device: Device
    ) async throws -> SignIn {
        let form = try AccountForm(name: name, email: email, password: password)
        let now = clock.now
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

extension Timestamp {
    fileprivate var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: rawValue >> (56 - 8 * $0)) } }

    fileprivate init(bytes: some Sequence<UInt8>) {
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | Int64($1) })
    }
}

extension [UInt8] {
    /// RFC 4648 §5, without padding.
    var base64URL: String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
        var text: [UInt8] = []
        for start in stride(from: 0, to: count, by: 3) {
            let group = self[start..<Swift.min(start + 3, count)]
            let bits = group.reduce(UInt32(0)) { $0 << 8 | UInt32($1) } << (8 * UInt32(3 - group.count))
            for place in 0...group.count { text.append(alphabet[Int(bits >> (18 - 6 * UInt32(place)) & 63)]) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}
