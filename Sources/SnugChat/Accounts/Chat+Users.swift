/// Users: the caller and the directory.
extension Chat {
    /// Changes the caller's own account: all of it or nothing.
    ///
    /// A new password ends the caller's other sessions, and a mail tells them. The first one takes no current one, but a
    /// sign-in that is new or came by a login link. What others see of it counts as an act that costs them.
    /// - Throws: ``Refusal/invalid(_:)`` with every part that cannot be; ``Refusal/invalidCredentials`` where the current
    ///   password is wrong; ``Refusal/recentSignInRequired``, ``Refusal/rateLimited(retryAfter:)``
    public func changeProfile(_ change: ProfileChange, of caller: Caller, on device: Device) async throws {
        if change == ProfileChange() { return }
        var check = FieldCheck()
        // A name that was taken before it was refused may stay.
        let account = try await self.account(of: caller)
        let isKept = change.name.map { account.user.name == $0.trimmed } ?? false
        let name = isKept ? nil : change.name.map { check.personName($0) }
        if let password = change.password {
            check.password(password, besides: [policy.siteName, account.user.email.text])
            if change.currentPassword == nil, account.hasPassword {
                check.refuse("current_password", "Give the current password too.")
            }
        }
        try check.finish()
        var proven: ProvenPassword?
        if let password = change.password {
            proven =
                if let current = change.currentPassword {
                    try await prove(current, of: caller, for: password)
                } else {
                    try await first(password, of: caller)
                }
        }
        let now = clock.now
        try await act(by: caller) { [proven] store, caller in
            guard let user = try store.user(caller.userID) else { throw Refusal.unauthenticated }
            if let proven { try set(proven, of: user, by: caller, from: device, in: store, at: now) }
            if let quiet = change.quiet, quiet != user.quiet {
                try takeOwnWrite(by: caller, in: store, at: now)
                try store.setQuiet(quiet, of: user.id)
            }
            if let mails = change.mailsMissed, mails != user.mailsMissed {
                try takeOwnWrite(by: caller, in: store, at: now)
                try store.setMailsMissed(mails, of: user.id)
            }
            var changed = user
            changed.name = name ?? user.name
            changed.showsPresence = change.showsPresence ?? user.showsPresence
            changed.showsReading = change.showsReading ?? user.showsReading
            if changed != user { try show(changed, inPlaceOf: user, by: caller, in: store, at: now) }
        }
    }

    /// Writes down what others see of a user, and tells them.
    private func show(
        _ user: User,
        inPlaceOf before: User,
        by caller: Caller,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws {
        try takeActs(by: caller, in: store, at: now)
        if user.name != before.name { try store.renameUser(user.id, to: user.name) }
        if user.showsReading != before.showsReading { try store.setShowsReading(user.showsReading, of: user.id) }
        if user.showsPresence != before.showsPresence {
            try store.setShowsPresence(user.showsPresence, of: user.id)
            store.announce(
                .presenceShown(
                    user.id, user.showsPresence, rooms: try store.subscriptions(of: user.id).map(\.roomID)))
        }
        if user.name != before.name { try announceChanged(user.id, in: store) }
    }

    /// Announces a user, as they now are, to everyone whom they share a room with.
    func announceChanged(_ id: User.ID, in store: any StoreWriter) throws {
        guard let user = try store.user(id) else { return }
        store.announce(.userChanged(user, rooms: try store.subscriptions(of: id).map(\.roomID)))
    }

    /// Announces to a user's own devices alone that something of their account changed which others do not see.
    func announceOwn(_ id: User.ID, in store: any StoreWriter) throws {
        guard let user = try store.user(id) else { return }
        store.announce(.userChanged(user, rooms: []))
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
        // Looking by a part of a name goes through all people.
        if !(query ?? "").isEmpty { countReading(rows: 0, bytes: Limits.searchBytes, by: caller) }
        let page = try await store.read { store in
            try Page(limit: limit, max: Limits.usersPageMax) {
                try store.users(matching: query, after: after, limit: $0)
            }
        }
        countReading(rows: page.items.count, by: caller)
        return page
    }

    /// Returns accounts by their ids, ascending, those out of use too; ids of nobody are passed over.
    /// - Parameter ids: at most ``Limits/usersPageMax``.
    /// - Throws: ``Refusal/invalid(_:)``
    public func users(_ ids: Set<User.ID>, for caller: Caller) async throws -> [User] {
        guard ids.count <= Limits.usersPageMax else {
            throw Refusal.invalid("ids", "At most \(Limits.usersPageMax) people at once.")
        }
        return try await store.read { store in try ids.sorted().compactMap { try store.user($0) } }
    }

    /// Returns an account, in use or not.
    /// - Throws: ``Refusal/notFound(_:)``
    public func user(_ id: User.ID, for caller: Caller) async throws -> User {
        try await store.read { store in
            guard let user = try store.user(id) else { throw Refusal.notFound(.user) }
            return user
        }
    }
}
