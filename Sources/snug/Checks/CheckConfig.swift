import SnugChat
import SystemPackage

extension Checks {
    /// Finds settings that contradict each other, or what people have, and variables that no setting reads.
    func config() async -> [Finding] {
        var findings = Settings.unknownVariables(in: mends.sources.environment).map { name, nearest in
            Finding(
                .configUnknown, .warning, "\(name) is not a setting.", why: "It counts for nothing.",
                fix: nearest.map { "Rename it to \($0)." } ?? "Remove it; snug config show lists the settings.")
        }
        let policy = settings.policy
        if policy.sessionLifetime > policy.sessionLifetimeMax {
            findings.append(
                Finding(
                    .configSessions, .warning, "session.days is longer than session.max.days.",
                    why: "Everyone is signed out after session.max.days, whatever session.days says.",
                    fix: mends.set((Settings.sessionMaxDays, "3650"))))
        }
        if policy.registration == .domains([]) {
            findings.append(
                Finding(
                    .configDomains, .warning, "registration is domain, but registration.domains names none.",
                    why: "Nobody can register without an invite.",
                    fix: mends.set((Settings.registrationDomains, "example.org"))))
        }
        if policy.registration == .open, !isLocalSite, settings.smtp == nil {
            findings.append(
                Finding(
                    .configRegistration, .warning, "Registration is open to everyone, and no mail server is set.",
                    why: "Codes go to the console, so nobody can finish a registration by themselves.",
                    fix: mends.set((Settings.smtpHost, "mail.example.org"))))
        }
        if isLocalSite, !Self.isLoopback(settings.listen.host) {
            findings.append(
                Finding(
                    .configSite, .warning, "It listens on \(settings.listen.text), but its site.url is local.",
                    why: "Links in mails lead nowhere, and browsers elsewhere are refused by the Origin check.",
                    fix: mends.set((Settings.siteURL, "https://chat.example.org"))))
        }
        findings += unreadableFiles() + unreadLines() + secretsInSight() + unknownFindings()
        findings += await lostPasskeys()
        guard let server = runningServer else {
            return findings.or(.config, "The settings agree with each other.")
        }
        if server.settings == nil {
            findings.append(
                Finding(
                    .configUnseen, .warning, "This user may not read what the running server was told.",
                    why: "What is said here is about this shell's settings, not those of process \(server.processID).",
                    fix: (mends.service == nil ? "sudo " : "") + command("check")))
        }
        return findings.or(
            .config, "The settings of the running server (process \(server.processID)) agree with each other.")
    }

    /// Finds the passkeys that were made under another name of the site.
    private func lostPasskeys() async -> [Finding] {
        let site = settings.policy.siteURL
        guard let lost = try? await store.passkeys(notOf: site), let name = lost.map(\.name).last else { return [] }
        let count = lost.reduce(0) { $0 + $1.count }
        let names = lost.map(\.name).joined(separator: ", ")
        // The port and the scheme are as now: only the name is known.
        let former = site.replacing(siteHost, with: name, maxReplacements: 1)
        return [
            Finding(
                .configPasskeys, .warning,
                "\(count) \(count == 1 ? "passkey was" : "passkeys were") made under \(names), and the site is \(site).",
                why: "A passkey works under its own name alone: whoever has no password is locked out.",
                fix: mends.note(
                    "or, where \(siteHost) is meant: people sign in with their passwords, remove these and make new ones",
                    on: mends.set((Settings.siteURL, former))))
        ]
    }

    /// Finds the files named by variables that the server's user may not read, though root, who looks, could.
    private func unreadableFiles() -> [Finding] {
        let environment = mends.sources.environment
        return Settings.all.compactMap { setting in
            let variable = setting.environmentName + "_FILE"
            // What systemd hands over as a credential is root's alone.
            guard let path = environment[variable], !path.isEmpty, path != mends.service?.passwordFile,
                !ActingUser.mayRead(path)
            else { return nil }
            return Finding(
                .configUnreadable, .error, "\(path), which \(variable) names, cannot be read by the server.",
                why: "The server does not start with it.", fix: mends.letRead(path))
        }
    }

    /// Finds names in the setting `check-ignore` that no finding has, such as a newer release's.
    private func unknownFindings() -> [Finding] {
        let sources = mends.sources
        guard let complaint = sources.complaintOfUnknownFindings else { return [] }
        let known = sources.ignoredFindings.subtracting(sources.unknownFindings).sorted().joined(separator: ",")
        return [
            Finding(
                .configIgnored, .warning, "\(complaint).", why: "It silences nothing.",
                fix: mends.set((Settings.checkIgnore, known)))
        ]
    }

    /// Finds what systemd does not take of the service's environment file.
    private func unreadLines() -> [Finding] {
        guard let service = mends.service else { return [] }
        return (service.file?.complaints ?? []).map { complaint in
            Finding(
                .configUnread, .warning, "\(service.environmentFile): \(complaint).",
                why: "The service does not get what is meant there.",
                fix: "sudoedit \(service.environmentFile.shellWord) && \(Mends.restart)")
        }
    }

    /// Finds files with a password that every user of this machine can read.
    private func secretsInSight() -> [Finding] {
        guard let service = mends.service else { return [] }
        let relay = (holds: "the relay's password", why: "Whoever has it sends mails in this server's name.")
        let base = (
            holds: "the database's password", why: "Whoever has it reads and changes everything that is kept there."
        )
        var files = [(path: service.passwordFile, secret: relay, mode: "600")]
        let password = Settings.smtpPassword.environmentName
        if service.variables?[password]?.isEmpty == false { files.append((service.environmentFile, relay, "640")) }
        if settings.database.hasPassword, case .environment? = try? mends.sources.find(Settings.database)?.origin {
            files.append((service.environmentFile, base, "640"))
        }
        if settings.database.hasPassword, case .file(let path)? = try? mends.sources.find(Settings.database)?.origin {
            files.append((path, base, "640"))
        }
        return files.compactMap { path, secret, mode in
            guard let status = try? FilePath(path).stat(), status.size > 0, status.permissions.contains(.otherRead)
            else { return nil }
            return Finding(
                .configStrangers, .warning, "\(path), which has \(secret.holds), can be read by every user.",
                why: secret.why, fix: mends.asRoot("sudo chmod \(mode) \(path.shellWord)", on: path))
        }
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
