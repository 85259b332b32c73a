import Logging
import SnugChat
import SnugMail
import SnugServer

/// Every setting there is.
enum Settings {
    static let listen = Setting(
        name: "listen", standard: "127.0.0.1:8080", shape: "ADDRESS:PORT",
        meaning: "Where to listen; port 0 picks a free one.", isOfMachine: true,
        takesEffect: .afterRestart, parse: Endpoint.init)
    static let database = Setting(
        name: "database", shape: "FILE",
        meaning: "The database file (default: data/snug.db; for the service and its user /var/lib/snug/snug.db).",
        isOfMachine: true, takesEffect: .outsideOnly, parse: SettingText.any)
    static let tlsCertificate = Setting(
        name: "tls-certificate", shape: "FILE",
        meaning: "The certificate with its chain (PEM), for https without a proxy; read again when it changes.",
        isOfMachine: true, takesEffect: .afterRestart, parse: SettingText.any)
    static let tlsKey = Setting(
        name: "tls-key", shape: "FILE", meaning: "Its key (PEM, without a passphrase).",
        isOfMachine: true, takesEffect: .afterRestart, parse: SettingText.any)
    static let siteURL = Setting(
        name: "site-url", shape: "URL",
        meaning:
            "The origin that people open, for links, cookies and origin checks (default: http://localhost:PORT, with"
            + " a certificate https).",
        takesEffect: .afterRestart, parse: SettingText.origin)
    static let siteName = Setting(
        name: "site-name", standard: "Snug", shape: "NAME", meaning: "The name that pages and mails carry.",
        parse: SettingText.any)
    static let smtpHost = Setting(
        name: "smtp-host", shape: "HOST", meaning: "The mail relay; without one, mails are printed.",
        parse: SettingText.word)
    static let smtpPort = Setting(
        name: "smtp-port", shape: "PORT", meaning: "Its port (default: 587, 465 for implicit TLS, 25 for none).",
        parse: SettingText.number(1...65_535))
    static let smtpTLS = Setting(
        name: "smtp-tls", standard: "starttls", shape: "starttls|implicit|none",
        meaning: "How the relay is talked to; with none, the password goes in the clear.",
        parse: { SMTPSettings.TLS(rawValue: $0) })
    static let smtpUsername = Setting(
        name: "smtp-username", shape: "NAME", meaning: "The relay's user name.", parse: SettingText.any)
    static let smtpPassword = Setting(
        name: "smtp-password", shape: "PASSWORD", meaning: "The relay's password.", isSecret: true,
        parse: SettingText.any)
    static let smtpCAFile = Setting(
        name: "smtp-ca-file", shape: "FILE",
        meaning: "Certificates (PEM) to trust for the relay, in place of the system's.", isOfMachine: true,
        parse: SettingText.any)
    static let mailFrom = Setting(
        name: "mail-from", shape: "ADDRESS",
        meaning: "The sender: address, or Name <address> (default: snug@ the site's host).", parse: { MailFrom($0) })
    static let registration = Setting(
        name: "registration", standard: "closed", shape: "closed|invite|domain|open",
        meaning: "Who may make an account.", parse: { Registration(rawValue: $0) })
    static let registrationDomains = Setting(
        name: "registration-domains", shape: "DOMAIN,…", meaning: "The mail domains that registration domain lets in.",
        parse: SettingText.domains)
    static let trustedProxies = Setting(
        name: "trusted-proxies", shape: "ADDRESS,…",
        meaning: "Proxies (addresses or CIDR blocks) whose X-Forwarded-For counts (default: none).",
        takesEffect: .afterRestart, parse: { TrustedProxies($0) })
    static let logLevel = Setting(
        name: "log-level", standard: "info", shape: "LEVEL",
        meaning: "What is logged: trace, debug, info, notice, warning, error or critical.",
        parse: { Logger.Level(rawValue: $0) })
    static let logFormat = Setting(
        name: "log-format", shape: "text|json|journald",
        meaning: "How it is logged (default: journald under systemd, else text).",
        takesEffect: .afterRestart, parse: { Log.Format(rawValue: $0) })
    static let metricsListen = Setting(
        name: "metrics-listen", shape: "127.0.0.1:PORT",
        meaning: "Where Prometheus finds /metrics, on this machine alone (default: nowhere).", isOfMachine: true,
        takesEffect: .afterRestart, parse: SettingText.loopback)
    static let messageRate = Setting(
        name: "message-rate", standard: "30", shape: "NUMBER",
        meaning: "Messages a second that one user may send, bursts of ten seconds' worth; 0 is no limit.",
        parse: SettingText.rate)
    static let socketsPerUser = Setting(
        name: "sockets-per-user", standard: "20", shape: "NUMBER", meaning: "Sockets that one user may have open.",
        parse: SettingText.number(1...1_000_000))
    static let socketsPerAddress = Setting(
        name: "sockets-per-address", standard: "500", shape: "NUMBER",
        meaning: "Sockets that one address may have open.", parse: SettingText.number(1...1_000_000))
    static let sessionDays = Setting(
        name: "session-days", standard: "30", shape: "DAYS",
        meaning: "How long a sign-in lasts from its latest renewal.", parse: SettingText.number(1...3_650))
    static let sessionMaxDays = Setting(
        name: "session-max-days", standard: "365", shape: "DAYS",
        meaning: "How long a sign-in lasts however often it is renewed.", parse: SettingText.number(1...3_650))

    static let backupTime = Setting(
        name: "backup-time", standard: "02:30", shape: "HH:MM|off",
        meaning: "When each night's backup is made, in UTC.", parse: { BackupTime($0) })
    static let backupKeep = Setting(
        name: "backup-keep", standard: "14", shape: "NUMBER", meaning: "How many backups are kept.",
        parse: SettingText.number(1...Limits.backupsKeptMax))
    static let backupDirectory = Setting(
        name: "backup-directory", shape: "DIRECTORY",
        meaning: "Where backups are kept (default: backups/ beside the database).", isOfMachine: true,
        parse: SettingText.any)

    /// In the order of `snug config show`.
    static let all: [any SettingDeclaration] = [
        listen, tlsCertificate, tlsKey, database, siteURL, siteName, registration, registrationDomains, sessionDays,
        sessionMaxDays,
        messageRate, socketsPerUser, socketsPerAddress, trustedProxies, smtpHost, smtpPort, smtpTLS, smtpUsername,
        smtpPassword, smtpCAFile, mailFrom, backupTime, backupKeep, backupDirectory, logLevel, logFormat,
        metricsListen,
    ]

    /// The setting of a name in any of its spellings: `smtp.host`, `smtp-host`, `SNUG_SMTP_HOST`.
    static func named(_ text: String) -> (any SettingDeclaration)? {
        all.first { $0.key == text || $0.name == text || $0.environmentName == text }
    }

    /// The key that a misspelt one was most likely meant to be.
    static func nearestKey(to text: String) -> String? {
        NearestName.of(text.lowercased().replacing("-", with: "."), among: all.map(\.key))
    }

    /// Variables that look like settings but are none, each with the one that was most likely meant.
    static func unknownVariables(in environment: [String: String]) -> [(name: String, nearest: String?)] {
        let known = Set(all.flatMap { [$0.environmentName, $0.environmentName + "_FILE"] })
        let unknown = environment.keys.filter { name in
            name.hasPrefix("SNUG_") && !name.hasPrefix("SNUG_TEST_") && !known.contains(name)
        }
        return unknown.sorted().map { ($0, NearestName.of($0, among: known.sorted())) }
    }
}
