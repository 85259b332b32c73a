/// A push that waits in the durable queue: what it is about, and none of its words.
///
/// There is one for each subscription and room, about the newest message, with those before it that it takes the place
/// of; and one for a test.
public struct QueuedPush: Sendable, Hashable {
    public typealias ID = Identifier<QueuedPush>

    public var id: ID
    public var subscription: PushSubscription.ID
    /// The person whose browser that is.
    public var user: User.ID
    /// The room with the message; nil for a test.
    public var room: Room.ID?
    /// The message's number in its room; that of a test counts those that were asked for while it waited.
    public var seq: Int64
    /// The number after which the messages come that nobody was told of yet.
    public var after: Int64
    /// The moment at which it was queued.
    public var createdAt: Timestamp
    /// The number of tries so far.
    public var tries: Int

    public init(
        id: ID, subscription: PushSubscription.ID, of user: User.ID, room: Room.ID?, seq: Int64, after: Int64 = 0,
        createdAt: Timestamp, tries: Int
    ) {
        self.id = id
        self.subscription = subscription
        self.user = user
        self.room = room
        self.seq = seq
        self.after = after
        self.createdAt = createdAt
        self.tries = tries
    }

    /// The moment after which nobody is told of it.
    var end: Timestamp { createdAt + Limits.pushLifetime }
}

/// A push that is to be queued.
public struct NewPush: Sendable, Hashable {
    public var subscription: PushSubscription.ID
    public var seq: Int64
    /// The number after which the messages come that nobody was told of yet.
    public var after: Int64

    public init(to subscription: PushSubscription.ID, about seq: Int64, after: Int64 = 0) {
        self.subscription = subscription
        self.seq = seq
        self.after = after
    }
}

extension Timestamp {
    /// The last moment to which a push can have been put off by now.
    ///
    /// One that waits for a later one was put off by a clock that was ahead, and counts as due
    /// (``isPending(at:within:)``).
    public var lastPushDue: Timestamp { self + Limits.pushWaitLongest + Limits.clockStepMax }
}
