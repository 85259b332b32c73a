/// A moment in microseconds since 1970-01-01T00:00:00Z, as it is stored.
///
/// Outside it is RFC 3339 in milliseconds.
public struct Timestamp: RawRepresentable, Sendable, Hashable, Comparable {
    /// Microseconds since 1970 UTC.
    public let rawValue: Int64

    public init(rawValue: Int64) { self.rawValue = rawValue }
    /// Creates a moment from whole seconds since 1970 UTC.
    public init(seconds: Int64) {
        let (product, isTooMuch) = seconds.multipliedReportingOverflow(by: 1_000_000)
        rawValue = isTooMuch ? (seconds < 0 ? .min : .max) : product
    }

    /// Whole seconds since 1970, rounded down.
    public var seconds: Int64 { rawValue / 1_000_000 - (rawValue % 1_000_000 < 0 ? 1 : 0) }

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    /// Returns the moment that is `duration` later; fractions of a microsecond are dropped.
    public static func + (time: Self, duration: Duration) -> Self {
        Timestamp(rawValue: time.rawValue.addingOrClamping(duration.microseconds))
    }

    /// Returns the moment that is `duration` earlier; fractions of a microsecond are dropped.
    public static func - (time: Self, duration: Duration) -> Self {
        Timestamp(rawValue: time.rawValue.subtractingOrClamping(duration.microseconds))
    }

    /// Returns the time from `earlier` to `later`, negative where they are the other way round.
    public static func - (later: Self, earlier: Self) -> Duration {
        .microseconds(later.rawValue.subtractingOrClamping(earlier.rawValue))
    }
}

extension Int64 {
    /// Returns the sum, or the number nearest to it that there is: a file may hold any moment.
    fileprivate func addingOrClamping(_ other: Int64) -> Int64 {
        let (sum, isTooMuch) = addingReportingOverflow(other)
        return isTooMuch ? (other < 0 ? .min : .max) : sum
    }

    /// Returns the difference, or the number nearest to it that there is.
    fileprivate func subtractingOrClamping(_ other: Int64) -> Int64 {
        let (difference, isTooMuch) = subtractingReportingOverflow(other)
        return isTooMuch ? (other < 0 ? .max : .min) : difference
    }
}

extension Duration {
    /// The duration in whole microseconds; fractions are dropped.
    public var microseconds: Int64 {
        let (whole, isTooMuch) = components.seconds.multipliedReportingOverflow(by: 1_000_000)
        guard !isTooMuch else { return components.seconds < 0 ? .min : .max }
        return whole.addingOrClamping(components.attoseconds / 1_000_000_000_000)
    }

    /// Returns the pause after some failures where this is the one after the first: twice as long with each further one.
    /// - Parameters:
    ///   - times: the failures before the last, 0 or more.
    ///   - longest: the bound of it, which sixteen reach.
    public func doubled(_ times: Int, atMost longest: Duration) -> Duration {
        min(self * (1 << min(times, 16)), longest)
    }
}

/// The port to the time of day.
///
/// Handed in, so that tests move it.
public protocol WallClock: Sendable {
    var now: Timestamp { get }
}

extension Timestamp {
    /// The moment as eight bytes, the highest first.
    var bytes: [UInt8] { (0..<8).map { UInt8(truncatingIfNeeded: rawValue >> (56 - 8 * $0)) } }

    /// Creates a moment from its ``bytes``.
    init(bytes: some Sequence<UInt8>) {
        self.init(rawValue: bytes.reduce(0) { $0 << 8 | Int64($1) })
    }
}

extension Timestamp {
    /// Returns true if this moment, kept earlier as `span` ahead of its own time, is still to come.
    ///
    /// One that lies further ahead than that was kept while the clock was wrong, and counts as past: a clock that goes
    /// back locks nobody out and stops nothing. A step of up to ``Limits/clockStepMax`` changes nothing.
    public func isPending(at now: Timestamp, within span: Duration) -> Bool {
        now < self && self <= now + span + Limits.clockStepMax
    }
}
