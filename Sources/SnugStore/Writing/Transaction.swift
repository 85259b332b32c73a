import GRDB
import SnugChat

/// A connection that answers questions, which each noun's file adds.
protocol StoreView: StoreReader {
    var db: Database { get }
}

/// A snapshot of the committed data.
struct Snapshot: StoreView {
    let db: Database
}

/// The writer's view inside the transaction that a batch of intentions shares.
final class Transaction: StoreView, StoreWriter {
    let db: Database
    private(set) var events: [Event] = []
    var hot: HotStatements

    init(db: Database) {
        self.db = db
        hot = HotStatements(db)
    }

    func announce(_ event: Event) { events.append(event) }

    /// Carries out one intention: all of it, or nothing of it and of its events.
    /// - Parameter isAlone: true if it has the transaction to itself, whose end then undoes it too.
    /// - Returns: the intention's error, once it is undone; nil where it is done.
    /// - Throws: an error where the transaction as a whole is lost.
    func attempt(isAlone: Bool, _ intention: (Transaction) throws -> Void) throws -> (any Error)? {
        if isAlone {
            do {
                try intention(self)
                return nil
            } catch {
                events = []
                if db.isInsideTransaction { try db.run("ROLLBACK") }
                return error
            }
        }
        let announced = events.count
        try hot.run(.begin)
        do {
            try intention(self)
        } catch {
            try undo(error, announced)
            return error
        }
        try hot.run(.end)
        return nil
    }

    /// Carries out intentions that post messages as one: of a savepoint of each, and even of one for all, SQLite keeps a
    /// copy of every page that it changes.
    /// - Parameter isFirst: true if nothing was done in the transaction before, which then needs no savepoint.
    /// - Returns: the error of each that has changed nothing, nil where it is done; nil for all where one failed after it
    ///   had changed something, all of them undone.
    /// - Throws: an error where the transaction as a whole is lost.
    func attemptTogether(
        _ intentions: [@Sendable (Transaction) throws -> Void], isFirst: Bool
    ) throws -> [(any Error)?]? {
        let announced = events.count
        var failures: [(any Error)?] = []
        failures.reserveCapacity(intentions.count)
        if !isFirst { try hot.run(.begin) }
        for intention in intentions {
            let (before, told) = (db.totalChangesCount, events.count)
            do {
                try intention(self)
                failures.append(nil)
            } catch {
                guard db.isInsideTransaction, db.totalChangesCount == before else {
                    if isFirst { try startAgain(error) } else { try undo(error, announced) }
                    return nil
                }
                events.removeSubrange(told...)
                failures.append(error)
            }
        }
        if !isFirst { try hot.run(.end) }
        return failures
    }

    /// Undoes all that was done in the transaction, and begins another.
    private func startAgain(_ error: any Error) throws {
        events = []
        guard db.isInsideTransaction else { throw error }
        try db.run("ROLLBACK")
        try db.run("BEGIN IMMEDIATE")
    }

    /// Undoes what was done since the last savepoint began.
    private func undo(_ error: any Error, _ announced: Int) throws {
        events.removeSubrange(announced...)
        // Some faults (a full disk; SQLite's lang_transaction §3) have ended the whole transaction already.
        guard db.isInsideTransaction else { throw error }
        try hot.run(.undo)
        try hot.run(.end)
    }
}
