import ArgumentParser

/// The settings as flags.
struct SettingFlags: ParsableArguments {
    @Option(help: Setting.listen.help) var listen: String?
    @OptionGroup var file: DatabaseFlag
    @Option(name: .customLong("site-url"), help: Setting.siteURL.help) var siteURL: String?
    @Option(help: Setting.siteName.help) var siteName: String?
    @Option(help: Setting.smtpHost.help) var smtpHost: String?
    @Option(help: Setting.smtpPort.help) var smtpPort: String?
    @Option(name: .customLong("smtp-tls"), help: Setting.smtpTLS.help) var smtpTLS: String?
    @Option(help: Setting.smtpUsername.help) var smtpUsername: String?
    @Option(name: .customLong("smtp-ca-file"), help: Setting.smtpCAFile.help) var smtpCAFile: String?
    @Option(help: Setting.mailFrom.help) var mailFrom: String?
    @Option(help: Setting.registration.help) var registration: String?
    @Option(help: Setting.registrationDomains.help) var registrationDomains: String?
    @Option(help: Setting.trustedProxies.help) var trustedProxies: String?
    @Option(help: Setting.logLevel.help) var logLevel: String?
    @Option(help: Setting.messageRate.help) var messageRate: String?
    @Option(help: Setting.socketsPerUser.help) var socketsPerUser: String?
    @Option(help: Setting.socketsPerAddress.help) var socketsPerAddress: String?
    @Option(help: Setting.sessionDays.help) var sessionDays: String?
    @Option(help: Setting.sessionMaxDays.help) var sessionMaxDays: String?

    var given: [Setting: String] {
        let pairs: [(Setting, String?)] = [
            (.listen, listen), (.database, file.database), (.siteURL, siteURL), (.siteName, siteName),
            (.smtpHost, smtpHost), (.smtpPort, smtpPort), (.smtpTLS, smtpTLS), (.smtpUsername, smtpUsername),
            (.smtpCAFile, smtpCAFile), (.mailFrom, mailFrom), (.registration, registration),
            (.registrationDomains, registrationDomains), (.trustedProxies, trustedProxies), (.logLevel, logLevel),
            (.messageRate, messageRate), (.socketsPerUser, socketsPerUser),
            (.socketsPerAddress, socketsPerAddress), (.sessionDays, sessionDays),
            (.sessionMaxDays, sessionMaxDays),
        ]
        return pairs.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
}

/// Which file a command works on.
struct DatabaseFlag: ParsableArguments {
    @Option(help: Setting.database.help) var database: String?

    var given: [Setting: String] { database.map { [.database: $0] } ?? [:] }
}
