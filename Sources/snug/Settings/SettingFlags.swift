import ArgumentParser

/// A flag for every setting but the secret ones.
struct SettingFlags: ParsableArguments {
    @Option(help: Settings.listen.argumentHelp, completion: Settings.listen.completion) var listen: String?
    @Option(
        name: .customLong("tls-acme"), help: Settings.tlsACME.argumentHelp, completion: Settings.tlsACME.completion)
    var tlsACME: String?
    @Option(
        name: .customLong("tls-acme-directory"), help: Settings.tlsACMEDirectory.argumentHelp,
        completion: Settings.tlsACMEDirectory.completion) var tlsACMEDirectory: String?
    @Option(
        name: .customLong("tls-acme-ca-file"), help: Settings.tlsACMECAFile.argumentHelp,
        completion: Settings.tlsACMECAFile.completion) var tlsACMECAFile: String?
    @Option(
        name: .customLong("tls-certificate"), help: Settings.tlsCertificate.argumentHelp,
        completion: Settings.tlsCertificate.completion) var tlsCertificate: String?
    @Option(name: .customLong("tls-key"), help: Settings.tlsKey.argumentHelp, completion: Settings.tlsKey.completion)
    var tlsKey: String?
    @Option(help: Settings.httpListen.argumentHelp, completion: Settings.httpListen.completion) var httpListen: String?
    @OptionGroup var file: DatabaseFlag
    @Option(help: Settings.nodeName.argumentHelp, completion: Settings.nodeName.completion) var nodeName: String?
    @Option(name: .customLong("site-url"), help: Settings.siteURL.argumentHelp, completion: Settings.siteURL.completion)
    var siteURL: String?
    @Option(help: Settings.siteName.argumentHelp, completion: Settings.siteName.completion) var siteName: String?
    @Option(help: Settings.smtpHost.argumentHelp, completion: Settings.smtpHost.completion) var smtpHost: String?
    @Option(help: Settings.smtpPort.argumentHelp, completion: Settings.smtpPort.completion) var smtpPort: String?
    @Option(name: .customLong("smtp-tls"), help: Settings.smtpTLS.argumentHelp, completion: Settings.smtpTLS.completion)
    var smtpTLS: String?
    @Option(help: Settings.smtpUsername.argumentHelp, completion: Settings.smtpUsername.completion) var smtpUsername:
        String?
    @Option(
        name: .customLong("smtp-ca-file"), help: Settings.smtpCAFile.argumentHelp,
        completion: Settings.smtpCAFile.completion) var smtpCAFile: String?
    @Option(help: Settings.mailFrom.argumentHelp, completion: Settings.mailFrom.completion) var mailFrom: String?
    @Option(help: Settings.ehloName.argumentHelp, completion: Settings.ehloName.completion) var ehloName: String?
    @Option(help: Settings.registration.argumentHelp, completion: Settings.registration.completion) var registration:
        String?
    @Option(help: Settings.registrationDomains.argumentHelp, completion: Settings.registrationDomains.completion)
    var registrationDomains: String?
    @Option(help: Settings.trustedProxies.argumentHelp, completion: Settings.trustedProxies.completion)
    var trustedProxies: String?
    @Option(help: Settings.logLevel.argumentHelp, completion: Settings.logLevel.completion) var logLevel: String?
    @Option(help: Settings.logFormat.argumentHelp, completion: Settings.logFormat.completion) var logFormat: String?
    @Option(help: Settings.metricsListen.argumentHelp, completion: Settings.metricsListen.completion) var metricsListen:
        String?
    @Option(help: Settings.actRate.argumentHelp, completion: Settings.actRate.completion) var actRate: String?
    @Option(help: Settings.messageRate.argumentHelp, completion: Settings.messageRate.completion) var messageRate:
        String?
    @Option(help: Settings.uploadMaxBytes.argumentHelp, completion: Settings.uploadMaxBytes.completion)
    var uploadMaxBytes: String?
    @Option(help: Settings.storagePerUser.argumentHelp, completion: Settings.storagePerUser.completion)
    var storagePerUser: String?
    @Option(help: Settings.storage.argumentHelp, completion: Settings.storage.completion) var storage: String?
    @Option(help: Settings.socketsPerUser.argumentHelp, completion: Settings.socketsPerUser.completion)
    var socketsPerUser: String?
    @Option(help: Settings.socketsPerAddress.argumentHelp, completion: Settings.socketsPerAddress.completion)
    var socketsPerAddress: String?
    @Option(help: Settings.push.argumentHelp, completion: Settings.push.completion) var push: String?
    @Option(help: Settings.pushHosts.argumentHelp, completion: Settings.pushHosts.completion) var pushHosts: String?
    @Option(help: Settings.mailMissedAfter.argumentHelp, completion: Settings.mailMissedAfter.completion)
    var mailMissedAfter: String?
    @Option(help: Settings.sessionDays.argumentHelp, completion: Settings.sessionDays.completion) var sessionDays:
        String?
    @Option(help: Settings.sessionMaxDays.argumentHelp, completion: Settings.sessionMaxDays.completion)
    var sessionMaxDays: String?
    @Option(help: Settings.backupTime.argumentHelp, completion: Settings.backupTime.completion) var backupTime: String?
    @Option(help: Settings.backupKeep.argumentHelp, completion: Settings.backupKeep.completion) var backupKeep: String?
    @Option(help: Settings.backupDirectory.argumentHelp, completion: Settings.backupDirectory.completion)
    var backupDirectory: String?

