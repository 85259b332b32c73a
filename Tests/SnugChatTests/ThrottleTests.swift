import SnugTesting
import Testing

@testable import SnugChat

@Suite("Throttles") struct ThrottleTests {
    private let throttle = Throttle("test", burst: 3, every: .seconds(10))
    private let start = Timestamp(seconds: 1_795_363_200)

    @Test func `a burst, then one at a time`() {
        #expect(throttle.wait(from: nil, at: start) == .zero)
        #expect(throttle.wait(for: 3, from: nil, at: start) == .zero)
        #expect(throttle.wait(from: start + .seconds(20), at: start) == .zero)
        let spokenFor = start + .seconds(30)
        #expect(throttle.wait(from: spokenFor, at: start) == .seconds(10))
        #expect(throttle.wait(for: 2, from: spokenFor, at: start) == .seconds(20))
        #expect(throttle.wait(from: spokenFor, at: start + .seconds(9)) == .seconds(1))
        #expect(throttle.wait(from: spokenFor, at: start + .seconds(10)) == .zero)
    }

    @Test func `rest fills it up, no further`() {
        let later = start + .seconds(1_000)
        #expect(throttle.wait(for: 3, from: start + .seconds(10), at: later) == .zero)
        #expect(throttle.wait(for: 4, from: start + .seconds(10), at: later) == .seconds(10))
    }

