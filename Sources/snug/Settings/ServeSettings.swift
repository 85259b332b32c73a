import ArgumentParser
import Foundation
import Logging
import SnugACME
import SnugChat
import SnugMail
import SnugPush
import SnugServer

/// The settings of `snug serve`, read from all sources and checked.
struct ServeSettings: Sendable {
    var listen: Endpoint
    /// The certificate's files; nil for plain HTTP.
    var tls: TLSCertificate.Files?
    /// The certificate that the server gets by itself; nil where it is given one or none.
    var acme: ACMESettings?
    /// The address of the port that leads to https; nil where there is none.
    var plain: Endpoint?
    var database: DatabaseLocation
    /// The name of this server among those on one database; nil for the one of a file.
    var node: String?
    var policy: Policy
    /// True if `site-url` was set anywhere, or follows from `tls-acme`.
    var hasSiteURL: Bool
    /// The relay; nil where mails are printed.
    var smtp: SMTPSettings?
    var push: PushSettings
    var proxies: TrustedProxies
    var socketsPerUser: Int
    var socketsPerAddress: Int
    var logLevel: Logger.Level
    var backups: BackupPlan
    /// The address of `/metrics`; nil where no metrics are kept.
    var metrics: Endpoint?

    /// Reads and checks every setting.
    ///
    /// - Parameter port: the port to use in place of port 0, once one has been picked.
    /// - Throws: `ValidationError` that names the setting that cannot be used.
    init(_ sources: SettingSources, port: Int? = nil) throws {
        listen = try sources.require(Settings.listen)
        if listen.port == 0 { listen.port = try port ?? FreePort.find(on: listen.host) }
        database = try sources.database
        node = database.file == nil ? try sources.value(Settings.nodeName) ?? Self.node(port: listen.port) : nil
        acme = try sources.acme
        tls = try acme.map { TLSCertificate.Files(acme: $0) } ?? Self.tls(sources)
        plain = try sources.value(Settings.httpListen)
        guard plain == nil || tls != nil else {
            throw ValidationError("--http-listen leads to https: it goes with --tls-acme or --tls-certificate.")
        }
        let givenURL = try sources.value(Settings.siteURL)
        hasSiteURL = givenURL != nil || acme != nil
        let siteURL = try givenURL ?? sources.standardOrigin(port: listen.port)
        let missedMinutes = try sources.require(Settings.mailMissedAfter)
        policy = Policy(
            siteName: try sources.require(Settings.siteName),
            siteURL: siteURL,
            registration: try Self.registration(sources),
            sessionLifetime: .seconds(86_400 * (try sources.require(Settings.sessionDays))),
            sessionLifetimeMax: .seconds(86_400 * (try sources.require(Settings.sessionMaxDays))),
            sendsMail: try sources.value(Settings.smtpHost) != nil,
            mailsMissedAfter: missedMinutes == 0 ? nil : .seconds(60 * missedMinutes),
            actsPerMinute: try sources.require(Settings.actRate),
            messagesPerSecond: try sources.require(Settings.messageRate),
            uploadBytesMax: try sources.require(Settings.uploadMaxBytes),
            storagePerUser: try sources.require(Settings.storagePerUser),
            storage: try sources.require(Settings.storage))
        proxies = try sources.value(Settings.trustedProxies) ?? .none
        socketsPerUser = try sources.require(Settings.socketsPerUser)
        socketsPerAddress = try sources.require(Settings.socketsPerAddress)
        logLevel = try sources.require(Settings.logLevel)
        backups = BackupPlan(
            time: try sources.require(Settings.backupTime), keep: try sources.require(Settings.backupKeep),
            folder: try sources.backupFolder)
        metrics = try sources.value(Settings.metricsListen)
        smtp = try Self.smtp(sources, siteURL: siteURL, siteName: policy.siteName)
        push = try Self.push(sources, smtp, siteURL: siteURL)
    }

