import Glibc
import Synchronization

/// A lock that keeps a second server off the same file (flock(2): gone when the process is, however it ends).
///
/// SQLite's own locks are of another kind (fcntl), so an administrator's command can still use the file. Closing any
/// descriptor of a file drops the process's fcntl locks on it, so this one stays open until SQLite has closed its own.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32>

    /// Creates the lock of a file, which is made (mode 0600) where it is missing.
    /// - Throws: ``DatabaseFault``
    init(path: String) throws(DatabaseFault) {
        let descriptor = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseFault(path: path, reason: .system(Self.lastError)) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let reason: DatabaseFault.Reason = errno == EWOULDBLOCK ? .inUse : .system(Self.lastError)
            _ = Glibc.close(descriptor)
            throw DatabaseFault(path: path, reason: reason)
        }
        self.descriptor = Mutex(descriptor)
    }

    func release() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { _ = Glibc.close(descriptor) }
            descriptor = -1
        }
    }

    static var lastError: String { unsafe String(cString: strerror(errno)) }
}
