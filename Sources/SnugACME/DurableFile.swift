import Foundation
import Glibc

/// Files that are replaced as a whole and for good.
enum DurableFile {
    /// Replaces a file, which its owner alone can read; whoever looks finds the old one or the new one.
    /// - Throws: `POSIXError`
    static func replace(_ path: String, with bytes: [UInt8]) throws {
        let beside = "\(path).new"
        // One that was left by a process that was killed may have another owner's mode.
        _ = unsafe unlink(beside)
        let file = unsafe open(beside, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw fault }
        do {
            defer { close(file) }
            var written = 0
            while written < bytes.count {
                let count = unsafe bytes[written...].withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
                guard count > 0 else { throw fault }
                written += count
            }
            guard fsync(file) == 0 else { throw fault }
        }
        guard unsafe rename(beside, path) == 0 else { throw fault }
        // The name is durable once the folder is.
        let folder = unsafe open((path as NSString).deletingLastPathComponent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard folder >= 0 else { throw fault }
        defer { close(folder) }
        guard fsync(folder) == 0 else { throw fault }
    }

    private static var fault: POSIXError { POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO) }
}
