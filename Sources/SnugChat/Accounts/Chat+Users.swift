/// People: oneself and the directory.
extension Chat {
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
        try await store.write { try $0.renameUser(caller.userID, to: name) }
    }

    /// Accounts in use, ascending by id.
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
