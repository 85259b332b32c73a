import Synchronization

/// The places for searches: a few at once, so that readers of the store are left to everybody else, and few of one person,
/// so that nobody fills the queue for them.
final class SearchPlaces: Sendable {
    private struct State {
        /// Searches that are made or wait, by their searchers.
        var searchers: [User.ID: Int] = [:]
        /// Those whose search is made; another of theirs waits for it, and holds up nobody else.
        var running: Set<User.ID> = []
        /// The ways back to those that wait, the earliest first.
        var waiting: [(user: User.ID, way: CheckedContinuation<Void, Never>)] = []

        /// Those who are about to wait count too: their way back comes a moment later.
        var waitingCount: Int { searchers.values.reduce(0, +) - running.count }

        /// Takes a place for someone, if there is one for them.
        mutating func begin(_ user: User.ID) -> Bool {
            running.count < Limits.searchesAtOnceMax && running.insert(user).inserted
        }
    }

    private enum Verdict {
        case begins
        case waits
        case refused(Refusal)
    }

    private let state = Mutex(State())

    /// The searches that wait for their turn.
    var waitingCount: Int { state.withLock { $0.waitingCount } }

    /// Carries out one search in its place, once it has one.
    /// - Throws: ``Refusal/rateLimited(retryAfter:)`` for someone who has ``Limits/searchesPerUserMax`` already;
    ///   ``Refusal/busy`` where ``Limits/searchesWaitingMax`` wait; what the search throws.
    func search<Found>(by user: User.ID, _ search: () async throws -> Found) async throws -> Found {
        try await enter(user)
        defer { leave(user) }
        return try await search()
    }

    private func enter(_ user: User.ID) async throws(Refusal) {
        let verdict: Verdict = state.withLock { state in
            guard state.searchers[user, default: 0] < Limits.searchesPerUserMax else {
                return .refused(.rateLimited(retryAfter: Limits.searchRetryAfter))
            }
            let begins = state.begin(user)
            guard begins || state.waitingCount < Limits.searchesWaitingMax else { return .refused(.busy) }
            state.searchers[user, default: 0] += 1
            return begins ? .begins : .waits
        }
        switch verdict {
        case .begins: return
        case .refused(let refusal): throw refusal
        case .waits: await withCheckedContinuation { takeTurn(of: user, $0) }
        }
    }

    /// Has someone wait, unless a place has become free in the meantime.
    private func takeTurn(of user: User.ID, _ continuation: CheckedContinuation<Void, Never>) {
        let begins = state.withLock { state in
            guard state.begin(user) else {
                state.waiting.append((user, continuation))
                return false
            }
            return true
        }
        if begins { continuation.resume() }
    }

    private func leave(_ user: User.ID) {
        let next: CheckedContinuation<Void, Never>? = state.withLock { state in
            let left = (state.searchers[user] ?? 0) - 1
            state.searchers[user] = left > 0 ? left : nil
            state.running.remove(user)
            // The place passes on to whoever has waited longest, of those who have none.
            let running = state.running
            guard let first = state.waiting.firstIndex(where: { !running.contains($0.user) }) else { return nil }
            let next = state.waiting.remove(at: first)
            _ = state.begin(next.user)
            return next.way
        }
        next?.resume()
    }
}
