import SnugTesting
import Testing

@testable import SnugChat

@Suite struct `An invite` {
    let device = World.device

    private func settle(_ name: String, as role: Role, in world: World) async throws -> Caller {
        try await World.settle(name, as: role, world.chat, world.store, world.clock)
    }

    private func come(_ number: Int, by token: String, in world: World) async throws -> RegistrationOutcome {
        try await world.chat.register(
            name: "Guest", email: "guest\(number)@example.org", password: World.password, invite: token,
            from: Device(name: "x", address: "192.0.2.\(number)"))
    }

    private func isGood(_ token: String, in world: World) async throws -> Bool {
        do {
            _ = try await world.chat.invitation(of: token, from: device)
            return true
        } catch Refusal.invalidInvite {
            return false
        }
    }

    // How many come by it

    @Test func `lets sixty come at once, then one a minute, from whatever networks`() async throws {
        let world = try await World(policy: Policy(registration: .invite, sendsMail: false))
        let leaked = try await world.chat.makeStandingInvite(by: world.ada, from: device)
        let other = try await world.chat.makeInvite(NewInvite(), by: world.ada, from: device)
        for number in 1...60 { _ = try await come(number, by: leaked.token, in: world) }
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(60))) {
            try await come(61, by: leaked.token, in: world)
        }
        _ = try await come(62, by: other.token, in: world)
        world.clock.advance(by: .seconds(60))
        _ = try await come(61, by: leaked.token, in: world)
        await #expect(throws: Refusal.self) { try await come(63, by: leaked.token, in: world) }
        #expect(try await world.store.read { try $0.invite(leaked.invite.id)?.uses } == 61)
    }

    @Test func `counts who comes by it, not who asks, and a code that is refused so is good a minute later`()
        async throws
    {
        let world = try await World(policy: Policy(registration: .invite))
        let invite = try await world.chat.makeStandingInvite(by: world.ada, from: device)
        var codes: [String] = []
        for number in 1...61 {
            _ = try await come(number, by: invite.token, in: world)
            codes.append(try #require(try await world.mail(to: "guest\(number)@example.org")).code)
        }
        func verify(_ number: Int) async throws -> User {
            try await world.chat.verify(
                email: "guest\(number)@example.org", code: codes[number - 1],
                device: Device(name: "x", address: "192.0.2.\(number)")
            ).user
        }
        for number in 1...60 { _ = try await verify(number) }
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(60))) { try await verify(61) }
        world.clock.advance(by: .seconds(60))
        #expect(try await verify(61).name == "Guest")
    }

    // Who knows it

    /// The ways in which somebody stops being an administrator.
    enum End: CaseIterable {
        case demoted, deactivated, closed, demotedByCommand
    }

    private func end(_ end: End, of caller: Caller, in world: World) async throws {
        switch end {
        case .demoted:
            _ = try await world.chat.changeAccount(
                caller.userID, AccountChange(role: .member), by: world.ada, from: device)
        case .deactivated:
            _ = try await world.chat.changeAccount(
                caller.userID, AccountChange(isDeactivated: true), by: world.ada, from: device)
        case .closed:
            try await world.chat.closeAccount(password: World.password, of: caller, from: device)
        case .demotedByCommand:
            let email = try await world.chat.user(caller.userID, for: world.ada).email
            _ = try await world.services.console.changeAccount(email, AccountChange(role: .member))
        }
    }

    @Test(arguments: End.allCases)
    func `is void once its maker is no administrator any more, and the standing one another`(how: End) async throws {
        let world = try await World()
        let anna = try await settle("Anna", as: .admin, in: world)
        let annas = try await world.chat.makeInvite(NewInvite(name: "The choir", uses: 9), by: anna, from: device)
        let adas = try await world.chat.makeInvite(NewInvite(name: "The band", uses: 9), by: world.ada, from: device)
        let standing = try await world.chat.makeStandingInvite(by: anna, from: device)
        try await end(how, of: anna, in: world)
        #expect(try await !isGood(annas.token, in: world))
        #expect(try await isGood(adas.token, in: world))
        #expect(try await !isGood(standing.token, in: world))
        let now = try await world.chat.standingInvite(for: world.ada)
        #expect(now.invite.createdBy == world.ada.userID && now.token != standing.token)
        let entries = try await world.chat.audit(before: nil, limit: 3, for: world.ada).items
        #expect(entries.map(\.act) == [.inviteMade, .inviteRevoked, .inviteRevoked])
        #expect(entries.map(\.detail) == ["standing", "standing", "The choir"])
    }

    @Test func `is another where somebody goes who did not make the standing one, which keeps its maker's name`()
        async throws
    {
        let world = try await World()
        let (anna, otto) = (
            try await settle("Anna", as: .admin, in: world), try await settle("Otto", as: .admin, in: world)
        )
        let standing = try await world.chat.makeStandingInvite(by: otto, from: device)
        try await end(.demoted, of: anna, in: world)
        #expect(try await !isGood(standing.token, in: world))
        #expect(try await world.chat.standingInvite(for: world.ada).invite.createdBy == otto.userID)
    }

    @Test func `stays where a member goes, an owner becomes an administrator, or none stands`() async throws {
        let world = try await World()
        let olga = try await settle("Olga", as: .owner, in: world)
        let olgas = try await world.chat.makeInvite(NewInvite(), by: olga, from: device)
        let standing = try await world.chat.makeStandingInvite(by: olga, from: device)
        try await end(.deactivated, of: world.ben, in: world)
        _ = try await world.chat.changeAccount(
            olga.userID, AccountChange(role: .admin), by: world.ada, from: device)
        for token in [olgas.token, standing.token] { #expect(try await isGood(token, in: world)) }
        try await world.chat.revokeInvite(standing.invite.id, by: world.ada, from: device)
        try await end(.demoted, of: olga, in: world)
        await #expect(throws: Refusal.notFound(.invite)) { try await world.chat.standingInvite(for: world.ada) }
    }

    @Test func `shows its link to its maker and to owners, the standing one's to every administrator`() async throws {
        let world = try await World()
        let (anna, otto) = (
            try await settle("Anna", as: .admin, in: world), try await settle("Otto", as: .admin, in: world)
        )
        let ottos = try await world.chat.makeInvite(NewInvite(name: "The board"), by: otto, from: device)
        let standing = try await world.chat.makeStandingInvite(by: otto, from: device)
        func links(for caller: Caller) async throws -> [IssuedInvite?] {
            try await world.chat.invites(for: caller).map(\.issued)
        }
        #expect(try await links(for: otto) == [standing, ottos])
        #expect(try await links(for: world.ada) == [standing, ottos])
        #expect(try await links(for: anna) == [standing, nil])
        #expect(try await world.chat.invites(for: anna).map(\.invite.name) == ["", "The board"])
        await #expect(throws: Refusal.forbidden("Only its maker or an owner hands this invite on.")) {
            try await world.chat.mailInvite(ottos.invite.id, to: "anna@x.example", by: anna, from: device)
        }
        for (invite, caller) in [(ottos, otto), (ottos, world.ada), (standing, anna)] {
            _ = try await world.chat.mailInvite(invite.invite.id, to: "dora@x.example", by: caller, from: device)
        }
        try await world.chat.revokeInvite(ottos.invite.id, by: anna, from: device)
    }

    // Its mails

    @Test func `is mailed to twenty strangers at once, then to one every five minutes, as accounts are`() async throws {
        let world = try await World()
        let anna = try await settle("Anna", as: .admin, in: world)
        let invite = try await world.chat.makeInvite(NewInvite(name: "The choir"), by: anna, from: device)
        func mail(_ number: Int, by caller: Caller) async throws {
            _ = try await world.chat.mailInvite(
                invite.invite.id, to: "stranger\(number)@x.example", by: caller, from: device)
        }
        func add(_ number: Int) async throws -> Chat.AddedAccount {
            try await world.chat.addAccount(
                name: "New", email: "new\(number)@x.example", role: .member, by: anna, from: device)
        }
        for number in 1...19 { try await mail(number, by: anna) }
        #expect(try await add(1).isMailed)
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(300))) { try await mail(20, by: anna) }
        // The account is made all the same: its link can be handed on.
        #expect(try await add(2).isMailed == false)
        #expect(try await world.mail(to: "new2@x.example") == nil)
        try await mail(20, by: world.ada)
        world.clock.advance(by: .seconds(300))
        #expect(try await add(3).isMailed)
        let entries = try await world.chat.audit(before: nil, limit: 99, for: world.ada).items
        let added = entries.filter { $0.act == .userAdded }
        #expect(added.map(\.detail) == ["member, mailed", "member", "member, mailed"])
        let mailed = entries.filter { $0.act == .inviteMailed }
        #expect(mailed.count == 20 && mailed.allSatisfy { $0.detail == "The choir" })
    }

    @Test(arguments: [
        (Language.english, "“Your parcel x. example/y” invites you to Snug"),
        (.german, "„Your parcel x. example/y“ lädt dich zu Snug ein"),
    ])
    func `says between quotation marks who sent it`(language: Language, subject: String) async throws {
        let world = try await World()
        try await world.chat.rename(world.ada, to: "Your “parcel” x.example/y„\"")
        let invite = try await world.chat.makeInvite(NewInvite(), by: world.ada, from: device)
        _ = try await world.chat.mailInvite(
            invite.invite.id, to: "dora@x.example", by: world.ada,
            from: Device(name: "x", address: "127.0.0.1", language: language))
        let mail = try #require(try await world.mail(to: "dora@x.example"))
        #expect(mail.subject == subject)
        #expect(mail.text.hasPrefix(subject))
    }
}
