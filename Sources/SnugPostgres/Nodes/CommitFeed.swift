import SnugChat

/// The way from the log of commits to the bus of this node: each commit's events once, in the order of the log.
///
/// It is used on the commit queue's thread alone.
final class CommitFeed {
    private let events: any EventBus
    /// The last commit whose events were published.
    private(set) var last: CommitLog.Place
    /// The name of the log, as it was when commits were last taken up.
    private(set) var epoch: String?
    /// True once commits that were taken up are gone, until the log has another name.
    private(set) var isReplaced = false
    /// What this node's own commits announced, by their number, while it waits for others' commits before it.
    private var own: [Int64: CommitLog.Entry] = [:]

    /// - Parameters:
    ///   - last: the last commit before the first that is of interest.
    ///   - epoch: the name of the log; nil where it has none yet.
    init(events: any EventBus, after last: CommitLog.Place, of epoch: String?) {
        self.events = events
        self.last = last
        self.epoch = epoch
    }

    /// Takes what this node's own commit announced, and publishes it where nothing is missing before it.
    /// - Returns: false where others' commits are, which are to be taken up first.
    func take(_ announced: [Event], of place: CommitLog.Place) -> Bool {
        if place.number <= last.number {
            isReplaced = true
            interrupt(at: CommitLog.Place(number: place.number - 1))
        }
        own[place.number] = CommitLog.Entry(place: place, events: announced)
        guard place.number == last.number + 1 else { return false }
        publish(CommitLog.Entry(place: place, events: announced))
        return true
    }

    /// Publishes all that was committed up to a snapshot, other nodes' and what is still owed of this one's.
    func takeUp(to snapshot: Snapshot) throws {
        while true {
            let news = try snapshot.commits(after: last.number)
            // A standby took over that had not heard of the last ones: nobody knows which of them are gone.
            let isOther = last.token != nil && news.token != nil && news.token != last.token
            if news.last.number < last.number || isOther {
                isReplaced = true
                return interrupt(at: news.last)
            }
            if !isReplaced { epoch = news.epoch }
            for entry in news.entries {
                // Nobody keeps them for a node that was away for so long.
                if entry.place.number > last.number + 1 {
                    interrupt(at: CommitLog.Place(number: entry.place.number - 1))
                }
                publish(entry)
            }
            guard news.entries.count == Limits.commitsReadAtOnce else { return }
        }
    }

    /// Notes that the log has another name than that under which commits are gone.
    func hasOtherName() {
        isReplaced = false
        epoch = nil
    }

    private func publish(_ entry: CommitLog.Entry) {
        let known = own.removeValue(forKey: entry.place.number)
        last = entry.place
        let announced = known.flatMap { $0.place == entry.place ? $0.events : nil } ?? entry.events
        if !announced.isEmpty { events.publish(announced) }
    }

    /// Goes on from a place in the log before which something is missing.
    private func interrupt(at place: CommitLog.Place) {
        own = [:]
        last = place
        events.publish([.interrupted])
    }
}
