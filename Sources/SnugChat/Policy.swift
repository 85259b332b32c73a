import Synchronization

/// The decisions of this server's owner.
public struct Policy: Sendable, Hashable {
    /// The name that mails and pages carry.
    public var siteName: String
    /// The origin that people open, `https://chat.example.org`, without a slash at its end.
    public var siteURL: String
    public var registration: RegistrationPolicy
    /// The lifetime of a session and its token from its latest renewal.
    public var sessionLifetime: Duration
    /// The lifetime of a session from its sign-in, however often it is renewed.
    public var sessionLifetimeMax: Duration
    /// True while a relay is set; else mails, with their codes, are printed for whoever runs the server.
    public var sendsMail: Bool
    /// The time for which what speaks to somebody stays unread before they are mailed of it; nil for no such mails.
    public var mailsMissedAfter: Duration?
    /// Acts a minute that cost others, such as making, joining and renaming rooms, of one user; 0 means no limit.
    public var actsPerMinute: Double
    /// Messages a second that one user may send on average; 0 means no limit.
    public var messagesPerSecond: Double
    /// Bytes of one file at most; 0 where no files are taken.
    public var uploadBytesMax: Int64
    /// Bytes of one person's files at most.
    public var storagePerUser: Int64
    /// Bytes of all files at most.
    public var storage: Int64

    public init(
        siteName: String = "Snug",
        siteURL: String = "http://localhost:8080",
        registration: RegistrationPolicy = .closed,
        sessionLifetime: Duration = .seconds(30 * 86_400),
        sessionLifetimeMax: Duration = .seconds(365 * 86_400),
        sendsMail: Bool = true,
        mailsMissedAfter: Duration? = .seconds(60 * Limits.missedMailMinutesDefault),
        actsPerMinute: Double = 30,
        messagesPerSecond: Double = 30,
        uploadBytesMax: Int64 = Limits.uploadBytesMaxDefault,
        storagePerUser: Int64 = Limits.storagePerUserDefault,
        storage: Int64 = Limits.storageDefault
    ) {
        self.siteName = siteName
        self.siteURL = siteURL
        self.registration = registration
        self.sessionLifetime = sessionLifetime
        self.sessionLifetimeMax = sessionLifetimeMax
        self.sendsMail = sendsMail
        self.mailsMissedAfter = mailsMissedAfter
        self.actsPerMinute = actsPerMinute
        self.messagesPerSecond = messagesPerSecond
        self.uploadBytesMax = uploadBytesMax
        self.storagePerUser = storagePerUser
        self.storage = storage
    }

    /// Bytes of files a second that one user may send on average; 0 means no limit, where messages have none.
    var uploadBytesPerSecond: Double { messagesPerSecond > 0 ? Limits.uploadBytesPerSecond : 0 }

    /// Calls a second that one user may make on average, each ``Limits/readPieceBytes`` that they read counting as one
    /// more; 0 means no limit, where messages have none.
    var readsPerSecond: Double {
        messagesPerSecond > 0 ? max(Limits.readsPerSecondMin, messagesPerSecond * Limits.readsPerMessage) : 0
    }
}

/// The policy in effect, which can change while the server runs.
final class LivePolicy: Sendable {
    private let policy: Mutex<Policy>

    init(_ policy: Policy) { self.policy = Mutex(policy) }

    var value: Policy { policy.withLock { $0 } }

    /// Replaces the policy at once, except for the site's address.
    func replace(with new: Policy) {
        policy.withLock { policy in
            let siteURL = policy.siteURL
            policy = new
            policy.siteURL = siteURL
        }
    }
}

/// A rule that says who may register an account.
public enum RegistrationPolicy: Sendable, Hashable {
    /// Nobody, not even with an invite: accounts are added by command.
    case closed
    /// Anyone with an open invite.
    case invite
    /// Anyone with an address in exactly one of these domains (lower case), or with an open invite.
    case domains(Set<String>)
    /// Anyone.
    case open
}
