/// Invites: made, shown, taken back, used.
extension Chat {
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/invalid(_:)``, ``Refusal/notFound(_:)`` for a room the caller
    ///   cannot add people to.
    public func makeInvite(_ new: NewInvite, by caller: Caller, from device: Device) async throws -> Invite {
        try requireAdministrator(caller)
        try new.check()
        let now = clock.now
        return try await store.write { store in
            for room in Set(new.rooms) { try permit(.add, in: room, to: caller, store: store) }
            try note(.inviteMade, by: caller, from: device, detail: new.name, in: store, at: now)
            return try addInvite(new, by: caller.userID, in: store, at: now)
        }
    }

    /// For the administrator's commands, in the name of the owner.
    public func makeInvite(_ new: NewInvite) async throws -> Invite {
        try new.check()
        let now = clock.now
        return try await store.write { store in
            guard let owner = try store.owners().first else { throw Refusal.setupRequired }
            for room in new.rooms {
                guard let room = try store.room(room), room.kind != .direct else { throw Refusal.notFound(.room) }
            }
            try note(.inviteMade, detail: new.name, in: store, at: now)
            return try addInvite(new, by: owner.id, in: store, at: now)
        }
    }

    private func addInvite(_ new: NewInvite, by user: User.ID, in store: any StoreWriter, at now: Timestamp) throws
        -> Invite
    {
        guard try store.invites(at: now).count < Limits.invitesMax else {
            throw Refusal.invalid("name", "There are \(Limits.invitesMax) open invites already: revoke some first.")
        }
        return try store.addInvite(
            new.name.trimmed, rooms: Array(Set(new.rooms)).sorted(), usesMax: new.uses, by: user, at: now,
            expiresAt: now + new.lifetime)
    }

    /// Those that can still be used, newest first.
    public func invites(for caller: Caller) async throws -> [Invite] {
        try requireAdministrator(caller)
        return try await invites()
    }

    public func invites() async throws -> [Invite] {
        let now = clock.now
        return try await store.read { try $0.invites(at: now) }
    }

    public func revokeInvite(_ id: Invite.ID, by caller: Caller, from device: Device) async throws {
        try requireAdministrator(caller)
        try await revokeInvite(id) { [self] store, now in
            try note(.inviteRevoked, by: caller, from: device, in: store, at: now)
        }
    }

    public func revokeInvite(_ id: Invite.ID) async throws {
        try await revokeInvite(id) { [self] store, now in try note(.inviteRevoked, in: store, at: now) }
    }

    private func revokeInvite(
        _ id: Invite.ID,
        note: @escaping @Sendable (any StoreWriter, Timestamp) throws -> Void
    ) async throws {
        let now = clock.now
        try await store.write { store in
            guard try store.removeInvite(id) == 1 else { throw Refusal.notFound(.invite) }
            try note(store, now)
        }
    }

    /// Where an invite is redeemed. The token is made anew each time; nothing of it is kept.
    public func link(of invite: Invite) -> String { "\(policy.siteURL)/invite#\(token(of: invite.id))" }

    public func token(of invite: Invite.ID) -> String {
        "\(invite)-\(Array(keys.handle(of: "\(invite)", for: "invite").prefix(18)).base64URL)"
    }

    /// The open invite that a token stands for.
    func invite(of token: String, in store: any StoreReader, at now: Timestamp) throws -> Invite? {
        guard let number = token.split(separator: "-").first.flatMap({ Int64($0) }) else { return nil }
        let id = Invite.ID(number)
        guard InstallationKeys.areEqual(Array(self.token(of: id).utf8), Array(token.utf8)) else { return nil }
        return try store.invite(id).flatMap { $0.isOpen(at: now) ? $0 : nil }
    }

    /// - Throws: ``Refusal/forbidden(_:)``
    public func requireAdministrator(_ caller: Caller) throws(Refusal) {
        guard caller.role.isAdministrator else { throw .forbidden("Only administrators may do this.") }
    }
}
