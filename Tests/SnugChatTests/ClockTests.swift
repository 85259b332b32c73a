import SnugChat
import SnugTesting
import Testing

@Suite("A clock that was wrong for a while") struct ClockTests {
    private static let jumps: [Duration] = [.seconds(3 * 3_600), .seconds(86_400), .seconds(4_000 * 86_400)]

    /// Moves the clock ahead, does something there, and moves it back.
    private func whileAhead<Value>(
        by jump: Duration, _ world: World, _ work: () async throws -> Value
    ) async rethrows -> Value {
        world.clock.advance(by: jump)
        defer { world.clock.advance(by: .zero - jump) }
        return try await work()
    }

    @Test(arguments: jumps) func `tries that were counted ahead lock nobody out afterwards`(jump: Duration) async throws
    {
        let world = try await World()
        await whileAhead(by: jump, world) {
            for _ in 0..<30 {
                _ = try? await world.chat.login(email: "ben@example.org", password: "wrong password")
                _ = try? await world.chat.signIn(byLink: "1-wrong", on: World.device)
                _ = try? await world.chat.forgotPassword(email: "cleo@example.org")
            }
        }
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        _ = try await world.chat.verify(email: "ben@example.org", code: code, device: World.device)
    }

    @Test(arguments: jumps) func `a code that was sent ahead holds up no other, and is good no more`(
        jump: Duration
    ) async throws {
        let world = try await World()
        _ = try await whileAhead(by: jump, world) {
            try await world.chat.login(email: "ben@example.org", password: World.password)
        }
        let old = try #require(
            try await world.services.mailQueue.dueMails(
                at: world.clock.now + jump + .seconds(1), limit: 9
            ).mails.last { $0.mail.recipient == "ben@example.org" }
        ).mail.code
        await #expect(throws: Refusal.codeExpired) {
            try await world.chat.verify(email: "ben@example.org", code: old, device: World.device)
        }
        let sent = try await world.chat.login(email: "ben@example.org", password: World.password)
        #expect(sent.resendIn <= .seconds(60))
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        _ = try await world.chat.verify(email: "ben@example.org", code: code, device: World.device)
    }

    @Test(arguments: jumps) func `a sign-in made ahead is not recent for ever`(jump: Duration) async throws {
        let world = try await World()
        let ben = try await whileAhead(by: jump, world) {
            try await World.settle("Bob", as: .member, world.chat, world.store, world.clock)
        }
        await #expect(throws: Refusal.recentSignInRequired) {
            try await world.chat.passkeyRegistrationOptions(for: ben)
        }
    }

    @Test(arguments: jumps) func `messages sent ahead use up no rate afterwards`(jump: Duration) async throws {
        let world = try await World(policy: Policy(registration: .open, messagesPerSecond: 1))
        await whileAhead(by: jump, world) {
            for _ in 0..<20 { _ = try? await world.chat.post(Draft(roomID: world.lobby, content: "x"), by: world.ben) }
        }
        for _ in 0..<5 { _ = try await world.chat.post(Draft(roomID: world.lobby, content: "y"), by: world.ben) }
    }

    @Test(arguments: jumps) func `rooms stand in the order in which they were written in`(jump: Duration) async throws {
        let world = try await World()
        _ = try await whileAhead(by: jump, world) {
            // By the store: so far ahead, no session is left to post by.
            let ahead = world.clock.now
            return try await world.store.write {
                try $0.addMessage(Draft(roomID: world.attic, content: "ahead"), by: world.ben.userID, at: ahead)
            }
        }
        _ = try await world.chat.post(Draft(roomID: world.lobby, content: "now"), by: world.ben)
        #expect(try await world.chat.rooms(of: world.ben).map(\.room.id) == [world.lobby, world.attic])
    }

    @Test(arguments: jumps) func `nobody was last seen in days to come`(jump: Duration) async throws {
        let world = try await World()
        await whileAhead(by: jump, world) { world.chat.noteSeen(world.ben, at: world.clock.now) }
        world.chat.noteSeen(world.ben, at: world.clock.now)
        let now = world.clock.now
        let seen = try await world.store.write { try $0.user(world.ben.userID)?.lastSeen }
        #expect(seen == now)
    }

    @Test(arguments: jumps) func `no session was last used in days to come`(jump: Duration) async throws {
        let world = try await World()
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        let token = try await world.chat.verify(email: "ben@example.org", code: code, device: World.device).token
        try await whileAhead(by: jump, world) {
            _ = try? await world.chat.authenticate(token)
            // Behind the note of that use, for which the call does not wait.
            try await world.store.write { _ in }
        }
        _ = try await world.chat.authenticate(token)
        let now = world.clock.now
        let sessions = try await world.store.write { try $0.sessions(of: world.ben.userID) }
        #expect(!sessions.isEmpty && sessions.allSatisfy { $0.lastSeen <= now })
    }

    @Test func `a step that a time server sets right changes nothing`() async throws {
        let world = try await World()
        _ = try await whileAhead(by: .seconds(90), world) {
            try await world.chat.login(email: "ben@example.org", password: World.password)
        }
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        _ = try await world.chat.verify(email: "ben@example.org", code: code, device: World.device)
    }
}
