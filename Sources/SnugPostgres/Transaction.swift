import Glibc
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
/// It reads what was committed before each statement (READ COMMITTED): what must not change meanwhile is locked.
final class Transaction: StoreView, StoreWriter {
    let db: PostgresConnection
    private(set) var events: [Event] = []
    /// True while nothing was done since the savepoint.
    private var isAtSavepoint = false

    /// The rooms that nobody else can change until the commit.
    private var locked: Set<Room.ID> = []

    init(db: PostgresConnection) { self.db = db }

    private static let beginning = """
        BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE;
        SET LOCAL idle_in_transaction_session_timeout = '\(Limits.postgresTransactionIdleMax.components.seconds)s'
        """

    func announce(_ event: Event) { events.append(event) }

    /// Begins, and locks rooms before anything else is, in one order for all nodes: two that lock the same in different
    /// orders wait for each other.
    func begin(locking rooms: Set<Room.ID>) throws {
        // All in one way there and back; what stands in it are numbers.
        let ids = rooms.sorted().map(\.description).joined(separator: ",")
        let locking = rooms.isEmpty ? "" : "SELECT id FROM rooms WHERE id IN (\(ids)) ORDER BY id FOR NO KEY UPDATE;"
        try db.control("\(Self.beginning); \(locking) SAVEPOINT intention")
        locked = rooms
        isAtSavepoint = true
    }

    func hold(_ rooms: [Room.ID]) throws {
        let missing = Set(rooms).subtracting(locked).sorted()
        guard !missing.isEmpty else { return }
        try db.run("SELECT id FROM rooms WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE", Numbers(missing))
        locked.formUnion(missing)
    }

    func hold(_ user: User.ID) throws {
        try db.run("SELECT id FROM users WHERE id = $1 FOR NO KEY UPDATE", user)
    }

    /// Carries out one intention: all of it, or nothing of it and of its events.
    /// - Parameter isRepeatable: true if it is tried anew where it lost against another session.
    /// - Returns: the intention's error, once it is undone; nil where it is done.
    /// - Throws: an error where the transaction as a whole is lost.
    func attempt(isRepeatable: Bool, _ intention: (Transaction) throws -> Void) throws -> (any Error)? {
        if !isAtSavepoint { try db.control("RELEASE SAVEPOINT intention; SAVEPOINT intention") }
        var retriesLeft = isRepeatable ? Limits.intentionRetriesMax : 0
        while true {
            let (announced, lockedBefore) = (events.count, locked)
            do {
                try intention(self)
                // After an error the server does nothing more until the savepoint is gone back to.
                if db.hasFailed { throw PostgresError(.other, "an intention passed over an error") }
                isAtSavepoint = false
                return nil
            } catch {
                events.removeSubrange(announced...)
                guard !db.isLost else { throw PostgresError.connectionLost }
                // The savepoint stays, and the locks since are let go, so that the other session can go on.
                try db.control("ROLLBACK TO SAVEPOINT intention")
                locked = lockedBefore
                isAtSavepoint = true
                guard retriesLeft > 0, (error as? PostgresError)?.isOfRivals == true else { return error }
                retriesLeft -= 1
                usleep(UInt32(clamping: Limits.intentionRetryAfter.microseconds))
            }
        }
    }

    /// Undoes everything, if there is still a connection to undo it on.
    func rollBack() throws {
        events = []
        if !db.isLost { try db.control("ROLLBACK") }
    }
}
