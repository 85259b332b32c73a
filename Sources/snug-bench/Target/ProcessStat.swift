import FoundationEssentials

#if canImport(Glibc)
    import Glibc
#endif

/// One reading of a process's `/proc/PID/stat` (proc_pid_stat(5)).
struct ProcessStat: Sendable, Hashable {
    /// The time on a processor, in user and kernel space, of all its threads.
    var cpuTicks: UInt64
    /// The memory that it holds, its program's file included.
    var residentPages: UInt64
    /// The time of its start since boot, which tells it from a later process with the same number.
    var startedAtTicks: UInt64

    /// - Parameter line: the whole of the file. The process's name in it is in parentheses and may hold anything,
    ///   parentheses and spaces and line ends too; the last one closes it.
    init?(parsing line: String) {
        guard let close = line.lastIndex(of: ")") else { return nil }
        // Behind the name comes field 3, the state.
        let fields = line[line.index(after: close)...].split(whereSeparator: \.isWhitespace)
        guard fields.count > 21, let user = UInt64(fields[11]), let kernel = UInt64(fields[12]),
            let startedAt = UInt64(fields[19]), let resident = UInt64(fields[21])
        else { return nil }
        cpuTicks = user + kernel
        startedAtTicks = startedAt
        residentPages = resident
    }

    /// Creates a reading of a process; nil when there is none with this number.
    init?(pid: Int32) {
        guard let line = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8) else { return nil }
        self.init(parsing: line)
    }
}

/// A process whose time on the processor is watched.
struct WatchedProcess: Sendable {
    let pid: Int32
    private let startedAtTicks: UInt64

    private static let ticksASecond = max(1, Double(sysconf(Int32(_SC_CLK_TCK))))

    /// Creates a watch on a process; nil when there is none with this number.
    init?(pid: Int32) {
        guard let stat = ProcessStat(pid: pid) else { return nil }
        self.pid = pid
        startedAtTicks = stat.startedAtTicks
    }

    static var current: WatchedProcess? { WatchedProcess(pid: getpid()) }

    /// The time on the processor so far; nil once the process has ended.
    var cpuSeconds: Double? { stat.map { Double($0.cpuTicks) / Self.ticksASecond } }

    /// The resident memory now; nil once the process has ended.
    var residentBytes: UInt64? { stat.map { $0.residentPages * UInt64(sysconf(Int32(_SC_PAGESIZE))) } }

    private var stat: ProcessStat? {
        guard let stat = ProcessStat(pid: pid), stat.startedAtTicks == startedAtTicks else { return nil }
        return stat
    }
}
