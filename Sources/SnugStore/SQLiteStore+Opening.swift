import CSQLite
import Foundation
import GRDB
import Glibc
public import SnugChat

extension SQLiteStore {
    /// The use that a file is opened for.
    public enum Purpose: Sendable {
        /// Serving it: no other server may, and a missing file is made.
        case serving
        /// Filling it by one transaction, however great; no server may, and a missing file is made.
        case filling
        /// Running one command beside a server that may be running; the file must be there.
        ///
        /// An older schema is brought up to date where no server is at work on the file, for that one may be older too.
        case command
        /// Reading it beside a server that may be running; the file must be there, and its schema stays as it is.
        case reading
        /// Looking into it, as for ``reading``; an older schema is refused, for this Snug's questions are of its own.
        case looking

        /// True where no server may use the file, nor anybody else for such a purpose.
        fileprivate var isSole: Bool { [.serving, .filling].contains(self) }
    }

    /// Opens a database file, brings its schema up to date where the purpose allows it, and makes sure that every
    /// commit is synced.
    ///
    /// All of it happens to the file that the path leads to: its mark, its lock and its log are there, not beside a
    /// symbolic link.
    /// - Parameters:
    ///   - backups: the folder of its copies, besides the one beside it; a file that is missing or empty while there are
    ///     copies was lost, and is refused.
    ///   - beginsAnew: true to take no notice of copies.
    ///   - monitor: the monitor of a schema's being brought up to date.
    ///   - upgrading: a function called before a schema is brought up to date, and after each part of it.
    /// - Throws: ``DatabaseFault``; nothing was changed in a file that is not Snug's. `CancellationError`.
    public static func open(
        path: String, for purpose: Purpose, events: any EventBus, backups: BackupFolder? = nil,
        beginsAnew: Bool = false, monitor: ProgressMonitor = ProgressMonitor(),
        upgrading: (UpgradeProgress) -> Void = { _ in }
    ) throws -> SQLiteStore {
        let path = try Files.target(of: path)
        let isThere = FileManager.default.fileExists(atPath: path)
        if !beginsAnew { try checkNotLost(path, isThere: isThere, backups) }
        if purpose.isSole, !isThere { try makeFolder(for: path) }
        guard purpose.isSole || isThere else {
            throw DatabaseFault(path: path, reason: .missing)
        }
        // Another program's file is recognised before anything is made beside it or in it.
        let header = isThere ? try DatabaseHeader(checking: path) : nil
        // To open it would make a database of it.
        if [.reading, .looking].contains(purpose), header?.isEmpty == true {
            throw DatabaseFault(path: path, reason: .empty)
        }
        let lock = purpose.isSole ? try FileLock(path: path) : nil
        do {
            if purpose.isSole {
                RestoreLeftovers.remove(of: path)
                Rollback.removeLeftovers(of: path)
            }
            if isThere { try checkState(of: path, for: purpose) }
            if purpose == .command { try upgradeUnlessServed(path, monitor: monitor, upgrading) }
            if purpose == .looking { try checkIsUpgraded(path) }
            let database = try openPool(
                path: path, upgrades: purpose.isSole, spills: purpose == .filling, monitor, upgrading)
            return SQLiteStore(database: database, events: events, lock: lock)
        } catch {
            lock?.release()
            throw fault(error, path)
        }
    }

    private static func fault(_ error: any Error, _ path: String) -> any Error {
        guard let error = error as? DatabaseError else { return error }
        let fault = StoreFault(error, doing: "opening")
        // SQLite says the same of a disk that is read-only.
        if fault.kind == .readOnly, let stranger = FileOwner.refusal(ofDatabase: path) { return stranger }
        return DatabaseFault(path: path, reason: .store(fault))
    }

    /// Brings an older schema up to date for a command, under the lock that a server would hold.
    ///
    /// Another command that is doing so is waited for.
    static func upgradeUnlessServed(
        _ path: String, patience: Duration = Limits.lockWait, monitor: ProgressMonitor = ProgressMonitor(),
        _ upgrading: (UpgradeProgress) -> Void = { _ in }
    ) throws {
        let deadline = ContinuousClock.now + patience
        do {
            while true {
                let schema = try schema(of: path)
                guard schema < Schema.version else { return }
                do {
                    let lock = try FileLock(path: path)
                    defer { lock.release() }
                    return try openPool(path: path, upgrades: true, monitor, upgrading).close()
                } catch let fault as DatabaseFault where fault.reason == .inUse {
                    guard ContinuousClock.now < deadline else {
                        throw DatabaseFault(path: path, reason: .older(schema: schema, known: Schema.version))
                    }
                }
                usleep(UInt32(Limits.upgradeLookEvery.microseconds))
            }
        } catch {
            throw fault(error, path)
        }
    }

