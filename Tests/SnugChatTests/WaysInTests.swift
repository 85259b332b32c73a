import SnugTesting
import Synchronization
import Testing

@testable import SnugChat

/// A hasher during whose next check something else happens.
private final class SlowHasher: PasswordHasher {
    private let plain = PlainHasher()
    let meanwhile = Mutex<(@Sendable () async throws -> Void)?>(nil)

    var decoy: String { plain.decoy }
    func hash(_ password: String) async throws -> String { try await plain.hash(password) }
    func hash(_ password: String, beside other: String?) async throws -> String { try await plain.hash(password) }
    func first(of hashes: [String], madeOf password: String) async throws -> Int? {
        try await plain.first(of: hashes, madeOf: password)
    }
    func adopt(_ foreign: String) async throws -> String? { try await plain.adopt(foreign) }
    func canAdopt(_ foreign: String) -> Bool { plain.canAdopt(foreign) }
    func isOutdated(_ hash: String) -> Bool { plain.isOutdated(hash) }

    func verify(_ password: String, against hash: String) async throws -> Bool {
        let work = meanwhile.withLock { work in
            defer { work = nil }
            return work
        }
        try await work?()
        return try await plain.verify(password, against: hash)
    }
}

@Suite struct `A way into an account` {
    let device = World.device

    private func settle(_ name: String, as role: Role, in world: World) async throws -> Caller {
        try await World.settle(name, as: role, world.chat, world.store, world.clock)
    }

    private func token(_ link: LoginLink) -> String { String(link.url.split(separator: "#")[1]) }

    private func setRole(_ role: Role, of caller: Caller, in world: World) async throws {
        _ = try await world.chat.changeAccount(
            caller.userID, AccountChange(role: role), by: world.ada, from: device)
    }

