/// How far it is decided who is told of a room's messages.
public struct PushPosition: Sendable, Hashable {
    /// The seq up to which it is; 0 where it never was.
    public var seq: Int64
    /// The decision that is being queued in parts, or was when a server was cut off.
    public var part: Part?

    public init(_ seq: Int64, part: Part? = nil) {
        self.seq = seq
        self.part = part
    }

    /// The part that is queued of a decision: its pushes to the subscriptions up to one of them.
    public struct Part: Sendable, Hashable {
        /// The seq up to which is decided.
        public var seq: Int64
        public var last: PushSubscription.ID

        public init(_ seq: Int64, upTo last: PushSubscription.ID) {
            self.seq = seq
            self.last = last
        }
    }
}
