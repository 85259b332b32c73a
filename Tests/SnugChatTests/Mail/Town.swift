import SnugTesting

@testable import SnugChat

/// A world where people miss what is said to them, and nobody is looked at before a test does it.
struct Town {
    let world: World

    init() async throws {
        world = try await World()
        try await world.services.missedMails.noteSwitch()
    }

    /// The time for which something stays unread before there is a mail.
    let after: Duration = .seconds(60 * Limits.missedMailMinutesDefault)

    func say(_ text: String, by caller: Caller, in room: Room.ID? = nil) async throws {
        _ = try await world.chat.post(Draft(roomID: room ?? world.lobby, content: text), by: caller)
    }

    /// Makes Ada's direct room with somebody.
    func direct(with other: Caller) async throws -> Room.ID {
        try await world.chat.makeRoom(.direct, name: nil, with: [other.userID], by: world.ada).room.summary.room.id
    }

    /// Decides who was spoken to, as it is done moments after something was said.
    func note() async throws {
        let queue = world.services.pushQueue
        try await queue.decide(try await queue.undecidedRooms()) { _ in false }
    }

    /// Looks at all who are due.
    func look(there: Set<User.ID> = []) async throws {
        let missed = world.services.missedMails
        while let due = try await missed.nextDue(), due <= world.clock.now {
            try await missed.lookAtDue { there.contains($0) }
        }
    }

    /// Takes the mails out of the queue that go out, with what becomes of them.
    func sent(as end: MailEnd = .taken) async throws -> [Mail] {
        let queue = world.services.mailQueue
        let due = try await queue.dueMails(at: world.clock.now, limit: 99).mails
        for mail in due { try await queue.removeMail(mail, as: end) }
        return due.map(\.mail)
    }

    /// Returns the mails that go out after a while.
    func mails(after pause: Duration? = nil, there: Set<User.ID> = []) async throws -> [Mail] {
        try await note()
        world.clock.advance(by: pause ?? after)
        try await look(there: there)
        return try await sent()
    }

    /// Returns the names of those to whom mails go out after a while.
    func recipients(after pause: Duration? = nil) async throws -> [String] {
        try await mails(after: pause).map { String($0.recipient.prefix { $0 != "@" }) }.sorted()
    }
}
