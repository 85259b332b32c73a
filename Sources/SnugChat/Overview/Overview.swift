/// The server at a glance, for its administrators.
public struct Overview: Sendable, Hashable {
    /// The last ``Limits/overviewDays`` days, ascending, today the last.
    public var days: [DailyFigures]
    public var counts: StoreCounts
    /// The bytes of all files.
    public var filesBytes: Int64
    /// The most that they may be.
    public var filesBytesMax: Int64
    /// Nil where the system does not say.
    public var disk: DiskUse?
    /// The days until the disk is full at the pace of the last days; nil where nobody can tell.
    public var daysLeft: Int?
    /// True while a relay is set.
    public var hasRelay: Bool
    /// The newest backup that is proven, or the newest of all where none is; nil where there is none.
    public var backup: BackupCopy?
    /// The outcome of the last checks; nil where none ran since the server's start.
    public var findings: FindingCounts?
}

/// The numbers of things that a store holds.
public struct StoreCounts: Sendable, Hashable {
    /// Accounts in use.
    public var accounts: Int64
    public var rooms: Int64
    /// Messages that came to be in these rooms.
    public var messages: Int64
    /// Mails in the queue, due or not.
    public var mailsWaiting: Int64
    /// The moment at which the oldest of them was written; nil where there is none.
    public var oldestMail: Timestamp?
    /// The reason why one of them, the latest with one, could not be sent; nil where there is none.
    public var mailError: String?
    /// Bytes of all files.
    public var fileBytes: Int64

    public init(
        accounts: Int64,
        rooms: Int64,
        messages: Int64,
        mailsWaiting: Int64,
        oldestMail: Timestamp? = nil,
        mailError: String? = nil,
        fileBytes: Int64 = 0
    ) {
        self.accounts = accounts
        self.rooms = rooms
        self.messages = messages
        self.mailsWaiting = mailsWaiting
        self.oldestMail = oldestMail
        self.mailError = mailError
        self.fileBytes = fileBytes
    }
}

/// The room on the file system of the database, in bytes.
public struct DiskUse: Sendable, Hashable {
    public var free: Int64
    public var total: Int64
    /// The database with its log.
    public var database: Int64
    /// All backups, wherever they lie.
    public var backups: Int64
    /// The number of backups that are to be kept on the same file system; 0 where they lie elsewhere, or none is made.
    public var copies: Int

    public init(free: Int64, total: Int64, database: Int64, backups: Int64, copies: Int) {
        self.free = free
        self.total = total
        self.database = database
        self.backups = backups
        self.copies = copies
    }

    /// Returns the days until it is full.
    ///
    /// With the database grows each of the copies that are kept of it. Those of them that are still to come take their
    /// room too.
    /// - Parameter growth: bytes a day by which the database grows.
    /// - Returns: nil where that is further than ``Limits/daysLeftMax``, which nobody can tell.
    func daysLeft(at growth: Double) -> Int? {
        let whole = Double(free) + Double(database) + (copies > 0 ? Double(backups) : 0)
        let days = max(0, (whole / Double(1 + copies) - Double(database)) / growth)
        return days <= Double(Limits.daysLeftMax) ? Int(days) : nil
    }
}

/// The findings that count, by how bad they are.
public struct FindingCounts: Sendable, Hashable {
    public var errors: Int
    public var warnings: Int
    public var checkedAt: Timestamp

    public init(_ findings: [Finding], checkedAt: Timestamp) {
        let counted = findings.filter { !$0.isIgnored }
        errors = counted.count { $0.level == .error }
        warnings = counted.count { $0.level == .warning }
        self.checkedAt = checkedAt
    }
}

/// The port that looks at the room on the disk.
public protocol DiskGauge: Sendable {
    /// Returns the room there is; nil where the system does not say.
    func use() async -> DiskUse?
}
