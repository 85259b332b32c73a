import SnugChat
import SnugTesting
import Testing

@testable import SnugPostgres

@Suite struct `The log of commits` {
    /// Carries a statement out with values, and returns how the server goes about it.
    private func plan(of sql: String, _ values: String, on db: PostgresConnection) throws -> [String] {
        try db.control("PREPARE asked AS \(sql)")
        defer { try? db.control("DEALLOCATE asked") }
        return try db.all("EXPLAIN (COSTS off) EXECUTE asked\(values)") { try $0[0] as String }
    }

    @Test func `costs a commit as much however long somebody looks at an old state`() async throws {
        let place = try Cluster.shared.get().place()
        let store = try PostgresStore(place, events: NoEvents())
        let db = try PostgresConnection(to: ConnectionString(place))
        let old = try PostgresConnection(to: ConnectionString(place))
        try old.control("BEGIN ISOLATION LEVEL REPEATABLE READ")
        #expect(try Snapshot(db: old).commits(after: 0).last.number == 0)
        for _ in 0..<3 { try await store.write { $0.announce(.mailQueued) } }
        #expect(try Snapshot(db: db).commits(after: 0).last.number == 3)
        #expect(try Snapshot(db: old).commits(after: 0).last.number == 0)
        for plan in [
            try plan(of: CommitLog.heartbeat, "", on: db), try plan(of: CommitLog.behind, "(1, 9)", on: db),
            try plan(of: CommitLog.add, "('mail')", on: db), try plan(of: CommitLog.forget, "(1, 2)", on: db),
        ] {
            #expect(plan.contains { $0.contains("commit_log_pkey") })
            #expect(!plan.contains { $0.contains("Seq Scan on commit_log") })
        }
        try old.control("COMMIT")
        store.close()
    }
}
