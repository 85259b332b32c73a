import SnugChat

/// The pauses that single browsers are given whose service delays their pushes, or says nothing.
///
/// Once one has failed, one push at a time finds out whether they go again, so that the others hold up neither the
/// person's other browsers nor anybody else's.
struct EndpointPaces: Sendable {
    private var paces = RecentMap<String, Pace>(countMax: Limits.pushEndpointsMax)

    private struct Pace: Sendable {
        /// The failures since the last answer, those that were under way together counted once.
        var failures = 0
        var pausedUntil: Timestamp
        /// True while a push finds out.
        var isAsked = false
    }

    /// Returns the moment until which a browser is left alone; nil where it is asked now, which is noted.
    mutating func pause(of endpoint: String, at now: Timestamp) -> Timestamp? {
        guard var pace = paces[endpoint], pace.failures > 0 else { return nil }
        if pace.pausedUntil.isPending(at: now, within: Limits.pushEndpointPauseLongest.stretched(by: 1)) {
            return pace.pausedUntil
        }
        pace.isAsked = true
        pace.pausedUntil = now + Limits.pushAnswerWithin
        paces.set(pace, of: endpoint)
        return nil
    }

    /// Notes a push that was answered.
    mutating func noteAnswer(of endpoint: String, at now: Timestamp) {
        if paces[endpoint] != nil { paces.set(Pace(pausedUntil: now), of: endpoint) }
    }

    /// Notes a failure.
    /// - Parameter jitter: 0 to 1, so that pauses do not end all at once
    mutating func noteTrouble(of endpoint: String, now: Timestamp, jitter: Double) {
        let pace = paces[endpoint] ?? Pace(pausedUntil: now)
        guard pace.failures == 0 || pace.isAsked else { return }
        let pause = Limits.pushRetryFirst.doubled(pace.failures, atMost: Limits.pushEndpointPauseLongest)
            .stretched(by: jitter)
        paces.set(Pace(failures: pace.failures + 1, pausedUntil: now + pause), of: endpoint)
    }
}
