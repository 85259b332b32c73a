import Foundation
import Glibc
import SnugStore
import SystemPackage

/// The user that a command acts as.
///
/// Root acts as whoever owns the folder that it works in: what is made there belongs to them, and a link that they have
/// laid there leads root nowhere.
enum ActingUser {
    /// Returns true if the user that this process now acts as may read a file.
    static func mayRead(_ path: String) -> Bool { may(R_OK, path) }

    /// Returns true if a file is there, or may be, that the user that this process now acts as may not read.
    static func isDenied(_ path: String) -> Bool { !mayRead(path) && errno == EACCES }

    /// Returns true if the user that this process now acts as may make files in a folder.
    static func mayWrite(to folder: String) -> Bool { may(W_OK | X_OK, folder) }

    private static func may(_ mode: Int32, _ path: String) -> Bool {
        unsafe faccessat(AT_FDCWD, path, mode, AT_EACCESS) == 0
    }

    /// Acts as the owner of a folder from now on, where this process is root's and the folder is somebody else's.
    /// - Throws: ``DatabaseFault`` where the system refuses.
    static func become(ownerOf folder: String) throws {
        guard geteuid() == 0, let status = try? FilePath(folder).stat(), status.userID.rawValue != 0 else { return }
        let (user, group) = (status.userID.rawValue, status.groupID.rawValue)
        guard setgroups(0, nil) == 0, setegid(group) == 0, seteuid(user) == 0 else {
            throw DatabaseFault(path: folder, reason: .system(unsafe String(cString: strerror(errno))))
        }
    }
}
