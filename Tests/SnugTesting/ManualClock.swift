public import SnugChat
import Synchronization

/// A clock that stands still until it is moved.
public final class ManualClock: WallClock {
    private let time: Mutex<Timestamp>

    /// Creates a clock that starts at 2026-11-22T16:00:00Z.
    public init(_ start: Timestamp = Timestamp(seconds: 1_795_363_200)) { time = Mutex(start) }

    public var now: Timestamp { time.withLock { $0 } }

    public func advance(by duration: Duration) { time.withLock { $0 = $0 + duration } }
}
