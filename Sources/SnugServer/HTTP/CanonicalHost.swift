import HTTPTypes
import Hummingbird
import SnugChat

/// The check that a page is opened at the site's own address: at any other, the browser's cookie opens nothing
/// (PROTOCOL §1).
struct CanonicalHost: Sendable {
    let site: Site
    let proxies: TrustedProxies

    /// Returns the answer to a page that was asked for at another address than the site's, or nil at the right one.
    ///
    /// Programs that fetch a page get it wherever they ask.
    func answer(to request: Request, _ context: SnugContext) -> Response? {
        guard Self.isNavigation(request.headers), let own = site.authority,
            let asked = request.head.authority.flatMap({ Authority($0) })
        else { return nil }
        let told = proxies.scheme(peer: context.peer, forwardedProto: request.headers[values: .xForwardedProto])
        let scheme = told ?? request.head.scheme ?? "http"
        let isHere = ([asked] + forwarded(request, context)).contains { matches($0, own, scheme: scheme) }
        let path = request.head.path ?? "/"
        guard site.isConfigured else {
            let page = WrongAddressPage(site: site, asked: asked, scheme: scheme, path: path)
            return isHere ? nil : .misdirected(page, to: request)
        }
        // A proxy that hides the host, or miscalls the scheme, would send a browser round in a circle. A person may
        // come twice within seconds, by a link and then by its preview; no more often.
        let times = request.headers.cookie(Self.sentOn).flatMap { Int($0) } ?? 0
        guard (0..<Limits.sentOnMax).contains(times), !isHere || isInTheClear(told, request.headers) else {
            return nil
        }
        return Response(
            status: .found,
            headers: [
                .location: site.origin + path, .cacheControl: "no-store",
                .setCookie: "\(Self.sentOn)=\(times + 1); Max-Age=10; Path=/; HttpOnly; SameSite=Lax",
            ])
    }

    /// The cookie that counts how often a browser was sent on just now.
    private static let sentOn = "snug_sent_on"

    /// Returns true if somebody opens a page, rather than that a script or a program fetches it.
    static func isNavigation(_ headers: HTTPFields) -> Bool {
        if let mode = headers[.secFetchMode] { return mode == "navigate" }
        return headers[values: .accept].contains { $0.contains("text/html") }
    }

    /// Returns the hosts that a trusted proxy was asked for: some put their own into `Host`.
    private func forwarded(_ request: Request, _ context: SnugContext) -> [Authority] {
        guard proxies.trusts(context.peer?.ipAddress ?? "") else { return [] }
        return request.headers[values: .xForwardedHost].flatMap { $0.split(separator: ",") }.compactMap {
            Authority($0.trimmed)
        }
    }

    /// Returns true if an address is the site's own.
    ///
    /// A proxy in front may leave the port out.
    private func matches(_ asked: Authority, _ own: Authority, scheme: String) -> Bool {
        guard asked.host == own.host else { return false }
        let ownPort = own.port ?? Site.port(of: site.isSecure ? "https" : "http")
        return (asked.port ?? (site.isConfigured ? ownPort : Site.port(of: scheme))) == ownPort
    }

    /// Returns true if a page of an https site was opened over http.
    ///
    /// Browsers send `Sec-Fetch-Mode` over https alone, whatever a proxy in between believes (Fetch Metadata §2).
    private func isInTheClear(_ told: String?, _ headers: HTTPFields) -> Bool {
        site.isSecure && told == "http" && headers[.secFetchMode] == nil
    }
}

extension Site {
    /// The origin's host and port.
    var authority: Authority? { Authority(origin.drop { $0 != "/" }.drop { $0 == "/" }) }

    /// Returns the port that a scheme has where none is named.
    static func port(of scheme: String) -> Int { scheme == "https" ? 443 : 80 }
}

extension Response {
    /// Tells somebody that their browser is at another address than the site's (RFC 9110 §15.5.20).
    static func misdirected(_ page: WrongAddressPage, to request: Request) -> Response {
        .page(
            page.page(in: .preferred(by: request.headers[.acceptLanguage] ?? "")), status: .misdirectedRequest)
    }
}