    /// Returns the name of a server where none is set, which it has again after its next start, and no other beside it
    /// on this machine.
    private static func node(port: Int) -> String {
        let rest = ":\(port)"
        return String(decoding: Host.name.utf8.prefix(Limits.nodeNameBytesMax - rest.utf8.count), as: UTF8.self) + rest
    }

    private static func tls(_ sources: SettingSources) throws -> TLSCertificate.Files? {
        switch (try sources.value(Settings.tlsCertificate), try sources.value(Settings.tlsKey)) {
        case (let certificate?, let key?): return TLSCertificate.Files(certificate: certificate, key: key)
        case (nil, nil): return nil
        default:
            let pair = [Settings.tlsCertificate, Settings.tlsKey]
            let half = try pair.first { try sources.find($0)?.origin == .database }
            let mend = half.map { " Mend it with: snug config unset \($0.key)" } ?? ""
            throw ValidationError("--tls-certificate and --tls-key go together: give both or neither.\(mend)")
        }
    }

    private static func registration(_ sources: SettingSources) throws -> RegistrationPolicy {
        let domains = try sources.value(Settings.registrationDomains) ?? []
        return switch try sources.require(Settings.registration) {
        case .closed: .closed
        case .invite: .invite
        case .domain: .domains(domains)
        case .open: .open
        }
    }

    private static func smtp(_ sources: SettingSources, siteURL: String, siteName: String) throws -> SMTPSettings? {
        let tls = try sources.require(Settings.smtpTLS)
        let siteHost = SettingText.host(of: siteURL) ?? "localhost"
        let username = try sources.value(Settings.smtpUsername)
        let given = try sources.value(Settings.mailFrom)
        let from = given ?? MailFrom(address: senderAddress(siteHost: siteHost, username: username), name: siteName)
        let port = try sources.value(Settings.smtpPort) ?? tls.standardPort
        let ehloName = try sources.value(Settings.ehloName) ?? ehloName(siteHost: siteHost, sender: from)
        guard let host = try sources.value(Settings.smtpHost) else { return nil }
        return SMTPSettings(
            host: host,
            port: port,
            tls: tls,
            username: username,
            password: try sources.value(Settings.smtpPassword),
            caFile: try sources.value(Settings.smtpCAFile),
            from: from,
            ehloName: ehloName)
    }

    private static func push(
        _ sources: SettingSources, _ smtp: SMTPSettings?, siteURL: String
    ) throws -> PushSettings {
        let sender = try smtp?.from ?? sources.value(Settings.mailFrom)
        let contact = VAPIDContact(
            mailFrom: sender.flatMap { EmailAddress($0.address) },
            siteHost: siteURL.hasPrefix("https://") ? SettingText.host(of: siteURL).flatMap { DomainName($0) } : nil)
        return PushSettings(
            isOn: try sources.require(Settings.push), hosts: try sources.require(Settings.pushHosts),
            contact: contact ?? .unreachable)
    }

    /// Returns the sender where none is set.
    ///
    /// An address or `localhost` is no mail domain: then the relay's user name serves, which at most providers is the
    /// mailbox that mails must come from.
    private static func senderAddress(siteHost: String, username: String?) -> String {
        let site = DomainName(siteHost)
        if let site, site.isPublic { return "snug@\(site)" }
        if let mailbox = username.flatMap({ EmailAddress($0) }) { return mailbox.text }
        return "snug@\(site.flatMap { $0.isAddress ? nil : $0.text } ?? "localhost")"
    }

    /// Returns the name for EHLO where none is set: the site's host, else the sender's domain, else this machine's own
    /// address (RFC 5321 §4.1.4).
    private static func ehloName(siteHost: String, sender: MailFrom) -> String {
        let site = DomainName(siteHost)
        if let site, site.isPublic { return site.text }
        if site?.isAddress ?? true, let literal = SettingText.ehloName(siteHost) { return literal }
        let domain = EmailAddress(sender.address).flatMap { DomainName($0.domain) }
        return domain.flatMap { $0.isPublic ? $0.text : nil } ?? "[127.0.0.1]"
    }
}
