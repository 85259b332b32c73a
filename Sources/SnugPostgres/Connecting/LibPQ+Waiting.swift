import Glibc

extension LibPQ {
    /// Waits until a connection that was begun is there or has failed, no longer than for a time.
    func waitForConnection(_ handle: Handle?, within patience: Duration) {
        let end = ContinuousClock.now + patience
        // As the manual has it: the first thing to wait for is that it can be written to (PostgreSQL §34.1).
        var wanted = Self.pollingWrites
        while [Self.pollingReads, Self.pollingWrites].contains(wanted), ContinuousClock.now < end {
            let events = wanted == Self.pollingReads ? POLLIN : POLLOUT
            var look = pollfd(fd: unsafe socket(handle), events: Int16(events), revents: 0)
            _ = unsafe poll(&look, 1, Int32((end - ContinuousClock.now).components.seconds * 1_000 + 1_000))
            wanted = unsafe goOnConnecting(handle)
        }
    }
}

extension Primary {
    /// Opens a connection as ``connect(inPlaceOf:)`` does, and finds out whether waiting helps where there is none.
    /// - Throws: ``PostgresFault``, ``PostgresFault/Reason/refused(_:)`` where it does not.
    func open() throws(PostgresFault) -> PostgresConnection {
        do throws(PostgresFault) {
            return try connect()
        } catch {
            guard case .noConnection(let words) = error.reason, let refusal = string.refusal(after: words) else {
                throw error
            }
            throw PostgresFault(.refused(refusal))
        }
    }
}
