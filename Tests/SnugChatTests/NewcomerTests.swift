import SnugChat
import SnugTesting
import Testing

@Suite struct `Newcomers` {
    private func setUp(_ policy: Policy, room: String? = nil) async throws -> (ChatServices, ManualClock, Caller) {
        let (services, _, clock, _) = try World.empty(policy: policy)
        let link = try #require(try await services.console.setupLink())
        let signIn = try await services.chat.setUp(
            token: String(link.split(separator: "#")[1]), name: "Olga", email: "olga@example.org",
            password: World.password, room: room, device: World.device)
        return (services, clock, try await services.chat.authenticate(signIn.token))
    }

    private func register(
        _ name: String, _ chat: Chat, invite: String? = nil
    ) async throws -> Caller {
        let outcome = try await chat.register(
            name: name, email: "\(name)@example.org", password: World.password, invite: invite, from: World.device)
        guard case .signedIn(let signIn) = outcome else { throw Refusal.unauthenticated }
        return try await chat.authenticate(signIn.token)
    }

    @Test(
        arguments: [
            ("All of us", "Snug", "All of us"), (nil, "Lindqvist & Co", "Lindqvist & Co"), (nil, "Snug", "Everyone"),
            (" ", "Snug", "Everyone"), (nil, String(repeating: "x", count: 101), "Everyone"),
            (nil, "Us\u{7}all", "Everyone"), (nil, " Us ", "Us"),
        ] as [(String?, String, String)])
    func `find a first room, which the set-up makes under the page's word, the site's name, or a plain one`(
        wish: String?, site: String, name: String
    ) async throws {
        let (services, _, olga) = try await setUp(Policy(siteName: site), room: wish)
        let rooms = try await services.chat.rooms(of: olga).map(\.self)
        #expect(rooms.map(\.room.name) == [name])
        let room = try #require(rooms.first)
        #expect(room.room.kind == .open && room.room.welcomes && room.membership?.role == .owner)
    }

    @Test func `find no first room where its name cannot be, and the link is still good`() async throws {
        let (services, _, _, _) = try World.empty()
        let link = try #require(try await services.console.setupLink())
        func setUp(_ room: String?) async throws {
            _ = try await services.chat.setUp(
                token: String(link.split(separator: "#")[1]), name: "Olga", email: "olga@example.org",
                password: World.password, room: room, device: World.device)
        }
        for bad in [String(repeating: "x", count: 101), "a\nb"] {
            do {
                try await setUp(bad)
                Issue.record("it was taken")
            } catch Refusal.invalid(let fields) {
                #expect(fields.map(\.field) == ["room"])
            }
        }
        try await setUp("Hall")
    }

    @Test func `land there by the standing invite, by the command, and by an invite whose rooms are gone`() async throws
    {
        let (services, _, olga) = try await setUp(Policy(sendsMail: false))
        let chat = services.chat
        let standing = try await chat.standingInvite(for: olga)
        #expect(standing.invite.isStanding && standing.invite.usesMax == Limits.inviteUsesMax)
        let hall = try #require(try await chat.rooms(of: olga).first?.room.id)
        let dora = try await register("Dora", chat, invite: standing.token)
        _ = try await services.console.addAccount(name: "Emil", email: "emil@example.org", role: .member)
        let attic = try await chat.makeRoom(.group, name: "Attic", with: [], by: olga).room.summary.room.id
        let (away, there) = (
            try await chat.makeInvite(NewInvite(rooms: [attic]), by: olga, from: World.device),
            try await chat.makeInvite(NewInvite(rooms: [attic]), by: olga, from: World.device)
        )
        let finn = try await register("Finn", chat, invite: there.token)
        try await chat.deleteRoom(attic, by: olga)
        let gina = try await register("Gina", chat, invite: away.token)
        #expect(try await chat.rooms(of: finn).isEmpty)
        for newcomer in [dora, gina] { #expect(try await chat.rooms(of: newcomer).map(\.room.id) == [hall]) }
        let members = try await chat.room(hall, for: olga).members
        #expect(members.map(\.name) == ["Olga", "Dora", "Emil", "Gina"])
    }

    @Test func `are in the trail with the invite that let them in, and who made it`() async throws {
        let (services, _, olga) = try await setUp(Policy(registration: .open, sendsMail: false))
        let chat = services.chat
        let spring = try await chat.makeInvite(NewInvite(name: "Spring, late"), by: olga, from: World.device)
        let bare = try await chat.makeInvite(NewInvite(), by: olga, from: World.device)
        let standing = try await chat.standingInvite(for: olga)
        for (name, invite) in [("Dora", spring), ("Emil", bare), ("Finn", standing)] {
            _ = try await register(name, chat, invite: invite.token)
        }
        let details = try await chat.audit(before: nil, limit: 99, for: olga).items
            .filter { $0.act == .userAdded }.map(\.detail)
        let by = "of user \(olga.userID)"
        #expect(
            details.reversed() == [
                "registered, invite \(spring.invite.id) \(by): Spring, late",
                "registered, invite \(bare.invite.id) \(by)",
                "registered, invite \(standing.invite.id) \(by): standing",
            ])
    }

