import Foundation

/// A PostgreSQL 15 of the run's own, durable as it comes, on a socket in the run's folder.
///
/// A shell keeps it, which reads from a pipe that nobody else holds: so it ends with this program, however that ends.
final class Cluster: Sendable {
    /// The database that others are copies of.
    static let filled = "filled"
    static let user = "snug"
    private static let programs = URL(fileURLWithPath: "/usr/lib/postgresql/15/bin")

    /// The folder of its socket.
    let folder: URL
    private let keeper = Process()
    private let life = Pipe()

    /// - Parameters:
    ///   - folder: the run's folder, where a folder is made for it.
    ///   - connectionsMax: the most connections at once.
    /// - Throws: ``SocketFault`` where there is no PostgreSQL 15, or it does not start.
    init(in folder: URL, connectionsMax: Int) throws {
        self.folder = folder.appending(path: "postgres")
        let output = Pipe()
        keeper.executableURL = URL(fileURLWithPath: "/bin/sh")
        keeper.arguments = ["-c", Self.script, "sh", Self.programs.path, self.folder.path, "\(connectionsMax)"]
        keeper.standardInput = life
        keeper.standardOutput = output
        try keeper.run()
        guard output.fileHandleForReading.availableData == Data("started\n".utf8) else {
            keeper.waitUntilExit()
            throw SocketFault(description: "PostgreSQL 15 (package postgresql-15) is needed, and does not start.")
        }
        try carryOut("CREATE DATABASE \(Self.filled) TEMPLATE template0", on: "postgres")
    }

    private static let script = """
        set -e
        bin=$1 folder=$2 connections=$3
        as() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
        mkdir "$folder"
        if [ "$(id -u)" = 0 ]; then chown postgres "$folder"; fi
        cd "$folder"
        trap 'as "$bin/pg_ctl" -D data -m immediate stop >/dev/null 2>&1; rm -rf "$folder"' EXIT
        as "$bin/initdb" -D data -U \(user) -A trust --no-instructions --locale=C.UTF-8 >/dev/null
        as "$bin/pg_ctl" -D data -w -l log start >/dev/null \\
            -o "-k '$folder' -c listen_addresses='' -c max_connections=$connections" || { cat log >&2; exit 1; }
        echo started
        read -r _
        """

    /// Returns one of its programs.
    static func program(_ name: String) -> URL { programs.appending(path: name) }

    /// Returns what `snug` is given to use a database.
    func address(of database: String) -> String {
        let host = folder.path.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        return "postgresql:///\(database)?host=\(host)&port=5432&user=\(Self.user)"
    }

    /// The arguments by which PostgreSQL's programs connect to it.
    var connecting: [String] { ["--host", folder.path, "--port", "5432", "--username", Self.user] }

    /// Makes a copy of the filled database; nothing of what was written before it is still to be brought to its files.
    /// - Returns: its name.
    func newDatabase(_ name: String) throws -> String {
        try carryOut("CREATE DATABASE \(name) TEMPLATE \(Self.filled)", on: "postgres")
        try carryOut("CHECKPOINT", on: name)
        return name
    }

    func carryOut(_ sql: String, on database: String) throws {
        let psql = ["--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1", "--dbname", database, "--command", sql]
        _ = try Target.output(of: Self.program("psql"), connecting + psql)
    }

    /// Ends it, and takes its folder away.
    func stop() {
        try? life.fileHandleForWriting.close()
        keeper.waitUntilExit()
    }
}
