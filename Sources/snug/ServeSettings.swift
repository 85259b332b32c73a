import ArgumentParser
import Foundation
import Logging
import SnugChat
import SnugMail
import SnugServer

/// All that `snug serve` is told, read and checked.
struct ServeSettings: Sendable {
    var host: String
    var port: Int
    var database: String
    var policy: Policy
    /// Nil: mails are printed.
    var smtp: SMTPSettings?
    var proxies: TrustedProxies
    var socketsPerUser: Int
    var socketsPerAddress: Int
    var logLevel: Logger.Level

    /// - Throws: `ValidationError`
    init(_ sources: SettingSources) throws {
        let listen = try sources.require(.listen, Self.endpoint)
        host = listen.host
        port = listen.port == 0 ? try FreePort.find(on: listen.host) : listen.port
        database = try sources.databasePath
        let siteURL = try sources.value(.siteURL, Self.origin) ?? "http://localhost:\(port)"
        policy = Policy(
            siteName: try sources.require(.siteName) { $0.isEmpty ? nil : $0 },
            siteURL: siteURL,
            registration: try Self.registration(sources),
            sessionLifetime: .seconds(86_400 * (try sources.require(.sessionDays, Self.number(1...3_650)))),
            sessionLifetimeMax: .seconds(86_400 * (try sources.require(.sessionMaxDays, Self.number(1...3_650)))),
            messagesPerSecond: try sources.require(.messageRate) {
                Double($0).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
            })
        proxies = try sources.value(.trustedProxies) { TrustedProxies($0) } ?? .none
        socketsPerUser = try sources.require(.socketsPerUser, Self.number(1...1_000_000))
        socketsPerAddress = try sources.require(.socketsPerAddress, Self.number(1...1_000_000))
        logLevel = try sources.require(.logLevel) { Logger.Level(rawValue: $0) }
        smtp = try Self.smtp(sources, siteURL: siteURL, siteName: policy.siteName)
    }

    private static func number(_ range: ClosedRange<Int>) -> (String) -> Int? {
        { text in Int(text).flatMap { range.contains($0) ? $0 : nil } }
    }

    /// `127.0.0.1:8080`, `[::1]:8080`, `localhost:0`
    static func endpoint(_ text: String) -> (host: String, port: Int)? {
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]),
            (0...65_535).contains(port)
        else { return nil }
        var host = text[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        return host.isEmpty ? nil : (String(host), port)
    }

    /// An origin (RFC 6454 §6.2) as a browser writes it: lower case, without a default port or a slash at the end.
    static func origin(_ text: String) -> String? {
        guard let url = URLComponents(string: text), let scheme = url.scheme?.lowercased(),
            ["http", "https"].contains(scheme), let host = url.host?.lowercased(), !host.isEmpty,
            url.path.isEmpty || url.path == "/", url.query == nil, url.fragment == nil, url.user == nil
        else { return nil }
        let isDefault = url.port == nil || url.port == (scheme == "https" ? 443 : 80)
        return "\(scheme)://\(host)" + (isDefault ? "" : ":\(url.port ?? 0)")
    }

    private static func registration(_ sources: SettingSources) throws -> RegistrationPolicy {
        let domains = try sources.text(.registrationDomains) ?? ""
        let names = domains.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces).lowercased() }
        return try sources.require(.registration) { text in
            switch text {
            case "closed": .closed
            case "invite": .invite
            case "domain": .domains(Set(names.filter { !$0.isEmpty }))
            case "open": .open
            default: nil
            }
        }
    }

    private static func smtp(_ sources: SettingSources, siteURL: String, siteName: String) throws -> SMTPSettings? {
        guard let host = try sources.text(.smtpHost) else { return nil }
        let tls = try sources.require(.smtpTLS) { SMTPSettings.TLS(rawValue: $0) }
        let siteHost = URLComponents(string: siteURL)?.host ?? "localhost"
        let from = try sources.value(.mailFrom) { MailFrom($0) }
        return SMTPSettings(
            host: host,
            port: try sources.value(.smtpPort, number(1...65_535)) ?? tls.standardPort,
            tls: tls,
            username: try sources.text(.smtpUsername),
            password: try sources.text(.smtpPassword),
            caFile: try sources.text(.smtpCAFile),
            from: from ?? MailFrom(address: "snug@\(siteHost)", name: siteName),
            heloName: siteHost)
    }
}
