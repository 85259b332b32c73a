/// A browser's wish to be told of messages while no page of it is open.
///
/// It belongs to the session that brought it, and ends with it.
public struct PushSubscription: Sendable, Hashable {
    public typealias ID = Identifier<PushSubscription>

    public var id: ID
    public var userID: User.ID
    public var sessionID: Session.ID
    public var target: Push.Target
    /// The name of the session's device, such as "Firefox on Linux".
    public var device: String
    /// The language of the pushes' own words.
    public var language: Language
    /// The newest message that there was when it came: it is told of later ones alone.
    public var since: Message.ID
    public var createdAt: Timestamp
    /// The time at which its service last took a push.
    public var acceptedAt: Timestamp?
    /// The time at which its service last did not, with the reason; nil once it has taken one since.
    public var failure: Failure?
    /// The pushes that were refused for good since its service last took one; nil for none.
    public var refusals: Refusals?

    /// A push that was not taken.
    public struct Failure: Sendable, Hashable {
        public var time: Timestamp
        public var reason: PushFailure

        public init(at time: Timestamp, _ reason: PushFailure) {
            self.time = time
            self.reason = reason
        }
    }

    /// The number of pushes that were refused for good, one after the other.
    public struct Refusals: Sendable, Hashable {
        public var count: Int
        /// The time of the first.
        public var since: Timestamp

        public init(_ count: Int, since: Timestamp) {
            self.count = count
            self.since = since
        }
    }

    /// True once its service has refused so many pushes over so long a time that it will take none any more.
    func isRefused(at now: Timestamp) -> Bool {
        guard let refusals else { return false }
        return refusals.count >= Limits.pushRefusalsUntilEnd && now - refusals.since >= Limits.pushRefusalsFor
    }

    public init(
        id: ID, userID: User.ID, sessionID: Session.ID, target: Push.Target, device: String,
        language: Language, since: Message.ID, createdAt: Timestamp, acceptedAt: Timestamp? = nil,
        failure: Failure? = nil, refusals: Refusals? = nil
    ) {
        self.id = id
        self.userID = userID
        self.sessionID = sessionID
        self.target = target
        self.device = device
        self.language = language
        self.since = since
        self.createdAt = createdAt
        self.acceptedAt = acceptedAt
        self.failure = failure
        self.refusals = refusals
    }
}
