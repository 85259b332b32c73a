import SnugTesting
import Synchronization
import Testing

@testable import SnugChat

/// A relay that takes every mail, and remembers by which settings it came; settings that any text fits but "wrong".
private final class Relay: Inspector, SettingsKeeper {
    let tried = Mutex<[[String: String?]]>([])

    func findings() async -> (findings: [Finding], checkedAt: Timestamp) { ([], Timestamp(seconds: 0)) }
    func latestFindings() async -> (findings: [Finding], checkedAt: Timestamp)? { nil }
    func deliver(_ mail: Mail, with changes: [String: String?]) async throws(MailFault) -> String? {
        tried.withLock { $0.append(changes) }
        return "relay:25"
    }
    func settings() async throws -> [ServerSetting] { [] }
    func check(_ changes: [String: String?]) async throws {
        for (key, text) in changes where text == "wrong" { throw Refusal.invalid(key, "It is wrong.") }
    }
    func reload() async { Issue.record("a mail to try settings put them into effect") }
}

@Suite struct `A test mail` {
    @Test func `is sent by settings that are not kept`() async throws {
        let world = try await World()
        let relay = Relay()
        let sent = try await world.chat.sendTestMail(
            through: relay, trying: ["smtp.host": "mail.example.org", "smtp.port": nil], of: relay, to: world.ada,
            on: World.device)
        #expect(sent.address == "ada@example.org" && sent.relay == "relay:25")
        #expect(relay.tried.withLock { $0 } == [["smtp.host": "mail.example.org", "smtp.port": nil]])
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
}
