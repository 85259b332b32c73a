import Synchronization

/// A probe of the store that many ask for.
///
/// It is made at most every ``Limits/readinessStandsFor``; whoever asks in between gets the last outcome, and whoever
/// asks while one is under way waits for that one.
final class SharedProbe: Sendable {
    /// A function that begins a probe, and tells its outcome once.
    typealias Begin =
        @Sendable (
            _ now: Timestamp, _ then: @escaping @Sendable (Result<Void, any Error>) -> Void
        ) -> Void

    private struct State {
        var last: (outcome: Result<Void, any Error>, at: Timestamp)?
        var isProbing = false
        /// True once the probe under way has taken longer than it may.
        var isLate = false
        var nextID = 0
        var waiting: [Int: CheckedContinuation<Void, any Error>] = [:]
    }

    private enum Step {
        case answer(Result<Void, any Error>)
        case wait(startsProbe: Bool)
    }

    private let clock: any WallClock
    private let within: Duration
    private let noAnswer: StoreFault
    private let begin: Begin
    private let state = Mutex(State())

    /// - Parameters:
    ///   - within: the time after which whoever asks is told that there is no answer.
    ///   - late: what they are told.
    init(clock: any WallClock, within: Duration, late: String, begin: @escaping Begin) {
        self.clock = clock
        self.within = within
        noAnswer = StoreFault(.failed, late)
        self.begin = begin
    }

    /// Returns if the probe went well, now or a moment ago.
    /// - Throws: what it met; ``StoreFault/Kind/failed`` where there was no answer in time.
    func check() async throws {
        let now = clock.now
        let step: Step = state.withLock { state in
            if state.isProbing {
                return state.isLate ? .answer(.failure(noAnswer)) : .wait(startsProbe: false)
            }
            // An outcome from the future was noted before the clock was set back: its age is unknown.
            if let last = state.last, (last.at..<last.at + Limits.readinessStandsFor).contains(now) {
                return .answer(last.outcome)
            }
            state.isProbing = true
            return .wait(startsProbe: true)
        }
        switch step {
        case .answer(let outcome): try outcome.get()
        case .wait(let startsProbe): try await outcome(startsProbe: startsProbe, at: now)
        }
    }

    /// Waits for the probe under way, as long as it may take.
    private func outcome(startsProbe: Bool, at now: Timestamp) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.ended(startsProbe: startsProbe, at: now) }
            group.addTask {
                try await Task.sleep(for: self.within)
                self.state.withLock { $0.isLate = $0.isProbing }
                throw self.noAnswer
            }
            defer { group.cancelAll() }
            _ = try await group.next()
        }
    }

    private func ended(startsProbe: Bool, at now: Timestamp) async throws {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let outcome: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if !startsProbe, !state.isProbing { return state.last?.outcome ?? .failure(self.noAnswer) }
                    state.waiting[id] = continuation
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
                if startsProbe { begin(now) { self.finish($0) } }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(throwing: CancellationError())
        }
    }

    private func finish(_ outcome: Result<Void, any Error>) {
        let waiting = state.withLock { state in
            defer { state.waiting = [:] }
            state.last = (outcome, clock.now)
            state.isProbing = false
            state.isLate = false
            return state.waiting.values
        }
        for continuation in waiting { continuation.resume(with: outcome) }
    }
}
