import Logging
import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugMail

@Suite("The mail queue", .timeLimit(.minutes(5))) struct QueueTests {
    /// An outbox in memory, in place of the durable queue.
    private final class Outbox: MailOutbox {
        struct State {
            var waiting: [QueuedMail.ID: (mail: QueuedMail, due: Timestamp)] = [:]
            var reasons: [String] = []
            var unreadable: [QueuedMail.ID] = []
            var ends: [QueuedMail.ID: MailEnd] = [:]
            var failures = 0
        }
        let state = Mutex(State())

        func put(_ number: Int64, due: Timestamp, expiresAt: Timestamp, isDecoy: Bool = false) {
            let id = QueuedMail.ID(number)
            var mail = Mail(recipient: "\(number)@example.org", subject: "x", text: "y")
            mail.isDecoy = isDecoy
            state.withLock { $0.waiting[id] = (QueuedMail(id: id, mail: mail, tries: 0, expiresAt: expiresAt), due) }
        }

        var isEmpty: Bool { state.withLock { $0.waiting.isEmpty } }

        func dueMails(at now: Timestamp, limit: Int, besides underway: Set<QueuedMail.ID>) -> DueMails {
            state.withLock { state in
                let mails = state.waiting.values.filter { $0.due <= now && !underway.contains($0.mail.id) }
                    .sorted { ($0.due, $0.mail.id.rawValue) < ($1.due, $1.mail.id.rawValue) }
                return DueMails(mails: mails.prefix(limit).map(\.mail), unreadable: state.unreadable)
            }
        }
        func nextMailDue(after now: Timestamp) -> Timestamp? {
            state.withLock { $0.waiting.values.map(\.due).filter { $0 > now }.min() }
        }
        func removeMail(_ queued: QueuedMail, as end: MailEnd) throws {
            try remove(queued.id)
            state.withLock { $0.ends[queued.id] = end }
        }
        func removeUnreadableMail(_ id: QueuedMail.ID) throws { try remove(id) }
        private func remove(_ id: QueuedMail.ID) throws {
            try state.withLock { state in
                if state.failures > 0 {
                    state.failures -= 1
                    throw StoreFault(.full, "removing a mail")
                }
                state.waiting.removeValue(forKey: id)
                state.unreadable.removeAll { $0 == id }
            }
        }
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
        /// Recipients whose mails hang until the test ends.
        let tarpit: Set<String>

        init(_ answers: [MailFault] = [], tarpit: Set<String> = []) {
            self.answers = Mutex(answers)
            self.tarpit = tarpit
        }

        func deliver(_ mail: Mail) async throws(MailFault) {
            tries.withLock { $0 += 1 }
            if tarpit.contains(mail.recipient) {
                try? await Task.sleep(for: .seconds(3_600))
                throw MailFault(.transient, "cut off")
            }
            if let fault = answers.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) { throw fault }
            taken.withLock { $0.append(mail.recipient) }
        }
    }

    /// Runs the queue until the outbox is empty, with a sleep that moves the clock.
    /// - Returns: the pauses it took.
    private func empty(
        _ outbox: Outbox, by relay: Relay, _ clock: ManualClock, log: LogLines = LogLines()
    ) async throws -> [Duration] {
        let pauses = Mutex<[Duration]>([])
        let queue = MailWorker(
            outbox: outbox, mailer: relay, clock: clock,
            logger: Logger(label: "test", factory: { _ in log }),
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
        #expect(outbox.state.withLock { $0.ends[QueuedMail.ID(1)] } == .taken)
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

    @Test(arguments: [(MailFault.Stage.recipient, MailEnd.refused), (.data, .refusedContent)])
    func `a permanent fault ends it`(stage: MailFault.Stage, end: MailEnd) async throws {
        let (clock, outbox) = (ManualClock(), Outbox())
        let relay = Relay([MailFault(.permanent, at: stage, "no")])
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(60))
        _ = try await empty(outbox, by: relay, clock)
        #expect(relay.tries.withLock(\.self) == 1)
        #expect(relay.taken.withLock(\.self).isEmpty)
        #expect(outbox.state.withLock { $0.ends[QueuedMail.ID(1)] } == end)
    }

    @Test func `a mail whose code has expired is dropped unsent`() async throws {
        let (clock, outbox, relay) = (ManualClock(), Outbox(), Relay())
        outbox.put(1, due: clock.now, expiresAt: clock.now)
        _ = try await empty(outbox, by: relay, clock)
        #expect(relay.tries.withLock(\.self) == 0)
        #expect(outbox.state.withLock { $0.ends[QueuedMail.ID(1)] } == .worthless)
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

    @Test func `mails that hang hold up no other`() async throws {
        let (clock, outbox) = (ManualClock(), Outbox())
        let relay = Relay(tarpit: ["1@example.org", "2@example.org", "3@example.org"])
        for number in 1...20 { outbox.put(Int64(number), due: clock.now, expiresAt: clock.now + .seconds(600)) }
        let worker = MailWorker(
            outbox: outbox, mailer: relay, clock: clock, logger: Logger(label: "test", factory: { _ in LogLines() }))
        let running = Task { try await worker.run() }
        while relay.taken.withLock({ $0.count < 17 }) { try await Task.sleep(for: .milliseconds(1)) }
        // One comes while all but one of the workers hang.
        outbox.put(21, due: clock.now, expiresAt: clock.now + .seconds(600))
        worker.wake()
        while relay.taken.withLock({ !$0.contains("21@example.org") }) { try await Task.sleep(for: .milliseconds(1)) }
        running.cancel()
        try await running.value
        #expect(Set(relay.taken.withLock(\.self)) == Set((4...21).map { "\($0)@example.org" }))
    }

    @Test func `as many are sent at once as may be, and no mail twice`() async throws {
        let (clock, outbox, relay) = (ManualClock(), Outbox(), Relay())
        for number in 1...200 { outbox.put(Int64(number), due: clock.now, expiresAt: clock.now + .seconds(600)) }
        _ = try await empty(outbox, by: relay, clock)
        #expect(relay.tries.withLock(\.self) == 200)
    }

    @Test func `a row that cannot be read is dropped with a line in the log, and stops nothing`() async throws {
        let (clock, outbox, relay, log) = (ManualClock(), Outbox(), Relay(), LogLines())
        outbox.state.withLock { $0.unreadable = [QueuedMail.ID(7)] }
        outbox.put(8, due: clock.now, expiresAt: clock.now + .seconds(60))
        _ = try await empty(outbox, by: relay, clock, log: log)
        #expect(relay.taken.withLock(\.self) == ["8@example.org"])
        #expect(outbox.state.withLock { $0.unreadable } == [])
        #expect(
            log.all.contains("error A mail in the queue cannot be read, and is dropped [\"mail\": 7]"), "\(log.all)")
    }

    @Test(arguments: [
        [MailFault](), [MailFault(.permanent, at: .recipient, "550 5.1.1 <1@EXAMPLE.org>: no such user")],
        [MailFault(.transient, at: .recipient, "450 1@example.org is busy")],
    ])
    func `the log names mails and nobody`(faults: [MailFault]) async throws {
        let (clock, outbox, relay, log) = (ManualClock(), Outbox(), Relay(faults), LogLines())
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(60))
        _ = try await empty(outbox, by: relay, clock, log: log)
        #expect(log.all.contains("\"mail\": 1"))
        #expect(!log.all.lowercased().contains("example.org"), "\(log.all)")
    }

    @Test func `a relay that is down is told of once, and once more when it is back`() async throws {
        let (clock, outbox, log) = (ManualClock(), Outbox(), LogLines())
        let relay = Relay(Array(repeating: MailFault(.transient, at: .connect, "nothing listens there"), count: 40))
        for number in 1...10 { outbox.put(Int64(number), due: clock.now, expiresAt: clock.now + .seconds(86_400)) }
        _ = try await empty(outbox, by: relay, clock, log: log)
        let told = log.all.split(separator: "\n").filter { !$0.hasPrefix("debug") && !$0.hasPrefix("info") }
        #expect(
            told.map { $0.prefix(40) } == [
                "error The mail relay does not take mails", "notice The mail relay takes mails again ",
            ], "\(log.all)")
        #expect(told.last?.contains("\"failures\": 40") == true)
    }

    @Test func `a relay that puts all mails off for an hour is told of once, and once more at the end`() async throws {
        let (clock, outbox, log) = (ManualClock(), Outbox(), LogLines())
        let relay = Relay(Array(repeating: MailFault(.transient, at: .recipient, "451 later"), count: 33))
        for number in 1...3 { outbox.put(Int64(number), due: clock.now, expiresAt: clock.now + .seconds(86_400)) }
        _ = try await empty(outbox, by: relay, clock, log: log)
        let told = log.all.split(separator: "\n").filter { !$0.hasPrefix("debug") && !$0.hasPrefix("info") }
        #expect(
            told.map { $0.prefix { $0 != "[" } } == [
                "warning The mail relay puts mails off again and again ",
                "notice The mail relay puts mails off no more ",
            ], "\(log.all)")
    }

    @Test func `a relay that puts the first mail of a sender off is in no trouble`() async throws {
        let (clock, outbox, log) = (ManualClock(), Outbox(), LogLines())
        let relay = Relay(Array(repeating: MailFault(.transient, at: .recipient, "451 greylisted"), count: 6))
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(600))
        let pauses = try await empty(outbox, by: relay, clock, log: log)
        #expect(pauses.reduce(.zero, +) > .seconds(300))
        #expect(!log.all.contains("warning") && !log.all.contains("notice"), "\(log.all)")
    }

    @Test func `recipients that a relay refuses are told of once`() async throws {
        let (clock, outbox, log) = (ManualClock(), Outbox(), LogLines())
        let relay = Relay(Array(repeating: MailFault(.permanent, at: .recipient, "550 no such user"), count: 20))
        for number in 1...20 { outbox.put(Int64(number), due: clock.now, expiresAt: clock.now + .seconds(86_400)) }
        _ = try await empty(outbox, by: relay, clock, log: log)
        let told = log.all.split(separator: "\n").filter { !$0.hasPrefix("debug") && !$0.hasPrefix("info") }
        #expect(told.count == 1 && told[0].hasPrefix("warning The mail relay refuses mails for good"), "\(log.all)")
    }

    @Test(arguments: [
        ("550 5.1.1 <ada@example.org>: no such user", "550 5.1.1 (address) no such user"),
        ("550 mailbox Ada, unknown", "550 mailbox (name) unknown"), ("450 adapt later", "450 adapt later"), ("", ""),
    ])
    func `a relay's words lose their addresses`(words: String, shown: String) {
        #expect(words.withoutAddresses(besides: "ada@example.org") == shown)
    }

    @Test func `a mail that was taken is not sent again because the queue cannot be written`() async throws {
        let (clock, outbox, relay) = (ManualClock(), Outbox(), Relay())
        outbox.put(1, due: clock.now, expiresAt: clock.now + .seconds(86_400))
        outbox.state.withLock { $0.failures = 5 }
        _ = try await empty(outbox, by: relay, clock)
        #expect(relay.tries.withLock(\.self) == 1)
    }

    @Test func `a mail queued while the clock was ahead does not wait for that time to come`() async throws {
        let (clock, outbox, relay) = (ManualClock(), Outbox(), Relay())
        outbox.put(1, due: clock.now + .seconds(3 * 3_600), expiresAt: clock.now + .seconds(4 * 3_600))
        #expect(try await empty(outbox, by: relay, clock) == [])
        #expect(relay.taken.withLock(\.self).count == 1)
    }
}
