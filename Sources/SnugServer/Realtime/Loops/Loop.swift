import NIOCore
import Synchronization

extension Hub {
    /// An event loop with its table of sockets, and what waits for it.
    struct Loop: Sendable {
        let eventLoop: any EventLoop
        let table: NIOLoopBound<LoopTable>
        /// The number of sockets that it serves or is about to serve: a loop without any is not woken.
        let openSockets = OpenSockets()
        private let inbox = LoopInbox()

        init(_ eventLoop: any EventLoop, table: NIOLoopBound<LoopTable>) {
            self.eventLoop = eventLoop
            self.table = table
        }

        /// Has the loop's sockets told of the events of a commit.
        func deliver(_ events: [EncodedEvent]) { add(.events(events)) }

        /// Has the loop's sockets told who has read how far.
        func deliver(_ receipts: [EncodedReceipts]) { add(.receipts(receipts)) }

        /// Has a task done on the loop, behind the events before it and ahead of those to come.
        func execute(_ task: @escaping @Sendable () -> Void) { add(.task(task)) }

        private func add(_ item: LoopInbox.Item) {
            if inbox.add(item) { eventLoop.execute { [table, inbox] in Self.handle(inbox.take(), in: table.value) } }
        }

        private static func handle(_ items: [LoopInbox.Item], in table: LoopTable) {
            for item in items {
                switch item {
                case .events(let events): table.deliver(events)
                case .receipts(let receipts): table.deliver(receipts)
                case .task(let task): task()
                }
            }
        }
    }

    /// A count that other threads may read.
    final class OpenSockets: Sendable {
        let count = Atomic<Int>(0)
    }
}
