import ArgumentParser

/// A flag for every setting but the secret ones.
struct SettingFlags: ParsableArguments {
    @Option(help: Settings.listen.argumentHelp) var listen: String?
    @Option(name: .customLong("tls-certificate"), help: Settings.tlsCertificate.argumentHelp) var tlsCertificate:
        String?
    @Option(name: .customLong("tls-key"), help: Settings.tlsKey.argumentHelp) var tlsKey: String?
    @OptionGroup var file: DatabaseFlag
    @Option(name: .customLong("site-url"), help: Settings.siteURL.argumentHelp) var siteURL: String?
    @Option(help: Settings.siteName.argumentHelp) var siteName: String?
    @Option(help: Settings.smtpHost.argumentHelp) var smtpHost: String?
    @Option(help: Settings.smtpPort.argumentHelp) var smtpPort: String?
    @Option(name: .customLong("smtp-tls"), help: Settings.smtpTLS.argumentHelp) var smtpTLS: String?
    @Option(help: Settings.smtpUsername.argumentHelp) var smtpUsername: String?
    @Option(name: .customLong("smtp-ca-file"), help: Settings.smtpCAFile.argumentHelp) var smtpCAFile: String?
    @Option(help: Settings.mailFrom.argumentHelp) var mailFrom: String?
    @Option(help: Settings.ehloName.argumentHelp) var ehloName: String?
    @Option(help: Settings.registration.argumentHelp) var registration: String?
    @Option(help: Settings.registrationDomains.argumentHelp) var registrationDomains: String?
    @Option(help: Settings.trustedProxies.argumentHelp) var trustedProxies: String?
    @Option(help: Settings.logLevel.argumentHelp) var logLevel: String?
    @Option(help: Settings.logFormat.argumentHelp) var logFormat: String?
    @Option(help: Settings.metricsListen.argumentHelp) var metricsListen: String?
    @Option(help: Settings.actRate.argumentHelp) var actRate: String?
    @Option(help: Settings.messageRate.argumentHelp) var messageRate: String?
    @Option(help: Settings.socketsPerUser.argumentHelp) var socketsPerUser: String?
    @Option(help: Settings.socketsPerAddress.argumentHelp) var socketsPerAddress: String?
    @Option(help: Settings.sessionDays.argumentHelp) var sessionDays: String?
    @Option(help: Settings.sessionMaxDays.argumentHelp) var sessionMaxDays: String?
    @Option(help: Settings.backupTime.argumentHelp) var backupTime: String?
    @Option(help: Settings.backupKeep.argumentHelp) var backupKeep: String?
    @Option(help: Settings.backupDirectory.argumentHelp) var backupDirectory: String?

    /// The flags that were given, by their settings' names.
    var given: [String: String] {
        let pairs: [(any SettingDeclaration, String?)] = [
            (Settings.listen, listen), (Settings.tlsCertificate, tlsCertificate), (Settings.tlsKey, tlsKey),
            (Settings.database, file.database), (Settings.siteURL, siteURL),
            (Settings.siteName, siteName), (Settings.smtpHost, smtpHost), (Settings.smtpPort, smtpPort),
            (Settings.smtpTLS, smtpTLS), (Settings.smtpUsername, smtpUsername), (Settings.smtpCAFile, smtpCAFile),
            (Settings.mailFrom, mailFrom), (Settings.ehloName, ehloName), (Settings.registration, registration),
            (Settings.registrationDomains, registrationDomains), (Settings.trustedProxies, trustedProxies),
            (Settings.logLevel, logLevel), (Settings.logFormat, logFormat),
            (Settings.metricsListen, metricsListen), (Settings.messageRate, messageRate), (Settings.actRate, actRate),
            (Settings.socketsPerUser, socketsPerUser), (Settings.socketsPerAddress, socketsPerAddress),
            (Settings.sessionDays, sessionDays), (Settings.sessionMaxDays, sessionMaxDays),
            (Settings.backupTime, backupTime), (Settings.backupKeep, backupKeep),
            (Settings.backupDirectory, backupDirectory),
        ]
        return pairs.reduce(into: [:]) { $0[$1.0.name] = $1.1 }
    }
}

/// The flag that names the database file.
struct DatabaseFlag: ParsableArguments {
    @Option(help: Settings.database.argumentHelp) var database: String?

    /// The flag by its setting's name, if it was given.
    var given: [String: String] { database.map { [Settings.database.name: $0] } ?? [:] }
}
