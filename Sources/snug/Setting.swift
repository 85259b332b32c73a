import ArgumentParser

/// One setting, declared once for every source: flag, environment, credential, database.
struct Setting: Sendable, Hashable {
    /// As a flag says it: `smtp-host`. The environment says `SNUG_SMTP_HOST`, `snug config` says `smtp.host`.
    var name: String
    var standard: String?
    /// The shape of its value, for help: `ADDRESS:PORT`.
    var shape: String
    /// What it does and why one would change it.
    var meaning: String
    /// Never shown, and never a flag: `ps` shows those to everyone.
    var isSecret = false

    var environmentName: String { "SNUG_" + name.uppercased().replacing("-", with: "_") }
    var help: ArgumentHelp {
        ArgumentHelp("\(meaning)\(standard.map { " (default: \($0))" } ?? "")", valueName: shape)
    }
}

extension Setting {
    static let listen = Setting(
        name: "listen", standard: "127.0.0.1:8080", shape: "ADDRESS:PORT",
        meaning: "Where to listen; port 0 picks a free one.")
    static let database = Setting(
        name: "database", shape: "FILE",
        meaning: "The database file (default: data/snug.db; under systemd snug.db in its state directory).")
    static let siteURL = Setting(
        name: "site-url", shape: "URL",
        meaning: "The origin that people open, for links, cookies and origin checks (default: http://localhost:PORT).")
    static let siteName = Setting(
        name: "site-name", standard: "Snug", shape: "NAME", meaning: "The name that pages and mails carry.")
    static let smtpHost = Setting(
        name: "smtp-host", shape: "HOST", meaning: "The mail relay; without one, mails are printed.")
    static let smtpPort = Setting(
        name: "smtp-port", shape: "PORT", meaning: "Its port (default: 587, 465 for implicit TLS, 25 for none).")
    static let smtpTLS = Setting(
        name: "smtp-tls", standard: "starttls", shape: "starttls|implicit|none",
        meaning: "How the relay is talked to; with none, the password goes in the clear.")
    static let smtpUsername = Setting(name: "smtp-username", shape: "NAME", meaning: "The relay's user name.")
    static let smtpPassword = Setting(
        name: "smtp-password", shape: "PASSWORD", meaning: "The relay's password.", isSecret: true)
    static let smtpCAFile = Setting(
        name: "smtp-ca-file", shape: "FILE",
        meaning: "Certificates (PEM) to trust for the relay, in place of the system's.")
    static let mailFrom = Setting(
        name: "mail-from", shape: "ADDRESS",
        meaning: "The sender: address, or Name <address> (default: snug@ the site's host).")
    static let registration = Setting(
        name: "registration", standard: "closed", shape: "closed|invite|domain|open",
        meaning: "Who may make an account.")
    static let registrationDomains = Setting(
        name: "registration-domains", shape: "DOMAIN,…", meaning: "The mail domains that registration domain lets in.")
    static let trustedProxies = Setting(
        name: "trusted-proxies", shape: "ADDRESS,…",
        meaning: "Proxies (addresses or CIDR blocks) whose X-Forwarded-For counts (default: none).")
    static let logLevel = Setting(
        name: "log-level", standard: "info", shape: "LEVEL",
        meaning: "What is logged: trace, debug, info, notice, warning, error or critical.")
    static let messageRate = Setting(
        name: "message-rate", standard: "30", shape: "NUMBER",
        meaning: "Messages a second that one user may send, bursts of ten seconds' worth; 0 is no limit.")
    static let socketsPerUser = Setting(
        name: "sockets-per-user", standard: "20", shape: "NUMBER", meaning: "Sockets that one user may have open.")
    static let socketsPerAddress = Setting(
        name: "sockets-per-address", standard: "500", shape: "NUMBER",
        meaning: "Sockets that one address may have open.")
    static let sessionDays = Setting(
        name: "session-days", standard: "30", shape: "DAYS",
        meaning: "How long a sign-in lasts from its latest renewal.")
    static let sessionMaxDays = Setting(
        name: "session-max-days", standard: "365", shape: "DAYS",
        meaning: "How long a sign-in lasts however often it is renewed.")
}