    @Option(help: Settings.checkIgnore.argumentHelp) var checkIgnore: String?

    /// The flags that were given, by their settings' names.
    var given: [String: String] {
        let pairs: [(any SettingDeclaration, String?)] = [
            (Settings.listen, listen), (Settings.tlsACME, tlsACME), (Settings.tlsACMEDirectory, tlsACMEDirectory),
            (Settings.tlsACMECAFile, tlsACMECAFile), (Settings.httpListen, httpListen),
            (Settings.tlsCertificate, tlsCertificate), (Settings.tlsKey, tlsKey),
            (Settings.database, file.database), (Settings.nodeName, nodeName), (Settings.siteURL, siteURL),
            (Settings.siteName, siteName), (Settings.smtpHost, smtpHost), (Settings.smtpPort, smtpPort),
            (Settings.smtpTLS, smtpTLS), (Settings.smtpUsername, smtpUsername), (Settings.smtpCAFile, smtpCAFile),
            (Settings.mailFrom, mailFrom), (Settings.ehloName, ehloName), (Settings.registration, registration),
            (Settings.registrationDomains, registrationDomains), (Settings.trustedProxies, trustedProxies),
            (Settings.logLevel, logLevel), (Settings.logFormat, logFormat),
            (Settings.metricsListen, metricsListen), (Settings.messageRate, messageRate), (Settings.actRate, actRate),
            (Settings.uploadMaxBytes, uploadMaxBytes), (Settings.storagePerUser, storagePerUser),
            (Settings.storage, storage), (Settings.socketsPerUser, socketsPerUser),
            (Settings.socketsPerAddress, socketsPerAddress),
            (Settings.push, push), (Settings.pushHosts, pushHosts),
            (Settings.mailMissedAfter, mailMissedAfter),
            (Settings.sessionDays, sessionDays), (Settings.sessionMaxDays, sessionMaxDays),
            (Settings.backupTime, backupTime), (Settings.backupKeep, backupKeep),
            (Settings.backupDirectory, backupDirectory), (Settings.checkIgnore, checkIgnore),
        ]
        return pairs.reduce(into: [:]) { $0[$1.0.name] = $1.1 }
    }
}

/// The flag that names the database.
struct DatabaseFlag: ParsableArguments {
    @Option(help: Settings.database.argumentHelp, completion: Settings.database.completion) var database: String?

    /// The flag by its setting's name, if it was given.
    var given: [String: String] { database.map { [Settings.database.name: $0] } ?? [:] }
}
