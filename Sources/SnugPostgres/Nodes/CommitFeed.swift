import SnugChat

/// The way from the log of commits to the bus of this node: each commit's events once, in the order of the log.
///
/// It is used on the commit queue's thread alone.
final class CommitFeed {
    private let events: any EventBus
    /// The last commit whose events were published.
    private(set) var last: Int64
    /// What this node's own commits announced, by their number, while it waits for others' commits before it.
    private var own: [Int64: [Event]] = [:]

    /// - Parameter last: the last commit before the first that is of interest.
    init(events: any EventBus, after last: Int64) {
        self.events = events
        self.last = last
    }

    /// Takes what this node's own commit announced, and publishes it where nothing is missing before it.
    /// - Returns: false where others' commits are, which are to be taken up first.
    func take(_ announced: [Event], of number: Int64) -> Bool {
        if number <= last { interrupt(at: number - 1) }
        own[number] = announced
        guard number == last + 1 else { return false }
        publish(CommitLog.Entry(number: number, events: announced))
        return true
    }

    /// Publishes all that was committed up to a snapshot, other nodes' and what is still owed of this one's.
    func takeUp(to snapshot: Snapshot) throws {
        while true {
            let (end, entries) = try snapshot.commits(after: last)
            // Fewer than were there: a standby took over that had not heard of the last ones.
            if end < last { interrupt(at: end) }
            for entry in entries {
                // Nobody keeps them for a node that was away for so long.
                if entry.number > last + 1 { interrupt(at: entry.number - 1) }
                publish(entry)
            }
            guard entries.count == Limits.commitsReadAtOnce else {
                if end > last { interrupt(at: end) }
                return
            }
        }
    }

    private func publish(_ entry: CommitLog.Entry) {
        let announced = own.removeValue(forKey: entry.number) ?? entry.events
        last = entry.number
        if !announced.isEmpty { events.publish(announced) }
    }

    /// Goes on from a place in the log before which something is missing.
    private func interrupt(at number: Int64) {
        own = [:]
        last = number
        events.publish([.interrupted])
    }
}
