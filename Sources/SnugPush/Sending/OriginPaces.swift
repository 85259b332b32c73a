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
            until.isPending(at: now, within: Limits.pushOriginPauseLongest.stretched(by: 1))
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
        if pace.people.count <= Self.peopleMax { pace.people.insert(user) }
        let own = Limits.pushRetryFirst.doubled(tries, atMost: Limits.pushRetryLongest).stretched(by: jitter)
        let until = now + max(retryAfter ?? .zero, own)
        let beyond = pace.people.count - Limits.pushFailuresUntilPause
        guard beyond >= 0 else {
            paces.set(pace, of: origin)
            return until
        }
        let pause = Limits.pushRetryFirst.doubled(beyond, atMost: Limits.pushOriginPauseLongest)
        let pausedUntil = now + pause.stretched(by: jitter)
        pace.pausedUntil = pausedUntil
        paces.set(pace, of: origin)
        return max(until, pausedUntil)
    }

    /// People with whom the pause is the longest anyway.
    private static let peopleMax = 16
}

extension Duration {
    /// Returns a pause that is up to a quarter longer, so that pauses do not end all at once.
    /// - Parameter jitter: 0 to 1
    func stretched(by jitter: Double) -> Duration { self * (1 + jitter / 4) }
}
