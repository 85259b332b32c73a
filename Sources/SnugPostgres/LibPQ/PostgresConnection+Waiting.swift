import Glibc
import SnugChat

/// The way of a statement to the server and back, with no more patience than there is.
extension PostgresConnection {
    /// The descriptor of its socket; nil once it is closed.
    var socket: CInt? {
        let socket = unsafe library.socket(handle)
        return socket < 0 ? nil : socket
    }

    /// Sends something, and takes the answers to it until there is none or the server waits for rows.
    /// - Parameter send: a function that hands what is sent to libpq, which says 1 once it has it.
    /// - Returns: the last answer.
    /// - Throws: ``PostgresError``: the first that came, ``PostgresError/connectionLost`` where none came in time.
    func exchange(_ send: () -> CInt) throws -> QueryResult {
        let end = patience.map { ContinuousClock.now + $0 }
        guard !isLost, send() == 1 else { throw lost() }
        try flush(until: end)
        var last: QueryResult?
        var failure: PostgresError?
        while let answer = try nextAnswer(until: end) {
            if !answer.isDone { failure = failure ?? answer.error }
            last = answer
            if answer.awaitsRows { break }
        }
        if let failure {
            // What the server says has a code; libpq's own words have none, and its connection is of no use any more.
            if failure.sqlState.isEmpty { close() }
            throw isLost && failure.condition != .connectionLost ? PostgresError.connectionLost : failure
        }
        guard let last else { throw lost() }
        return last
    }

    /// Commits the transaction.
    /// - Parameter time: the time within which COMMIT is answered, where answers are not waited for without end.
    /// - Throws: ``PostgresError``; ``PostgresError/Condition/unknownOutcome`` where no answer came, or one with a
    ///   warning: it is that of a wait for a standby which somebody ended (01000). The connection is closed then.
    func commit(within time: Duration = Limits.postgresCommitWithin) throws {
        notices.forget()
        // A session that was over before it was asked has committed nothing.
        try takeIn()
        _ = unsafe library.isBusy(handle)
        if notices.tellOfTheEnd { throw lost() }
        let usual = patience
        patience = usual.map { _ in time }
        isCommitting = true
        defer { (patience, isCommitting) = (usual, false) }
        let answer: QueryResult
        do {
            answer = try exchange { unsafe library.send(handle, "COMMIT") }
        } catch let error as PostgresError where error.condition == .connectionLost {
            close()
            throw PostgresError(.unknownOutcome, sqlState: error.sqlState, "\(error.words) during COMMIT")
        }
        if let warning = notices.warnings.first {
            close()
            throw PostgresError(
                .unknownOutcome, sqlState: warning.sqlState,
                "PostgreSQL \(warning.sqlState), COMMIT came with a warning: it may be on one machine only")
        }
        guard answer.commandTag == "COMMIT" else {
            throw PostgresError(.other, "the transaction had failed, and was rolled back")
        }
    }

    /// Returns the payloads of the notifications that have come on a channel.
    /// - Throws: ``PostgresError/connectionLost``
    func notifications(on channel: String) throws -> [String] {
        try takeIn()
        var payloads: [String] = []
        while let (name, payload) = nextNotification() { if name == channel { payloads.append(payload) } }
        return payloads
    }

    /// Takes the next notification that was taken in; nil behind the last.
    private func nextNotification() -> (channel: String, payload: String)? {
        guard let notification = unsafe library.nextNotification(handle) else { return nil }
        defer { unsafe library.freeMemory(notification) }
        func text(at offset: Int) -> String {
            (unsafe notification.load(fromByteOffset: offset, as: LibPQ.Text?.self).map { unsafe String(cString: $0) })
                ?? ""
        }
        return (text(at: LibPQ.Notification.channel), text(at: LibPQ.Notification.payload))
    }

    /// Takes the next answer; nil behind the last.
    private func nextAnswer(until end: ContinuousClock.Instant?) throws -> QueryResult? {
        while unsafe library.isBusy(handle) != 0 {
            try wait(for: POLLIN, until: end)
            try takeIn()
        }
        return unsafe library.nextAnswer(handle).map { unsafe QueryResult($0, of: library) }
    }

    /// Gives the kernel all that is to be sent.
    private func flush(until end: ContinuousClock.Instant?) throws {
        while true {
            switch unsafe library.flush(handle) {
            case 0: return
            case 1:
                try wait(for: POLLIN | POLLOUT, until: end)
                // A server that does not get rid of its own words takes no more of ours.
                try takeIn()
            default: throw lost()
            }
        }
    }

    /// Takes in what has come.
    private func takeIn() throws {
        guard unsafe library.takeIn(handle) == 1 else { throw lost() }
    }

    /// Waits until the socket is ready.
    private func wait(for events: CInt, until end: ContinuousClock.Instant?) throws {
        guard let socket else { throw lost() }
        var waits = [pollfd(fd: socket, events: Int16(events), revents: 0)]
        while true {
            if isOutdated() { throw lost() }
            let now = ContinuousClock.now
            let isLate = end.map { now >= $0 } ?? false
            if (isCommitting || isTakingTurn) && commitsHang() || isCommitting && isLate && awaitsStandby {
                close()
                throw PostgresError.unconfirmed
            }
            if isLate {
                let seconds = patience?.components.seconds ?? 0
                throw lost("PostgreSQL has not answered for \(seconds) s, and the connection was lost")
            }
            let look = Limits.postgresLookEvery
            let left = end.map { min($0 - now, look) } ?? look
            // Rounded up: what is left of a millisecond would be waited for without a rest.
            guard unsafe poll(&waits, 1, Int32(clamping: left.microseconds / 1_000 + 1)) == 0 else { return }
        }
    }

    /// Closes the connection, which is of no use any more.
    private func lost(_ words: String = "the connection was lost") -> PostgresError {
        close()
        return PostgresError(.connectionLost, words)
    }
}
