import SnugChat

/// The way in which intentions that share a transaction are kept apart: all of each, or nothing of it.
///
/// A savepoint for each costs as much as a message does, and hardly any intention fails: so all are carried out without
/// one, and where one of them fails all are undone and carried out anew, each in its own. The next batches are then
/// carried out so at once: whoever always fails makes nobody's words be written twice for long.
struct CommitBatches {
    typealias Outcome = (events: [Event], place: CommitLog.Place?, failures: [(any Error)?])

    /// The number of batches that are yet to be carried out in savepoints from the beginning.
    private var carefulLeft = 0

    /// Commits intentions in one transaction.
    /// - Throws: an error where nothing of them is committed, or nobody knows.
    mutating func commit(_ writes: [WriterJob<Transaction>], on db: PostgresConnection) throws -> Outcome {
        guard writes.allSatisfy(\.isRepeatable) else { return try commitApart(writes, on: db) }
        if writes.count > 1, carefulLeft > 0 {
            carefulLeft -= 1
            return try commitApart(writes, on: db)
        }
        do {
            return try commitAtOnce(writes, on: db)
        } catch let failure as IntentionFailure {
            if writes.count > 1 { carefulLeft = Limits.carefulBatches }
            guard writes.count == 1 || failure.isOfLock else { return try commitApart(writes, on: db) }
            var others = writes
            others.remove(at: failure.index)
            var outcome: Outcome = others.isEmpty ? ([], nil, []) : try commitApart(others, on: db, isHurried: true)
            outcome.failures.insert(StoreFault.wrapping(failure.error, doing: "writing"), at: failure.index)
            return outcome
        }
    }

    /// Commits intentions if all of them succeed.
    /// - Throws: ``IntentionFailure`` once all are undone since one failed.
    private func commitAtOnce(_ writes: [WriterJob<Transaction>], on db: PostgresConnection) throws -> Outcome {
        try transact(on: db) { transaction in
            for (index, job) in writes.enumerated() {
                do {
                    try transaction.carryOut(job.perform)
                } catch {
                    throw db.isLost ? PostgresError.connectionLost : IntentionFailure(index: index, error: error)
                }
            }
            return writes.map { _ in nil }
        }
    }

    /// Commits intentions, each in a savepoint of its own.
    private func commitApart(
        _ writes: [WriterJob<Transaction>], on db: PostgresConnection, isHurried: Bool = false
    ) throws -> Outcome {
        try transact(on: db, isHurried: isHurried) { transaction in
            try writes.map { job in
                try transaction.attempt(job.perform).map { StoreFault.wrapping($0, doing: "writing") }
            }
        }
    }

    private func transact(
        on db: PostgresConnection, isHurried: Bool = false, _ carryOut: (Transaction) throws -> [(any Error)?]
    ) throws -> Outcome {
        let transaction = Transaction(db: db)
        do {
            try transaction.begin(isHurried: isHurried)
            let failures = try carryOut(transaction)
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

/// The failure of an intention for which all others of its batch were undone.
private struct IntentionFailure: Error {
    var index: Int
    var error: any Error

    /// True where it waited in vain for somebody's lock: the others would wait for it twice.
    var isOfLock: Bool { (error as? PostgresError)?.condition == .locked }
}
