import Foundation
import GRDB
public import SnugChat

/// A copy of the database at one instant, taken while it is in use (SQLite online backup API) and proven.
public enum Backup {
    /// What a proven copy holds.
    public struct Proof: Sendable, Hashable {
        public var bytes: Int
        public var users: Int
        public var rooms: Int
        public var messages: Int
    }

    /// Copies the database to `destination`: to a temporary name beside it, checked, synced, then renamed.
    ///
    /// The copy is one step on a read snapshot, so in WAL mode no writer waits for it.
    /// - Throws: ``DatabaseFault``, naming whichever of the two files failed.
    public static func take(of source: String, to destination: String) throws -> Proof {
        let store = try SQLiteStore.open(path: source, for: .command, events: NoEvents())
        defer { try? store.close() }
        do {
            return try store.database.read { try copy($0, to: destination, from: source) }
        } catch let error as DatabaseError {
            throw DatabaseFault(path: source, problem: .store(StoreFault(error, doing: "reading for a backup")))
        }
    }

    @discardableResult
    static func copy(_ db: Database, to destination: String, from source: String) throws -> Proof {
        let temporary = "\(destination).partial"
        let files = FileManager.default
        for suffix in ["", "-journal", "-wal", "-shm"] { try? files.removeItem(atPath: temporary + suffix) }
        do {
            guard files.createFile(atPath: temporary, contents: nil, attributes: [.posixPermissions: 0o600]) else {
                throw DatabaseFault(path: destination, problem: .system("it cannot be written"))
            }
            let copy = try DatabaseQueue(path: temporary)
            try copy.writeWithoutTransaction { target in
                try db.backup(to: target)
                // One file, without a WAL beside it.
                try target.execute(sql: "PRAGMA journal_mode = DELETE")
            }
            let proof = try copy.read { try prove($0, path: destination) }
            try copy.close()
            try sync(temporary)
            guard unsafe rename(temporary, destination) == 0 else {
                throw DatabaseFault(path: destination, problem: .system(FileLock.lastError))
            }
            try sync(URL(fileURLWithPath: destination).deletingLastPathComponent().path)
            return proof
        } catch {
            try? files.removeItem(atPath: temporary)
            guard let error = error as? DatabaseError else { throw error }
            throw DatabaseFault(path: destination, problem: .store(StoreFault(error, doing: "writing a backup")))
        }
    }

    private static func prove(_ copy: Database, path: String) throws -> Proof {
        func damaged(_ detail: String) -> DatabaseFault {
            DatabaseFault(path: path, problem: .store(StoreFault(.damaged, detail)))
        }
        let findings = try String.fetchAll(copy, sql: "PRAGMA integrity_check")
        guard findings == ["ok"] else { throw damaged(findings.first ?? "integrity_check said nothing") }
        guard try Row.fetchOne(copy, sql: "PRAGMA foreign_key_check") == nil else {
            throw damaged("foreign_key_check found a row without its parent")
        }
        func count(_ sql: String) throws -> Int { try Int.fetchOne(copy, sql: sql) ?? 0 }
        return Proof(
            bytes: try count("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"),
            users: try count("SELECT count(*) FROM users"),
            rooms: try count("SELECT count(*) FROM rooms"),
            messages: try count("SELECT count(*) FROM messages"))
    }

    private static func sync(_ path: String) throws(DatabaseFault) {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { _ = close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw DatabaseFault(path: path, problem: .system(FileLock.lastError))
        }
    }
}

/// For commands: nobody is connected to them.
public struct NoEvents: EventBus {
    public init() {}
    public func publish(_ events: [Event]) {}
}
