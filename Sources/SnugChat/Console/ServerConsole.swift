/// The use cases of the administrator's commands: their caller has a shell on the server and needs no session.
///
/// Made by ``ChatServices`` alone, so that no route can reach it.
public struct ServerConsole: Sendable {
    let chat: Chat

    /// Makes a set-up link, good for ``Limits/setupTokenLifetime`` and once; the one before is void.
    /// - Returns: the link; nil where the server has been set up already.
    public func setupLink() async throws -> String? {
        let now = chat.clock.now
        let secret = chat.newSetupSecret(at: now)
        return try await link { store in
            try store.setSecret(.setup, to: secret)
            return secret
        }
    }

    /// Returns the set-up link that another node has just made, where it is still good for half of its time, else one
    /// that this makes: nodes that start together say the same.
    /// - Returns: the link; nil where the server has been set up already.
    public func sharedSetupLink() async throws -> String? {
        let now = chat.clock.now
        let secret = chat.newSetupSecret(at: now)
        return try await link { store in
            let kept = try store.secret(.setup)
            if let kept, chat.isSetupSecret(kept, at: now + Limits.setupTokenLifetime / 2) { return kept }
            try store.setSecret(.setup, to: secret)
            return secret
        }
    }

    private func link(
        _ secret: @escaping @Sendable (any StoreWriter) throws -> [UInt8]
    ) async throws -> String? {
        let chosen = try await chat.store.write { try $0.hasUsers() ? nil : try secret($0) }
        return chosen.map { "\(chat.policy.siteURL)/setup#\(chat.setupToken(of: $0))" }
    }

    /// Notes the address under which this server runs, for commands that print links, and its version, for the checks.
    /// - Returns: the address under which it ran before, where it was another.
    public func noteStart(version: String) async throws -> String? {
        let (url, now) = (chat.policy.siteURL, chat.clock.now)
        return try await chat.store.write { store in
            let former = try store.setting(SettingName.site)
            var history = SiteHistory(try store.setting(SettingName.siteNames), noted: former)
            history.begin(url, at: now)
            let noted = [SettingName.site: url, SettingName.siteNames: history.text, SettingName.version: version]
            for (name, text) in noted where try store.setting(name) != text { try store.setSetting(name, to: text) }
            return former == url ? nil : former
        }
    }
}
