/// Accounts, as administrators change them.
extension Chat {
    /// Changes an account; owners alone change owners.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/notFound(_:)``, ``Refusal/lastOwner``
    public func changeAccount(
        _ id: User.ID,
        _ change: AccountChange,
        by caller: Caller,
        from device: Device
    ) async throws -> User {
        let now = clock.now
        return try await store.write { store in
            try Permissions.requireAdministrator(caller)
            guard let user = try store.user(id) else { throw Refusal.notFound(.user) }
            if let refusal = Permissions.refusal(ofChanging: user.role, to: change.role, by: caller.role) {
                throw refusal
            }
            return try self.change(user, change, in: store, at: now) { act, detail in
                try note(act, by: caller, to: id, from: device, detail: detail, in: store, at: now)
            }
        }
    }

    func change(
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

    /// A page of every account, for administrators.
    public func accounts(after: User.ID?, limit: Int, for caller: Caller) async throws -> Page<User> {
        try Permissions.requireAdministrator(caller)
        return try await store.read { store in
            try Page(limit: limit, max: Limits.usersPageMax) { try store.accounts(after: after, limit: $0) }
        }
    }
}
