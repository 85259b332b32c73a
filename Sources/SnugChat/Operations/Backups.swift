/// A copy of the whole database.
public struct BackupCopy: Sendable, Hashable {
    /// Of its file.
    public var name: String
    public var takenAt: Timestamp?
    public var bytes: Int
    /// How many messages were found in it; nil where nothing was proven of it.
    public var messages: Int?

    public init(name: String, takenAt: Timestamp?, bytes: Int, messages: Int?) {
        self.name = name
        self.takenAt = takenAt
        self.bytes = bytes
        self.messages = messages
    }
}

/// Port: makes copies of the database and keeps them.
public protocol BackupArchive: Sendable {
    /// Newest first.
    func backups() async throws -> [BackupCopy]
    /// - Throws: ``Refusal/busy`` while another is being made; ``StoreFault``.
    func takeBackup() async throws -> BackupCopy
}

/// How backups have gone so far.
public struct BackupRecord: Sendable, Hashable {
    /// When the latest good one was taken.
    public var lastGood: Timestamp?
    /// When the latest was tried; before the first, when the server began to count.
    public var lastTry: Timestamp?
    /// Why the latest try failed; nil where it did not.
    public var failure: String?
}
