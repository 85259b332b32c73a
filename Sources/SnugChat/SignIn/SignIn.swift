/// The outcome of a sign-in.
public struct SignIn: Sendable, Hashable {
    public var token: String
    public var expiresAt: Timestamp
    public var user: User
    public var passkeys: [Passkey]

    public init(token: String, expiresAt: Timestamp, user: User, passkeys: [Passkey]) {
        self.token = token
        self.expiresAt = expiresAt
        self.user = user
        self.passkeys = passkeys
    }
}
