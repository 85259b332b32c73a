import Synchronization

/// What waits for an event loop, in the order in which it came.
///
/// The events of commits that follow each other are taken as those of one: a loop that still writes to a thousand sockets
/// when the next messages come writes these to each socket at once.
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
            if case .events(let later) = item, case .events(var events) = items.last {
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
