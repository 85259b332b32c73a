/// A day of UTC, numbered from 1970 on.
public struct Day: RawRepresentable, Sendable, Hashable, Comparable {
    public let rawValue: Int

    public init(rawValue: Int) { self.rawValue = rawValue }

    /// Creates the day on which a moment lies.
    public init(of time: Timestamp) {
        let seconds = time.seconds
        rawValue = Int(seconds / 86_400) - (seconds % 86_400 < 0 ? 1 : 0)
    }

    /// The moment at which it begins.
    public var beginning: Timestamp { Timestamp(seconds: Int64(rawValue) * 86_400) }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    public static func - (day: Self, count: Int) -> Self { Day(rawValue: day.rawValue - count) }
}

/// The figures of one day.
public struct DailyFigures: Sendable, Hashable {
    public var day: Day
    /// The number of messages that came to be, deleted ones too.
    public var messages: Int64
    /// The number of people who wrote them.
    public var people: Int64
    /// The size of the database when it was last looked at that day; nil where it was not.
    public var databaseBytes: Int64?

    public init(day: Day, messages: Int64 = 0, people: Int64 = 0, databaseBytes: Int64? = nil) {
        self.day = day
        self.messages = messages
        self.people = people
        self.databaseBytes = databaseBytes
    }
}

extension [DailyFigures] {
    /// Returns the figures of each of so many days, the last of which is `today`; a day without any has zeros.
    func each(of count: Int, upTo today: Day) -> [DailyFigures] {
        let byDay = Dictionary(map { ($0.day, $0) }, uniquingKeysWith: { $1 })
        return (0..<count).reversed().map { byDay[today - $0] ?? DailyFigures(day: today - $0) }
    }

    /// Returns the figures with others of the same days added to them.
    func adding(_ more: [DailyFigures]) -> [DailyFigures] {
        var byDay = Dictionary(map { ($0.day, $0) }, uniquingKeysWith: { $1 })
        for figures in more {
            byDay[figures.day, default: DailyFigures(day: figures.day)].messages += figures.messages
            byDay[figures.day, default: DailyFigures(day: figures.day)].people += figures.people
        }
        return byDay.values.sorted { $0.day < $1.day }
    }

    /// The bytes by which the database grew a day, from the first to the last look at it; nil where these lie too close
    /// together, or it did not grow.
    var growth: Double? {
        let looks = filter { $0.databaseBytes != nil }
        guard let first = looks.first, let last = looks.last, let before = first.databaseBytes,
            let after = last.databaseBytes
        else { return nil }
        let days = last.day.rawValue - first.day.rawValue
        guard days >= Limits.growthDaysMin, after > before else { return nil }
        return Double(after - before) / Double(days)
    }
}
