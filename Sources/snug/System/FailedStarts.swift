import Foundation
import Glibc
import SnugChat

/// The row of starts that failed, kept from one process to the next in the service's runtime directory.
///
/// systemd of Debian 12 tries a failed service again at one fixed distance, which is none, so that a killed server is
/// back at once. What fails waits here instead, longer each time, before it tries again. A start counts as failed from
/// its first moment until the server is in service, so that one which crashes counts too. A service that systemd did not
/// give such a directory, or a server in a terminal, waits for nothing.
enum FailedStarts {
    /// The row as the file has it: the count in its first line, the reason of the latest failure in its second.
    struct Row: Sendable, Hashable {
        /// The starts, in parts of one, each of which is ``Limits/failedStartParts``.
        var parts = 0
        var reason = ""

        init() {}

        init(_ text: String) {
            let lines = text.split(separator: "\n", maxSplits: 1)
            // A file may hold any number.
            parts = min(max(lines.first.flatMap { Int($0) } ?? 0, 0), Limits.failedStartPartsMax)
            reason = lines.dropFirst().first.map(String.init) ?? ""
        }

        var text: String { "\(parts)\n\(reason)" }
        var starts: Int { parts / Limits.failedStartParts }

        /// The wait before the next start: none after the first that failed, one second after the second, then twice as
        /// long each time up to ``Limits/restartWaitMax``.
        var wait: Duration {
            starts < 2 ? .zero : min(.seconds(1 << min(starts - 2, 16)), Limits.restartWaitMax)
        }

        /// The line that `systemctl status` shows meanwhile.
        var status: String {
            let cause = reason.isEmpty ? "" : ": \(reason)"
            return "Waiting \(wait.components.seconds) s, as \(starts) starts in a row failed\(cause)"
        }
    }

    private static var path: String? {
        ProcessInfo.processInfo.environment["RUNTIME_DIRECTORY"].map { "\($0.prefix { $0 != ":" })/failed-starts" }
    }

    private static var row: Row {
        get { path.flatMap { try? String(contentsOfFile: $0, encoding: .utf8) }.map(Row.init) ?? Row() }
        set {
            guard let path else { return }
            // A row that cannot be kept is one that systemd's own limit of starts ends.
            try? newValue.text.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }

    /// Counts this start as one that failed, and waits for as long as those before have it.
    ///
    /// Whoever stops it meanwhile starts it by hand the next time, which begins at nought.
    static func begin() async {
        let before = row
        row.parts += Limits.failedStartParts
        guard before.wait > .zero else { return }
        // A dispatch source would go on taking signals after the wait, and give them to nobody.
        let signals = SignalWatch()
        defer { signals.end() }
        Systemd.notify("STATUS=\(before.status)")
        guard await isSignalSent(within: before.wait) else { return }
        forget()
        exit(EXIT_SUCCESS)
    }

    /// Keeps the reason why this start failed, for the status of the next.
    static func note(_ reason: String) {
        row.reason = reason.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Takes this start back, but for a part: the server is in service, and has not proven yet that it stays there.
    static func serve() { row.parts -= Limits.failedStartParts - 1 }

    /// Ends the row.
    static func forget() {
        if let path { try? FileManager.default.removeItem(atPath: path) }
    }

    private static func isSignalSent(within wait: Duration) async -> Bool {
        let end = ContinuousClock.now + wait
        while SignalWatch.received == nil, ContinuousClock.now < end {
            try? await Task.sleep(for: Limits.signalLookEvery)
        }
        return SignalWatch.received != nil
    }
}
