/// A copy of the whole database.
public struct BackupCopy: Sendable, Hashable {
    /// The name of its file.
    public var name: String
    public var takenAt: Timestamp?
    public var bytes: Int
    /// The number of messages found in it; nil where nothing was proven of it.
    public var messages: Int?

    public init(name: String, takenAt: Timestamp?, bytes: Int, messages: Int?) {
        self.name = name
        self.takenAt = takenAt
        self.bytes = bytes
        self.messages = messages
    }
}

/// A copy that is open for reading: it stays whole for its reader, whatever becomes of its name meanwhile.
public protocol OpenBackup: Sendable {
    var bytes: Int { get }
    /// The SHA-256 of the file, in hexadecimal; nil where nothing was proven of it.
    var sha256: String? { get }
    /// Returns at most so many of its bytes, from one on; none at its end.
    /// - Throws: ``StoreFault``
    func read(from offset: Int, upTo count: Int) async throws -> [UInt8]
}

/// The backup that is being made.
public struct BackupProgress: Sendable, Hashable {
    /// The bytes that are copied, and those that there are to copy; once all are, the copy is being proven.
    public var copied: Int
    public var total: Int

    public init(copied: Int, total: Int) {
        self.copied = copied
        self.total = total
    }
}

/// The failure of a backup that somebody asked for.
public struct BackupFault: Error, Sendable, Hashable {
    /// The reason in a sentence, for administrators alone: it names files.
    public var reason: String
    /// True where the disk has too little room for the copy.
    public var isForRoom: Bool

    public init(reason: String, isForRoom: Bool) {
        self.reason = reason
        self.isForRoom = isForRoom
    }
}

/// The port that makes copies of the database and keeps them.
public protocol BackupArchive: Sendable {
    /// Returns the copies there are, newest first.
    /// - Throws: ``BackupFault``
    func backups() async throws -> [BackupCopy]
    /// Makes a copy that somebody asks for, and proves it; one at a time.
    ///
    /// It takes the place of no copy that was made by itself.
    /// - Throws: ``Refusal/busy`` while another is being made; ``BackupFault``.
    func takeBackup() async throws -> BackupCopy
    /// Returns the state of the copy that is being made; nil while none is.
    func progress() async -> BackupProgress?
    /// Opens a copy; nil where there is none of that name.
    /// - Throws: ``BackupFault``
    func open(_ name: String) async throws -> (any OpenBackup)?
}

/// The outcome of the backups so far.
public struct BackupRecord: Sendable, Hashable {
    /// The time at which the latest good one was taken.
    public var lastGood: Timestamp?
    /// The time of the latest try; before the first, the time at which the server began to count.
    public var lastTry: Timestamp?
    /// The reason why the latest try failed; nil where it did not.
    public var failure: String?
    /// The name of the node that took the latest good one; nil where no other serves the store, or it did not say.
    public var node: String?

    public init(
        lastGood: Timestamp? = nil, lastTry: Timestamp? = nil, failure: String? = nil, node: String? = nil
    ) {
        (self.lastGood, self.lastTry, self.failure, self.node) = (lastGood, lastTry, failure, node)
    }
}
