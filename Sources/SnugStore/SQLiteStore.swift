import GRDB
public import SnugChat
import Synchronization

/// The ``SnugChat/Store`` on one SQLite file in WAL mode: one writer, snapshot readers.
public final class SQLiteStore: Store {
    let database: any DatabaseWriter
    private let commits: CommitQueue
    private let lock: FileLock?
    let place: DatabasePlace?
    /// The faults that intentions and questions meet, for the log.
    public let faults: ReportRelay<StoreFault>

    init(database: any DatabaseWriter, events: any EventBus, lock: FileLock?) {
        self.database = database
        self.lock = lock
        faults = ReportRelay()
        place = lock.map { DatabasePlace(path: database.path, lock: $0) }
        commits = CommitQueue(database: database, events: events, faults: faults, place: place)
    }

    /// The number of writes and questions that wait for the next transaction.
    public var writesWaiting: Int { commits.waiting }

    public func read<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value {
        do {
            // Connections for reading are opened by the path, when they are needed.
            try place?.check()
            return try await database.read { try question(Snapshot(db: $0)) }
        } catch {
            throw faults.reporting(StoreFault.wrapping(error, doing: "reading"))
        }
    }

    /// False: of the programs that work on a file at once, one is a server.
    public var isShared: Bool { false }

    public func submit<Value: Sendable>(
        writing bytes: Int,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        commits.add(CommitQueue.Job(.write, writing: bytes, intention, then: then))
    }

    public func submit<Value: Sendable>(
        posting: Posting,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        commits.add(CommitQueue.Job(.write, posting: posting, intention, then: then))
    }

    public func observe<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        commits.add(CommitQueue.Job(.observe, question, then: then))
    }

    public func outsideChanges() async throws -> Int64 {
        // On the writer's own connection: what it commits itself does not count (SQLite pragma data_version).
        try await withCheckedThrowingContinuation { continuation in
            commits.add(
                CommitQueue.Job(.observe) {
                    try $0.db.one("PRAGMA data_version") { $0[0] as Int64 } ?? 0
                } then: {
                    continuation.resume(with: $0)
                })
        }
    }

    public func foldLog() async throws {
        guard database is DatabasePool else { return }
        try await withCheckedThrowingContinuation { continuation in
            commits.add(
                CommitQueue.Job(.observe) {
                    try Self.fold($0.db)
                } then: {
                    continuation.resume(with: $0)
                })
        }
    }

    /// The numbers of transactions and intentions since the start: their difference is what group commit saved.
    public var commitCounts: (transactions: Int, intentions: Int) {
        (commits.commits.load(ordering: .relaxed), commits.intentions.load(ordering: .relaxed))
    }

    /// Commits what waits, folds the WAL into the file and closes it.
    ///
    /// Nothing can be asked afterwards.
    public func close() throws {
        commits.close()
        do {
            if let pool = database as? DatabasePool { try pool.writeWithoutTransaction { try Self.fold($0) } }
            try database.close()
        } catch let error as DatabaseError {
            throw StoreFault(error, doing: "closing")
        }
        lock?.release()
    }

    /// Folds the WAL into the file, so that one file is left where nobody else uses it.
    ///
    /// Others who use it are neither waited for nor held up: most is folded beside their writes, and what their reads
    /// still need stays in the WAL, which they keep.
    private static func fold(_ db: Database) throws {
        try db.execute(sql: "PRAGMA busy_timeout = 0")
        defer { try? db.execute(sql: "PRAGMA busy_timeout = \(Limits.lockWait.components.seconds * 1_000)") }
        for mode in [Database.CheckpointMode.passive, .truncate] {
            do {
                _ = try db.checkpoint(mode)
            } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
                continue
            }
        }
    }
}
