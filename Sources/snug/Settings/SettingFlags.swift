import ArgumentParser

/// The settings as flags.
struct SettingFlags: ParsableArguments {
    @Option(help: Settings.listen.help) var listen: String?
    @Option(name: .customLong("tls-certificate"), help: Settings.tlsCertificate.help) var tlsCertificate: String?
    @Option(name: .customLong("tls-key"), help: Settings.tlsKey.help) var tlsKey: String?
    @OptionGroup var file: DatabaseFlag
    @Option(name: .customLong("site-url"), help: Settings.siteURL.help) var siteURL: String?
    @Option(help: Settings.siteName.help) var siteName: String?
    @Option(help: Settings.smtpHost.help) var smtpHost: String?
    @Option(help: Settings.smtpPort.help) var smtpPort: String?
    @Option(name: .customLong("smtp-tls"), help: Settings.smtpTLS.help) var smtpTLS: String?
    @Option(help: Settings.smtpUsername.help) var smtpUsername: String?
    @Option(name: .customLong("smtp-ca-file"), help: Settings.smtpCAFile.help) var smtpCAFile: String?
    @Option(help: Settings.mailFrom.help) var mailFrom: String?
    @Option(help: Settings.registration.help) var registration: String?
    @Option(help: Settings.registrationDomains.help) var registrationDomains: String?
    @Option(help: Settings.trustedProxies.help) var trustedProxies: String?
    @Option(help: Settings.logLevel.help) var logLevel: String?
    @Option(help: Settings.logFormat.help) var logFormat: String?
    @Option(help: Settings.metricsListen.help) var metricsListen: String?
    @Option(help: Settings.messageRate.help) var messageRate: String?
    @Option(help: Settings.socketsPerUser.help) var socketsPerUser: String?
    @Option(help: Settings.socketsPerAddress.help) var socketsPerAddress: String?
    @Option(help: Settings.sessionDays.help) var sessionDays: String?
    @Option(help: Settings.sessionMaxDays.help) var sessionMaxDays: String?
    @Option(help: Settings.backupTime.help) var backupTime: String?
    @Option(help: Settings.backupKeep.help) var backupKeep: String?
    @Option(help: Settings.backupDirectory.help) var backupDirectory: String?

    /// By name.
    var given: [String: String] {
        let pairs: [(any SettingDeclaration, String?)] = [
            (Settings.listen, listen), (Settings.tlsCertificate, tlsCertificate), (Settings.tlsKey, tlsKey),
            (Settings.database, file.database), (Settings.siteURL, siteURL),
            (Settings.siteName, siteName), (Settings.smtpHost, smtpHost), (Settings.smtpPort, smtpPort),
            (Settings.smtpTLS, smtpTLS), (Settings.smtpUsername, smtpUsername), (Settings.smtpCAFile, smtpCAFile),
            (Settings.mailFrom, mailFrom), (Settings.registration, registration),
            (Settings.registrationDomains, registrationDomains), (Settings.trustedProxies, trustedProxies),
            (Settings.logLevel, logLevel), (Settings.logFormat, logFormat),
            (Settings.metricsListen, metricsListen), (Settings.messageRate, messageRate),
            (Settings.socketsPerUser, socketsPerUser), (Settings.socketsPerAddress, socketsPerAddress),
            (Settings.sessionDays, sessionDays), (Settings.sessionMaxDays, sessionMaxDays),
            (Settings.backupTime, backupTime), (Settings.backupKeep, backupKeep),
            (Settings.backupDirectory, backupDirectory),
        ]
        return pairs.reduce(into: [:]) { $0[$1.0.name] = $1.1 }
    }
}

/// Which file a command works on.
struct DatabaseFlag: ParsableArguments {
    @Option(help: Settings.database.help) var database: String?

    /// By name.
    var given: [String: String] { database.map { [Settings.database.name: $0] } ?? [:] }
}
