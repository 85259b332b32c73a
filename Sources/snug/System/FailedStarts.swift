import Foundation
import SnugChat

/// The number of starts in a row that failed, kept from one process to the next in the service's runtime directory.
///
/// systemd of Debian 12 tries a failed service again at one fixed distance, which is short so that a killed server is
/// back at once. What fails before it is in service waits here instead, longer each time. A service that systemd did not
/// give such a directory, or a server in a terminal, ends at once.
enum FailedStarts {
    private static var path: String? {
        ProcessInfo.processInfo.environment["RUNTIME_DIRECTORY"].map { "\($0.prefix { $0 != ":" })/failed-starts" }
    }

    /// Counts a failed start and waits: not at all after the first, one second after the second, then twice as long each
    /// time up to ``Limits/restartWaitMax``.
    static func wait() async {
        guard let path else { return }
        let before = (try? String(contentsOfFile: path, encoding: .utf8)).flatMap(Int.init) ?? 0
        // Where not even this file can be written, the count is that of a long row.
        let isKept = (try? "\(before + 1)".write(toFile: path, atomically: false, encoding: .utf8)) != nil
        try? await Task.sleep(for: isKept ? distance(after: before) : Limits.restartWaitMax)
    }

    /// Returns the wait after a failed start before which a number of others failed.
    static func distance(after before: Int) -> Duration {
        guard before > 0 else { return .zero }
        return min(.seconds(1 << min(before - 1, 16)), Limits.restartWaitMax)
    }

    /// Ends the row: the server is in service.
    static func forget() {
        if let path { try? FileManager.default.removeItem(atPath: path) }
    }
}
