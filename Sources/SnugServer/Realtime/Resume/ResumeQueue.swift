import SnugChat

/// The rooms that a client asked to catch up with, one after the other.
///
/// A room waits once: asked for again meanwhile, it keeps its place, and the newest position counts. So the queue is
/// never longer than the user has rooms.
struct ResumeQueue {
    struct Item: Hashable {
        var room: Room.ID
        var position: ClientFrame.Position
        /// The start of the socket's live stream of the room at the time of asking.
        var start: Subscription
        /// True for the client's first command: all frames since the socket opened are then on their way.
        var isFirst: Bool
        /// The asking frame's name, for an error that answers it.
        var clientID: String?
        /// The number of times it was read from the log.
        var reads = 0
    }

    private var items: [Room.ID: Item] = [:]
    /// The rooms in their order; those in front of `head` have been taken.
    private var order: [Room.ID] = []
    private var head = 0
    /// True while a room is being read or waits for its turn in the user's rate.
    private(set) var isBusy = false

    /// The number of rooms that wait.
    var count: Int { items.count }

    mutating func add(_ item: Item) {
        if items.updateValue(item, forKey: item.room) == nil { order.append(item.room) }
    }

    /// Takes the next room; nil where there is none, or while one is under way.
    mutating func next() -> Item? {
        guard !isBusy, head < order.count, let item = items.removeValue(forKey: order[head]) else { return nil }
        head += 1
        // So the taken ones are moved away in steps that cost no more than taking them did.
        if 2 * head >= order.count {
            order.removeFirst(head)
            head = 0
        }
        isBusy = true
        return item
    }

    /// Notes that the room that was taken is done with.
    mutating func finish() { isBusy = false }

    /// Puts the room that was taken back in front of all others, unless it was asked for again meanwhile.
    mutating func putBack(_ item: Item) {
        isBusy = false
        guard items[item.room] == nil else { return }
        items[item.room] = item
        if head > 0 {
            head -= 1
            order[head] = item.room
        } else {
            order.insert(item.room, at: 0)
        }
    }
}
