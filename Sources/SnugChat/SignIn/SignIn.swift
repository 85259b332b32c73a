/// The outcome of a sign-in.
public struct SignIn: Sendable, Hashable {
    public var token: String
    public var expiresAt: Timestamp
    public var account: OwnAccount

    public init(token: String, expiresAt: Timestamp, account: OwnAccount) {
        self.token = token
        self.expiresAt = expiresAt
        self.account = account
    }

    public var user: User { account.user }
}
