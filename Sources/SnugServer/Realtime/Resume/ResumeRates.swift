import NIOCore
import SnugChat

/// The rate at which each user catches up, all their sockets together.
///
/// A room costs one token, and one more for each ``Limits/resumeBytesPerRoom`` that were read for it. Those are known
/// afterwards, so a bucket can be overdrawn: the next room waits until it is filled again.
final class ResumeRates: Sendable {
    private let buckets = TokenBuckets<User.ID>(
        perSecond: Limits.resumesPerSecond, atOnce: Limits.resumesAtOnce, countMax: Limits.resumeRatesMax)

    /// Takes one room's worth from a user's bucket.
    /// - Returns: nil, or the time until there is one, with nothing taken.
    func take(_ user: User.ID, at now: NIODeadline) -> TimeAmount? { buckets.take(user, at: now) }

    /// Takes what was read besides from a user's bucket.
    func charge(_ user: User.ID, bytesRead: Int, at now: NIODeadline) {
        buckets.charge(user, tokens: Double(bytesRead / Limits.resumeBytesPerRoom), at: now)
    }
}
