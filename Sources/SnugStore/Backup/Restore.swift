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
    }

    /// Copies the file beside the database, proves that copy, keeps what was there under a dated name and renames.
    ///
    /// Nothing is touched before the copy is proven. The old database keeps its name until the new one takes it.
    /// - Throws: ``DatabaseFault``; `.inUse` while a server runs on the database.
    public static func put(_ copy: String, inPlaceOf path: String, at time: Timestamp) throws -> Outcome {
        try SQLiteStore.checkHeader(of: copy)
        guard ((try? Files.bytes(of: "\(copy)-wal")) ?? 0) == 0 else {
            throw DatabaseFault(path: copy, reason: .hasLog)
        }
        let database = try Files.target(of: path)
        try SQLiteStore.makeFolder(for: database)
        let wasThere = FileManager.default.fileExists(atPath: database)
        let lock = try FileLock(path: database)
        defer { lock.release() }
        let temporary = temporary(for: database)
        do {
            let receipt = try prepare(temporary, from: copy)
            try Files.sync(temporary)
            let kept = try keep(database, at: time)
            try Files.rename(temporary, to: database)
            return Outcome(receipt: receipt, kept: kept)
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

    private static func prepare(_ temporary: String, from copy: String) throws -> BackupReceipt {
        Files.removeDatabase(temporary)
        do {
            try Files.copy(copy, to: temporary)
            let receipt = try BackupReceipt.beside(copy)
            guard try receipt == nil || receipt?.sha256 == Files.sha256(of: temporary) else {
                throw DatabaseFault(path: copy, reason: .notAsCopied)
            }
            return BackupReceipt(try BackupProof(of: temporary), time: receipt?.time)
        } catch let fault as DatabaseFault {
            // The words must name the file that was given, but for its receipt.
            throw DatabaseFault(path: fault.path.hasPrefix(temporary) ? copy : fault.path, reason: fault.reason)
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
