/// An account that was asked for and whose address is not proven yet.
///
/// It owns nothing. Several of one address stand side by side until one of them is proven.
public struct Registration: Sendable, Hashable {
    public typealias ID = Identifier<Registration>
    public var id: ID
    public var email: EmailAddress
    public var name: String
    /// A PHC string.
    public var passwordHash: String
    public var createdAt: Timestamp
    /// The invite that it was asked for with.
    public var inviteID: Invite.ID?
    /// The device that gave its password at the latest sign-in; nil where none has.
    public var enteredFrom: String?

    public init(
        id: ID,
        email: EmailAddress,
        name: String,
        passwordHash: String,
        createdAt: Timestamp,
        inviteID: Invite.ID? = nil,
        enteredFrom: String? = nil
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.passwordHash = passwordHash
        self.createdAt = createdAt
        self.inviteID = inviteID
        self.enteredFrom = enteredFrom
    }
}
