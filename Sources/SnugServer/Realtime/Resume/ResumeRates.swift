import NIOCore
import SnugChat
import Synchronization

/// The rate at which each user catches up, all their sockets together: a token bucket a user (Turner 1986), full after
/// a rest.
///
/// A room costs one token, and one more for each ``Limits/resumeBytesPerRoom`` that were read for it. Those are known
/// afterwards, so a bucket can be overdrawn: the next room waits until it is filled again.
final class ResumeRates: Sendable {
    private struct Bucket {
        var tokens: Double
        var filledAt: NIODeadline

        func level(at now: NIODeadline) -> Double {
            let seconds = max(0, Double((now - filledAt).nanoseconds) / 1e9)
            return min(Limits.resumesAtOnce, tokens + seconds * Limits.resumesPerSecond)
        }
    }

    private let buckets = Mutex<[User.ID: Bucket]>([:])

    /// Takes one room's worth from a user's bucket.
    /// - Returns: nil, or the time until there is one, with nothing taken.
    func take(_ user: User.ID, at now: NIODeadline) -> TimeAmount? {
        buckets.withLock { buckets in
            if buckets.count >= Limits.resumeRatesMax, buckets[user] == nil {
                buckets = buckets.filter { $0.value.level(at: now) < Limits.resumesAtOnce }
                if buckets.count >= Limits.resumeRatesMax { buckets.removeAll() }
            }
            let tokens = buckets[user]?.level(at: now) ?? Limits.resumesAtOnce
            guard tokens >= 1 else {
                return .nanoseconds(Int64(((1 - tokens) / Limits.resumesPerSecond * 1e9).rounded(.up)))
            }
            buckets[user] = Bucket(tokens: tokens - 1, filledAt: now)
            return nil
        }
    }

    /// Takes what was read besides from a user's bucket.
    func charge(_ user: User.ID, bytesRead: Int, at now: NIODeadline) {
        buckets.withLock { buckets in
            guard let bucket = buckets[user] else { return }
            let tokens = bucket.level(at: now) - Double(bytesRead / Limits.resumeBytesPerRoom)
            buckets[user] = Bucket(tokens: tokens, filledAt: now)
        }
    }
}
