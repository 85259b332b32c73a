import SnugTesting
import Testing

@testable import SnugChat

@Suite struct `A link that switches missed mails off` {
    private func token(of caller: Caller, in world: World) async throws -> String {
        let user = try #require(try await world.store.read { try $0.user(caller.userID) })
        return world.chat.unsubscribeToken(of: user)
    }

    @Test func `does that, however often, and asking changes nothing`() async throws {
        let world = try await World()
        let token = try await token(of: world.ben, in: world)
        for _ in 0..<2 { #expect(try await world.chat.mailsMissed(byLink: token) == true) }
        for _ in 0..<2 { #expect(try await world.chat.endMissedMails(byLink: token)) }
        #expect(try await world.chat.mailsMissed(byLink: token) == false)
        #expect(try await world.chat.account(of: world.ben).user.mailsMissed == false)
        #expect(try await world.chat.account(of: world.cleo).user.mailsMissed)
        try await world.chat.changeProfile(ProfileChange(mailsMissed: true), of: world.ben, on: World.device)
        #expect(try await world.chat.mailsMissed(byLink: token) == true)
    }

    @Test func `is one person's alone, and nobody can make it`() async throws {
        let world = try await World()
        let token = try await token(of: world.ben, in: world)
        let proof = token.drop { $0 != "." }
        let others = [
            "\(world.cleo.userID)\(proof)", String(token.dropLast()), token + "A", "\(world.ben.userID).", "", ".",
        ]
        for other in others {
            #expect(try await world.chat.mailsMissed(byLink: other) == nil)
            #expect(try await !world.chat.endMissedMails(byLink: other))
        }
        #expect(try await world.chat.mailsMissed(byLink: token) == true)
    }

    @Test func `opens nothing else, and ends with the address`() async throws {
        let world = try await World()
        let token = try await token(of: world.ben, in: world)
        await #expect(throws: Refusal.unauthenticated) { try await world.chat.authenticate(token) }
        let email = try #require(EmailAddress("benno@example.org"))
        try await world.store.write { try $0.setEmail(email, of: world.ben.userID) }
        #expect(try await world.chat.mailsMissed(byLink: token) == nil)
    }
}
