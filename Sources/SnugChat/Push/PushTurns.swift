import Synchronization

/// The moments at which pushes are sent that are too many for their person's rate: each has one of its own, and is put
/// off once.
///
/// At most ``Limits/pushTurnsMax`` are remembered; a push whose turn is forgotten gets another.
final class PushTurns: Sendable {
    private let rates = UserRates(perSecond: Limits.pushesPerSecond, burstSeconds: Limits.pushBurstSeconds)
    /// Nil for a turn that was taken.
    private let turns = Mutex(RecentMap<QueuedPush.ID, Timestamp?>(countMax: Limits.pushTurnsMax))

    /// Returns the moment at which a push has its turn; nil where that is now, and taken.
    func next(of push: QueuedPush.ID, for user: User.ID, at now: Timestamp) -> Timestamp? {
        turns.withLock { turns in
            if let kept = turns[push] ?? nil {
                if kept.isPending(at: now, within: Limits.pushWaitLongest) { return kept }
                turns.set(nil, of: push)
                return nil
            }
            guard let wait = rates.reserve(user, within: Limits.pushWaitLongest, at: now) else {
                return now + Limits.pushWaitLongest
            }
            guard wait > .zero else { return nil }
            turns.set(now + wait, of: push)
            return now + wait
        }
    }
}
