import SnugChat
import SnugTesting
import Synchronization
import Testing

@testable import SnugMail

/// The connection against servers that mean no good.
///
/// With a real relay it is tried end to end.
@Suite("The delivery of a mail", .timeLimit(.minutes(5))) struct MailerTests {
    private static let mail = Mail(recipient: "ada@example.org", subject: "x", text: "the code is 123456")

    private func deliver(
        to steps: [HostileServer.Step],
        tls: SMTPSettings.TLS = .none,
        username: String? = nil,
        patience: Duration = .seconds(30),
        altogether: Duration = .seconds(30)
    ) async throws -> (fault: MailFault?, heard: String) {
        let server = try await HostileServer(steps)
        var settings = SMTPSettings(
            host: "127.0.0.1", port: server.port, tls: tls, username: username,
            password: username.map { _ in "secret" },
            from: MailFrom(address: "snug@example.org"), ehloName: "chat.example.org")
        // A connection within this machine: on a busy one it takes a while, and is made all the same.
        settings.connectTimeout = .seconds(30)
        settings.replyTimeout = patience
        settings.deliveryTimeout = altogether
        let mailer = SMTPMailer(settings: settings, clock: ManualClock(), random: CountingRandomness())
        do throws(MailFault) {
            try await mailer.deliver(Self.mail)
            await server.stop()
            return (nil, server.heard.all)
        } catch {
            await server.stop()
            return (error, server.heard.all)
        }
    }

    @Test func `an honest server gets the mail`() async throws {
        let (fault, heard) = try await deliver(
            to: ["220 mx", "250 mx", "250 ok", "250 ok", "354 go", "250 ok"].map {
                .say($0 + "\r\n")
            })
        #expect(fault == nil)
        #expect(heard.contains("the code is 123456"))
        #expect(heard.contains("\r\n.\r\n"))
    }

    @Test func `trying the relay goes as far as the sender, and sends nothing`() async throws {
        let server = try await HostileServer(
            ["220 mx", "250 mx", "250 ok", "221 bye"].map { .say($0 + "\r\n") })
        let settings = SMTPSettings(
            host: "127.0.0.1", port: server.port, tls: .none, from: MailFrom(address: "snug@example.org"),
            ehloName: "chat.example.org")
        try await SMTPMailer(settings: settings, clock: ManualClock(), random: CountingRandomness()).tryRelay()
        await server.stop()
        #expect(server.heard.all.contains("MAIL FROM:<snug@example.org>"))
        #expect(!server.heard.all.contains("RCPT"))
        #expect(!server.heard.all.contains("DATA"))
    }

    @Test(arguments: [
        [HostileServer.Step.hang], [.say("220 mx\r\n"), .hang], [.say("220 m")],
        [.say("220 mx\r\n"), .say("250-never\r\n")],
    ])
    func `a server that keeps silent is not waited for`(steps: [HostileServer.Step]) async throws {
        let fault = try #require(try await deliver(to: steps, patience: .milliseconds(300)).fault)
        #expect(fault.kind == .transient)
        #expect(fault.detail.contains("within"), "\(fault.detail)")
    }

    @Test func `a server that answers, but too slowly in all, is left to a later try`() async throws {
        let fault = try #require(
            try await deliver(to: [.say("220 mx\r\n"), .hang], altogether: .milliseconds(300)).fault)
        #expect(fault.kind == .transient)
        #expect(fault.detail.contains("slow"), "\(fault.detail)")
    }

    @Test(arguments: [
        ([HostileServer.Step.hangUp], "hung up"),
        ([.say("220 mx\r\n"), .hangUp], "hung up"),
        ([.say("HTTP/1.1 400 Bad Request\r\n\r\n")], "does not speak SMTP"),
        ([.say("\u{16}\u{3}\u{1}\n")], "does not speak SMTP"),
        ([.sayForever(String(repeating: "x", count: 100))], "line without end"),
        ([.sayForever("220-welcome\r\n")], "reply without end"),
        ([.sayForever("220 welcome\r\n")], ""),
        ([.say("554 no\r\n")], "554 no"),
    ])
    func `a hostile server ends in a retry`(steps: [HostileServer.Step], words: String) async throws {
        let fault = try #require(try await deliver(to: steps).fault)
        #expect(fault.kind == .transient)
        #expect(words.isEmpty || fault.detail.contains(words), "\(fault.detail)")
    }

    @Test func `a port that nobody listens on is a retry`() async throws {
        let server = try await HostileServer([])
        await server.stop()
        let mailer = SMTPMailer(
            settings: SMTPSettings(
                host: "127.0.0.1", port: server.port, tls: .none, from: MailFrom(address: "snug@example.org"),
                ehloName: "x"),
            clock: ManualClock(), random: CountingRandomness())
        await #expect(throws: MailFault.self) { try await mailer.deliver(Self.mail) }
    }

    @Test func `a certificate that nobody vouches for, or none at all, gets no password`() async throws {
        let (fault, heard) = try await deliver(
            to: [.say("220 mx\r\n"), .say("250-mx\r\n250 STARTTLS\r\n"), .say("220 go\r\n"), .say("rubbish\r\n")],
            tls: .starttls, username: "snug")
        #expect(fault?.kind == .transient)
        #expect(fault?.detail.contains("TLS") == true, "\(fault?.detail ?? "")")
        #expect(!heard.contains("AUTH"))
    }

    @Test func `a console that cannot be written keeps the mail for later`() async throws {
        let mailer = ConsoleMailer { _ in throw CancellationError() }
        let fault = await #expect(throws: MailFault.self) { try await mailer.deliver(Self.mail) }
        #expect(fault?.kind == .transient)
    }

    @Test func `the journal gets mails no faster than it takes them, and the first at once`() {
        let (pace, start) = (PrintingPace(), ContinuousClock.now)
        let every = Limits.printedMailEvery
        #expect((0..<480).map { _ in pace.take(at: start) } == (0..<480).map { every * $0 })
        #expect(pace.take(at: start + every * 480) == .zero)
        #expect(pace.take(at: start + .seconds(60)) == .zero)
    }

    @Test func `the console shows the mail, and no control character of an address moves its cursor`() async throws {
        let printed = Mutex("")
        let mailer = ConsoleMailer { text in printed.withLock { $0 += text } }
        var mail = Self.mail
        mail.recipient = "ada\u{1B}[2J@example.org"
        try await mailer.deliver(mail)
        let text = printed.withLock(\.self)
        #expect(text.contains("the code is 123456"))
        #expect(!text.contains("\u{1B}"))
    }
}
