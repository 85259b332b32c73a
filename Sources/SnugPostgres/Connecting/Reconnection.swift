import SnugChat

/// The pace at which a lost connection is sought anew, and how long there is patience for it.
struct Reconnection {
    private var failures = 0
    private var lostAt: ContinuousClock.Instant?
    private var nextTry: ContinuousClock.Instant?

    /// Notes that a try has failed.
    mutating func failed(at now: ContinuousClock.Instant) {
        nextTry = now + Limits.postgresReconnectAfter.doubled(failures, atMost: Limits.postgresReconnectEvery)
        failures += 1
        lostAt = lostAt ?? now
    }

    /// Notes that there is a connection.
    mutating func succeeded() { self = Reconnection() }

    /// Returns the time until the next try; zero where it is due.
    func wait(at now: ContinuousClock.Instant) -> Duration { nextTry.map { max(.zero, $0 - now) } ?? .zero }

    /// Returns true while work waits for the connection to come back.
    func isPatient(at now: ContinuousClock.Instant) -> Bool {
        lostAt.map { now - $0 < Limits.postgresPatience } ?? true
    }
}
