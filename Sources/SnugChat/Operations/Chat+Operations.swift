/// Operations: findings, the relay and settings, as administrators see them.
extension Chat {
    /// Refuses whoever is no administrator, before anything else of what they send is looked at.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func admitAdministrator(_ caller: Caller) throws(Refusal) { try Permissions.requireAdministrator(caller) }

    /// Refuses whoever is no owner, before anything else of what they send is looked at.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func admitOwner(_ caller: Caller) throws(Refusal) { try Permissions.requireOwner(caller) }

    /// Returns the findings of every check, and the time at which they were found.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func findings(
        of inspector: any Inspector,
        for caller: Caller
    ) async throws -> (findings: [Finding], checkedAt: Timestamp) {
        try Permissions.requireAdministrator(caller)
        return await inspector.findings()
    }

    /// Hands a mail to the caller to the relay, at once and without the queue, so that they see that mails arrive.
    /// - Parameters:
    ///   - changes: settings to try before they are kept, by their keys, for owners who have just signed in; nil in it
    ///     forgets one. Another relay, port or protection is not told the user name and password that are kept.
    ///   - keeper: the keeper, which says if they could be kept.
    /// - Returns: the address it went to, and the relay that took it; nil where none is set and it was printed.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/recentSignInRequired``, ``Refusal/invalid(_:)`` with the keys as
    ///   fields, ``Refusal/rateLimited(retryAfter:)``, ``MailFault``
    public func sendTestMail(
        through inspector: any Inspector,
        trying changes: [String: String?] = [:],
        of keeper: any SettingsKeeper,
        to caller: Caller,
        on device: Device
    ) async throws -> (address: String, relay: String?) {
        try Permissions.requireAdministrator(caller)
        var changes = changes
        if !changes.isEmpty {
            try Permissions.requireOwner(caller)
            changes = try await withoutKeptPassword(
                changes, where: ["smtp.host", "smtp.port", "smtp.tls"], of: keeper)
            try await keeper.check(changes)
        }
        let tried = changes
        let (now, site) = (clock.now, policy)
        let mail = try await act(by: caller) { store, caller in
            if tried.isEmpty {
                try Permissions.requireAdministrator(caller)
            } else {
                try Permissions.requireOwner(caller)
                try checkRecent(caller)
            }
            guard let user = try store.user(caller.userID) else { throw Refusal.unauthenticated }
            try take(.testMails, "\(caller.userID.rawValue)", in: store, at: now)
            if !tried.isEmpty {
                // The names alone: the values may be secrets.
                let names = tried.keys.sorted().joined(separator: " ")
                try note(.settingsTried, by: caller, from: device, detail: names, in: store, at: now)
            }
            return Mail.test(to: user.email, site: site, in: device.language)
        }
        return (mail.recipient, try await inspector.deliver(mail, with: tried))
    }

    /// Returns changes that forget the relay's user name and password where they are kept here and one of `keys` changes
    /// without a password of its own: who is told of it anew must be told by somebody who knows it.
    private func withoutKeptPassword(
        _ changes: [String: String?],
        where keys: Set<String>,
        of keeper: any SettingsKeeper
    ) async throws -> [String: String?] {
        let kept = Dictionary(uniqueKeysWithValues: try await keeper.settings().map { ($0.key, $0) })
        let isOther = changes.contains { key, text in
            keys.contains(key) && (text ?? kept[key]?.defaultValue) != kept[key]?.value
        }
        guard isOther, (changes["smtp.password"] ?? nil) == nil else { return changes }
        var changes = changes
        for key in ["smtp.username", "smtp.password"] where changes[key] == nil && kept[key]?.origin == .database {
            changes[key] = .some(nil)
        }
        return changes
    }

    /// Returns the server's settings, in the order of `snug config show`.
    /// - Throws: ``Refusal/forbidden(_:)``
    public func settings(of keeper: any SettingsKeeper, for caller: Caller) async throws -> [ServerSetting] {
        try Permissions.requireAdministrator(caller)
        return try await keeper.settings()
    }

    /// Changes settings in the database, all or none, then puts into effect those that need no restart; for owners.
    ///
    /// With another relay and no password for it, the user name and password that are kept are forgotten.
    /// - Parameter changes: texts by key; nil removes one.
    /// - Returns: the settings as they now are.
    /// - Throws: ``Refusal/forbidden(_:)``, ``Refusal/invalid(_:)`` with the keys as fields.
    public func changeSettings(
        _ changes: [String: String?],
        of keeper: any SettingsKeeper,
        by caller: Caller,
        from device: Device
    ) async throws -> [ServerSetting] {
        try Permissions.requireOwner(caller)
        let changes = try await withoutKeptPassword(changes, where: ["smtp.host"], of: keeper)
        try await keeper.check(changes)
        let now = clock.now
        try await act(by: caller) { store, caller in
            try Permissions.requireOwner(caller)
            for (name, value) in changes.sorted(by: { $0.key < $1.key }) where try store.setting(name) != value {
                try store.setSetting(name, to: value)
                // The name alone: the value may be a secret.
                try note(.settingChanged, by: caller, from: device, detail: name, in: store, at: now)
                store.announce(.settingsChanged)
            }
        }
        await keeper.reload()
        return try await keeper.settings()
    }
}
