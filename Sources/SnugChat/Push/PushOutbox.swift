/// The port to the durable queue of pushes, as the worker that sends them sees it.
public protocol PushOutbox: Sendable {
    /// Returns pushes that are due, those longest due first, and that no other node sends.
    /// - Parameters:
    ///   - limit: the number of pushes wanted; there may be more.
    ///   - underway: those that are due and under way here, which are left out.
    func duePushes(
        at now: Timestamp, limit: Int, besides underway: Set<QueuedPush.ID>
    ) async throws -> [QueuedPush]
    /// Returns the first moment after `now` at which a push may fall due; nil where none waits.
    func nextPushDue(after now: Timestamp) async throws -> Timestamp?
    /// Returns a push as it now is, so that nobody is told what they may not know any more.
    func next(of queued: QueuedPush) async throws -> PushStep
    /// Writes down what became of a push.
    /// - Parameter outcome: the service's answer; nil for one of which nobody is told any more.
    func settle(_ queued: QueuedPush, as outcome: PushOutcome?) async throws
    /// Puts a push off that was not tried.
    func postpone(_ queued: QueuedPush, until time: Timestamp) async throws
}

/// The next step with a push that is due.
public enum PushStep: Sendable, Hashable {
    case send(Push)
    /// Its person is told of much: it waits for its share.
    case wait(until: Timestamp)
    /// It is read, or not theirs to know any more, or its session is over.
    case drop
}
