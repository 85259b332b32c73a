import Foundation

extension Target {
    /// Creates a target of servers that this program started.
    init(name: String, children: [Child], seat: @escaping @Sendable (Load) throws -> Seating) {
        self.init(
            name: name, endpoints: children.map(\.endpoint),
            processes: children.compactMap { WatchedProcess(pid: $0.pid) }, children: children, seat: seat)
    }

    /// Starts the snug beside this program, on a fresh database that this load fits into.
    static func snug(for load: Load, messages: Int, in folder: URL) throws -> Target {
        let database = folder.appending(path: "snug.db").path
        let memberships = try prepare(database, for: load, messages: messages)
        return Target(name: "snug", children: [try serve(database)]) { load in
            try Seating.among(memberships, for: load)
        }
    }

    /// Makes a database file that a load fits into.
    static func prepare(_ database: String, for load: Load, messages: Int = 0) throws -> [Membership] {
        let prepared = try output(
            of: beside("snug-bench"),
            [
                "prepare", database, "--users", "\(load.sockets)", "--rooms", "\(load.rooms)",
                "--members", "\(load.members)", "--messages", "\(messages)",
            ])
        return try Membership.parse(prepared)
    }

    /// Starts the snug beside this program on a database, with bounds that no load meets.
    static func serve(_ database: String, _ more: [String] = []) throws -> Child {
        try Child(
            beside("snug"),
            [
                "serve", "--listen", "127.0.0.1:0", "--database", database, "--message-rate", "0",
                "--sockets-per-user", "1000000", "--sockets-per-address", "1000000", "--storage-per-user", "1000 GiB",
                "--storage", "1000 GiB", "--log-level", "error",
            ] + more
        ) { line in
            line.hasPrefix("Listening on ") ? line.split(separator: ":").last.flatMap { Int($0) } : nil
        }
    }

    static func floor(_ floor: Floor, in folder: URL) throws -> Target {
        let arguments = floor == .durable ? [folder.appending(path: "floor.db").path] : []
        let child = try Child(beside(floor.rawValue), arguments) { line in
            line.hasPrefix("listening ") ? line.split(separator: " ").last.flatMap { Int($0) } : nil
        }
        return Target(name: floor.rawValue, children: [child], seat: Seating.atFloor)
    }

    /// Returns the program of this name that was built with this one.
    static func beside(_ program: String) -> URL {
        let own = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return URL(fileURLWithPath: own).deletingLastPathComponent().appending(path: program)
    }

    /// Runs a program to its end, and returns what it printed.
    /// - Throws: ``SocketFault`` where it fails.
    static func output(of program: URL, _ arguments: [String]) throws -> Data {
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