    private static func checkIsUpgraded(_ path: String) throws {
        let schema = try schema(of: path)
        guard schema >= Schema.version else {
            throw DatabaseFault(path: path, reason: .notUpgraded(schema: schema, known: Schema.version))
        }
    }

    /// Returns the number of the schema that a file has now, its log included.
    private static func schema(of path: String) throws -> Int {
        guard try Files.bytes(of: path) > 0 else { return 0 }
        let queue = try DatabaseQueue(path: path, configuration: configuration())
        defer { try? queue.close() }
        return try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") ?? 0 }
    }

    /// Returns a store that is gone with its process: for tests.
    public static func inMemory(events: any EventBus) throws -> SQLiteStore {
        let database = try DatabaseQueue(configuration: configuration())
        try database.writeWithoutTransaction { db in
            try givePagesBack(db)
            try migrate(db)
        }
        return SQLiteStore(database: database, events: events, lock: nil)
    }

    /// Returns a store that is gone with its process, in a nameless file where it outgrows memory: for rehearsals.
    public static func scratch(events: any EventBus) throws -> SQLiteStore {
        let database = try DatabaseQueue(path: "", configuration: configuration())
        try database.writeWithoutTransaction { db in
            try givePagesBack(db)
            try migrate(db)
        }
        return SQLiteStore(database: database, events: events, lock: nil)
    }

    private static func openPool(
        path: String, upgrades: Bool, spills: Bool = false, _ monitor: ProgressMonitor,
        _ upgrading: (UpgradeProgress) -> Void = { _ in }
    ) throws -> DatabasePool {
        if upgrades { try nameApplication(path: path) }
        let pool = try DatabasePool(path: path, configuration: configuration())
        try pool.writeWithoutTransaction { db in
            let version = try schemaVersion(of: db)
            guard version <= Schema.version else {
                throw DatabaseFault(path: path, reason: .newer(schema: version, known: Schema.version))
            }
            if upgrades {
                if (1..<Schema.version).contains(version) {
                    try monitor.note(.init(.upgrading), stoppedBy: { pool.interrupt() }) {
                        try upgrade(db, at: path, from: version, monitor, upgrading)
                    }
                } else {
                    try migrate(db)
                }
            }
            // Where pages are written out in the middle of a transaction and a savepoint, or a statement, is undone
            // then, SQLite before 3.50.2 may commit frames without checksums, and loses them with the process (its
            // release notes): so pages stay in memory, as many as a batch may write.
            if !spills { try db.execute(sql: "PRAGMA cache_spill = OFF") }
            // GRDB sets NORMAL after a pool's connection is prepared, so this comes last, and is read back.
            try db.execute(sql: "PRAGMA synchronous = FULL")
            guard try Int.fetchOne(db, sql: "PRAGMA synchronous") == 2 else {
                throw DatabaseFault(path: path, reason: .notDurable)
            }
        }
        return pool
    }

    /// Brings the schema of a database with contents up to date, once a proven copy of it is kept.
    private static func upgrade(
        _ db: Database, at path: String, from version: Int, _ monitor: ProgressMonitor,
        _ upgrading: (UpgradeProgress) -> Void
    ) throws {
        upgrading(.begins(from: version, to: Schema.version))
        let began = ContinuousClock.now
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        let copy = try Rollback.keepCopy(of: db, at: path, before: Schema.version, at: now, monitor)
        let copied = ContinuousClock.now
        upgrading(.copied(to: copy, took: copied - began))
        do {
            try monitor.note(.init(.upgrading))
            try makePagesGivenBack(db, at: path)
            try migrate(db)
        } catch {
            // The database is as it was: the copy is one too many.
            Backup.remove(copy)
            throw error
        }
        upgrading(.ended(from: version, to: Schema.version, took: .now - copied))
    }

    /// The set-up of SQLite, made once before the first connection: it counts no memory, as nobody looks at the count, and
    /// writes its log in pieces.
    private static let setUp: Void = {
        forgo_memory_statistics()
        gather_log_writes()
    }()

    private static func configuration() -> Configuration {
        setUp
        var configuration = Configuration()
        configuration.label = "snug"
        configuration.maximumReaderCount = Limits.readersMax
        configuration.busyMode = .timeout(TimeInterval(Limits.lockWait.components.seconds))
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA temp_store = MEMORY")
            try db.execute(sql: "PRAGMA wal_autocheckpoint = \(Limits.logPagesFoldedAt)")
            try db.execute(sql: "PRAGMA journal_size_limit = \(Limits.logBytesKept)")
            // What was edited or deleted is overwritten, whichever way the system's SQLite was built.
            try db.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }

