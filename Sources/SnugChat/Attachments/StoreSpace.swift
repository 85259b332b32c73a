/// The room that the store has on its disk, in bytes.
public struct StoreSpace: Sendable, Hashable {
    public var free: Int64
    /// The database without its log.
    public var database: Int64
    /// The write-ahead log, which grows while a backup is under way.
    public var log: Int64

    public init(free: Int64, database: Int64, log: Int64) {
        self.free = free
        self.database = database
        self.log = log
    }

    /// Checks that a file of `size` bytes leaves room for a backup and for everything else.
    /// - Throws: ``Refusal/storageFull``; ``Refusal/busy`` while the log waits for a backup.
    func check(for size: Int64) throws(Refusal) {
        if free - size < max(Limits.uploadFreeBytesMin, database) { throw .storageFull }
        if log > Limits.uploadLogBytesMax { throw .busy }
    }
}

/// The port that looks at the room for files.
public protocol SpaceGauge: Sendable {
    /// Returns the room there is; nil where nobody can tell.
    func space() -> StoreSpace?
}

/// A gauge for those who take no files.
public struct UnknownSpace: SpaceGauge {
    public init() {}
    public func space() -> StoreSpace? { nil }
}
