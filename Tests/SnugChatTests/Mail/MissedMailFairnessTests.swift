import SnugTesting
import Testing

@testable import SnugChat

/// Whatever one person says, the mails about what others say go on.
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
}
