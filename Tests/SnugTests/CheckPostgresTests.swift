import SnugChat
import SnugPostgres
import Testing

@testable import snug

@Suite struct `The check of PostgreSQL` {
    private let sound = PostgresInspection(
        version: "15.18", machine: "10.0.0.1", role: "snug", bytes: 12 << 20, schema: 1, oldestBinary: 1,
        switchedOff: [], synchronousCommit: "on",
        awaited: "",
        standbys: [], clockAhead: .seconds(-1))

    /// Returns the findings of a database that differs from a sound one.
    private func findings(_ change: (inout PostgresInspection) -> Void) -> [Finding] {
        var inspection = sound
        change(&inspection)
        return Checks.findings(of: inspection)
    }

    private func standby(isAwaited: Bool?, behind: Int64?) -> PostgresInspection.Standby {
        PostgresInspection.Standby(name: "s1", isAwaited: isAwaited, bytesBehind: behind)
    }

    @Test func `has nothing to say of a sound one, with a standby or without`() {
        #expect(findings { _ in } == [])
        #expect(
            findings {
                $0.awaited = "ANY 1 (s1, s2)"
                $0.standbys = [standby(isAwaited: true, behind: 4_096)]
            } == [])
    }

    @Test func `says how a role comes to see the state of standbys`() {
        let found = findings {
            $0.awaited = "s1"
            $0.standbys = [standby(isAwaited: nil, behind: nil)]
        }
        #expect(found.map(\.id) == ["db.unseen"] && found[0].level == .warning)
        #expect(found[0].fix == "sudo -u postgres psql -c 'GRANT pg_monitor TO snug'  # on 10.0.0.1")
    }

    @Test func `warns of a standby that no commit waits for`() {
        let found = findings { $0.standbys = [standby(isAwaited: false, behind: 0)] }
        #expect(found.map(\.id) == ["db.unsafe"] && found[0].level == .warning)
        #expect(found[0].fix.contains("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (*)'"))
    }

    @Test(arguments: ["fsync", "full_page_writes"])
    func `names the setting by which a power cut costs messages`(_ setting: String) {
        let found = findings { $0.switchedOff = [setting] }
        #expect(found.map(\.id) == ["db.unsafe"])
        #expect(found[0].level == .error)
        #expect(found[0].what.contains(setting) && found[0].fix.contains("ALTER SYSTEM SET \(setting) = 'on'"))
    }

    @Test func `warns of commits that do not wait for the standby that there is`() {
        let standby = standby(isAwaited: true, behind: 0)
        for value in ["local", "remote_write", "on", "remote_apply"] {
            let found = findings {
                ($0.synchronousCommit, $0.awaited, $0.standbys) = (value, "s1", [standby])
            }
            #expect(found.map(\.level) == (["local", "remote_write"].contains(value) ? [.warning] : []), "\(value)")
        }
        #expect(findings { $0.synchronousCommit = "local" } == [])
    }

    @Test func `says that commits wait for nobody, and which standby is behind`() {
        let none = findings { $0.awaited = "s1" }
        #expect(none.map(\.id) == ["db.standby"] && none[0].level == .error)
        let other = findings { ($0.awaited, $0.standbys) = ("s2", [standby(isAwaited: false, behind: 0)]) }
        #expect(other.map(\.level) == [.error])
        let late = findings {
            ($0.awaited, $0.standbys) = ("s1", [standby(isAwaited: true, behind: Limits.standbyBehindBytesMax + 1)])
        }
        #expect(late.map(\.level) == [.warning])
        #expect(late[0].what.contains("s1"))
    }

    @Test func `compares the clocks`() {
        #expect(
            findings { $0.clockAhead = .seconds(30) }.first?.what
                == "PostgreSQL's clock is 30 s ahead of this machine's.")
        #expect(findings { $0.clockAhead = .seconds(-30) }.first?.what.contains("30 s behind") == true)
    }
}
