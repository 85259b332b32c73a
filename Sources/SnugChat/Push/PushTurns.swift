import Synchronization

/// The moments at which pushes are sent that are too many for their person's rate: each has one of its own, so that it
/// waits without being looked at again and again.
///
/// Words that call their reader or were said to them alone have a rate of their own, and those of one author a part of
/// it: whoever speaks in a hundred rooms at once holds up themselves. A push is put off for its author's rate and then
/// for its reader's, where it has to be.
///
/// At most ``Limits/pushTurnsMax`` are remembered; a push whose turn is forgotten gets another.
final class PushTurns: Sendable {
    private struct Pair: Hashable {
        var reader: User.ID
        var author: User.ID
        var urgency: Push.Urgency
    }

    private struct Turn {
        var moment: Timestamp
        /// True if it is the last thing to wait for.
        var isReaders: Bool
    }

    private let authors = Rates<Pair>(
        perSecond: Limits.pushesPerSecondByOne, burstSeconds: Limits.pushBurstSecondsByOne)
    private let readers = UserRates(perSecond: Limits.pushesPerSecond, burstSeconds: Limits.pushBurstSeconds)
    private let calledReaders = UserRates(perSecond: Limits.pushesPerSecond, burstSeconds: Limits.pushBurstSeconds)
    /// Nil for a turn that was taken.
    private let turns = Mutex(RecentMap<QueuedPush.ID, Turn?>(countMax: Limits.pushTurnsMax))

    /// Returns the moment at which a push has its turn; nil where that is now, and taken.
    /// - Parameter author: the author of the words; nil for a test.
    func next(
        of push: QueuedPush.ID, for reader: User.ID, by author: User.ID?, _ urgency: Push.Urgency, at now: Timestamp
    ) -> Timestamp? {
        turns.withLock { turns in
            let kept = turns[push] ?? nil
            if let kept, kept.moment.isPending(at: now, within: Limits.pushWaitLongest) { return kept.moment }
            if let kept, kept.isReaders {
                turns.set(nil, of: push)
                return nil
            }
            /// Puts the push off to where a rate has room for it.
            func turn(after wait: Duration?, isReaders: Bool) -> Timestamp? {
                guard wait != .zero else { return nil }
                let moment = now + (wait ?? Limits.pushWaitLongest)
                if wait != nil { turns.set(Turn(moment: moment, isReaders: isReaders), of: push) }
                return moment
            }
            if kept == nil, let author {
                let pair = Pair(reader: reader, author: author, urgency: urgency)
                let wait = authors.reserve(pair, within: Limits.pushWaitLongest, at: now)
                if let moment = turn(after: wait, isReaders: false) { return moment }
            }
            let rates = urgency == .high ? calledReaders : readers
            if let moment = turn(
                after: rates.reserve(reader, within: Limits.pushWaitLongest, at: now), isReaders: true)
            {
                return moment
            }
            if kept != nil { turns.set(nil, of: push) }
            return nil
        }
    }
}
