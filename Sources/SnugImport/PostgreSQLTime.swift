import Foundation
import SnugChat

/// A moment as PostgreSQL writes it, such as `2025-03-01 12:34:56.789+01`, and as RFC 3339 does.
///
/// *Source:* PostgreSQL documentation, “Date/Time Output”.
enum PostgreSQLTime {
    /// Reads a moment.
    /// - Parameter zone: the time zone of a time without an offset.
    /// - Returns: the moment, or nil for a text that is none between the years 1970 and 9999.
    static func parse(_ text: String, in zone: TimeZone) -> Timestamp? {
        var rest = text.trimmed[...]
        guard let year = rest.number(4), rest.drop("-"), let month = rest.number(2), rest.drop("-"),
            let day = rest.number(2), (1970...9999).contains(year), (1...12).contains(month),
            (1...daysOf(month, year)).contains(day)
        else { return nil }
        var seconds = daysSince1970(year, month, day) * 86_400
        var micros = 0
        if rest.drop(" ") || rest.drop("T") || rest.drop("t") {
            guard let hour = rest.number(2), rest.drop(":"), let minute = rest.number(2), hour < 24, minute < 60 else {
                return nil
            }
            seconds += hour * 3_600 + minute * 60
            if rest.drop(":") {
                guard let second = rest.number(2), second <= 60 else { return nil }
                seconds += second
                if rest.drop(".") { micros = rest.fraction() }
            }
        }
        _ = rest.drop(" ")
        guard let offset = rest.offset() else {
            guard rest.isEmpty else { return nil }
            // The zone's offset at that time; where a clock is set, within the hour.
            let guess = Date(timeIntervalSince1970: Double(seconds))
            let near = Date(timeIntervalSince1970: Double(seconds - zone.secondsFromGMT(for: guess)))
            return stamp(seconds - zone.secondsFromGMT(for: near), micros)
        }
        return rest.isEmpty ? stamp(seconds - offset, micros) : nil
    }

    private static func stamp(_ seconds: Int, _ micros: Int) -> Timestamp? {
        seconds < 0 ? nil : Timestamp(rawValue: Int64(seconds) * 1_000_000 + Int64(micros))
    }

    private static func daysOf(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let before = year - 1
        let leapDays = before / 4 - before / 100 + before / 400 - (1969 / 4 - 1969 / 100 + 1969 / 400)
        return (year - 1970) * 365 + leapDays + (1..<month).reduce(0) { $0 + daysOf($1, year) } + day - 1
    }
}

extension Substring {
    fileprivate mutating func drop(_ text: Character) -> Bool {
        guard first == text else { return false }
        removeFirst()
        return true
    }

    /// Takes a number of exactly so many digits.
    fileprivate mutating func number(_ digits: Int) -> Int? {
        let found = prefix(digits)
        guard found.count == digits, found.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(found) else {
            return nil
        }
        removeFirst(digits)
        return number
    }

    /// Takes the digits behind a point, in microseconds.
    fileprivate mutating func fraction() -> Int {
        let digits = prefix { $0.isASCII && $0.isNumber }
        removeFirst(digits.count)
        return Int((digits + "000000").prefix(6)) ?? 0
    }

    /// Takes `Z`, `+01` or `-05:30` in seconds, or nil where there is none.
    fileprivate mutating func offset() -> Int? {
        if drop("Z") || drop("z") { return 0 }
        let sign = first == "-" ? -1 : 1
        guard first == "+" || first == "-" else { return nil }
        removeFirst()
        guard let hours = number(2) else { return nil }
        _ = drop(":")
        let minutes = number(2) ?? 0
        _ = drop(":")
        return sign * (hours * 3_600 + minutes * 60 + (number(2) ?? 0))
    }
}
