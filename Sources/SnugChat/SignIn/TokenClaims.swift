/// The claims of a token (RFC 7519 §4.1): a user, their session, its time.
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
