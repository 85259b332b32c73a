import Foundation

/// The floor of senders on PostgreSQL: `pgbench`, whose clients each write the rows of a message in a transaction.
struct PgBench: Sendable {
    var load: Load
    var warmUp: Double
    var seconds: Double

    /// The transaction of a client, in the room of its own: the rooms and people of a fresh database count from 1.
    ///
    /// Its entry in the log of commits takes its number from a sequence: no client waits for another's, as nodes do.
    static let script = """
        \\set room :client_id + 1
        \\set n :n + 1
        \\set at :began + :n
        BEGIN;
        UPDATE rooms SET last_seq = last_seq + 1, last_activity_at = :at, activity = nextval('room_activity') \
        WHERE id = :room RETURNING last_seq AS seq \\gset
        INSERT INTO messages (room_id, seq, user_id, content, timestamp, client_id) \
        VALUES (:room, :seq, :room, :content, :at, '00000000-0000-4000-8000-' || lpad(:n::text, 12, '0'));
        UPDATE room_members SET read_seq = :seq, told_seq = greatest(told_seq, :seq) \
        WHERE room_id = :room AND user_id = :room;
        INSERT INTO commit_log (number, events) \
        VALUES (nextval('\(sequence)'), 'posted ' || :room::text || ' ' || :seq::text);
        COMMIT;

        """
    private static let sequence = "pgbench_commits"

    /// The milliseconds since 1970 at which the messages begin.
    private static let began = 1_795_363_200_000
    /// The threads of the generator, as Snug's has one.
    private static let threadsMax = 2

    /// Runs it for as long as a load is run, and reads from its log what was committed behind the warm-up.
    /// - Parameter folder: the folder for its script and its log.
    /// - Throws: ``SocketFault`` where it fails.
    func run(on database: String, of cluster: Cluster, in folder: URL) async throws -> Figures {
        try cluster.carryOut("CREATE SEQUENCE \(Self.sequence)", on: database)
        let script = folder.appending(path: "message.sql")
        try Self.script.write(to: script, atomically: true, encoding: .utf8)
        let variables = ["n=0", "began=\(Self.began)", "content=\(String(repeating: "x", count: load.contentBytes))"]
        let ended = try await end(
            of: cluster.connecting + [
                "--no-vacuum", "--protocol", "prepared", "--client", "\(load.rooms)",
                "--jobs", "\(min(load.rooms, Self.threadsMax))", "--time", "\(Int((warmUp + seconds).rounded(.up)))",
                "--file", script.path, "--log", "--log-prefix", folder.appending(path: "pgbench-log").path,
            ] + variables.flatMap { ["--define", $0] } + [database])
        try Task.checkCancellation()
        guard ended == 0 else { throw SocketFault(description: "pgbench failed with \(ended).") }
        let logs = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.lastPathComponent.hasPrefix("pgbench-log") }
            .map { try String(contentsOf: $0, encoding: .utf8) }
        let latencies = try PgBenchLog(logs).latencies(after: warmUp, for: seconds)
        return Figures(
            load: load, target: "pgbench", seconds: seconds,
            counts: Counts(latencies: latencies, deliveries: latencies.count, acknowledgements: latencies.count))
    }

    /// Runs it to its end, or to that of this task.
    private func end(of arguments: [String]) async throws -> Int32 {
        let process = Process()
        // The threads that tasks run on take no signals, and what they start inherits that: it would hear neither the
        // alarm at its end nor a wish for it to end.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["--default-signal", Cluster.program("pgbench").path] + arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
                do { try process.run() } catch { continuation.resume(throwing: error) }
            }
        } onCancel: {
            if process.isRunning { process.terminate() }
        }
    }
}
