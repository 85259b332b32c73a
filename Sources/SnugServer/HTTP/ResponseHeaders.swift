import HTTPTypes
import Hummingbird

/// The middleware that adds the headers of every answer: a browser's protections, the request's id, and the end of the
/// connection where the client asked for it.
struct ResponseHeaders: RouterMiddleware {
    typealias Context = SnugContext
    let site: Site

    @concurrent
    func handle(
        _ request: Request,
        context: SnugContext,
        next: @concurrent (Request, SnugContext) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        // An answer may be stricter than the page.
        for (name, value) in site.protections where response.headers[name] == nil { response.headers[name] = value }
        response.headers[.xRequestID] = context.id
        if request.headers[.connection] == "close" { response.headers[.connection] = "close" }
        return response
    }
}

extension Site {
    /// The headers that protect a browser, on every answer there is.
    var protections: [(HTTPField.Name, String)] {
        [
            (.contentSecurityPolicy, Self.policy),
            (.xContentTypeOptions, "nosniff"),
            (.referrerPolicy, "no-referrer"),
            (.crossOriginOpenerPolicy, "same-origin"),
            (.crossOriginResourcePolicy, "same-origin"),
        ] + (isSecure ? [(.strictTransportSecurity, "max-age=31536000")] : [])
    }

    /// The policy of a script or a stylesheet, for whoever opens it by itself: in a page, that page's holds.
    static let policyOfParts = "default-src 'none'; frame-ancestors 'none'"

    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; \
        connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; \
        frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types snug
        """
}

extension HTTPField.Name {
    static let referrerPolicy = unchecked("Referrer-Policy")
    static let crossOriginOpenerPolicy = unchecked("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = unchecked("Cross-Origin-Resource-Policy")
    /// The request's id in the log.
    static let xRequestID = unchecked("X-Request-Id")
    static let xForwardedFor = unchecked("X-Forwarded-For")
    static let xForwardedHost = unchecked("X-Forwarded-Host")
    static let xForwardedProto = unchecked("X-Forwarded-Proto")
    static let secFetchMode = unchecked("Sec-Fetch-Mode")
    static let clearSiteData = unchecked("Clear-Site-Data")

    private static func unchecked(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token (RFC 9110 §5.6.2)") }
        return name
    }
}
