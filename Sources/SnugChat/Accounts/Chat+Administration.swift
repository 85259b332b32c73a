/// What administrators do with accounts.
extension Chat {
    /// What is to become of an account; nil stays as it is.
    public struct AccountChange: Sendable, Hashable {
        public var role: Role?
        public var isDeactivated: Bool?

        public init(role: Role? = nil, isDeactivated: Bool? = nil) {
            self.role = role
            self.isDeactivated = isDeactivated
        }
    }

    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/notFound(_:)``, ``Refusal/lastOwner``
    public func changeAccount(
        _ id: User.ID,
        _ change: AccountChange,
        by caller: Caller,
        from device: Device
    ) async throws -> User {
        let now = clock.now
        return try await store.write { store in
            try requireAdministrator(caller)
            guard let user = try store.user(id) else { throw Refusal.notFound(.user) }
            if let refusal = Permissions.refusal(ofChanging: user.role, to: change.role, by: caller.role) {
                throw refusal
            }
            return try self.change(user, change, in: store, at: now) { act, detail in
                try note(act, by: caller, to: id, from: device, detail: detail, in: store, at: now)
            }
        }
    }

    /// For the administrator's commands.
    public func changeAccount(_ email: EmailAddress, _ change: AccountChange) async throws -> User {
        let now = clock.now
        return try await store.write { store in
            guard let user = try store.user(email: email) else { throw Refusal.notFound(.user) }
            return try self.change(user, change, in: store, at: now) { act, detail in
                try note(act, to: user.id, detail: detail, in: store, at: now)
            }
        }
    }

    private func change(
        _ user: User,
        _ change: AccountChange,
        in store: any StoreWriter,
        at now: Timestamp,
        note: (AuditEntry.Act, String) throws -> Void
    ) throws -> User {
        let losesOwner = (change.role ?? user.role) != .owner || change.isDeactivated == true
        if user.role == .owner, user.deactivatedAt == nil, losesOwner, try store.owners().count == 1 {
            throw Refusal.lastOwner
        }
        if let role = change.role, role != user.role {
            try store.setRole(role, of: user.id)
            store.announce(.roleChanged(user.id, role))
            try note(.roleChanged, role.rawValue)
        }
        if let isDeactivated = change.isDeactivated, isDeactivated != (user.deactivatedAt != nil) {
            try store.setDeactivated(isDeactivated ? now : nil, of: user.id)
            if isDeactivated {
                try endSessions(of: user.id, in: store, at: now)
                try store.removeCodes(for: user.email, purposes: Set(OneTimeCode.Purpose.allCases))
            }
            try note(isDeactivated ? .userDeactivated : .userReactivated, "")
        }
        guard let changed = try store.user(user.id) else { throw Refusal.notFound(.user) }
        return changed
    }

    /// Every account, deactivated ones too.
    public func accounts() async throws -> [User] {
        try await store.read { try $0.accounts(after: nil, limit: Limits.accountsListMax) }
    }

    /// A page of every account, for administrators.
    public func accounts(after: User.ID?, limit: Int, for caller: Caller) async throws -> UserPage {
        try requireAdministrator(caller)
        let limit = min(max(limit, 1), Limits.usersPageMax)
        let found = try await store.read { try $0.accounts(after: after, limit: limit + 1) }
        return UserPage(users: Array(found.prefix(limit)), hasMore: found.count > limit)
    }

    /// Makes an account without a password: its way in is a login link, then a passkey or a reset code.
    /// - Throws: ``Refusal/invalid(_:)``
    public func addAccount(name: String, email: String, role: Role) async throws -> User {
        var check = FieldCheck()
        let name = check.name(name, charactersMax: Limits.nameCharactersMax)
        let address = check.email(email)
        try check.finish()
        let now = clock.now
        return try await store.write { store in
            guard let address, try store.user(email: address) == nil else {
                throw Refusal.invalid("email", "This address has an account already.")
            }
            let user = try store.addUser(
                name: name, email: address, passwordHash: Self.noPassword, role: role, at: now)
            try store.removeRegistration(email: address)
            try note(.userAdded, to: user.id, detail: role.rawValue, in: store, at: now)
            return user
        }
    }

    /// Kept where an account has no password: no hasher makes or accepts it.
    public static var noPassword: String { "!" }

    /// Ends every session of an account. - Returns: how many there were.
    public func logOutEverywhere(_ email: EmailAddress) async throws -> Int {
        let now = clock.now
        return try await store.write { store in
            guard let user = try store.user(email: email) else { throw Refusal.notFound(.user) }
            let sessions = try store.sessions(of: user.id)
            try endSessions(of: user.id, in: store, at: now)
            try note(.sessionEnded, to: user.id, detail: "all", in: store, at: now)
            return sessions.count
        }
    }

    // Login links

    /// A link that signs someone in, once and within ``Limits/loginLinkLifetime``. The one before is void.
    public func loginLink(for email: EmailAddress) async throws -> String {
        let now = clock.now
        let secret = random.bytes(24).base64URL
        let id = try await store.write { store in
            guard let user = try store.user(email: email), user.deactivatedAt == nil else {
                throw Refusal.notFound(.user)
            }
            try store.putCode(
                for: email, purpose: .loginLink,
                proof: keys.proof(of: secret, for: OneTimeCode.Purpose.loginLink.rawValue, of: email.text),
                at: now, expiresAt: now + Limits.loginLinkLifetime)
            try note(.loginLinkMade, to: user.id, in: store, at: now)
            return user.id
        }
        return "\(policy.siteURL)/login#\(id)-\(secret)"
    }

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
