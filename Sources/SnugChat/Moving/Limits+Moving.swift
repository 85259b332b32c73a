/// The bounds of moving a database.
extension Limits {
    /// Rows that are read and written at once: of messages as long as they may be, 8 MB.
    public static let movedRowsAtOnce = 512
    /// Pieces of files, and pictures, that are read and written at once: 1 MB of them.
    public static let movedPiecesAtOnce = 4
    /// The time for which a move holds a database before it reads it: longer than a server that was cut off lets pass
    /// between two tries to come back (``postgresReconnectEvery``).
    public static let knockWithin: Duration = .seconds(3)
    /// The times a move asks once more for a database that somebody works on, as a server that has just ended may still
    /// hold it: a second in all.
    public static let useLockTries = 10
    /// The time between two of these tries.
    public static let useLockTryEvery: Duration = .milliseconds(100)
    /// The bytes of a file that holds the address of a database: any that libpq takes.
    public static let addressFileBytesMax = 8_192
}
