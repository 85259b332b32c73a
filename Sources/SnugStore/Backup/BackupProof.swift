import Foundation
import GRDB
import SnugChat

/// The evidence that a copy is whole and on the disk: every page, index and reference in it was checked.
struct BackupProof: Sendable {
    var contents: BackupContents
    var bytes: Int
    /// The SHA-256 of the file, in hexadecimal.
    var sha256: String

    /// Opens a copy for reading and proves it.
    /// - Throws: ``DatabaseFault``
    init(of path: String) throws {
        do {
            let copy = try Self.open(path)
            defer { try? copy.close() }
            self = try copy.read { try BackupProof(of: path, $0) }
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
            return try await copy.read { try BackupProof(of: path, $0) }
        } catch let error as DatabaseError {
            throw fault(error, path)
        }
    }

    private init(of path: String, _ db: Database) throws {
        func damaged(_ detail: String) -> DatabaseFault {
            DatabaseFault(path: path, reason: .store(StoreFault(.damaged, detail)))
        }
        try Files.sync(path)
        let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check")
        guard findings == ["ok"] else { throw damaged(findings.first ?? "integrity_check said nothing") }
        guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else {
            throw damaged("foreign_key_check found a row without its parent")
        }
        contents = try BackupContents(of: db)
        bytes = try Files.bytes(of: path)
        // A statement ends here once the proving task is cancelled; reading the file does not.
        sha256 = try Files.sha256(of: path) { _ = try Int.fetchOne(db, sql: "SELECT 1") }
    }

    private static func open(_ path: String) throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    private static func fault(_ error: DatabaseError, _ path: String) -> DatabaseFault {
        DatabaseFault(path: path, reason: .store(StoreFault(error, doing: "proving a copy")))
    }
}
