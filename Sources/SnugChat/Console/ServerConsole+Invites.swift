/// Invites, made in the name of the owner.
extension ServerConsole {
    /// Makes an invite.
    /// - Throws: ``Refusal/invalid(_:)``, ``Refusal/setupRequired``, ``Refusal/notFound(_:)`` for a room that people
    ///   cannot be added to.
    public func makeInvite(_ new: NewInvite) async throws -> IssuedInvite {
        try new.check()
        let now = chat.clock.now
        return try await chat.store.write { store in
            guard let owner = try store.owners().first else { throw Refusal.setupRequired }
            for room in new.rooms {
                guard let room = try store.room(room), room.kind != .direct else { throw Refusal.notFound(.room) }
            }
            try chat.note(.inviteMade, detail: new.name, in: store, at: now)
            return try chat.addInvite(new, by: owner.id, in: store, at: now)
        }
    }

    /// Returns the invites that can still be used, newest first.
    public func invites() async throws -> [IssuedInvite] { try await chat.openInvites() }

    /// Makes an invite void.
    /// - Throws: ``Refusal/notFound(_:)``
    public func revokeInvite(_ id: Invite.ID) async throws {
        let now = chat.clock.now
        try await chat.store.write { store in
            let invite = try store.invite(id)
            try chat.removeInvite(id, in: store)
            try chat.note(.inviteRevoked, detail: invite?.nameInTrail ?? "", in: store, at: now)
        }
    }
}
