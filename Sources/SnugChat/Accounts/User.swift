/// A person with an account.
public struct User: Sendable, Hashable {
    public typealias ID = Identifier<User>
    public var id: ID
    public var name: String
    public var email: EmailAddress
    public var role: Role
    public var createdAt: Timestamp
    public var lastSeen: Timestamp?
    /// The moment since which the account is out of use (no sign-in, no session); nil while it is in use.
    public var deactivatedAt: Timestamp?
    /// True where others see if they are there, and when they last were.
    public var showsPresence: Bool
    /// True where others see how far they have read.
    public var showsReading: Bool
    /// The ``Picture/tag`` of their picture; nil where they have none.
    public var picture: String?
    /// The hours in which they want no notices; nil for none.
    public var quiet: QuietHours?
    /// True where they are mailed about what they have missed.
    public var mailsMissed: Bool
    /// The moment at which its holder closed the account for good; nil for every other.
    ///
    /// It has no address any more.
    public var closedAt: Timestamp?
    /// True from the making of an account for someone until they first come in.
    public var isAwaited: Bool

    /// The password hash of an account without a password: no hasher makes or accepts it.
    public static var noPassword: String { "!" }

    /// True for an administrator whose account is in use.
    var isAdministratorInUse: Bool { role.isAdministrator && deactivatedAt == nil }

    public init(
        id: ID,
        name: String,
        email: EmailAddress,
        role: Role,
        createdAt: Timestamp,
        lastSeen: Timestamp? = nil,
        deactivatedAt: Timestamp? = nil,
        showsPresence: Bool = true,
        showsReading: Bool = true,
        picture: String? = nil,
        quiet: QuietHours? = nil,
        mailsMissed: Bool = true,
        closedAt: Timestamp? = nil,
        isAwaited: Bool = false
    ) {
        self.id = id
        self.name = name
        self.email = email
        self.role = role
        self.createdAt = createdAt
        self.lastSeen = lastSeen
        self.deactivatedAt = deactivatedAt
        self.showsPresence = showsPresence
        self.showsReading = showsReading
        self.picture = picture
        self.quiet = quiet
        self.mailsMissed = mailsMissed
        self.closedAt = closedAt
        self.isAwaited = isAwaited
    }
}

/// A user's rights on the whole server.
public enum Role: String, Sendable, Hashable, CaseIterable {
    case owner, admin, member

    /// Creates the role of this word.
    /// - Throws: ``Refusal/invalid(_:)`` where there is none, under `role`.
    public init(checking word: String) throws(Refusal) {
        guard let role = Role(rawValue: word) else {
            throw .invalid("role", "A role is owner, admin or member.")
        }
        self = role
    }

    /// True for administrators, and for owners, who may do all that administrators may.
    public var isAdministrator: Bool { self != .member }

    /// Returns true if this one may do more than `other`.
    func isAbove(_ other: Role) -> Bool { self == .owner && other != .owner || self == .admin && other == .member }
}
