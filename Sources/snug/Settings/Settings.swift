import Logging
import SnugChat
import SnugMail
import SnugPush
import SnugServer

/// The declarations of all settings.
enum Settings {
    static let listen = Setting(
        name: "listen", defaultValue: "127.0.0.1:8080", valueName: "ADDRESS:PORT",
        help: "Where to listen, with tls-acme by default on port 443 for all; port 0 picks a free one.",
        expected: "an address and a port, such as 127.0.0.1:8080",
        isHostOnly: true,
        takesEffect: .afterRestart, parse: Endpoint.init)
    static let database = Setting(
        name: "database", valueName: "FILE",
        help:
            "The database file (default: data/snug.db; for the service and its user /var/lib/snug/snug.db), or a database"
            + " of PostgreSQL: postgresql://USER@HOST/NAME.",
        expected: "the path of a file, or an address such as postgresql://snug@db.example.org/snug",
        isHostOnly: true, takesEffect: .notInDatabase, redact: DatabaseLocation.shown, parse: { DatabaseLocation($0) })
    static let nodeName = Setting(
        name: "node-name", valueName: "NAME",
        help:
            "The name of this server among those on one database of PostgreSQL (default: this machine's name and the"
            + " port).",
        expected: "a name of at most \(Limits.nodeNameBytesMax) letters, digits and the signs . : - _, such as chat-1",
        isHostOnly: true, takesEffect: .notInDatabase, parse: SettingText.nodeName)
    static let tlsCertificate = Setting(
        name: "tls-certificate", valueName: "FILE",
        help: "The certificate with its chain (PEM), for https without a proxy; read again when it changes.",
        isHostOnly: true, takesEffect: .afterRestart, parse: SettingText.any)
    static let tlsKey = Setting(
        name: "tls-key", valueName: "FILE", help: "Its key (PEM, without a passphrase).",
        isHostOnly: true, takesEffect: .afterRestart, parse: SettingText.any)
    static let tlsACME = Setting(
        name: "tls-acme", valueName: "NAME,…",
        help:
            "The site's name, for https with a certificate that the server gets and renews by itself (ACME, http-01 on"
            + " port 80), by the authority's terms; further names it has as well.",
        expected: "a list of at most \(Limits.acmeNamesMax) names such as chat.example.org",
        isHostOnly: true, takesEffect: .afterRestart, parse: SettingText.hostNames)
    static let tlsACMEDirectory = Setting(
        name: "tls-acme-directory", defaultValue: "https://acme-v02.api.letsencrypt.org/directory", valueName: "URL",
        help: "The authority that tls-acme asks.", expected: "a URL that begins with https://", isHostOnly: true,
        takesEffect: .afterRestart,
        parse: SettingText.httpsURL)
    static let tlsACMECAFile = Setting(
        name: "tls-acme-ca-file", valueName: "FILE",
        help: "Certificates (PEM) to trust for that authority, in place of the system's.", isHostOnly: true,
        takesEffect: .afterRestart, parse: SettingText.any)
    static let httpListen = Setting(
        name: "http-listen", valueName: "ADDRESS:PORT",
        help:
            "Where to lead people from http to https, and to answer tls-acme's authority (default: nowhere, with"
            + " tls-acme on port 80 for all).",
        expected: "an address and a port, such as 127.0.0.1:80",
        isHostOnly: true, takesEffect: .afterRestart, parse: Endpoint.init)
    static let siteURL = Setting(
        name: "site-url", valueName: "URL",
        help:
            "The origin that people open, for links, cookies and origin checks (default: http://localhost:PORT, with"
            + " a certificate https, with tls-acme its first name).",
        expected: "an origin such as https://chat.example.org, without a path",
        takesEffect: .afterRestart, parse: SettingText.origin)
    static let siteName = Setting(
        name: "site-name", defaultValue: "Snug", valueName: "NAME", help: "The name that pages and mails carry.",
        parse: SettingText.any)
    static let smtpHost = Setting(
        name: "smtp-host", valueName: "HOST", help: "The mail relay; without one, mails are printed.",
        expected: "the name or the address of a host",
        parse: SettingText.hostName)
    static let smtpPort = Setting(
        name: "smtp-port", valueName: "PORT", help: "Its port (default: 587, 465 for implicit TLS, 25 for none).",
        expected: "a port, 1 to 65535",
        parse: SettingText.number(1...65_535))
    static let smtpTLS = Setting(
        name: "smtp-tls", defaultValue: "starttls", valueName: "starttls|implicit|none",
        help: "How the relay is talked to; with none, the password goes in the clear.",
        parse: { SMTPSettings.TLS(rawValue: $0) })
    static let smtpUsername = Setting(
        name: "smtp-username", valueName: "NAME", help: "The relay's user name.", parse: SettingText.any)
    static let smtpPassword = Setting(
        name: "smtp-password", valueName: "PASSWORD", help: "The relay's password.", isSecret: true,
        parse: SettingText.any)
    static let smtpCAFile = Setting(
        name: "smtp-ca-file", valueName: "FILE",
        help: "Certificates (PEM) to trust for the relay, in place of the system's.", isHostOnly: true,
        parse: SettingText.any)
    static let mailFrom = Setting(
        name: "mail-from", valueName: "ADDRESS",
        help: "The sender: address, or Name <address> (default: snug@ the site's host).",
        expected: "an address, or Name <address>",
        parse: { MailFrom($0) })
    static let ehloName = Setting(
        name: "ehlo-name", valueName: "NAME",
        help:
            "The name or address that the relay is greeted with (default: the site's host, else the sender's domain).",
        expected: "the name or the address of a host",
        parse: SettingText.ehloName)
    static let registration = Setting(
        name: "registration", defaultValue: "closed", valueName: "closed|invite|domain|open",
        help: "Who may make an account.", parse: { RegistrationMode(rawValue: $0) })
    static let registrationDomains = Setting(
        name: "registration-domains", valueName: "DOMAIN,…", help: "The mail domains that registration domain lets in.",
        expected: "a list of mail domains such as example.org, example.com",
        parse: SettingText.domains)
    static let trustedProxies = Setting(
        name: "trusted-proxies", valueName: "ADDRESS,…",
        help: "Proxies (addresses or CIDR blocks) whose X-Forwarded-For counts (default: none).",
        expected: "a list of addresses or CIDR blocks such as 127.0.0.1, 10.0.0.0/8",
        takesEffect: .afterRestart, parse: { TrustedProxies($0) })
    static let logLevel = Setting(
        name: "log-level", defaultValue: "info", valueName: "LEVEL",
        help: "What is logged: trace, debug, info, notice, warning, error or critical.",
        expected: "trace, debug, info, notice, warning, error or critical",
        parse: { Logger.Level(rawValue: $0) })
    static let logFormat = Setting(
        name: "log-format", valueName: "text|json|journald",
        help: "How it is logged (default: journald under systemd, else text).",
        takesEffect: .afterRestart, parse: { Log.Format(rawValue: $0) })
    static let metricsListen = Setting(
        name: "metrics-listen", valueName: "127.0.0.1:PORT",
        help: "Where Prometheus finds /metrics, on this machine alone (default: nowhere).",
        expected: "an address of this machine alone and a port, such as 127.0.0.1:9100",
        isHostOnly: true,
        takesEffect: .afterRestart, parse: SettingText.loopback)
    static let actRate = Setting(
        name: "act-rate", defaultValue: "30", valueName: "NUMBER",
        help: "Acts a minute that cost others (making, joining, renaming rooms), of one user; 0 is no limit.",
        expected: "a number from 0.01 to 10000, or 0 for no limit",
        parse: SettingText.rate)
    static let messageRate = Setting(
        name: "message-rate", defaultValue: "30", valueName: "0.01…10000",
        help: "Messages a second that one user may send, bursts of ten seconds' worth; 0 is no limit.",
        expected: "a number from 0.01 to 10000, or 0 for no limit",
        parse: SettingText.rate)
    static let socketsPerUser = Setting(
        name: "sockets-per-user", defaultValue: "20", valueName: "NUMBER", help: "Sockets that one user may have open.",
        expected: "a number from 1 to 1000000",
        parse: SettingText.number(1...1_000_000))
    static let socketsPerAddress = Setting(
        name: "sockets-per-address", defaultValue: "500", valueName: "NUMBER",
        help: "Sockets that one address may have open.",
        expected: "a number from 1 to 1000000",
        parse: SettingText.number(1...1_000_000))
    static let uploadMaxBytes = Setting(
        name: "upload-max-bytes", defaultValue: "25 MiB", valueName: "SIZE",
        help: "The largest file that one may send; 0 for no files at all.",
        expected: "a size from 0 to \(SettingText.size(Limits.uploadBytesMost)), such as 25 MiB",
        parse: SettingText.size(upTo: Limits.uploadBytesMost))
    static let storagePerUser = Setting(
        name: "storage-per-user", defaultValue: "1 GiB", valueName: "SIZE",
        help: "The space for the files of one user.",
        expected: "a size such as 1 GiB",
        parse: SettingText.size(upTo: Limits.storageMost))
    static let storage = Setting(
        name: "storage", defaultValue: "10 GiB", valueName: "SIZE",
        help: "The space for the files of all, in the database and so in each backup.",
        expected: "a size such as 10 GiB",
        parse: SettingText.size(upTo: Limits.storageMost))
    static let push = Setting(
        name: "push", defaultValue: "on", valueName: "on|off",
        help: "Whether browsers are told of messages while no page is open, by their makers' push services.",
        parse: { ["on": true, "off": false][$0] })
    static let pushHosts = Setting(
        name: "push-hosts", defaultValue: PushHosts.standard, valueName: "HOST,…",
        help: "The push services that browsers may name; *.NAME is every name below it.",
        expected: "a list of at most \(Limits.pushHostsMax) public names such as push.example.org, *.push.example.com",
        isHostOnly: true,
        parse: { PushHosts($0) })
    static let mailMissedAfter = Setting(
        name: "mail-missed-after", defaultValue: "\(Limits.missedMailMinutesDefault)", valueName: "MINUTES",
        help:
            "How many minutes a mention or a direct message stays unread before there is a mail, which holds none of its "
            + "words; 0 for no such mails.",
        expected: "a number of minutes from 0 to \(Limits.missedMailMinutesMax)",
        parse: SettingText.number(0...Limits.missedMailMinutesMax))
    static let sessionDays = Setting(
        name: "session-days", defaultValue: "30", valueName: "DAYS",
        help: "How long a sign-in lasts from its latest renewal.",
        expected: "a number from 1 to 3650",
        parse: SettingText.number(1...3_650))
    static let sessionMaxDays = Setting(
        name: "session-max-days", defaultValue: "365", valueName: "DAYS",
        help: "How long a sign-in lasts however often it is renewed.",
        expected: "a number from 1 to 3650",
        parse: SettingText.number(1...3_650))

