/// Accounts, as administrators change them.
extension Chat {
    /// Changes an account's role or puts it out of use, for administrators; owners alone change owners.
    ///
    /// An account that goes out of use loses its sessions and codes in the same transaction. A role takes a recent sign-in.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/recentSignInRequired``, ``Refusal/notFound(_:)``,
    ///   ``Refusal/lastOwner``, ``Refusal/accountClosed``
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
            if let role = change.role, role != user.role { try checkRecent(caller) }
            return try self.change(user, change, in: store, at: now) { act, detail in
                try note(act, by: caller, to: id, from: device, detail: detail, in: store, at: now)
            }
        }
    }

    /// Changes an account, for a caller whose permission was checked before.
    ///
    /// With a higher role, the ways in that were made for a lower one are void: whoever else holds one does not rise too.
    /// Nobody who is no administrator any more leaves an invite behind whose link they know.
    /// - Parameter note: called for each part that changes, to note it in the audit trail.
    /// - Throws: ``Refusal/lastOwner``, ``Refusal/accountClosed``
    func change(
        _ user: User,
        _ change: AccountChange,
        in store: any StoreWriter,
        at now: Timestamp,
        note: (AuditEntry.Act, String) throws -> Void
    ) throws -> User {
        if user.closedAt != nil { throw Refusal.accountClosed }
        let losesOwner = (change.role ?? user.role) != .owner || change.isDeactivated == true
        if losesOwner, try isLastOwner(user, in: store) { throw Refusal.lastOwner }
        if let role = change.role, role != user.role {
            try store.setRole(role, of: user.id)
            store.announce(.roleChanged(user.id, role))
            if role.isAbove(user.role) {
                try removeCodes(of: user, OneTimeCode.Purpose.waysIn, in: store)
                for session in try store.sessions(of: user.id) where session.cameByLink {
                    try end(session.id, because: .ended, in: store, at: now)
                }
            }
            try note(.roleChanged, "\(role), was \(user.role)")
        }
        if let isDeactivated = change.isDeactivated, isDeactivated != (user.deactivatedAt != nil) {
            try store.setDeactivated(isDeactivated ? now : nil, of: user.id)
            if isDeactivated {
                try endSessions(of: user.id, because: .deactivated, in: store, at: now)
                try removeCodes(of: user, Set(OneTimeCode.Purpose.allCases), in: store)
            }
            try note(isDeactivated ? .userDeactivated : .userReactivated, "")
            try announceChanged(user.id, in: store)
        }
        guard let changed = try store.user(user.id) else { throw Refusal.notFound(.user) }
        if user.isAdministratorInUse, !changed.isAdministratorInUse {
            try voidInvites(knownTo: user.id, in: store, at: now, note: note)
        }
        return changed
    }

    /// Returns true for an owner without whom the server would have none who has ever come in.
    ///
    /// An address may be mistyped: somebody who never came may never come.
    func isLastOwner(_ user: User, in store: any StoreReader) throws -> Bool {
        guard user.role == .owner, user.deactivatedAt == nil else { return false }
        return try !store.owners().contains { other in
            try other.id != user.id
                && (store.passwordHash(of: other.id) != User.noPassword || store.hasSession(of: other.id, on: nil)
                    || !store.passkeys(of: other.id).isEmpty)
        }
    }

    /// Removes an account's codes of these purposes: those that went to its address, and with ``OneTimeCode/Purpose/email``
    /// the one that went to the address that is to take its place.
    func removeCodes(of user: User, _ purposes: Set<OneTimeCode.Purpose>, in store: any StoreWriter) throws {
        try store.removeCodes(for: user.email, purposes: purposes)
        if purposes.contains(.email) { try store.removeEmailCode(of: user.id) }
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
