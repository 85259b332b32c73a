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
                    .smtp, .warning, "No mail server is set.",
                    why: "Mails, with their codes, go to the console and the journal, so only you can let people in.",
                    fix: command("config set smtp.host mail.example.org"))
            ]
        }
        var findings = await waitingMails()
        if smtp.username != nil, smtp.password == nil {
            return findings + [
                Finding(
                    .smtp, .error, "smtp.username is set, but smtp.password is not.",
                    why: "The mail server will not let it in.", fix: command("config set smtp.password -"))
            ]
        }
        if smtp.tls == .none, !Self.isLoopback(smtp.host) {
            findings.append(
                Finding(
                    .smtp, .warning, "Mails go to \(smtp.host) in the clear.",
                    why: "Whoever is on the way reads codes and the relay's password.",
                    fix: command("config set smtp.tls starttls")))
        }
        do throws(MailFault) {
            try await SMTPMailer(settings: smtp.impatient, clock: SystemClock(), random: SystemRandomness()).tryRelay()
            findings += sender(smtp)
        } catch {
            findings.append(await failure(error, smtp))
        }
        return findings.or(.smtp, "\(smtp.host):\(smtp.port) takes mails from \(smtp.from.address).")
    }

    /// Checks that the sender's domain is one that others can look up.
    ///
    /// A site that only this machine opens needs none while its relay is this machine too.
    private func sender(_ smtp: SMTPSettings) -> [Finding] {
        guard !(isLocalSite && Self.isLoopback(smtp.host)) else { return [] }
        return Self.findings(ofSender: smtp.from, command: command)
    }

    /// Returns the finding for a sender whose domain nobody else knows.
    static func findings(ofSender from: MailFrom, command: (String) -> String) -> [Finding] {
        let domain = EmailAddress(from.address).flatMap { DomainName($0.domain) }
        guard domain?.isPublic != true else { return [] }
        return [
            Finding(
                .smtp, .warning, "Mails come from \(from.address), whose domain nobody else can look up.",
                why: "Most mail servers refuse such mails or take them for spam.",
                fix: command("config set mail.from ADDRESS"))
        ]
    }

    private func waitingMails() async -> [Finding] {
        guard let inspection = try? await store.inspect(isDeep: false), inspection.mailsWaiting > 0,
            let error = inspection.mailError
        else { return [] }
        return [
            Finding(
                .smtp, .warning, "\(inspection.mailsWaiting) mails wait; the relay said: \(error).",
                why: "People wait for their codes.", fix: "They go out by themselves once the relay takes them.")
        ]
    }

    private func failure(_ fault: MailFault, _ smtp: SMTPSettings) async -> Finding {
        let ports = await RelayPorts.reachable(on: smtp.host, within: Limits.checkConnectTimeout)
        return Self.failure(fault, smtp, reachable: ports, command: command)
    }

    /// Returns the finding for a relay's fault, with its likely cause.
    static func failure(
        _ fault: MailFault, _ smtp: SMTPSettings, reachable: Set<Int>, command: (String) -> String
    ) -> Finding {
        let place = "\(smtp.host):\(smtp.port)"
        let what = fault.detail.hasPrefix(place) ? fault.detail : "\(place) does not take mails: \(fault.detail)"
        func finding(_ why: String, _ fix: String) -> Finding {
            Finding(.smtp, .error, "\(what).", why: why, fix: fix)
        }
        if fault.stage == .auth {
            return finding(
                "The user name or the password is wrong; many providers want a password made for programs.",
                command("config set smtp.password -"))
        }
        if fault.stage == .tls {
            return finding(
                "It cannot be told from a stranger's, or the port wants another kind of TLS (smtp.tls).",
                "openssl s_client -connect \(place)" + (smtp.tls == .starttls ? " -starttls smtp" : ""))
        }
        guard !reachable.contains(smtp.port), fault.stage == .connect || fault.stage == .lookup else {
            return finding("Codes cannot be mailed, so nobody can sign in by one.", command("check smtp"))
        }
        if fault.stage == .lookup {
            return finding("It is misspelt, or DNS does not work here.", "getent hosts \(smtp.host)")
        }
        let open = RelayPorts.usual.filter(reachable.contains)
        if open.contains(465) || open.contains(587) {
            let (port, tls) = open.contains(587) ? (587, "starttls") : (465, "implicit")
            return finding(
                "Port \(smtp.port) is closed or blocked on the way, port \(port) is open:"
                    + " many providers block outgoing port 25, some 587.",
                command("config set smtp.tls \(tls)") + " && " + command("config set smtp.port \(port)"))
        }
        if isLoopback(smtp.host) {
            return finding("The mail server on this machine does not run, or has another port.", "sudo ss -ltnp")
        }
        let blocked = smtp.port == 25 ? "port 25" : "ports 25 and \(smtp.port)"
        return finding(
            "Many providers block outgoing mail (\(blocked)) until they are asked.",
            "Ask your provider to open port \(smtp.port), or look: nc -vz \(smtp.host) \(smtp.port)")
    }
}
