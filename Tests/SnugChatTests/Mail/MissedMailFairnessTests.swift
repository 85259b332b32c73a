import SnugTesting
import Testing

@testable import SnugChat

/// The mails about what others say, which go on whatever one person says.
@Suite struct `Mails about what was missed, whoever says most,` {
    @Test(arguments: [true, false])
    func `come again only once it was read, or something that was said since`(readsIt: Bool) async throws {
        let town = try await Town()
        let world = town.world
        try await town.say("@Ben", by: world.ada)
        #expect(try await town.recipients() == ["ben"])
        world.clock.advance(by: .seconds(1))
        try await town.say("@Ben!", by: world.ada, in: world.attic)
        #expect(try await town.recipients() == [])
        world.chat.noteUse(by: world.ben)
        try await world.chat.markRead(1, in: readsIt ? world.lobby : world.attic, by: world.ben)
        try await town.say("@Ben?", by: world.ada, in: world.attic)
        let mail = try #require(try await town.mails().first)
        #expect(mail.text.contains("“Ada” called you in “Attic”") && mail.text.contains("There is more"))
    }

    @Test func `come again once its room is muted`() async throws {
        let town = try await Town()
        let world = town.world
        try await town.say("@Ben", by: world.ada)
        #expect(try await town.recipients() == ["ben"])
        try await world.chat.setNotify(.nothing, in: world.lobby, by: world.ben)
        try await town.say("@Ben!", by: world.ada, in: world.attic)
        #expect(try await town.recipients() == ["ben"])
    }

    @Test func `come though somebody whose share is used up calls twenty times since`() async throws {
        let town = try await Town()
        let world = town.world
        for seq in 1...Int64(Limits.missedMailsByOnePerDayMax) {
            try await town.say("@Ben", by: world.ada)
            #expect(try await town.recipients() == ["ben"])
            try await world.chat.markRead(seq, in: world.lobby, by: world.ben)
        }
        try await town.say("@Ben, it matters", by: world.cleo)
        for _ in 0..<20 { try await town.say("@Ben", by: world.ada, in: world.attic) }
        let mail = try #require(try await town.mails().first)
        #expect(mail.text.contains("“Cleo” called you in “Lobby”"))
    }

    @Test func `come though the same person calls twenty times in a room that is muted`() async throws {
        let town = try await Town()
        let world = town.world
        try await world.chat.setNotify(.nothing, in: world.attic, by: world.ben)
        for room in [world.attic, world.lobby] {
            try await town.say("@Ben", by: world.ada, in: room)
            for _ in 0..<20 { try await town.say("@Ben", by: world.ada, in: world.attic) }
        }
        #expect(try await town.recipients() == ["ben"])
    }

    @Test func `come though twenty words before were said too long ago, or before they were switched on`()
        async throws
    {
        let town = try await Town()
        let (world, missed) = (town.world, town.world.services.missedMails)
        let room = try await town.direct(with: world.ben)
        try await world.chat.changeProfile(ProfileChange(mailsMissed: false), of: world.ben, on: World.device)
        for _ in 0..<20 { try await town.say("psst", by: world.ada, in: room) }
        try await town.note()
        world.clock.advance(by: Limits.missedMailWithin)
        try await world.chat.changeProfile(ProfileChange(mailsMissed: true), of: world.ben, on: World.device)
        try await town.say("psst", by: world.ada, in: room)
        #expect(try await town.recipients() == ["ben"])
        try await world.chat.markRead(21, in: room, by: world.ben)

        world.services.adopt(Policy(mailsMissedAfter: nil, messagesPerSecond: 0))
        try await missed.noteSwitch()
        for _ in 0..<20 { try await town.say("psst", by: world.ada, in: room) }
        try await town.note()
        world.services.adopt(Policy(messagesPerSecond: 0))
        try await missed.noteSwitch()
        try await town.say("psst", by: world.ada, in: room)
        #expect(try await town.recipients() == ["ben"])
    }

    @Test func `name nobody for a day once a relay has refused what one says`() async throws {
        let town = try await Town()
        let world = town.world
        try await town.say("@Ben", by: world.ada)
        try await town.note()
        world.clock.advance(by: town.after)
        try await town.look()
        #expect(try await town.sent(as: .refusedContent).count == 1)
        let mail = try #require(try await town.mails().first)
        #expect(mail.text.contains("Somebody called you at Snug, and you have not read it yet."))
        #expect(!mail.text.contains("Ada") && !mail.text.contains("Lobby"))
        // Where that one is refused too, it is not for the names.
        try await world.chat.markRead(1, in: world.lobby, by: world.ben)
        try await town.say("@Ben", by: world.ada)
        try await town.note()
        world.clock.advance(by: town.after)
        try await town.look()
        #expect(try await town.sent(as: .refusedContent).count == 1)
        #expect(try await town.mails() == [])
        let next = try #require(try await town.mails(after: .seconds(86_400)).first)
        #expect(next.text.contains("“Ada” called you in “Lobby” at Snug"))
    }

    @Test func `are six a day about what the same people say, and three more about what others do`() async throws {
        let town = try await Town()
        let world = town.world
        let guest = try await World.settle("Guest", as: .member, world.chat, world.store, world.clock)
        let dora = try await World.settle("Dora", as: .member, world.chat, world.store, world.clock)
        for each in [guest, dora] { _ = try await world.chat.addMember(each.userID, to: world.lobby, by: world.ada) }
        var (sent, seq) = (0, Int64(0))
        for author in [world.ada, world.cleo, guest, world.ada, world.cleo, guest, world.ada, world.cleo, guest] {
            try await town.say("@Ben", by: author)
            sent += try await town.mails().count
            seq += 1
            try await world.chat.markRead(seq, in: world.lobby, by: world.ben)
        }
        #expect(sent == 6)
        try await town.say("@Ben, it matters", by: dora)
        let mail = try #require(try await town.mails().first)
        #expect(mail.text.contains("“Dora” called you in “Lobby”"))
    }
}
