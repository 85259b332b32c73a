/// An account that was asked for and whose address is not proven yet.
///
/// It owns nothing.
public struct Registration: Sendable, Hashable {
    public var email: EmailAddress
    public var name: String
    /// A PHC string.
    public var passwordHash: String
    public var createdAt: Timestamp
    /// The invite that it was asked for with.
    public var inviteID: Invite.ID?

    public init(
        email: EmailAddress,
        name: String,
        passwordHash: String,
        createdAt: Timestamp,
        inviteID: Invite.ID? = nil
    ) {
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.inviteID = inviteID
    }
}
