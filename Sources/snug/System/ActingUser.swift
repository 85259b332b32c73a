import Foundation
import Glibc
import SnugChat
import SnugStore
import Synchronization
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

    /// True if this process was root's before it became somebody else's.
    static var wasRoot: Bool { geteuid() == 0 || cameFromRoot.load(ordering: .relaxed) }

    private static let cameFromRoot = Atomic<Bool>(false)

    /// Acts as the owner of a database from now on, where what is to be written lies in a folder of theirs, by its name
    /// or by the link of that name.
    /// - Throws: ``DatabaseFault`` where the system refuses.
    static func become(ownerOf database: String, writing path: String) throws {
        func owner(_ path: String) -> UInt32? { try? FilePath(path).stat().userID.rawValue }
        let own = folder(of: URL(fileURLWithPath: database).resolvingSymlinksInPath().path)
        let places = ways(of: path).map { isFolder($0) ? $0 : folder(of: $0) }
        if let user = owner(own), places.contains(where: { owner($0) == user }) { try become(ownerOf: own) }
    }

    /// Returns a path, and those to which symbolic links of its last name lead, there or not yet.
    private static func ways(of path: String) -> [String] {
        var ways = [path]
        while ways.count <= Limits.linksFollowedMax, let last = ways.last,
            let next = try? FileManager.default.destinationOfSymbolicLink(atPath: last)
        {
            ways.append(next.hasPrefix("/") ? next : "\(folder(of: last))/\(next)")
        }
        return ways
    }

    private static func folder(of path: String) -> String {
        URL(fileURLWithPath: path).deletingLastPathComponent().path
    }

    private static func isFolder(_ path: String) -> Bool {
        (try? FilePath(path).stat().type) == .directory
    }

    /// Becomes the owner of a folder for good, where this process is root's and the folder is somebody else's.
    ///
    /// Nothing of root's is left to whatever the owner may have put into a database: no saved user, no group, no
    /// capability, in no thread, for the system's library changes all of them.
    /// - Throws: ``DatabaseFault`` where the system refuses.
    static func become(ownerOf folder: String) throws {
        guard geteuid() == 0, let status = try? FilePath(folder).stat(), status.userID.rawValue != 0 else { return }
        let (user, group) = (status.userID.rawValue, status.groupID.rawValue)
        // As root these set the real and the saved ones too.
        guard setgroups(0, nil) == 0, setgid(group) == 0, setuid(user) == 0 else {
            throw DatabaseFault(path: folder, reason: .system(unsafe String(cString: strerror(errno))))
        }
        cameFromRoot.store(true, ordering: .relaxed)
        // Root's own may be wider.
        _ = umask(0o077)
    }
}
