import SnugChat

/// The tokens in use, one an origin: services ask not to be given a new one with each push.
struct VAPIDTokens: Sendable {
    private let key: VAPIDKey
    private let contact: VAPIDContact
    private var tokens = RecentMap<String, Token>(countMax: Limits.pushOriginsMax)

    private struct Token: Sendable {
        var text: String
        /// The moment until which it is used.
        var until: Timestamp
    }

    init(key: VAPIDKey, contact: VAPIDContact) {
        self.key = key
        self.contact = contact
    }

    /// Returns the value of `Authorization` for an origin (RFC 8292 §3).
    /// - Throws: swift-crypto's error.
    mutating func authorization(for origin: String, at now: Timestamp) throws -> String {
        if let known = tokens[origin], known.until.isPending(at: now, within: Limits.pushTokenUsedFor) {
            return header(known.text)
        }
        let text = try key.token(for: origin, from: contact, expiry: now + Limits.pushTokenLifetime)
        tokens.set(Token(text: text, until: now + Limits.pushTokenUsedFor), of: origin)
        return header(text)
    }

    private func header(_ token: String) -> String { "vapid t=\(token), k=\(key.publicKey)" }
}
