public import Foundation
import GRDB
public import SnugChat

/// A copy of the database at one instant, taken while it is in use (SQLite online backup API) and proven.
public enum Backup {
    /// Copies the database to `destination`: to a temporary name beside it, synced, proven against the source's
    /// snapshot, then renamed; its receipt is put beside it.
    ///
    /// The copy is of one read snapshot, a few pages at a time, so in WAL mode no writer waits for it, and no write
    /// meanwhile makes it begin again. The snapshot is let go before the copy is proven.
    /// - Throws: ``DatabaseFault``, naming the file of the two that failed.
    public static func take(of source: String, to destination: String, at time: Timestamp) throws -> BackupReceipt {
        let store = try SQLiteStore.open(path: source, for: .command, events: NoEvents())
        defer { try? store.close() }
        do {
            let contents = try store.database.read { try copyPages(of: $0, to: destination) }
            return try finish(destination, from: source, having: contents, at: time)
        } catch let error as DatabaseError {
            throw DatabaseFault(path: source, reason: .store(StoreFault(error, doing: "reading for a backup")))
        }
    }

    /// Makes a proven copy in a private temporary file and hands it on from its beginning to its end.
    public static func stream(_ source: String, at time: Timestamp, to take: (Data) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("snug-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let copy = "\(folder)/snug.db"
        _ = try self.take(of: source, to: copy, at: time)
        try Files.pieces(of: copy, take)
    }

    /// Proves a copy by itself, and against its receipt where one is beside it.
    /// - Throws: ``DatabaseFault``
    public static func verify(_ path: String) throws -> BackupReceipt {
        try SQLiteStore.checkHeader(of: path)
        let receipt = try BackupReceipt.beside(path)
        let sha256 = try Files.sha256(of: path)
        guard receipt == nil || receipt?.sha256 == sha256 else {
            throw DatabaseFault(path: path, reason: .notAsCopied)
        }
        let contents = try BackupContents.proven(of: path)
        return BackupReceipt(
            time: receipt?.time, bytes: try Files.bytes(of: path), sha256: sha256, schema: contents.schema,
            users: contents.users, rooms: contents.rooms, messages: contents.messages)
    }

    /// Copies every page to a temporary name beside the destination, and returns the source's contents at that instant.
    ///
    /// Writes meanwhile stay in the source's log until this returns, so nothing else is done in here.
    static func copyPages(of db: Database, to destination: String) throws -> BackupContents {
        let temporary = temporary(for: destination)
        let files = FileManager.default
        for suffix in ["", "-journal", "-wal", "-shm"] { try? files.removeItem(atPath: temporary + suffix) }
        return try discarding(temporary, of: destination) {
            guard files.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600]),
                let file = FileHandle(forReadingAtPath: temporary)
            else { throw DatabaseFault(path: destination, reason: .system("it cannot be written")) }
            defer { try? file.close() }
            let copy = try DatabaseQueue(path: temporary)
            try copy.writeWithoutTransaction { target in
                // Whole or not at all: the copy has no name of its own before it is proven.
                try target.execute(sql: "PRAGMA synchronous = OFF")
                try db.backup(to: target, pagesPerStep: Limits.backupPagesPerStep) { _ in
                    // A statement ends here once the copying task is cancelled; the backup's own steps do not.
                    _ = try Int.fetchOne(db, sql: "SELECT 1")
                    // Step by step: a commit's sync would wait for all that the disk's cache then holds.
                    try file.synchronize()
                }
                // One file, without a WAL beside it.
                try target.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            try copy.close()
            return try BackupContents(of: db)
        }
    }

    /// Proves what ``copyPages(of:to:)`` made and gives it its name and its receipt.
    @discardableResult
    static func finish(
        _ destination: String, from source: String, having contents: BackupContents, at time: Timestamp
    ) throws -> BackupReceipt {
        let temporary = temporary(for: destination)
        return try discarding(temporary, of: destination) {
            try Files.sync(temporary)
            guard try contents == BackupContents.proven(of: temporary) else {
                throw DatabaseFault(
                    path: destination, reason: .store(StoreFault(.damaged, "the copy differs from \(source)")))
            }
            let receipt = BackupReceipt(
                time: time.text, bytes: try Files.bytes(of: temporary), sha256: try Files.sha256(of: temporary),
                schema: contents.schema, users: contents.users, rooms: contents.rooms, messages: contents.messages)
            // Should the power fail here, no receipt is better than that of the copy before.
            try? FileManager.default.removeItem(atPath: BackupReceipt.path(of: destination))
            try Files.rename(temporary, to: destination)
            try receipt.write(beside: destination)
            return receipt
        }
    }

    private static func temporary(for destination: String) -> String { "\(destination).partial" }

    /// Does some work on a temporary file, which is removed if that throws.
    private static func discarding<Value>(
        _ temporary: String, of destination: String, _ work: () throws -> Value
    ) throws -> Value {
        do {
            return try work()
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            guard let error = error as? DatabaseError else { throw error }
            throw DatabaseFault(path: destination, reason: .store(StoreFault(error, doing: "writing a backup")))
        }
    }
}
