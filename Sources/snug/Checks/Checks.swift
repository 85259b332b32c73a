import Foundation
import SnugChat
import SnugIdentity
import SnugStore

/// The checks of a server, each in a file of its own.
struct Checks: Sendable {
    let settings: ServeSettings
    let store: SQLiteStore
    let environment: [String: String]
    /// The program that runs the checks.
    let observer: Observer

    enum Observer: Sendable, Hashable {
        /// The server itself, which leaves out reading every page of the database.
        case server
        /// The command, with the server where one runs.
        case command(RunningServer?)
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
        case .config: config()
        case .db: await db()
        case .disk: disk()
        case .smtp: await smtp()
        case .tls: tls()
        case .proxy: await proxy()
        case .backup: await backup()
        case .clock: await clock()
        case .limits: limits()
        }
    }

    var now: Timestamp { SystemClock().now }

    /// Returns a command of `snug` as it is to be typed for this server.
    func command(_ words: String) -> String { "snug \(words) --database \(SettingText.quoted(database))" }

    /// The database's absolute path, since commands are typed in other folders.
    var database: String { URL(fileURLWithPath: settings.database).path }

    /// The host of the address that people open.
    var siteHost: String { SettingText.host(of: settings.policy.siteURL) ?? "localhost" }

    var isLocalSite: Bool {
        ["localhost", "127.0.0.1", "[::1]", "::1"].contains(siteHost) || siteHost.hasSuffix(".localhost")
    }
}

extension [Finding] {
    /// Returns these findings, or a single good one in place of none.
    func or(_ check: Finding.Check, _ what: @autoclosure () -> String) -> [Finding] {
        isEmpty ? [.ok(check, what())] : self
    }
}
