import SnugTesting
import Synchronization
import Testing

@testable import SnugChat

/// A store whose writer answers when the test says so.
private final class HeldStore: Store {
    private let held = Mutex<[@Sendable (StoreFault?) -> Void]>([])
    private let store: any Store

    private let refusal = Mutex<StoreFault?>(nil)

    init(_ store: any Store) { self.store = store }

    var isShared: Bool { store.isShared }

    /// Refuses to answer questions from now on.
    func refuseReads(with fault: StoreFault) { refusal.withLock { $0 = fault } }

    /// The number of writes that wait for their answer.
    var count: Int { held.withLock { $0.count } }

    /// Answers the writes that wait.
    func answer(_ fault: StoreFault? = nil) {
        let waiting = held.withLock { held in
            defer { held = [] }
            return held
        }
        for answer in waiting { answer(fault) }
    }

    func read<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value
    ) async throws -> Value {
        if let fault = refusal.withLock(\.self) { throw fault }
        return try await store.read(question)
    }

    func submit<Value: Sendable>(
        writing bytes: Int,
        _ intention: @escaping @Sendable (any StoreWriter) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        held.withLock { held in
            held.append { [store] fault in
                if let fault { return then(.failure(fault)) }
                store.submit(writing: bytes, intention, then: then)
            }
        }
    }

    func observe<Value: Sendable>(
        _ question: @escaping @Sendable (any StoreReader) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void
    ) {
        store.observe(question, then: then)
    }

    func outsideChanges() async throws -> Int64 { try await store.outsideChanges() }

    func foldLog() async throws { try await store.foldLog() }
}

@Suite struct ReadinessProbeTests {
    private let store: HeldStore
    private let clock: ManualClock

    init() throws {
        let empty = try World.empty()
        store = HeldStore(empty.store)
        clock = empty.clock
    }

    /// Returns once this many writes wait.
    private func untilWaiting(_ count: Int) async {
        while store.count < count { await Task.yield() }
    }

    private func setting() async throws -> String? { try await store.read { try $0.setting("last.readiness") } }

    @Test func `a probe writes the moment, in more bytes than the longest message`() async throws {
        let probe = ReadinessProbe(store: store, clock: clock, within: .seconds(600))
        let checked = Task { try await probe.check() }
        await untilWaiting(1)
        store.answer()
        try await checked.value
        let written = try #require(try await setting())
        #expect(written.hasPrefix("\(clock.now.rawValue) "))
        #expect(written.utf8.count == Limits.readinessBytes)
        #expect(Limits.readinessBytes > 2 * Limits.contentBytesMax)
    }

    @Test func `an outcome stands for a while, good or bad, and then there is another probe`() async throws {
        let probe = ReadinessProbe(store: store, clock: clock, within: .seconds(600))
        let full = StoreFault(.full, "no room")
        let first = Task { try await probe.check() }
        await untilWaiting(1)
        store.answer(full)
        await #expect(throws: full) { try await first.value }
        await #expect(throws: full) { try await probe.check() }
        #expect(store.count == 0)
        clock.advance(by: Limits.readinessStandsFor)
        let second = Task { try await probe.check() }
        await untilWaiting(1)
        store.answer()
        try await second.value
        try await probe.check()
        #expect(store.count == 0)
    }

    @Test func `an outcome from before the clock was set back does not stand`() async throws {
        let probe = ReadinessProbe(store: store, clock: clock, within: .seconds(600))
        let first = Task { try await probe.check() }
        await untilWaiting(1)
        store.answer()
        try await first.value
        clock.advance(by: .seconds(-3_600))
        let second = Task { try await probe.check() }
        await untilWaiting(1)
        store.answer()
        try await second.value
    }

    @Test func `all who ask at once share one probe`() async throws {
        let probe = ReadinessProbe(store: store, clock: clock, within: .seconds(600))
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<50 { group.addTask { try await probe.check() } }
            await untilWaiting(1)
            #expect(store.count == 1)
            store.answer()
            try await group.waitForAll()
        }
        #expect(store.count == 0)
    }

    @Test func `reading is probed by itself, and with writing`() async throws {
        let probe = ReadinessProbe(store: store, clock: clock, within: .seconds(600))
        try await probe.checkReading()
        #expect(store.count == 0)
        let full = StoreFault(.failed, "no connection is left")
        store.refuseReads(with: full)
        clock.advance(by: Limits.readinessStandsFor)
        await #expect(throws: full) { try await probe.checkReading() }
        let checked = Task { try await probe.check() }
        await untilWaiting(1)
        store.answer()
        await #expect(throws: full) { try await checked.value }
    }

    @Test func `a writer that hangs is told of, then without a wait, until it answers`() async throws {
        let probe = ReadinessProbe(store: store, clock: clock, within: .milliseconds(10))
        for _ in 0..<3 {
            await #expect(throws: StoreFault(.failed, "the writer has not answered")) { try await probe.check() }
        }
        #expect(store.count == 1)
        store.answer()
        while (try? await probe.check()) == nil { await Task.yield() }
        #expect(store.count == 0)
    }
}
