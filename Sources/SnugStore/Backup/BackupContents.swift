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
    /// Files, and the pieces that their bytes are in; none in a schema from before.
    var files: Int
    var filePieces: Int
    /// The SHA-256, in hexadecimal, of each room's counters and its last message.
    var lastMessages: String

    init(of db: Database) throws {
        func count(_ sql: String) throws -> Int { try Int.fetchOne(db, sql: sql) ?? 0 }
        schema = try count("PRAGMA user_version")
        users = try count("SELECT count(*) FROM users")
        rooms = try count("SELECT count(*) FROM rooms")
        messages = try count("SELECT count(*) FROM messages")
        let hasFiles = try db.tableExists("attachments")
        files = hasFiles ? try count("SELECT count(*) FROM attachments") : 0
        filePieces = hasFiles ? try count("SELECT count(*) FROM attachment_chunks") : 0
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
}
