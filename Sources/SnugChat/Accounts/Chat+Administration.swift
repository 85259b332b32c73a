/// Accounts, as administrators change them.
extension Chat {
    /// Changes an account's role or puts it out of use, for administrators; owners alone change owners.
    ///
    /// An account that goes out of use loses its sessions and codes in the same transaction.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/notFound(_:)``, ``Refusal/lastOwner``, ``Refusal/accountClosed``
    public func changeAccount(
        _ id: User.ID,
        _ change: AccountChange,
        by caller: Caller,
        from device: Device
    ) async throws -> User {
        let now = clock.now
        return try await act(by: caller) { store, caller in
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

    /// Changes an account, for a caller whose permission was checked before.
    /// - Parameter note: called for each part that changes, to note it in the audit trail.
    /// - Throws: ``Refusal/lastOwner``, ``Refusal/accountClosed``
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
            if user.closedAt != nil { throw Refusal.accountClosed }
            try store.setDeactivated(isDeactivated ? now : nil, of: user.id)
            if isDeactivated {
                try endSessions(of: user.id, because: .deactivated, in: store, at: now)
                try store.removeCodes(for: user.email, purposes: Set(OneTimeCode.Purpose.allCases))
            }
            try note(isDeactivated ? .userDeactivated : .userReactivated, "")
            try announceChanged(user.id, in: store)
        }
        guard let changed = try store.user(user.id) else { throw Refusal.notFound(.user) }
        return changed
    }

    /// Returns a page of every account, ascending by id, for administrators.
    /// - Parameter after: the id after which the page begins; nil for the first.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func accounts(after: User.ID?, limit: Int, for caller: Caller) async throws -> Page<User> {
        try Permissions.requireAdministrator(caller)
        return try await store.read { store in
            try Page(limit: limit, max: Limits.usersPageMax) { try store.accounts(after: after, limit: $0) }
        }
    }
}
