import Synchronization

/// The rate at which each user is sending: a token bucket a user (Turner 1986), full after a rest.
///
/// At most ``Limits/messageRatesMax`` users are remembered.
final class MessageRates: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Timestamp
    }

    private struct State {
        var perSecond: Double
        var buckets = RecentMap<User.ID, Bucket>(countMax: Limits.messageRatesMax)

        var burst: Double { max(1, perSecond * Limits.messageBurstSeconds) }

        /// Returns a bucket as it is now.
        func filled(_ bucket: Bucket, at now: Timestamp) -> Bucket {
            let seconds = Double((now - bucket.filledAt).microseconds) / 1_000_000
            // A bucket of a moment far ahead was filled by a clock that has gone back since. One of a moment just
            // ahead was filled by a message that looked at the clock later and was faster here.
            if seconds < -Limits.messageBurstSeconds { return Bucket(tokens: burst, filledAt: now) }
            return Bucket(
                tokens: min(burst, bucket.tokens + max(0, seconds) * perSecond), filledAt: max(bucket.filledAt, now))
        }
    }

    private let state: Mutex<State>

    /// Creates full buckets for everyone.
    /// - Parameter perSecond: messages a second on average; 0 means no limit.
    init(perSecond: Double) {
        state = Mutex(State(perSecond: perSecond))
    }

    /// Sets the messages a second on average; 0 means no limit.
    func change(perSecond: Double) {
        state.withLock { $0.perSecond = perSecond }
    }

    /// Takes one message's worth from a user's bucket.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)`` with the time until there is one.
    func take(_ user: User.ID, at now: Timestamp) throws(Refusal) {
        let wait: Double? = state.withLock { state in
            guard state.perSecond > 0 else { return nil }
            let kept = state.buckets[user] ?? Bucket(tokens: state.burst, filledAt: now)
            var bucket = state.filled(kept, at: now)
            guard bucket.tokens >= 1 else { return (1 - bucket.tokens) / state.perSecond }
            bucket.tokens -= 1
            state.buckets.set(bucket, of: user)
            return nil
        }
        if let wait { throw .rateLimited(retryAfter: .seconds(wait)) }
    }

    /// Takes more from a user's bucket for what a message turned out to cost; the next one waits until it is filled
    /// again.
    func charge(_ user: User.ID, _ messages: Int, at now: Timestamp) {
        guard messages > 0 else { return }
        state.withLock { state in
            guard state.perSecond > 0, let bucket = state.buckets[user] else { return }
            let tokens = state.level(of: bucket, at: now) - Double(messages)
            state.buckets[user] = Bucket(tokens: tokens, filledAt: now)
        }
    }
}
