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
    /// True for a mail that is made and queued like any other but never delivered, so that an address without an
    /// account takes as long as one with.
    public var isDecoy = false
    /// The part of its Message-ID before the `@`, the same at each try: a relay that took the mail although its answer
    /// was lost can tell that it is the same one.
    ///
    /// Nil for a mail that is delivered past the queue, once.
    public var messageID: String?
    /// The moment at which it was written, for its Date, the same at each try; nil as for ``messageID``.
    public var writtenAt: Timestamp?
    /// The https address at which its recipient switches mails of its kind off, by one POST (RFC 8058); nil for a mail of
    /// which nobody is spared.
    public var unsubscribeURL: String?
    /// The message that it tells of, without which it is not sent any more; nil for any other mail.
    public var missed: MissedMessage?

    public init(recipient: String, subject: String, text: String, html: String? = nil) {
        self.recipient = recipient
        self.subject = subject
        self.text = text
        self.html = html
    }

    private enum CodingKeys: CodingKey {
        case recipient, subject, text, html, isDecoy, messageID, writtenAt, unsubscribeURL, missed
    }

    /// Decodes a mail that any version of this program has queued: only the parts that none goes without must be there.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        recipient = try values.decode(String.self, forKey: .recipient)
        subject = try values.decode(String.self, forKey: .subject)
        text = try values.decode(String.self, forKey: .text)
        html = try values.decodeIfPresent(String.self, forKey: .html)
        isDecoy = try values.decodeIfPresent(Bool.self, forKey: .isDecoy) ?? false
        messageID = try values.decodeIfPresent(String.self, forKey: .messageID)
        writtenAt = try values.decodeIfPresent(Int64.self, forKey: .writtenAt).map(Timestamp.init(rawValue:))
        unsubscribeURL = try values.decodeIfPresent(String.self, forKey: .unsubscribeURL)
        missed = try values.decodeIfPresent(MissedMessage.self, forKey: .missed)
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(recipient, forKey: .recipient)
        try values.encode(subject, forKey: .subject)
        try values.encode(text, forKey: .text)
        try values.encodeIfPresent(html, forKey: .html)
        try values.encode(isDecoy, forKey: .isDecoy)
        try values.encodeIfPresent(messageID, forKey: .messageID)
        try values.encodeIfPresent(writtenAt?.rawValue, forKey: .writtenAt)
        try values.encodeIfPresent(unsubscribeURL, forKey: .unsubscribeURL)
        try values.encodeIfPresent(missed, forKey: .missed)
    }
}

extension Mail {
    /// Returns a mail that shows an administrator that mails arrive.
    public static func test(to email: EmailAddress, site: Policy, in language: Language = .english) -> Mail {
        MailTemplate.test(to: email, site: site, in: language).mail
    }
}

/// A mail that waits in the durable queue.
public struct QueuedMail: Sendable, Hashable {
    public typealias ID = Identifier<QueuedMail>
    public var id: ID
    public var mail: Mail
    /// The number of deliveries tried so far.
    public var tries: Int
    /// The moment from which the mail is worthless (its code has expired) and is dropped.
    public var expiresAt: Timestamp

    public init(id: ID, mail: Mail, tries: Int, expiresAt: Timestamp) {
        self.id = id
        self.mail = mail
        self.tries = tries
        self.expiresAt = expiresAt
    }
}

/// The end of a mail in the durable queue.
public enum MailEnd: Sendable, Hashable {
    /// The next hop has taken responsibility for it.
    case taken
    /// It is worthless by now: it has expired, or tells of something that needs no mail any more.
    case worthless
    /// It can never be delivered.
    case refused
    /// The next hop refuses what it says, though not whom it goes to.
    case refusedContent
}

/// The mails of the queue that are due.
public struct DueMails: Sendable, Hashable {
    /// The mails, those longest due first.
    public var mails: [QueuedMail]
    /// The rows that no mail can be made of: damaged, or sealed by another installation.
    public var unreadable: [QueuedMail.ID]

    public init(mails: [QueuedMail], unreadable: [QueuedMail.ID] = []) {
        self.mails = mails
        self.unreadable = unreadable
    }
}

/// The port that hands a mail to its next hop: an SMTP relay, or the console.
public protocol Mailer: Sendable {
    /// Delivers a mail, and returns once the next hop has taken responsibility for it (RFC 5321 §4.2.5).
    /// - Throws: ``MailFault``
    func deliver(_ mail: Mail) async throws(MailFault)
}

/// A failure to hand a mail to its next hop.
public struct MailFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The prospect of a further try.
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
        /// The relay refused the user name and password.
        case auth
        case sender, recipient, data
    }

    public var kind: Kind
    /// The step that failed; nil where the conversation broke off or made no sense.
    public var stage: Stage?
    /// The attempt and its outcome, for the administrator.
    ///
    /// Never holds the mail's content or a secret.
    public var detail: String

    public init(_ kind: Kind, at stage: Stage? = nil, _ detail: String) {
        self.kind = kind
        self.stage = stage
        self.detail = detail
    }

    public var description: String { detail }
}

/// The port to the mails that wait, for the worker that sends them.
public protocol MailOutbox: Sendable {
    /// Returns the mails that are due at `now` and that no other node sends, those longest due first, at most `limit` rows.
    /// - Parameter underway: those of them that are being delivered, which are left out and stay in the queue.
    func dueMails(at now: Timestamp, limit: Int, besides underway: Set<QueuedMail.ID>) async throws -> DueMails
    /// Returns the first moment after `now` at which a mail falls due; nil where none waits for one.
    func nextMailDue(after now: Timestamp) async throws -> Timestamp?
    /// Removes a mail from the queue.
    func removeMail(_ queued: QueuedMail, as end: MailEnd) async throws
    /// Removes a row that no mail can be made of.
    func removeUnreadableMail(_ id: QueuedMail.ID) async throws
    /// Puts a mail off until `time`, and adds one to its number of tries.
    func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) async throws
}
