/// Invites: made, listed, revoked by administrators.
extension Chat {
    /// Makes an invite, for administrators.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)`` for a room the caller
    ///   cannot add people to.
    public func makeInvite(_ new: NewInvite, by caller: Caller, from device: Device) async throws -> IssuedInvite {
        try Permissions.requireAdministrator(caller)
        try new.check()
        let now = clock.now
        return try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            for room in Set(new.rooms) { try permit(.add, in: room, to: caller, store: store) }
            try note(.inviteMade, by: caller, from: device, detail: new.name, in: store, at: now)
            return try addInvite(new, by: caller.userID, in: store, at: now)
        }
    }

    /// Returns the invites that can still be used, newest first, for administrators.
    ///
    /// The link of another's invite is for owners alone: it may lead into rooms that the caller cannot see.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func invites(for caller: Caller) async throws -> [ListedInvite] {
        try Permissions.requireAdministrator(caller)
        return try await openInvites().map { issued in
            let isShown = Permissions.refusal(ofHandingOn: issued.invite, by: caller) == nil
            return ListedInvite(invite: issued.invite, issued: isShown ? issued : nil)
        }
    }

    /// Returns what an invite's bearer is shown before registering; nothing of it is used up.
    /// - Throws: ``Refusal/invalidInvite``, ``Refusal/rateLimited(retryAfter:)``
    public func invitation(of token: String, from device: Device) async throws -> Invitation {
        guard let invite = try await openInvite(token, from: device) else { throw Refusal.invalidInvite }
        let needsCode = policy.sendsMail
        return try await store.read { store in
            let rooms = try invite.rooms.compactMap { try store.room($0)?.name }
            return Invitation(
                name: invite.name, invitedBy: try store.user(invite.createdBy)?.name ?? "",
                rooms: try rooms.isEmpty ? [store.welcomingRoom()].compactMap { $0?.name } : rooms,
                expiresAt: invite.expiresAt, needsCode: needsCode)
        }
    }

    /// Makes an invite void, for administrators; accounts made by it stay.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/notFound(_:)``
    public func revokeInvite(_ id: Invite.ID, by caller: Caller, from device: Device) async throws {
        let now = clock.now
        try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            let invite = try store.invite(id)
            try removeInvite(id, in: store)
            try note(
                .inviteRevoked, by: caller, from: device, detail: invite?.nameInTrail ?? "", in: store, at: now)
        }
    }
}

/// Invites, for ``Chat`` and ``ServerConsole`` alike.
extension Chat {
    /// Returns the invites that can still be used, newest first.
    func openInvites() async throws -> [IssuedInvite] {
        let now = clock.now
        return try await store.read { store in try store.invites(at: now).map(issued) }
    }

    /// Adds an invite, its rooms each once and ascending.
    /// - Throws: ``Refusal/invalid(_:)`` where ``Limits/invitesMax`` are open.
    func addInvite(
        _ new: NewInvite,
        by user: User.ID,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> IssuedInvite {
        try checkInvites(in: store, at: now)
        return issued(
            try store.addInvite(
                new.name.trimmed, rooms: Array(Set(new.rooms)).sorted(), usesMax: new.uses, by: user, at: now,
                expiresAt: now + new.lifetime))
    }

    /// Refuses another invite where as many are open as may be.
    /// - Throws: ``Refusal/invalid(_:)`` where ``Limits/invitesMax`` are open.
    func checkInvites(in store: any StoreReader, at now: Timestamp) throws {
        guard try store.invites(at: now).count < Limits.invitesMax else {
            throw Refusal.invalid("name", "There are \(Limits.invitesMax) open invites already: revoke some first.")
        }
    }

    /// Voids the invites of someone who is no administrator any more.
    ///
    /// Another takes the place of the standing one, whose link all administrators are shown.
    /// - Parameter note: called for each invite that goes or comes, to note it in the audit trail.
    func voidInvites(
        knownTo former: User.ID,
        in store: any StoreWriter,
        at now: Timestamp,
        note: (AuditEntry.Act, String) throws -> Void
    ) throws {
        for invite in try store.invites(at: now) where invite.createdBy == former && !invite.isStanding {
            try removeInvite(invite.id, in: store)
            try note(.inviteRevoked, invite.name)
        }
        guard let standing = try store.standingInvite(), standing.isOpen(at: now) else { return }
        let maker = try store.user(standing.createdBy).flatMap { $0.isAdministratorInUse ? $0 : nil }
        guard let host = try maker ?? store.owners().first else {
            try removeInvite(standing.id, in: store)
            return try note(.inviteRevoked, Invite.standingName)
        }
        _ = try renewStandingInvite(by: host.id, in: store, at: now, note: note)
    }

    /// Removes an invite.
    /// - Throws: ``Refusal/notFound(_:)``
    func removeInvite(_ id: Invite.ID, in store: any StoreWriter) throws {
        guard try store.removeInvite(id) == 1 else { throw Refusal.notFound(.invite) }
    }

    /// Returns an invite with its token, which is derived anew each time: nothing of it is kept.
    func issued(_ invite: Invite) -> IssuedInvite {
        let token = token(of: invite.id)
        return IssuedInvite(invite: invite, token: token, url: "\(policy.siteURL)/invite#\(token)")
    }

    /// Returns the token of an invite: its number, and 18 bytes that only this installation can derive.
    private func token(of invite: Invite.ID) -> String {
        "\(invite)-\(Array(keys.handle(of: "\(invite)", for: "invite").prefix(18)).base64URL)"
    }

    /// Returns the open invite that a token stands for; nil where it stands for none.
    func invite(of token: String, in store: any StoreReader, at now: Timestamp) throws -> Invite? {
        guard let number = token.split(separator: "-").first.flatMap({ Int64($0) }) else { return nil }
        let id = Invite.ID(number)
        guard InstallationKeys.areEqual(Array(self.token(of: id).utf8), Array(token.utf8)) else { return nil }
        return try store.invite(id).flatMap { $0.isOpen(at: now) ? $0 : nil }
    }
}
