import ArgumentParser
import FoundationEssentials
import SnugChat
import SnugIdentity
import SnugMail
import SnugStore

/// The `snug check` command.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look the server over: what is wrong, why it matters, and the command that mends it.",
        discussion: """
            Beside a running server it looks with the settings of that one, which takes root where the service has a \
            user of its own: sudo snug check. Flags given here count before those. Ends \
            with 0 where all is well, 1 where there are warnings, 2 where something is \
            broken.
            """)

    @Argument(
        help: ArgumentHelp(
            "What to look at: \(Finding.Check.allCases.map(\.rawValue).joined(separator: ", ")) (default: all).",
            valueName: "check"),
        completion: .list(CheckArgument.allValueStrings))
    var checks: [CheckArgument] = []
    @Flag(help: "As one JSON object.") var json = false
    @Option(help: ArgumentHelp("Send a mail there, to see whether it arrives.", valueName: "ADDRESS"))
    var sendTestMail: AddressArgument?
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let findings = try await look()
        if json {
            try Console.say(json: Report(findings: findings, checked_at: Date.now.formatted(.iso8601)))
        } else {
            for finding in findings { tell(finding) }
        }
        let levels = findings.map(\.level)
        if levels.contains(.error) { throw ExitCode.broken }
        if levels.contains(.warning) { throw ExitCode.failure }
    }

    /// The report as JSON, in the form of `GET /api/v1/admin/findings`.
    private struct Report: Encodable {
        var findings: [Finding]
        var checked_at: String
    }

    private var chosen: [Finding.Check] {
        guard checks.isEmpty else { return Finding.Check.allCases.filter { checks.map(\.check).contains($0) } }
        return sendTestMail == nil ? Finding.Check.allCases : [.smtp]
    }

    private func tell(_ finding: Finding) {
        let name = finding.check.rawValue
        Console.say("\(name + String(repeating: " ", count: 8 - name.count))\(finding.level.word)\(finding.what)")
        guard finding.level != .ok else { return }
        let indent = String(repeating: " ", count: 17)
        Console.say("\(indent)\(finding.why)")
        Console.say("\(indent)→ \(finding.fix)")
    }

    /// Runs the checks; an unreadable database or setting is a finding too.
    private func look() async throws -> [Finding] {
        let place = try await CommandDatabase(flags: flags.given)
        let path = place.path
        // What root alone may read comes before the rest is done as the service's user.
        let server = RunningServer(serving: path)
        let launch = server?.settings ?? .init(flags: [:], environment: place.sources.environment)
        let sources = try await sources(place, launch)
        let store: SQLiteStore
        do {
            try place.enter()
            store = try SQLiteStore.open(path: path, for: .command, events: NoEvents())
        } catch let fault as DatabaseFault {
            return [
                Finding(
                    .db, .error, "\(fault)", why: "Nothing works without the database.",
                    fix: "snug check --database FILE, with the file that the server uses")
            ]
        }
        defer { try? store.close() }
        do {
            let settings = try await settings(sources, store)
            let checks = Checks(
                settings: settings, store: store, environment: launch.environment, observer: .command(server))
            return await checks.findings(chosen) + (await testMail(settings))
        } catch let error as ValidationError {
            return [
                Finding(
                    .config, .error, error.message, why: "The server does not start with this setting.",
                    fix: "snug config show --origin --database \(SettingText.quoted(path))")
            ]
        } catch let fault as StoreFault {
            // The database opens, but not even its settings can be read.
            return [
                Finding(
                    .db, .error, "\(DatabaseFault(path: path, reason: .store(fault)))",
                    why: "Nothing works without the database.",
                    fix: "With the server stopped: snug restore BACKUP --database \(SettingText.quoted(path))")
            ]
        }
    }

    /// The settings of the server, or of one that would start now; the database's come later.
    private func sources(
        _ place: CommandDatabase, _ launch: RunningServer.LaunchSettings
    ) async throws -> SettingSources {
        var given = launch.flags.merging(flags.given) { _, own in own }
        // A relative path is meant from here; the server's working directory may be another.
        given[Settings.database.name] = place.path
        return try await SettingSources(flags: given, environment: launch.environment)
    }

    private func settings(_ outside: SettingSources, _ store: SQLiteStore) async throws -> ServeSettings {
        let sources = outside.over(try await store.settings())
        if try sources.value(Settings.siteURL) == nil, let noted = try await store.notedSite() {
            return try ServeSettings(sources.setting(Settings.siteURL, to: noted))
        }
        return try ServeSettings(sources)
    }

    private func testMail(_ settings: ServeSettings) async -> [Finding] {
        // The smtp check reports a missing relay already.
        guard let address = sendTestMail?.address, let smtp = settings.smtp else { return [] }
        do throws(MailFault) {
            try await SMTPMailer(settings: smtp.impatient, clock: SystemClock(), random: SystemRandomness())
                .deliver(Mail.test(to: address, site: settings.policy))
            return [.ok(.smtp, "\(smtp.host) has taken the test mail to \(address).")]
        } catch {
            return [
                Finding(
                    .smtp, .error, "The test mail to \(address) was not taken: \(error.detail).",
                    why: "Codes to this address would not arrive either.",
                    fix: "snug check smtp --database \(SettingText.quoted(settings.database))")
            ]
        }
    }
}

/// A check on the command line.
struct CheckArgument: ExpressibleByArgument {
    var check: Finding.Check

    init?(argument: String) {
        guard let check = Finding.Check(rawValue: argument) else { return nil }
        self.check = check
    }

    static let allValueStrings = Finding.Check.allCases.map(\.rawValue)
}

extension Finding.Level {
    /// The level's word, padded to the width of its column.
    fileprivate var word: String {
        switch self {
        case .ok: "ok       "
        case .warning: "warning  "
        case .error: "broken   "
        }
    }
}
