import Crypto
import Foundation
import GRDB
import SnugChat

/// The contents that a copy and its source must have in common.
struct BackupContents: Equatable {
    var schema: Int
    var users: Int
    var rooms: Int
    var messages: Int
    /// The SHA-256, in hexadecimal, of each room's counters and its last message.
    var lastMessages: String

    init(of db: Database) throws {
        func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
        schema = try count("PRAGMA user_version")
        users = try count("SELECT count(*) FROM users")
        rooms = try count("SELECT count(*) FROM rooms")
        messages = try count("SELECT count(*) FROM messages")
        var digest = SHA256()
        let lines = try String.fetchCursor(
            db,
            sql: """
                SELECT json_array(r.id, r.last_seq, r.last_rev, m.id, m.user_id, m.content, m.timestamp, m.rev)
                FROM rooms AS r LEFT JOIN messages AS m ON m.room_id = r.id AND m.seq = r.last_seq
                ORDER BY r.id
                """)
        while let line = try lines.next() { digest.update(data: Data(line.utf8)) }
        lastMessages = Files.hexadecimal(digest.finalize())
    }

    /// Opens a copy for reading and checks every page, index and reference in it.
    /// - Throws: ``DatabaseFault``
    static func proven(of path: String) throws -> BackupContents {
        func damaged(_ detail: String) -> DatabaseFault {
            DatabaseFault(path: path, reason: .store(StoreFault(.damaged, detail)))
        }
        var configuration = Configuration()
        configuration.readonly = true
        do {
            let copy = try DatabaseQueue(path: path, configuration: configuration)
            defer { try? copy.close() }
            return try copy.read { db in
                let findings = try String.fetchAll(db, sql: "PRAGMA integrity_check")
                guard findings == ["ok"] else { throw damaged(findings.first ?? "integrity_check said nothing") }
                guard try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil else {
                    throw damaged("foreign_key_check found a row without its parent")
                }
                return try BackupContents(of: db)
            }
        } catch let error as DatabaseError {
            throw DatabaseFault(path: path, reason: .store(StoreFault(error, doing: "proving a copy")))
        }
    }
}
