import Logging
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugMail

@Suite("The mail queue", .timeLimit(.minutes(1))) struct QueueTests {
    /// An outbox in memory, in place of the durable queue.
    private final class Outbox: MailOutbox {
        struct State {
            var waiting: [QueuedMail.ID: (mail: QueuedMail, due: Timestamp)] = [:]
            var reasons: [String] = []
        }
        let state = Mutex(State())

        func put(_ number: Int64, due: Timestamp, expiresAt: Timestamp, isDecoy: Bool = false) {
            let id = QueuedMail.ID(number)
            var mail = Mail(recipient: "\(number)@example.org", subject: "x", text: "y")
            mail.isDecoy = isDecoy
            state.withLock { $0.waiting[id] = (QueuedMail(id: id, mail: mail, tries: 0, expiresAt: expiresAt), due) }
        }

        var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

        func dueMails(at now: Timestamp, limit: Int) -> [QueuedMail] {
            state.withLock { state in
                state.waiting.values.filter { $0.due <= now }.sorted { $0.due < $1.due }.prefix(limit).map(\.mail)
            }
        }
        func nextMailDue() -> Timestamp? { state.withLock { $0.waiting.values.map(\.due).min() } }
        func removeMail(_ id: QueuedMail.ID) { state.withLock { _ = $0.waiting.removeValue(forKey: id) } }
        func postponeMail(_ id: QueuedMail.ID, until time: Timestamp, because reason: String) {
            state.withLock { state in
                state.waiting[id]?.due = time
                state.waiting[id]?.mail.tries += 1
                state.reasons.append(reason)
            }
        }
    }

    /// A mailer that answers each try as it was told, then takes everything.
    private final class Relay: Mailer {
        let answers: Mutex<[MailFault]>
        let taken = Mutex<[String]>([])
        let tries = Mutex(0)

        init(_ answers: [MailFault] = []) { self.answers = Mutex(answers) }

        func deliver(_ mail: Mail) async throws(MailFault) {
            tries.withLock { $0 += 1 }
            if let fault = answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw fault }
            taken.withLock { $0.append(mail.recipient) }
        }
    }

    /// Runs the queue until the outbox is empty, with a sleep that moves the clock.
    /// - Returns: the pauses it took.
    private func empty(_ outbox: Outbox, by relay: Relay, _ clock: ManualClock) async throws -> [Duration] {
        let pauses = Mutex<[Duration]>([])
        let queue = MailWorker(
            outbox: outbox, mailer: relay, clock: clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            sleep: { duration in
                try Task.checkCancellation()
                pauses.withLock { $0.append(duration) }
                clock.advance(by: duration)
            })
        let running = Task { try await queue.run() }
        while !outbox.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        running.cancel()
        try await running.value
        return pauses.withLock(\.self)
    }

    @Test func `a mail that is due is sent and forgotten`() async throws {
        let (clock, outbox, relay) = (ManualClock(), Outbox(), Relay())
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(60))
        _ = try await empty(outbox, by: relay, clock)
        #expect(relay.taken.withLock(\.self) == ["1@example.org"])
    }

    @Test func `a decoy is forgotten unsent`() async throws {
        let (clock, outbox, relay) = (ManualClock(), Outbox(), Relay())
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(60), isDecoy: true)
        _ = try await empty(outbox, by: relay, clock)
        #expect(relay.tries.withLock(\.self) == 0)
    }

    @Test func `a transient fault is tried again, later each time`() async throws {
        let clock = ManualClock()
        let outbox = Outbox()
        let relay = Relay(Array(repeating: MailFault(.transient, "no connection"), count: 4))
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(86_400))
        let pauses = try await empty(outbox, by: relay, clock)
        #expect(pauses == [5, 10, 20, 40].map { Duration.seconds($0) })
        #expect(relay.taken.withLock(\.self).count == 1)
        #expect(outbox.state.withLock { $0.reasons } == Array(repeating: "no connection", count: 4))
    }

    @Test func `a permanent fault ends it`() async throws {
        let (clock, outbox) = (ManualClock(), Outbox())
        let relay = Relay([MailFault(.permanent, "no such user")])
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(60))
        _ = try await empty(outbox, by: relay, clock)
        #expect(relay.tries.withLock(\.self) == 1)
        #expect(relay.taken.withLock(\.self).isEmpty)
    }

    @Test func `a mail whose code has expired is dropped unsent`() async throws {
        let (clock, outbox, relay) = (ManualClock(), Outbox(), Relay())
        outbox.put(1, due: clock.now, expiresAt: clock.now)
        _ = try await empty(outbox, by: relay, clock)
        #expect(relay.tries.withLock(\.self) == 0)
    }

    @Test func `a relay that is always down costs a try every quarter of an hour, until the mail expires`() async throws
    {
        let (clock, outbox) = (ManualClock(), Outbox())
        let relay = Relay(Array(repeating: MailFault(.transient, "down"), count: 10_000))
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(86_400))
        let pauses = try await empty(outbox, by: relay, clock)
        #expect(pauses.max() == Limits.mailRetryLongest)
        #expect((100...110).contains(relay.tries.withLock(\.self)))
    }

    @Test func `a new mail wakes it`() async throws {
        let (clock, outbox, relay) = (ManualClock(), Outbox(), Relay())
        let queue = MailWorker(
            outbox: outbox, mailer: relay, clock: clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let running = Task { try await queue.run() }
        for number in 1...50 {
            outbox.put(Int64(number), due: clock.now, expiresAt: clock.now + .seconds(60))
            queue.wake()
            while !outbox.isEmpty { try await Task.sleep(for: .milliseconds(1)) }
        }
        running.cancel()
        try await running.value
        #expect(relay.taken.withLock(\.self).count == 50)
    }
}
