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
    /// The number of the connection's changes at which the savepoint `intention` stands; nil while there is none.
    private var savepoint: Int?
    /// The message that was posted already for the intention that is carried out, until it takes it.
    private var ahead: Message?
    /// True once somebody who is no node of Snug kept a lock for longer than ``Limits/postgresLockWait``.
    private var isHurried = false

    init(db: PostgresConnection) { self.db = db }

    /// The number of the locks of writers, "SNUW" in ASCII: one a table of messages.
    static let turn: Int32 = 0x534E_5557

    /// All in one way there and back.
    ///
    /// A plan is made once for each statement, and by indices: as good as any for what a batch does, where making one
    /// costs more than carrying it out, and still good when a table has grown that was empty.
    private static let beginning = """
        BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
        SET LOCAL idle_in_transaction_session_timeout = '\(Limits.postgresTransactionIdleMax.components.seconds)s';
        SET LOCAL lock_timeout = '\(Limits.postgresTurnWait.components.seconds)s';
        SELECT pg_advisory_xact_lock(\(turn), 'messages'::regclass::oid::int);
        SET LOCAL lock_timeout = '\(Limits.postgresLockWait.components.seconds)s';
        SET LOCAL plan_cache_mode = force_generic_plan;
        SET LOCAL enable_seqscan = off
        """
    /// The savepoint stays.
    private static let undoing = "ROLLBACK TO SAVEPOINT intention"
    /// What the rest of a batch waits for locks: together no longer than one that is in no hurry.
    private static let hurrying = """
        SET LOCAL lock_timeout = '\(Limits.postgresLockWait.microseconds / 1_000 / Int64(Limits.postgresBatchMax))ms'
        """

    func announce(_ event: Event) { events.append(event) }

    /// Begins, once no other node is at it.
    /// - Parameter isHurried: true where the batch has waited for somebody's lock for as long as it may already.
    func begin(isHurried: Bool) throws {
        do {
            db.isTakingTurn = true
            defer { db.isTakingTurn = false }
            try db.control(isHurried ? "\(Self.beginning); \(Self.hurrying)" : Self.beginning)
        } catch var error as PostgresError where error.condition == .locked {
            error.words = "another server's commit has not ended for \(Limits.postgresTurnWait.components.seconds) s"
            throw error
        }
        self.isHurried = isHurried
    }

    /// Carries out one intention, of which nothing is kept where it fails.
    /// - Parameter message: the message that it begins with posting; nil where it was not posted already.
    /// - Returns: its error, where it failed before anything was changed for it; nil where it is done.
    /// - Throws: its error, where the transaction is to be undone.
    func carryOut(_ job: WriterJob<Transaction>, posted message: Message? = nil) throws -> (any Error)? {
        let (announced, changes) = (events.count, db.changes)
        ahead = message
        do {
            try job.perform(self)
            // After an error the server does nothing more, however the intention took it.
            if db.hasFailed || ahead != nil { throw PostgresError(.other, "an intention passed over its work") }
            return nil
        } catch {
            guard message == nil, db.changes == changes, !db.hasFailed, !db.isLost else { throw error }
            events.removeSubrange(announced...)
            return error
        }
    }

    /// Returns the message of the intention that is carried out, where it was posted already.
    func takeAhead() -> Message? {
        defer { ahead = nil }
        return ahead
    }

    /// Carries out one intention in a savepoint: all of it, or nothing of it and of its events.
    /// - Returns: the intention's error, once it is undone; nil where it is done.
    /// - Throws: an error where the transaction as a whole is lost.
    func attempt(_ job: WriterJob<Transaction>) throws -> (any Error)? {
        if savepoint != db.changes {
            try db.control((savepoint == nil ? "" : "RELEASE SAVEPOINT intention; ") + "SAVEPOINT intention")
            savepoint = db.changes
        }
        let announced = events.count
        do {
            return try carryOut(job)
        } catch {
            events.removeSubrange(announced...)
            guard !db.isLost else { throw PostgresError.connectionLost }
            if (error as? PostgresError)?.condition == .locked { isHurried = true }
            // What is set goes with the savepoint too.
            try db.control(isHurried ? "\(Self.undoing); \(Self.hurrying)" : Self.undoing)
            savepoint = db.changes
            return error
        }
    }

    /// Waits for others' notifications at the commit as for a turn, whatever the batch has waited for before.
    func beCommitted() throws {
        guard isHurried, !events.isEmpty else { return }
        try db.control("SET LOCAL lock_timeout = '\(Limits.postgresTurnWait.components.seconds)s'")
    }

    /// Undoes everything, if there is still a connection to undo it on.
    func rollBack() throws {
        events = []
        if !db.isLost { try db.control("ROLLBACK") }
    }
}
