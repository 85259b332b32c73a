import Foundation
import SnugChat
import SnugIdentity
import SnugServer
import SnugStore

/// The check that a server runs, which needs neither the database nor settings that can be read.
struct ServerCheck: Sendable {
    var mends: Mends
    /// The server that has the database open.
    let running: RunningServer?
    /// The installed service, where the database is its own.
    let unit: ServiceUnit?
    /// The program that has the service's port; nil where nobody has.
    let holder: String?

    /// - Parameter version: the version that the latest server on this database noted.
    func findings(version: String?) -> [Finding] {
        guard let running else { return [stopped] }
        let version = version.map { ", version \($0)" } ?? ""
        let since = running.startedAt.map { " since \(TextTable.time($0)) UTC" } ?? ""
        let said = Finding.ok(.server, "It runs\(since) as process \(running.processID)\(version).")
        guard let started = running.startedAt, let changed = mends.service?.settingsChangedAt,
            changed > started + Limits.processStartSlack,
            // What is dated ahead says nothing of what came after what.
            changed <= SystemClock().now + Limits.clockSkewMax
        else { return [said] }
        return [
            Finding(
                .serverOlderThanSettings, .warning,
                "\(mends.service?.environmentFile ?? "") was changed after the server started.",
                why: "What is new in it counts from the server's next start on.", fix: Mends.restart)
        ]
    }

    private var stopped: Finding {
        let why = "Nobody can sign in, read or write."
        guard mends.service != nil else {
            return Finding(
                .serverStopped, .error, "No server has \(mends.database) open.", why: why, fix: mends.serve)
        }
        if let unit, unit.properties["ActiveState"] == "active" {
            return Finding(
                .serverStopped, .error, "The service runs (\(unit.state)), but not on \(mends.database).",
                why: "Commands and the server work on two databases.", fix: Mends.restart)
        }
        let state = unit.map { ": \($0.state)" + ($0.failure.map { "; \($0)" } ?? "") } ?? ""
        guard let fault = unit.flatMap({ StartFault(journal: $0.journal) }) else {
            return Finding(
                .serverStopped, .error, "It does not run\(state).", why: why, fix: "sudo systemctl start snug")
        }
        let taken = fault.reason == .portTaken ? holder.map { " The port is held by \($0)." } ?? "" : ""
        return Finding(
            .serverStopped, .error, "It does not run\(state). Its last words: \(fault.text)\(taken)", why: why,
            fix: mends.start(after: fault))
    }
}

extension Checks {
    /// Checks that the server is one that runs by the settings as they now are.
    func server() async -> [Finding] {
        guard case .command(let check) = observer else {
            return [
                .ok(
                    .server,
                    "It runs as process \(ProcessInfo.processInfo.processIdentifier), version \(Version.number).")
            ]
        }
        return check.findings(version: try? await store.notedVersion())
    }
}
