import Foundation
import SnugChat
import SnugIdentity
import SnugStore

/// The checks of a server, each in a file of its own.
struct Checks: Sendable {
    let settings: ServeSettings
    /// The database; nil where it cannot be opened, and what needs it is left out.
    let open: OpenStore?
    let mends: Mends
    /// The program that runs the checks.
    let observer: Observer
    /// The monitor of reading every page.
    var monitor = ProgressMonitor()

    enum Observer: Sendable {
        /// The server itself, which leaves out reading every page of the database.
        case server
        /// The command, with what it knows of the server.
        case command(ServerCheck)
    }

    /// Returns at least one finding for each check, in the order of the checks.
    ///
    /// They run concurrently, since some wait for the network.
    func findings(_ checks: [Finding.Check] = Finding.Check.allCases) async -> [Finding] {
        await withTaskGroup(of: (Int, [Finding]).self) { group in
            for (place, check) in checks.enumerated() {
                group.addTask { (place, await look(at: check)) }
            }
            let found = await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            return checks.indices.flatMap { found[$0] ?? [] }
        }
    }

    private func look(at check: Finding.Check) async -> [Finding] {
        switch check {
        case .server: await server()
        case .config: await config()
        case .db: await db()
        case .disk: await disk()
        case .smtp: await smtp()
        case .push: await push()
        case .tls: await tls()
        case .proxy: await proxy()
        case .backup: await backup()
        case .clock: await clock()
        case .limits: limits()
        }
    }

    var now: Timestamp { SystemClock().now }

    /// - Throws: ``StoreFault`` where there is none.
    var store: any MovableStore {
        get throws(StoreFault) {
            guard let open else { throw StoreFault(.closed, "the database is not open") }
            return open.store
        }
    }

    /// Returns a command of `snug` as it is to be typed for this server.
    func command(_ words: String) -> String { mends.command(words) }

    /// The database's absolute path, since commands are typed in other folders; else its address.
    var database: String { mends.database }

    /// True where the server itself looks.
    var isServer: Bool { if case .server = observer { true } else { false } }

    /// The server that has the database open, as a command sees it.
    var runningServer: RunningServer? { if case .command(let check) = observer { check.running } else { nil } }

    /// The host of the address that people open.
    var siteHost: String { SettingText.host(of: settings.policy.siteURL) ?? "localhost" }

    var isLocalSite: Bool {
        ["localhost", "127.0.0.1", "[::1]", "::1"].contains(siteHost) || siteHost.hasSuffix(".localhost")
    }
}

extension [Finding] {
    /// Returns these findings with those marked that the setting `check-ignore` or a command names.
    func ignoring(_ ids: Set<String> = [], by sources: SettingSources) -> [Finding] {
        let ignored = ids.union(sources.ignoredFindings)
        return map { finding in
            var finding = finding
            finding.isIgnored = ignored.contains(finding.id)
            return finding
        }
    }

    /// Returns these findings, or a single good one in place of none.
    func or(_ check: Finding.Check, _ what: @autoclosure () -> String) -> [Finding] {
        isEmpty ? [.ok(check, what())] : self
    }
}
