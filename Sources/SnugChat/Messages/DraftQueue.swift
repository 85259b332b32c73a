import Synchronization

/// The messages that wait until it is known whom they call, and those behind them: each sender's keep their order.
final class DraftQueue: Sendable {
    /// The steps that put one message to the writer, or its refusal to its sender.
    typealias Work = @Sendable () async -> Void

    private struct State {
        var waiting: [User.ID: [Work]] = [:]
        var count = 0
    }

    private let state = Mutex(State())

    /// Returns true while earlier messages of a sender wait.
    func isBusy(_ sender: User.ID) -> Bool { state.withLock { $0.waiting[sender] != nil } }

    /// Queues a message behind its sender's earlier ones.
    /// - Throws: ``Refusal/busy`` where ``Limits/draftsWaitingMax`` of the sender wait, or ``Limits/writesWaitingMax``
    ///   of all.
    func add(of sender: User.ID, _ work: @escaping Work) throws(Refusal) {
        let isFirst: Bool? = state.withLock { state in
            let waiting = state.waiting[sender]
            guard state.count < Limits.writesWaitingMax, (waiting?.count ?? 0) < Limits.draftsWaitingMax else {
                return nil
            }
            state.count += 1
            state.waiting[sender, default: []].append(work)
            return waiting == nil
        }
        guard let isFirst else { throw .busy }
        guard isFirst else { return }
        // A task without a parent, as an event loop cannot await: one at a time for each sender.
        Task { [self] in
            while let batch = takeAll(of: sender) {
                for work in batch {
                    await work()
                    state.withLock { $0.count -= 1 }
                }
            }
        }
    }

    /// Takes what waits of a sender, who is at rest once there is nothing.
    private func takeAll(of sender: User.ID) -> [Work]? {
        state.withLock { state in
            guard let waiting = state.waiting[sender], !waiting.isEmpty else {
                state.waiting[sender] = nil
                return nil
            }
            state.waiting[sender] = []
            return waiting
        }
    }
}
