/// Closing one's own account, and proving before that one is its holder.
extension Chat {
    /// Closes the caller's account for good.
    ///
    /// Its sessions end, its address, picture, password and passkeys are erased, and it leaves all rooms. Its name stays,
    /// and what was said under it. The address can be registered again; it stands nowhere any more, and no mail goes there.
    /// - Parameter password: the current one; not needed by whoever has none and has just signed in.
    /// - Throws: ``Refusal/lastOwner``, ``Refusal/invalid(_:)``, ``Refusal/invalidCredentials``,
    ///   ``Refusal/recentSignInRequired``, ``Refusal/rateLimited(retryAfter:)``
    public func closeAccount(password: String?, of caller: Caller, from device: Device) async throws {
        let proof = try await proveHolder(password, of: caller)
        let now = clock.now
        // Opened in a snapshot, before the writer's turn, as they can be many.
        let mails = try await mailsWaiting(for: try await account(of: caller).user.email, at: now)
        try await act(by: caller) { store, caller in
            let user = try holder(proof, caller, in: store)
            if try isLastOwner(user, in: store) { throw Refusal.lastOwner }
            // Before anything else is told: the sockets close, and hear no more of it.
            try endSessions(of: user.id, because: .closed, in: store, at: now)
            let rooms = try store.subscriptions(of: user.id).map(\.roomID)
            for room in rooms {
                if let member = try store.member(user.id, of: room) { try takeOut(member, by: user.id, in: store) }
            }
            try removeCodes(of: user, Set(OneTimeCode.Purpose.allCases), in: store)
            try store.removeRegistrations(email: user.email)
            for mail in mails { try store.removeMail(mail, as: .none) }
            try store.setPicture(nil, of: user.id)
            if try store.attachmentsUnclaimed(of: user.id) > 0 { store.announce(.attachmentsRemoved) }
            try store.closeUser(user.id, at: now)
            try store.setRole(.member, of: user.id)
            try note(.accountClosed, by: caller, from: device, in: store, at: now)
            if user.role.isAdministrator {
                try voidInvites(knownTo: user.id, in: store, at: now) { act, detail in
                    try note(act, by: caller, from: device, detail: detail, in: store, at: now)
                }
            }
            if let closed = try store.user(user.id) { store.announce(.userChanged(closed, rooms: rooms)) }
        }
    }

    /// A proof that somebody is the holder of their account, beside their session.
    struct HolderProof: Sendable {
        /// The password's hash that it was proven against.
        var kept: String
    }

    /// Proves that the caller is the account's holder: by their password, or where they have none by having just signed
    /// in.
    /// - Throws: ``Refusal/invalid(_:)`` without the password; ``Refusal/invalidCredentials`` where it is wrong;
    ///   ``Refusal/recentSignInRequired``, ``Refusal/rateLimited(retryAfter:)``
    func proveHolder(_ password: String?, of caller: Caller) async throws -> HolderProof {
        let asked = clock.now
        guard let kept = try await store.read({ try $0.passwordHash(of: caller.userID) }) else {
            throw Refusal.unauthenticated
        }
        if kept == User.noPassword {
            try checkRecent(caller)
            return HolderProof(kept: kept)
        }
        guard let password else { throw Refusal.invalid("current_password", "Give the current password too.") }
        try await act(by: caller) { store, caller in
            try checkPasswordCounts(for: caller, in: store)
            try takePasswordTry(of: caller, in: store, at: asked)
        }
        guard try await hasher.verify(password, against: kept) else { throw Refusal.invalidCredentials }
        return HolderProof(kept: kept)
    }

    /// Returns the account of a caller who has proven that they are its holder.
    /// - Throws: ``Refusal/unauthenticated`` where the password is another by now.
    func holder(_ proof: HolderProof, _ caller: Caller, in store: any StoreWriter) throws -> User {
        guard let user = try store.user(caller.userID), try store.passwordHash(of: user.id) == proof.kept else {
            throw Refusal.unauthenticated
        }
        if proof.kept == User.noPassword {
            try checkRecent(caller)
        } else {
            try checkPasswordCounts(for: caller, in: store)
            try giveBack(.passwordChanges, "\(user.id)", in: store)
        }
        return user
    }
}