    @Test func `does not rise with the account`() async throws {
        let world = try await World()
        let chat = world.chat
        let anna = try await settle("Anna", as: .admin, in: world)
        let first = try await chat.makeLoginLink(for: world.ben.userID, by: anna, from: device)
        let opened = try await chat.authenticate(try await chat.signIn(byLink: token(first), on: device).token)
        let second = try await chat.makeLoginLink(for: world.ben.userID, by: anna, from: device)
        _ = try await chat.login(email: "ben@example.org", password: World.password)
        let code = try #require(try await world.mail(to: "ben@example.org")).code
        try await setRole(.owner, of: world.ben, in: world)
        await #expect(throws: Refusal.invalidLoginLink) {
            try await chat.signIn(byLink: token(second), on: device)
        }
        await #expect(throws: Refusal.invalidCode) {
            try await chat.verify(email: "ben@example.org", code: code, device: device)
        }
        await #expect(throws: Refusal.unauthenticated) { try await chat.giveUpNewEmail(of: opened) }
        // Their own, which came by no link, goes on.
        try await chat.giveUpNewEmail(of: world.ben)
    }

    @Test func `by a code that is handed on or given up takes the code's mail with it`() async throws {
        let world = try await World()
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        let waiting = try #require(try await world.chat.waitingCodes(for: world.ada).first)
        _ = try await world.chat.handOnCode(waiting.id, by: world.ada, from: device)
        #expect(try await world.mail(to: "ben@example.org") == nil)
        _ = try await world.chat.changeEmail(
            to: "new@example.org", password: World.password, of: world.ben, from: device)
        try await world.chat.giveUpNewEmail(of: world.ben)
        #expect(try await world.mail(to: "new@example.org") == nil)
        // A notice in the place of a code tells of what has happened, whatever becomes of the code.
        _ = try await world.chat.changeEmail(
            to: "cleo@example.org", password: World.password, of: world.ben, from: device)
        try await world.chat.giveUpNewEmail(of: world.ben)
        #expect(try await world.mail(to: "cleo@example.org") != nil)
    }

    @Test func `stays where the role falls`() async throws {
        let world = try await World()
        let anna = try await settle("Anna", as: .admin, in: world)
        let link = try await world.chat.makeLoginLink(for: anna.userID, by: world.ada, from: device)
        try await setRole(.member, of: anna, in: world)
        #expect(try await world.chat.signIn(byLink: token(link), on: device).user.role == .member)
    }

    @Test func `by a link is as good as who made it`() async throws {
        let world = try await World()
        let anna = try await settle("Anna", as: .admin, in: world)
        let bens = try await world.chat.makeLoginLink(for: world.ben.userID, by: anna, from: device)
        let cat = try await world.chat.addAccount(
            name: "Cat", email: "cat@example.org", role: .member, by: anna, from: device)
        try await setRole(.member, of: anna, in: world)
        for link in [bens, cat.link] {
            await #expect(throws: Refusal.invalidLoginLink) {
                try await world.chat.signIn(byLink: token(link), on: device)
            }
        }
        try await setRole(.admin, of: anna, in: world)
        #expect(try await world.chat.signIn(byLink: token(bens), on: device).user.name == "Ben")
        _ = try await world.chat.changeAccount(
            anna.userID, AccountChange(isDeactivated: true), by: world.ada, from: device)
        await #expect(throws: Refusal.invalidLoginLink) {
            try await world.chat.signIn(byLink: token(cat.link), on: device)
        }
    }

    @Test func `is given by who has just signed in`() async throws {
        let world = try await World()
        world.clock.advance(by: Limits.recentSignInWithin)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await world.chat.addAccount(
                name: "Cat", email: "cat@example.org", role: .owner, by: world.ada, from: device)
        }
        await #expect(throws: Refusal.recentSignInRequired) { try await setRole(.owner, of: world.ben, in: world) }
        // Nothing is given by taking somebody out.
        _ = try await world.chat.changeAccount(
            world.ben.userID, AccountChange(isDeactivated: true), by: world.ada, from: device)
    }

    @Test func `is left to the last owner who has ever come in`() async throws {
        let world = try await World()
        let dora = try await world.chat.addAccount(
            name: "Dora", email: "typo@example.org", role: .owner, by: world.ada, from: device)
        await #expect(throws: Refusal.lastOwner) { try await setRole(.admin, of: world.ada, in: world) }
        await #expect(throws: Refusal.lastOwner) {
            try await world.chat.changeAccount(
                world.ada.userID, AccountChange(isDeactivated: true), by: world.ada, from: device)
        }
        await #expect(throws: Refusal.lastOwner) {
            try await world.chat.closeAccount(password: World.password, of: world.ada, from: device)
        }
        // The other, who is not here, is nobody's last.
        for role in [Role.member, .owner] {
            _ = try await world.chat.changeAccount(
                dora.user.id, AccountChange(role: role), by: world.ada, from: device)
        }
        let link = try await world.chat.makeLoginLink(for: dora.user.id, by: world.ada, from: device)
        _ = try await world.chat.signIn(byLink: token(link), on: device)
        try await world.chat.closeAccount(password: World.password, of: world.ada, from: device)
    }

    @Test func `is gone with an account that is put out of use, a new address's too`() async throws {
        let world = try await World()
        _ = try await world.chat.changeEmail(
            to: "new@example.org", password: World.password, of: world.ben, from: device)
        #expect(try await world.chat.waitingCodes(for: world.ada).count == 1)
        _ = try await world.chat.changeAccount(
            world.ben.userID, AccountChange(isDeactivated: true), by: world.ada, from: device)
        #expect(try await world.chat.waitingCodes(for: world.ada) == [])
    }

    @Test func `is not changed once its holder closed it`() async throws {
        let world = try await World()
        let otto = try await settle("Otto", as: .admin, in: world)
        try await world.chat.closeAccount(password: World.password, of: otto, from: device)
        for role in [Role.member, .owner] {
            await #expect(throws: Refusal.accountClosed) { try await setRole(role, of: otto, in: world) }
        }
        #expect(try await world.chat.user(otto.userID, for: world.ada).role == .member)
    }

    @Test func `by a link lasts a day for the first password`() async throws {
        let world = try await World()
        let added = try await world.chat.addAccount(
            name: "Cat", email: "cat@example.org", role: .member, by: world.ada, from: device)
        let cat = try await world.chat.authenticate(
            try await world.chat.signIn(byLink: token(added.link), on: device).token)
        world.clock.advance(by: Limits.firstPasswordByLinkWithin)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await world.chat.changeProfile(ProfileChange(password: "a long enough word"), of: cat, on: device)
        }
    }

    @Test func `by a password ends with it, while it is being checked`() async throws {
        let hasher = SlowHasher()
        let world = try await World(hasher: hasher)
        let chat = world.chat
        let email = try #require(EmailAddress("ben@example.org"))
        let changes: [@Sendable () async throws -> Void] = [
            { try await world.store.write { try $0.setPasswordHash("plain:another word", of: world.ben.userID) } },
            {
                try await world.store.write {
                    try $0.setPasswordHash("plain:\(World.password)", of: world.ben.userID)
                    try $0.setDeactivated(world.clock.now, of: world.ben.userID)
                }
            },
        ]
        for change in changes {
            hasher.meanwhile.withLock { $0 = change }
            await #expect(throws: Refusal.invalidCredentials) {
                try await chat.login(email: email.text, password: World.password)
            }
            #expect(try await world.store.read { try $0.codes(for: email, purposes: [.login]) } == [])
            try await world.store.write {
                try $0.setPasswordHash("plain:\(World.password)", of: world.ben.userID)
            }
        }
    }

    @Test func `lets into the account that it was made for, not into the next of its address`() async throws {
        let world = try await World()
        let email = try #require(EmailAddress("ben@example.org"))
        _ = try await world.chat.login(email: email.text, password: World.password)
        let code = try #require(try await world.mail(to: email.text)).code
        try await world.store.write { try $0.setEmail(EmailAddress(stored: "gone@example.org"), of: world.ben.userID) }
        _ = try await world.chat.register(name: "Nora", email: email.text, password: World.password)
        let own = try #require(try await world.mail(to: email.text)).code
        #expect(try await world.chat.verify(email: email.text, code: own, device: device).user.name == "Nora")
        await #expect(throws: Refusal.invalidCode) {
            try await world.chat.verify(email: email.text, code: code, device: device)
        }
    }
}
