import SnugChat

/// The notes between tries, which outlast the process: a server that is started again and again asks no more often.
public struct RenewalNotes: Codable, Sendable, Hashable {
    /// The authority and the names that the tries were for; for others they count no more.
    public var directory: String?
    public var names: [String]?
    /// The tries that failed since the last certificate came.
    public var failures = 0
    /// The moment of the last try, in microseconds since 1970, and of the next one after a failure.
    public var lastTry: Int64?
    public var nextTry: Int64?
    /// The failure of the last try; nil where it brought a certificate.
    public var fault: ACMEFault?
    /// The moment of the last certificate, in microseconds since 1970, and its lifetime in seconds.
    public var issued: Int64?
    public var lifetimeSeconds: Int64?

    public init() {}

    /// Returns these notes, or empty ones where they are about another certificate.
    func of(_ settings: ACMESettings) -> RenewalNotes {
        if directory == settings.directory, names == settings.names { return self }
        var notes = RenewalNotes()
        (notes.directory, notes.names) = (settings.directory, settings.names)
        return notes
    }

    /// Notes a try, as a failure for as long as nobody says else.
    ///
    /// - Parameter random: eight bytes that nobody predicts, so that boxes cut off together do not come back together.
    mutating func noteFailure(_ fault: ACMEFault, at now: Timestamp, _ random: [UInt8]) {
        failures += 1
        self.fault = fault
        lastTry = now.rawValue
        let pause = max(Self.pause(after: failures, random), .seconds(fault.retryAfterSeconds ?? 0))
        nextTry = (now + pause).rawValue
    }

    /// Notes a try that goes on: its beginning was noted as a failure already.
    mutating func replaceFailure(by fault: ACMEFault, at now: Timestamp, _ random: [UInt8]) {
        failures -= 1
        noteFailure(fault, at: now, random)
    }

    /// Notes that a stop cut the try short, of which nothing can be said: the next one comes soon.
    mutating func noteStop(at now: Timestamp) {
        failures = max(1, failures - 1)
        nextTry = min(nextTry ?? .max, (now + Limits.acmeStopPause).rawValue)
    }

    mutating func noteIssued(lifetime: Duration, at now: Timestamp) {
        (failures, fault, nextTry) = (0, nil, nil)
        (lastTry, issued, lifetimeSeconds) = (now.rawValue, now.rawValue, lifetime.components.seconds)
    }

    /// Returns the pause after so many failures: 1, 4, 16, 64 minutes … half a day, each up to a quarter longer.
    static func pause(after failures: Int, _ random: [UInt8]) -> Duration {
        var pause = Limits.acmeRetryFirst
        for _ in 1..<max(1, min(failures, 16)) where pause < Limits.acmeRetryLongest {
            pause = pause * Limits.acmeRetryFactor
        }
        pause = min(pause, Limits.acmeRetryLongest)
        let share = random.prefix(4).reduce(Int64(0)) { $0 << 8 | Int64($1) }
        let most = pause.components.seconds / Limits.acmeJitterPart
        return pause + .seconds((most * share) >> 32)
    }
}
