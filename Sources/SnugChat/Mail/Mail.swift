/// A mail to one person, before it is put into MIME.
public struct Mail: Sendable, Hashable, Codable {
    /// The addr-spec it goes to (RFC 5321 §4.1.2), already checked by ``EmailAddress``.
    public var recipient: String
    /// One line of text, any Unicode.
    public var subject: String
    /// The plain text part: lines separated by `\n`.
    public var text: String
    /// The HTML part, or nil for a mail of plain text alone.
    public var html: String?
    /// Made and queued like a mail, so that an address without an account takes as long as one with; never delivered.
    public var isDecoy = false

    public init(recipient: String, subject: String, text: String, html: String? = nil) {
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.html = html
    }
}

extension Mail {
    /// Returns the mail by which an administrator sees whether mails arrive.
    public static func test(to email: EmailAddress, site: Policy) -> Mail {
        MailTemplate.test(to: email, site: site).mail
    }
}

/// A mail that waits in the durable queue.
public struct QueuedMail: Sendable, Hashable {
    public typealias ID = Identifier<QueuedMail>
    public var id: ID
    public var mail: Mail
    /// How often delivery was tried already.
    public var tries: Int
    /// From this moment on the mail is worthless (its code has expired) and is dropped.
    public var expiresAt: Timestamp

    public init(id: ID, mail: Mail, tries: Int, expiresAt: Timestamp) {
        self.id = id
        self.mail = mail
        self.tries = tries
        self.expiresAt = expiresAt
    }
}

/// Port: hands one mail to whoever carries it further (an SMTP relay, the console).
public protocol Mailer: Sendable {
    /// Returns once the next hop has taken responsibility for the mail (RFC 5321 §4.2.5).
    /// - Throws: ``MailFault``
    func deliver(_ mail: Mail) async throws(MailFault)
}

/// Why a mail was not taken.
public struct MailFault: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// Trying again later may help: no connection, a time-out, a 4xx reply.
        case transient
        /// Trying again will not help: a 5xx reply to this mail.
        case permanent
    }

    /// A step on a mail's way to the relay.
    public enum Stage: Sendable, Hashable {
        /// The relay's name leads nowhere.
        case lookup
        case connect
        case tls
        /// The relay did not take the user name and password.
        case auth
        case sender, recipient, data
    }

    public var kind: Kind
    /// The step that failed; nil where the conversation broke off or made no sense.
    public var stage: Stage?
    /// What was attempted and what came back, for the administrator. Never holds the mail's content or a secret.
    public var detail: String

    public init(_ kind: Kind, at stage: Stage? = nil, _ detail: String) {
        self.kind = kind
        self.stage = stage
        self.detail = detail
    }

    public var description: String { detail }
}

/// Port: the mails that wait, as the worker that sends them sees them.
public protocol MailOutbox: Sendable {
    /// The mails that are due at `now`, oldest first, at most `limit`.
    func dueMails(at now: Timestamp, limit: Int) async throws -> [QueuedMail]
    /// When the next mail falls due, or nil when none waits.
    func nextMailDue() async throws -> Timestamp?
    /// The mail was taken by the next hop, has expired, or can never be delivered: it leaves the queue.
    func removeMail(_ id: QueuedMail.ID) async throws
    /// The mail is to be tried again at `time`; its number of tries goes up by one.
    func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) async throws
}
