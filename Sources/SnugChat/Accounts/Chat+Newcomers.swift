/// People who are new here: where they land, and accounts that administrators make for them.
extension Chat {
    /// Puts a newcomer into the room that welcomes, whom no invite led into a room of its own.
    func land(_ newcomer: User.ID, in store: any StoreWriter, at now: Timestamp) throws {
        guard let room = try store.welcomingRoom() else { return }
        try enter(newcomer, room.id, in: store, at: now)
    }

    /// An account that an administrator has made for someone.
    public struct AddedAccount: Sendable, Hashable {
        public var user: User
        /// The link by which its holder comes in, and then chooses a password.
        public var link: LoginLink
        /// True where the link is on its way to the account's address, too.
        public var isMailed: Bool
    }

    /// Makes an account for someone, without a password, for administrators who have just signed in; others than members
    /// for owners.
    ///
    /// Its holder comes in by a link, which is mailed to them where a relay is set and the caller has not mailed too many
    /// people lately.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/recentSignInRequired``, ``Refusal/invalid(_:)``,
    ///   ``Refusal/emailTaken``, ``Refusal/rateLimited(retryAfter:)``, ``Refusal/busy``
    public func addAccount(
        name: String,
        email: String,
        role: Role,
        by caller: Caller,
        from device: Device
    ) async throws -> AddedAccount {
        try Permissions.requireAdministrator(caller)
        var check = FieldCheck()
        let name = check.personName(name)
        let address = check.email(email)
        try check.finish()
        guard let address else { throw Refusal.invalid("email", "This is not an e-mail address.") }
        let now = clock.now
        return try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            if let refusal = Permissions.refusal(ofActingFor: role, by: caller.role) { throw refusal }
            try checkRecent(caller)
            guard let host = try store.user(caller.userID) else { throw Refusal.unauthenticated }
            try takeActs(by: caller, in: store, at: now)
            guard let user = try addAccount(name: name, email: address, role: role, in: store, at: now) else {
                throw Refusal.emailTaken
            }
            let added = try welcome(user, by: host, caller, from: device, in: store, at: now)
            try note(
                .userAdded, by: caller, to: user.id, from: device,
                detail: added.isMailed ? "\(role), mailed" : role.rawValue, in: store, at: now)
            return added
        }
    }

    /// Makes the link anew by which someone comes in for whom an account was made, and who never has, and mails it.
    ///
    /// The one before is void. It is for administrators who have just signed in; for others than members, for owners.
    /// - Parameter email: the address in the place of the account's, which may have been mistyped; nil for that itself.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/recentSignInRequired``, ``Refusal/notFound(_:)``,
    ///   ``Refusal/deactivated``, ``Refusal/hasComeIn``, ``Refusal/invalid(_:)``, ``Refusal/emailTaken``,
    ///   ``Refusal/rateLimited(retryAfter:)``, ``Refusal/busy``
    public func welcomeAgain(
        _ id: User.ID,
        at email: String?,
        by caller: Caller,
        from device: Device
    ) async throws -> AddedAccount {
        try Permissions.requireAdministrator(caller)
        let email = try email.map { try EmailAddress(checking: $0) }
        let now = clock.now
        return try await act(by: caller) { store, caller in
            try Permissions.requireAdministrator(caller)
            guard var user = try store.user(id) else { throw Refusal.notFound(.user) }
            if let refusal = Permissions.refusal(ofActingFor: user.role, by: caller.role) { throw refusal }
            try checkRecent(caller)
            guard user.deactivatedAt == nil else { throw Refusal.deactivated }
            guard user.isAwaited else { throw Refusal.hasComeIn }
            guard let host = try store.user(caller.userID) else { throw Refusal.unauthenticated }
            try takeActs(by: caller, in: store, at: now)
            if let email, email != user.email {
                guard try store.user(email: email) == nil else { throw Refusal.emailTaken }
                try removeCodes(of: user, Set(OneTimeCode.Purpose.allCases), in: store)
                try setEmail(email, of: user, in: store)
                try note(
                    .emailChanged, by: caller, to: id, from: device, detail: user.email.text, in: store, at: now)
                user.email = email
            }
            try note(.loginLinkMade, by: caller, to: id, from: device, in: store, at: now)
            return try welcome(user, by: host, caller, from: device, in: store, at: now)
        }
    }

    /// Makes the link to an account that was made for someone, and mails it where a relay is set and the caller has not
    /// mailed too many people lately.
    private func welcome(
        _ user: User,
        by host: User,
        _ caller: Caller,
        from device: Device,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> AddedAccount {
        let site = policy
        let link = try newLoginLink(for: user, .welcomeLink, by: host.id, in: store, at: now)
        let isMailed = try site.sendsMail && couldMailStranger(at: user.email, by: caller, in: store, at: now)
        if isMailed {
            try queue(.accountMade(user, link, by: host.name, site: site, in: device.language), in: store, at: now)
        }
        return AddedAccount(user: user, link: link, isMailed: isMailed)
    }

    /// Makes an account without a password and lets it land; registrations of its address go.
    /// - Returns: nil where the address has an account.
    func addAccount(
        name: String,
        email: EmailAddress,
        role: Role,
        in store: any StoreWriter,
        at now: Timestamp
    ) throws -> User? {
        guard try store.user(email: email) == nil else { return nil }
        try store.removeRegistrations(email: email)
        let user = try store.addUser(name: name, email: email, passwordHash: User.noPassword, role: role, at: now)
        try land(user.id, in: store, at: now)
        return user
    }
}
