/// A signed-in device.
///
/// Each token names a session; no token is kept.
public struct Session: Sendable, Hashable {
    public typealias ID = Identifier<Session>
    public var id: ID
    public var userID: User.ID
    public var createdAt: Timestamp
    public var lastSeen: Timestamp
    public var expiresAt: Timestamp
    public var endedAt: Timestamp?
    /// The device in words: `Firefox on Windows`.
    public var device: String
    /// The network address it signed in from.
    public var address: String
    /// True if it began with a login link.
    public var cameByLink: Bool

    public init(
        id: ID,
        userID: User.ID,
        createdAt: Timestamp,
        lastSeen: Timestamp,
        expiresAt: Timestamp,
        endedAt: Timestamp?,
        device: String,
        address: String,
        cameByLink: Bool = false
    ) {
        self.id = id
        self.userID = userID
        self.createdAt = createdAt
        self.lastSeen = lastSeen
        self.expiresAt = expiresAt
        self.endedAt = endedAt
        self.device = device
        self.address = address
        self.cameByLink = cameByLink
    }
}

/// The reason why a session is over, which its sockets are closed with.
public enum SessionEnd: String, Sendable, Hashable, CaseIterable {
    /// Its user signed out on this device.
    case signedOut = "signed_out"
    /// It was ended from elsewhere: by its user, by an administrator, or as one too many.
    case ended
    case passwordChanged = "password_changed"
    case deactivated
    /// Its time was over.
    case expired
    /// Its user closed their account.
    case closed
}

/// A session with the name and role of its user.
public struct NamedSession: Sendable, Hashable {
    public var session: Session
    public var name: String
    public var role: Role

    public init(session: Session, name: String, role: Role) {
        self.session = session
        self.name = name
        self.role = role
    }
}
