/// A fact about this server that its administrator should know, with the command that fixes it.
public struct Finding: Sendable, Hashable, Codable {
    /// The parts of a server that are looked at, in the order in which they are reported.
    public enum Check: String, Sendable, Hashable, CaseIterable, Codable {
        case server, config, db, disk, smtp, push, tls, proxy, backup, clock, limits
    }

    public enum Level: String, Sendable, Hashable, CaseIterable, Codable {
        /// As it should be.
        case ok
        /// It works, but not as it should.
        case warning
        /// Something does not work, or soon will not.
        case error
    }

    /// The stable name of the fact: `smtp.none`; of a check that found nothing wrong `smtp.ok`.
    ///
    /// Names stay what they are from one release to the next, for programs and for `snug check --ignore`.
    public var id: String
    public var check: Check
    public var level: Level
    /// The fact, as a sentence.
    public var what: String
    /// The reason why it matters; empty where all is well.
    public var why: String
    /// A command, or a sentence where no command can do it; empty where all is well.
    public var fix: String
    /// True where the administrator knows of it: it is listed, and counts for nothing.
    public var isIgnored = false

    public init(_ trouble: Trouble, _ level: Level, _ what: String, why: String, fix: String) {
        self.init(id: trouble.rawValue, trouble.check, level, what, why: why, fix: fix)
    }

    private init(id: String, _ check: Check, _ level: Level, _ what: String, why: String, fix: String) {
        self.id = id
        self.check = check
        self.level = level
        self.what = what
        self.why = why
        self.fix = fix
    }

    public static func ok(_ check: Check, _ what: String) -> Finding {
        Finding(id: "\(check.rawValue).ok", check, .ok, what, why: "", fix: "")
    }

    private enum CodingKeys: String, CodingKey {
        case id, check, level, what, why, fix
        case isIgnored = "ignored"
    }
}

/// A port that looks this server over.
public protocol Inspector: Sendable {
    /// Returns the findings of every check, at least one for each, and their moment.
    func findings() async -> (findings: [Finding], checkedAt: Timestamp)
    /// Returns the findings of the last look, and their moment, without looking; nil before the first.
    func latestFindings() async -> (findings: [Finding], checkedAt: Timestamp)?
    /// Hands a mail to the relay now, without the queue.
    ///
    /// - Parameter changes: settings to do it with, in the place of those in the database; nil in it forgets one. They
    ///   are not kept.
    /// - Returns: the relay that took it; nil where none is set and it was printed.
    /// - Throws: ``MailFault``
    func deliver(_ mail: Mail, with changes: [String: String?]) async throws(MailFault) -> String?
}
