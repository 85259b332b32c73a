import Foundation
import SnugChat
import SnugPostgres
import SnugStore

/// The gauge of the room on the database's disk, and of what Snug takes there; of a disk elsewhere it knows nothing.
struct DatabaseGauge: DiskGauge {
    let open: OpenStore
    /// The path of the file itself, no symbolic link; nil where there is none.
    let file: String?
    let backups: BackupService

    /// The bytes of the database, without its log, which comes and goes.
    /// - Throws: ``StoreFault``
    func databaseBytes() async throws -> Int64 {
        switch open {
        case .file: file.map(Self.size) ?? 0
        case .postgres(let store): try await store.bytes()
        }
    }

    /// The bytes of the log beside a file.
    var logBytes: Int64 { file.map { Self.size(of: "\($0)-wal") } ?? 0 }

    func use() async -> DiskUse? {
        guard let file else { return nil }
        let folder = file.folderOfPath
        guard let space = DiskSpace(at: folder) else { return nil }
        let (bytes, copies, place) = await backups.use()
        let isBeside = FileIdentity(at: place.nearestThere)?.device == FileIdentity(at: folder)?.device
        return DiskUse(
            free: Int64(space.freeBytes), total: Int64(space.totalBytes),
            database: Self.size(of: file) + logBytes, backups: bytes, copies: isBeside ? copies : 0)
    }

    private static func size(of path: String) -> Int64 {
        ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int).map(Int64.init) ?? 0
    }
}
