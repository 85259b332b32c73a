/// The price of reading: each call counts, and so does what it reads, so that nobody has others wait for long pages.
extension Chat {
    /// Counts a call of the caller.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    public func countCall(by caller: Caller) throws(Refusal) {
        try readingRates.take(caller.userID, at: clock.now)
    }

    /// Counts what a call has read: the next one waits for it.
    /// - Parameters:
    ///   - rows: messages, rooms or people.
    ///   - bytes: the text in them, and other work in its stead.
    public func countReading(rows: Int, bytes: Int = 0, by caller: Caller) {
        let cost = (rows * Limits.readRowBytes + bytes) / Limits.readPieceBytes
        readingRates.charge(caller.userID, cost, at: clock.now)
    }

    /// Counts a call as reading this much until it has its answer: as many at once as come before the first has been
    /// read are counted too.
    func countingReading<Answer>(
        of bytes: Int,
        by caller: Caller,
        _ read: () async throws -> Answer
    ) async throws -> Answer {
        let most = bytes / Limits.readPieceBytes
        readingRates.charge(caller.userID, most, at: clock.now)
        defer { readingRates.charge(caller.userID, -most, at: clock.now) }
        return try await read()
    }

    /// Counts messages that a call has read.
    func countReading(_ messages: [Message], by caller: Caller) {
        countReading(rows: messages.count, bytes: messages.reduce(0) { $0 + $1.bytesSent }, by: caller)
    }
}
