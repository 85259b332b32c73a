import SnugChat

/// The pauses that push services are given, one an origin.
///
/// A service is left alone for a short while once it has failed for several people. What the devices of one person cause
/// holds up nobody else: their pushes wait by themselves, as does the push that its service wants to have later.
struct OriginPaces: Sendable {
    private var paces = RecentMap<String, Pace>(countMax: Limits.pushOriginsMax)

    private struct Pace: Sendable {
        /// The people whose pushes have failed since the last one that was answered, as many as lengthen the pause.
        var people: Set<User.ID> = []
        var pausedUntil: Timestamp?
    }

    /// Returns the moment until which an origin is left alone; nil where it can be asked now.
    func pause(of origin: String, at now: Timestamp) -> Timestamp? {
        guard let until = paces[origin]?.pausedUntil,
            until.isPending(at: now, within: Limits.pushOriginPauseLongest * Self.jitterMax)
        else { return nil }
        return until
    }

    /// Notes a push that was answered, whatever the answer says of the push itself: the service is well.
    mutating func noteAnswer(of origin: String) {
        if paces[origin] != nil { paces.set(Pace(), of: origin) }
    }

    /// Notes a failure.
    /// - Parameters:
    ///   - user: the person whose device it was
    ///   - tries: the tries of the same push before
    ///   - retryAfter: the time that the service asked for, for this push alone
    ///   - jitter: 0 to 1, so that pauses do not end all at once
    /// - Returns: the moment until which the push waits.
    mutating func noteTrouble(
        of origin: String, for user: User.ID, tries: Int, retryAfter: Duration?, now: Timestamp, jitter: Double
    ) -> Timestamp {
        var pace = paces[origin] ?? Pace()
        if pace.people.count <= Self.doublingsMax { pace.people.insert(user) }
        let factor = 1 + jitter * (Self.jitterMax - 1)
        let own = Self.pause(doubled: tries, longest: Limits.pushRetryLongest) * factor
        let until = now + max(retryAfter ?? .zero, own)
        let beyond = pace.people.count - Limits.pushFailuresUntilPause
        guard beyond >= 0 else {
            paces.set(pace, of: origin)
            return until
        }
        let pausedUntil = now + Self.pause(doubled: beyond, longest: Limits.pushOriginPauseLongest) * factor
        pace.pausedUntil = pausedUntil
        paces.set(pace, of: origin)
        return max(until, pausedUntil)
    }

    /// Doublings beyond which each pause is the longest anyway.
    private static let doublingsMax = 16
    /// By how much pauses are longer at most.
    private static let jitterMax = 1.25

    private static func pause(doubled times: Int, longest: Duration) -> Duration {
        min(Limits.pushRetryFirst * (1 << min(times, doublingsMax)), longest)
    }
}
