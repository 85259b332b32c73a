import Foundation
import SnugChat
import SnugStore

/// The gauge of the room on the database's disk, and of what Snug takes there.
struct DatabaseGauge: DiskGauge {
    /// The path of the file itself, no symbolic link.
    let database: String
    let backups: BackupService

    /// The bytes of the database's file, without its log, which comes and goes.
    var databaseBytes: Int64 { Self.size(of: database) }

    func use() async -> DiskUse? {
        let folder = database.folderOfPath
        guard let space = DiskSpace(at: folder) else { return nil }
        let (bytes, copies, place) = await backups.use()
        let isBeside = FileIdentity(at: place.nearestThere)?.device == FileIdentity(at: folder)?.device
        return DiskUse(
            free: Int64(space.freeBytes), total: Int64(space.totalBytes),
            database: databaseBytes + Self.size(of: "\(database)-wal"), backups: bytes, copies: isBeside ? copies : 0)
    }

    private static func size(of path: String) -> Int64 {
        ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int).map(Int64.init) ?? 0
    }
}
