import SnugChat

/// The way in which intentions that share a transaction are kept apart: all of each, or nothing of it.
///
/// Hardly any fails behind a change, and a savepoint for each would cost as much as a message does: so all are carried
/// out without, but for messages with files and pieces of them. Where one is to be undone, all are, and carried out anew,
/// each in its own.
///
/// Where somebody has a lock that is waited for in vain, others are not held up by it again and again: for a while locks
/// are hardly waited for.
struct CommitBatches {
    typealias Job = WriterJob<Transaction>
    /// The end of the time in which locks are hardly waited for.
    private var hurriedUntil = ContinuousClock.now

    typealias Outcome = (events: [Event], place: CommitLog.Place?, failures: [(any Error)?])

    /// Commits intentions in one transaction.
    /// - Throws: an error where nothing of them is committed, or nobody knows.
    mutating func commit(_ writes: [Job], on db: PostgresConnection) throws -> Outcome {
        do {
            return try commitAtOnce(writes, on: db)
        } catch let failure as IntentionFailure {
            if let index = failure.index, !writes[index].isRepeatable { throw failure.error }
            guard writes.count == 1 || failure.isOfLock, let index = failure.index else {
                return try commitApart(writes, on: db)
            }
            // It is not waited for again.
            var others = writes
            others.remove(at: index)
            var outcome: Outcome = others.isEmpty ? ([], nil, []) : try commitApart(others, on: db)
            outcome.failures.insert(StoreFault.wrapping(failure.error, doing: "writing"), at: index)
            return outcome
        }
    }

    /// Commits intentions if none is to be undone.
    /// - Throws: ``IntentionFailure`` once all are undone since one failed.
    private mutating func commitAtOnce(_ writes: [Job], on db: PostgresConnection) throws -> Outcome {
        try transact(on: db) { transaction in
            var failures: [(any Error)?] = []
            for run in writes.runs {
                let messages = try Self.failing(as: nil, on: db) {
                    run.count > 1 ? try transaction.post(run.compactMap(\.posting)) : [nil]
                }
                for (job, message) in zip(run, messages) {
                    let failure = try Self.failing(as: failures.count, on: db) {
                        try job.isOfFiles
                            ? transaction.attempt(job) : transaction.carryOut(job, posted: message)
                    }
                    failures.append(failure)
                }
            }
            return failures
        }
    }

    private mutating func hurry() { hurriedUntil = .now + Limits.postgresHurriedFor }

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
    private mutating func commitApart(_ writes: [Job], on db: PostgresConnection) throws -> Outcome {
        try transact(on: db) { transaction in try writes.map { try transaction.attempt($0) } }
    }

    private mutating func transact(
        on db: PostgresConnection, _ carryOut: (Transaction) throws -> [(any Error)?]
    ) throws -> Outcome {
        let transaction = Transaction(db: db)
        do {
            try transaction.begin(isHurried: .now < hurriedUntil)
            let failures = try carryOut(transaction)
            if failures.contains(where: \.isOfLock) { hurry() }
            try transaction.beCommitted()
            let place = try transaction.logEvents()
            try db.commit()
            return (transaction.events, place, failures.map { $0.map { StoreFault.wrapping($0, doing: "writing") } })
        } catch {
            if (error as? IntentionFailure)?.isOfLock == true { hurry() }
            // A transaction that cannot be undone on this connection ends with it.
            if (try? transaction.rollBack()) == nil { db.close() }
            throw error
        }
    }
}

extension (any Error)? {
    /// True for the error of a statement that waited in vain for somebody's lock.
    fileprivate var isOfLock: Bool { (self as? PostgresError)?.condition == .locked }
}

/// The failure for which all of a batch was undone.
private struct IntentionFailure: Error {
    /// The intention that failed; nil where it was what several have in common.
    var index: Int?
    var error: any Error

    var isOfLock: Bool { Optional(error).isOfLock }
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

    /// True for one that has a savepoint of its own: a message is refused where a file of it is gone, and pieces of files,
    /// which stand last in a batch, are written once.
    fileprivate var isOfFiles: Bool { !isRepeatable || posting?.draft.attachmentIDs.isEmpty == false }
}
