import Synchronization

/// The place where long work notes how far it is, and where it learns that it is to end early.
///
/// The one that shows the progress looks here whenever it suits; the work never waits for that.
public final class ProgressMonitor: Sendable {
    private struct State {
        var progress: WorkProgress?
        var isInterrupted = false
        var stop: (@Sendable () -> Void)?
    }

    private let state = Mutex(State())

    public init() {}

    /// The latest that was noted; nil before the first part.
    public var progress: WorkProgress? { state.withLock(\.progress) }

    public var isInterrupted: Bool { state.withLock(\.isInterrupted) }

    /// Notes how far the work is.
    /// - Throws: `CancellationError` once the work is to end.
    public func note(_ progress: WorkProgress) throws {
        let isInterrupted = state.withLock { state in
            state.progress = progress
            return state.isInterrupted
        }
        if isInterrupted { throw CancellationError() }
    }

    /// Lets the work end: at its next note, or where it waits for a statement.
    ///
    /// A statement that is only about to begin is not met; whoever interrupts calls this again until the work has ended.
    public func interrupt() {
        let stop = state.withLock { state in
            state.isInterrupted = true
            return state.stop
        }
        stop?()
    }

    /// Carries out a part that does not tell how far it is.
    /// - Parameter stop: the function that ends it early, called on another thread.
    /// - Throws: its errors; `CancellationError` in their place once the work is to end.
    public func note<Value>(
        _ progress: WorkProgress, stoppedBy stop: @escaping @Sendable () -> Void = {}, during work: () throws -> Value
    ) throws -> Value {
        try note(progress)
        let outer = state.withLock { state in
            defer { state.stop = stop }
            return state.stop
        }
        defer { state.withLock { $0.stop = outer } }
        do {
            return try work()
        } catch {
            throw isInterrupted ? CancellationError() : error
        }
    }
}
