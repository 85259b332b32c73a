import Logging
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugPush

@Suite("The worker of pushes", .timeLimit(.minutes(5))) struct PushWorkerTests {
    /// An outbox in memory, in place of the durable queue.
    private final class Outbox: PushOutbox {
        struct State {
            var waiting: [QueuedPush.ID: Timestamp] = [:]
            var outcomes: [QueuedPush.ID: [PushOutcome?]] = [:]
            var steps: [QueuedPush.ID: PushStep] = [:]
            var people: [QueuedPush.ID: User.ID] = [:]
            var failures = 0
            var looks = 0
            var puttingOff = 0
        }
        let state = Mutex(State())
        let clock: ManualClock

        init(_ clock: ManualClock) { self.clock = clock }

        /// Puts pushes in, each to another person or all to one.
        func put(_ numbers: ClosedRange<Int64>, of user: User.ID? = nil) {
            state.withLock { state in
                for number in numbers {
                    state.waiting[QueuedPush.ID(number)] = clock.now
                    state.people[QueuedPush.ID(number)] = user ?? User.ID(number)
                }
            }
        }

        var isEmpty: Bool { state.withLock(\.waiting.isEmpty) }

        private static func queued(_ id: QueuedPush.ID, of user: User.ID) -> QueuedPush {
            QueuedPush(
                id: id, subscription: PushSubscription.ID(id.rawValue), of: user, room: Room.ID(1), seq: 1,
                createdAt: ManualClock().now, tries: 0)
        }

        func duePushes(
            at now: Timestamp, limit: Int, besides underway: Set<QueuedPush.ID>
        ) throws -> [QueuedPush] {
            try state.withLock { state in
                state.looks += 1
                if state.failures > 0 {
                    state.failures -= 1
                    throw StoreFault(.failed, "reading pushes")
                }
                let due = state.waiting.filter { $0.value <= now && !underway.contains($0.key) }.keys.sorted()
                return try due.prefix(limit).map { Self.queued($0, of: try #require(state.people[$0])) }
            }
        }

        func nextPushDue(after now: Timestamp) -> Timestamp? {
            state.withLock { $0.waiting.values.filter { $0 > now }.min() }
        }

        func next(of queued: QueuedPush) throws -> PushStep {
            let step = state.withLock { $0.steps[queued.id] }
            let point = PushKeys(
                p256dh: "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
                auth: "BTBZMqHH6r4Tts7J_aSIgg")
            let target = Push.Target(endpoint: "\(queued.id)", keys: try #require(point))
            let push = Push(
                to: target, of: queued.user, text: [], urgency: .normal, topic: [],
                end: clock.now + .seconds(1))
            return step ?? .send(push)
        }

        func settle(_ queued: QueuedPush, as outcome: PushOutcome?) throws {
            try state.withLock { state in
                if state.failures > 0 {
                    state.failures -= 1
                    throw StoreFault(.full, "writing pushes")
                }
                state.outcomes[queued.id, default: []].append(outcome)
                if case .delayed(_, let time) = outcome {
                    state.waiting[queued.id] = time
                } else {
                    state.waiting[queued.id] = nil
                }
            }
        }

        func postpone(_ queued: QueuedPush, until time: Timestamp) {
            state.withLock { state in
                state.waiting[queued.id] = time
                state.steps[queued.id] = nil
                state.puttingOff += 1
            }
        }
    }

    /// A sender whose services say nothing until it is let go on.
    private final class HoldingSender: PushSender {
        struct State {
            var isOpen = false
            /// The people whose pushes came, in order.
            var people: [User.ID] = []
            var held: [CheckedContinuation<Void, Never>] = []
        }
        let state = Mutex(State())

        var publicKey: String? { "key" }
        func normalized(_ endpoint: String) -> String { endpoint }
        func shutDown() {}

        func send(_ push: Push) async -> PushOutcome {
            await withCheckedContinuation { held in
                let isOpen = state.withLock { state in
                    state.people.append(push.user)
                    if !state.isOpen { state.held.append(held) }
                    return state.isOpen
                }
                if isOpen { held.resume() }
            }
            return .accepted
        }

        func open() {
            let held = state.withLock { state in
                state.isOpen = true
                return state.held
            }
            for each in held { each.resume() }
        }

        /// Waits for a number of pushes, and then for more, were they let through.
        func heard(_ count: Int) async throws -> [User.ID] {
            while state.withLock({ $0.people.count < count }) { try await Task.sleep(for: .milliseconds(1)) }
            for _ in 0..<1_000 { await Task.yield() }
            return state.withLock(\.people)
        }
    }

    private let clock = ManualClock()

    /// Runs a worker until the outbox is empty, with a sleep that moves the clock, or waits for the test to move it.
    private func run(
        _ outbox: Outbox, _ sender: any PushSender, isClockStill: Bool = false,
        meanwhile work: () async throws -> Void = {}
    ) async throws {
        let worker = PushWorker(
            outbox: outbox, sender: sender, clock: clock,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            sleep: { [clock] duration in
                guard isClockStill else {
                    try Task.checkCancellation()
                    return clock.advance(by: duration)
                }
                let end = clock.now + duration
                while clock.now < end { try await Task.sleep(for: .milliseconds(1)) }
            })
        let running = Task { try await worker.run() }
        try await work()
        while !outbox.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        running.cancel()
        try await running.value
    }

    @Test func `sends what is due, and writes down each answer`() async throws {
        let (outbox, sender) = (Outbox(clock), PlainPushSender())
        outbox.put(1...40)
        try await run(outbox, sender)
        #expect(Set(sender.pushes.map(\.target.endpoint)) == Set((1...40).map { "\($0)" }))
        #expect(sender.pushes.count == 40)
        #expect(outbox.state.withLock { $0.outcomes.values.allSatisfy { $0 == [.accepted] } })
    }

    @Test func `asks the queue once for many of a crowd`() async throws {
        let (outbox, sender) = (Outbox(clock), PlainPushSender())
        outbox.put(1...10_000)
        try await run(outbox, sender)
        let looks = outbox.state.withLock(\.looks)
        #expect(sender.pushes.count == 10_000 && looks < 500, "\(looks) looks")
    }

    @Test func `has sixteen under way at most`() async throws {
        let (outbox, sender) = (Outbox(clock), HoldingSender())
        outbox.put(1...40)
        try await run(outbox, sender) {
            let people = try await sender.heard(Limits.pushesAtOnce)
            #expect(people.count == Limits.pushesAtOnce)
            sender.open()
        }
        #expect(sender.state.withLock(\.people).count == 40)
    }

    @Test func `has four under way to one person at most, and holds up nobody else for them`() async throws {
        let (outbox, sender) = (Outbox(clock), HoldingSender())
        let (ada, ben) = (User.ID(1_001), User.ID(1_002))
        outbox.put(1...60, of: ada)
        outbox.put(61...61, of: ben)
        try await run(outbox, sender) {
            let people = try await sender.heard(Limits.pushesAtOnceOfOne + 1)
            #expect(people.filter { $0 == ada }.count == Limits.pushesAtOnceOfOne && people.contains(ben))
            sender.open()
        }
        #expect(sender.state.withLock(\.people).count == 61)
        #expect(outbox.state.withLock(\.puttingOff) == 0, "a line that moves is waited for")
    }

    @Test func `puts off what waits too long for a place of its person`() async throws {
        let (outbox, sender) = (Outbox(clock), HoldingSender())
        outbox.put(1...64, of: User.ID(1_001))
        outbox.put(65...65)
        try await run(outbox, sender, isClockStill: true) {
            _ = try await sender.heard(Limits.pushesAtOnceOfOne + 1)
            clock.advance(by: Limits.pushesInHandFor)
            sender.open()
            while outbox.state.withLock({ $0.puttingOff < 60 }) { try await Task.sleep(for: .milliseconds(1)) }
            clock.advance(by: Limits.pushAnswerWithin)
        }
        #expect(sender.state.withLock(\.people).count == 65 && outbox.state.withLock(\.puttingOff) == 60)
    }

    @Test func `reads the words once they can go out`() async throws {
        let (outbox, sender) = (Outbox(clock), HoldingSender())
        outbox.put(1...6, of: User.ID(1_001))
        try await run(outbox, sender) {
            _ = try await sender.heard(Limits.pushesAtOnceOfOne)
            outbox.state.withLock { $0.steps[QueuedPush.ID(5)] = .drop }
            sender.open()
        }
        #expect(sender.state.withLock(\.people).count == 5)
        #expect(outbox.state.withLock { $0.outcomes[QueuedPush.ID(5)] } == [nil])
    }

    @Test func `sends nothing that nobody is told of any more, and later what waits`() async throws {
        let (outbox, sender) = (Outbox(clock), PlainPushSender())
        outbox.put(1...2)
        let later = clock.now + .seconds(7)
        outbox.state.withLock { $0.steps = [QueuedPush.ID(1): .drop, QueuedPush.ID(2): .wait(until: later)] }
        try await run(outbox, sender)
        #expect(sender.pushes.map(\.target.endpoint) == ["2"] && clock.now >= later)
        #expect(outbox.state.withLock { $0.outcomes[QueuedPush.ID(1)] } == [nil])
    }

    @Test func `comes back to what is delayed`() async throws {
        let (outbox, sender) = (Outbox(clock), PlainPushSender())
        let until = clock.now + .seconds(60)
        sender.outcome = .delayed(PushFailure("busy"), until: until)
        outbox.put(1...1)
        let accepting = Task {
            while clock.now < until { try await Task.sleep(for: .milliseconds(1)) }
            sender.outcome = .accepted
        }
        try await run(outbox, sender)
        try await accepting.value
        let outcomes = outbox.state.withLock { $0.outcomes[QueuedPush.ID(1)] ?? [] }
        #expect(outcomes.last == .accepted && outcomes.first == .delayed(PushFailure("busy"), until: until))
    }

    @Test func `outlasts a store that fails, and sends nothing twice for it`() async throws {
        let (outbox, sender) = (Outbox(clock), PlainPushSender())
        outbox.put(1...1)
        outbox.state.withLock { $0.failures = 5 }
        try await run(outbox, sender)
        #expect(sender.pushes.count == 1)
    }
}
