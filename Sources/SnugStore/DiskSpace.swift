import Glibc

/// The free space of a file system.
public struct DiskSpace: Sendable, Hashable {
    public var freeBytes: Int
    /// The bytes of the whole file system; 0 where it does not say.
    public var totalBytes: Int
    public var freeFiles: Int
    public var isReadOnly: Bool

    public init(freeBytes: Int, totalBytes: Int = 0, freeFiles: Int = .max, isReadOnly: Bool = false) {
        self.freeBytes = freeBytes
        self.totalBytes = totalBytes
        self.freeFiles = freeFiles
        self.isReadOnly = isReadOnly
    }
}

extension DiskSpace {
    /// Asks the system about the file system that a folder is on; nil where it does not say.
    public init?(at folder: String) {
        let descriptor = unsafe open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = statvfs()
        guard unsafe fstatvfs(descriptor, &status) == 0 else { return nil }
        func bytes(_ blocks: fsblkcnt_t) -> Int {
            let (bytes, isTooMuch) = Int(clamping: blocks).multipliedReportingOverflow(
                by: Int(clamping: status.f_frsize))
            return isTooMuch ? .max : bytes
        }
        self.init(
            freeBytes: bytes(status.f_bavail), totalBytes: bytes(status.f_blocks),
            // Some file systems count no files (btrfs says 0 of 0).
            freeFiles: status.f_files == 0 ? .max : Int(clamping: status.f_favail),
            isReadOnly: status.f_flag & UInt(ST_RDONLY) != 0)
    }
}
