import Foundation
import Glibc
import SnugChat
import SystemPackage

extension Finding {
    /// Returns the finding for files of a database, or its backups, that belong to somebody else than the server runs as.
    ///
    /// As whoever ran a command as root, or copied a file there, leaves them.
    /// - Parameter backups: the folder of backups.
    static func wrongOwner(of database: String, backups: String?, _ mends: Mends) -> Finding? {
        guard let owner = owner(of: mends.ownersFolder) else { return nil }
        func isStrange(_ path: String) -> Bool { Self.owner(of: path).map { $0 != owner } ?? false }
        func finding(_ place: String, _ level: Level, why: String, fix: String) -> Finding {
            let stranger = Self.owner(of: place).map(name) ?? ""
            return Finding(
                .dbOwner, level,
                "\(place) belongs to \(stranger), and not to \(name(of: owner)), as whom the server runs.", why: why,
                fix: fix)
        }
        let parts = ["", "-wal", "-shm"].map { database + $0 }.filter(isStrange)
        if let part = parts.first {
            let isAtHome = mends.ownersFolder == database.folderOfPath
            return finding(
                part, .error, why: "The server cannot open it.",
                fix: isAtHome ? mends.own(mends.ownersFolder) : mends.own("-h", parts))
        }
        guard let backups, let place = ([backups] + files(in: backups)).first(where: isStrange) else { return nil }
        let isAtHome = mends.service == nil || backups.hasPrefix("\(mends.ownersFolder)/")
        return finding(
            place, .warning,
            why: place == backups ? "The server can keep no backup there." : "The server cannot prove it or remove it.",
            fix: isAtHome ? mends.own(backups) : mends.asRoot(mends.own(backups), on: backups))
    }

    private static func files(in folder: String?) -> [String] {
        guard let folder else { return [] }
        return ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted().map { "\(folder)/\($0)" }
    }

    private static func owner(of path: String) -> uid_t? { (try? FilePath(path).stat())?.userID.rawValue }

    private static func name(of user: uid_t) -> String {
        guard let entry = unsafe getpwuid(user) else { return "user \(user)" }
        return unsafe String(cString: entry.pointee.pw_name)
    }
}
