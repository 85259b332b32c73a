import Foundation
import SnugChat

extension Checks {
    /// Checks the descriptors and the memory, which bound the number of sockets.
    func limits() -> [Finding] {
        var findings: [Finding] = []
        let descriptors = descriptorsMax
        if descriptors < Limits.descriptorsUsual {
            findings.append(
                Finding(
                    .limitsDescriptors, .warning, "At most \(descriptors) files and sockets may be open.",
                    why: "Each device that is connected is one; whoever comes when they are used up is turned away.",
                    fix: mends.raiseDescriptors))
        }
        if let free = freeMemory, free < Limits.memoryBytesMin {
            findings.append(
                Finding(
                    .limitsMemory, .warning, "\(SettingText.megabytes(free)) of memory are free.",
                    why: "Each sign-in takes 32 MB for a moment; when there is none left, the kernel ends the server.",
                    fix: "ps -eo rss,comm --sort=-rss | head"))
        }
        let memory = freeMemory.map { " \(SettingText.megabytes($0)) of memory are free." } ?? ""
        return findings.or(.limits, "\(descriptors) files and sockets may be open.\(memory)")
    }

    /// The running server's limit of descriptors, rather than this shell's.
    private var descriptorsMax: Int {
        if let most = runningServer?.descriptorsMax { return most }
        return FileDescriptorLimit.takeAll()
    }

    /// The bytes that the running server, else this process, could still take: of the machine, or of its control group
    /// where that is less.
    private var freeMemory: Int? {
        let process = runningServer.map { "\($0.processID)" } ?? "self"
        let machine = Self.text("/proc/meminfo").flatMap(Self.available)
        let group = Self.text("/proc/\(process)/cgroup").flatMap { Self.available(inGroupOf: $0) }
        return [machine, group].compactMap(\.self).min()
    }

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }

    /// Returns the bytes that are left to a process's control group, or to one around it; nil where none has a bound.
    /// - Parameters:
    ///   - groups: the process's `/proc/PID/cgroup` (cgroups(7)).
    ///   - root: where the groups are.
    static func available(inGroupOf groups: String, below root: String = "/sys/fs/cgroup") -> Int? {
        let own = groups.split(separator: "\n").first { $0.hasPrefix("0::") }?.dropFirst(3)
        var group = own.map(String.init) ?? ""
        var least: Int?
        while group.count > 1 {
            if let most = text("\(root)\(group)/memory.max").flatMap({ Int($0.trimmed) }),
                let used = text("\(root)\(group)/memory.current").flatMap({ Int($0.trimmed) })
            {
                least = min(least ?? .max, max(0, most - used))
            }
            group = group.folderOfPath
        }
        return least
    }

    /// Reads the bytes of `MemAvailable:    1234 kB` (proc_meminfo(5)).
    static func available(in text: String) -> Int? {
        let line = text.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
        return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 * 1_024 }
    }
}
