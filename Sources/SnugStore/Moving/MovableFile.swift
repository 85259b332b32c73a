import Foundation
import GRDB
public import SnugChat

/// A database file as the beginning or the end of a move.
public struct MovableFile: Sendable {
    private let path: String

    public init(path: String) { self.path = path }

    /// Calls a function with all rows, as long as which nobody else serves the file or writes to it; it stays as it is
    /// but for an older schema, which is brought up to date first.
    /// - Throws: what the function throws; ``DatabaseFault``, `.inUse` while a server runs on it, `.unservedCopy` for a
    ///   backup, `.damagedOrigin` for a file that no copy could be made of.
    public func lend<Value>(
        monitor: ProgressMonitor = ProgressMonitor(), upgrading: (UpgradeProgress) -> Void = { _ in },
        _ work: (any MoveSource) throws -> Value
    ) throws -> Value {
        try lendUnproven(monitor: monitor, upgrading: upgrading) { db, stop in
            let damage = try monitor.note(.init(.checking), stoppedBy: stop) {
                try BackupProof.damage(in: db, monitor)
            }
            if let damage { throw DatabaseFault(path: path, reason: .damagedOrigin(damage)) }
            return try work(SQLiteRows(db: db))
        }
    }

    /// Does the same with the connection, whatever is in the file, and with a way to end its statements.
    func lendUnproven<Value>(
        monitor: ProgressMonitor = ProgressMonitor(), upgrading: (UpgradeProgress) -> Void = { _ in },
        _ work: (_ db: Database, _ stop: @escaping @Sendable () -> Void) throws -> Value
    ) throws -> Value {
        let path = try Files.target(of: path)
        guard FileManager.default.fileExists(atPath: path) else { throw DatabaseFault(path: path, reason: .missing) }
        guard try !DatabaseHeader(checking: path).isEmpty else { throw DatabaseFault(path: path, reason: .empty) }
        if DatabaseHeader.isOutOfUse(path), try SQLiteStore.isUnservedCopy(path) {
            throw DatabaseFault(path: path, reason: .unservedCopy)
        }
        let store = try SQLiteStore.open(
            path: path, for: .serving, events: NoEvents(), monitor: monitor, upgrading: upgrading)
        defer { try? store.close() }
        let database = store.database
        return try database.writeWithoutTransaction { db in
            var answer: Result<Value, any Error>?
            // As a writer, so that no command writes what would stay behind.
            try db.inTransaction(.immediate) {
                answer = Result { try work(db) { database.interrupt() } }
                return .rollback
            }
            guard let answer else { throw StoreFault(.failed, "lending: nothing was asked") }
            return try answer.get()
        }
    }

    /// Calls a function with all rows of a backup, once that is proven.
    /// - Throws: what the function throws; ``DatabaseFault``; `CancellationError`.
    public func lendBackup<Value>(
        monitor: ProgressMonitor = ProgressMonitor(), _ work: (any MoveSource, BackupReceipt) throws -> Value
    ) throws -> Value {
        let receipt = try Backup.verify(path, monitor: monitor)
        guard receipt.schema == Schema.version else {
            throw DatabaseFault(path: path, reason: .backupOfOlder(schema: receipt.schema, known: Schema.version))
        }
        let queue = try DatabaseQueue.reading(path)
        defer { try? queue.close() }
        return try queue.read { db in
            // From its first question on, it is open whoever this process then is.
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
            return try work(SQLiteRows(db: db), receipt)
        }
    }

    /// Fills the file, which is missing or empty, with all rows of another database, and proves it; nothing of it is
    /// there before that.
    /// - Throws: ``DatabaseFault``, `.notEmpty` where there is something already; what the source throws;
    ///   `CancellationError`.
    public func fill(
        from source: any MoveSource, as purpose: MovePurpose, monitor: ProgressMonitor = ProgressMonitor()
    ) throws -> Move.Outcome {
        let database = try Files.target(of: path)
        guard !Files.isFolder(database) else { throw DatabaseFault(path: database, reason: .folder) }
        guard !Files.isNoFile(database) else { throw DatabaseFault(path: database, reason: .notAFile) }
        let wasThere = FileManager.default.fileExists(atPath: database)
        guard try !wasThere || Files.bytes(of: database) == 0 else {
            throw DatabaseFault(path: database, reason: .notEmpty)
        }
        guard !Files.hasLog(beside: database) else { throw DatabaseFault(path: database, reason: .foreignLog) }
        try SQLiteStore.makeFolder(for: database)
        let lock = try FileLock(path: database)
        defer { lock.release() }
        // A server that starts removes what one of that name holds, should this be killed.
        let temporary = Restore.temporary(for: database)
        do {
            RestoreLeftovers.remove(of: database)
            try Files.requireRoom(for: source.bytes(), leaving: Limits.backupReserveBytes, for: database)
            try Files.create(temporary).close()
            let outcome = try Self.make(temporary, from: source, as: purpose, monitor)
            _ = try Backup.blamingSource { try BackupProof(of: temporary, monitor) }
            try Files.move(temporary, to: database)
            try Files.syncFolder(of: database)
            return outcome
        } catch {
            Files.removeDatabase(temporary)
            // The lock has made it.
            if !wasThere { try? FileManager.default.removeItem(atPath: database) }
            throw error
        }
    }

    /// Makes a database of all rows of another, whole or not at all: it has no name of its own before it is proven.
    /// - Parameter path: an empty file.
    static func make(
        _ path: String, from source: any MoveSource, as purpose: MovePurpose, _ monitor: ProgressMonitor
    ) throws -> Move.Outcome {
        do {
            let queue = try SQLiteStore.openNew(path)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { db in
                // The journal holds the few pages of the empty database; the proof looks at all references.
                try db.execute(
                    sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF")
                var outcome = Move.Outcome()
                try db.inTransaction {
                    let rows = SQLiteRows(db: db)
                    outcome = try rows.withoutTriggers {
                        try Move.carryOut(from: source, to: rows, as: purpose, monitor: monitor)
                    }
                    return .commit
                }
                try db.execute(sql: "PRAGMA journal_mode = DELETE")
                return outcome
            }
        } catch let error as DatabaseError {
            throw DatabaseFault(path: path, reason: .store(StoreFault(error, doing: "filling")))
        }
    }
}

extension SQLiteStore: MovableStore {
    public func lend<Value: Sendable>(
        _ work: @escaping @Sendable (any MoveSource) throws -> Value
    ) async throws -> Value {
        do {
            try place?.check()
            return try await database.read { try work(SQLiteRows(db: $0)) }
        } catch let error as DatabaseError {
            throw StoreFault(error, doing: "lending")
        }
    }
}
