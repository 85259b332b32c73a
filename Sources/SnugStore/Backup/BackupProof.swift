import Foundation
import GRDB
import Glibc
import SnugChat

/// The evidence that a copy is whole and on the disk: every page, index and reference in it was checked.
struct BackupProof: Sendable {
    var contents: BackupContents
    var bytes: Int
    /// The SHA-256 of the file, in hexadecimal.
    var sha256: String

    /// Opens a copy for reading and proves it.
    /// - Throws: ``DatabaseFault``
    init(of path: String, _ monitor: ProgressMonitor) throws {
        do {
            let copy = try Self.open(path)
            defer { try? copy.close() }
            self = try copy.read { try BackupProof(of: path, $0, monitor) { copy.interrupt() } }
        } catch let error as DatabaseError {
            throw Self.fault(error, path)
        }
    }

    /// Opens a copy for reading and proves it, on a thread of the database's; ends early once the task is cancelled.
    /// - Throws: ``DatabaseFault``, `CancellationError`
    static func made(of path: String) async throws -> BackupProof {
        do {
            let copy = try open(path)
            defer { try? copy.close() }
            return try await copy.read { try BackupProof(of: path, $0, ProgressMonitor()) { copy.interrupt() } }
        } catch let error as DatabaseError {
            throw fault(error, path)
        }
    }

    private init(
        of path: String, _ db: Database, _ monitor: ProgressMonitor, stop: @escaping @Sendable () -> Void
    ) throws {
        try Files.sync(path)
        contents = try monitor.note(.init(.checking), stoppedBy: stop) {
            if let damage = try Self.damage(in: db, monitor) {
                throw DatabaseFault(path: path, reason: .damagedCopy(damage))
            }
            return try BackupContents(of: db)
        }
        bytes = try Files.bytes(of: path)
        // A statement ends here once the proving task is cancelled; reading the file does not.
        sha256 = try Files.sha256(of: path, monitor) { _ = try Int.fetchOne(db, sql: "SELECT 1") }
    }

    /// Returns the first complaint about the pages, indices, references and files of a database; nil where all are sound.
    static func damage(in db: Database, _ monitor: ProgressMonitor) throws -> String? {
        do {
            let findings = try String.fetchCursor(db, sql: "PRAGMA integrity_check")
            while let line = try findings.next() {
                if let complaint = Inspection.complaints(in: line).first { return complaint }
            }
            let orphan = try Row.fetchOne(db, sql: "PRAGMA foreign_key_check")
            return orphan == nil ? try db.complaintOfFiles(monitor) : "a row has lost the one it belongs to"
        } catch let error as DatabaseError where error.isDamage {
            return error.words
        }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        guard isOnReadOnlyDisk(path) else { return try .reading(path) }
        // With a log of its own (Litestream's, a stopped server's) SQLite would make files beside it, unless it knows that
        // nobody writes (SQLite, "Uniform Resource Identifiers" §3.2).
        var file = URLComponents()
        (file.scheme, file.path) = ("file", URL(fileURLWithPath: path).path)
        file.queryItems = [URLQueryItem(name: "immutable", value: "1")]
        return try .reading(file.string ?? path)
    }

    /// Returns true for a database in use by nobody, beside which nothing can be made.
    private static func isOnReadOnlyDisk(_ path: String) -> Bool {
        !Files.may(W_OK, Files.folder(of: path)) && errno == EROFS
    }

    private static func fault(_ error: DatabaseError, _ path: String) -> DatabaseFault {
        DatabaseFault(
            path: path,
            reason: error.isDamage
                ? .damagedCopy(error.words) : .store(StoreFault(error, doing: "proving a copy")))
    }
}
