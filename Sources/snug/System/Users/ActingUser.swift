import Foundation
import Glibc
import SnugChat
import SnugStore
import Synchronization
import SystemPackage

/// The user that a command acts as.
///
/// Root acts as whoever owns the place that it works in: what is made there belongs to them, and a link that they have
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

    /// True if this process was root's before it became somebody else's.
    static var wasRoot: Bool { geteuid() == 0 || cameFromRoot.load(ordering: .relaxed) }

    private static let cameFromRoot = Atomic<Bool>(false)

    /// A user, with the group of what is theirs.
    struct Owner: Hashable {
        var user: UInt32
        var group: UInt32
    }

    /// Returns whom a file belongs to, there or not yet; nil for root.
    ///
    /// The folder that the path names counts first, then the file that a link in a folder of root's leads to, then that
    /// one's folder. Of a folder that is not there yet, the nearest that is there counts.
    static func owner(of path: String) -> Owner? {
        let target = target(of: path)
        return someone(path.folderOfPath.nearestThere) ?? someone(target) ?? someone(target.folderOfPath.nearestThere)
    }

    /// Returns the path to which symbolic links of the last name lead, there or not yet.
    private static func target(of path: String) -> String {
        var target = path
        for _ in 0..<Limits.linksFollowedMax {
            guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: target) else { break }
            let folder = URL(fileURLWithPath: target.folderOfPath, isDirectory: true)
            target = URL(fileURLWithPath: next, relativeTo: folder).path
        }
        return target
    }

    private static func someone(_ path: String) -> Owner? {
        guard let status = try? FilePath(path).stat(), status.userID.rawValue != 0 else { return nil }
        return Owner(user: status.userID.rawValue, group: status.groupID.rawValue)
    }

    /// Becomes a user for good, where this process is root's.
    ///
    /// Nothing of root's is left to whatever the user may have put into a database: no saved user, no group, no
    /// capability, in no thread, for the system's library changes all of them.
    /// - Throws: ``DatabaseFault`` where the system refuses.
    static func become(_ owner: Owner?) throws {
        guard geteuid() == 0, let owner else { return }
        // As root these set the real and the saved ones too.
        guard setgroups(0, nil) == 0, setgid(owner.group) == 0, setuid(owner.user) == 0 else {
            throw DatabaseFault(
                path: "user \(owner.user)", reason: .system(unsafe String(cString: strerror(errno))))
        }
        cameFromRoot.store(true, ordering: .relaxed)
        setHome(of: owner)
        // Root's own may be wider.
        _ = umask(0o077)
    }

    /// Has libraries look where the user's own things are, such as libpq for certificates: root's home they may not
    /// enter.
    static func setHome(of owner: Owner) {
        if let home = unsafe getpwuid(owner.user)?.pointee.pw_dir { unsafe setenv("HOME", home, 1) }
    }
}
