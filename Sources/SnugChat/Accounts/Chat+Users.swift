/// Users: the caller and the directory.
extension Chat {
    /// Returns the caller's own account.
    /// - Throws: ``Refusal/unauthenticated`` where it is gone.
    public func me(_ caller: Caller) async throws -> User {
        try await store.read { store in
            guard let user = try store.user(caller.userID) else { throw Refusal.unauthenticated }
            return user
        }
    }

    /// Changes the caller's own name.
    /// - Throws: ``Refusal/invalid(_:)``
    public func rename(_ caller: Caller, to name: String) async throws {
        var check = FieldCheck()
        let name = check.name(name, charactersMax: Limits.nameCharactersMax)
        try check.finish()
        let now = clock.now
        try await store.write { store in
            try takeActs(by: caller, in: store, at: now)
            try store.renameUser(caller.userID, to: name)
            try announceChanged(caller.userID, in: store)
        }
    }

    /// Announces a user, as they now are, to everyone whom they share a room with.
    func announceChanged(_ id: User.ID, in store: any StoreWriter) throws {
        guard let user = try store.user(id) else { return }
        store.announce(.userChanged(user, rooms: try store.subscriptions(of: id).map(\.roomID)))
    }

    /// Returns a page of the accounts in use, ascending by id.
    /// - Parameters:
    ///   - query: a part of the name, in any case; nil for all.
    ///   - after: the id after which the page begins; nil for the first.
    public func users(
        matching query: String?,
        after: User.ID?,
        limit: Int,
        for caller: Caller
    ) async throws -> Page<User> {
        try await store.read { store in
            try Page(limit: limit, max: Limits.usersPageMax) {
                try store.users(matching: query, after: after, limit: $0)
            }
        }
    }
}
