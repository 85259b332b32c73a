/// Something about this server that its administrator should know, with the command that mends it.
public struct Finding: Sendable, Hashable, Codable {
    /// What was looked at, in the order in which it is told.
    public enum Check: String, Sendable, Hashable, CaseIterable, Codable {
        case config, db, disk, smtp, tls, proxy, backup, clock, limits
    }

    public enum Level: String, Sendable, Hashable, CaseIterable, Codable {
        /// As it should be.
        case ok
        /// It works, but not as it should.
        case warning
        /// Something does not work, or soon will not.
        case error
    }

    public var check: Check
    public var level: Level
    /// What was found.
    public var what: String
    /// Why it matters; empty where all is well.
    public var why: String
    /// A command, or a sentence where no command can do it; empty where all is well.
    public var mend: String

    public init(_ check: Check, _ level: Level, _ what: String, why: String, mend: String) {
        self.check = check
        self.level = level
        self.what = what
        self.why = why
        self.mend = mend
    }

    public static func ok(_ check: Check, _ what: String) -> Finding {
        Finding(check, .ok, what, why: "", mend: "")
    }
}

/// Port: looks this server over.
public protocol Inspector: Sendable {
    /// What there is to say about every check, and when it was found.
    func findings() async -> (findings: [Finding], checkedAt: Timestamp)
    /// Hands a mail to the relay now, without the queue.
    /// - Returns: which relay took it; nil where none is set and it was printed.
    /// - Throws: ``MailFault``
    func deliver(_ mail: Mail) async throws(MailFault) -> String?
}
