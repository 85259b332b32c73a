import SnugChat

extension Timestamp {
    /// The time in UTC with milliseconds, as in `2026-11-22T16:03:12.345Z` (RFC 3339 §5.6).
    ///
    /// A moment that four digits of a year do not reach is the nearest that they do: a file from elsewhere may hold any.
    var rfc3339: String {
        let reachable = min(max(rawValue, Self.firstOfYear0), Self.lastOfYear9999)
        let (seconds, micros) = reachable.flooredDivision(by: 1_000_000)
        let (days, second) = seconds.flooredDivision(by: 86_400)
        let (year, month, day) = Self.date(daysSince1970: days)
        var text: [UInt8] = []
        text.reserveCapacity(24)
        func put(_ value: Int64, digits: Int) {
            var divisor: Int64 = 1
            for _ in 1..<digits { divisor *= 10 }
            while divisor > 0 {
                text.append(UInt8(ascii: "0") + UInt8(value / divisor % 10))
                divisor /= 10
            }
        }
        put(year, digits: 4)
        text.append(UInt8(ascii: "-"))
        put(month, digits: 2)
        text.append(UInt8(ascii: "-"))
        put(day, digits: 2)
        text.append(UInt8(ascii: "T"))
        put(second / 3_600, digits: 2)
        text.append(UInt8(ascii: ":"))
        put(second / 60 % 60, digits: 2)
        text.append(UInt8(ascii: ":"))
        put(second % 60, digits: 2)
        text.append(UInt8(ascii: "."))
        put(micros / 1_000, digits: 3)
        text.append(UInt8(ascii: "Z"))
        return String(decoding: text, as: UTF8.self)
    }

    /// Creates a moment from its text (RFC 3339 §5.6), in any offset; fractions of a microsecond are dropped.
    ///
    /// Nil for anything else, years outside 1970 to 9999 and the leap second, which has no place in this count.
    init?(rfc3339 text: String) {
        var rest = Array(text.utf8)[...]
        func number(_ digits: Int, _ range: ClosedRange<Int64>) -> Int64? {
            guard rest.count >= digits, rest.prefix(digits).allSatisfy(Self.isDigit) else { return nil }
            let value = rest.prefix(digits).reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
            rest = rest.dropFirst(digits)
            return range.contains(value) ? value : nil
        }
        func take(_ signs: String) -> UInt8? {
            guard let first = rest.first, signs.utf8.contains(first) else { return nil }
            return rest.removeFirst()
        }
        guard text.utf8.count <= Self.rfc3339BytesMax,
            let year = number(4, 1_970...9_999), take("-") != nil, let month = number(2, 1...12), take("-") != nil,
            let day = number(2, 1...31), take("Tt ") != nil, let hour = number(2, 0...23), take(":") != nil,
            let minute = number(2, 0...59), take(":") != nil, let second = number(2, 0...59)
        else { return nil }
        var micros: Int64 = 0
        if take(".") != nil {
            let digits = rest.prefix(while: Self.isDigit)
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            for place in 0..<6 {
                let digit = place < digits.count ? digits[digits.startIndex + place] - UInt8(ascii: "0") : 0
                micros = micros * 10 + Int64(digit)
            }
        }
        var offset: Int64 = 0
        guard let zone = take("Zz+-") else { return nil }
        if zone == UInt8(ascii: "+") || zone == UInt8(ascii: "-") {
            guard let hours = number(2, 0...23), take(":") != nil, let minutes = number(2, 0...59) else { return nil }
            offset = (hours * 60 + minutes) * (zone == UInt8(ascii: "+") ? 60 : -60)
        }
        let days = Self.daysSince1970(year, month, day)
        guard rest.isEmpty, Self.date(daysSince1970: days) == (year, month, day) else { return nil }
        let seconds = days * 86_400 + hour * 3_600 + minute * 60 + second - offset
        self.init(rawValue: seconds * 1_000_000 + micros)
    }

    private static let firstOfYear0: Int64 = -62_167_219_200_000_000
    private static let lastOfYear9999: Int64 = 253_402_300_799_999_999

    /// Bytes of a moment's text: more digits of a second than anybody sends.
    private static let rfc3339BytesMax = 64

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// Returns the day of a Gregorian date; of one that does not exist, that of the date it spills over to.
    ///
    /// *Source:* Hinnant, “chrono-compatible low-level date algorithms”, days_from_civil.
    private static func daysSince1970(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shiftedYear = month <= 2 ? year - 1 : year
        let (era, yearOfEra) = shiftedYear.flooredDivision(by: 400)
        let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    /// Returns the Gregorian date of a day.
    ///
    /// *Source:* Hinnant, “chrono-compatible low-level date algorithms”, civil_from_days.
    private static func date(daysSince1970 days: Int64) -> (year: Int64, month: Int64, day: Int64) {
        let (era, dayOfEra) = (days + 719_468).flooredDivision(by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }
}

extension Int64 {
    /// Returns the quotient rounded down, and a remainder that is never negative.
    fileprivate func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
