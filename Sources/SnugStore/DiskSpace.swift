import Glibc

/// The free space of a file system.
public struct DiskSpace: Sendable, Hashable {
    public var freeBytes: Int
    public var freeFiles: Int
    public var isReadOnly: Bool

    public init(freeBytes: Int, freeFiles: Int = .max, isReadOnly: Bool = false) {
        self.freeBytes = freeBytes
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
        let (bytes, isTooMuch) = Int(clamping: status.f_bavail).multipliedReportingOverflow(
            by: Int(clamping: status.f_frsize))
        self.init(
            freeBytes: isTooMuch ? .max : bytes,
            // Some file systems count no files (btrfs says 0 of 0).
            freeFiles: status.f_files == 0 ? .max : Int(clamping: status.f_favail),
            isReadOnly: status.f_flag & UInt(ST_RDONLY) != 0)
    }
}
