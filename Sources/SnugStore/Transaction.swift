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

    init(db: Database) { self.db = db }

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
        try db.run("SAVEPOINT intention")
        do {
            try intention(self)
        } catch {
            events.removeSubrange(announced...)
            // Some faults (a full disk; SQLite's lang_transaction §3) have ended the whole transaction already.
            guard db.isInsideTransaction else { throw error }
            try db.run("ROLLBACK TO intention")
            try db.run("RELEASE intention")
            return error
        }
        try db.run("RELEASE intention")
        return nil
    }
}
