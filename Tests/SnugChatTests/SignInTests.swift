import SnugChat
import SnugTesting
import Testing

@Suite struct `Signing in` {
    let device = Device(name: "test", address: "127.0.0.1")

    func codeFor(_ name: String, in world: World) async throws -> String {
        _ = try await world.chat.login(email: "\(name)@example.org", password: World.password)
        return try #require(try await world.mail(to: "\(name)@example.org")).code
    }

    @Test func `the password, then the mailed code, make a session`() async throws {
        let world = try await World()
        let code = try await codeFor("ben", in: world)
        let signIn = try await world.chat.verify(email: "ben@example.org", code: code, device: device)
        let caller = try await world.chat.authenticate(signIn.token)
        #expect(caller.userID == world.ben.userID)
        #expect(caller.sessionID != world.ben.sessionID)
    }

    @Test func `spaces and dashes in a code do not count`() async throws {
        let world = try await World()
        let code = try await codeFor("ben", in: world)
        let typed = " \(code.prefix(3))-\(code.suffix(3)) "
        _ = try await world.chat.verify(email: " BEN@example.org", code: typed, device: device)
    }

    @Test func `a wrong password and an unknown address are refused alike, and no mail goes out`() async throws {
        let world = try await World()
        for (email, password) in [("ben@example.org", "wrong"), ("nobody@example.org", World.password), ("", "")] {
            await #expect(throws: Refusal.invalidCredentials) {
                try await world.chat.login(email: email, password: password)
            }
        }
        #expect(try await world.mail(to: "ben@example.org") == nil)
    }

    @Test func `a code without the password given first signs nobody in`() async throws {
        let world = try await World()
        _ = try await world.chat.resendCode(to: "ben@example.org")
        #expect(try await world.mail(to: "ben@example.org") == nil)
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.verify(email: "ben@example.org", code: "123456", device: device)
        }
    }

    @Test func `a reset has the last word over a change of the password that was under way`() async throws {
        let (stolen, own) = ("another fine password", "my very own password")
        let hasher = HoldingHasher(holding: stolen)
        let world = try await World(hasher: hasher)
        let change = Task {
            try await world.chat.changePassword(of: world.ben, from: World.password, to: stolen)
        }
        await hasher.waitUntilHeld()
        _ = try await world.chat.forgotPassword(email: "ben@example.org", from: device)
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        try await world.chat.resetPassword(email: "ben@example.org", code: code, to: own, from: device)
        hasher.release()
        await #expect(throws: Refusal.unauthenticated) { try await change.value }
        _ = try await world.chat.login(email: "ben@example.org", password: own)
        await #expect(throws: Refusal.invalidCredentials) {
            try await world.chat.login(email: "ben@example.org", password: stolen)
        }
    }

    @Test func `a change of the password by a session that has ended meanwhile changes nothing`() async throws {
        let stolen = "another fine password"
        let hasher = HoldingHasher(holding: stolen)
        let world = try await World(hasher: hasher)
        let change = Task {
            try await world.chat.changePassword(of: world.ben, from: World.password, to: stolen)
        }
        await hasher.waitUntilHeld()
        try await world.chat.logout(world.ben, from: device)
        hasher.release()
        await #expect(throws: Refusal.unauthenticated) { try await change.value }
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
    }

    @Test func `a code works once`() async throws {
        let world = try await World()
        let code = try await codeFor("ben", in: world)
        _ = try await world.chat.verify(email: "ben@example.org", code: code, device: device)
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.verify(email: "ben@example.org", code: code, device: device)
        }
    }

    @Test func `of fifty that try one code at once, one gets in`() async throws {
        let world = try await World()
        let code = try await codeFor("ben", in: world)
        let signedIn = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    (try? await world.chat.verify(email: "ben@example.org", code: code, device: device)) != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(signedIn == 1)
    }

    @Test func `the fifth wrong try voids the code, for the right one too, until a new one is sent`() async throws {
        let world = try await World()
        let code = try await codeFor("ben", in: world)
        let wrong = code == "000000" ? "000001" : "000000"
        for _ in 1...4 {
            await #expect(throws: Refusal.invalidCode) {
                try await world.chat.verify(email: "ben@example.org", code: wrong, device: device)
            }
        }
        for tried in [wrong, code, code] {
            await #expect(throws: Refusal.tooManyAttempts) {
                try await world.chat.verify(email: "ben@example.org", code: tried, device: device)
            }
        }
        world.clock.advance(by: .seconds(61))
        _ = try await world.chat.resendCode(to: "ben@example.org")
        let next = try #require(try await world.mail(to: "ben@example.org")).code
        _ = try await world.chat.verify(email: "ben@example.org", code: next, device: device)
    }

    @Test func `a code is too old after ten minutes`() async throws {
        let world = try await World()
        let code = try await codeFor("ben", in: world)
        world.clock.advance(by: .seconds(600))
        await #expect(throws: Refusal.codeExpired) {
            try await world.chat.verify(email: "ben@example.org", code: code, device: device)
        }
    }

    @Test func `within a minute the same code stands and no second mail goes out`() async throws {
        let world = try await World()
        let code = try await codeFor("ben", in: world)
        world.clock.advance(by: .seconds(20))
        let again = try await world.chat.login(email: "ben@example.org", password: World.password)
        #expect(again.resendIn == .seconds(40))
        #expect(again.expiresIn == .seconds(580))
        _ = try await world.chat.resendCode(to: "ben@example.org")
        #expect(try await world.services.mailQueue.dueMails(at: world.clock.now, limit: 9).mails.count == 1)
        _ = try await world.chat.verify(email: "ben@example.org", code: code, device: device)
    }

    @Test func `a new code voids the one before`() async throws {
        let world = try await World()
        let old = try await codeFor("ben", in: world)
        world.clock.advance(by: .seconds(61))
        let new = try await codeFor("ben", in: world)
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.verify(email: "ben@example.org", code: old, device: device)
        }
        _ = try await world.chat.verify(email: "ben@example.org", code: new, device: device)
    }

    @Test func `a reset code never signs in, and a login code never resets`() async throws {
        let world = try await World()
        _ = try await world.chat.forgotPassword(email: "ben@example.org")
        let reset = try #require(try await world.mail(to: "ben@example.org")).code
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.verify(email: "ben@example.org", code: reset, device: device)
        }
        let login = try await codeFor("cleo", in: world)
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.resetPassword(email: "cleo@example.org", code: login, to: "another one")
        }
    }
}

