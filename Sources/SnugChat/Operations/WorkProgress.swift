/// The part of long work that is under way, and how much of it is done.
public struct WorkProgress: Sendable, Hashable {
    /// A part of long work.
    public enum Part: Sendable, Hashable {
        /// Pages of a database are copied; in bytes.
        case copying
        /// Every page and reference of a database is checked; SQLite does not tell how far it is.
        case checking
        /// The files that people sent are compared with their SHA-256; in bytes.
        case files
        /// The SHA-256 of a file is computed; in bytes.
        case hashing
        /// A schema is brought up to date; SQLite does not tell how far it is.
        case upgrading
        /// Files to import are read; in bytes.
        case reading
        /// Imported passwords are hashed anew.
        case passwords
        /// Messages are imported.
        case messages
        /// Rows go from one database into another.
        case moving
        /// The rows that came are compared with those that were sent.
        case comparing
    }

    public var part: Part
    public var done: Int
    /// The measure of the whole part; nil where nobody knows it.
    public var total: Int?

    public init(_ part: Part, done: Int = 0, of total: Int? = nil) {
        self.part = part
        self.done = done
        self.total = total
    }
}
