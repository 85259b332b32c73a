public import SnugChat

extension SQLiteStore: SpaceGauge {
    /// Returns the room on the file's disk; nil for a store in memory, or where the system does not say.
    public func space() -> StoreSpace? {
        guard let path = place?.path, let disk = DiskSpace(at: Files.folder(of: path)) else { return nil }
        return StoreSpace(
            free: Int64(disk.freeBytes), database: Int64((try? Files.bytes(of: path)) ?? 0),
            log: Int64(Files.logBytes(beside: path)))
    }
}
