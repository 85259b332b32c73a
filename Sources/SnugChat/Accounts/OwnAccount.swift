/// An account as its holder sees it.
public struct OwnAccount: Sendable, Hashable {
    public var user: User
    public var passkeys: [Passkey]
    /// False for one whose holder comes in by links and passkeys alone.
    public var hasPassword: Bool
    /// The address that is to take the place of the account's; nil where none waits for its code.
    public var newEmail: NewEmail?
    /// The bytes of its files.
    public var filesBytes: Int64
    /// The most that they may be, 0 where nobody can send files.
    public var filesBytesMax: Int64

    /// An address that waits for its code.
    public struct NewEmail: Sendable, Hashable {
        public var email: EmailAddress
        public var expiresAt: Timestamp
    }
}

extension Chat {
    /// Returns the caller's own account.
    /// - Throws: ``Refusal/unauthenticated`` where it is gone.
    public func account(of caller: Caller) async throws -> OwnAccount {
        try await store.read { try account(of: caller.userID, in: $0) }
    }

    /// Returns an account as its holder sees it.
    /// - Throws: ``Refusal/unauthenticated`` where it is gone.
    func account(of id: User.ID, in store: any StoreReader) throws -> OwnAccount {
        guard let user = try store.user(id) else { throw Refusal.unauthenticated }
        let pending = try store.emailCode(of: id).flatMap { $0.isLive(at: clock.now) ? $0 : nil }
        return OwnAccount(
            user: user, passkeys: try store.passkeys(of: id),
            hasPassword: try store.passwordHash(of: id) != User.noPassword,
            newEmail: pending.map { OwnAccount.NewEmail(email: $0.email, expiresAt: $0.expiresAt) },
            filesBytes: try store.attachmentBytes(of: id),
            filesBytesMax: policy.uploadBytesMax == 0 ? 0 : policy.storagePerUser)
    }
}
