import SnugChat

/// A moment as HTTP's headers have it (RFC 9110 §5.6.7).
struct HTTPDate: Sendable, Hashable {
    let moment: Timestamp

    /// Reads an IMF-fixdate, the one form that is written today: `Sun, 06 Nov 1994 08:49:37 GMT`; nil for anything else.
    init?(_ text: String) {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == ":" })
        guard text.utf8.count == 29, parts.count == 8, parts[7] == "GMT", let day = Int64(parts[1]),
            let month = Self.months.firstIndex(of: String(parts[2])), let year = Int64(parts[3]),
            let hour = Int64(parts[4]), let minute = Int64(parts[5]), let second = Int64(parts[6]),
            (1...31).contains(day), (1970...9999).contains(year), (0...23).contains(hour), (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        // Days since 1970 of the Gregorian calendar, the year begun with March (Hinnant, days_from_civil).
        let (y, m) = month < 2 ? (year - 1, Int64(month) + 10) : (year, Int64(month) - 2)
        let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468
        moment = Timestamp(seconds: ((days * 24 + hour) * 60 + minute) * 60 + second)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
