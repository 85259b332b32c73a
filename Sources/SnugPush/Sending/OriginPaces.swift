import SnugChat

/// The pauses that push services are given, one an origin.
///
/// A service is left alone once pushes to several devices have failed one after the other. One device alone, which its
/// service wants to have pushed less often, waits by itself.
struct OriginPaces: Sendable {
    private var paces = RecentMap<String, Pace>(countMax: Limits.pushOriginsMax)

    private struct Pace: Sendable {
        /// Failures since the last push that was accepted, those of one device after the other counted once.
        var failures = 0
        /// The endpoint of the last of them.
        var endpoint = ""
        var pausedUntil: Timestamp?
    }

    /// Returns the moment until which an origin is left alone; nil where it can be asked now.
    func pause(of origin: String, at now: Timestamp) -> Timestamp? {
        guard let until = paces[origin]?.pausedUntil, until.isPending(at: now, within: Limits.pushLifetime) else {
            return nil
        }
        return until
    }

    /// Notes a push that was answered, whatever the answer says of the push itself: the service is well.
    mutating func noteAnswer(of origin: String) {
        if paces[origin] != nil { paces.set(Pace(), of: origin) }
    }

    /// Notes a failure.
    /// - Parameters:
    ///   - tries: the tries of the same push before
    ///   - jitter: 0 to 1, so that pauses do not end all at once
    /// - Returns: the moment until which the push waits.
    mutating func noteTrouble(
        of origin: String, at endpoint: String, tries: Int, retryAfter: Duration?, now: Timestamp, jitter: Double
    ) -> Timestamp {
        var pace = paces[origin] ?? Pace()
        if pace.endpoint != endpoint {
            pace.endpoint = endpoint
            pace.failures = min(pace.failures + 1, Self.failuresMax)
        }
        let pause = max(retryAfter ?? .zero, Self.pause(after: max(pace.failures, tries + 1), jitter: jitter))
        let until = now + pause
        if pace.failures >= Limits.pushFailuresUntilPause { pace.pausedUntil = until }
        paces.set(pace, of: origin)
        return until
    }

    /// Failures beyond which the pause is the longest anyway.
    private static let failuresMax = 16

    private static func pause(after failures: Int, jitter: Double) -> Duration {
        let doubled = Limits.pushRetryFirst * (1 << min(failures - 1, failuresMax))
        return min(doubled, Limits.pushRetryLongest) * (1 + jitter / 4)
    }
}
