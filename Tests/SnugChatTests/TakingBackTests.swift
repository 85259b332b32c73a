import SnugTesting
import Testing

@testable import SnugChat

@Suite struct `An account that somebody took by another address` {
    let device = World.device

    /// Changes Ben's address as somebody does who knows his password.
    /// - Returns: the token of the link in the mail to the address before.
    private func take(_ email: String, by caller: Caller, in world: World) async throws -> String {
        let before = try await world.chat.account(of: caller).user.email.text
        _ = try await world.chat.changeEmail(to: email, password: World.password, of: caller, from: device)
        let code = try #require(try await world.mail(to: email)).code
        try await world.chat.verifyEmail(code: code, of: caller, from: device)
        return try token(in: try #require(try await world.mail(to: before)))
    }

    private func token(in mail: Mail) throws -> String {
        let line = try #require(mail.text.split(separator: "\n").first { $0.contains("/login#") })
        return String(try #require(line.split(separator: "#").last))
    }

    private func addPasskey(_ byte: UInt8, to caller: Caller, in world: World) async throws {
        let now = world.clock.now
        _ = try await world.store.write { store in
            try store.addPasskey(
                NewPasskey(credentialID: [byte], publicKey: [1], counter: 0), named: "Key \(byte)", of: caller.userID,
                at: now)
        }
    }

    private func email(of caller: Caller, in world: World) async throws -> String {
        try await world.store.read { try $0.user(caller.userID)?.email.text ?? "" }
    }

    @Test func `is taken back by the link to the address before: whoever was in is out`() async throws {
        let world = try await World()
        let (chat, ben) = (world.chat, world.ben)
        try await addPasskey(1, to: ben, in: world)
        world.clock.advance(by: .seconds(60))
        let token = try await take("thief@example.org", by: ben, in: world)
        world.clock.advance(by: .seconds(60))
        try await addPasskey(2, to: ben, in: world)
        _ = try await chat.forgotPassword(email: "thief@example.org")
        _ = try await chat.changeEmail(to: "next@example.org", password: World.password, of: ben, from: device)
        world.clock.advance(by: Limits.takeBackLifetime - .seconds(61))
        let signIn = try await chat.signIn(byLink: token, on: device)
        #expect(signIn.account.user.email.text == "ben@example.org")
        #expect(!signIn.account.hasPassword && signIn.account.newEmail == nil)
        #expect(signIn.account.passkeys.map(\.name) == ["Key 1"])
        await #expect(throws: Refusal.unauthenticated) { try await chat.giveUpNewEmail(of: ben) }
        await #expect(throws: Refusal.invalidCredentials) {
            try await chat.login(email: "thief@example.org", password: World.password)
        }
        let back = try await chat.authenticate(signIn.token)
        try await chat.changeProfile(ProfileChange(password: "eleven soft pillows"), of: back, on: device)
        _ = try await chat.login(email: "ben@example.org", password: "eleven soft pillows")
        let told = try #require(try await world.mail(to: "thief@example.org"))
        #expect(told.subject == "Your Snug account has its former address again" && !told.text.contains("/login#"))
        let noted = try await chat.audit(before: nil, limit: 99, for: world.ada).items.first { $0.act == .emailChanged }
        #expect(noted?.user == ben.userID && noted?.actor == nil && noted?.detail == "thief@example.org")
        await #expect(throws: Refusal.invalidLoginLink) { try await chat.signIn(byLink: token, on: device) }
    }

    @Test func `is taken back by the first address, however often it has another, and by none that came after`()
        async throws
    {
        let world = try await World()
        let first = try await take("one@example.org", by: world.ben, in: world)
        world.clock.advance(by: .seconds(60))
        let second = try await take("two@example.org", by: world.ben, in: world)
        // The one that came between is put back, and takes nothing from the first.
        _ = try await world.chat.signIn(byLink: second, on: device)
        #expect(try await email(of: world.ben, in: world) == "one@example.org")
        _ = try await world.chat.signIn(byLink: first, on: device)
        #expect(try await email(of: world.ben, in: world) == "ben@example.org")
        for token in [first, second] {
            await #expect(throws: Refusal.invalidLoginLink) { try await world.chat.signIn(byLink: token, on: device) }
        }
    }

    @Test func `is not taken back too late, by another's link, or while it is out of use`() async throws {
        let world = try await World()
        let token = try await take("thief@example.org", by: world.ben, in: world)
        let others = [
            token.replacing("\(world.ben.userID)-back", with: "\(world.cleo.userID)-back"), "\(token)x",
            token.replacing("-back-", with: "-"), "\(world.ben.userID)-back-",
        ]
        for wrong in others {
            await #expect(throws: Refusal.invalidLoginLink) { try await world.chat.signIn(byLink: wrong, on: device) }
        }
        world.clock.advance(by: Limits.takeBackLifetime)
        await #expect(throws: Refusal.invalidLoginLink) { try await world.chat.signIn(byLink: token, on: device) }
        let later = try await World()
        let void = try await take("thief@example.org", by: later.ben, in: later)
        for isDeactivated in [true, false] {
            _ = try await later.chat.changeAccount(
                later.ben.userID, AccountChange(isDeactivated: isDeactivated), by: later.ada, from: device)
            await #expect(throws: Refusal.invalidLoginLink) { try await later.chat.signIn(byLink: void, on: device) }
        }
    }

    @Test func `is left to whoever has the address by now`() async throws {
        let world = try await World()
        let token = try await take("elsewhere@example.org", by: world.ben, in: world)
        _ = try await World.settle("Ben", as: .member, world.chat, world.store, world.clock)
        await #expect(throws: Refusal.emailTaken) { try await world.chat.signIn(byLink: token, on: device) }
        #expect(try await email(of: world.ben, in: world) == "elsewhere@example.org")
    }

    @Test func `is given back by an owner, who has just signed in`() async throws {
        let world = try await World()
        let (chat, ben) = (world.chat, world.ben)
        let anna = try await World.settle("Anna", as: .admin, chat, world.store, world.clock)
        let token = try await take("thief@example.org", by: ben, in: world)
        try await addPasskey(1, to: ben, in: world)
        let former = AccountChange(email: EmailAddress("ben@example.org"))
        await #expect(throws: Refusal.forbidden("Only an owner may do this.")) {
            try await chat.changeAccount(ben.userID, former, by: anna, from: device)
        }
        await #expect(throws: Refusal.emailTaken) {
            try await chat.changeAccount(
                ben.userID, AccountChange(email: EmailAddress("cleo@example.org")), by: world.ada, from: device)
        }
        await #expect(throws: Refusal.forbidden("Change your own address in your settings.")) {
            try await chat.changeAccount(
                world.ada.userID, AccountChange(email: EmailAddress("new@example.org")), by: world.ada, from: device)
        }
        let user = try await chat.changeAccount(ben.userID, former, by: world.ada, from: device)
        #expect(user.email.text == "ben@example.org")
        await #expect(throws: Refusal.unauthenticated) { try await chat.giveUpNewEmail(of: ben) }
        #expect(try await world.store.read { try $0.passkeys(of: ben.userID) } == [])
        await #expect(throws: Refusal.invalidLoginLink) { try await chat.signIn(byLink: token, on: device) }
        let told = try #require(try await world.mail(to: "thief@example.org"))
        #expect(told.text.contains("ben@example.org") && !told.text.contains("/login#"))
        let noted = try await chat.audit(before: nil, limit: 1, for: world.ada).items.first
        #expect(noted?.act == .emailChanged && noted?.actor == world.ada.userID && noted?.user == ben.userID)
        #expect(noted?.detail == "thief@example.org")
        world.clock.advance(by: Limits.recentSignInWithin)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await chat.changeAccount(
                ben.userID, AccountChange(email: EmailAddress("third@example.org")), by: world.ada, from: device)
        }
    }

    @Test func `is given back on the server's console`() async throws {
        let world = try await World()
        let console = world.services.console
        let (thief, own) = (EmailAddress(stored: "thief@example.org"), EmailAddress(stored: "ben@example.org"))
        _ = try await take(thief.text, by: world.ben, in: world)
        let outcome = try await console.setEmail(thief, to: own)
        #expect(outcome.user.email == own && outcome.sessions == 1 && outcome.passkeys == 0)
        await #expect(throws: Refusal.unauthenticated) { try await world.chat.giveUpNewEmail(of: world.ben) }
        #expect(try await console.setEmail(own, to: own).sessions == 0)
        await #expect(throws: Refusal.notFound(.user)) { try await console.setEmail(thief, to: own) }
        await #expect(throws: Refusal.invalid("email", "cleo@example.org has an account already.")) {
            try await console.setEmail(own, to: EmailAddress(stored: "cleo@example.org"))
        }
    }

    @Test func `does not rise by the link that a higher role makes void`() async throws {
        let world = try await World()
        let token = try await take("elsewhere@example.org", by: world.ben, in: world)
        _ = try await world.chat.changeAccount(
            world.ben.userID, AccountChange(role: .admin), by: world.ada, from: device)
        await #expect(throws: Refusal.invalidLoginLink) { try await world.chat.signIn(byLink: token, on: device) }
    }
}
