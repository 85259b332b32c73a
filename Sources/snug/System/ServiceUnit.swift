import Foundation

/// The installed service as systemd knows it, with what it last said in the journal.
struct ServiceUnit: Sendable, Hashable {
    /// Properties by name, as `systemctl show` prints them.
    var properties: [String: String]
    /// The latest lines of the service itself; empty where there are none or this user may not read them.
    var journal: String

    init(properties: String, journal: String) {
        self.properties = properties.split(separator: "\n").reduce(into: [:]) { properties, line in
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { properties[String(parts[0])] = String(parts[1]) }
        }
        self.journal = journal
    }

    /// Asks systemd, for a few seconds at most; nil where it does not run this machine or knows no such service.
    static func ask(_ name: String = "snug") -> ServiceUnit? {
        let names = "LoadState,ActiveState,SubState,NRestarts,UnitFileState,ReadWritePaths"
        guard let shown = output(of: ["systemctl", "show", name, "--property", names]) else { return nil }
        // Lines of the service alone: systemd's own about it have another identifier. And errors alone: what it prints,
        // mails with what people wrote among it, is information.
        let journal = output(of: [
            "journalctl", "-u", name, "-t", name, "-p", "err", "-n", "20", "-o", "cat", "--no-pager", "-q",
        ])
        let unit = ServiceUnit(properties: shown, journal: journal ?? "")
        return unit.properties["LoadState"] == "loaded" ? unit : nil
    }

    /// The state in words: `failed`, `activating (auto-restart), 19 restarts`.
    var state: String {
        let active = properties["ActiveState"] ?? "unknown"
        let sub = properties["SubState"].flatMap { $0 == active || $0 == "dead" ? nil : " (\($0))" } ?? ""
        let restarts = properties["NRestarts"].flatMap { $0 == "0" ? nil : ", \($0) restarts" } ?? ""
        return active + sub + restarts
    }

    /// The folders besides its own that the sandbox lets the service write to.
    var writablePaths: [String] { (properties["ReadWritePaths"] ?? "").split(separator: " ").map(String.init) }

    private static func output(of words: [String]) -> String? {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["--kill-after=1", "5"] + words
        let output = Pipe()
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        do {
            try process.run()
            let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
            process.waitUntilExit()
            return process.terminationStatus == 0 ? String(decoding: bytes, as: UTF8.self) : nil
        } catch {
            return nil
        }
    }
}