    @Test func `what nobody else hears of costs a tenth of an act`() async throws {
        let world = try await World(policy: Policy(actsPerMinute: 0.2, messagesPerSecond: 0))
        let (chat, ben) = (world.chat, world.ben)
        let hours = try QuietHours(typedFrom: "22:00", to: "07:00", timeZone: "Europe/Berlin")
        for number in 1...10 { try await chat.setPinned(number % 2 == 1, in: world.attic, by: ben) }
        for notify in [Member.Notify.nothing, .mentions, .nothing, .mentions, .nothing, .mentions, .nothing] {
            try await chat.setNotify(notify, in: world.lobby, by: ben)
        }
        // The last of them changes nothing, and costs nothing.
        for quiet in [hours, nil, hours, hours] {
            try await chat.changeProfile(ProfileChange(quiet: .some(quiet)), of: ben, on: World.device)
        }
        let acts: [@Sendable () async throws -> Void] = [
            { try await chat.setPinned(true, in: world.lobby, by: ben) },
            { try await chat.setNotify(.everything, in: world.lobby, by: ben) },
            { try await chat.changeProfile(ProfileChange(quiet: .some(nil)), of: ben, on: World.device) },
        ]
        for act in acts { await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(30))) { try await act() } }
        // Each waits for half a minute, where an act would for five; others and acts have counts of their own.
        try await chat.setPinned(true, in: world.lobby, by: world.cleo)
        try await chat.changeProfile(ProfileChange(name: "Benno"), of: ben, on: World.device)
        world.clock.advance(by: .seconds(30))
        try await acts[1]()
    }

    @Test func `wrong passwords from elsewhere do not lock out where one has been`() async throws {
        let world = try await World()
        let stranger = Device(name: "x", address: "203.0.113.9")
        for _ in 0..<20 {
            await #expect(throws: Refusal.invalidCredentials) {
                try await world.chat.login(email: "ben@example.org", password: "wrong", from: stranger)
            }
        }
        await #expect(throws: Refusal.self) {
            try await world.chat.login(email: "ben@example.org", password: World.password, from: stranger)
        }
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
    }

    @Test(arguments: [
        "a\0b", "\0", "x\r\n\u{2028}y", "a" + String(repeating: "\u{301}", count: 5_000),
        String(repeating: "👩‍👩‍👧‍👦", count: 64),
    ])
    func `what is no address is counted under a name that every database keeps`(typed: String) {
        let subject = Throttle.subject(ofNoAddress: typed)
        #expect(subject.utf8.count <= 4 * Limits.throttledCharactersMax && !subject.hasControlCharacter)
    }

    @Test func `twenty wrong codes an hour, however many codes are asked for`() async throws {
        let world = try await World()
        var wrong = 0
        for _ in 0..<5 {
            _ = try await world.chat.login(email: "ben@example.org", password: World.password)
            for _ in 0..<5 {
                do {
                    _ = try await world.chat.verify(email: "ben@example.org", code: "abc", device: World.device)
                } catch Refusal.invalidCode, Refusal.tooManyAttempts {
                    wrong += 1
                } catch Refusal.rateLimited {
                    continue
                }
            }
            world.clock.advance(by: .seconds(61))
        }
        #expect(wrong == 20)
    }

    @Test func `five codes an hour to one address`() async throws {
        let world = try await World()
        var sent = 0
        for _ in 0..<10 {
            do {
                _ = try await world.chat.login(email: "ben@example.org", password: World.password)
                sent += 1
            } catch Refusal.rateLimited {
                break
            }
            world.clock.advance(by: .seconds(61))
        }
        #expect(sent == 5)
    }

    @Test func `strangers leave the owner of an address codes to sign in with`() async throws {
        let world = try await World()
        // A code that is voided by the next takes its mail with it.
        var sent: Set<String?> = []
        for _ in 0..<10 {
            _ = try await world.chat.forgotPassword(email: "ben@example.org")
            sent.insert(try await world.mail(to: "ben@example.org")?.messageID)
            world.clock.advance(by: .seconds(61))
        }
        #expect(sent.count == 3)
        _ = try await world.chat.login(email: "ben@example.org", password: World.password)
        sent.insert(try await world.mail(to: "ben@example.org")?.messageID)
        #expect(sent.count == 4)
    }

    @Test(arguments: ["signing in", "another password"])
    func `right passwords are counted as well: each is hashed`(what: String) async throws {
        let world = try await World()
        func give() async throws {
            if what == "signing in" {
                _ = try await world.chat.login(email: "ben@example.org", password: World.password)
            } else {
                try await world.chat.changePassword(of: world.ben, from: World.password, to: World.password)
            }
        }
        for _ in 1...Limits.passwordChecksAtOnce { try await give() }
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(10))) { try await give() }
        world.clock.advance(by: .seconds(10))
        try await give()
        await #expect(throws: Refusal.rateLimited(retryAfter: .seconds(10))) { try await give() }
    }

    @Test func `a holder's own sign-ins leave a stranger as many tries as an address that nobody has`() async throws {
        let world = try await World()
        for _ in 1...10 { _ = try await world.chat.login(email: "ben@example.org", password: World.password) }
        func tries(at email: String) async -> Int {
            for count in 0..<100 {
                do {
                    _ = try await world.chat.login(email: email, password: "not the password", from: World.device)
                } catch {
                    if error as? Refusal != .invalidCredentials { return count }
                }
            }
            return 100
        }
        #expect(await tries(at: "ben@example.org") == 20)
        #expect(await tries(at: "nobody@example.org") == 20)
    }

    @Test func `a new address's code that is on its way costs no look at the password`() async throws {
        let world = try await World()
        func ask(_ password: String) async throws -> CodeSent {
            try await world.chat.changeEmail(
                to: "new@example.org", password: password, of: world.ben, from: World.device)
        }
        let sent = try await ask(World.password)
        for _ in 1...30 { #expect(try await ask("never looked at") == sent) }
        world.clock.advance(by: Limits.codeResendAfter)
        await #expect(throws: Refusal.invalidCredentials) { try await ask("looked at") }
    }

    @Test func `a stranger's registrations silence no other notice`() async throws {
        let world = try await World()
        for _ in 1...3 {
            _ = try await world.chat.register(name: "Eve", email: "cleo@example.org", password: World.password)
        }
        #expect(try await world.mail(to: "cleo@example.org")?.subject == "You already have an account at Snug")
        let invite = try await world.chat.makeInvite(NewInvite(), by: world.ada, from: World.device)
        _ = try await world.chat.mailInvite(
            invite.invite.id, to: "cleo@example.org", by: world.ada, from: World.device)
        world.clock.advance(by: .seconds(3_600))
        _ = try await world.chat.changeEmail(
            to: "cleo@example.org", password: World.password, of: world.ben, from: World.device)
        #expect(try await world.mail(to: "cleo@example.org")?.subject == "Your address at Snug")
    }
}
