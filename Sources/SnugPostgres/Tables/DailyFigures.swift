import SnugChat

/// The statements of the figures of each day.
enum FigureSQL {
    /// The messages behind the last that was counted, `$1`, so many of them, by day and author.
    private static let uncounted = """
        SELECT timestamp / 86400000000 AS day, user_id, count(*) AS messages
        FROM (SELECT timestamp, user_id FROM messages WHERE id > $1 ORDER BY id LIMIT $2) AS later GROUP BY day, user_id
        """
    /// True for an author who has not been counted that day.
    private static let isNew = """
        NOT EXISTS (SELECT 1 FROM daily_writers w WHERE w.day = u.day AND w.user_id = u.user_id)
        """
    static let figuresOfUncounted = """
        SELECT u.day, sum(u.messages)::bigint, count(*) FILTER (WHERE \(isNew))
        FROM (\(uncounted)) u WHERE u.day >= $3 GROUP BY u.day ORDER BY u.day
        """
    static let count = """
        INSERT INTO daily_figures (day, messages, people) \(figuresOfUncounted)
        ON CONFLICT (day) DO UPDATE SET messages = daily_figures.messages + excluded.messages,
            people = daily_figures.people + excluded.people
        """
    static let noteWriters = """
        INSERT INTO daily_writers (day, user_id) SELECT u.day, u.user_id FROM (\(uncounted)) u WHERE u.day >= $3
        ON CONFLICT DO NOTHING
        """
    static let last = "SELECT max(id) FROM (SELECT id FROM messages WHERE id > $1 ORDER BY id LIMIT $2) AS later"
    static let isAny = "SELECT 1 FROM messages WHERE id > $1 LIMIT 1"
    static let since = "SELECT day, messages, people, bytes FROM daily_figures WHERE day >= $1 ORDER BY day"
    /// The name under which the id of the last message that was counted is kept among the settings.
    static let countedUpTo = "last.message.counted"
}

extension StoreView {
    private var countedUpTo: Int64 {
        get throws { try setting(FigureSQL.countedUpTo).flatMap(Int64.init) ?? 0 }
    }

    func hasUncounted() throws -> Bool { try db.one(FigureSQL.isAny, countedUpTo) { _ in true } ?? false }

    func dailyFigures(since day: Day) throws -> [DailyFigures] {
        try db.all(FigureSQL.since, day.rawValue) { row in
            try DailyFigures(
                day: Day(rawValue: row[0]), messages: row[1], people: row[2], databaseBytes: row[3])
        }
    }

    func uncountedFigures(since day: Day, limit: Int) throws -> [DailyFigures] {
        try db.all(FigureSQL.figuresOfUncounted, countedUpTo, limit, day.rawValue) { row in
            try DailyFigures(day: Day(rawValue: row[0]), messages: row[1], people: row[2])
        }
    }

    func counts() throws -> StoreCounts {
        let rooms = try db.one("SELECT count(*), coalesce(sum(last_seq), 0)::bigint FROM rooms") { row in
            (count: try row[0] as Int64, messages: try row[1] as Int64)
        }
        let mails = try db.one("SELECT count(*), min(created_at) FROM mail_queue") { row in
            (count: try row[0] as Int64, oldest: try row[1] as Timestamp?)
        }
        return StoreCounts(
            accounts: try db.one("SELECT count(*) FROM users WHERE deactivated_at IS NULL") { try $0[0] } ?? 0,
            rooms: rooms?.count ?? 0, messages: rooms?.messages ?? 0, mailsWaiting: mails?.count ?? 0,
            oldestMail: mails?.oldest,
            mailError: try db.one(
                "SELECT last_error FROM mail_queue WHERE last_error IS NOT NULL ORDER BY id DESC LIMIT 1"
            ) { try $0[0] }, fileBytes: try attachmentBytes(of: nil))
    }
}

extension Transaction {
    func countMessages(since day: Day, limit: Int) throws {
        let from = try setting(FigureSQL.countedUpTo).flatMap(Int64.init) ?? 0
        let last = try db.one(FigureSQL.last, from, limit) { try $0[0] as Int64? }
        guard let last = last ?? nil else { return }
        try db.run(FigureSQL.count, from, limit, day.rawValue)
        try db.run(FigureSQL.noteWriters, from, limit, day.rawValue)
        try setSetting(FigureSQL.countedUpTo, to: "\(last)")
    }

    func setDatabaseBytes(_ bytes: Int64, on day: Day) throws {
        try db.run(
            """
            INSERT INTO daily_figures (day, bytes) VALUES ($1, $2)
            ON CONFLICT (day) DO UPDATE SET bytes = excluded.bytes
            """,
            day.rawValue, bytes)
    }

    func removeFigures(before day: Day, writersBefore writers: Day) throws {
        try db.run("DELETE FROM daily_figures WHERE day < $1", day.rawValue)
        try db.run("DELETE FROM daily_writers WHERE day < $1", writers.rawValue)
    }
}
