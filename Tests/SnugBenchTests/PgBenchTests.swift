import Foundation
import Testing

@testable import snug_bench

@Suite struct `The floor on PostgreSQL` {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    @Test func `counts what ended behind the warm-up and within the measured seconds`() throws {
        // Client, number, microseconds, script, and the end in seconds and microseconds.
        let log = try PgBenchLog([
            "0 1 1000 0 100 1000\n0 2 2000 0 101 500000\n", "1 1 3000 0 101 999999\n1 2 4000 0 102 500000\n",
        ])
        let latencies = log.latencies(after: 1, for: 1)
        #expect(latencies.count == 2)
        #expect(latencies.max == 3_000_000)
        #expect(try PgBenchLog([""]).latencies(after: 1, for: 1).count == 0)
    }

    @Test(arguments: ["0 1 1000 0 100", "0 1 skipped 0 100 1000", "progress: 5.0 s"])
    func `reads no line that is none of such a log`(line: String) {
        #expect(throws: SocketFault.self) { try PgBenchLog([line]) }
    }

    @Test func `writes the rows of a message into Snug's tables`() async throws {
        let folder = URL(fileURLWithPath: "/tmp/snug-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let cluster = try Cluster(in: folder, connectionsMax: 20)
        try cluster.carryOut("\\i \(Self.root.appending(path: "data/schema-postgresql.sql").path)", on: Cluster.filled)
        try cluster.carryOut(
            """
            INSERT INTO users (name, name_folded, email, password, role, created_at)
                SELECT n, n, n, 'none', 'member', 1 FROM generate_series(1, 2) AS n;
            INSERT INTO rooms (name, kind, created_by, created_at, last_activity_at)
                SELECT n, 'group', n, 1, 1 FROM generate_series(1, 2) AS n;
            INSERT INTO room_members (room_id, user_id, role, joined_at, read_seq, told_seq)
                SELECT n, n, 'owner', 1, 0, 0 FROM generate_series(1, 2) AS n;
            """, on: Cluster.filled)
        let load = Load(
            name: "send 2", rooms: 2, members: 1, inFlight: 1, contentBytes: 60, subject: .acknowledgements)
        let figures = try await PgBench(load: load, warmUp: 0, seconds: 1)
            .run(on: try cluster.newDatabase("pgbench"), of: cluster, in: folder)
        #expect(figures.counts.acknowledgements > 0)
        #expect(throws: Never.self) {
            try cluster.carryOut(
                """
                DO $$ BEGIN
                    ASSERT (SELECT count(DISTINCT room_id) FROM messages WHERE length(content) = 60) = 2;
                    ASSERT (SELECT count(*) FROM messages) = (SELECT count(*) FROM commit_log);
                    ASSERT (SELECT count(*) FROM messages) = (SELECT sum(last_seq) FROM rooms);
                    ASSERT (SELECT sum(read_seq) FROM room_members) = (SELECT sum(told_seq) FROM room_members);
                END $$
                """, on: "pgbench")
        }
        cluster.stop()
        #expect(!FileManager.default.fileExists(atPath: cluster.folder.path))
    }
}
