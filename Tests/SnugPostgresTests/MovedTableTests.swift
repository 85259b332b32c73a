import SnugChat
import Testing

@testable import SnugPostgres

@Suite struct `All that PostgreSQL holds is moved` {
    /// Everything that stays behind, tables with all their columns.
    ///
    /// The log of commits and the claims are of the nodes on this database, as is the node that a file comes by; the
    /// schema is each database's own, and words are indexed anew.
    private static let left: Set<String> = [
        "snug_schema", "commit_count", "commit_log", "claims", "mail_queue.claimed_by", "mail_queue.claim_ends_at",
        "push_queue.claimed_by", "push_queue.claim_ends_at",
        "attachments.node", "message_words", "message_index", "search_days",
    ]

    @Test func `but what is named here, with the reason`() throws {
        let place = try Cluster.shared.get().place()
        try Schema.bringUpToDate(on: Primary(at: ConnectionString(place)).connect())
        let columns = try PostgresConnection(to: ConnectionString(place)).all(
            """
            SELECT table_name::text, table_name || '.' || column_name FROM information_schema.columns
            WHERE table_schema = current_schema()
            """
        ) { (table: try $0[0] as String, column: try $0[1] as String) }
        let held = Set(columns.filter { !Self.left.contains($0.table) }.map(\.column))
        let moved = Set(MovedTable.all.flatMap { table in table.columns.map { "\(table.name).\($0)" } })
        #expect(held.subtracting(moved).subtracting(Self.left) == [])
        #expect(moved.subtracting(held) == [])
    }
}
