import Foundation
import GRDB
public import SnugChat

/// The replacement of a database by a copy.
public enum Restore {
    /// The result of a restore.
    public struct Outcome: Sendable, Hashable {
        public var receipt: BackupReceipt
        /// The path at which the database that was there before is kept.
        public var kept: String?
        /// The sessions that were open in the copy and were ended, where that was asked for.
        public var sessionsEnded: Int?
        /// The address under which the copy was served last; nil where it never was.
        public var site: String?
        /// The passkeys in it, which work under that address's host alone (WebAuthn §5.1.3).
        public var passkeys: Int
    }

    /// A backup that is open for reading: whoever may open it need not be the one that puts it in place.
    public struct Source {
        let path: String
        let file: FileHandle
        let bytes: Int
        let receipt: BackupReceipt?

        /// Opens a backup, with its receipt where one is beside it.
        /// - Throws: ``DatabaseFault``
        public init(opening path: String) throws {
            try SQLiteStore.checkHeader(of: path)
            guard ((try? Files.bytes(of: "\(path)-wal")) ?? 0) == 0 else {
                throw DatabaseFault(path: path, reason: .hasLog)
            }
            receipt = try BackupReceipt.beside(path)
            bytes = try Files.bytes(of: path)
            file = try Files.open(path)
            self.path = path
        }
    }

    /// Puts a backup in a database's place, as ``put(_:inPlaceOf:endsSessions:random:at:)`` of a source does.
    public static func put(
        _ copy: String, inPlaceOf path: String, endsSessions: Bool = false, random: any Randomness, at time: Timestamp
    ) throws -> Outcome {
        try put(Source(opening: copy), inPlaceOf: path, endsSessions: endsSessions, random: random, at: time)
    }

    /// Copies the file beside the database, proves that copy, keeps what was there under a dated name and renames.
    ///
    /// Nothing is touched before the copy is proven. The old database keeps its name until the new one takes it. The
    /// new one is another log than that which the copy was made of: it gets a name of its own, and gives no number again
    /// that the lost rows may have had.
    /// - Parameters:
    ///   - endsSessions: true to end every session that is open in the copy.
    ///   - random: the source of the log's name.
    /// - Throws: ``DatabaseFault``; `.inUse` while a server runs on the database.
    public static func put(
        _ copy: Source, inPlaceOf path: String, endsSessions: Bool = false, random: any Randomness, at time: Timestamp
    ) throws -> Outcome {
        let database = try Files.target(of: path)
        try SQLiteStore.makeFolder(for: database)
        let wasThere = FileManager.default.fileExists(atPath: database)
        let lock = try FileLock(path: database)
        defer { lock.release() }
        let temporary = temporary(for: database)
        do {
            let receipt = try prepare(temporary, from: copy)
            let found = try becomeAnotherLog(
                temporary, before: database, named: LogEpoch.name(from: random), endsSessions: endsSessions, at: time)
            try Files.sync(temporary)
            let kept = try keep(database, at: time)
            try Files.rename(temporary, to: database)
            return Outcome(
                receipt: receipt, kept: kept, sessionsEnded: endsSessions ? found.sessions : nil, site: found.site,
                passkeys: found.passkeys)
        } catch {
            Files.removeDatabase(temporary)
            // The lock has made it.
            if !wasThere { try? FileManager.default.removeItem(atPath: database) }
            throw error
        }
    }

    /// Removes what a restore that was killed has left beside a database, whose lock the caller has.
    static func removeLeftovers(of database: String) { Files.removeDatabase(temporary(for: database)) }

    private static func temporary(for database: String) -> String { "\(database).restoring" }

    private static func prepare(_ temporary: String, from copy: Source) throws -> BackupReceipt {
        Files.removeDatabase(temporary)
        do {
            try Files.copy(copy.file, of: copy.bytes, to: temporary)
            guard try copy.receipt == nil || copy.receipt?.sha256 == Files.sha256(of: temporary) else {
                throw DatabaseFault(path: copy.path, reason: .notAsCopied)
            }
            return BackupReceipt(try BackupProof(of: temporary), time: copy.receipt?.time)
        } catch let fault as DatabaseFault {
            // The words must name the file that was given, but for its receipt.
            throw DatabaseFault(path: fault.path.hasPrefix(temporary) ? copy.path : fault.path, reason: fault.reason)
        }
    }

    /// Gives a proven copy a log's name and numbers of its own, and ends its sessions where that is wanted.
    /// - Returns: what it holds: the sessions that were ended, its address, its passkeys.
    private static func becomeAnotherLog(
        _ copy: String, before database: String, named epoch: String, endsSessions: Bool, at time: Timestamp
    ) throws -> (sessions: Int, site: String?, passkeys: Int) {
        let replaced = LogNumbers(of: database)
        do {
            let queue = try DatabaseQueue(path: copy)
            defer { try? queue.close() }
            return try queue.writeWithoutTransaction { db in
                // One file, without a WAL beside it.
                try db.execute(sql: "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL")
                var ended = 0
                try db.inTransaction {
                    let own = try LogNumbers(db)
                    try db.run("DELETE FROM settings WHERE name = ?", LogEpoch.copiedFromSettingName)
                    try db.run(
                        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", LogEpoch.settingName, epoch)
                    try own.after(replaced).write(to: db)
                    if endsSessions {
                        try db.run("UPDATE sessions SET ended_at = ? WHERE ended_at IS NULL", time)
                        ended = db.changesCount
                    }
                    return .commit
                }
                let site = try db.one("SELECT value FROM settings WHERE name = ?", SettingName.site) { $0[0] as String }
                return (ended, site, try Int.fetchOne(db, sql: "SELECT count(*) FROM passkeys") ?? 0)
            }
        } catch let error as DatabaseError {
            throw DatabaseFault(path: database, reason: .store(StoreFault(error, doing: "preparing a restored copy")))
        }
    }

    /// Gives the old database a second, dated name, with everything that its log still held.
    private static func keep(_ database: String, at time: Timestamp) throws -> String? {
        guard try Files.bytes(of: database) > 0 else { return nil }
        let kept = "\(database).before-restore-\(time.fileName)"
        // A damaged database cannot fold its log into itself; then the log is kept beside it.
        try? fold(database)
        try Files.addName(kept, to: database)
        if FileManager.default.fileExists(atPath: "\(database)-wal") {
            try Files.rename("\(database)-wal", to: "\(kept)-wal")
        }
        try? FileManager.default.removeItem(atPath: "\(database)-shm")
        return kept
    }

    private static func fold(_ database: String) throws {
        let queue = try DatabaseQueue(path: database)
        defer { try? queue.close() }
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }
}
