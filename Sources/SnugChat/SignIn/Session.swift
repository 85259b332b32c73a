/// One signed-in device. Each token names one; no token is kept.
public struct Session: Sendable, Hashable {
    public typealias ID = Identifier<Session>
    public var id: ID
    public var userID: User.ID
    public var createdAt: Timestamp
    public var lastSeen: Timestamp
    public var expiresAt: Timestamp
    public var endedAt: Timestamp?
    /// What it is, in words: `Firefox on Windows`.
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

/// A session with the name and role of whoever signed in.
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

/// Where a request comes from.
public struct Device: Sendable, Hashable {
    /// In words: `Firefox on Windows`.
    public var name: String
    public var address: String
    /// What shares its bounds with this address: itself, or for IPv6 its /64 (RFC 6177: what one household gets).
    public var network: String

    /// - Parameter name: at most ``Limits/deviceCharactersMax`` characters are kept.
    public init(name: String, address: String, network: String? = nil) {
        self.name = String(name.unicodeScalars.prefix(Limits.deviceCharactersMax).map(Character.init))
        self.address = address
        self.network = network ?? address
    }
}

/// Who is calling: a user behind a valid session.
public struct Caller: Sendable, Hashable {
    public var userID: User.ID
    public var sessionID: Session.ID
    public var role: Role
    /// When the session ends by itself.
    public var expiresAt: Timestamp
    /// When they last proved who they are.
    public var signedInAt: Timestamp

    public init(
        userID: User.ID,
        sessionID: Session.ID,
        role: Role,
        expiresAt: Timestamp,
        signedInAt: Timestamp
    ) {
        self.userID = userID
        self.sessionID = sessionID
        self.role = role
        self.expiresAt = expiresAt
        self.signedInAt = signedInAt
    }
}

/// What a token says (RFC 7519 §4.1): who, by which session, until when.
public struct TokenClaims: Sendable, Hashable {
    public var userID: User.ID
    public var sessionID: Session.ID
    public var issuedAt: Timestamp
    public var expiresAt: Timestamp

    public init(userID: User.ID, sessionID: Session.ID, issuedAt: Timestamp, expiresAt: Timestamp) {
        self.userID = userID
        self.sessionID = sessionID
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
    }
}

/// The outcome of a sign-in.
public struct SignIn: Sendable, Hashable {
    public var token: String
    public var expiresAt: Timestamp
    public var user: User

    public init(token: String, expiresAt: Timestamp, user: User) {
        self.token = token
        self.expiresAt = expiresAt
        self.user = user
    }
}
