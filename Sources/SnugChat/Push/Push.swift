/// A text for one device, before it is sealed.
public struct Push: Sendable, Hashable {
    /// The place that a browser gave out for pushes to it.
    public struct Target: Sendable, Hashable {
        /// The URL that its push service takes them at.
        public var endpoint: String
        public var keys: PushKeys

        public init(endpoint: String, keys: PushKeys) {
            self.endpoint = endpoint
            self.keys = keys
        }
    }

    /// The importance of a push to a device that saves power (RFC 8030 §5.3).
    public enum Urgency: String, Sendable {
        case normal
        /// Delivered also while the battery is low: somebody is spoken to.
        case high
    }

    public var target: Target
    /// The person whose device it is.
    public var user: User.ID
    /// At most ``Limits/pushTextBytesMax`` bytes.
    public var text: [UInt8]
    public var urgency: Urgency
    /// ``Limits/pushTopicBytes`` bytes: a push takes the place of an earlier one of the same topic that still waits.
    public var topic: [UInt8]
    /// The moment after which it is told no more: its service keeps it until then at most.
    public var end: Timestamp
    /// The tries before this one, after which the next pause is the longer.
    public var tries = 0

    public init(
        to target: Target, of user: User.ID, text: [UInt8], urgency: Urgency, topic: [UInt8], end: Timestamp
    ) {
        self.target = target
        self.user = user
        self.text = text
        self.urgency = urgency
        self.topic = topic
        self.end = end
    }
}

/// The answer to a push.
public enum PushOutcome: Sendable, Hashable {
    /// The service has taken it; it says nothing of its arrival.
    case accepted
    /// The browser takes no more pushes there: the subscription is to be forgotten.
    case gone
    /// It is not taken, and would not be at another try; the subscription stays.
    case refused(PushFailure)
    /// It may be taken later, not before the moment that is given.
    case delayed(PushFailure, until: Timestamp)
    /// Its service was not asked, and is left alone until then.
    case unasked(until: Timestamp)
}

/// The reason for which a push was not taken.
public struct PushFailure: Error, Sendable, Hashable {
    /// The status of the service's answer; nil where there was none.
    public var status: Int?
    /// The service's words or this server's own: one line of at most ``Limits/pushReasonCharactersMax`` characters.
    public let reason: String

    public init(status: Int? = nil, _ words: String) {
        self.status = status
        // Nothing in foreign words can forge a line of the log.
        let scalars = words.unicodeScalars.prefix(Limits.pushReasonCharactersMax).map { scalar in
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator: Unicode.Scalar(" ")
            default: scalar
            }
        }
        reason = String(String.UnicodeScalarView(scalars)).trimmed
    }

    /// The reason in a line, with the status where there is one: `403 BadJwtToken`.
    public var words: String { status.map { "\($0) \(reason)" } ?? reason }
}

/// The port to the push services.
public protocol PushSender: Sendable {
    /// The key that browsers subscribe with, in base64url; nil while nothing is pushed.
    var publicKey: String? { get }
    /// Returns an endpoint in the one spelling that it is kept in, if this server would send there.
    /// - Throws: ``PushFailure`` with the reason.
    func normalized(_ endpoint: String) throws(PushFailure) -> String
    /// Seals a push and hands it to its service, within ``Limits/pushAnswerWithin``.
    ///
    /// A service that is to be left alone for a while is not asked: the push is ``PushOutcome/unasked(until:)`` at once.
    func send(_ push: Push) async -> PushOutcome
    /// Closes all connections; pushes under way are delayed.
    func shutDown() async
}

/// The sender of whatever pushes nothing, such as a command.
public struct NoPushSender: PushSender {
    private static let failure = PushFailure("This server pushes nothing.")

    public init() {}

    public var publicKey: String? { nil }
    public func normalized(_: String) throws(PushFailure) -> String { throw Self.failure }
    public func send(_: Push) async -> PushOutcome { .refused(Self.failure) }
    public func shutDown() async {}
}
