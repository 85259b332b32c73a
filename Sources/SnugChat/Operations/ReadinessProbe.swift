import Synchronization

/// The check that load balancers ask for: a write that takes room on the disk.
///
/// It is made at most every ``Limits/readinessStandsFor``; whoever asks in between gets the last outcome, and whoever
/// asks while one is under way waits for that one.
public final class ReadinessProbe: Sendable {
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

    private let store: any Store
    private let clock: any WallClock
    private let within: Duration
    private let state = Mutex(State())

    init(store: any Store, clock: any WallClock, within: Duration = Limits.readinessWithin) {
        self.store = store
        self.clock = clock
        self.within = within
    }

    /// Returns once the writer has answered, however long it takes, without a write to the disk.
    /// - Throws: the store's fault.
    public func awaitWriter() async throws {
        try await store.write { _ in }
    }

    /// Returns if a write has reached the disk, now or a moment ago.
    /// - Throws: the store's fault; ``StoreFault/Kind/failed`` where the writer did not answer in time.
    public func check() async throws {
        let now = clock.now
        let step: Step = state.withLock { state in
            if state.isProbing {
                return state.isLate ? .answer(.failure(Self.noAnswer)) : .wait(startsProbe: false)
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

    private static let noAnswer = StoreFault(.failed, "the writer has not answered")

    /// Waits for the probe under way, as long as it may take.
    private func outcome(startsProbe: Bool, at now: Timestamp) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.ended(startsProbe: startsProbe, at: now) }
            group.addTask {
                try await Task.sleep(for: self.within)
                self.state.withLock { $0.isLate = $0.isProbing }
                throw Self.noAnswer
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
                    if !startsProbe, !state.isProbing { return state.last?.outcome ?? .failure(Self.noAnswer) }
                    state.waiting[id] = continuation
                    return nil
                }
                if let outcome { continuation.resume(with: outcome) }
                if startsProbe { start(at: now) }
            }
        } onCancel: {
            state.withLock { $0.waiting.removeValue(forKey: id) }?.resume(throwing: CancellationError())
        }
    }

    private func start(at now: Timestamp) {
        let moment = "\(now.rawValue)"
        let value = moment + String(repeating: " ", count: Limits.readinessBytes - moment.utf8.count)
        store.submit({ try $0.setSetting(SettingName.readiness, to: value) }, then: { self.finish($0) })
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
