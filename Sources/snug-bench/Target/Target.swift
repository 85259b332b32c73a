import Foundation

/// A server that loads are run against.
struct Target: Sendable {
    enum Floor: String, Sendable {
        case fanout = "floor-fanout"
        case durable = "floor-durable"
    }

    var name: String
    var endpoint: ServerAddress
    var process: WatchedProcess?
    /// The process, where this program started it; nil for a server that was running already.
    var child: Child?
    var seat: @Sendable (Load) throws -> Seating

    func stop() { child?.stop() }

    /// Returns the server that `--url` names.
    static func running(_ options: RunOptions) throws -> Target? {
        guard let url = options.url, let endpoint = ServerAddress(url: url), let file = options.memberships else {
            return nil
        }
        let memberships = try Membership.read(file)
        var process: WatchedProcess?
        if let pid = options.pid {
            process = WatchedProcess(pid: pid)
            guard process != nil else { throw SocketFault(description: "There is no process \(pid).") }
        }
        return Target(name: "snug", endpoint: endpoint, process: process, child: nil) { load in
            try Seating.among(memberships, for: load)
        }
    }

    /// Starts the snug beside this program, on a fresh database that this load fits into.
    static func snug(for load: Load, messages: Int, in folder: URL) throws -> Target {
        let database = folder.appending(path: "snug.db")
        let prepared = try output(
            of: beside("snug-bench"),
            [
                "prepare", database.path, "--users", "\(load.sockets)", "--rooms", "\(load.rooms)",
                "--members", "\(load.members)", "--messages", "\(messages)",
            ])
        let memberships = try Membership.parse(prepared)
        let child = try Child(
            beside("snug"),
            [
                "serve", "--listen", "127.0.0.1:0", "--database", database.path, "--message-rate", "0",
                "--sockets-per-user", "1000000", "--sockets-per-address", "1000000", "--storage-per-user", "1000 GiB",
                "--storage", "1000 GiB", "--log-level", "error",
            ]
        ) { line in
            line.hasPrefix("Listening on ") ? line.split(separator: ":").last.flatMap { Int($0) } : nil
        }
        return Target(
            name: "snug", endpoint: child.endpoint, process: WatchedProcess(pid: child.pid), child: child
        ) { load in try Seating.among(memberships, for: load) }
    }

    static func floor(_ floor: Floor, in folder: URL) throws -> Target {
        let arguments = floor == .durable ? [folder.appending(path: "floor.db").path] : []
        let child = try Child(beside(floor.rawValue), arguments) { line in
            line.hasPrefix("listening ") ? line.split(separator: " ").last.flatMap { Int($0) } : nil
        }
        return Target(
            name: floor.rawValue, endpoint: child.endpoint, process: WatchedProcess(pid: child.pid), child: child,
            seat: Seating.atFloor)
    }

    private static func beside(_ program: String) -> URL {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: program)
    }

    private static func output(of program: URL, _ arguments: [String]) throws -> Data {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let said = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw SocketFault(description: "\(program.lastPathComponent) \(arguments[0]) failed.")
        }
        return said
    }
}
