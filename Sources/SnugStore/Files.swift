import CFiles
import Crypto
import Foundation
import Glibc
import SnugChat

/// The file operations of opening, backup and restore.
enum Files {
    /// Returns true if two paths lead to one file.
    static func isSame(_ path: String, _ other: String) -> Bool {
        var (one, two) = (stat(), stat())
        guard unsafe stat(path, &one) == 0, unsafe stat(other, &two) == 0 else { return false }
        return one.st_dev == two.st_dev && one.st_ino == two.st_ino
    }

    /// Opens a file for reading, and nothing else: a pipe would be waited for until somebody writes to it.
    /// - Throws: ``DatabaseFault``, `.missing`; `.folder`; `.notRegular` for a pipe, a socket or a device
    static func open(_ path: String) throws(DatabaseFault) -> FileHandle {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)
        guard descriptor >= 0 else {
            let reason: DatabaseFault.Reason =
                switch errno {
                case ENOENT: .missing
                // A socket cannot be opened at all.
                case ENXIO: .notRegular
                default: FileOwner.refusal(of: path)
                }
            throw DatabaseFault(path: path, reason: reason)
        }
        let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw DatabaseFault(path: path, reason: isFolder(path) ? .folder : .notRegular)
        }
        return file
    }

    static func sync(_ path: String) throws(DatabaseFault) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
        defer { if descriptor >= 0 { _ = close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw DatabaseFault(path: path, reason: .system(FileLock.lastError))
        }
    }

    /// Gives a file its name in one step that survives a power cut.
    static func rename(_ old: String, to new: String) throws(DatabaseFault) {
        try move(old, to: new)
        try syncFolder(of: new)
    }

    /// Gives a file its name in one step, which ``syncFolder(of:)`` writes to the disk.
    static func move(_ old: String, to new: String) throws(DatabaseFault) {
        guard unsafe Glibc.rename(old, new) == 0 else {
            throw DatabaseFault(path: new, reason: .system(FileLock.lastError))
        }
    }

    /// Writes the names in a file's folder to the disk.
    ///
    /// A file system that cannot do so (CIFS, some of FUSE) is no fault: SQLite goes on there as well.
    static func syncFolder(of path: String) throws(DatabaseFault) {
        let folder = folder(of: path)
        let descriptor = unsafe Glibc.open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        defer { if descriptor >= 0 { _ = close(descriptor) } }
        guard descriptor < 0 || fsync(descriptor) != 0, ![EINVAL, EOPNOTSUPP, ENOSYS].contains(errno) else { return }
        throw DatabaseFault(path: folder, reason: .system(FileLock.lastError))
    }

    /// Puts a new file in a file's place, which gets another name, so that at each moment the one or the other has the
    /// place.
    ///
    /// Where the file system cannot exchange two names (some networks'), the old file is copied first.
    static func put(_ new: String, inPlaceOf path: String, keepingItAs kept: String) throws {
        try move(new, to: kept)
        if unsafe exchange_names(kept, path) == 0 { return }
        let refusal = errno
        try move(kept, to: new)
        guard [EINVAL, ENOSYS, EOPNOTSUPP, EPERM].contains(refusal) else {
            throw DatabaseFault(path: path, reason: .system(unsafe String(cString: strerror(refusal))))
        }
        let temporary = "\(kept).partial"
        do {
            try copy(path, to: temporary)
            try rename(temporary, to: kept)
        } catch {
            try? FileManager.default.removeItem(atPath: temporary)
            throw error
        }
        try move(new, to: path)
    }

    /// Copies a file to a new one for its owner alone, in place of what had that name, and syncs it.
    static func copy(_ path: String, to new: String) throws {
        let file = try open(path)
        defer { try? file.close() }
        try copy(file, of: try bytes(of: path), to: new, ProgressMonitor())
    }

    /// Copies an open file of so many bytes to a new one for its owner alone, as ``copy(_:to:)`` does.
    static func copy(_ source: FileHandle, of bytes: Int, to new: String, _ monitor: ProgressMonitor) throws {
        _ = unsafe unlink(new)
        try requireRoom(for: bytes, for: new)
        let file = try create(new)
        defer { try? file.close() }
        var copied = 0
        try pieces(of: source) { piece in
            try monitor.note(.init(.copying, done: copied, of: bytes))
            try write(piece, to: file, at: new)
            copied += piece.count
        }
        try synchronize(file, at: new)
    }

    /// Creates a file for its owner alone where there is none of that name.
    static func create(_ path: String) throws(DatabaseFault) -> FileHandle {
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw DatabaseFault(path: path, reason: .system(FileLock.lastError)) }
        return FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    }

    static func write(_ data: Data, to file: FileHandle, at path: String) throws(DatabaseFault) {
        do {
            try file.write(contentsOf: data)
        } catch {
            throw DatabaseFault(path: path, reason: .system("it cannot be written whole"))
        }
    }

    static func synchronize(_ file: FileHandle, at path: String) throws(DatabaseFault) {
        do {
            try file.synchronize()
        } catch {
            throw DatabaseFault(path: path, reason: .system("it cannot be written to the disk"))
        }
    }

    /// Removes a database file and what SQLite keeps or has left beside it.
    ///
    /// The file comes last: once its name is free, another may have it, with a journal of its own.
    static func removeDatabase(_ path: String) {
        for suffix in ["-journal", "-wal", "-shm", ""] { try? FileManager.default.removeItem(atPath: path + suffix) }
    }

    /// Checks that a new file fits on its disk.
    /// - Parameter reserve: the bytes that stay free beside it.
    /// - Throws: ``DatabaseFault``, `.noRoom`
    static func requireRoom(for bytes: Int, leaving reserve: Int = 0, for path: String) throws(DatabaseFault) {
        guard let free = DiskSpace(at: folder(of: path))?.freeBytes, free - reserve < bytes else { return }
        throw DatabaseFault(path: path, reason: .noRoom(bytes: bytes, reserve: reserve, free: free))
    }

    /// Returns the path of the file that a path leads to by symbolic links, there or not yet.
    static func target(of path: String) throws(DatabaseFault) -> String {
        var target = path
        for _ in 0..<Limits.linksFollowedMax {
            guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else { return target }
            target = next.hasPrefix("/") ? next : "\(folder(of: target))/\(next)"
        }
        throw DatabaseFault(path: path, reason: .system("it is a symbolic link that leads nowhere"))
    }

    static func folder(of path: String) -> String { URL(fileURLWithPath: path).deletingLastPathComponent().path }

    /// Returns the size of the file that a path leads to.
    static func bytes(of path: String) throws(DatabaseFault) -> Int {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else {
            throw DatabaseFault(path: path, reason: .system("it cannot be read"))
        }
        return Int(status.st_size)
    }

    /// Returns the moment at which a file was last written to; the distant past where that cannot be told.
    static func changedAt(_ path: String) -> Date {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return attributes?[.modificationDate] as? Date ?? .distantPast
    }

    /// Returns the bytes of the write-ahead log beside a database; 0 where there is none.
    static func logBytes(beside database: String) -> Int { (try? bytes(of: "\(database)-wal")) ?? 0 }

    /// Returns true if a part of a database may be in the log beside it.
    static func hasLog(beside database: String) -> Bool { logBytes(beside: database) > 0 }

    static func isFolder(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    /// Returns true if a path leads to something else than a file: a device, a pipe, a folder.
    static func isNoFile(_ path: String) -> Bool {
        var status = stat()
        return unsafe stat(path, &status) == 0 && status.st_mode & S_IFMT != S_IFREG
    }

    /// Returns true if a file, not what a link leads to, is another user's; false where there is none.
    static func isOfAnother(_ path: String) -> Bool {
        var status = stat()
        return unsafe lstat(path, &status) == 0 && status.st_uid != geteuid()
    }

    /// Returns true if this process's user may use what a path leads to (faccessat(2)); else `errno` says why not.
    static func may(_ mode: CInt, _ path: String) -> Bool {
        unsafe faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
    }

    /// Returns true for a symbolic link.
    static func isLink(_ path: String) -> Bool {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
    }

    /// Returns the SHA-256 of a file.
    /// - Parameter pause: called between two pieces; may throw to end it.
    static func sha256(
        of path: String, _ monitor: ProgressMonitor = ProgressMonitor(), pause: () throws -> Void = {}
    ) throws -> String {
        var digest = SHA256()
        var (done, total) = (0, try bytes(of: path))
        try pieces(of: path) { piece in
            try monitor.note(.init(.hashing, done: done, of: total))
            try pause()
            digest.update(data: piece)
            done += piece.count
        }
        return hexadecimal(digest.finalize())
    }

    /// Reads a file from its beginning to its end, a bounded piece at a time.
    static func pieces(of path: String, _ take: (Data) throws -> Void) throws {
        let file = try open(path)
        defer { try? file.close() }
        do {
            try pieces(of: file, take)
        } catch is CocoaError {
            throw DatabaseFault(path: path, reason: .unreadable)
        }
    }

    /// Reads an open file to its end, a bounded piece at a time.
    static func pieces(of file: FileHandle, _ take: (Data) throws -> Void) throws {
        while let piece = try file.read(upToCount: Limits.filePieceBytes), !piece.isEmpty { try take(piece) }
    }

    static func hexadecimal(_ digest: SHA256Digest) -> String {
        digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
    }
}
