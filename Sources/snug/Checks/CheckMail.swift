import Glibc
import SnugChat
import SnugIdentity
import SnugMail
import SnugStore

extension SMTPSettings {
    /// The same settings with short timeouts, for a person who waits at the terminal or the page.
    var impatient: SMTPSettings {
        var settings = self
        settings.connectTimeout = Limits.checkConnectTimeout
        settings.replyTimeout = Limits.checkReplyTimeout
        return settings
    }
}

extension Checks {
    /// Checks the relay by a dialogue that ends before a mail is sent.
    func smtp() async -> [Finding] {
        guard let smtp = settings.smtp else {
            return [
                Finding(
                    .smtpNone, .warning, "No mail server is set.",
                    why: "Mails, with their codes, go to the console and the journal, so only you can let people in.",
                    fix: mends.set((Settings.smtpHost, "mail.example.org")))
            ]
        }
        var findings = await waitingMails()
        if smtp.username != nil, smtp.password == nil, isPasswordUnseen {
            return findings + [
                Finding(
                    .smtpUnseen, .warning, "This user cannot tell whether \(smtp.host) lets the server in.",
                    why: "The password is a credential that systemd hands to the server alone.",
                    fix: command("check smtp"))
            ]
        }
        if smtp.username != nil, smtp.password == nil {
            return findings + [
                Finding(
                    .smtpPassword, .error, "smtp.username is set, but smtp.password is not.",
                    why: "The mail server will not let it in.", fix: mends.set((Settings.smtpPassword, "-")))
            ]
        }
        if smtp.tls == .none, !Self.isLoopback(smtp.host) {
            findings.append(
                Finding(
                    .smtpClear, .warning, "Mails go to \(smtp.host) in the clear.",
                    why: "Whoever is on the way reads codes and the relay's password.",
                    fix: mends.set((Settings.smtpTLS, "starttls"))))
        }
        do throws(MailFault) {
            try await SMTPMailer(settings: smtp.impatient, clock: SystemClock(), random: SystemRandomness()).tryRelay()
            findings += sender(smtp)
        } catch {
            findings.append(await failure(error, smtp))
        }
        return findings.or(.smtp, "\(smtp.host):\(smtp.port) takes mails from \(smtp.from.address).")
    }

    /// True where the relay's password may be a credential that this user may not see.
    private var isPasswordUnseen: Bool {
        guard !isServer, !ActingUser.wasRoot, let service = mends.service else { return false }
        return unsafe access(service.passwordFile, R_OK) != 0 && errno != ENOENT
    }

    /// Checks that the sender's domain is one that others can look up.
    ///
    /// A site that only this machine opens needs none while its relay is this machine too.
    private func sender(_ smtp: SMTPSettings) -> [Finding] {
        guard !(isLocalSite && Self.isLoopback(smtp.host)) else { return [] }
        return Self.findings(ofSender: smtp.from, mends)
    }

    /// Returns the finding for a sender whose domain nobody else knows.
    static func findings(ofSender from: MailFrom, _ mends: Mends) -> [Finding] {
        let domain = EmailAddress(from.address).flatMap { DomainName($0.domain) }
        guard domain?.isPublic != true else { return [] }
        return [
            Finding(
                .smtpSender, .warning, "Mails come from \(from.address), whose domain nobody else can look up.",
                why: "Most mail servers refuse such mails or take them for spam.",
                fix: mends.set((Settings.mailFrom, "ADDRESS")))
        ]
    }

    private func waitingMails() async -> [Finding] {
        guard let inspection = try? await open?.file?.inspect(isDeep: false), inspection.mailsWaiting > 0,
            let error = inspection.mailError
        else { return [] }
        return [
            Finding(
                .smtpWaiting, .warning, "\(inspection.mailsWaiting) mails wait; the relay said: \(error).",
                why: "People wait for their codes.", fix: "They go out by themselves once the relay takes them.")
        ]
    }

    private func failure(_ fault: MailFault, _ smtp: SMTPSettings) async -> Finding {
        let ports = await RelayPorts.reachable(on: smtp.host, within: Limits.checkConnectTimeout)
        return Self.failure(fault, smtp, reachable: ports, mends)
    }

    /// Returns the finding for a relay's fault, with its likely cause.
    static func failure(
        _ fault: MailFault, _ smtp: SMTPSettings, reachable: Set<Int>, _ mends: Mends
    ) -> Finding {
        let host = smtp.host.shellWord
        let place = "\(smtp.host):\(smtp.port)"
        let what = fault.detail.hasPrefix(place) ? fault.detail : "\(place) does not take mails: \(fault.detail)"
        func finding(_ trouble: Finding.Trouble, _ why: String, _ fix: String) -> Finding {
            Finding(trouble, .error, "\(what).", why: why, fix: fix)
        }
        if fault.stage == .auth {
            return finding(
                .smtpPassword,
                "The user name or the password is wrong; many providers want a password made for programs.",
                mends.set((Settings.smtpPassword, "-")))
        }
        if fault.stage == .tls {
            return finding(
                .smtpCertificate,
                "It cannot be told from a stranger's, or the port wants another kind of TLS (smtp.tls).",
                mends.set(
                    (Settings.smtpCAFile, "FILE"),
                    note: fault.detail.contains("certificate") ? "the certificate (PEM) of whoever issued it" : nil))
        }
        guard !reachable.contains(smtp.port), fault.stage == .connect || fault.stage == .lookup else {
            return finding(
                .smtpRefused, "Codes cannot be mailed, so nobody can sign in by one.", mends.command("check smtp"))
        }
        if fault.stage == .lookup {
            return finding(.smtpUnreachable, "It is misspelt, or DNS does not work here.", "getent hosts \(host)")
        }
        let open = RelayPorts.usual.filter(reachable.contains)
        if open.contains(465) || open.contains(587) {
            let (port, tls) = open.contains(587) ? (587, "starttls") : (465, "implicit")
            return finding(
                .smtpUnreachable,
                "Port \(smtp.port) is closed or blocked on the way, port \(port) is open:"
                    + " many providers block outgoing port 25, some 587.",
                mends.set((Settings.smtpTLS, tls), (Settings.smtpPort, "\(port)")))
        }
        if isLoopback(smtp.host) {
            return finding(
                .smtpUnreachable, "The mail server on this machine does not run, or has another port.", "sudo ss -ltnp")
        }
        let blocked = smtp.port == 25 ? "port 25" : "ports 25 and \(smtp.port)"
        return finding(
            .smtpUnreachable,
            "Many providers block outgoing mail (\(blocked)) until they are asked.",
            "Ask your provider to open port \(smtp.port).")
    }
}
