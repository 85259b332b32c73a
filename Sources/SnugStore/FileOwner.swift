import CFiles
import Glibc

/// The owner of a file that this process's user may not use.
enum FileOwner {
    /// Returns the reason for the system's latest refusal, which names the owner where the file is another user's.
    static func refusal(of path: String) -> DatabaseFault.Reason {
        let refusal = errno
        let detail = FileLock.lastError
        return (refusal == EACCES ? stranger(path) : nil) ?? .system(detail)
    }

    /// Returns the part of a database that keeps this user from writing to it, with the reason; nil where none does.
    static func refusal(ofDatabase path: String) -> DatabaseFault? {
        for part in ([""] + BackupPlace.parts).map({ path + $0 }) {
            guard !Files.may(R_OK | W_OK, part), errno == EACCES,
                let reason = stranger(part)
            else { continue }
            return DatabaseFault(path: part, reason: reason)
        }
        return nil
    }

    private static func stranger(_ path: String) -> DatabaseFault.Reason? {
        var status = stat()
        guard unsafe stat(path, &status) == 0, status.st_uid != geteuid() else { return nil }
        return .notOwned(by: name(of: status.st_uid), user: name(of: geteuid()))
    }

    private static func name(of user: uid_t) -> String {
        guard let entry = unsafe getpwuid(user) else { return "\(user)" }
        return unsafe String(cString: entry.pointee.pw_name)
    }
}
