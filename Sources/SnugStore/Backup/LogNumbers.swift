import GRDB
import SnugChat

/// The highest numbers that a log has given: of sessions, accounts, rooms, invites and whatever else is numbered.
struct LogNumbers {
    /// The log's name; nil where it has none yet, as a copy that nobody has served.
    private let epoch: String?
    /// The name of the log that a copy was made of, which counts for nothing beside a name of its own.
    private let copiedFrom: String?
    /// The highest number by table, of all tables whose numbers are never given twice.
    private var highest: [String: Int64]

    init(_ db: Database) throws {
        func setting(_ name: String) throws -> String? {
            try db.one("SELECT value FROM settings WHERE name = ?", name) { $0[0] }
        }
        epoch = try setting(LogEpoch.settingName)
        copiedFrom = try setting(LogEpoch.copiedFromSettingName)
        let tables = try db.all("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'") {
            $0[0] as String
        }
        let given = try db.all("SELECT name, seq FROM sqlite_sequence WHERE typeof(seq) = 'integer'") {
            ($0[0] as String, $0[1] as Int64)
        }
        highest = Dictionary(tables.map { ($0, 0) } + given) { max($0, $1) }
    }

    /// Returns true for a copy that nobody has served.
    static func isUnserved(_ db: Database) throws -> Bool {
        guard try db.tableExists("settings") else { return false }
        let numbers = try LogNumbers(db)
        return numbers.epoch == nil && numbers.copiedFrom != nil
    }

    /// Reads the numbers of the database that is replaced; nil where it has none, or cannot be read.
    init?(of database: String) {
        guard ((try? Files.bytes(of: database)) ?? 0) > 0, let queue = try? DatabaseQueue(path: database) else {
            return nil
        }
        defer { try? queue.close() }
        guard let numbers = try? queue.read({ try LogNumbers($0) }) else { return nil }
        self = numbers
    }

    /// Returns the numbers after more than any that can have been given since.
    var skipped: LogNumbers {
        var next = self
        next.highest = highest.mapValues(Limits.numberAfterRestore)
        return next
    }

    /// Returns the numbers after which a restored copy goes on: more are skipped than can have been given since.
    ///
    /// Those of the database that it replaces are known, and need not be the last ones of its log: that may have been
    /// moved, and have gone on elsewhere.
    func after(_ replaced: LogNumbers?) -> LogNumbers {
        var next = skipped
        next.highest.merge(replaced?.highest ?? [:]) { max($0, $1) }
        return next
    }

    func write(to db: Database) throws {
        for (table, number) in highest {
            try db.run("DELETE FROM sqlite_sequence WHERE name = ?", table)
            try db.run("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", table, number)
        }
    }
}