    @Test func `get the link to an account made for them again until they come, elsewhere too`() async throws {
        let world = try await World()
        let chat = world.chat
        func again(_ user: User.ID, _ email: String? = nil, by caller: Caller) async throws -> Chat.AddedAccount {
            try await chat.welcomeAgain(user, at: email, by: caller, from: World.device)
        }
        func enter(_ link: LoginLink) async throws -> SignIn {
            try await chat.signIn(byLink: String(link.url.split(separator: "#")[1]), on: World.device)
        }
        let added = try await chat.addAccount(
            name: "Dora", email: "dora@exmple.org", role: .member, by: world.ada, from: World.device)
        #expect(added.user.isAwaited)
        await #expect(throws: Refusal.emailTaken) { try await again(added.user.id, "ben@example.org", by: world.ada) }
        let other = try await again(added.user.id, "Dora@Example.org", by: world.ada)
        #expect(other.user.email.text == "dora@example.org" && other.user.isAwaited && other.isMailed)
        #expect(other.link.expiresAt == world.clock.now + Limits.welcomeLinkLifetime)
        let mail = try #require(try await world.mail(to: "dora@example.org"))
        #expect(mail.text.contains(other.link.url))
        await #expect(throws: Refusal.invalidLoginLink) { try await enter(added.link) }
        let third = try await again(added.user.id, by: world.ada)
        await #expect(throws: Refusal.invalidLoginLink) { try await enter(other.link) }
        let anna = try await World.settle("Anna", as: .admin, chat, world.store, world.clock)
        await #expect(throws: Refusal.forbidden("Only administrators may do this.")) {
            try await again(added.user.id, by: world.ben)
        }
        let admin = try await chat.addAccount(
            name: "Emil", email: "emil@example.org", role: .admin, by: world.ada, from: World.device)
        await #expect(throws: Refusal.forbidden("Only an owner does this for administrators.")) {
            try await again(admin.user.id, by: anna)
        }
        #expect(try await enter(third.link).user.email.text == "dora@example.org")
        await #expect(throws: Refusal.hasComeIn) { try await again(added.user.id, "eve@example.org", by: anna) }
        await #expect(throws: Refusal.hasComeIn) { try await again(world.ben.userID, by: world.ada) }
        await #expect(throws: Refusal.notFound(.user)) { try await again(User.ID(99), by: world.ada) }
        world.clock.advance(by: Limits.recentSignInWithin + .seconds(1))
        await #expect(throws: Refusal.recentSignInRequired) { try await again(admin.user.id, by: world.ada) }
    }

    @Test func `land in the room that an administrator says, and nowhere once it is gone`() async throws {
        let world = try await World(policy: Policy(sendsMail: false, messagesPerSecond: 0))
        let chat = world.chat
        func room(_ name: String) async throws -> Room.ID {
            try await chat.makeRoom(.open, name: name, with: [], by: world.ada).room.summary.room.id
        }
        func welcome(_ room: Room.ID, _ welcomes: Bool = true, by caller: Caller) async throws -> Bool {
            try await chat.changeRoom(room, RoomChange(welcomes: welcomes), by: caller).summary.room.welcomes
        }
        let (hall, garden) = (try await room("Hall"), try await room("Garden"))
        let invite = try await chat.makeStandingInvite(by: world.ada, from: World.device)
        let early = try await register("Early", chat, invite: invite.token)
        #expect(try await chat.rooms(of: early).isEmpty)
        #expect(try await welcome(hall, by: world.ada))
        world.events.clear()
        #expect(try await welcome(garden, by: world.ada))
        let renamed = world.events.events.compactMap { if case .renamed(let room) = $0 { room } else { nil } }
        #expect(renamed.map(\.id) == [hall, garden] && renamed.map(\.welcomes) == [false, true])
        #expect(try await chat.invitation(of: invite.token, from: World.device).rooms == ["Garden"])
        let late = try await register("Late", chat, invite: invite.token)
        #expect(try await chat.rooms(of: late).map(\.room.id) == [garden])
        #expect(
            world.events.events.contains { event in
                if case .memberChanged(garden, let user, .member, .came, _) = event {
                    user.name == "Late"
                } else {
                    false
                }
            })
        await #expect(throws: Refusal.self) { try await welcome(hall, by: world.ben) }
        await #expect(throws: Refusal.self) { try await welcome(world.lobby, by: world.ada) }
        #expect(try await welcome(garden, false, by: world.ada) == false)
        #expect(try await welcome(garden, by: world.ada))
        try await chat.deleteRoom(garden, by: world.ada)
        let last = try await register("Last", chat, invite: invite.token)
        #expect(try await chat.rooms(of: last).isEmpty)
    }

    @Test func `come by one standing invite: a new one voids the one before`() async throws {
        let (services, clock, olga) = try await setUp(Policy(sendsMail: false))
        let chat = services.chat
        let first = try await chat.standingInvite(for: olga)
        #expect(first.invite.expiresAt == clock.now + Limits.inviteLifetimeMax)
        let second = try await chat.makeStandingInvite(by: olga, from: World.device)
        #expect(try await chat.standingInvite(for: olga) == second)
        #expect(try await chat.invites(for: olga).compactMap(\.issued).filter(\.invite.isStanding) == [second])
        await #expect(throws: Refusal.invalidInvite) { try await register("Dora", chat, invite: first.token) }
        let dora = try await register("Dora", chat, invite: second.token)
        await #expect(throws: Refusal.forbidden("Only administrators may do this.")) {
            try await chat.standingInvite(for: dora)
        }
        await #expect(throws: Refusal.forbidden("Only administrators may do this.")) {
            try await chat.makeStandingInvite(by: dora, from: World.device)
        }
        try await chat.revokeInvite(second.invite.id, by: olga, from: World.device)
        await #expect(throws: Refusal.notFound(.invite)) { try await chat.standingInvite(for: olga) }
    }

    @Test func `are mailed an invite by an administrator, in their language, a few times a day`() async throws {
        let world = try await World()
        let chat = world.chat
        let invite = try await chat.makeInvite(NewInvite(), by: world.ada, from: World.device)
        func mail(_ id: Invite.ID, to email: String, by caller: Caller, language: Language = .english) async throws {
            let device = Device(name: "test", address: "127.0.0.1", language: language)
            let address = try await chat.mailInvite(id, to: email, by: caller, from: device)
            #expect(address.text == "dora@example.org")
        }
        try await mail(invite.invite.id, to: "Dora@Example.org", by: world.ada)
        let first = try #require(try await world.mail(to: "dora@example.org"))
        #expect(first.subject == "“Ada” invites you to Snug" && first.text.contains(invite.url))
        try await mail(invite.invite.id, to: "dora@example.org", by: world.ada, language: .german)
        #expect(try await world.mail(to: "dora@example.org")?.subject == "„Ada“ lädt dich zu Snug ein")
        try await mail(invite.invite.id, to: "dora@example.org", by: world.ada)
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(8 * 3_600))) {
            try await mail(invite.invite.id, to: "dora@example.org", by: world.ada)
        }
        await #expect(throws: Refusal.forbidden("Only administrators may do this.")) {
            try await mail(invite.invite.id, to: "dora@example.org", by: world.ben)
        }
        await #expect(throws: Refusal.notFound(.invite)) {
            try await mail(Invite.ID(99), to: "dora@example.org", by: world.ada)
        }
        await #expect(throws: Refusal.self) { try await mail(invite.invite.id, to: "dora", by: world.ada) }
    }

    @Test func `are mailed nothing while no relay is set`() async throws {
        let world = try await World(policy: Policy(sendsMail: false))
        let invite = try await world.chat.makeInvite(NewInvite(), by: world.ada, from: World.device)
        await #expect(throws: Refusal.noRelay) {
            try await world.chat.mailInvite(
                invite.invite.id, to: "dora@example.org", by: world.ada, from: World.device)
        }
    }
}

@Suite struct `The language of a mail` {
    @Test(
        arguments: [
            ([], .english), (["de"], .german), (["de-AT,de;q=0.9,en;q=0.8"], .german),
            (["en-US,en;q=0.9,de;q=0.8"], .english),
            (["fr, de;q=0.5, en;q=0.7"], .english), (["fr"], .english), (["en;q=0, de;q=0.1"], .german),
            (["de;q=x, en"], .english), (["*"], .english), ([";;,,=", "DE"], .german),
            ([String(repeating: "de,", count: 1_000)], .english),
        ] as [([String], Language)])
    func `is the one that its request prefers`(fields: [String], language: Language) {
        #expect(Language(accepting: fields) == language)
    }

    @Test func `is that of whoever asked for it`() async throws {
        let world = try await World()
        let device = Device(name: "test", address: "127.0.0.1", language: .german)
        _ = try await world.chat.login(email: "ben@example.org", password: World.password, from: device)
        let mail = try #require(try await world.mail(to: "ben@example.org"))
        #expect(mail.subject.hasSuffix("ist dein Code für Snug") && mail.html?.contains("lang=\"de\"") == true)
    }
}
