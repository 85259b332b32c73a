/// A code that is about to be kept.
public struct NewCode: Sendable, Hashable {
    public var email: EmailAddress
    public var purpose: OneTimeCode.Purpose
    /// The registration that it proves; nil for every other purpose.
    public var registrationID: Registration.ID?
    /// The user whose new address it proves, or who had this one before; nil for every other purpose.
    public var userID: User.ID?
    /// The network that it is asked for from.
    public var network: String
    /// 32 bytes, as ``OneTimeCode/proof``.
    public var proof: [UInt8]
    public var mail: CodeMail
    /// The mail that carries it; nil where none waits in the queue.
    public var mailID: QueuedMail.ID?

    public init(
        email: EmailAddress,
        purpose: OneTimeCode.Purpose,
        registrationID: Registration.ID? = nil,
        userID: User.ID? = nil,
        network: String = "",
        proof: [UInt8],
        mail: CodeMail = .none,
        mailID: QueuedMail.ID? = nil
    ) {
        self.email = email
        self.purpose = purpose
        self.registrationID = registrationID
        self.userID = userID
        self.network = network
        self.proof = proof
        self.mail = mail
        self.mailID = mailID
    }

    /// The time that the code is good for.
    public var lifetime: Duration { purpose.lifetime }
}

extension StoreReader {
    /// Returns the newest code of these purposes, used or not.
    func newestCode(for email: EmailAddress, purposes: Set<OneTimeCode.Purpose>) throws -> OneTimeCode? {
        try codes(for: email, purposes: purposes).first
    }
}
