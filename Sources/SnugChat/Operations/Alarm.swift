import Synchronization

/// A signal that one task awaits and any thread gives; one that nobody awaits is remembered.
public final class Alarm: Sendable {
    private struct State {
        var hasRung = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    public init() {}

    public func ring() {
        let waiter = state.withLock { state in
            let waiter = state.waiter
            state.waiter = nil
            if waiter == nil { state.hasRung = true }
            return waiter
        }
        waiter?.resume()
    }

    /// Rings by itself after a pause, and returns once it rings, as ``wait()`` does.
    /// - Parameters:
    ///   - pause: the longest wait; nil to wait however long it takes.
    ///   - sleep: waits for a duration.
    public func wait(
        atMost pause: Duration?, sleep: @escaping @Sendable (Duration) async throws -> Void
    ) async {
        await withTaskGroup(of: Void.self) { group in
            if let pause {
                group.addTask {
                    if (try? await sleep(pause)) != nil { self.ring() }
                }
            }
            await wait()
            group.cancelAll()
        }
    }

    /// Returns once it rings, has rung since the last time, or the task is cancelled.
    public func wait() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let goesOn = state.withLock { state in
                    if state.hasRung || Task.isCancelled {
                        state.hasRung = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            ring()
        }
    }
}
