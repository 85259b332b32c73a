import Foundation
import GRDB
import SnugChat
import SnugTesting
import Testing

@testable import SnugStore

@Suite struct `All that a file holds is moved` {
    /// Everything that stays behind, with its columns' tables.
    ///
    /// The index of words is made anew, with the notes of what it still has of deleted rooms; a node's claims are on work
    /// in this database; a column that is computed comes by itself.
    private static let left: Set<String> = [
        "search_days", "claims", "sqlite_sequence", "rooms.is_private", "mail_queue.claimed_by",
        "mail_queue.claim_ends_at", "push_queue.claimed_by", "push_queue.claim_ends_at", "deleted_rooms.unindexed_seq",
        "deleted_rooms.indexed_id", "attachment_chunks.id",
    ]
    /// The number of a file's piece, which the file keeps in one with that of the file.
    private static let elsewhere: Set = ["attachment_chunks.attachment_id", "attachment_chunks.n"]

    @Test func `but what is named here, with the reason`() throws {
        let columns = try DatabaseQueue.migrated().read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_xinfo(m.name) c
                    WHERE m.type = 'table' AND m.name NOT LIKE 'message\\_search%' ESCAPE '\\'
                    """
            ).map { (table: $0[0] as String, column: "\($0[0] as String).\($0[1] as String)") }
        }
        let held = Set(columns.filter { !Self.left.contains($0.table) }.map(\.column))
        let moved = Set(MovedTable.all.flatMap { table in table.columns.map { "\(table.name).\($0)" } })
        #expect(held.subtracting(moved).subtracting(Self.left) == [])
        #expect(moved.subtracting(held) == Self.elsewhere)
    }

    @Test func `in the order in which it refers to one another`() throws {
        let parents = try DatabaseQueue.migrated().read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT m.name, f."table" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
                    WHERE m.type = 'table'
                    """
            ).map { (child: $0[0] as String, parent: $0[1] as String) }
        }
        let order = MovedTable.all.map(\.name)
        for (child, parent) in parents {
            let (one, other) = (try #require(order.firstIndex(of: parent)), try #require(order.firstIndex(of: child)))
            #expect(one <= other, "\(child) refers to \(parent)")
        }
    }

    @Test func `and its numbers, which are given once`() throws {
        let numbered = try DatabaseQueue.migrated().read { db in
            try String.fetchSet(
                db, sql: "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'")
        }
        #expect(numbered == Set(MovedTable.all.filter(\.isNumbered).map(\.name)))
    }
}

extension DatabaseQueue {
    fileprivate static func migrated() throws -> DatabaseQueue {
        let queue = try DatabaseQueue()
        try queue.writeWithoutTransaction { try SQLiteStore.migrate($0) }
        return queue
    }
}
