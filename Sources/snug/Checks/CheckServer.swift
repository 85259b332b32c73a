import Foundation
import SnugChat
import SnugIdentity
import SnugPostgres
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
                .serverStopped, .error, "It does not run\(state).", why: why, fix: Mends.start)
        }
        let taken = fault.reason == .portTaken ? holder.map { " The port is held by \($0)." } ?? "" : ""
        return Finding(
            .serverStopped, .error, "It does not run\(state). Its last words: \(fault.text)\(taken)", why: why,
            fix: mends.start(after: fault))
    }
}

extension ServerCheck {
    /// Returns the finding of a database with an older schema, which only a server that starts brings up to date.
    func older(schema: Int, known: Int) -> Finding {
        let state = "\(mends.database) has schema \(schema), and this Snug works with \(known)."
        guard let running else {
            return Finding(
                .dbOlder, .warning, state,
                why: "The server upgrades it when it starts; until then nothing else can be said of it.",
                fix: mends.service == nil ? mends.serve : Mends.start)
        }
        guard running.isThisProgram else {
            return Finding(
                .dbOlder, .error, "\(state) The server is still the older one.",
                why: "Commands of this Snug cannot work on it.",
                fix: mends.service == nil ? "Stop the server, and start it again." : Mends.restart)
        }
        return Finding(
            .dbOlder, .warning, "\(state) The server is upgrading it just now.",
            why: "Nobody can sign in, read or write until that is done; stopped meanwhile, it begins again.",
            fix: "Wait: it passes by itself.")
    }
}

extension Checks {
    /// Checks that the server is one that runs by the settings as they now are.
    func server() async -> [Finding] {
        let nodes = await nodes()
        guard case .command(let check) = observer else {
            let process = ProcessInfo.processInfo.processIdentifier
            return [.ok(.server, "It runs as process \(process), version \(Version.number).\(nodes)")]
        }
        if check.running == nil, !nodes.isEmpty {
            return [.ok(.server, "None runs on this machine.\(nodes)")]
        }
        return check.findings(version: try? await store.notedVersion())
    }

    /// Returns a sentence on the nodes that are connected to a database in PostgreSQL; empty where there is none.
    private func nodes() async -> String {
        guard case .postgres(let store) = open, let names = try? await store.nodes(), !names.isEmpty else { return "" }
        return " Connected to the database: \(names.joined(separator: ", "))."
    }
}
