import ArgumentParser
import FoundationEssentials
import Glibc
import SnugChat
import SnugIdentity
import SnugMail
import SnugPostgres
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
        completion: .list(Finding.Check.allCases.map(\.rawValue)), transform: ArgumentText.check)
    var checks: [Finding.Check] = []
    @OptionGroup var form: AnswerForm
    @Option(
        help: ArgumentHelp(
            "A finding that is known and counts for nothing: smtp.none; --json and the setting check-ignore name them.",
            valueName: "ID"), completion: .list(Finding.Trouble.allCases.map(\.rawValue)),
        transform: ArgumentText.finding)
    var ignore: [Finding.Trouble] = []
    @Option(
        help: ArgumentHelp("Send a mail there, to see whether it arrives.", valueName: "ADDRESS"),
        transform: ArgumentText.address)
    var sendTestMail: EmailAddress?
    @OptionGroup var flags: SettingFlags

    func run() async throws {
        let findings = try await look()
        try form.say(
            Report(findings: findings, checked_at: Date.now.formatted(.iso8601)),
            or: findings.flatMap(lines(of:)))
        let levels = findings.filter { !$0.isIgnored }.map(\.level)
        if levels.contains(.error) { throw ExitCode.broken }
        if levels.contains(.warning) { throw ExitCode.failure }
    }

    /// The report as JSON, in the form of `GET /api/v1/admin/findings`.
    private struct Report: Encodable {
        var findings: [Finding]
        var checked_at: String
    }

    private var chosen: [Finding.Check] {
        guard checks.isEmpty else { return Finding.Check.allCases.filter(checks.contains) }
        return sendTestMail == nil ? Finding.Check.allCases : [.smtp]
    }

    private func lines(of finding: Finding) -> [String] {
        let name = finding.check.rawValue
        let level = finding.isIgnored ? "ignored  " : finding.level.word
        let first = "\(name + String(repeating: " ", count: 8 - name.count))\(level)\(finding.what)"
        guard finding.level != .ok, !finding.isIgnored else { return [first] }
        let indent = String(repeating: " ", count: 17)
        return [first, "\(indent)\(finding.why)", "\(indent)→ \(finding.fix)"]
    }

    /// Runs the checks; an unreadable database or setting is a finding too.
    private func look() async throws -> [Finding] {
        let place = try await CommandDatabase(flags: flags.given)
        let path = place.path
        if let own = place.unseen {
            return [
                Finding(
                    .dbUnusable, .error, "This user may not look at the service's database, \(own).",
                    why: "Nothing can be said of the server.", fix: "sudo snug check")
            ]
        }
        // What root alone may see comes before the rest is done as the service's user.
        let running = RunningServer(serving: place)
        let service = InstalledService.managed(path)
        // Read before this process is another user's by whoever is the owner already.
        let full = running == nil && geteuid() != 0 ? await place.fullSources() : place.sources
        var server = ServerCheck(
            mends: Mends(database: path, sources: place.sources, service: service), running: running,
            unit: service.flatMap { _ in ServiceUnit.ask() },
            holder: running == nil
                ? (try? full.value(Settings.listen)).flatMap { PortHolder.of(port: $0.port) } : nil)
        do {
            try place.enter()
            let outside = try await sources(place, running)
            server.mends = Mends(database: path, sources: outside, service: service)
            return try await LongWork.carryOut { monitor in
                let open = try place.open(for: .looking, backups: try? outside.backupFolder, monitor: monitor)
                defer { try? open.close() }
                let stored = try await open.store.settings()
                try place.location.checkNotMoved(stored)
                let sources = outside.over(stored)
                return try await look(at: open, sources, server, monitor)
                    .ignoring(Set(ignore.map(\.rawValue)), by: sources)
            }
        } catch let fault as DatabaseFault {
            if case .notUpgraded(let schema, let known) = fault.reason {
                return unusable(server, server.older(schema: schema, known: known))
            }
            let stranger = Finding.wrongOwner(of: path, backups: nil, server.mends)
            let trouble: Finding.Trouble
            if case .store(let fault) = fault.reason, fault.kind == .damaged {
                trouble = .dbDamaged
            } else {
                trouble = .dbUnusable
            }
            let unusable = Finding(
                trouble, .error, "\(fault)", why: Self.loss, fix: server.mends.database(after: fault))
            let folder = path.folderOfPath
            return self.unusable(
                server, stranger ?? Finding.readOnlyDisk(DiskSpace(at: folder), folder) ?? unusable)
        } catch var fault as PostgresFault {
            if fault.reason == .empty, let former = await server.mends.sources.formerDatabase { fault = former.fault }
            if case .notUpgraded(let schema, let known) = fault.reason {
                return unusable(server, server.older(schema: schema, known: known))
            }
            let fix = server.mends.database(after: fault)
            let trouble = [.pooled, .deaf].contains(fault.reason) ? Finding.Trouble.dbPooler : .dbUnusable
            return await unusable(
                server, Finding(trouble, .error, "\(fault)", why: Self.loss, fix: fix), isOfFile: false)
        } catch let fault as StoreFault {
            // The database opens, but not even its settings can be read.
            let isFile = place.location.file != nil
            return await unusable(
                server,
                Finding(
                    isFile ? .dbDamaged : .dbUnusable, .error, "\(place.location.fault(of: fault))", why: Self.loss,
                    fix: isFile
                        ? server.mends.restore(server.mends.newestBackup)
                        : server.mends.database(after: PostgresFault(.store(fault)))),
                isOfFile: isFile)
        }
    }

    private func look(
        at open: OpenStore, _ sources: SettingSources, _ server: ServerCheck, _ monitor: ProgressMonitor
    ) async throws -> [Finding] {
        let mends = Mends(database: server.mends.database, sources: sources, service: server.mends.service)
        let store = open.store
        do {
            let settings = try await settings(sources, store)
            let checks = Checks(
                settings: settings, open: open, mends: mends, observer: .command(server), monitor: monitor)
            let findings = await checks.findings(chosen) + (await testMail(settings, mends))
            if monitor.isInterrupted { throw CancellationError() }
            return findings
        } catch let error as CancellationError {
            throw error
        } catch {
            let fault = StartFault(SettingText.reason(error))
            return serverAlone(server, version: try? await store.notedVersion()) + [
                Finding(
                    .configUnusable, .error, fault.text, why: "The server does not start with this setting.",
                    fix: fault.reason == .other
                        ? mends.command("config show --origin") : mends.start(after: fault))
            ]
        }
    }

    private static let loss = "Nothing works without the database."

    private func unusable(_ server: ServerCheck, _ finding: Finding) -> [Finding] {
        let first = serverAlone(server, version: nil).map { $0.mended(by: finding) }
        return (first + [finding]).ignoring(Set(ignore.map(\.rawValue)), by: server.mends.sources)
    }

    /// Returns the findings where the database cannot be used: those that need none of it among them, unless it is a file.
    private func unusable(_ server: ServerCheck, _ finding: Finding, isOfFile: Bool) async -> [Finding] {
        guard !isOfFile else { return unusable(server, finding) }
        let first = serverAlone(server, version: nil).map { one in
            guard one.level == .ok else { return one }
            return Finding(
                .serverWaiting, .error, one.what.dropLast() + ", and waits for its database.",
                why: "Nobody can sign in, read or write.", fix: finding.fix)
        }
        let others: [Finding.Check] = [.config, .smtp, .tls, .proxy, .clock, .limits]
        let checks = (try? ServeSettings(server.mends.sources)).map {
            Checks(settings: $0, open: nil, mends: server.mends, observer: .command(server))
        }
        let findings = await checks?.findings(chosen.filter(others.contains)) ?? []
        return (first.map { $0.mended(by: finding) } + [finding] + findings)
            .ignoring(Set(ignore.map(\.rawValue)), by: server.mends.sources)
    }

    /// Checks the server where nothing else can be looked at.
    private func serverAlone(_ server: ServerCheck, version: String?) -> [Finding] {
        chosen.contains(.server) ? server.findings(version: version) : []
    }

    /// The settings of the server, or of one that would start now; the database's come later.
    private func sources(
        _ place: CommandDatabase, _ running: RunningServer?
    ) async throws -> SettingSources {
        var given = flags.given
        // A relative path is meant from here; the server's working directory may be another.
        if let file = place.location.file { given[Settings.database.name] = file }
        return try await place.sources.running(running, flags: given)
    }

    private func settings(_ sources: SettingSources, _ store: any Store) async throws -> ServeSettings {
        if try sources.value(Settings.siteURL) == nil, let noted = try await store.notedSite() {
            return try ServeSettings(sources.setting(Settings.siteURL, to: noted))
        }
        return try ServeSettings(sources)
    }

    private func testMail(_ settings: ServeSettings, _ mends: Mends) async -> [Finding] {
        // The smtp check reports a missing relay already.
        guard let address = sendTestMail, let smtp = settings.smtp else { return [] }
        do throws(MailFault) {
            try await SMTPMailer(settings: smtp.impatient, clock: SystemClock(), random: SystemRandomness())
                .deliver(Mail.test(to: address, site: settings.policy))
            return [.ok(.smtp, "\(smtp.host) has taken the test mail to \(address).")]
        } catch {
            return [
                Finding(
                    .smtpTestMail, .error, "The test mail to \(address) was not taken: \(error.detail).",
                    why: "Codes to this address would not arrive either.",
                    fix: mends.command("check smtp"))
            ]
        }
    }
}

extension Finding {
    /// Returns this finding with another's mend: to start a server helps none that does not start for that.
    fileprivate func mended(by other: Finding) -> Finding {
        guard fix == Mends.start else { return self }
        var finding = self
        finding.fix = other.fix
        return finding
    }
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
