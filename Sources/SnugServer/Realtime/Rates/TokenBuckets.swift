import NIOCore
import SnugChat
import Synchronization

/// The rate of each of many: a token bucket a key (Turner 1986), full after a rest.
final class TokenBuckets<Key: Hashable & Sendable>: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: NIODeadline
    }

    private let perSecond: Double
    private let atOnce: Double
    private let buckets: Mutex<RecentMap<Key, Bucket>>

    /// - Parameters:
    ///   - perSecond, atOnce: the tokens that a bucket gains, and the most that it holds.
    ///   - countMax: the buckets that are remembered; the one that was taken from longest ago counts as full first.
    init(perSecond: Double, atOnce: Double, countMax: Int) {
        self.perSecond = perSecond
        self.atOnce = atOnce
        buckets = Mutex(RecentMap(countMax: countMax))
    }

    /// Takes one token from a key's bucket.
    /// - Returns: nil, or the time until there is one, with nothing taken.
    func take(_ key: Key, at now: NIODeadline) -> TimeAmount? {
        buckets.withLock { buckets in
            let tokens = buckets[key].map { level(of: $0, at: now) } ?? atOnce
            guard tokens >= 1 else { return .nanoseconds(Int64(((1 - tokens) / perSecond * 1e9).rounded(.up))) }
            buckets.set(Bucket(tokens: tokens - 1, filledAt: max(now, buckets[key]?.filledAt ?? now)), of: key)
            return nil
        }
    }

    /// Takes more from a bucket that was just taken from, which can be overdrawn by it.
    func charge(_ key: Key, tokens: Double, at now: NIODeadline) {
        buckets.withLock { buckets in
            guard let bucket = buckets[key] else { return }
            let left = level(of: bucket, at: now) - tokens
            buckets.set(Bucket(tokens: left, filledAt: max(now, bucket.filledAt)), of: key)
        }
    }

    private func level(of bucket: Bucket, at now: NIODeadline) -> Double {
        let seconds = max(0, Double((now - bucket.filledAt).nanoseconds) / 1e9)
        return min(atOnce, bucket.tokens + seconds * perSecond)
    }
}
