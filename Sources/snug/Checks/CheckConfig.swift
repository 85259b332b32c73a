import SnugChat

extension Checks {
    /// Finds settings that contradict each other and variables that no setting reads.
    func config() -> [Finding] {
        var findings = Settings.unknownVariables(in: environment).map { name, nearest in
            Finding(
                .config, .warning, "\(name) is not a setting.", why: "It counts for nothing.",
                fix: nearest.map { "Rename it to \($0)." } ?? "Remove it; snug config show lists the settings.")
        }
        let policy = settings.policy
        if policy.sessionLifetime > policy.sessionLifetimeMax {
            findings.append(
                Finding(
                    .config, .warning, "session.days is longer than session.max.days.",
                    why: "Everyone is signed out after session.max.days, whatever session.days says.",
                    fix: command("config set session.max.days 365")))
        }
        if policy.registration == .domains([]) {
            findings.append(
                Finding(
                    .config, .warning, "registration is domain, but registration.domains names none.",
                    why: "Nobody can register without an invite.",
                    fix: command("config set registration.domains example.org")))
        }
        if policy.registration == .open, !isLocalSite, settings.smtp == nil {
            findings.append(
                Finding(
                    .config, .warning, "Registration is open to everyone, and no mail server is set.",
                    why: "Codes go to the console, so nobody can finish a registration by themselves.",
                    fix: command("config set smtp.host mail.example.org")))
        }
        if isLocalSite, !Self.isLoopback(settings.listen.host) {
            findings.append(
                Finding(
                    .config, .warning, "It listens on \(settings.listen.text), but its site.url is local.",
                    why: "Links in mails lead nowhere, and browsers elsewhere are refused by the Origin check.",
                    fix: command("config set site.url https://chat.example.org")))
        }
        guard case .command(let server?) = observer else {
            return findings.or(.config, "The settings agree with each other.")
        }
        if server.settings == nil {
            findings.append(
                Finding(
                    .config, .warning, "This user may not read what the running server was told.",
                    why: "What is said here is about this shell's settings, not those of process \(server.processID).",
                    fix: "sudo " + command("check")))
        }
        return findings.or(
            .config, "The settings of the running server (process \(server.processID)) agree with each other.")
    }

    static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
