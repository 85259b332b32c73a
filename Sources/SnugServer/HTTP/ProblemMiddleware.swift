import Metrics
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOHTTP1
import SnugChat

/// What every answer goes out in: problems for whatever was thrown, and the headers that protect a browser.
struct Envelope: RouterMiddleware {
    typealias Context = SnugContext
    let site: Site

    @concurrent
    func handle(
        _ request: Request,
        context: SnugContext,
        next: @concurrent (Request, SnugContext) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPParserError {
            // The connection speaks no HTTP any more: the server answers 400 and closes it.
            throw error
        } catch {
            let problem = Self.problem(error, context)
            Counter(label: Metric.refusals.rawValue, dimensions: [("code", problem.code)]).increment()
            response = .problem(problem)
        }
        for (name, value) in site.protections { response.headers[name] = value }
        response.headers[.xRequestID] = context.id
        if request.headers[.connection] == "close" { response.headers[.connection] = "close" }
        return response
    }

    static func problem(_ error: any Error, _ context: SnugContext) -> Problem {
        if let error = error as? any HTTPResponseError { return problem(status: error.status) }
        let problem = Problem(error)
        if problem.status >= 500 {
            context.logger.error(
                "Request failed", metadata: ["error": "\(error)", "path": "\(context.endpointPath ?? "-")"])
        }
        return problem
    }

    /// What Hummingbird itself refuses.
    private static func problem(status: HTTPResponse.Status) -> Problem {
        switch status {
        case .notFound: .notFound
        case .contentTooLarge: .tooLarge(Limits.jsonBodyBytesMax)
        default: Problem(status.code, "bad_request", status.reasonPhrase, "The request could not be understood.")
        }
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

    private static let policy = """
        default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; \
        manifest-src 'self'; worker-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'
        """
}

extension HTTPField.Name {
    static let referrerPolicy = unchecked("Referrer-Policy")
    static let crossOriginOpenerPolicy = unchecked("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = unchecked("Cross-Origin-Resource-Policy")
    /// What the log calls the request.
    static let xRequestID = unchecked("X-Request-Id")
    static let xForwardedFor = unchecked("X-Forwarded-For")

    private static func unchecked(_ name: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(name) else { preconditionFailure("\(name) is a token (RFC 9110 §5.6.2)") }
        return name
    }
}
