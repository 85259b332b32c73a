/// The bounds of moving a database.
extension Limits {
    /// Rows that are read and written at once: of messages as long as they may be, 8 MB.
    public static let movedRowsAtOnce = 512
    /// Pieces of files, and pictures, that are read and written at once: 1 MB of them.
    public static let movedPiecesAtOnce = 4
}
