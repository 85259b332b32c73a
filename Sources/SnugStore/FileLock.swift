import CFiles
import Foundation
import Glibc
import SnugChat
import Synchronization

/// A lock that keeps a second server off the same file (flock(2): gone when the process is, however it ends).
///
/// SQLite's own locks are of another kind (fcntl), so an administrator's command can still use the file. Closing any
/// descriptor of a file drops the process's fcntl locks on it, so this one stays open until SQLite has closed its own.
final class FileLock: Sendable {
    private let descriptor: Mutex<Int32>

    /// Creates the lock of a file, which is made (mode 0600) where it is missing.
    /// - Throws: ``DatabaseFault``
    convenience init(path: String) throws(DatabaseFault) {
        self.init(try Self.take(path, O_RDWR | O_CREAT))
    }

    /// Creates the lock of a file or folder that is there.
    /// - Throws: ``DatabaseFault``
    convenience init(existing path: String) throws(DatabaseFault) {
        self.init(try Self.take(path, O_RDONLY | O_NOFOLLOW))
    }

    /// Creates a new file (mode 0600) with its lock, in place of nothing.
    /// - Throws: ``DatabaseFault``, `.inUse` where the name is taken
    convenience init(making path: String) throws(DatabaseFault) {
        self.init(try Self.take(path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW))
    }

    private init(_ descriptor: Int32) { self.descriptor = Mutex(descriptor) }

    private static func take(_ path: String, _ flags: Int32) throws(DatabaseFault) -> Int32 {
        for _ in 0..<Limits.lockTriesMax {
            // A pipe would be waited for.
            let descriptor = unsafe open(path, flags | O_NONBLOCK | O_CLOEXEC, 0o600)
            guard descriptor >= 0 else {
                throw DatabaseFault(path: path, reason: errno == EEXIST ? .inUse : FileOwner.refusal(of: path))
            }
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                let reason: DatabaseFault.Reason = errno == EWOULDBLOCK ? .inUse : .system(lastError)
                _ = Glibc.close(descriptor)
                throw DatabaseFault(path: path, reason: reason)
            }
            if isOpen(descriptor, at: path) { return descriptor }
            // Another file took the name meanwhile: a restored copy, or nothing where a leftover was removed.
            _ = Glibc.close(descriptor)
        }
        throw DatabaseFault(path: path, reason: .inUse)
    }

    private static func isOpen(_ descriptor: Int32, at path: String) -> Bool {
        var (held, named) = (stat(), stat())
        guard unsafe fstat(descriptor, &held) == 0, unsafe stat(path, &named) == 0 else { return false }
        return held.st_dev == named.st_dev && held.st_ino == named.st_ino
    }

    /// Returns true while a path leads to the file that is locked.
    func isHeld(at path: String) -> Bool { descriptor.withLock { Self.isOpen($0, at: path) } }

    /// Keeps every other program from opening a database, until ``letOthersIn()`` or the release of this lock.
    ///
    /// It takes all of SQLite's own locks on the file (os_unix.c), each of which is refused while somebody has it open.
    /// A file system that has no such locks gives SQLite none either.
    /// - Throws: ``DatabaseFault``, `.isOpen` where somebody has it open
    func keepOthersOut(of path: String) throws(DatabaseFault) {
        let holder = descriptor.withLock { descriptor -> Int32? in
            guard set_lock(descriptor, Int16(F_WRLCK), Self.sqliteLocks, Self.sqliteLockBytes) != 0,
                [EAGAIN, EACCES].contains(errno)
            else { return nil }
            return lock_holder(descriptor, Self.sqliteLocks, Self.sqliteLockBytes)
        }
        if let holder { throw DatabaseFault(path: path, reason: .isOpen(by: Self.name(of: holder))) }
    }

    func letOthersIn() {
        descriptor.withLock {
            _ = set_lock($0, Int16(F_UNLCK), Self.sqliteLocks, Self.sqliteLockBytes)
        }
    }

    /// The bytes that SQLite locks in a database: PENDING, RESERVED and SHARED.
    static let (sqliteLocks, sqliteLockBytes) = (0x4000_0000, 512)

    private static func name(of process: Int32) -> String {
        let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8)
        return name.map { "\($0.trimmingCharacters(in: .newlines)) (process \(process))" } ?? "another program"
    }

    /// Writes what the system still holds of the file to the disk.
    func sync() {
        descriptor.withLock { if $0 >= 0 { _ = fsync($0) } }
    }

    func release() {
        descriptor.withLock { descriptor in
            if descriptor >= 0 { _ = Glibc.close(descriptor) }
            descriptor = -1
        }
    }

    static var lastError: String { unsafe String(cString: strerror(errno)) }
}
