/// A copy of everything that is kept.
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

/// Port: where copies are made and kept.
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

extension Chat {
    public func backupRecord() async throws -> BackupRecord {
        try await Self.backupRecord(in: store)
    }

    public static func backupRecord(in store: any Store) async throws -> BackupRecord {
        try await store.read { store in
            func time(_ name: String) throws -> Timestamp? {
                try store.setting(name).flatMap(Int64.init).map(Timestamp.init(rawValue:))
            }
            return BackupRecord(
                lastGood: try time(BackupNote.good), lastTry: try time(BackupNote.tried),
                failure: try store.setting(BackupNote.failure))
        }
    }

    /// From now on a night without a backup counts.
    public func noteBackupsBegin() async throws {
        let now = clock.now
        try await store.write { try $0.setSetting(BackupNote.tried, to: "\(now.rawValue)") }
    }

    public func noteBackup(at time: Timestamp) async throws {
        try await store.write { store in
            try store.setSetting(BackupNote.good, to: "\(time.rawValue)")
            try store.setSetting(BackupNote.tried, to: "\(time.rawValue)")
            try store.setSetting(BackupNote.failure, to: nil)
        }
    }

    /// Keeps why a backup failed, and tells the owners in a mail, once a day at most.
    public func noteBackupFailure(_ reason: String, at time: Timestamp) async throws {
        let site = policy
        try await store.write { store in
            try store.setSetting(BackupNote.tried, to: "\(time.rawValue)")
            try store.setSetting(BackupNote.failure, to: reason)
            guard try couldTake(.backupFailures, "", in: store, at: time) else { return }
            for owner in try store.owners() {
                try queue(MailTemplate.backupFailed(owner, because: reason, site: site), in: store, at: time)
            }
        }
    }
}

/// The names under which the settings table keeps a ``BackupRecord``; moments in microseconds since 1970.
private enum BackupNote {
    static let good = "last.backup"
    static let tried = "last.backup.try"
    static let failure = "last.backup.failure"
}