@Suite struct `Sessions` {
    @Test func `a token ends with its session`() async throws {
        let world = try await World()
        let token = try await world.chat.refresh(world.ben, from: World.device).token
        _ = try await world.chat.authenticate(token)
        try await world.chat.logout(world.ben)
        await #expect(throws: Refusal.unauthenticated) { try await world.chat.authenticate(token) }
        #expect(world.events.events.last == .sessionEnded(world.ben.sessionID, .signedOut))
    }

    @Test func `a session runs out, and a renewal moves its end`() async throws {
        let world = try await World()
        let first = try await world.chat.refresh(world.ben, from: World.device)
        world.clock.advance(by: .seconds(29 * 86_400))
        let second = try await world.chat.refresh(world.ben, from: World.device)
        #expect(second.expiresAt > first.expiresAt)
        world.clock.advance(by: .seconds(2 * 86_400))
        await #expect(throws: Refusal.unauthenticated) { try await world.chat.authenticate(first.token) }
        _ = try await world.chat.authenticate(second.token)
        world.clock.advance(by: .seconds(29 * 86_400))
        await #expect(throws: Refusal.unauthenticated) { try await world.chat.authenticate(second.token) }
    }

    @Test func `a reset ends every session of the user and tells them by mail`() async throws {
        let world = try await World()
        _ = try await world.chat.forgotPassword(email: "ben@example.org")
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        try await world.chat.resetPassword(email: "ben@example.org", code: code, to: "brand new one")
        #expect(world.events.events.contains(.sessionEnded(world.ben.sessionID, .passwordChanged)))
        #expect(try await world.mail(to: "ben@example.org")?.subject.contains("password was changed") == true)
        await #expect(throws: Refusal.invalidCredentials) {
            try await world.chat.login(email: "ben@example.org", password: World.password)
        }
        _ = try await world.chat.login(email: "ben@example.org", password: "brand new one")
    }

    @Test func `an unknown address that forgot its password gets the same answer and no mail`() async throws {
        let world = try await World()
        let known = try await world.chat.forgotPassword(email: "ben@example.org")
        let unknown = try await world.chat.forgotPassword(email: "nobody@example.org")
        #expect(known.expiresIn == unknown.expiresIn && known.resendIn == unknown.resendIn)
        world.clock.advance(by: .seconds(10))
        let (again, alike) = (
            try await world.chat.forgotPassword(email: "ben@example.org"),
            try await world.chat.forgotPassword(email: "nobody@example.org")
        )
        #expect(again.resendIn == alike.resendIn && again.resendIn == .seconds(50))
        #expect(try await world.mail(to: "nobody@example.org") == nil)
    }

    @Test func `a reset grant works once and for ten minutes`() async throws {
        let world = try await World()
        _ = try await world.chat.forgotPassword(email: "ben@example.org")
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        let grant = try await world.chat.resetGrant(email: "ben@example.org", code: code)
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.resetPassword(email: "ben@example.org", grant: "x" + grant, to: "brand new one")
        }
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.resetPassword(email: "cleo@example.org", grant: grant, to: "brand new one")
        }
        try await world.chat.resetPassword(email: "ben@example.org", grant: grant, to: "brand new one")
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.resetPassword(email: "ben@example.org", grant: grant, to: "brand new two")
        }
    }

    @Test func `changing the password takes the current one and ends the other sessions alone`() async throws {
        let world = try await World()
        let other = try await World.settle("Bob", as: .member, world.chat, world.store, world.clock)
        await #expect(throws: Refusal.invalidCredentials) {
            try await world.chat.changePassword(of: world.ben, from: "wrong", to: "brand new one")
        }
        try await world.chat.changePassword(of: world.ben, from: World.password, to: "brand new one")
        _ = try await world.chat.refresh(world.ben, from: World.device)
        _ = try await world.chat.refresh(other, from: World.device)
    }
}

