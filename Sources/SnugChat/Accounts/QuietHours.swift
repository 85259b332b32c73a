import FoundationEssentials

/// The hours of each day in which somebody wants no notices, by the clock of the place where they live.
///
/// Those that begin later than they end go over midnight.
public struct QuietHours: Sendable, Hashable {
    public var from: TimeOfDay
    public var to: TimeOfDay
    /// A name of the time zone database (IANA), such as `Europe/Berlin`.
    public var timeZone: String

    public init(from: TimeOfDay, to: TimeOfDay, timeZone: String) {
        self.from = from
        self.to = to
        self.timeZone = timeZone
    }

    /// Checks hours as somebody wrote them.
    /// - Parameters:
    ///   - from, to: times such as `22:00`, which differ.
    ///   - timeZone: the name of a time zone.
    /// - Throws: ``Refusal/invalid(_:)``
    public init(typedFrom from: String, to: String, timeZone: String) throws(Refusal) {
        guard let from = TimeOfDay(from), let to = TimeOfDay(to), from != to else {
            throw .invalid("quiet", "Quiet hours are from one time to another, such as 22:00 and 07:00.")
        }
        guard Self.isTimeZone(timeZone) else { throw .invalid("quiet", "There is no such time zone.") }
        self.init(from: from, to: to, timeZone: timeZone)
    }

    /// Returns true for a moment within the hours: from the first time on, until before the second.
    ///
    /// The clock of a place that this machine does not know is UTC's.
    public func contains(_ moment: Timestamp) -> Bool {
        let minute = Int(secondOfDay(at: moment) / 60)
        let isAfter = minute >= from.minutes
        let isBefore = minute < to.minutes
        return from.minutes <= to.minutes ? isAfter && isBefore : isAfter || isBefore
    }

    /// Returns the end of the hours that a moment is within; nil for one outside of them.
    ///
    /// On the day on which the clock of the place is set, it can be an hour early or late.
    func end(ofThoseAt moment: Timestamp) -> Timestamp? {
        guard contains(moment) else { return nil }
        let ahead = (Int64(to.minutes) * 60 - secondOfDay(at: moment) + 86_400) % 86_400
        return Timestamp(seconds: moment.seconds) + .seconds(ahead)
    }

    /// Returns the seconds since midnight by the clock of the place.
    private func secondOfDay(at moment: Timestamp) -> Int64 {
        let date = Date(timeIntervalSince1970: Double(moment.seconds))
        let ahead = TimeZone(identifier: timeZone)?.secondsFromGMT(for: date) ?? 0
        return (moment.seconds % 86_400 + Int64(ahead) + 2 * 86_400) % 86_400
    }

    private static func isTimeZone(_ name: String) -> Bool {
        // A difference from UTC, which Foundation takes too, is no place: it knows no summer time.
        let isDifference = !name.utf8.contains(UInt8(ascii: "/")) && name.utf8.contains { "+-:".utf8.contains($0) }
        guard (1...Limits.timeZoneBytesMax).contains(name.utf8.count), !isDifference,
            name.utf8.allSatisfy(isOfName)
        else { return false }
        return TimeZone(identifier: name) != nil
    }

    /// Returns true for the signs that names of the time zone database are made of.
    ///
    /// Foundation looks for a file of that name, and ends it at a NUL.
    private static func isOfName(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "+"),
            UInt8(ascii: "-"):
            true
        default: false
        }
    }
}

/// A time of day, to the minute.
public struct TimeOfDay: Sendable, Hashable, CustomStringConvertible {
    /// Minutes since midnight.
    public let minutes: Int

    /// - Parameter minutes: minutes since midnight; nil outside of a day.
    public init?(minutes: Int) {
        guard (0..<24 * 60).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Reads a time of two digits, a colon and two digits.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        let digits = bytes.enumerated().filter { $0.offset != 2 }.map(\.element)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: ":"),
            digits.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
        else { return nil }
        let values = digits.map { Int($0 - UInt8(ascii: "0")) }
        let (hours, minutes) = (values[0] * 10 + values[1], values[2] * 10 + values[3])
        guard minutes < 60 else { return nil }
        self.init(minutes: hours * 60 + minutes)
    }

    public var description: String {
        let (hours, minutes) = (minutes / 60, minutes % 60)
        return "\(hours < 10 ? "0" : "")\(hours):\(minutes < 10 ? "0" : "")\(minutes)"
    }
}
