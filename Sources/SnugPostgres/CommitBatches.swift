import SnugChat

/// The way in which intentions that share a transaction are kept apart: all of each, or nothing of it.
///
/// Hardly any fails behind a change, and a savepoint for each would cost as much as a message does: so all are carried
/// out without. Where one is to be undone, all are, and carried out anew, each in its own.
enum CommitBatches {
    typealias Job = WriterJob<Transaction>
    typealias Outcome = (events: [Event], place: CommitLog.Place?, failures: [(any Error)?])

    /// Commits intentions in one transaction.
    /// - Throws: an error where nothing of them is committed, or nobody knows.
    static func commit(_ writes: [Job], on db: PostgresConnection) throws -> Outcome {
        guard writes.allSatisfy(\.isRepeatable) else { return try commitApart(writes, on: db) }
        do {
            return try commitAtOnce(writes, on: db)
        } catch let failure as IntentionFailure {
            guard writes.count == 1 || failure.isOfLock, let index = failure.index else {
                return try commitApart(writes, on: db, isHurried: failure.isOfLock)
            }
            // It is not waited for again.
            var others = writes
            others.remove(at: index)
            var outcome: Outcome = others.isEmpty ? ([], nil, []) : try commitApart(others, on: db, isHurried: true)
            outcome.failures.insert(StoreFault.wrapping(failure.error, doing: "writing"), at: index)
            return outcome
        }
    }

    /// Commits intentions if none is to be undone.
    /// - Throws: ``IntentionFailure`` once all are undone since one failed.
    private static func commitAtOnce(_ writes: [Job], on db: PostgresConnection) throws -> Outcome {
        try transact(on: db) { transaction in
            var failures: [(any Error)?] = []
            for run in writes.runs {
                let messages = try failing(as: nil, on: db) {
                    run.count > 1 ? try transaction.post(run.compactMap(\.posting)) : [nil]
                }
                for (job, message) in zip(run, messages) {
                    failures.append(
                        try failing(as: failures.count, on: db) { try transaction.carryOut(job, posted: message) })
                }
            }
            return failures
        }
    }

    /// Returns what some work does.
    /// - Parameter index: the intention whose work it is; nil for that of several.
    /// - Throws: ``IntentionFailure``, ``PostgresError/connectionLost``
    private static func failing<Value>(
        as index: Int?, on db: PostgresConnection, _ work: () throws -> Value
    ) throws -> Value {
        do {
            return try work()
        } catch {
            throw db.isLost ? PostgresError.connectionLost : IntentionFailure(index: index, error: error)
        }
    }

    /// Commits intentions, each in a savepoint of its own.
    private static func commitApart(
        _ writes: [Job], on db: PostgresConnection, isHurried: Bool = false
    ) throws -> Outcome {
        try transact(on: db, isHurried: isHurried) { transaction in try writes.map { try transaction.attempt($0) } }
    }

    private static func transact(
        on db: PostgresConnection, isHurried: Bool = false, _ carryOut: (Transaction) throws -> [(any Error)?]
    ) throws -> Outcome {
        let transaction = Transaction(db: db)
        do {
            try transaction.begin(isHurried: isHurried)
            let failures = try carryOut(transaction).map { $0.map { StoreFault.wrapping($0, doing: "writing") } }
            let place = try transaction.logEvents()
            try db.commit()
            return (transaction.events, place, failures)
        } catch {
            // A transaction that cannot be undone on this connection ends with it.
            if (try? transaction.rollBack()) == nil { db.close() }
            throw error
        }
    }
}

/// The failure for which all of a batch was undone.
private struct IntentionFailure: Error {
    /// The intention that failed; nil where it was what several have in common.
    var index: Int?
    var error: any Error

    /// True where it waited in vain for somebody's lock.
    var isOfLock: Bool { (error as? PostgresError)?.condition == .locked }
}

extension [CommitBatches.Job] {
    /// The jobs in their order, those together whose messages can be posted by one statement.
    ///
    /// A `client_id` that comes again is seen to be there by the second alone, and words of one person keep their order:
    /// so a run ends before whatever is not plain.
    fileprivate var runs: [ArraySlice<Element>] {
        var runs: [ArraySlice<Element>] = []
        var start = startIndex
        var names: Set<ClientName> = []
        for (index, job) in enumerated() {
            let name = job.posting.flatMap(ClientName.init)
            let mayFollow = job.posting?.isPlain == true && name.map { !names.contains($0) } ?? true
            if index > start, !mayFollow || self[start].posting?.isPlain != true {
                runs.append(self[start..<index])
                (start, names) = (index, [])
            }
            if let name { names.insert(name) }
        }
        if start < endIndex { runs.append(self[start...]) }
        return runs
    }
}

/// A name that is given to one message of a person.
private struct ClientName: Hashable {
    var author: User.ID
    var clientID: String

    init?(_ posting: Posting) {
        guard let clientID = posting.draft.clientID else { return nil }
        (author, self.clientID) = (posting.author, clientID)
    }
}

extension WriterJob {
    /// True for an intention that is carried out anew where it was undone through no fault of its own.
    ///
    /// Pieces of files are not: whoever sends them is told, and goes on from what has come.
    var isRepeatable: Bool { bytes == 0 }
}
