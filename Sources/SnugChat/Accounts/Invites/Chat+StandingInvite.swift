/// The standing invite, and invites on their way by mail.
extension Chat {
    /// Returns the standing invite, for administrators.
    /// - Throws: ``Refusal/forbidden(_:)``; ``Refusal/notFound(_:)`` where there is none that can be used.
    public func standingInvite(for caller: Caller) async throws -> IssuedInvite {
        try Permissions.requireAdministrator(caller)
        let now = clock.now
        return try await store.read { store in
            guard let invite = try store.standingInvite(), invite.isOpen(at: now) else {
                throw Refusal.notFound(.invite)
            }
            return issued(invite)
        }
    }

    /// Makes the standing invite, for administrators; the one before is void.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/invalid(_:)``
    public func makeStandingInvite(by caller: Caller, from device: Device) async throws -> IssuedInvite {
        let now = clock.now
        return try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            return try renewStandingInvite(by: caller.userID, in: store, at: now) { act, detail in
                try note(act, by: caller, from: device, detail: detail, in: store, at: now)
            }
        }
    }

    /// Puts a new standing invite in the place of the one before.
    /// - Parameter note: called for the one that goes and the one that comes, to note it in the audit trail.
    /// - Throws: ``Refusal/invalid(_:)`` where ``Limits/invitesMax`` are open; ``Refusal/busy`` where another takes its
    ///   place just now.
    func renewStandingInvite(
        by user: User.ID,
        in store: any StoreWriter,
        at now: Timestamp,
        note: (AuditEntry.Act, String) throws -> Void
    ) throws -> IssuedInvite {
        if let old = try store.standingInvite(), try store.removeInvite(old.id) == 1 {
            try note(.inviteRevoked, Invite.standingName)
        }
        try note(.inviteMade, Invite.standingName)
        try checkInvites(in: store, at: now)
        let new = NewInvite.standing
        let invite = try store.addStandingInvite(
            usesMax: new.uses, by: user, at: now, expiresAt: now + new.lifetime)
        guard let invite else { throw Refusal.busy }
        return issued(invite)
    }

    /// Mails an invite's link to someone, for administrators.
    ///
    /// It counts as an act, as a mail to a stranger, of which each administrator has few, and as a notice to the address,
    /// so that nobody's mailbox is filled.
    /// - Returns: the address in its one spelling.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/invalid(_:)``, ``Refusal/noRelay``; ``Refusal/notFound(_:)`` for an
    ///   invite that cannot be used; ``Refusal/rateLimited(retryAfter:)``
    public func mailInvite(
        _ id: Invite.ID,
        to email: String,
        by caller: Caller,
        from device: Device
    ) async throws -> EmailAddress {
        try Permissions.requireAdministrator(caller)
        let address = try EmailAddress(checking: email)
        guard policy.sendsMail else { throw Refusal.noRelay }
        let now = clock.now
        try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            guard let invite = try store.invite(id), invite.isOpen(at: now), let host = try store.user(caller.userID)
            else { throw Refusal.notFound(.invite) }
            if let refusal = Permissions.refusal(ofHandingOn: invite, by: caller) { throw refusal }
            try takeActs(by: caller, in: store, at: now)
            try take(.mailsToStrangers, "\(caller.userID)", in: store, at: now)
            try take(.notices, Notice.invitation.subject(at: address), in: store, at: now)
            // Without the address: it is a stranger's, who asked for nothing.
            try note(.inviteMailed, by: caller, from: device, detail: invite.nameInTrail, in: store, at: now)
            try queue(
                .invitation(issued(invite), from: host.name, to: address, site: policy, in: device.language),
                in: store, at: now)
        }
        return address
    }

    /// Counts a mail to somebody who has not been here yet, where its sender and the address have one left.
    func couldMailStranger(
        at address: EmailAddress,
        by caller: Caller,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> Bool {
        try couldTake(.mailsToStrangers, "\(caller.userID)", in: store, at: now)
            && couldTake(.notices, Notice.invitation.subject(at: address), in: store, at: now)
    }
}
