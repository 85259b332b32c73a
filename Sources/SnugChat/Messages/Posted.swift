/// The outcome of posting: the message, and a sign that this call put it into the log.
public struct Posted: Sendable, Hashable {
    public var message: Message
    /// False where the same `client_id` had been posted before.
    public var isNew: Bool

    public init(message: Message, isNew: Bool) {
        self.message = message
        self.isNew = isNew
    }
}
