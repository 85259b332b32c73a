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
        let names = [
            "LoadState", "ActiveState", "SubState", "NRestarts", "UnitFileState", "ReadWritePaths", "InvocationID",
            "Result", "ExecMainStatus",
        ].joined(separator: ",")
        guard let shown = output(of: ["systemctl", "show", name, "--property", names]) else { return nil }
        var unit = ServiceUnit(properties: shown, journal: "")
        guard unit.properties["LoadState"] == "loaded" else { return nil }
        // Of its latest run: what an earlier one said has been mended since. Lines of the service alone: systemd's own
        // about it have another identifier. And errors alone: what it prints, mails with what people wrote among it, is
        // information.
        // One that runs has no last words.
        if let run = unit.properties["InvocationID"], !run.isEmpty, unit.properties["ActiveState"] != "active" {
            let lines = ["journalctl", "_SYSTEMD_INVOCATION_ID=\(run)", "-t", name, "-p", "err", "-n", "20"]
            unit.journal = output(of: lines + ["-o", "cat", "--no-pager", "-q"]) ?? ""
        }
        return unit
    }

    /// The reason why systemd ended it or could not start it, in words; nil where it gives none.
    var failure: String? {
        switch (properties["Result"] ?? "", properties["ExecMainStatus"].flatMap { Int($0) } ?? 0) {
        case ("exit-code", 203): "systemd cannot run the program (203/EXEC)"
        case ("exit-code", 217): "its user is not there (217/USER)"
        case ("exit-code", 226): "systemd cannot set up its sandbox (226/NAMESPACE); in LXC, turn nesting on"
        case ("exit-code", 238): "/var/lib/snug is no folder (238/STATE_DIRECTORY)"
        case ("exit-code", 243): "systemd cannot hand its password over (243/CREDENTIALS)"
        case ("exit-code", let status) where status >= 200: "systemd cannot start it (status \(status))"
        case ("signal", let signal), ("core-dump", let signal): "signal \(signal) ended it"
        case ("oom-kill", _): "the memory was used up, and the kernel ended it"
        case ("watchdog", _): "it said nothing for so long that systemd ended it"
        case ("timeout", _): "it took too long, and systemd ended it"
        default: nil
        }
    }

    /// The state in words: `failed`, `activating (auto-restart), 19 restarts`.
    var state: String {
        let active = properties["ActiveState"] ?? "unknown"
        let sub = properties["SubState"].flatMap { $0 == active || $0 == "dead" ? nil : " (\($0))" } ?? ""
        let restarts = properties["NRestarts"].flatMap { $0 == "0" ? nil : ", \($0) restarts" } ?? ""
        return active + sub + restarts
    }

    /// The folders besides its own that the sandbox lets the service write to.
    var writablePaths: [String] {
        // Before a path may stand that it may be missing, and that it is below the service's root (systemd.exec(5)).
        (properties["ReadWritePaths"] ?? "").split(separator: " ").map { String($0.drop { "-+".contains($0) }) }
    }

    /// True unless the installed unit, with its drop-ins, hands the file of the password to nobody.
    static let takesPassword = output(of: ["systemctl", "cat", "snug"]).flatMap(takesPassword) ?? true

    /// Returns true if a unit is given the password's file, as its lines say; nil where they are none of a service.
    ///
    /// An empty assignment takes back those before it, as in the drop-in of LXC's images (systemd.exec(5)).
    static func takesPassword(unit: String) -> Bool? {
        guard unit.contains("[Service]") else { return nil }
        return unit.split(separator: "\n").reduce(false) { takes, line in
            guard line.hasPrefix("LoadCredential=") else { return takes }
            let value = line.dropFirst("LoadCredential=".count)
            return value.hasPrefix("smtp-password:") || takes && !value.isEmpty
        }
    }

    /// Returns what a program says, within a few seconds; nil where it cannot be run or fails.
    static func output(of words: [String]) -> String? {
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
