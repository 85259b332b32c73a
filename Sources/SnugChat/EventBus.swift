/// The port that delivers the events of commits to connected clients.
public protocol EventBus: Sendable {
    /// Takes the events of one transaction, in the order of their announcement; called in the order of commits.
    ///
    /// It is called on the store's writer, which waits meanwhile: an implementation returns at once.
    func publish(_ events: [Event])
}

/// A bus that drops every event, for commands.
public struct NoEvents: EventBus {
    public init() {}
    public func publish(_ events: [Event]) {}
}