@Suite struct `Setting up` {
    let device = Device(name: "test", address: "127.0.0.1")

    func token(from link: String?) throws -> String {
        String(try #require(link).split(separator: "#")[1])
    }

    @Test func `the link makes the owner, once`() async throws {
        let (services, _, _, _) = try World.empty()
        let chat = services.chat
        let token = try token(from: try await services.console.setupLink())
        let signIn = try await chat.setUp(
            token: token, name: "Ada", email: "ada@example.org", password: "long enough", device: device)
        #expect(signIn.user.role == .owner)
        await #expect(throws: Refusal.invalidSetupToken) {
            try await chat.setUp(
                token: token, name: "Eve", email: "eve@example.org", password: "long enough", device: device)
        }
        #expect(try await services.console.setupLink() == nil)
    }

    @Test func `nodes that start together say the same link, and later ones another`() async throws {
        let (services, _, clock, _) = try World.empty()
        let link = try await services.console.sharedSetupLink()
        #expect(try await services.console.sharedSetupLink() == link)
        clock.advance(by: Limits.setupTokenLifetime / 2)
        let later = try await services.console.sharedSetupLink()
        #expect(later != link)
        #expect(try await services.console.setupLink() != later)
        #expect(try await services.console.sharedSetupLink() != later)
    }

    @Test func `of two at once, one wins`() async throws {
        let (services, store, _, _) = try World.empty()
        let chat = services.chat
        let token = try token(from: try await services.console.setupLink())
        let owners = await withTaskGroup(of: Bool.self) { group in
            for name in ["ada", "eve"] {
                group.addTask {
                    let made = try? await chat.setUp(
                        token: token, name: name, email: "\(name)@example.org", password: "long enough",
                        device: device)
                    return made != nil
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(owners == 1)
        #expect(try await store.read { try $0.users(matching: nil, after: nil, limit: 9).count } == 1)
    }

    @Test func `the link is void after half an hour, or when a new one is made`() async throws {
        let (services, _, clock, _) = try World.empty()
        let chat = services.chat
        let first = try token(from: try await services.console.setupLink())
        let second = try token(from: try await services.console.setupLink())
        clock.advance(by: .seconds(30 * 60))
        for token in [first, second, "", "guess"] {
            await #expect(throws: Refusal.invalidSetupToken) {
                try await chat.setUp(
                    token: token, name: "Eve", email: "eve@example.org", password: "long enough", device: device)
            }
        }
    }
}
