/// Accounts, as administrators change them.
extension Chat {
    /// Changes an account's role or puts it out of use, for administrators; owners alone change owners, and addresses.
    ///
    /// An account that goes out of use loses its sessions and codes in the same transaction, and hands on the rooms that it
    /// owns. A role and an address take a recent sign-in.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/recentSignInRequired``, ``Refusal/notFound(_:)``,
    ///   ``Refusal/lastOwner``, ``Refusal/accountClosed``, ``Refusal/emailTaken``, ``Refusal/rateLimited(retryAfter:)``
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
            if let email = change.email, email != user.email {
                try Permissions.requireOwner(caller)
                // Their own takes their password, and a code that proves the new one.
                guard id != caller.userID else { throw Refusal.forbidden("Change your own address in your settings.") }
                try checkRecent(caller)
                try takeActs(by: caller, in: store, at: now)
            }
            return try self.change(user, change, telling: device.language, in: store, at: now) { act, detail in
                try note(act, by: caller, to: id, from: device, detail: detail, in: store, at: now)
            }
        }
    }

    /// Changes an account, for a caller whose permission was checked before.
    ///
    /// With a higher role, the ways in that were made for a lower one are void: whoever else holds one does not rise too.
    /// Nobody who is no administrator any more leaves an invite behind whose link they know.
    /// - Parameters:
    ///   - language: that of the mail to an address which gives way.
    ///   - note: called for each part that changes, to note it in the audit trail.
    /// - Throws: ``Refusal/lastOwner``, ``Refusal/accountClosed``, ``Refusal/emailTaken``
    func change(
        _ user: User,
        _ change: AccountChange,
        telling language: Language = .english,
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
            try announceOwn(user.id, in: store)
            if role.isAbove(user.role) {
                try removeCodes(of: user, OneTimeCode.Purpose.waysIn.union([.takeBack]), in: store)
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
                try handOnRooms(of: user.id, in: store)
            } else {
                try takeUpRooms(of: user.id, in: store)
            }
            try note(isDeactivated ? .userDeactivated : .userReactivated, "")
            try announceChanged(user.id, in: store)
        }
        if let email = change.email, email != user.email {
            try readdress(user, to: email, telling: language, in: store, at: now)
            try note(.emailChanged, user.email.text)
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
    func isLastOwner(_ user: User, in store: any StoreWriter) throws -> Bool {
        guard user.role == .owner, user.deactivatedAt == nil else { return false }
        return try !store.keepsOwner(without: user.id)
    }

    /// Gives an account another address in its holder's place, who may have lost the one before, or the account.
    ///
    /// Its sessions end, and its passkeys, codes and links are void: whoever was in is out. Its password stays, which lets
    /// in nobody without a code to the new address. The one before is told.
    /// - Throws: ``Refusal/emailTaken``
    private func readdress(
        _ user: User,
        to email: EmailAddress,
        telling language: Language,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        guard try store.user(email: email) == nil else { throw Refusal.emailTaken }
        try endSessions(of: user.id, because: .ended, in: store, at: now)
        for passkey in try store.passkeys(of: user.id) { try store.removePasskey(passkey.id) }
        try removeCodes(of: user, Set(OneTimeCode.Purpose.allCases), in: store)
        try setEmail(email, of: user, in: store)
        try queue(.emailReplaced(user, by: email, site: policy, in: language), in: store, at: now)
    }

    /// Removes an account's codes of these purposes: those that went to its address, with ``OneTimeCode/Purpose/email``
    /// the one that went to the address that is to take its place, and with ``OneTimeCode/Purpose/takeBack`` those that
    /// went to the ones before.
    func removeCodes(of user: User, _ purposes: Set<OneTimeCode.Purpose>, in store: any StoreWriter) throws {
        try store.removeCodes(for: user.email, purposes: purposes)
        if purposes.contains(.email) { try store.removeEmailCode(of: user.id) }
        if purposes.contains(.takeBack) { try store.removeTakeBacks(of: user.id, from: nil) }
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
