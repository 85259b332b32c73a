import Synchronization

/// How fast each user is sending: a token bucket a user (Turner 1986), full after a rest.
final class MessageRates: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: Timestamp
    }

    private let perSecond: Double
    private let burst: Double
    private let buckets = Mutex<[User.ID: Bucket]>([:])

    /// - Parameter perSecond: messages a second on average; 0 means no limit.
    init(perSecond: Double) {
        self.perSecond = perSecond
        burst = max(1, perSecond * Limits.messageBurstSeconds)
    }

    /// Takes one message's worth.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)``
    func take(_ user: User.ID, at now: Timestamp) throws(Refusal) {
        guard perSecond > 0 else { return }
        let wait: Double? = buckets.withLock { buckets in
            if buckets.count >= Limits.messageRatesMax, buckets[user] == nil {
                buckets = buckets.filter { level(of: $0.value, at: now) < burst }
                if buckets.count >= Limits.messageRatesMax { buckets.removeAll() }
            }
            let tokens = buckets[user].map { level(of: $0, at: now) } ?? burst
            guard tokens >= 1 else { return (1 - tokens) / perSecond }
            buckets[user] = Bucket(tokens: tokens - 1, filledAt: now)
            return nil
        }
        if let wait { throw .rateLimited(retryAfter: .seconds(wait)) }
    }

    private func level(of bucket: Bucket, at now: Timestamp) -> Double {
        let seconds = max(0, Double((now - bucket.filledAt).microseconds) / 1_000_000)
        return min(burst, bucket.tokens + seconds * perSecond)
    }
}