    /// Writes Snug's mark into a new file's header before the file goes into WAL mode, so that it is in the file itself
    /// from its first moment.
    private static func nameApplication(path: String) throws {
        guard try Files.bytes(of: path) == 0 else { return }
        let queue = try DatabaseQueue(path: path, configuration: configuration())
        try queue.writeWithoutTransaction { db in
            try givePagesBack(db)
            try db.execute(sql: "PRAGMA application_id = \(Schema.applicationID)")
        }
        try queue.close()
    }

    /// Opens a new, empty database, which its caller alone knows of.
    /// - Parameter path: an empty file.
    static func openNew(_ path: String) throws -> DatabaseQueue {
        try nameApplication(path: path)
        let queue = try DatabaseQueue(path: path, configuration: configuration())
        try queue.writeWithoutTransaction { try migrate($0) }
        return queue
    }

    /// Has a database that has no page yet give back to the disk what it does not need (SQLite, pragma auto_vacuum).
    private static func givePagesBack(_ db: Database) throws {
        try db.execute(sql: "PRAGMA auto_vacuum = INCREMENTAL")
    }

    /// Has a database with contents do so, for which all of it is written anew; outside of a transaction.
    ///
    /// It passes through the log, which shrinks again by `journal_size_limit`, and through a temporary file, not memory.
    /// - Throws: ``DatabaseFault/Reason/noTemporaryRoom(in:bytes:)``; SQLite's errors.
    private static func makePagesGivenBack(_ db: Database, at path: String) throws {
        guard try Int.fetchOne(db, sql: "PRAGMA auto_vacuum") != 2 else { return }
        try db.execute(sql: "PRAGMA temp_store = FILE")
        defer { try? db.execute(sql: "PRAGMA temp_store = MEMORY") }
        try givePagesBack(db)
        do {
            try db.execute(sql: "VACUUM")
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            let bytes = try PartialCopy.bytes(of: db)
            guard let folder = TemporaryFiles.folder, let disk = DiskSpace(at: folder), disk.freeBytes < bytes else {
                throw error
            }
            throw DatabaseFault(path: path, reason: .noTemporaryRoom(in: folder, bytes: bytes))
        }
    }

    /// Carries out the steps that a database has not seen yet, all of them or none.
    ///
    /// The schema's number is read inside the transaction: another connection may have carried them out meanwhile.
    /// References are checked at the end, not step by step: a table that is made anew is gone for a moment.
    static func migrate(_ db: Database, by steps: [String] = Schema.steps) throws {
        guard try schemaVersion(of: db) < steps.count else { return }
        try db.execute(sql: "PRAGMA foreign_keys = OFF")
        defer { try? db.execute(sql: "PRAGMA foreign_keys = ON") }
        db.add(function: Schema.storedAddress)
        defer { db.remove(function: Schema.storedAddress) }
        try db.inTransaction(.immediate) {
            let version = try schemaVersion(of: db)
            guard version < steps.count else { return .commit }
            for step in steps.dropFirst(version) { try db.execute(sql: step) }
            try db.execute(sql: "PRAGMA user_version = \(steps.count)")
            guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else {
                throw DatabaseError(resultCode: .SQLITE_CONSTRAINT_FOREIGNKEY, message: "a row would lose its parent")
            }
            return .commit
        }
    }

    private static func schemaVersion(of db: Database) throws -> Int {
        try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    }

    /// Refuses a missing or empty file where there are backups: whoever began there would get a new server in place of
    /// the old one.
    private static func checkNotLost(_ path: String, isThere: Bool, _ backups: BackupFolder?) throws {
        guard try !isThere || Files.bytes(of: path) == 0 else { return }
        let beside = BackupFolder(path: "\(Files.folder(of: path))/backups")
        let now = Timestamp(seconds: Int64(Date().timeIntervalSince1970))
        guard let copy = backups?.latestCopy(at: now) ?? beside.latestCopy(at: now) else { return }
        throw DatabaseFault(path: path, reason: isThere ? .emptied(copy: copy) : .lost(copy: copy))
    }

    /// Checks that what lies beside a database is its own, before SQLite makes use of it.
    private static func checkState(of path: String, for purpose: Purpose) throws {
        try SoleName.check(path)
        guard DatabaseHeader.isOutOfUse(path) else { return }
        guard !Files.hasLog(beside: path) else { throw DatabaseFault(path: path, reason: .foreignLog) }
        if !purpose.isSole, try isUnservedCopy(path) {
            throw DatabaseFault(path: path, reason: .unservedCopy)
        }
    }

    /// Returns true for a backup that has not been restored or served: to write to it would make it another file than
    /// its receipt says.
    static func isUnservedCopy(_ path: String) throws -> Bool {
        do {
            let queue = try DatabaseQueue.reading(path)
            defer { try? queue.close() }
            return try queue.read { try LogNumbers.isUnserved($0) }
        } catch {
            throw fault(error, path)
        }
    }

    static func makeFolder(for path: String) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw DatabaseFault(path: path, reason: .system("its folder cannot be made"))
        }
    }
}
