import Foundation
import Glibc

/// The terminal that standard error is.
struct StatusTerminal: Sendable {
    /// True where a line can be written over.
    let canRewrite: Bool

    /// Creates the terminal; nil where standard error is none: a file, a pipe, the journal.
    init?(environment: [String: String] = ProcessInfo.processInfo.environment) {
        guard isatty(STDERR_FILENO) == 1 else { return nil }
        canRewrite = !["", "dumb"].contains(environment["TERM"] ?? "")
    }

    /// The columns that a line may take: the last one stays free, where some terminals would begin the next line.
    var columns: Int {
        var size = winsize()
        // The structure is the one that this request fills (ioctl_tty(2)).
        guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 79 }
        return Int(size.ws_col) - 1
    }
}
