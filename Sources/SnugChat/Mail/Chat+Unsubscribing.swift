/// The link in a mail that switches mails of its kind off, without a session (RFC 8058).
extension Chat {
    /// Returns the token of somebody's link: it does nothing else, holds for as long as their address stays, and can be
    /// made by this installation alone.
    func unsubscribeToken(of user: User) -> String {
        "\(user.id).\(keys.handle(of: "\(user.id) \(user.email.text)", for: "unsubscribe").base64URL)"
    }

    /// Returns true if the holder of a link's token is mailed about what they have missed; nil for a link that does not
    /// hold, or not any more.
    public func mailsMissed(byLink token: String) async throws -> Bool? {
        try await store.read { try holder(of: token, in: $0)?.mailsMissed }
    }

    /// Has the holder of a link's token mailed no more about what they have missed.
    /// - Returns: false for a link that does not hold, or not any more.
    public func endMissedMails(byLink token: String) async throws -> Bool {
        guard let isOn = try await mailsMissed(byLink: token) else { return false }
        // Repeated, it costs no write.
        guard isOn else { return true }
        return try await store.write { store in
            guard let user = try holder(of: token, in: store) else { return false }
            try store.setMailsMissed(false, of: user.id)
            try store.setMissedMail(nil, of: user.id)
            try announceOwn(user.id, in: store)
            return true
        }
    }

    private func holder(of token: String, in store: any StoreReader) throws -> User? {
        guard let id = token.split(separator: ".").first.flatMap({ Int64($0) }), let user = try store.user(User.ID(id)),
            user.closedAt == nil,
            InstallationKeys.areEqual(Array(token.utf8), Array(unsubscribeToken(of: user).utf8))
        else { return nil }
        return user
    }
}
