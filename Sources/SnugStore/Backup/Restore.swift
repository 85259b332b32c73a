import Foundation
import GRDB
import Glibc
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
    public static func put(_ copy: String, inPlaceOf database: String, at time: Timestamp) throws -> Outcome {
        try SQLiteStore.checkHeader(of: copy)
        guard ((try? Files.bytes(of: "\(copy)-wal")) ?? 0) == 0 else {
            throw DatabaseFault(path: copy, reason: .hasLog)
        }
        try SQLiteStore.makeFolder(for: database)
        let wasThere = FileManager.default.fileExists(atPath: database)
        let lock = try FileLock(path: database)
        defer { lock.release() }
        let temporary = "\(database).restoring"
        do {
            let receipt = try prepare(temporary, from: copy)
            let kept = try keep(database, at: time)
            try Files.rename(temporary, to: database)
            return Outcome(receipt: receipt, kept: kept)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            // The lock has made it.
            if !wasThere { try? FileManager.default.removeItem(atPath: database) }
            throw error
        }
    }

    private static func prepare(_ temporary: String, from copy: String) throws -> BackupReceipt {
        let files = FileManager.default
        for suffix in ["", "-journal", "-wal", "-shm"] { try? files.removeItem(atPath: temporary + suffix) }
        guard files.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: temporary)
        else { throw DatabaseFault(path: temporary, reason: .system("it cannot be written")) }
        defer { try? file.close() }
        do {
            try Files.pieces(of: copy) { try file.write(contentsOf: $0) }
        } catch let fault as DatabaseFault {
            throw fault
        } catch {
            throw DatabaseFault(path: temporary, reason: .system("it cannot be written whole"))
        }
        let sha256 = try Files.sha256(of: temporary)
        let receipt = try BackupReceipt.beside(copy)
        guard receipt == nil || receipt?.sha256 == sha256 else {
            throw DatabaseFault(path: copy, reason: .notAsCopied)
        }
        do {
            let contents = try BackupContents.proven(of: temporary)
            for suffix in ["-wal", "-shm"] { try? files.removeItem(atPath: temporary + suffix) }
            try Files.sync(temporary)
            return BackupReceipt(
                time: receipt?.time, bytes: try Files.bytes(of: temporary), sha256: sha256,
                schema: contents.schema, users: contents.users, rooms: contents.rooms, messages: contents.messages)
        } catch let fault as DatabaseFault {
            throw DatabaseFault(path: copy, reason: fault.reason)
        }
    }

    /// Gives the old database a second, dated name, with everything that its log still held.
    private static func keep(_ database: String, at time: Timestamp) throws -> String? {
        guard try Files.bytes(of: database) > 0 else { return nil }
        let kept = "\(database).before-restore-\(time.fileName)"
        // A damaged database cannot fold its log into itself; then the log is kept beside it.
        try? fold(database)
        guard unsafe link(database, kept) == 0 else {
            throw DatabaseFault(path: kept, reason: .system(FileLock.lastError))
        }
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
