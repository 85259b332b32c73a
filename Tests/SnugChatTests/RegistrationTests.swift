import SnugChat
import SnugTesting
import Testing

@Suite struct `Registration` {
    let device = Device(name: "test", address: "127.0.0.1")

    @Test func `a mailed code completes an account and signs it in`() async throws {
        let world = try await World()
        _ = try await world.chat.register(name: " Dora ", email: "Dora@Example.org", password: "long enough")
        let mail = try #require(try await world.mail(to: "dora@example.org"))
        let signIn = try await world.chat.verify(email: "dora@example.org", code: mail.code, device: device)
        #expect(signIn.user.name == "Dora")
        #expect(signIn.user.role == .member)
        #expect(try await world.chat.authenticate(signIn.token).userID == signIn.user.id)
    }

    @Test func `before the set-up nobody registers`() async throws {
        let (services, _, _, _) = try World.empty()
        let chat = services.chat
        await #expect(throws: Refusal.setupRequired) {
            try await chat.register(name: "Eve", email: "eve@example.org", password: "long enough")
        }
    }

    @Test(arguments: [
        (RegistrationPolicy.closed, "dora@example.org", Refusal.registrationClosed),
        (.invite, "dora@example.org", .invalidInvite),
        (.domains(["snug.example"]), "dora@example.org", .registrationClosed),
    ])
    func `what the owner closed stays closed`(policy: RegistrationPolicy, email: String, refusal: Refusal) async throws
    {
        let world = try await World(policy: Policy(registration: policy))
        await #expect(throws: refusal) {
            try await world.chat.register(name: "Dora", email: email, password: "long enough")
        }
    }

    @Test func `an allowed mail domain lets in, whatever its case`() async throws {
        let world = try await World(policy: Policy(registration: .domains(["snug.example"])))
        _ = try await world.chat.register(name: "Dora", email: "Dora@Snug.Example", password: "long enough")
        #expect(try await world.mail(to: "dora@snug.example") != nil)
    }

    @Test func `an address that has an account gets the same answer, and its owner a mail that says so`() async throws {
        let world = try await World()
        let known = try await world.chat.register(name: "X", email: "ada@example.org", password: "long enough")
        let unknown = try await world.chat.register(name: "X", email: "dora@example.org", password: "long enough")
        #expect(known.expiresIn == unknown.expiresIn && known.resendIn == unknown.resendIn)
        let mail = try #require(try await world.mail(to: "ada@example.org"))
        #expect(mail.subject.contains("already have an account"))
        for code in ["000000", "123456"] {
            await #expect(throws: Refusal.invalidCode) {
                try await world.chat.verify(email: "ada@example.org", code: code, device: device)
            }
        }
    }

    @Test func `whoever is out of use is told so, by mail or for their password, and who can change that`() async throws
    {
        let world = try await World()
        _ = try await world.chat.changeAccount(
            world.ben.userID, AccountChange(isDeactivated: true), by: world.ada, from: device)
        let asked = try await world.chat.register(name: "X", email: "ben@example.org", password: "long enough")
        let unknown = try await world.chat.register(name: "X", email: "dora@example.org", password: "long enough")
        #expect(asked.expiresIn == unknown.expiresIn && asked.resendIn == unknown.resendIn)
        func told() async throws -> [String] {
            try await world.services.mailQueue.dueMails(at: world.clock.now, limit: 99).mails.map(\.mail)
                .filter { $0.recipient == "ben@example.org" && !$0.isDecoy }.map(\.subject)
        }
        #expect(try await told() == ["Your account at Snug is out of use"])
        #expect(try await world.mail(to: "ben@example.org")?.text.contains("An administrator of") == true)
        #expect(try await world.chat.forgotPassword(email: "ben@example.org").expiresIn == asked.expiresIn)
        #expect(try await told().count == 2)
        _ = try await world.chat.forgotPassword(email: "nobody@example.org")
        #expect(try await world.mail(to: "nobody@example.org") == nil)
    }

    @Test func `whoever proves the address has the password they chose, not one that was set before or after`()
        async throws
    {
        let world = try await World()
        let chat = world.chat
        func register(_ name: String) async throws -> String {
            _ = try await chat.register(name: name, email: "dora@example.org", password: "\(name)'s choice")
            return try #require(try await world.mail(to: "dora@example.org")).code
        }
        func verify(_ code: String, _ password: String? = nil, from device: Device? = nil) async throws -> SignIn {
            try await chat.verify(
                email: "dora@example.org", code: code, password: password, device: device ?? self.device)
        }
        let before = try await register("Mallory")
        let own = try await register("Dora")
        let after = try await register("Eve")
        for code in [before, own, after] {
            await #expect(throws: Refusal.passwordRequired) { try await verify(code) }
        }
        for code in [before, after] where code != own {
            await #expect(throws: Refusal.invalidCode) { try await verify(code, "Dora's choice") }
        }
        await #expect(throws: Refusal.invalidCode) { try await verify(own, "nobody's choice") }
        let signIn = try await verify(own, "Dora's choice")
        #expect(signIn.user.name == "Dora")
        for name in ["Mallory", "Eve"] {
            await #expect(throws: Refusal.invalidCredentials) {
                try await chat.login(email: "dora@example.org", password: "\(name)'s choice")
            }
        }
        _ = try await chat.login(email: "dora@example.org", password: "Dora's choice")
    }

    @Test(arguments: [nil, "wrong password", "stranger's password"] as [String?])
    func `nothing that is asked of a registered address tells whether it has an account`(password: String?)
        async throws
    {
        let world = try await World()
        func answers(_ email: String, registrations: Int) async throws -> [Refusal] {
            for _ in 0..<registrations {
                _ = try await world.chat.register(name: "X", email: email, password: "stranger's password")
            }
            var refusals: [Refusal] = []
            for _ in 0..<7 {
                do {
                    _ = try await world.chat.verify(email: email, code: "12345", password: password, device: device)
                } catch let refusal as Refusal {
                    refusals.append(refusal)
                }
            }
            return refusals
        }
        for registrations in 1...2 {
            let known = try await answers("ada@example.org", registrations: registrations)
            let unknown = try await answers("dora@example.org", registrations: registrations)
            #expect(known == unknown)
            #expect(known.count == 7)
        }
    }

    @Test func `a sign-in before says which registration is meant, for the device that made it alone`() async throws {
        let world = try await World()
        func register(_ name: String) async throws -> String {
            _ = try await world.chat.register(
                name: name, email: "dora@example.org", password: "\(name)'s choice")
            return try #require(try await world.mail(to: "dora@example.org")).code
        }
        let own = try await register("Dora")
        let planted = try await register("Mallory")
        let mallory = Device(name: "test", address: "192.0.2.66")
        _ = try await world.chat.login(email: "dora@example.org", password: "Mallory's choice", from: mallory)
        _ = try await world.chat.login(email: "dora@example.org", password: "Dora's choice", from: device)
        if planted != own {
            await #expect(throws: Refusal.invalidCode) {
                try await world.chat.verify(email: "dora@example.org", code: planted, device: device)
            }
        }
        let signIn = try await world.chat.verify(email: "dora@example.org", code: own, device: device)
        #expect(signIn.user.name == "Dora")
    }

    @Test(arguments: [RegistrationPolicy.closed, .invite, .domains(["snug.example"]), .open])
    func `an invite lets in under every rule, and without a relay it needs no code`(
        policy: RegistrationPolicy
    ) async throws {
        let world = try await World(policy: Policy(registration: policy, sendsMail: false))
        let invite = try await world.chat.makeInvite(
            NewInvite(rooms: [world.attic]), by: world.ada, from: World.device)
        let outcome = try await world.chat.register(
            name: "Dora", email: "dora@example.org", password: "long enough", invite: invite.token, from: device)
        guard case .signedIn(let signIn) = outcome else {
            Issue.record("a code was sent: \(outcome)")
            return
        }
        let dora = try await world.chat.authenticate(signIn.token)
        #expect(try await world.chat.rooms(of: dora).map(\.room.id) == [world.attic])
        await #expect(throws: Refusal.invalidInvite) {
            try await world.chat.register(
                name: "Eve", email: "eve@example.org", password: "long enough", invite: invite.token, from: device)
        }
    }

    @Test func `with a relay an invite's holder proves the address too, where registration is closed`() async throws {
        let world = try await World(policy: Policy(registration: .closed))
        let invite = try await world.chat.makeInvite(NewInvite(), by: world.ada, from: World.device)
        _ = try await world.chat.register(
            name: "Dora", email: "dora@example.org", password: "long enough", invite: invite.token)
        let code = try #require(try await world.mail(to: "dora@example.org")).code
        let signIn = try await world.chat.verify(email: "dora@example.org", code: code, device: device)
        #expect(signIn.user.name == "Dora")
    }

    @Test func `signing in before the address is proven completes both with one code`() async throws {
        let world = try await World()
        _ = try await world.chat.register(name: "Dora", email: "dora@example.org", password: "long enough")
        world.clock.advance(by: .seconds(90))
        _ = try await world.chat.login(email: "dora@example.org", password: "long enough")
        let mail = try #require(try await world.mail(to: "dora@example.org"))
        let signIn = try await world.chat.verify(email: "dora@example.org", code: mail.code, device: device)
        #expect(signIn.user.email.text == "dora@example.org")
    }

    @Test(arguments: [
        ("", "dora@example.org", "long enough", ["name"]),
        ("D\r\nBcc: x", "dora@example.org", "long enough", ["name"]),
        (String(repeating: "x", count: 81), "dora@example.org", "long enough", ["name"]),
        ("Dora", "dora", "long enough", ["email"]),
        ("Dora", "dora@@example.org", "long enough", ["email"]),
        ("Dora", "dora@example.org\r\nRCPT TO:<x@y>", "long enough", ["email"]),
        ("Dora", "<dora@example.org>", "long enough", ["email"]),
        ("Dora", "dora@example.org", "seven77", ["password"]),
        ("Dora", "dora@example.org", String(repeating: "p", count: 129), ["password"]),
        ("", "", "", ["name", "email", "password"]),
    ])
    func `a form is refused with the name of every bad field`(
        name: String, email: String, password: String, fields: [String]
    ) async throws {
        let world = try await World()
        do {
            _ = try await world.chat.register(name: name, email: email, password: password)
            Issue.record("it was taken")
        } catch Refusal.invalid(let found) {
            #expect(found.map(\.field) == fields)
        }
    }

    @Test(arguments: [8, 64, 128]) func `a password may be this long`(count: Int) async throws {
        let world = try await World()
        let password = String(repeating: "ü", count: count)
        _ = try await world.chat.register(name: "Dora", email: "dora@example.org", password: password)
    }
}
