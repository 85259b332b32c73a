import SnugChat

/// The time for which a service wants to be left alone (RFC 9110 §10.2.3), at most ``Limits/pushLifetime``.
struct RetryAfter: Sendable, Hashable {
    let duration: Duration

    /// Reads a header's value: seconds, or a date in the one form that is written today; nil for anything else.
    init?(_ value: String, at now: Timestamp) {
        let value = value.trimmed
        if let seconds = Int64(value), value.utf8.allSatisfy({ (48...57).contains($0) }) {
            duration = min(.seconds(seconds), Limits.pushLifetime)
        } else if let date = Self.date(value) {
            duration = min(max(date - now, .zero), Limits.pushLifetime)
        } else {
            return nil
        }
    }

    /// Returns the moment of an IMF-fixdate (RFC 9110 §5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    private static func date(_ text: String) -> Timestamp? {
        let parts = text.split(whereSeparator: { $0 == " " || $0 == ":" })
        guard text.utf8.count == 29, parts.count == 8, parts[7] == "GMT", let day = Int64(parts[1]),
            let month = months.firstIndex(of: String(parts[2])), let year = Int64(parts[3]), let hour = Int64(parts[4]),
            let minute = Int64(parts[5]), let second = Int64(parts[6]), (1...31).contains(day),
            (1970...9999).contains(year),
            (0...23).contains(hour), (0...59).contains(minute), (0...60).contains(second)
        else { return nil }
        // Days since 1970 of the Gregorian calendar, the year begun with March (Hinnant, days_from_civil).
        let (y, m) = month < 2 ? (year - 1, Int64(month) + 10) : (year, Int64(month) - 2)
        let days = 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1 - 719_468
        return Timestamp(seconds: ((days * 24 + hour) * 60 + minute) * 60 + second)
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
