import ArgumentParser
import Foundation
import Glibc
import SnugChat

/// The server that has a database open just now, as the system tells of it (proc(5)).
///
/// `snug check` is about this process, and the shell that it is typed into has none of the service's environment.
struct RunningServer: Sendable, Hashable {
    var processID: Int32
    /// Its flags and environment; nil where this user may not read them.
    var settings: LaunchSettings?
    var startedAt: Timestamp?
    /// The number of files and sockets that it may have open.
    var descriptorsMax: Int?

    struct LaunchSettings: Sendable, Hashable {
        var flags: [String: String]
        var environment: [String: String]
    }

    /// Finds the process; nil where no server has the database open.
    init?(serving database: String) {
        let file = URL(fileURLWithPath: database).resolvingSymlinksInPath().path
        let inode = try? FileManager.default.attributesOfItem(atPath: file)[.systemFileNumber] as? UInt64
        guard let inode, let locks = Self.text("/proc/locks"),
            let processID = Self.holders(of: inode, in: locks).first(where: Self.isSnug)
        else { return nil }
        self.processID = processID
        if let environment = Self.words("/proc/\(processID)/environ"),
            let arguments = Self.words("/proc/\(processID)/cmdline")
        {
            let flags = try? SettingFlags.parse(Array(arguments.dropFirst().drop { $0 == "serve" }))
            settings = LaunchSettings(flags: flags?.given ?? [:], environment: Self.variables(environment))
        }
        startedAt = Self.text("/proc/\(processID)/stat").flatMap { stat in
            Self.text("/proc/stat").flatMap { Self.start(of: stat, system: $0) }
        }
        descriptorsMax = Self.text("/proc/\(processID)/limits").flatMap(Self.descriptors)
    }

    /// Returns the processes that hold the lock of ``FileLock`` on a file.
    ///
    /// A line of `/proc/locks` is `1: FLOCK  ADVISORY  WRITE 4321 08:01:262159 0 EOF`.
    static func holders(of inode: UInt64, in locks: String) -> [Int32] {
        locks.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK", fields[5].split(separator: ":").last == "\(inode)"
            else { return nil }
            return Int32(fields[4])
        }
    }

    /// Returns the process that holds SQLite's lock for writing in a database's shared memory, whose inode is given.
    ///
    /// It is on byte 120 of the file `-shm` (SQLite, "WAL-mode File Format" §2.3).
    static func writer(of inode: UInt64, in locks: String) -> Int32? {
        locks.split(separator: "\n").lazy.compactMap { line -> Int32? in
            let fields = line.split(separator: " ")
            guard fields.count >= 8, fields[1] == "POSIX", fields[3] == "WRITE",
                fields[5].split(separator: ":").last == "\(inode)",
                let first = Int(fields[6]), first <= 120, Int(fields[7]).map({ $0 >= 120 }) ?? true
            else { return nil }
            return Int32(fields[4])
        }.first
    }

    /// Returns the process that keeps others from writing to a database, by name and number; nil where nobody is seen.
    static func writer(of database: String) -> String? {
        let shared = URL(fileURLWithPath: database).resolvingSymlinksInPath().path + "-shm"
        let inode = try? FileManager.default.attributesOfItem(atPath: shared)[.systemFileNumber] as? UInt64
        guard let inode, let locks = text("/proc/locks"), let process = writer(of: inode, in: locks) else { return nil }
        let name = text("/proc/\(process)/comm")?.trimmingCharacters(in: .newlines) ?? "another program"
        return "\(name) (process \(process))"
    }

    /// Returns the moment at which a process started, from its line in `/proc/PID/stat` and the system's start.
    ///
    /// The name of the program, in parentheses, may hold anything; the 20th field after it counts ticks (proc_pid_stat(5)).
    static func start(of stat: String, system: String) -> Timestamp? {
        let fields = stat.split(separator: ")").last?.split(separator: " ") ?? []
        let line = system.split(separator: "\n").first { $0.hasPrefix("btime ") }
        guard fields.count > 19, let ticks = Int64(fields[19]),
            let boot = line.flatMap({ Int64($0.dropFirst(6)) })
        else { return nil }
        return Timestamp(seconds: boot + ticks / Int64(sysconf(Int32(_SC_CLK_TCK))))
    }

    /// Returns the hard limit of descriptors, which the server takes.
    ///
    /// Its line is `Max open files            1024                 65536                files`.
    static func descriptors(in limits: String) -> Int? {
        let line = limits.split(separator: "\n").first { $0.hasPrefix("Max open files ") }
        return line?.split(separator: " ").dropFirst(4).first.flatMap { Int($0) }
    }

    private static func isSnug(_ processID: Int32) -> Bool {
        text("/proc/\(processID)/comm") == text("/proc/self/comm")
    }

    private static func variables(_ words: [String]) -> [String: String] {
        words.reduce(into: [:]) { variables, word in
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
        }
    }

    /// Returns the words of a file of proc(5), each of which ends with a NUL.
    private static func words(_ path: String) -> [String]? {
        text(path)?.split(separator: "\0").map(String.init)
    }

    private static func text(_ path: String) -> String? {
        try? String(contentsOfFile: path, encoding: .utf8)
    }
}
