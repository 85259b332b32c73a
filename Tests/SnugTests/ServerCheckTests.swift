import Foundation
import SnugChat
import SnugTesting
import Testing

@testable import snug

@Suite struct `The check that a server runs` {
    private static let shown = """
        LoadState=loaded
        ActiveState=activating
        SubState=auto-restart
        NRestarts=19
        ReadWritePaths=/srv/backups /mnt
        """

    @Test func `reads what systemd says of the service`() {
        let unit = ServiceUnit(properties: Self.shown, journal: "")
        #expect(unit.state == "activating (auto-restart), 19 restarts")
        #expect(unit.writablePaths == ["/srv/backups", "/mnt"])
        let dead = ServiceUnit(properties: "ActiveState=inactive\nSubState=dead\nNRestarts=0", journal: "")
        #expect(dead.state == "inactive" && dead.writablePaths == [])
    }

    @Test func `finds the last words of a server among what it wrote`() {
        let journal = """
            Listening on http://127.0.0.1:8080
            Error: --message-rate: “lots” (from SNUG_MESSAGE_RATE) is not 0.01…10000.
            Usage: snug serve [<options>]
              See 'snug serve --help' for more information.
            """
        let fault = StartFault(journal: journal)
        #expect(fault?.text == "--message-rate: “lots” (from SNUG_MESSAGE_RATE) is not 0.01…10000.")
        #expect(fault?.reason == .variable("SNUG_MESSAGE_RATE"))
        #expect(StartFault(journal: "one\ntwo\n")?.text == "two")
        let lots = "Error: --message-rate: “lots” (from SNUG_MESSAGE_RATE) is not 0.01…10000."
        #expect(StartFault(journal: "\(lots)\nListening on http://127.0.0.1:8080\nStopped") == nil, "it ran well")
        #expect(StartFault(journal: "\n") == nil)
        let hidden = StartFault("SNUG_SMTP_PASSWORD_FILE: /etc/a file cannot be read.")
        #expect(hidden.reason == .unreadable(path: "/etc/a file"))
    }

    @Test func `finds the sockets that listen on a port`() {
        let table = """
              sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
               0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12345 1 0
               1: 0100007F:1F90 0100007F:9999 01 00000000:00000000 00:00000000 00000000     0        0 12346 1 0
               2: 0100007F:1F91 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12347 1 0
            """
        #expect(PortHolder.inodes(listeningOn: 8_080, in: table) == ["12345"])
    }

    @Test func `says what keeps the service from starting, and who has its port`() async throws {
        let journal = "snug: 127.0.0.1:8080 cannot be listened on: bind: address in use (errno: 98)."
        let check = try await check(ServiceUnit(properties: Self.shown, journal: journal), holder: "nginx (process 7)")
        let found = check.findings(version: nil)
        #expect(found.map(\.id) == ["server.stopped"] && found.map(\.level) == [.error])
        #expect(found[0].what.contains("19 restarts. Its last words: 127.0.0.1:8080 cannot be listened on"))
        #expect(found[0].what.hasSuffix("The port is held by nginx (process 7)."))
    }

    @Test func `says what systemd ended it by where it said nothing itself`() async throws {
        let unit = ServiceUnit(
            properties: "ActiveState=activating\nSubState=auto-restart\nResult=exit-code\nExecMainStatus=226",
            journal: "")
        let found = try await check(unit, holder: nil).findings(version: nil)
        #expect(found[0].what.contains("226/NAMESPACE") && found[0].what.contains("nesting"))
        let killed = ServiceUnit(properties: "ActiveState=failed\nResult=signal\nExecMainStatus=4", journal: "")
        #expect(killed.failure == "signal 4 ended it")
        #expect(ServiceUnit(properties: "ActiveState=inactive\nResult=success", journal: "").failure == nil)
    }

    @Test func `finds a service that runs on another database`() async throws {
        let unit = ServiceUnit(properties: "ActiveState=active\nSubState=running", journal: "Error: old")
        let found = try await check(unit, holder: nil).findings(version: nil)
        #expect(found[0].what.contains("but not on /var/lib/snug/snug.db") && !found[0].what.contains("old"))
    }

    @Test func `says what to type where nothing is known of it`() async throws {
        let found = try await check(nil, holder: nil).findings(version: nil)
        #expect(found.map(\.fix) == ["sudo systemctl start snug"])
    }

    private func check(_ unit: ServiceUnit?, holder: String?) async throws -> ServerCheck {
        let sources = try await SettingSources(flags: [:], environment: [:])
        let mends = Mends(database: "/var/lib/snug/snug.db", sources: sources, service: InstalledService())
        return ServerCheck(mends: mends, running: nil, unit: unit, holder: holder)
    }
}
