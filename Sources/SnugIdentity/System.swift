import Glibc
public import SnugChat

/// The system's generator of random numbers (getrandom(2)).
public struct SystemRandomness: Randomness {
    public init() {}

    public func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
    }
}

/// The clock that durations are measured by (`CLOCK_BOOTTIME`): it goes on whatever is done to the time of day.
///
/// Its moments say nothing of the date.
public struct SteadyClock: WallClock {
    public init() {}

    public var now: Timestamp { Timestamp(of: CLOCK_BOOTTIME) }
}

/// The system's clock (`CLOCK_REALTIME`), to the microsecond.
public struct SystemClock: WallClock {
    public init() {}

    public var now: Timestamp { Timestamp(of: CLOCK_REALTIME) }
}

extension Timestamp {
    /// Reads a clock of the system (clock_gettime(2)).
    fileprivate init(of clock: clockid_t) {
        var time = timespec()
        unsafe clock_gettime(clock, &time)
        self.init(rawValue: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
