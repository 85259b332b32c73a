/// Accounts, by their addresses.
extension ServerConsole {
    /// Changes the account of an address, an owner's too.
    ///
    /// An account that goes out of use loses its sessions and codes in the same transaction.
    /// - Throws: ``Refusal/notFound(_:)``, ``Refusal/lastOwner``
    public func changeAccount(_ email: EmailAddress, _ change: AccountChange) async throws -> User {
        let now = chat.clock.now
        return try await chat.store.write { store in
            guard let user = try store.user(email: email) else { throw Refusal.notFound(.user) }
            return try chat.change(user, change, in: store, at: now) { act, detail in
                try chat.note(act, to: user.id, detail: detail, in: store, at: now)
            }
        }
    }

    /// Gives the account of an address another one, an owner's too, as an owner's call does: whoever was in is out.
    /// - Returns: the account, and the numbers of its sessions and passkeys that are void.
    /// - Throws: ``Refusal/invalid(_:)`` where the new one has an account; ``Refusal/notFound(_:)``,
    ///   ``Refusal/accountClosed``
    public func setEmail(
        _ email: EmailAddress, to new: EmailAddress
    ) async throws -> (user: User, sessions: Int, passkeys: Int) {
        let now = chat.clock.now
        return try await chat.store.write { store in
            guard let user = try store.user(email: email) else { throw Refusal.notFound(.user) }
            if let other = try store.user(email: new), other.id != user.id {
                throw Refusal.invalid("email", "\(new) has an account already.")
            }
            let (sessions, passkeys) = (try store.sessions(of: user.id).count, try store.passkeys(of: user.id).count)
            let changed = try chat.change(user, AccountChange(email: new), in: store, at: now) { act, detail in
                try chat.note(act, to: user.id, detail: detail, in: store, at: now)
            }
            return changed.email == user.email ? (changed, 0, 0) : (changed, sessions, passkeys)
        }
    }

    /// Gives the account of an address another name, which everyone sees at once.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)``
    public func rename(_ email: EmailAddress, to name: String) async throws -> User {
        var check = FieldCheck()
        let name = check.personName(name)
        try check.finish()
        let now = chat.clock.now
        return try await chat.store.write { store in
            guard let user = try store.user(email: email) else { throw Refusal.notFound(.user) }
            try store.renameUser(user.id, to: name)
            try chat.note(.userRenamed, to: user.id, detail: name, in: store, at: now)
            try chat.announceChanged(user.id, in: store)
            guard let renamed = try store.user(user.id) else { throw Refusal.notFound(.user) }
            return renamed
        }
    }

    /// Returns every account, deactivated ones too, ascending by id; at most ``Limits/accountsListMax``.
    public func accounts() async throws -> [User] {
        try await chat.store.read { try $0.accounts(after: nil, limit: Limits.accountsListMax) }
    }

    /// Makes an account without a password: its way in is a login link, then a passkey or a reset code.
    /// - Throws: ``Refusal/invalid(_:)``
    public func addAccount(name: String, email: String, role: Role) async throws -> User {
        var check = FieldCheck()
        let name = check.personName(name)
        let address = check.email(email)
        try check.finish()
        let now = chat.clock.now
        return try await chat.store.write { store in
            guard let address,
                let user = try chat.addAccount(name: name, email: address, role: role, in: store, at: now)
            else { throw Refusal.invalid("email", "This address has an account already.") }
            try chat.note(.userAdded, to: user.id, detail: role.rawValue, in: store, at: now)
            return user
        }
    }

    /// Ends every session of an account, all in one transaction.
    /// - Returns: their number.
    /// - Throws: ``Refusal/notFound(_:)``
    public func logOutEverywhere(_ email: EmailAddress) async throws -> Int {
        let now = chat.clock.now
        return try await chat.store.write { store in
            guard let user = try store.user(email: email) else { throw Refusal.notFound(.user) }
            let sessions = try store.sessions(of: user.id)
            try chat.endSessions(of: user.id, because: .ended, in: store, at: now)
            try chat.note(.sessionEnded, to: user.id, detail: "all", in: store, at: now)
            return sessions.count
        }
    }

    /// Makes a link that signs someone in, once and within ``Limits/loginLinkLifetime``.
    ///
    /// The link before it is void.
    /// - Throws: ``Refusal/notFound(_:)``; ``Refusal/invalid(_:)`` for an account that is deactivated.
    public func loginLink(for email: EmailAddress) async throws -> String {
        let now = chat.clock.now
        return try await chat.store.write { store in
            guard let user = try store.user(email: email) else { throw Refusal.notFound(.user) }
            guard user.deactivatedAt == nil else {
                throw Refusal.invalid(
                    "email", "\(email) is deactivated. First: snug user reactivate \(email)")
            }
            try chat.note(.loginLinkMade, to: user.id, in: store, at: now)
            return try chat.newLoginLink(for: user, .loginLink, by: nil, in: store, at: now).url
        }
    }
}
