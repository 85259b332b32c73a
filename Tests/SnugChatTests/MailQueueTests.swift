import FoundationEssentials
import SnugTesting
import Testing

@testable import SnugChat

@Suite("The durable queue of mails") struct MailQueueTests {
    private let device = World.device
    private let keys = InstallationKeys(secret: Array(repeating: 7, count: 32))

    private func put(_ sealed: [UInt8], in world: World) async throws {
        let now = world.clock.now
        _ = try await world.store.write { try $0.addMail(sealed, at: now, expiresAt: now + .seconds(600)) }
    }

    private func fill(_ world: World) async throws {
        let now = world.clock.now
        try await world.store.write { store in
            for _ in 0..<Limits.mailsWaitingMax { try store.addMail([1], at: now, expiresAt: now + .seconds(600)) }
        }
    }

    @Test func `a row that cannot be read hides no other`() async throws {
        let world = try await World()
        try await put([1, 2, 3], in: world)
        try await put(try keys.seal(Array("{\"subject\":7}".utf8)), in: world)
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        let due = try await world.services.mailQueue.dueMails(at: world.clock.now, limit: 9)
        #expect(due.mails.map(\.mail.recipient) == ["ben@example.org"])
        #expect(due.unreadable.count == 2)
    }

    @Test func `mails of older and newer versions are read`() async throws {
        let world = try await World()
        let older = #"{"recipient":"ben@example.org","subject":"x","text":"y"}"#
        let newer = #"{"recipient":"cleo@example.org","subject":"x","text":"y","isDecoy":true,"colour":"green"}"#
        for text in [older, newer] { try await put(try keys.seal(Array(text.utf8)), in: world) }
        let due = try await world.services.mailQueue.dueMails(at: world.clock.now, limit: 9)
        #expect(due.mails.map(\.mail.recipient) == ["ben@example.org", "cleo@example.org"])
        #expect(due.mails.map(\.mail.isDecoy) == [false, true])
    }

    @Test func `a mail has its id and date from the moment it is queued`() async throws {
        let world = try await World()
        let written = world.clock.now
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        _ = try await world.chat.login(email: "cleo@example.org", password: World.password)
        let queue = world.services.mailQueue
        let first = try await queue.dueMails(at: written, limit: 9).mails
        for mail in first { try await queue.postponeMail(mail.id, until: written + .seconds(5), because: "no answer") }
        world.clock.advance(by: .seconds(5))
        let again = try await queue.dueMails(at: world.clock.now, limit: 9).mails
        #expect(again.map(\.mail) == first.map(\.mail))
        #expect(Set(again.compactMap(\.mail.messageID)).count == 2)
        #expect(again.allSatisfy { $0.mail.writtenAt == written })
    }

    @Test func `a full queue stops nothing that only a notice would tell of`() async throws {
        let world = try await World()
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        try await fill(world)
        _ = try await world.chat.verify(email: "ben@example.org", code: code, device: device)
        try await world.chat.changePassword(of: world.ben, from: World.password, to: "another fine password")
        let maintenance = world.services.maintenance
        try await maintenance.noteBackupFailure("the disk is full", at: world.clock.now)
        #expect(try await maintenance.backupRecord().failure == "the disk is full")
    }

    @Test func `a full queue refuses codes, whether or not the address has an account`() async throws {
        let world = try await World()
        try await fill(world)
        await #expect(throws: Refusal.busy) {
            try await world.chat.login(email: "ben@example.org", password: World.password)
        }
        for email in ["ben@example.org", "nobody@example.org"] {
            await #expect(throws: Refusal.busy) { try await world.chat.forgotPassword(email: email) }
            await #expect(throws: Refusal.busy) {
                try await world.chat.register(name: "Sam", email: email, password: "another fine password")
            }
        }
    }
}
