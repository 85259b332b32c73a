import SnugTesting
import Synchronization
import Testing

@testable import SnugChat

/// A relay that takes every mail, and remembers by which settings it came; settings that any text fits but "wrong", and
/// a relay with a password among them.
private final class Relay: Inspector, SettingsKeeper {
    let tried = Mutex<[[String: String?]]>([])
    let reloads = Mutex(0)

    func findings() async -> (findings: [Finding], checkedAt: Timestamp) { ([], Timestamp(seconds: 0)) }
    func latestFindings() async -> (findings: [Finding], checkedAt: Timestamp)? { nil }
    func deliver(_ mail: Mail, with changes: [String: String?]) async throws(MailFault) -> String? {
        tried.withLock { $0.append(changes) }
        return "relay:25"
    }
    func settings() async throws -> [ServerSetting] {
        [("smtp.host", "kept.example"), ("smtp.port", "587"), ("smtp.username", "snug"), ("smtp.password", nil)].map {
            ServerSetting(
                key: $0, value: $1, defaultValue: nil, origin: .database, place: nil, valueName: "TEXT", help: "",
                isSecret: $0 == "smtp.password", isWritable: true, takesRestart: false, isWaiting: false)
        }
    }
    func check(_ changes: [String: String?]) async throws {
        for (key, text) in changes where text == "wrong" { throw Refusal.invalid(key, "It is wrong.") }
    }
    func reload() async { reloads.withLock { $0 += 1 } }
}

@Suite struct `A test mail` {
    @Test func `is sent by settings that are not kept`() async throws {
        let world = try await World()
        let relay = Relay()
        let sent = try await world.chat.sendTestMail(
            through: relay, trying: ["smtp.host": "mail.example.org", "smtp.port": nil], of: relay, to: world.ada,
            on: World.device)
        #expect(sent.address == "ada@example.org" && sent.relay == "relay:25")
        let expected: [String: String?] = [
            "smtp.host": "mail.example.org", "smtp.port": nil, "smtp.username": nil,
            "smtp.password": nil,
        ]
        #expect(relay.tried.withLock { $0 } == [expected])
        #expect(relay.reloads.withLock { $0 } == 0)
        let noted = try await world.chat.audit(before: nil, limit: 1, for: world.ada).items.first
        #expect((noted?.act, noted?.actor) == (.settingsTried, world.ada.userID))
        #expect(noted?.detail == "smtp.host smtp.password smtp.port smtp.username")
        #expect(try await world.store.read { try $0.setting("smtp.host") } == nil)
    }

    @Test func `tries other settings for owners alone, and none that could not be kept`() async throws {
        let world = try await World()
        let relay = Relay()
        let mara = try await World.settle("Mara", as: .admin, world.chat, world.store, world.clock)
        for (caller, settings) in [(mara, ["smtp.host": "x"]), (world.ben, [:]), (world.ada, ["smtp.host": "wrong"])] {
            await #expect(throws: Refusal.self) {
                try await world.chat.sendTestMail(
                    through: relay, trying: settings, of: relay, to: caller, on: World.device)
            }
        }
        #expect(relay.tried.withLock { $0.isEmpty })
        _ = try await world.chat.sendTestMail(through: relay, of: relay, to: mara, on: World.device)
        #expect(relay.tried.withLock { $0 } == [[:]])
    }

    @Test func `tells the password that is kept to no other relay`() async throws {
        let world = try await World()
        let relay = Relay()
        let forgotten: [String: String?] = ["smtp.username": nil, "smtp.password": nil]
        let trials: [(changes: [String: String?], more: [String: String?])] = [
            (["smtp.port": "2525"], forgotten), (["smtp.tls": "none"], forgotten),
            (["smtp.host": nil], forgotten),
            (["smtp.host": "other.example", "smtp.password": nil], ["smtp.username": nil]),
            (["smtp.host": "other.example", "smtp.password": "its own"], [:]),
            (["smtp.host": "kept.example", "mail.from": "a@b.example"], [:]),
        ]
        for (changes, more) in trials {
            world.clock.advance(by: .seconds(1))
            let mara = try await World.settle(
                "M\(relay.tried.withLock { $0.count })", as: .owner, world.chat, world.store, world.clock)
            _ = try await world.chat.sendTestMail(
                through: relay, trying: changes, of: relay, to: mara, on: World.device)
            #expect(relay.tried.withLock { $0.last } == changes.merging(more) { $1 })
        }
    }

    @Test func `tries other settings for who has just signed in`() async throws {
        let world = try await World()
        let relay = Relay()
        world.clock.advance(by: Limits.recentSignInWithin)
        await #expect(throws: Refusal.recentSignInRequired) {
            try await world.chat.sendTestMail(
                through: relay, trying: ["mail.from": "a@b.example"], of: relay, to: world.ada, on: World.device)
        }
        #expect(relay.tried.withLock { $0.isEmpty })
        _ = try await world.chat.sendTestMail(through: relay, of: relay, to: world.ada, on: World.device)
    }

    @Test func `of another relay that is kept forgets the password with it`() async throws {
        let world = try await World()
        let relay = Relay()
        try await world.store.write { store in
            for name in ["smtp.username", "smtp.password"] { try store.setSetting(name, to: "snug") }
        }
        func change(_ changes: [String: String?]) async throws -> [String?] {
            _ = try await world.chat.changeSettings(changes, of: relay, by: world.ada, from: World.device)
            return try await world.store.read { store in
                try ["smtp.username", "smtp.password"].map { try store.setting($0) }
            }
        }
        #expect(try await change(["smtp.port": "465"]) == ["snug", "snug"])
        #expect(try await change(["smtp.host": "other.example", "smtp.password": "its own"]) == ["snug", "its own"])
        #expect(try await change(["smtp.host": "third.example"]) == [nil, nil])
    }
}
