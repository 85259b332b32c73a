import SnugChat

/// A connection that answers questions, which each noun's file adds.
protocol StoreView: StoreReader {
    var db: PostgresConnection { get }
}

/// A snapshot of the committed data.
struct Snapshot: StoreView {
    let db: PostgresConnection

    /// Answers from one snapshot, however many statements a question takes.
    static func asking<Value>(_ db: PostgresConnection, _ question: (Snapshot) throws -> Value) throws -> Value {
        try db.control("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        do {
            let value = try question(Snapshot(db: db))
            try db.control("COMMIT")
            return value
        } catch {
            if !db.isLost { try db.control("ROLLBACK") }
            throw error
        }
    }
}

/// The writer's view inside the transaction that a batch of intentions shares.
///
/// The batches of all nodes are carried out one after the other, each to its commit: what an intention asks (READ
/// COMMITTED, so it is as the last batch left it) is so until it has ended, ids ascend in the order of commits, and no
/// two nodes wait for each other. What notifies commits one at a time in any case.
final class Transaction: StoreView, StoreWriter {
    let db: PostgresConnection
    private(set) var events: [Event] = []
    /// True while nothing was done since the savepoint.
    private var isAtSavepoint = false
    /// True once somebody who is no node of Snug kept a lock for longer than ``Limits/postgresLockWait``.
    private var isHurried = false

    init(db: PostgresConnection) { self.db = db }

    /// The number of the locks of writers, "SNUW" in ASCII: one a table of messages.
    static let turn: Int32 = 0x534E_5557

    /// All in one way there and back.
    private static let beginning = """
        BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
        SET LOCAL idle_in_transaction_session_timeout = '\(Limits.postgresTransactionIdleMax.components.seconds)s';
        SET LOCAL lock_timeout = '\(Limits.postgresTurnWait.components.seconds)s';
        SELECT pg_advisory_xact_lock(\(turn), 'messages'::regclass::oid::int);
        SET LOCAL lock_timeout = '\(Limits.postgresLockWait.components.seconds)s';
        SAVEPOINT intention
        """
    /// The savepoint stays.
    private static let undoing = "ROLLBACK TO SAVEPOINT intention"
    /// What the rest of a batch waits for locks: together no longer than one that is in no hurry.
    private static let hurrying = """
        SET LOCAL lock_timeout = '\(Limits.postgresLockWait.microseconds / 1_000 / Int64(Limits.postgresBatchMax))ms'
        """

    func announce(_ event: Event) { events.append(event) }

    /// Begins, once no other node is at it.
    func begin() throws {
        try db.control(Self.beginning)
        isAtSavepoint = true
    }

    /// Carries out one intention: all of it, or nothing of it and of its events.
    /// - Returns: the intention's error, once it is undone; nil where it is done.
    /// - Throws: an error where the transaction as a whole is lost.
    func attempt(_ intention: (Transaction) throws -> Void) throws -> (any Error)? {
        if !isAtSavepoint { try db.control("RELEASE SAVEPOINT intention; SAVEPOINT intention") }
        let announced = events.count
        do {
            try intention(self)
            // After an error the server does nothing more until the savepoint is gone back to.
            if db.hasFailed { throw PostgresError(.other, "an intention passed over an error") }
            isAtSavepoint = false
            return nil
        } catch {
            events.removeSubrange(announced...)
            guard !db.isLost else { throw PostgresError.connectionLost }
            if (error as? PostgresError)?.condition == .locked { isHurried = true }
            // What is set goes with the savepoint too.
            try db.control(isHurried ? "\(Self.undoing); \(Self.hurrying)" : Self.undoing)
            isAtSavepoint = true
            return error
        }
    }

    /// Undoes everything, if there is still a connection to undo it on.
    func rollBack() throws {
        events = []
        if !db.isLost { try db.control("ROLLBACK") }
    }
}
