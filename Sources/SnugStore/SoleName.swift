import CFiles
import Foundation
import Glibc
import SnugChat

/// The check that a database is used by one name alone.
///
/// SQLite ties its log and shared memory to the name and its locks to the file: two names of one file in use are two logs
/// of one database, which destroys it (SQLite, "How To Corrupt An SQLite Database File" §2.5).
enum SoleName {
    /// - Throws: ``DatabaseFault``
    static func check(_ path: String) throws(DatabaseFault) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return }
        guard status.st_nlink <= 1 else {
            throw DatabaseFault(path: path, reason: .twoNames(other: otherName(of: path)))
        }
        guard !isMountPoint(path) else { throw DatabaseFault(path: path, reason: .mountedAlone) }
        // Whoever opens or closes it has the one lock before or after the other.
        for _ in 0..<Limits.lockTriesMax {
            guard isOpenElsewhere(path) else { return }
            usleep(UInt32(Limits.upgradeLookEvery.microseconds))
        }
        throw DatabaseFault(path: path, reason: .openElsewhere)
    }

    private static func otherName(of path: String) -> String? {
        let folder = Files.folder(of: path)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let own = URL(fileURLWithPath: path).lastPathComponent
        return names.sorted().map { "\(folder)/\($0)" }.first {
            !Files.isLink($0) && Files.isSame($0, path) && URL(fileURLWithPath: $0).lastPathComponent != own
        }
    }

    /// Returns true for a file that is mounted alone (proc_pid_mountinfo(5): the fifth field is where, blanks in octal).
    static func isMountPoint(_ path: String, in mounts: String? = nil) -> Bool {
        guard let mounts = mounts ?? (try? String(contentsOfFile: "/proc/self/mountinfo", encoding: .utf8)) else {
            return false
        }
        var place = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
        for (letter, octal) in [("\\", "134"), (" ", "040"), ("\t", "011"), ("\n", "012")] {
            place.replace(letter, with: "\\\(octal)")
        }
        return mounts.split(separator: "\n").contains { line in
            line.split(separator: " ").dropFirst(4).first.map { $0 == place } ?? false
        }
    }

    /// Returns true where somebody has locked a database with a log as long as it is open, and not the shared memory
    /// beside this name (SQLite, "WAL-mode File Format" §2.3: byte 128 for whoever has it open).
    private static func isOpenElsewhere(_ path: String) -> Bool {
        !DatabaseHeader.isOutOfUse(path) && isLocked(path, FileLock.sqliteLocks, FileLock.sqliteLockBytes)
            && !isLocked("\(path)-shm", 128, 1)
    }

    private static func isLocked(_ path: String, _ first: Int, _ bytes: Int) -> Bool {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        return lock_holder(descriptor, first, bytes) != 0
    }
}
