import Dispatch
import Glibc
public import SnugChat

/// A backup that is open for reading.
public final class BackupFile: OpenBackup {
    public let bytes: Int
    public let sha256: String?
    private let path: String
    private let descriptor: Int32
    // A disk may take its time.
    private let queue = DispatchQueue(label: "snug.download", qos: .utility)

    /// Opens a file, and nothing else: no link to one, no folder, no pipe.
    ///
    /// - Returns: nil where there is no such file.
    /// - Throws: ``DatabaseFault``
    fileprivate init?(_ path: String) throws(DatabaseFault) {
        let descriptor = unsafe Glibc.open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard descriptor >= 0 else {
            if [ENOENT, ELOOP, ENXIO].contains(errno) { return nil }
            throw DatabaseFault(path: path, reason: .system(FileLock.lastError))
        }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            _ = Glibc.close(descriptor)
            return nil
        }
        self.path = path
        self.descriptor = descriptor
        bytes = Int(status.st_size)
        let receipt = (try? BackupReceipt.beside(path)).flatMap { $0 }
        sha256 = receipt?.bytes == bytes ? receipt?.sha256 : nil
    }

    deinit { _ = Glibc.close(descriptor) }

    public func read(from offset: Int, upTo count: Int) async throws -> [UInt8] {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try self.piece(from: offset, upTo: count) }) }
        }
    }

    private func piece(from offset: Int, upTo count: Int) throws -> [UInt8] {
        var failure: Int32?
        let piece = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            repeat {
                filled = unsafe pread(descriptor, buffer.baseAddress, count, off_t(offset))
            } while filled < 0 && errno == EINTR
            if filled < 0 { (failure, filled) = (errno, 0) }
        }
        if failure != nil { throw StoreFault(.failed, "\(path) cannot be read: the disk fails") }
        return piece
    }
}

extension BackupFolder {
    /// Opens a backup for reading; nil where the folder has none of that name.
    /// - Throws: ``DatabaseFault``
    public func open(_ name: String) throws(DatabaseFault) -> BackupFile? {
        // The form of the name leaves no way out of the folder.
        Self.isBackup(name) ? try BackupFile("\(path)/\(name)") : nil
    }
}
