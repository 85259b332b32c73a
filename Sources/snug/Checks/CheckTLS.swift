import Foundation
import SnugACME
import SnugChat
import SnugServer

extension Checks {
    /// Checks the server's own certificate, or that it needs none.
    func tls() async -> [Finding] {
        guard let files = settings.tls else { return withoutCertificate() }
        guard let acme = settings.acme else { return look(at: files, .byOthers(files, host: siteHost)) }
        let plan = acme.plan
        let found = await findings(of: plan)
        // The certificate that stands in is nothing to judge.
        if plan.isWanting { return found }
        let others = look(at: files, .init(renewal: again, otherName: mends.set((Settings.tlsACME, siteHost))))
        return found.isEmpty ? others : found + others.filter { $0.level != .ok }
    }

    private func look(at files: TLSCertificate.Files, _ ways: CertificateWays) -> [Finding] {
        do {
            let certificate = try TLSCertificate.look(at: files)
            // A certificate has an address without the brackets that a URL puts around it.
            let host = isLocalSite ? nil : siteHost.trimmingCharacters(in: ["[", "]"])
            let findings =
                strangersEyes(files)
                + Self.findings(of: certificate, host: host, ways, at: Date()) + plainSite()
            return findings.or(
                .tls,
                "The certificate for \(certificate.names.joined(separator: ", ")) holds until "
                    + "\(TextTable.time(Timestamp(seconds: Int64(certificate.until.timeIntervalSince1970)))) UTC.")
        } catch {
            let hidden = [files.certificate, files.key].first { ActingUser.isDenied($0) }
            if let hidden {
                return [
                    Finding(
                        .tlsUnreadable, .error, "\(hidden) cannot be read by the server.",
                        why: "The server does not start with it.", fix: mends.letRead(hidden))
                ]
            }
            return [
                Finding(
                    .tlsUnusable, .error, "\(error).", why: "The server does not start with it.",
                    fix: mends.set((Settings.tlsCertificate, "FILE"), (Settings.tlsKey, "FILE")))
            ]
        }
    }

    private func withoutCertificate() -> [Finding] {
        if settings.policy.siteURL.hasPrefix("https:") { return [.ok(.tls, "TLS is the proxy's.")] }
        if isLocalSite { return [.ok(.tls, "None is needed: the site is for this machine alone.")] }
        return [
            Finding(
                .tlsNone, .error, "People open \(settings.policy.siteURL) without TLS.",
                why: "Whoever is on the way reads passwords and messages; browsers give no passkeys and no app.",
                fix: mends.set(
                    (Settings.siteURL, "https://\(siteHost)"),
                    note: "with a proxy in front or tls.certificate and tls.key set"))
        ]
    }

    static func findings(
        of certificate: (from: Date, until: Date, names: [String]), host: String?,
        _ ways: CertificateWays, at now: Date
    ) -> [Finding] {
        let validity = CertificateValidity(from: certificate.from, until: certificate.until)
        var findings: [Finding] = []
        if now >= certificate.until || now < certificate.from {
            findings.append(
                Finding(
                    .tlsInvalid, .error,
                    now >= certificate.until ? "The certificate has expired." : "The certificate does not hold yet.",
                    why: "Browsers refuse to open the site.",
                    fix: ways.renewal))
        } else if let rest = validity.rest(at: now) {
            findings.append(
                Finding(
                    .tlsEnding, .warning, "The certificate expires in \(SettingText.age(rest)).",
                    why: "Browsers will refuse to open the site then; a renewal seems to have failed.",
                    fix: ways.renewal))
        }
        if let host, !certificate.names.contains(where: { matches($0, host) }) {
            findings.append(
                Finding(
                    .tlsOtherName, .error,
                    "The certificate is for \(certificate.names.joined(separator: ", ")), not for \(host).",
                    why: "Browsers refuse to open the site.", fix: ways.otherName))
        }
        return findings
    }

    /// Returns true if a certificate's name covers a host: a star stands for one label, the first (RFC 9525 §6.3).
    static func matches(_ name: String, _ host: String) -> Bool {
        let (name, host) = (name.lowercased(), host.lowercased())
        guard name.hasPrefix("*.") else { return name == host }
        return host.split(separator: ".", maxSplits: 1).last.map { $0 == name.dropFirst(2) } ?? false
    }

    private func plainSite() -> [Finding] {
        guard settings.policy.siteURL.hasPrefix("http:") else { return [] }
        return [
            Finding(
                .tlsSite, .error, "There is a certificate, but site.url begins with http:.",
                why: "Cookies are not Secure, and browsers are refused by the Origin check.",
                fix: mends.set((Settings.siteURL, "https://\(siteHost)")))
        ]
    }

    private func strangersEyes(_ files: TLSCertificate.Files) -> [Finding] {
        let path = URL(fileURLWithPath: files.key).resolvingSymlinksInPath().path
        guard let mode = try? FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int,
            mode & 0o004 != 0
        else { return [] }
        return [
            Finding(
                .tlsStrangers, .warning, "\(files.key) can be read by every user of this machine.",
                why: "Whoever has the key can pretend to be this site.",
                fix: mends.service == nil
                    ? "chmod 640 \(path.shellWord)"
                    : mends.asRoot("sudo chmod 640 \(path.shellWord)", on: files.key))
        ]
    }
}

/// The ways to another certificate, by whoever gets them here.
struct CertificateWays: Sendable, Hashable {
    /// The way to one that is not over.
    var renewal: String
    /// The way to one for the site's name.
    var otherName: String

    /// The ways where certificates are put beside the server.
    static func byOthers(_ files: TLSCertificate.Files, host: String) -> CertificateWays {
        CertificateWays(
            renewal: "sudo certbot renew  # or where it came from; the server takes it up by itself",
            otherName: "Get one for \(host), as \(files.certificate.shellWord).")
    }
}
