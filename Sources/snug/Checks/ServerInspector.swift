import Foundation
import SnugChat
import SnugIdentity
import SnugMail
import SnugStore

/// The findings of `snug check` as seen from inside the running server, for administrators in the browser.
actor ServerInspector: Inspector {
    private typealias Report = (findings: [Finding], checkedAt: Timestamp)

    private let flags: [String: String]
    private let port: Int
    private let open: OpenStore
    private var store: any Store { open.store }
    private var latest: (report: Report, at: ContinuousClock.Instant)?
    private var looking: Task<Report, Never>?

    /// - Parameter port: the port that was picked at the start.
    init(flags: [String: String], port: Int, store open: OpenStore) {
        self.flags = flags
        self.port = port
        self.open = open
    }

    /// Returns the findings, at most ``Limits/findingsStandFor`` old, with those marked that are known just now.
    func findings() async -> (findings: [Finding], checkedAt: Timestamp) {
        let report = await latestReport()
        guard let sources = try? await sources else { return report }
        return (report.findings.ignoring(by: sources), report.checkedAt)
    }

    func latestFindings() async -> (findings: [Finding], checkedAt: Timestamp)? {
        guard let report = latest?.report else { return nil }
        guard let sources = try? await sources else { return report }
        return (report.findings.ignoring(by: sources), report.checkedAt)
    }

    /// Looks, unless somebody just has.
    ///
    /// The checks run once at a time: callers that come meanwhile wait for the same run.
    private func latestReport() async -> Report {
        if let latest, latest.at.duration(to: .now) < Limits.findingsStandFor { return latest.report }
        if let looking { return await looking.value }
        // No child of one caller, since others wait for it too; the checks' own timeouts bound it.
        let task = Task { () -> Report in (await look(), SystemClock().now) }
        looking = task
        let report = await task.value
        looking = nil
        latest = (report, .now)
        return report
    }

    func deliver(_ mail: Mail, with changes: [String: String?]) async throws(MailFault) -> String? {
        let smtp: SMTPSettings?
        do { smtp = try await settings(with: changes).smtp } catch {
            throw MailFault(.transient, "the settings cannot be read: \(SettingText.reason(error))")
        }
        guard let smtp else {
            try await Console.mailer.deliver(mail)
            return nil
        }
        try await SMTPMailer(settings: smtp.impatient, clock: SystemClock(), random: SystemRandomness()).deliver(mail)
        return "\(smtp.host):\(smtp.port)"
    }

    private func look() async -> [Finding] {
        do {
            let sources = try await self.sources
            let settings = try ServeSettings(sources, port: port)
            let database =
                settings.database.file.map { URL(fileURLWithPath: $0).path } ?? settings.database.description
            let mends = Mends(database: database, sources: sources, service: .managed(database))
            return await Checks(settings: settings, open: open, mends: mends, observer: .server).findings()
        } catch {
            return [
                Finding(
                    .configUnusable, .error, SettingText.reason(error),
                    why: "The server would not start again with these settings.",
                    fix: await mends?.command("config show --origin") ?? "snug config show --origin")
            ]
        }
    }

    /// The mends by the settings from outside of the database, where these can be read.
    private var mends: Mends? {
        get async {
            guard let place = try? await CommandDatabase(flags: flags) else { return nil }
            return Mends(database: place.path, sources: place.sources, service: .serving(place.path))
        }
    }

    /// Returns the settings as a server that starts now would find them, were these changed in the database.
    private func settings(with changes: [String: String?]) async throws -> ServeSettings {
        let stored = changes.reduce(into: try await store.settings()) { $0[$1.key] = $1.value }
        return try ServeSettings(try await SettingSources(flags: flags).over(stored), port: port)
    }

    private var sources: SettingSources {
        get async throws { try await SettingSources(flags: flags).over(try await store.settings()) }
    }
}
