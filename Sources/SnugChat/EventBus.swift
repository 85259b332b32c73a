/// Port: delivers the events of commits to whoever is connected.
public protocol EventBus: Sendable {
    /// Takes the events of one commit, commits in order. Called on the store's writer: returns at once.
    func publish(_ events: [Event])
}

/// A bus that nobody listens to, for commands.
public struct NoEvents: EventBus {
    public init() {}
    public func publish(_ events: [Event]) {}
}
