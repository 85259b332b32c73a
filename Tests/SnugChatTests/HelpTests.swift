import SnugChat
import SnugTesting
import Testing

@Suite struct `Help for whoever cannot get in` {
    let device = World.device

    private func waiting(_ world: World) async throws -> [WaitingCode] {
        try await world.chat.waitingCodes(for: world.ada)
    }

    private func settle(_ name: String, as role: Role, in world: World) async throws -> Caller {
        try await World.settle(name, as: role, world.chat, world.store, world.clock)
    }

    private func send(_ world: World) async throws {
        for mail in try await world.services.mailQueue.dueMails(at: world.clock.now, limit: 99).mails {
            try await world.services.mailQueue.removeMail(mail, as: .taken)
        }
    }

    @Test func `codes that wait are listed with whom they are for, and none that nobody can enter`() async throws {
        let world = try await World()
        let chat = world.chat
        _ = try await chat.login(email: "ben@example.org", password: World.password)
        _ = try await chat.register(name: "Dora", email: "dora@example.org", password: World.password)
        _ = try await chat.forgotPassword(email: "cleo@example.org")
        _ = try await chat.forgotPassword(email: "nobody@example.org")
        _ = try await chat.register(name: "Eve", email: "ben@example.org", password: World.password)
        let codes = try await waiting(world)
        #expect(codes.map(\.email.text) == ["cleo@example.org", "dora@example.org", "ben@example.org"])
        #expect(codes.map(\.name) == ["Cleo", "Dora", "Ben"])
        #expect(codes.map(\.userID) == [world.cleo.userID, nil, world.ben.userID])
        #expect(codes.map(\.mail) == [.waiting, .waiting, .waiting])
        try await send(world)
        #expect(try await waiting(world).map(\.mail) == [.sent, .sent, .sent])
        #expect(try await world.mail(to: "ben@example.org") == nil)
        world.clock.advance(by: Limits.codeLifetime)
        #expect(try await waiting(world) == [])
        await #expect(throws: Refusal.forbidden("Only administrators may do this.")) {
            try await chat.waitingCodes(for: world.ben)
        }
    }

    @Test func `without a relay they are printed`() async throws {
        let world = try await World(policy: Policy(sendsMail: false, messagesPerSecond: 0))
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        try await send(world)
        #expect(try await waiting(world).map(\.mail) == [.printed])
    }

    @Test func `a code that is handed on takes the place of the mailed one`() async throws {
        let world = try await World()
        let chat = world.chat
        _ = try await chat.login(email: "ben@example.org", password: World.password)
        let mailed = try #require(try await world.mail(to: "ben@example.org")).code
        let id = try #require(try await waiting(world).first?.id)
        let handed = try await chat.handOnCode(id, by: world.ada, from: device)
        #expect(handed.email.text == "ben@example.org")
        #expect(handed.expiresAt == world.clock.now + Limits.codeLifetime)
        #expect(try await waiting(world).map(\.mail) == [.handedOn])
        if mailed != handed.code {
            await #expect(throws: Refusal.invalidCode) {
                try await chat.verify(email: "ben@example.org", code: mailed, device: device)
            }
        }
        await #expect(throws: Refusal.notFound(.code)) { try await chat.handOnCode(id, by: world.ada, from: device) }
        let signIn = try await chat.verify(email: "ben@example.org", code: handed.code, device: device)
        #expect(signIn.user.name == "Ben")
        let entry = try await chat.audit(before: nil, limit: 9, for: world.ada).items.first { $0.act == .codeHandedOn }
        #expect(entry?.actor == world.ada.userID && entry?.user == world.ben.userID)
        #expect(entry?.detail == "ben@example.org")
        #expect(try await waiting(world) == [])
    }

    @Test func `a code is handed on by owners who have just signed in, and no other owner's`() async throws {
        let world = try await World()
        let chat = world.chat
        let (otto, anna) = (
            try await settle("Otto", as: .owner, in: world), try await settle("Anna", as: .admin, in: world)
        )
        _ = try await chat.login(email: "otto@example.org", password: World.password)
        let ottos = try #require(try await waiting(world).first?.id)
        await #expect(throws: Refusal.forbidden("Only an owner may do this.")) {
            try await chat.handOnCode(ottos, by: anna, from: device)
        }
        await #expect(throws: Refusal.forbidden("The code of another owner is not handed on.")) {
            try await chat.handOnCode(ottos, by: world.ada, from: device)
        }
        _ = try await chat.handOnCode(ottos, by: otto, from: device)
        _ = try await chat.forgotPassword(email: "ben@example.org")
        world.clock.advance(by: Limits.recentSignInWithin)
        _ = try await chat.login(email: "ben@example.org", password: World.password)
        let bens = try #require(try await waiting(world).first?.id)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await chat.handOnCode(bens, by: world.ada, from: device)
        }
    }

    @Test func `a decoy is not handed on`() async throws {
        let world = try await World()
        _ = try await world.chat.forgotPassword(email: "nobody@example.org")
        let email = try #require(EmailAddress("nobody@example.org"))
        let decoy = try #require(try await world.store.read { try $0.codes(for: email, purposes: [.reset]).first?.id })
        await #expect(throws: Refusal.notFound(.code)) {
            try await world.chat.handOnCode(decoy, by: world.ada, from: device)
        }
    }

    @Test func `a login link signs in once: owners make one for everybody, administrators for members`() async throws {
        let world = try await World()
        let chat = world.chat
        let anna = try await settle("Anna", as: .admin, in: world)
        func link(_ user: Caller, by caller: Caller) async throws -> String {
            let link = try await chat.makeLoginLink(for: user.userID, by: caller, from: device)
            #expect(link.expiresAt == world.clock.now + Limits.loginLinkLifetime)
            return String(link.url.split(separator: "#")[1])
        }
        let token = try await link(world.ben, by: anna)
        #expect(try await chat.signIn(byLink: token, on: device).user.name == "Ben")
        await #expect(throws: Refusal.invalidLoginLink) { try await chat.signIn(byLink: token, on: device) }
        for person in [anna, world.ada] {
            await #expect(throws: Refusal.forbidden("Only an owner does this for administrators.")) {
                try await link(person, by: anna)
            }
            _ = try await link(person, by: world.ada)
        }
        await #expect(throws: Refusal.forbidden("Only administrators may do this.")) {
            try await link(world.cleo, by: world.ben)
        }
        _ = try await chat.changeAccount(
            world.cleo.userID, AccountChange(isDeactivated: true), by: world.ada, from: device)
        await #expect(throws: Refusal.deactivated) { try await link(world.cleo, by: anna) }
        world.clock.advance(by: Limits.recentSignInWithin)
        await #expect(throws: Refusal.recentSignInRequired) { try await link(world.ben, by: anna) }
    }

    @Test func `an account that is added has no password, and its link lasts for days`() async throws {
        let world = try await World()
        let chat = world.chat
        let added = try await chat.addAccount(
            name: "Dora", email: "Dora@Example.org", role: .member, by: world.ada, from: device)
        #expect(added.isMailed && added.user.email.text == "dora@example.org")
        let mail = try #require(try await world.mail(to: "dora@example.org"))
        #expect(mail.text.contains(added.link.url) && mail.text.contains("“Ada” has made an account for you"))
        await #expect(throws: Refusal.emailTaken) {
            try await chat.addAccount(name: "D", email: "dora@example.org", role: .member, by: world.ada, from: device)
        }
        world.clock.advance(by: .seconds(6 * 86_400))
        try await world.services.maintenance.sweep()
        let signIn = try await chat.signIn(byLink: String(added.link.url.split(separator: "#")[1]), on: device)
        #expect(signIn.user.id == added.user.id)
    }

    @Test func `accounts of administrators are added by owners, and none by members`() async throws {
        let world = try await World(policy: Policy(sendsMail: false, messagesPerSecond: 0))
        let chat = world.chat
        let anna = try await settle("Anna", as: .admin, in: world)
        func add(_ role: Role, by caller: Caller) async throws -> Chat.AddedAccount {
            try await chat.addAccount(
                name: "New", email: "new@example.org", role: role, by: caller, from: device)
        }
        for role in [Role.owner, .admin] {
            await #expect(throws: Refusal.forbidden("Only an owner does this for administrators.")) {
                try await add(role, by: anna)
            }
        }
        await #expect(throws: Refusal.forbidden("Only administrators may do this.")) {
            try await add(.member, by: world.ben)
        }
        let added = try await add(.member, by: anna)
        #expect(!added.isMailed && added.user.role == .member)
        #expect(try await world.mail(to: "new@example.org") == nil)
    }
}
