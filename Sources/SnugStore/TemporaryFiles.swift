import Foundation
import Glibc

/// The temporary files that SQLite makes by itself.
enum TemporaryFiles {
    /// The folder that SQLite puts them in: the first of its list that can be written to (SQLite, "Temporary Files Used By
    /// SQLite" §5).
    static var folder: String? {
        let environment = ProcessInfo.processInfo.environment
        let named = [environment["SQLITE_TMPDIR"], environment["TMPDIR"]].compactMap { $0 }
        let places = named + ["/var/tmp", "/usr/tmp", "/tmp", "."]
        return places.first { Files.isFolder($0) && Files.may(W_OK | X_OK, $0) }
    }
}
