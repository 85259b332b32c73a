/// The use cases of the administrator's commands: their caller has a shell on the server and needs no session.
///
/// Made by ``ChatServices`` alone, so that no route can reach it.
public struct ServerConsole: Sendable {
    let chat: Chat

    /// Makes a set-up link, good for ``Limits/setupTokenLifetime`` and once; the one before is void.
    /// - Returns: the link; nil where the server has been set up already.
    public func setupLink() async throws -> String? {
        let token = chat.random.bytes(24).base64URL
        let proof = chat.keys.proof(of: token, for: "setup", of: "")
        let expiresAt = chat.clock.now + Limits.setupTokenLifetime
        let isOpen = try await chat.store.write { store in
            guard try !store.hasUsers() else { return false }
            try store.setSecret(.setup, to: proof + expiresAt.bytes)
            return true
        }
        return isOpen ? "\(chat.policy.siteURL)/setup#\(token)" : nil
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
