/// Someone with an account.
public struct User: Sendable, Hashable {
    public typealias ID = Identifier<User>
    public var id: ID
    public var name: String
    public var email: EmailAddress
    public var role: Role
    public var createdAt: Timestamp
    public var lastSeen: Timestamp?
    /// Set while the account is out of use: no sign-in, no session.
    public var deactivatedAt: Timestamp?

    public init(
        id: ID,
        name: String,
        email: EmailAddress,
        role: Role,
        createdAt: Timestamp,
        lastSeen: Timestamp? = nil,
        deactivatedAt: Timestamp? = nil
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.role = role
        self.createdAt = createdAt
        self.lastSeen = lastSeen
        self.deactivatedAt = deactivatedAt
    }
}

/// What someone may do on the whole server.
public enum Role: String, Sendable, Hashable, CaseIterable {
    case owner, admin, member

    /// Owners may do all that administrators may.
    public var isAdministrator: Bool { self != .member }
}

/// An account that was asked for and whose address is not proven yet. It owns nothing.
public struct Registration: Sendable, Hashable {
    public var email: EmailAddress
    public var name: String
    /// A PHC string.
    public var passwordHash: String
    public var createdAt: Timestamp
    /// What it was asked for with.
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

/// Some of the accounts, in the order of their ids.
public struct UserPage: Sendable, Hashable {
    public var users: [User]
    public var hasMore: Bool

    public init(users: [User], hasMore: Bool) {
        self.users = users
        self.hasMore = hasMore
    }
}
