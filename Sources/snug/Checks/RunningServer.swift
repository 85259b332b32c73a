import ArgumentParser
import Foundation
import Glibc
import SnugChat
import SnugPostgres
import SystemPackage

/// The server that has a database open just now, as the system tells of it (proc(5)).
///
/// `snug check` is about this process, and the shell that it is typed into has none of the service's environment.
struct RunningServer: Sendable, Hashable {
    var processID: Int32
    /// The user that it runs as.
    var user: UInt32
    /// Its flags and environment; nil where this user may not read them.
    ///
    /// It is that user's word, and a process can write itself another environment: root reads no file by it.
    var settings: LaunchSettings?
    var startedAt: Timestamp?
    /// The number of files and sockets that it may have open.
    var descriptorsMax: Int?
    /// True for one that runs this very program; false for one that an update has replaced, or that cannot be seen.
    var isThisProgram = false

    struct LaunchSettings: Sendable, Hashable {
        var flags: [String: String]
        var environment: [String: String]
    }

    /// Finds the server of a database on this machine; nil where none has it open.
    init?(serving place: CommandDatabase) {
        switch place.location {
        case .file(let path): self.init(serving: path)
        case .postgres(let address): self.init(serving: address, of: place)
        }
    }

    /// Finds the process that serves a database in PostgreSQL by what it was started with.
    ///
    /// It is one of whom the database belongs to, of root or of this user.
    private init?(serving address: PostgresAddress, of place: CommandDatabase) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for process in names.compactMap({ Int32($0) }).sorted() where Self.isServer(process) {
            guard let user = Self.text("/proc/\(process)/status").flatMap(Self.user),
                [place.owner?.user ?? 0, 0, geteuid()].contains(user)
            else { continue }
            let server = RunningServer(process, of: user)
            guard server.settings.map({ place.sources.isSame(address, as: $0) }) == true else { continue }
            self = server
            return
        }
        return nil
    }

    /// Finds the process that holds the lock of ``FileLock`` on a database; nil where no server has it open.
    ///
    /// It is one of the file's owner, of root or of this user: a name and the number of an inode anybody can have.
    private init?(serving database: String) {
        guard let file = FileIdentity(at: database),
            let owner = try? FilePath(database).stat().userID.rawValue
        else { return nil }
        for look in 0..<Limits.serverLooksMax {
            if look > 0 { Thread.sleep(forTimeInterval: Limits.serverLookPause) }
            for lock in file.locks() where lock.kind == "FLOCK" && Self.isServer(lock.process) {
                guard let user = Self.text("/proc/\(lock.process)/status").flatMap(Self.user),
                    [owner, 0, geteuid()].contains(user)
                else { continue }
                self.init(lock.process, of: user)
                return
            }
        }
        return nil
    }

    private init(_ processID: Int32, of user: UInt32) {
        self.processID = processID
        self.user = user
        if let environment = Self.words("/proc/\(processID)/environ"),
            let arguments = Self.words("/proc/\(processID)/cmdline")
        {
            let flags = try? SettingFlags.parse(Array(arguments.dropFirst().drop { $0 == "serve" }))
            settings = LaunchSettings(flags: flags?.given ?? [:], environment: Self.variables(environment))
        }
        startedAt = Self.text("/proc/\(processID)/stat").flatMap { stat in
            Self.text("/proc/stat").flatMap { Self.start(of: stat, system: $0) }
        }
        let program = FileIdentity(at: "/proc/\(processID)/exe")
        isThisProgram = program != nil && program == FileIdentity(at: "/proc/self/exe")
        descriptorsMax = Self.text("/proc/\(processID)/limits").flatMap(Self.descriptors)
    }

    /// Returns the process that holds SQLite's lock for writing among the locks on a database's shared memory.
    ///
    /// It is on byte 120 of the file `-shm` (SQLite, "WAL-mode File Format" §2.3).
    static func writer(among locks: [FileIdentity.Lock]) -> Int32? {
        locks.first { $0.kind == "POSIX" && $0.isForWriting && $0.range.contains(120) }?.process
    }

    /// Returns the process that keeps others from writing to a database, by name and number; nil where nobody is seen.
    static func writer(of database: String) -> String? {
        let shared = URL(fileURLWithPath: database).resolvingSymlinksInPath().path + "-shm"
        guard let process = FileIdentity(at: shared).flatMap({ writer(among: $0.locks()) }) else { return nil }
        let name = text("/proc/\(process)/comm")?.trimmingCharacters(in: .newlines) ?? "another program"
        return "\(name) (process \(process))"
    }

    /// Returns the user of a process from its `/proc/PID/status`; nil for one that is of several users at once.
    ///
    /// The line has the real, the effective and two more of them: `Uid:	990	990	990	990`.
    static func user(in status: String) -> UInt32? {
        let line = status.split(separator: "\n").first { $0.hasPrefix("Uid:") }
        let users = Set((line ?? "").split(whereSeparator: \.isWhitespace).dropFirst())
        return users.count == 1 ? users.first.flatMap { UInt32($0) } : nil
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

    /// Returns true for a process of this program that serves: others hold the lock for a moment too.
    private static func isServer(_ processID: Int32) -> Bool {
        isSnug(processID) && words("/proc/\(processID)/cmdline")?.dropFirst().contains("serve") ?? true
    }

    /// Returns true if a process runs this program, which may be an older one that an update has replaced since.
    ///
    /// Where this user may not see the program, its name counts.
    private static func isSnug(_ processID: Int32) -> Bool {
        func program(_ process: String) -> String? {
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(process)/exe")
            return path.map { URL(fileURLWithPath: $0.replacing(" (deleted)", with: "")).lastPathComponent }
        }
        guard let own = program("self"), let other = program("\(processID)") else {
            return text("/proc/\(processID)/comm") == text("/proc/self/comm")
        }
        return own == other
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

extension SettingSources {
    /// Returns true if a server was started with an address, or with the file that this process knows it from.
    ///
    /// No file is read by what a process says of itself.
    fileprivate func isSame(_ address: PostgresAddress, as launch: RunningServer.LaunchSettings) -> Bool {
        let name = Settings.database.environmentName
        let given = launch.flags[Settings.database.name] ?? launch.environment[name] ?? ""
        if !given.isEmpty { return DatabaseLocation(given)?.description == address.description }
        let file = launch.environment["\(name)_FILE"] ?? ""
        return !file.isEmpty && file == environment["\(name)_FILE"]
    }
}
