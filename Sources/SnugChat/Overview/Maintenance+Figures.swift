/// The figures of each day, counted on from where it was stopped last: never all messages at once.
extension Maintenance {
    /// Counts the messages that came to be since the last time, piece by piece.
    public func countMessages() async throws {
        let today = Day(of: chat.now)
        let since = today - (Limits.overviewDays - 1)
        while try await chat.store.read({ try $0.hasUncounted() }) {
            let isDone = try await doPiece(of: .figures) { store in
                try store.countMessages(since: since, limit: Limits.messagesCountedAtOnce)
                return true
            }
            if !isDone || Task.isCancelled { return }
        }
    }

    /// Notes the size of the database, by which its growth is told, and forgets the figures that nobody asks for any
    /// more.
    public func noteDatabaseSize(_ bytes: Int64) async throws {
        let today = Day(of: chat.now)
        try await chat.store.write { store in
            try store.setDatabaseBytes(bytes, on: today)
            // Those of yesterday may still be counted, and nobody twice.
            try store.removeFigures(before: today - (Limits.overviewDays - 1), writersBefore: today - 1)
        }
    }
}
