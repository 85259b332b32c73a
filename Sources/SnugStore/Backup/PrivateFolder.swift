import Foundation
import Glibc
import SnugChat

/// A temporary folder for its owner alone, locked as long as its process lives.
///
/// A process that is killed cannot remove its folder; the next one does.
final class PrivateFolder {
    let path: String
    private let lock: FileLock

    private static let prefix = "snug-backup-"

    /// Makes a folder where the system keeps temporary files, and removes those of processes that are gone.
    ///
    /// The environment may name a place that is the user's alone who typed the command, and not whom it acts as.
    /// - Throws: ``DatabaseFault``
    convenience init() throws(DatabaseFault) {
        let own = FileManager.default.temporaryDirectory.path
        try self.init(in: Files.may(W_OK | X_OK, own) ? own : "/tmp")
    }

    convenience init(in parent: String) throws(DatabaseFault) {
        Self.removeLeftovers(in: parent)
        for _ in 0..<Limits.lockTriesMax {
            let path = "\(parent)/\(Self.prefix)\(UUID().uuidString)"
            guard unsafe mkdir(path, 0o700) == 0 else {
                throw DatabaseFault(path: path, reason: .system(FileLock.lastError))
            }
            // Another process may take it for left behind as long as it has no lock.
            if let lock = try? FileLock(existing: path) {
                self.init(path, lock)
                return
            }
        }
        throw DatabaseFault(path: parent, reason: .system("no folder can be locked in it"))
    }

    private init(_ path: String, _ lock: FileLock) {
        self.path = path
        self.lock = lock
    }

    /// Removes the folder with what is in it; open files stay readable.
    func remove() {
        try? FileManager.default.removeItem(atPath: path)
        lock.release()
    }

    private static func removeLeftovers(in parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let path = "\(parent)/\(name)"
            guard isOwn(path), let lock = try? FileLock(existing: path) else { continue }
            try? FileManager.default.removeItem(atPath: path)
            lock.release()
        }
    }

    /// Returns true for a folder, not a link to one, into which nobody but this user can have put anything.
    private static func isOwn(_ path: String) -> Bool {
        var status = stat()
        guard unsafe lstat(path, &status) == 0 else { return false }
        return status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid() && status.st_mode & 0o077 == 0
    }
}
