import Foundation
import SnugChat
import SnugServer
import SnugStore

extension Checks {
    /// Checks the way from the address that people open to this server, and which proxies it trusts on it.
    func proxy() async -> [Finding] {
        let isBehindProxy = settings.tls == nil && settings.policy.siteURL.hasPrefix("https:")
        guard isBehindProxy || !isLocalSite else { return [.ok(.proxy, "None is needed: nobody comes from outside.")] }
        var findings: [Finding] = []
        if isBehindProxy {
            let isTrusted = settings.proxies != .none
            if !isTrusted {
                findings.append(
                    Finding(
                        .proxyUntrusted, .warning,
                        "The site is https, so a proxy is in front, but trusted.proxies names none.",
                        why:
                            "Everyone counts as the proxy's one address: one stranger's wrong passwords slow down all.",
                        fix: mends.set((Settings.trustedProxies, "127.0.0.1"))))
            }
            if isTrusted, let proxy = await addressOfEveryone() {
                findings.append(
                    Finding(
                        .proxyClients, .warning, "The latest sign-ins all came from the proxy's own address, \(proxy).",
                        why: "It does not say whom it speaks for, so everyone counts as one address.",
                        fix: "Have it set X-Forwarded-For (nginx: “proxy_set_header X-Forwarded-For $remote_addr;”)."))
            }
        }
        let site = settings.policy.siteURL
        findings += Self.findings(
            of: await SiteProbe(site: site).outcome(within: Limits.checkConnectTimeout, at: Date()), site: site,
            listen: settings.listen.text, renewal: renewal(of:), at: Date())
        return findings.or(.proxy, "\(site) leads here, for sockets too.")
    }

    /// Returns the way to another certificate than the one that the site has shown.
    ///
    /// It is the proxy's unless it is the server's own.
    private func renewal(of shown: CertificateValidity) -> String {
        guard let files = settings.tls, let own = try? TLSCertificate.look(at: files),
            CertificateValidity(from: own.from, until: own.until) == shown
        else { return Self.renewalAtProxy }
        return settings.acme == nil ? CertificateWays.byOthers(files, host: siteHost).renewal : again
    }

    static let renewalAtProxy = "Renew it where the proxy is (certbot renew), and reload the proxy."

    /// - Parameter renewal: the way to another certificate than the one that was shown.
    static func findings(
        of outcome: SiteProbe.Outcome, site: String, listen: String, renewal: (CertificateValidity) -> String,
        at now: Date
    ) -> [Finding] {
        switch outcome {
        case .answers(let certificate):
            ending(certificate, site, renewal, at: now)
        case .withoutSockets(let status):
            [
                Finding(
                    .proxySockets, .error, "\(site) leads here, but not for WebSockets: the answer was \(status).",
                    why: "Messages do not come by themselves.",
                    fix: "Have the proxy pass Upgrade and Connection on (nginx: “proxy_http_version 1.1;"
                        + " proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;”).")
            ]
        case .stranger(let status):
            [
                Finding(
                    .proxyElsewhere, .error, "\(site) does not lead here: it answers /healthz with \(status).",
                    why: "People do not get through to this server.",
                    fix: "Have the proxy pass everything to \(listen), and see that the server runs.")
            ]
        case .expired(let certificate):
            [
                Finding(
                    .proxyInvalid, .error,
                    "The certificate of \(site) expired on \(TextTable.time(Timestamp(seconds: Int64(certificate.until.timeIntervalSince1970)))) UTC.",
                    why: "Browsers refuse to open the site.", fix: renewal(certificate))
            ]
        case .unreachable(let reason):
            [
                Finding(
                    .proxyUnreachable, .warning, "\(site) cannot be reached from here: \(reason).",
                    why: "Either nobody gets through, or only this network does not lead back in.",
                    fix: "curl -sS \("\(site)/healthz".shellWord)")
            ]
        }
    }

    private static func ending(
        _ certificate: CertificateValidity?, _ site: String, _ renewal: (CertificateValidity) -> String, at now: Date
    ) -> [Finding] {
        guard let certificate, let rest = certificate.rest(at: now) else { return [] }
        return [
            Finding(
                .proxyEnding, .warning, "The certificate of \(site) expires in \(SettingText.age(rest)).",
                why: "Browsers will refuse to open the site then; a renewal seems to have failed.",
                fix: renewal(certificate))
        ]
    }

    /// Returns the proxy's address if the latest five sign-ins all seem to come from it, else nil.
    private func addressOfEveryone() async -> String? {
        let entries = try? await store.read { try $0.audit(before: nil, limit: Limits.auditPageMax) }
        // Those from before it runs as it does now say nothing of how it runs.
        let start = runningServer?.startedAt ?? Timestamp(seconds: 0)
        let signIns = (entries ?? []).filter { $0.act == .signedIn && $0.at >= start }.prefix(5)
        guard signIns.count == 5, let address = signIns.first?.address, settings.proxies.trusts(address),
            signIns.allSatisfy({ $0.address == address })
        else { return nil }
        return address
    }
}
