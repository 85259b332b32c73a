/// A user behind a valid session, as the use cases know them.
public struct Caller: Sendable, Hashable {
    public var userID: User.ID
    public var sessionID: Session.ID
    public var role: Role
    /// The time at which the session ends by itself.
    public var expiresAt: Timestamp
    /// The time at which the user last proved who they are.
    public var signedInAt: Timestamp
    /// True where others see if they are there.
    public var showsPresence: Bool
    /// True if the session began with a login link.
    public var cameByLink: Bool

    public init(
        userID: User.ID,
        sessionID: Session.ID,
        role: Role,
        expiresAt: Timestamp,
        signedInAt: Timestamp,
        showsPresence: Bool = true,
        cameByLink: Bool = false
    ) {
        self.userID = userID
        self.sessionID = sessionID
        self.role = role
        self.expiresAt = expiresAt
        self.signedInAt = signedInAt
        self.showsPresence = showsPresence
        self.cameByLink = cameByLink
    }
}
