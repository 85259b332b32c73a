import Synchronization

/// What the owner of this server has decided.
public struct Policy: Sendable, Hashable {
    /// The name that mails and pages carry.
    public var siteName: String
    /// The origin that people open, `https://chat.example.org`, without a slash at its end.
    public var siteURL: String
    public var registration: RegistrationPolicy
    /// How long a session and its token last from its latest renewal.
    public var sessionLifetime: Duration
    /// How long a session lasts however often it is renewed.
    public var sessionLifetimeMax: Duration
    /// Messages a second that one user may send on average; 0 means no limit.
    public var messagesPerSecond: Double

    public init(
        siteName: String = "Snug",
        siteURL: String = "http://localhost:8080",
        registration: RegistrationPolicy = .closed,
        sessionLifetime: Duration = .seconds(30 * 86_400),
        sessionLifetimeMax: Duration = .seconds(365 * 86_400),
        messagesPerSecond: Double = 30
    ) {
        self.siteName = siteName
        self.siteURL = siteURL
        self.registration = registration
        self.sessionLifetime = sessionLifetime
        self.sessionLifetimeMax = sessionLifetimeMax
        self.messagesPerSecond = messagesPerSecond
    }
}

/// The policy that holds, which can change while the server runs.
final class LivePolicy: Sendable {
    private let policy: Mutex<Policy>

    init(_ policy: Policy) { self.policy = Mutex(policy) }

    var value: Policy { policy.withLock { $0 } }

    func replace(with new: Policy) {
        policy.withLock { policy in
            let siteURL = policy.siteURL
            policy = new
            policy.siteURL = siteURL
        }
    }
}

/// Who may make an account.
public enum RegistrationPolicy: Sendable, Hashable {
    case closed
    /// Whoever has an invite.
    case invite
    /// Whoever has an address in one of these domains (lower case).
    case domains(Set<String>)
    case open
}
