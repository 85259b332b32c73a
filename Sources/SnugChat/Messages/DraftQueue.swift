import Synchronization

/// The messages on their way to the writer: each sender's in their order, and no more of one sender's there at once than
/// others can wait for.
///
/// A message that calls people waits here until it is known whom, and those of its sender behind it wait with it.
final class DraftQueue: Sendable {
    /// The steps that put one message to the writer, or its refusal to its sender.
    typealias Work = @Sendable () async -> Void

    private struct Sender {
        /// The messages that wait; nil while there are none and none of them is on its way to the writer.
        var waiting: [Work]?
        /// The messages that the writer has, or is about to get.
        var atWriter = 0
        /// Goes on with those that wait once the writer has fewer.
        var goOn: CheckedContinuation<Void, Never>?

        var hasPlace: Bool { atWriter < Limits.draftsAtWriterMax }
        var isAtRest: Bool { waiting == nil && atWriter == 0 }
    }

    private struct State {
        var senders: [User.ID: Sender] = [:]
        var waitingCount = 0
    }

    private let state = Mutex(State())

    /// Takes a place at the writer, for a message that waits for nothing.
    /// - Returns: false where earlier ones of its sender wait, or the writer has as many as it may.
    func enter(_ sender: User.ID) -> Bool {
        state.withLock { state in
            let queue = state.senders[sender] ?? Sender()
            guard queue.waiting == nil, queue.hasPlace else { return false }
            state.senders[sender, default: queue].atWriter += 1
            return true
        }
    }

    /// Gives back a message's place, once the writer is done with it.
    func leave(_ sender: User.ID) {
        let goOn: CheckedContinuation<Void, Never>? = state.withLock { state in
            guard var queue = state.senders[sender] else { return nil }
            queue.atWriter -= 1
            let goOn = queue.goOn.take()
            if goOn != nil { queue.atWriter += 1 }
            state.senders[sender] = queue.isAtRest ? nil : queue
            return goOn
        }
        goOn?.resume()
    }

    /// Queues a message behind its sender's earlier ones; its work begins with a place at the writer, to be given back
    /// by ``leave(_:)``.
    /// - Throws: ``Refusal/busy`` where ``Limits/draftsWaitingMax`` of the sender wait, or ``Limits/writesWaitingMax``
    ///   of all.
    func add(of sender: User.ID, _ work: @escaping Work) throws(Refusal) {
        let isFirst: Bool? = state.withLock { state in
            let waiting = state.senders[sender]?.waiting?.count
            guard state.waitingCount < Limits.writesWaitingMax, waiting ?? 0 < Limits.draftsWaitingMax else {
                return nil
            }
            state.waitingCount += 1
            if waiting == nil { state.senders[sender, default: Sender()].waiting = [] }
            state.senders[sender]?.waiting?.append(work)
            return waiting == nil
        }
        guard let isFirst else { throw .busy }
        guard isFirst else { return }
        // A task without a parent, as an event loop cannot await: one at a time for each sender.
        Task { [self] in
            while let batch = takeAll(of: sender) {
                for work in batch {
                    await takePlace(of: sender)
                    await work()
                    state.withLock { $0.waitingCount -= 1 }
                }
            }
        }
    }

    private func takePlace(of sender: User.ID) async {
        await withCheckedContinuation { continuation in
            let hasPlace = state.withLock { state in
                guard state.senders[sender]?.hasPlace ?? true else {
                    state.senders[sender]?.goOn = continuation
                    return false
                }
                state.senders[sender, default: Sender()].atWriter += 1
                return true
            }
            if hasPlace { continuation.resume() }
        }
    }

    /// Takes all that waits of a sender, of whom nothing waits any more once there is nothing.
    private func takeAll(of sender: User.ID) -> [Work]? {
        state.withLock { state in
            guard var queue = state.senders[sender] else { return nil }
            if let waiting = queue.waiting, !waiting.isEmpty {
                state.senders[sender]?.waiting = []
                return waiting
            }
            queue.waiting = nil
            state.senders[sender] = queue.isAtRest ? nil : queue
            return nil
        }
    }
}
