/// Set-up: the reader of the new server's console becomes its owner.
extension Chat {
    /// Makes the owner and signs them in, once: the token is void from then on.
    ///
    /// With them it makes the first room, which is open and where newcomers land, and the standing invite into it.
    /// - Parameter room: the first room's name; nil for the site's, where it has one.
    /// - Throws: ``Refusal/invalidSetupToken``, ``Refusal/invalid(_:)``, ``Refusal/rateLimited(retryAfter:)``
    public func setUp(
        token: String,
        name: String,
        email: String,
        password: String,
        room: String? = nil,
        device: Device
    ) async throws -> SignIn {
        let form = try AccountForm(name: name, email: email, password: password, site: policy)
        let roomName = try firstRoomName(room)
        let now = clock.now
        try await store.write { try take(.proofsFromNetwork, device.network, in: $0, at: now) }
        // Checked before the costly hash, and again in the transaction that uses it up.
        guard try await store.read({ try setupSecret(of: token, in: $0, at: now) != nil }) else {
            throw Refusal.invalidSetupToken
        }
        let hash = try await hasher.hash(form.password)
        let (user, session) = try await store.write { store in
            // Whoever takes it away sets up: of two at once, one.
            guard let secret = try setupSecret(of: token, in: store, at: now), try store.removeSecret(.setup, secret)
            else { throw Refusal.invalidSetupToken }
            let owner = try store.addUser(
                name: form.name, email: form.email, passwordHash: hash, role: .owner, at: now)
            try giveBack(.proofsFromNetwork, device.network, in: store)
            try note(.setUp, to: owner.id, from: device, in: store, at: now)
            let room = try store.addRoom(name: roomName, kind: .open, createdBy: owner.id, at: now)
            try store.setWelcoming(room)
            try store.addMember(owner.id, to: room, role: .owner, readSeq: 0, at: now)
            _ = try renewStandingInvite(by: owner.id, in: store, at: now) { _, _ in }
            return (owner, try newSession(of: owner.id, on: device, in: store, at: now))
        }
        return try await signIn(user, by: session)
    }

    /// Returns the name of the first room; that of the site where it can be a room's.
    /// - Throws: ``Refusal/invalid(_:)``
    private func firstRoomName(_ wish: String?) throws(Refusal) -> String {
        func checked(_ name: String) throws(Refusal) -> String {
            var check = FieldCheck()
            let name = check.name(name, field: "room", charactersMax: Limits.roomNameCharactersMax)
            try check.finish()
            return name
        }
        if let wish, !wish.isBlank { return try checked(wish) }
        guard policy.siteName != Policy().siteName, let name = try? checked(policy.siteName) else { return "Everyone" }
        return name
    }

    /// Returns what is kept of a set-up token; nil where it is not the latest, or its time is over, or the server has
    /// users.
    private func setupSecret(of token: String, in store: any StoreReader, at now: Timestamp) throws -> [UInt8]? {
        guard try !store.hasUsers(), let kept = try store.secret(.setup), isSetupSecret(kept, at: now),
            InstallationKeys.areEqual(Array(setupToken(of: kept).utf8), Array(token.utf8))
        else { return nil }
        return kept
    }

    /// Makes what is kept of a set-up token: random bytes, and its last moment.
    func newSetupSecret(at now: Timestamp) -> [UInt8] {
        random.bytes(InstallationKeys.secretBytes) + (now + Limits.setupTokenLifetime).bytes
    }

    /// Returns true if what is kept of a set-up token has its form, and its time is not over.
    func isSetupSecret(_ kept: [UInt8], at now: Timestamp) -> Bool {
        kept.count == InstallationKeys.secretBytes + 8
            && Timestamp(bytes: kept.suffix(8)).isPending(at: now, within: Limits.setupTokenLifetime)
    }

    /// Returns the set-up token of what is kept of it, which each node makes of it by the installation's secret.
    func setupToken(of kept: [UInt8]) -> String {
        Array(keys.proof(of: kept.base64URL, for: "setup", of: "").prefix(24)).base64URL
    }
}
