import Foundation
import Glibc
import SnugChat
import SystemPackage

extension Finding {
    /// Returns the finding for files of a database, or backups, that belong to somebody else than their folder does.
    ///
    /// As whoever ran a command as root, or copied a file there, leaves them.
    /// - Parameter backups: the folder of backups.
    static func wrongOwner(of database: String, backups: String?, _ mends: Mends) -> Finding? {
        let folder = URL(fileURLWithPath: database).deletingLastPathComponent().path
        guard let owner = owner(of: folder) else { return nil }
        let places = ["", "-wal", "-shm"].map { database + $0 } + files(in: backups)
        guard let place = places.first(where: { Self.owner(of: $0).map { $0 != owner } ?? false }),
            let stranger = Self.owner(of: place)
        else { return nil }
        let isBackup = !place.hasPrefix(database)
        return Finding(
            .dbOwner, isBackup ? .warning : .error,
            "\(place) belongs to \(name(of: stranger)), and its folder to \(name(of: owner)), as whom the server runs.",
            why: isBackup ? "The server cannot prove it or remove it." : "The server cannot open it.",
            fix: mends.own(isBackup ? backups ?? folder : folder))
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
