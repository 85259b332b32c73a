import Foundation
import Synchronization
import Testing

@testable import SnugPostgres

/// A PostgreSQL 15 of the tests' own, on a Unix socket in a temporary folder; it ends with the process, however that
/// ends.
///
/// Where there is none the tests fail: what is not looked at does not hold.
final class Cluster: Sendable {
    /// The one that tests share, each in a schema of its own.
    static let shared = Result { try Cluster() }
    /// One that waits with each commit for a standby that there is not.
    static let waiting = Result { try Cluster(settings: "-c synchronous_standby_names=nobody") }

    let folder: String
    /// The way to the shell that keeps the cluster: a line restarts it, and it goes when nobody holds this any more.
    private let life = Pipe()
    private let output = Pipe()
    private let schemas = Atomic<Int>(0)

    struct Missing: Error, CustomStringConvertible {
        var description: String
    }

    init(settings: String = "") throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", Self.script, "sh", settings]
        let complaints = Pipe()
        process.standardInput = life
        process.standardOutput = output
        process.standardError = complaints
        try process.run()
        folder = try Self.line(from: output)
        guard !folder.isEmpty else {
            let said = try complaints.fileHandleForReading.readToEnd().map { String(decoding: $0, as: UTF8.self) }
            throw Missing(description: "PostgreSQL 15 (package postgresql-15) is needed by these tests: \(said ?? "")")
        }
    }

    private static func line(from pipe: Pipe) throws -> String {
        var line: [UInt8] = []
        while let byte = try pipe.fileHandleForReading.read(upToCount: 1)?.first, byte != UInt8(ascii: "\n") {
            line.append(byte)
        }
        return String(decoding: line, as: UTF8.self)
    }

    private static let script = """
        set -e
        bin=/usr/lib/postgresql/15/bin
        folder=$(mktemp -d /tmp/snug-postgres-XXXXXX)
        as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
        if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
        trap 'as $bin/pg_ctl -D "$folder/data" -m immediate stop >"$folder/end" 2>&1; rm -rf "$folder"' EXIT
        as $bin/initdb -D "$folder/data" -U snug -A trust -N --no-instructions --locale=C.UTF-8 >/dev/null
        as $bin/pg_ctl -D "$folder/data" -w -l "$folder/log" start >/dev/null \\
            -o "-k $folder -c listen_addresses='' -c max_connections=300 -c deadlock_timeout=100ms $1"
        echo "$folder"
        while read -r _; do
            as $bin/pg_ctl -D "$folder/data" -m immediate -w -l "$folder/log" restart >/dev/null
            echo restarted
        done
        """

    /// Stops the server as a crash would, and starts it again.
    func restart() throws {
        try life.fileHandleForWriting.write(contentsOf: [UInt8(ascii: "\n")])
        guard try Self.line(from: output) == "restarted" else {
            throw Missing(description: "the server did not start again")
        }
    }

    /// Returns a connection string of a new, empty schema.
    func place() throws -> String {
        let schema = "s\(schemas.add(1, ordering: .relaxed).newValue)"
        try connection("options='-c synchronous_commit=local'").control("CREATE SCHEMA \(schema)")
        return string("options='-c search_path=\(schema)'")
    }

    /// Returns a connection string with further parameters.
    func string(_ more: String = "") -> String { "host=\(folder) port=5432 user=snug dbname=postgres \(more)" }

    func connection(_ more: String = "") throws -> PostgresConnection {
        try PostgresConnection(to: ConnectionString(string(more)))
    }
}