    static let backupTime = Setting(
        name: "backup-time", defaultValue: "02:30", valueName: "HH:MM|off",
        help: "When each night's backup is made, in UTC.",
        expected: "a time in UTC such as 02:30, or off",
        parse: { BackupTime($0) })
    static let backupKeep = Setting(
        name: "backup-keep", defaultValue: "14", valueName: "NUMBER", help: "Days of which the newest backup is kept.",
        expected: "a number from 1 to 10000",
        parse: SettingText.number(1...Limits.backupsKeptMax))
    static let backupDirectory = Setting(
        name: "backup-directory", valueName: "DIRECTORY",
        help: "Where backups are kept (default: backups/ beside the database).", isHostOnly: true,
        parse: SettingText.any)

    static let checkIgnore = Setting(
        name: "check-ignore", valueName: "ID,…",
        help: "Findings of snug check that are known and count for nothing: smtp.none, clock.drifts …",
        expected: "a list of findings such as smtp.none, clock.drifts",
        parse: SettingText.findings)

    /// All settings, in the order of `snug config show`.
    static let all: [any SettingDeclaration] = [
        listen, tlsACME, tlsACMEDirectory, tlsACMECAFile, tlsCertificate, tlsKey, httpListen, database, nodeName,
        siteURL, siteName, registration, registrationDomains, sessionDays,
        sessionMaxDays,
        messageRate, actRate, uploadMaxBytes, storagePerUser, storage, socketsPerUser, socketsPerAddress,
        push, pushHosts, mailMissedAfter,
        trustedProxies, smtpHost, smtpPort, smtpTLS,
        smtpUsername, smtpPassword, smtpCAFile, mailFrom, ehloName, backupTime, backupKeep, backupDirectory, logLevel,
        logFormat,
        metricsListen, checkIgnore,
    ]

    /// Returns the setting of a name in any of its spellings: `smtp.host`, `smtp-host`, `SNUG_SMTP_HOST`.
    static func named(_ text: String) -> (any SettingDeclaration)? {
        all.first { $0.key == text || $0.name == text || $0.environmentName == text }
    }

    /// Returns the key that a misspelt one was most likely meant to be.
    static func nearestKey(to text: String) -> String? {
        NearestName.of(text.lowercased().replacing("-", with: "."), among: all.map(\.key))
    }

    /// Returns the variables that look like settings but are none, each with the one that was most likely meant.
    static func unknownVariables(in environment: [String: String]) -> [(name: String, nearest: String?)] {
        let known = Set(all.flatMap { [$0.environmentName, $0.environmentName + "_FILE"] })
        let unknown = environment.keys.filter { name in
            // In small letters they are other variables.
            name.uppercased().hasPrefix("SNUG_") && !name.hasPrefix("SNUG_TEST_") && !known.contains(name)
        }
        return unknown.sorted().map { ($0, NearestName.of($0.uppercased(), among: known.sorted())) }
    }
}
