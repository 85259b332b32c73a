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

    public init(
        id: ID,
        userID: User.ID,
        createdAt: Timestamp,
        lastSeen: Timestamp,
        expiresAt: Timestamp,
        endedAt: Timestamp?,
        device: String,
        address: String
    ) {
        self.id = id
        self.userID = userID
        self.createdAt = createdAt
        self.lastSeen = lastSeen
        self.expiresAt = expiresAt
        self.endedAt = endedAt
        self.device = device
        self.address = address
    }
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
