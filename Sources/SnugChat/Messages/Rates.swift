import Synchronization

/// The rate at which each user does something, all their devices together.
typealias UserRates = Rates<User.ID>

/// The rate at which each of many does something: a token bucket each (Turner 1986), full after a rest.
///
/// At most ``Limits/userRatesMax`` are remembered.
final class Rates<Key: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Timestamp
    }

    private struct State {
        var perSecond: Double
        let burstSeconds: Double
        var buckets = RecentMap<Key, Bucket>(countMax: Limits.userRatesMax)

        var burst: Double { max(1, perSecond * burstSeconds) }

        /// Returns a bucket as it is now.
        func filled(_ bucket: Bucket, at now: Timestamp) -> Bucket {
            let seconds = Double((now - bucket.filledAt).microseconds) / 1_000_000
            // A bucket of a moment far ahead was filled by a clock that has gone back since. One of a moment just
            // ahead was filled by someone who looked at the clock later and was faster here.
            if seconds < -burstSeconds { return Bucket(tokens: burst, filledAt: now) }
            return Bucket(
                tokens: min(burst, bucket.tokens + max(0, seconds) * perSecond), filledAt: max(bucket.filledAt, now))
        }
    }

    private let state: Mutex<State>

    /// Creates full buckets for everyone.
    /// - Parameters:
    ///   - perSecond: times a second on average; 0 means no limit.
    ///   - burstSeconds: seconds' worth of it that may come at once.
    init(perSecond: Double, burstSeconds: Double) {
        state = Mutex(State(perSecond: perSecond, burstSeconds: burstSeconds))
    }

    /// Sets the times a second on average; 0 means no limit.
    func change(perSecond: Double) {
        state.withLock { $0.perSecond = perSecond }
    }

    /// Takes from a bucket, all of it where it costs more than a full one has.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)`` with the time until there is enough.
    func take(_ key: Key, _ times: Int = 1, at now: Timestamp) throws(Refusal) {
        let wait: Double? = state.withLock { state in
            guard state.perSecond > 0 else { return nil }
            let kept = state.buckets[key] ?? Bucket(tokens: state.burst, filledAt: now)
            var bucket = state.filled(kept, at: now)
            let cost = min(Double(times), state.burst)
            guard bucket.tokens >= cost else { return (cost - bucket.tokens) / state.perSecond }
            bucket.tokens -= cost
            state.buckets.set(bucket, of: key)
            return nil
        }
        if let wait { throw .rateLimited(retryAfter: .seconds(wait)) }
    }

    /// Takes once from a bucket, out of what comes into it later where it is empty: whoever reserves next has a
    /// later moment.
    /// - Parameter longest: the time that may be waited.
    /// - Returns: the time until it is there; nil, with nothing taken, where that is longer.
    func reserve(_ key: Key, within longest: Duration, at now: Timestamp) -> Duration? {
        state.withLock { state in
            guard state.perSecond > 0 else { return .zero }
            var bucket = state.filled(state.buckets[key] ?? Bucket(tokens: state.burst, filledAt: now), at: now)
            bucket.tokens -= 1
            let wait = Duration.seconds(max(0, -bucket.tokens) / state.perSecond)
            guard wait <= longest else { return nil }
            state.buckets.set(bucket, of: key)
            return wait
        }
    }

    /// Takes more from a bucket for what something turned out to cost, which is known afterwards: the bucket can
    /// be overdrawn, and the next time waits until it is filled again.
    /// - Parameter times: the number of times; below 0 to give them back.
    func charge(_ key: Key, _ times: Int, at now: Timestamp) {
        guard times != 0 else { return }
        state.withLock { state in
            guard state.perSecond > 0, let kept = state.buckets[key] else { return }
            var bucket = state.filled(kept, at: now)
            bucket.tokens = min(state.burst, bucket.tokens - Double(times))
            state.buckets.set(bucket, of: key)
        }
    }
}
