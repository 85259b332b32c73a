import SnugChat
import Synchronization

/// The news and tasks that wait for an event loop, in the order in which they came.
///
/// Commits whose events are messages of the same one room, and nothing else, are taken as one: a loop that still writes
/// to a thousand sockets when the next messages come writes these to each socket at once. Of other rooms none comes
/// before what was committed earlier.
final class LoopInbox: Sendable {
    enum Item: Sendable {
        case events([EncodedEvent])
        case receipts([EncodedReceipts])
        case task(@Sendable () -> Void)
    }

    private let items = Mutex<[Item]>([])

    /// - Returns: true where nothing waited, and somebody is to ``take()`` it.
    func add(_ item: Item) -> Bool {
        items.withLock { items in
            let isFirst = items.isEmpty
            if case .events(let later) = item, case .events(var events) = items.last, later.continues(events) {
                // Held once, so that it grows in place.
                items.removeLast()
                events += later
                items.append(.events(events))
            } else {
                items.append(item)
            }
            return isFirst
        }
    }

    /// Takes all that waits.
    func take() -> [Item] {
        items.withLock { items in
            defer { items = [] }
            return items
        }
    }
}

extension [EncodedEvent] {
    /// Returns true if these and those before them are messages of one room, and few enough to be one piece.
    fileprivate func continues(_ earlier: [EncodedEvent]) -> Bool {
        guard let room = earlier.first?.posted?.room, earlier.count + count <= Limits.messagesJoinedMax else {
            return false
        }
        return earlier.allSatisfy { $0.posted?.room == room } && allSatisfy { $0.posted?.room == room }
    }
}
