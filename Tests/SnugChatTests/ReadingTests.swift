import SnugTesting
import Testing

@testable import SnugChat

@Suite struct `What one person reads` {
    private static let burst = Int(Limits.readsPerSecondMin * Limits.readBurstSeconds)

    /// Leaves a person so many calls.
    private func leave(_ calls: Int, to caller: Caller, in world: World) throws {
        try world.chat.countCall(by: caller)
        world.chat.countReading(rows: 0, bytes: (Self.burst - 1 - calls) * Limits.readPieceBytes, by: caller)
    }

    @Test func `counts by its length, over all calls, and for no one else`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 30))
        let long = String(repeating: "x", count: Limits.contentBytesMax)
        for _ in 1...4 { _ = try await world.chat.post(Draft(roomID: world.lobby, content: long), by: world.ada) }
        try leave(10, to: world.ben, in: world)
        try world.chat.countCall(by: world.ben)
        _ = try await world.chat.messages(in: world.lobby, .newest, limit: 50, for: world.ben)
        #expect(throws: Refusal.self) { try world.chat.countCall(by: world.ben) }
        try world.chat.countCall(by: world.ada)
        world.clock.advance(by: .seconds(1))
        try world.chat.countCall(by: world.ben)
    }

    @Test(arguments: ["page", "changes", "mentions", "room", "open rooms", "people", "a room to make"])
    func `costs something, whatever it is`(what: String) async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 30))
        let (chat, ben) = (world.chat, world.ben)
        let long = "@Ben " + String(repeating: "x", count: 2 * Limits.readPieceBytes)
        let posted = try await chat.post(Draft(roomID: world.lobby, content: long), by: world.ada).message
        try await chat.react("👍", isWanted: true, to: posted.seq, in: world.lobby, by: world.ada)
        var people: [User.ID] = []
        for number in 1...20 {
            let guest = try await World.settle("Guest\(number)", as: .member, chat, world.store, world.clock)
            people.append(guest.userID)
            _ = try await chat.addMember(guest.userID, to: world.lobby, by: world.ada)
        }
        try leave(1, to: ben, in: world)
        switch what {
        case "page": _ = try await chat.messages(in: world.lobby, .newest, limit: 50, for: ben)
        case "changes": _ = try await chat.changes(in: world.lobby, after: 0, limit: 50, for: ben)
        case "mentions": _ = try await chat.mentions(before: nil, limit: 50, of: ben)
        case "room": _ = try await chat.room(world.lobby, for: ben)
        case "open rooms": _ = try await chat.openRooms(for: ben, matching: nil, limit: 1)
        case "people": _ = try await chat.users(matching: "zz", after: nil, limit: 1, for: ben)
        default: _ = try await chat.makeRoom(.group, name: "Den", with: people, by: ben)
        }
        #expect(throws: Refusal.self) { try world.chat.countCall(by: ben) }
    }

    @Test func `counts as long as it can be until it is known how long it is`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 30))
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "hi"), by: world.ada)
        let most = Limits.pageMessagesMax * Limits.contentBytesMax
        try leave(most / Limits.readPieceBytes, to: world.ben, in: world)
        _ = try await world.chat.countingReading(of: most, by: world.ben) {
            #expect(throws: Refusal.self) { try world.chat.countCall(by: world.ben) }
        }
        _ = try await world.chat.messages(in: world.lobby, .newest, limit: 200, for: world.ben)
        try world.chat.countCall(by: world.ben)
    }

    @Test func `has no bound where messages have none`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 0))
        try leave(0, to: world.ben, in: world)
        try world.chat.countCall(by: world.ben)
    }

    @Test func `a reading position counts as a call does, and a deletion as a message`() async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 1))
        var last: Message?
        for _ in 1...9 {
            last = try await world.chat.post(Draft(roomID: world.lobby, content: "hi"), by: world.ada).message
        }
        let seq = try #require(last).seq
        try await world.chat.delete(seq, in: world.lobby, by: world.ada)
        await #expect(throws: Refusal.self) { try await world.chat.delete(seq, in: world.lobby, by: world.ada) }
        try leave(1, to: world.ben, in: world)
        try await world.chat.markRead(1, in: world.lobby, by: world.ben)
        await #expect(throws: Refusal.self) { try await world.chat.markRead(2, in: world.lobby, by: world.ben) }
    }
}
