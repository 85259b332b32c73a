import SnugChat
import SnugTesting
import Testing

@Suite struct `Another address, the first password and the end of an account` {
    let device = World.device

    private func account(_ caller: Caller, in world: World) async throws -> OwnAccount {
        try await world.chat.account(of: caller)
    }

    private func ask(
        for email: String, password: String? = World.password, by caller: Caller, in world: World
    ) async throws -> CodeSent {
        try await world.chat.changeEmail(to: email, password: password, of: caller, from: device)
    }

    /// Someone for whom an account was made, who came in by its link.
    private func dora(in world: World) async throws -> Caller {
        let added = try await world.chat.addAccount(
            name: "Dora", email: "dora@example.org", role: .member, by: world.ada, from: device)
        let signIn = try await world.chat.signIn(byLink: String(added.link.url.split(separator: "#")[1]), on: device)
        return try await world.chat.authenticate(signIn.token)
    }

    // Another address

    @Test func `has another address once its code is entered, and the one before is told`() async throws {
        let world = try await World()
        let sent = try await ask(for: "Ben@Snug.Example", by: world.ben, in: world)
        #expect(sent.email == "ben@snug.example")
        let waiting = try #require(try await account(world.ben, in: world).newEmail)
        #expect(waiting.email.text == "ben@snug.example")
        #expect(waiting.expiresAt == world.clock.now + Limits.codeLifetime)
        #expect(try await account(world.ben, in: world).user.email.text == "ben@example.org")
        let code = try #require(try await world.mail(to: "ben@snug.example")).code
        let spaced = "\(code.prefix(3)) \(code.suffix(3))"
        try await world.chat.verifyEmail(code: spaced, of: world.ben, from: device)
        let changed = try await account(world.ben, in: world)
        #expect(changed.user.email.text == "ben@snug.example" && changed.newEmail == nil)
        let ownDevices = world.events.events.contains(.userChanged(changed.user, rooms: []))
        #expect(ownDevices, "one's other devices hear that there is something to ask for")
        let told = try #require(try await world.mail(to: "ben@example.org"))
        #expect(told.subject == "Your Snug account has another address" && told.text.contains("ben@snug.example"))
        _ = try await world.chat.login(email: "ben@snug.example", password: World.password)
        await #expect(throws: Refusal.invalidCredentials) {
            try await world.chat.login(email: "ben@example.org", password: World.password)
        }
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.verifyEmail(code: code, of: world.ben, from: device)
        }
    }

    @Test func `answers alike for an address that is another's, whose holder is told`() async throws {
        let world = try await World()
        let free = try await ask(for: "free@example.org", by: world.ben, in: world)
        let taken = try await ask(for: "cleo@example.org", by: world.ada, in: world)
        #expect((free.expiresIn, free.resendIn) == (taken.expiresIn, taken.resendIn))
        #expect(try await account(world.ada, in: world).newEmail?.email.text == "cleo@example.org")
        let told = try #require(try await world.mail(to: "cleo@example.org"))
        #expect(told.subject == "Your address at Snug" && !told.text.contains("Ada"))
        for code in ["000000", "123456"] {
            await #expect(throws: Refusal.invalidCode) {
                try await world.chat.verifyEmail(code: code, of: world.ada, from: device)
            }
        }
        #expect(try await world.chat.waitingCodes(for: world.ada).map(\.email.text) == ["free@example.org"])
    }

    @Test func `takes an address that another has taken meanwhile from nobody`() async throws {
        let world = try await World()
        _ = try await ask(for: "new@example.org", by: world.ben, in: world)
        let code = try #require(try await world.mail(to: "new@example.org")).code
        _ = try await World.settle("New", as: .member, world.chat, world.store, world.clock)
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.verifyEmail(code: code == "000000" ? "111111" : "000000", of: world.ben, from: device)
        }
        // The mailbox is proven: its holder may know.
        await #expect(throws: Refusal.emailTaken) {
            try await world.chat.verifyEmail(code: code, of: world.ben, from: device)
        }
        #expect(try await account(world.ben, in: world).user.email.text == "ben@example.org")
    }

    @Test func `needs its password for another address, or without one a sign-in just made`() async throws {
        let world = try await World()
        await #expect(throws: Refusal.invalid("current_password", "Give the current password too.")) {
            try await ask(for: "new@example.org", password: nil, by: world.ben, in: world)
        }
        await #expect(throws: Refusal.invalidCredentials) {
            try await ask(for: "new@example.org", password: "wrong", by: world.ben, in: world)
        }
        let dora = try await dora(in: world)
        _ = try await ask(for: "new@example.org", password: nil, by: dora, in: world)
        world.clock.advance(by: Limits.recentSignInWithin)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await ask(for: "other@example.org", password: nil, by: dora, in: world)
        }
    }

    @Test func `has one new address under way, which is given up by the next, or at once`() async throws {
        let world = try await World()
        _ = try await ask(for: "first@example.org", by: world.ben, in: world)
        let first = try #require(try await world.mail(to: "first@example.org")).code
        let sent = try await ask(for: "second@example.org", by: world.ben, in: world)
        world.clock.advance(by: .seconds(20))
        #expect(
            try await ask(for: "second@example.org", by: world.ben, in: world).resendIn == sent.resendIn - .seconds(20))
        let second = try #require(try await world.mail(to: "second@example.org")).code
        if first != second {
            await #expect(throws: Refusal.invalidCode) {
                try await world.chat.verifyEmail(code: first, of: world.ben, from: device)
            }
        }
        try await world.chat.giveUpNewEmail(of: world.ben)
        #expect(try await account(world.ben, in: world).newEmail == nil)
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.verifyEmail(code: second, of: world.ben, from: device)
        }
        await #expect(throws: Refusal.invalid("email", "This is your address already.")) {
            try await ask(for: "ben@example.org", by: world.ben, in: world)
        }
    }

    @Test func `has its codes tried so often, however many addresses it asks for`() async throws {
        let world = try await World()
        var refusals: [Refusal] = []
        for address in 1...5 {
            _ = try await ask(for: "new\(address)@example.org", by: world.ben, in: world)
            let code = try #require(try await world.mail(to: "new\(address)@example.org")).code
            for _ in 1...5 {
                do {
                    let wrong = code == "000000" ? "000001" : "000000"
                    try await world.chat.verifyEmail(code: wrong, of: world.ben, from: device)
                } catch let refusal as Refusal {
                    refusals.append(refusal)
                }
            }
        }
        #expect(refusals.prefix(5) == [.invalidCode, .invalidCode, .invalidCode, .invalidCode, .tooManyAttempts])
        #expect(refusals.dropFirst(20).allSatisfy { if case .rateLimited = $0 { true } else { false } })
        await #expect(throws: Refusal.self) { try await ask(for: "sixth@example.org", by: world.ben, in: world) }
        #expect(try await world.mail(to: "sixth@example.org") == nil)
    }

    // The first password

    @Test func `without a password has its first one by the link's session, without a current one`() async throws {
        let world = try await World()
        let dora = try await dora(in: world)
        #expect(try await account(dora, in: world).hasPassword == false)
        #expect(try await account(world.ben, in: world).hasPassword)
        world.clock.advance(by: .seconds(86_399))
        try await world.chat.changeProfile(ProfileChange(password: "eleven soft pillows"), of: dora, on: device)
        #expect(try await account(dora, in: world).hasPassword)
        await #expect(throws: Refusal.invalid("current_password", "Give the current password too.")) {
            try await world.chat.changeProfile(ProfileChange(password: "twelve soft pillows"), of: dora, on: device)
        }
        _ = try await world.chat.login(email: "dora@example.org", password: "eleven soft pillows")
    }

    @Test func `without a password has none chosen by a session that is old and came otherwise`() async throws {
        let world = try await World()
        try await world.store.write { [ben = world.ben] in try $0.setPasswordHash(User.noPassword, of: ben.userID) }
        world.clock.advance(by: Limits.recentSignInWithin)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await world.chat.changeProfile(
                ProfileChange(password: "eleven soft pillows"), of: world.ben, on: device)
        }
    }

    @Test func `without a password has none chosen by a link's session where there is a passkey`() async throws {
        let world = try await World()
        let dora = try await dora(in: world)
        let now = world.clock.now
        try await world.store.write { store in
            _ = try store.addPasskey(
                NewPasskey(credentialID: [1], publicKey: [1], counter: 0), named: "Key", of: dora.userID, at: now)
        }
        world.clock.advance(by: Limits.recentSignInWithin)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await world.chat.changeProfile(ProfileChange(password: "eleven soft pillows"), of: dora, on: device)
        }
    }

    @Test func `is not taken over by a first password that a session chose without a sign-in just made`() async throws {
        let world = try await World()
        let dora = try await dora(in: world)
        world.clock.advance(by: Limits.recentSignInWithin)
        try await world.chat.changeProfile(ProfileChange(password: "eleven soft pillows"), of: dora, on: device)
        let (first, second) = ("eleven soft pillows", "twelve soft pillows")
        func isRefused(_ caller: Caller, _ password: String) async throws {
            await #expect(throws: Refusal.recentSignInRequired) {
                try await ask(for: "thief@x.example", password: password, by: caller, in: world)
            }
            await #expect(throws: Refusal.recentSignInRequired) {
                try await world.chat.closeAccount(password: password, of: caller, from: device)
            }
        }
        try await isRefused(dora, first)
        world.clock.advance(by: .seconds(3_600))
        try await isRefused(dora, first)
        try await world.chat.changePassword(of: dora, from: first, to: second)
        try await isRefused(dora, second)
        #expect(try await world.mail(to: "thief@x.example") == nil)
        // By the mailbox it is their own.
        _ = try await world.chat.login(email: "dora@example.org", password: second)
        let code = try #require(try await world.mail(to: "dora@example.org")).code
        let signIn = try await world.chat.verify(email: "dora@example.org", code: code, device: device)
        let anew = try await world.chat.authenticate(signIn.token)
        world.clock.advance(by: Limits.recentSignInWithin)
        _ = try await ask(for: "dora@x.example", password: second, by: anew, in: world)
    }

    @Test func `has a first password that proves its holder where they had just signed in`() async throws {
        let world = try await World()
        let dora = try await dora(in: world)
        try await world.chat.changeProfile(ProfileChange(password: "eleven soft pillows"), of: dora, on: device)
        world.clock.advance(by: .seconds(86_400))
        _ = try await ask(for: "dora@x.example", password: "eleven soft pillows", by: dora, in: world)
    }

    // Its end

    @Test func `closes for good: nobody is in it, nothing opens it, and its words stay under its name`() async throws {
        let world = try await World()
        let chat = world.chat
        _ = try await chat.post(Draft(roomID: world.attic, content: "Good bye"), by: world.ben)
        _ = try await chat.makeRoom(.direct, name: nil, with: [world.ada.userID], by: world.ben)
        world.events.clear()
        try await chat.closeAccount(password: World.password, of: world.ben, from: device)
        let told = world.events.events
        #expect(told.first == .sessionEnded(world.ben.sessionID, .closed))
        #expect(
            told.contains { event in
                guard case .left(world.ben.userID, let departure) = event else { return false }
                return departure.room == world.attic && departure.reason == .left
            })
        #expect(
            told.contains { event in
                guard case .userChanged(let user, let rooms) = event else { return false }
                return user.deactivatedAt != nil && rooms.contains(world.attic)
            })
        let closed = try await chat.user(world.ben.userID, for: world.ada)
        #expect((closed.name, closed.email.text) == ("Ben", "") && closed.deactivatedAt != nil)
        #expect(try await chat.room(world.attic, for: world.ada).members.map(\.name) == ["Ada"])
        let words = try await chat.messages(in: world.attic, .newest, limit: 9, for: world.ada).messages
        #expect(words.map(\.content) == ["Good bye"])
        await #expect(throws: Refusal.invalidCredentials) {
            try await chat.login(email: "ben@example.org", password: World.password)
        }
        await #expect(throws: Refusal.accountClosed) {
            try await chat.changeAccount(
                world.ben.userID, AccountChange(isDeactivated: false), by: world.ada, from: device)
        }
        await #expect(throws: Refusal.deactivated) {
            try await chat.makeLoginLink(for: world.ben.userID, by: world.ada, from: device)
        }
        _ = try await chat.register(name: "Ben", email: "ben@example.org", password: World.password)
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        let again = try await chat.verify(email: "ben@example.org", code: code, device: device)
        #expect(again.user.id != world.ben.userID)
        let entry = try await chat.audit(before: nil, limit: 99, for: world.ada).items.first {
            $0.act == .accountClosed
        }
        #expect(entry?.actor == world.ben.userID)
    }

    @Test func `leaves no mail to its address behind, and nothing of it in the trail`() async throws {
        let world = try await World()
        let (chat, ben) = (world.chat, world.ben)
        _ = try await chat.login(email: "cleo@example.org", password: World.password)
        _ = try await chat.forgotPassword(email: "ben@example.org")
        try await chat.changeProfile(
            ProfileChange(password: "eleven soft pillows", currentPassword: World.password), of: ben, on: device)
        #expect(try await world.mail(to: "ben@example.org") != nil)
        try await world.store.write { [ada = world.ada] store in
            try store.addAudit(
                .codeHandedOn, actor: ada.userID, user: nil, address: "", detail: "ben@example.org", at: world.clock.now
            )
        }
        try await chat.closeAccount(password: "eleven soft pillows", of: ben, from: device)
        #expect(try await world.mail(to: "ben@example.org") == nil)
        #expect(try await world.mail(to: "cleo@example.org") != nil)
        let trail = try await chat.audit(before: nil, limit: 99, for: world.ada).items
        #expect(!trail.contains { $0.detail.contains("ben@example.org") })
    }

    @Test func `hands the rooms that it owned on`() async throws {
        let world = try await World()
        let otto = try await World.settle("Otto", as: .owner, world.chat, world.store, world.clock)
        try await world.chat.closeAccount(password: World.password, of: world.ada, from: device)
        let attic = try await world.chat.room(world.attic, for: world.ben)
        #expect(attic.summary.membership?.role == .owner)
        await #expect(throws: Refusal.lastOwner) {
            try await world.chat.closeAccount(password: World.password, of: otto, from: device)
        }
    }

    @Test func `is closed by its password, or without one by a sign-in just made`() async throws {
        let world = try await World()
        await #expect(throws: Refusal.invalid("current_password", "Give the current password too.")) {
            try await world.chat.closeAccount(password: nil, of: world.ben, from: device)
        }
        await #expect(throws: Refusal.invalidCredentials) {
            try await world.chat.closeAccount(password: "wrong", of: world.ben, from: device)
        }
        let dora = try await dora(in: world)
        world.clock.advance(by: Limits.recentSignInWithin)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await world.chat.closeAccount(password: nil, of: dora, from: device)
        }
    }

    // A new password

    @Test func `is signed in with its new password by the mailed code, and by that alone`() async throws {
        let world = try await World()
        _ = try await world.chat.forgotPassword(email: "ben@example.org")
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        let signIn = try await world.chat.resetPasswordAndSignIn(
            email: "ben@example.org", code: code, to: "brand new one", on: device)
        #expect(try await world.chat.authenticate(signIn.token).userID == world.ben.userID)
        await #expect(throws: Refusal.unauthenticated) {
            try await world.chat.giveUpNewEmail(of: world.ben)
        }
        #expect(try await world.mail(to: "ben@example.org")?.subject.contains("password was changed") == true)
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.resetPasswordAndSignIn(
                email: "ben@example.org", code: code, to: "another new one", on: device)
        }
    }
}
