import Foundation
import SystemPackage

/// The place where a file system begins.
enum MountPoint {
    /// Returns the topmost folder of the file system that a path is on.
    static func of(_ path: String) -> String {
        var folder = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard let device = device(folder) else { return path }
        while folder.path != "/" {
            let parent = folder.deletingLastPathComponent()
            guard self.device(parent) == device else { break }
            folder = parent
        }
        return folder.path
    }

    private static func device(_ folder: URL) -> UInt64? {
        (try? FilePath(folder.path).stat()).map { UInt64($0.deviceID.rawValue) }
    }
}
