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
        /// The accounts that are no more what the database that was there before knew of them; nil where it could not be
        /// read, or there was none.
        public var undone: AccountChanges?
        /// The address under which the copy was served last; nil where it never was.
        public var site: String?
        /// The passkeys in it, which work under that address's host alone (WebAuthn §5.1.3).
        public var passkeys: Int
        /// False where the new name could not be written to the disk, so that a power cut may bring the old one back.
        public var isSynced = true

        /// Creates the result of a restore into a database elsewhere, which was empty.
        public init(_ receipt: BackupReceipt, in moved: Move.Outcome, endsSessions: Bool) {
            self.init(
                receipt: receipt, sessionsEnded: endsSessions ? moved.sessionsEnded : nil, site: moved.site,
                passkeys: moved.rows(of: "passkeys"))
        }

        init(
            receipt: BackupReceipt, kept: String? = nil, sessionsEnded: Int?, undone: AccountChanges? = nil,
            site: String?, passkeys: Int, isSynced: Bool = true
        ) {
            self.receipt = receipt
            self.kept = kept
            self.sessionsEnded = sessionsEnded
            self.undone = undone
            self.site = site
            self.passkeys = passkeys
            self.isSynced = isSynced
        }
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
            try Backup.checkIsBackup(path)
            guard !Files.hasLog(beside: path) else { throw DatabaseFault(path: path, reason: .hasLog) }
            receipt = try BackupReceipt.beside(path)
            bytes = try Files.bytes(of: path)
            file = try Files.open(path)
            self.path = path
        }
    }

    /// Copies the file beside the database, proves that copy, keeps what was there under a dated name and renames.
    ///
    /// Nothing is touched before the copy is proven, nor while anybody has the old database open. That one keeps its name
    /// until the new one takes it. The new one is another log than that which the copy was made of: it gets a name of its
    /// own, and gives no number again that the lost rows may have had. Its codes and links are void: they may have been used
    /// since.
    /// - Parameters:
    ///   - endsSessions: true to end every session that is open in the copy.
    ///   - replacesOthers: true to take the place of a file that is no database of Snug's, or is a backup.
    ///   - random: the source of the log's name.
    /// - Throws: ``DatabaseFault``; `.inUse` while a server runs on the database; `CancellationError`.
    public static func put(
        _ copy: Source, inPlaceOf path: String, endsSessions: Bool = false, replacesOthers: Bool = false,
        random: any Randomness, at time: Timestamp, monitor: ProgressMonitor = ProgressMonitor()
    ) throws -> Outcome {
        let database = try Files.target(of: path)
        guard !Files.isFolder(database) else { throw DatabaseFault(path: database, reason: .folder) }
        try checkPlace(database, replacesOthers: replacesOthers)
        try SQLiteStore.makeFolder(for: database)
        let wasThere = FileManager.default.fileExists(atPath: database)
        let lock = try FileLock(path: database)
        defer { lock.release() }
        let temporary = temporary(for: database)
        do {
            RestoreLeftovers.remove(of: database)
            try SoleName.check(database)
            let (replaced, accounts) = (LogNumbers(of: database), AccountList(of: database))
            let hasLog = try settle(database, under: lock)
            let receipt = try prepare(temporary, from: copy, monitor)
            let found = try becomeAnotherLog(
                temporary, after: replaced, named: LogEpoch.name(from: random), endsSessions: endsSessions, at: time)
            try Files.sync(temporary)
            let kept = try replace(database, by: temporary, keepingLog: hasLog, at: time)
            let isSynced = (try? Files.syncFolder(of: database)) != nil
            return Outcome(
                receipt: receipt, kept: kept, sessionsEnded: endsSessions ? found.sessions : nil,
                undone: accounts?.changes(since: found.accounts), site: found.site, passkeys: found.passkeys,
                isSynced: isSynced)
        } catch {
            Files.removeDatabase(temporary)
            // The lock has made it.
            if !wasThere { try? FileManager.default.removeItem(atPath: database) }
            throw error
        }
    }

    static func temporary(for database: String) -> String { "\(database).restoring" }

    private static func prepare(
        _ temporary: String, from copy: Source, _ monitor: ProgressMonitor
    ) throws -> BackupReceipt {
        Files.removeDatabase(temporary)
        try fill(temporary, from: copy, monitor)
        guard try copy.receipt == nil || copy.receipt?.sha256 == Files.sha256(of: temporary, monitor) else {
            throw DatabaseFault(path: copy.path, reason: .notAsCopied)
        }
        do {
            return BackupReceipt(try BackupProof(of: temporary, monitor), time: copy.receipt?.time)
        } catch let fault as DatabaseFault {
            // What is wrong in it is so in the file that was given; what the disk refuses is refused here.
            guard case .damagedCopy = fault.reason else { throw fault }
            throw DatabaseFault(path: copy.path, reason: fault.reason)
        }
    }

    private static func fill(_ temporary: String, from copy: Source, _ monitor: ProgressMonitor) throws {
        do {
            try Files.copy(copy.file, of: copy.bytes, to: temporary, monitor)
        } catch let error where error is DatabaseFault || error is CancellationError {
            throw error
        } catch {
            throw DatabaseFault(path: copy.path, reason: .unreadable)
        }
    }

    /// Checks that a copy takes the place of nothing but a database: a damaged one's header may not say so.
    private static func checkPlace(_ database: String, replacesOthers: Bool) throws {
        guard !Files.isNoFile(database) else { throw DatabaseFault(path: database, reason: .notAFile) }
        guard !replacesOthers, ((try? Files.bytes(of: database)) ?? 0) > 0 else { return }
        do {
            _ = try DatabaseHeader(checking: database)
        } catch let fault as DatabaseFault where [.notADatabase, .notSnug].contains(fault.reason) {
            throw DatabaseFault(path: database, reason: .isNoPlace)
        } catch {
            // A newer Snug's is kept as any other.
        }
        guard !BackupReceipt.describes(database) else { throw DatabaseFault(path: database, reason: .isBackup) }
    }

    /// Gives a proven copy a log's name and numbers of its own, voids its codes, and ends its sessions where that is wanted.
    /// - Returns: what it holds: the sessions that were ended, its address, its passkeys, its accounts.
    private static func becomeAnotherLog(
        _ copy: String, after replaced: LogNumbers?, named epoch: String, endsSessions: Bool, at time: Timestamp
    ) throws -> (sessions: Int, site: String?, passkeys: Int, accounts: AccountList) {
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
                    try db.run("DELETE FROM settings WHERE name = ?", SettingName.movedTo)
                    try db.run(
                        "INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)", LogEpoch.settingName, epoch)
                    try own.after(replaced).write(to: db)
                    try db.run("DELETE FROM one_time_codes")
                    // What waited then was told since, or is long past.
                    for table in try ["push_queue", "missed_mails"].filter({ try db.tableExists($0) }) {
                        try db.run("DELETE FROM \(table)")
                    }
                    if endsSessions {
                        try db.run("UPDATE sessions SET ended_at = ? WHERE ended_at IS NULL", time)
                        ended = db.changesCount
                    }
                    return .commit
                }
                let site = try db.one("SELECT value FROM settings WHERE name = ?", SettingName.site) { $0[0] as String }
                let passkeys = try Int.fetchOne(db, sql: "SELECT count(*) FROM passkeys") ?? 0
                return (ended, site, passkeys, try AccountList(db))
            }
        } catch let error as DatabaseError {
            throw DatabaseFault(path: copy, reason: .store(StoreFault(error, doing: "preparing a restored copy")))
        }
    }

    /// Folds a database's log into it, and keeps everybody out of it as long as the lock is held.
    /// - Returns: true for a damaged one that cannot fold its log into itself.
    /// - Throws: ``DatabaseFault``, `.isOpen` where somebody has it open
    private static func settle(_ database: String, under lock: FileLock) throws -> Bool {
        guard try Files.bytes(of: database) > 0 else { return false }
        for _ in 0..<Limits.lockTriesMax {
            let isFolded = (try? fold(database)) != nil
            try lock.keepOthersOut(of: database)
            let hasLog = Files.hasLog(beside: database)
            if !hasLog || !isFolded { return hasLog }
            // Somebody wrote to it between the two.
            lock.letOthersIn()
        }
        throw DatabaseFault(path: database, reason: .inUse)
    }

    private static func fold(_ database: String) throws {
        let queue = try DatabaseQueue(path: database)
        defer { try? queue.close() }
        _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
    }

    /// Puts a proven copy in the place of a database that nobody has open.
    ///
    /// A log that could not be folded is copied first, so that whenever this is killed, the old database has its log or
    /// the new one stands; ``RestoreLeftovers`` removes what is then left.
    /// - Returns: the path at which the old one is kept; nil for an empty one.
    private static func replace(
        _ database: String, by new: String, keepingLog hasLog: Bool, at time: Timestamp
    ) throws -> String? {
        guard try Files.bytes(of: database) > 0 else {
            try Files.move(new, to: database)
            return nil
        }
        let kept = nameForKept(database, at: time)
        // A server that is started meanwhile waits for the end.
        let lock = try FileLock(existing: new)
        defer { lock.release() }
        if hasLog { try Files.copy("\(database)-wal", to: "\(kept)-wal") }
        try? FileManager.default.removeItem(atPath: "\(database)-shm")
        do {
            try Files.put(new, inPlaceOf: database, keepingItAs: kept)
        } catch {
            if hasLog { try? FileManager.default.removeItem(atPath: "\(kept)-wal") }
            throw error
        }
        if hasLog { try? FileManager.default.removeItem(atPath: "\(database)-wal") }
        return kept
    }

    /// Returns a name of this moment, or of the next second that has none.
    private static func nameForKept(_ database: String, at time: Timestamp) -> String {
        var second = time
        while true {
            let name = "\(database).before-restore-\(second.fileName)"
            if !FileManager.default.fileExists(atPath: name) { return name }
            second = second + .seconds(1)
        }
    }
}
