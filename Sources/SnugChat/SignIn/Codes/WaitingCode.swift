/// A code that waits to be entered, as administrators see it: never the code itself.
public struct WaitingCode: Sendable, Hashable {
    public var id: OneTimeCode.ID
    public var email: EmailAddress
    /// The name of the account, or of the registration; nil where there is neither.
    public var name: String?
    public var purpose: OneTimeCode.Purpose
    /// The account that it is for; nil for one that is yet to be made.
    public var userID: User.ID?
    public var createdAt: Timestamp
    public var expiresAt: Timestamp
    public var mail: CodeMail

    public init(
        id: OneTimeCode.ID,
        email: EmailAddress,
        name: String?,
        purpose: OneTimeCode.Purpose,
        userID: User.ID?,
        createdAt: Timestamp,
        expiresAt: Timestamp,
        mail: CodeMail
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.purpose = purpose
        self.userID = userID
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.mail = mail
    }
}
